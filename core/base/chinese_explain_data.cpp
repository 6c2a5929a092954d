// SPDX-License-Identifier: Apache-2.0
//
// Simplified Chinese for explanations: data, waiting, late segments. Terms as textbooks have them.
#include "core/base/phrases.h"

namespace synscope {
namespace {

// clang-format off: an English line and its Chinese below it
constexpr Phrase kPhrases[] = {
    {"Data: what makes TCP reliable", "数据：TCP 靠什么可靠"},
    {"{0} sends its first {1}, from number {2} on; {3} acknowledges them with number {4}, {5} later (packet "
     "{6}).",
     "{0}发送最初的 {1}，从序号 {2} 开始；{3}在 {5} 后以确认号 {4} 确认（分组 {6}）。"},
    {"The first data captured are {0} from {1}; {2} acknowledges them {3} later (packet {4}).",
     "最先抓到的数据是{1}发出的 {0}；{2}在 {3} 后确认（分组 {4}）。"},
    {"{0} sends {1}; no acknowledgement of them was captured, so whether they arrived is not known.",
     "{0}发送了 {1}；没有抓到对它们的确认，所以不知道是否到达。"},
    {"From here on it is not the handshake that makes TCP reliable: each byte has a number, is acknowledged, "
     "and is sent again where no acknowledgement comes.",
     "从这里起，让 TCP 可靠的不是握手：每个字节都有序号，都要确认应答，收不到确认就重传。"},
    {"Duplicate ACKs: something is missing", "重复确认：缺了一段"},
    {"{0} says {2} more that it expects number {1} next: something came that does not follow on, and it can "
     "only confirm what it has without a gap.",
     "{0}又说了 {2}，下一个期待的序号是 {1}：到达的报文段不连续，而它只能确认没有缺口的部分。"},
    {"SACK blocks beside it say what it holds beyond the gap, so only what is missing need be sent again.",
     "旁边的 SACK 块说明缺口之后已经收到哪些，所以只需重传缺少的部分。"},
    {"Duplicate ACK: it came twice", "重复确认：收到了两次"},
    {"{0} was sent what it has already. It throws the copy away and says again that it expects number {1} next.",
     "{0}收到了已经有的内容。它丢弃副本，再次说明下一个期待的序号是 {1}。"},
    {"Duplicate ACKs come {0} more in this connection, the last in packet {1}.",
     "这条连接中还有 {0}重复确认，最后一次在分组 {1}。"},
    {"Out of order", "乱序"},
    {"Packet {0} carries number {1}, which lies before what {2} had sent already: it was overtaken on the way, "
     "or fills a gap that the capture did not see arise.",
     "分组 {0} 的序号是 {1}，在{2}已发送的数据之前：它在途中被超过，或者填补了抓包点没有看到的缺口。"},
    {"{0} keeps what came early and hands the bytes to its program in order: the numbers say where each "
     "belongs.",
     "{0}先保存提前到达的部分，再按顺序把字节交给程序：序号说明了每个字节的位置。"},
    {"It happens {0} more in this connection, the last time in packet {1}.",
     "这条连接中还发生了 {0}，最后一次在分组 {1}。"},
    {"A gap in the numbers", "序号有缺口"},
    {"{1} of {2} are missing before packet {0}: the numbers show it.", "分组 {0} 之前缺少{2}的 {1}：从序号可以看出。"},
    {"A segment of {1} is missing before packet {0}: the numbers show it.",
     "分组 {0} 之前缺少{1}的一个报文段：从序号可以看出。"},
    {"They come {0} later in packet {1}: lost before the capture point and sent again, or overtaken on the way.",
     "它们在 {0} 后出现在分组 {1}：或者在抓包点之前丢失后重传，或者在途中被超过。"},
    {"They never come in this capture. Where they are acknowledged all the same, only the capture missed them, "
     "and the connection lost nothing.",
     "它们始终没有出现在抓包中。如果它们仍然得到了确认，那就只是没有抓到，连接本身什么也没有丢。"},
    {"Acknowledged, but not captured", "已确认，但没有抓到"},
    {"Packet {0} acknowledges what {1} sent and the capture does not hold. {2} got it, so only the capture "
     "missed it.",
     "分组 {0} 确认了{1}发送而抓包中没有的内容。{2}已经收到，只是没有抓到。"},
    {"More of the kind: {0}, the last of them packet {1}.", "同类的还有 {0} 个，最后一个是分组 {1}。"},
    {"Sent again at once: fast retransmission", "立即重传：快速重传"},
    {"{0} duplicate ACKs told {1} that number {2} is missing, so it sent these {3} again without waiting for "
     "its timer.",
     "{0} 个重复确认告诉{1}缺少序号 {2}，于是它不等定时器超时，就重传了这 {3}。"},
    {"The first try was packet {0}, {1} before.", "第一次发送是 {1} 之前的分组 {0}。"},
    {"This is what makes TCP reliable: acknowledgement and retransmission.", "让 TCP 可靠的正是这个：确认应答与重传。"},
    {"Sent again: the timer ran out", "超时重传"},
    {"Within {0} no acknowledgement of these {1} (number {2}) came, so {3} sent them again.",
     "{0} 内没有等到对这 {1}（序号 {2}）的确认，于是{3}重传。"},
    {"The data or their acknowledgement were lost. The sender cannot tell which, and need not: what the "
     "receiver has already, it throws away.",
     "丢失的可能是数据，也可能是确认。发送方分不清，也不必分清：接收方已经有的，会自行丢弃。"},
    {"Sent again", "重传"},
    {"{0} sent {1} from number {2} on a second time, {3} after the first.",
     "{0}把从序号 {2} 开始的 {1} 又发送了一次，与第一次相隔 {3}。"},
    {"{0} sent {1} from number {2} on again; the first time was not captured.",
     "{0}重传了从序号 {2} 开始的 {1}；第一次发送没有抓到。"},
    {"Neither three duplicate ACKs nor a long silence came before it, so the packets do not tell why; a probe "
     "for a lost end of the data looks like this.",
     "在此之前既没有三个重复确认，也没有长时间的沉默，所以从分组看不出原因；探测数据末尾是否丢失时就是这样。"},
    {"Window 0: {0} asks to wait", "零窗口：{0}请对方等待"},
    {"{0} announces a window of 0: its buffer is full, since its program does not read fast enough. {1} may "
     "send no more data for now.",
     "{0}通告窗口为 0：它的程序读得不够快，缓冲区已满。{1}暂时不能再发送数据。"},
    {"After {0} the window is open again: {1} (packet {2}).", "{0} 后窗口重新打开：{1}（分组 {2}）。"},
    {"The capture does not show it open again.", "抓包中没有看到窗口重新打开。"},
    {"Nothing is wrong with the network here; look at the program that should read.",
     "这里网络没有问题；要看的是本该读取数据的程序。"},
    {"Is the window open again?", "窗口打开了吗？"},
    {"{0} asks {1} whether {2} takes data again, as the window was closed.",
     "因为窗口已关闭，{0}询问了 {1}：{2}是否又能接收数据。"},
    {"It has to ask: were the news of an open window lost, both would wait for ever.",
     "它必须询问：如果窗口打开的消息丢失，双方就会永远等下去。"},
    {"Keep-alive: are you still there?", "保活：你还在吗？"},
    {"After {0} of silence {1} sends a segment whose number is acknowledged already. It carries nothing new, "
     "but {2} has to answer.",
     "沉默 {0} 后，{1}发送了一个序号已被确认的报文段。它不带任何新内容，但{2}必须应答。"},
    {"No answer was captured.", "没有抓到应答。"},
    {"The answer in packet {0} shows that the other side still knows the connection; whether its program still "
     "cares, it does not show.",
     "分组 {0} 的应答表明对方还记得这条连接；至于它的程序是否还在意，就看不出来了。"},
    {"It is asked {0} in this connection, the last time in packet {1}.",
     "这条连接中一共询问了 {0}，最后一次在分组 {1}。"},
    {"On the wire it has number {0}; {1} expects {2} and what follows. That is {3} too low, so it is not "
     "delivered.",
     "它的实际序号是 {0}，而{1}期待的是 {2} 及以后，低了 {3}，所以不会交付。"},
    {"On the wire it has number {0}; {1} expects {2} and takes {3} numbers from there on. It lies {4} above, "
     "so it is not delivered.",
     "它的实际序号是 {0}，而{1}期待 {2}，从那里起只接收 {3} 个序号。它高出 {4}，所以不会交付。"},
    {"The numbers of {0} began at {1} then and at {2} now, {3} apart: that is what initial numbers are for.",
     "{0}的序号当时从 {1} 开始，现在从 {2} 开始，相距 {3}：初始序号的用处正在于此。"},
    {"A segment of the earlier connection arrives", "前一条连接的报文段来了"},
    {"Packet {0}, held up on the way, was sent by {1} in an earlier connection between the same ports.",
     "分组 {0} 在途中滞留，是{1}在同一对端口之前的连接中发送的。"},
    {"{0} only repeats in packet {1} what it expects.", "{0}只在分组 {1} 中重申自己期待的序号。"},
    {"More such segments: {0}.", "这样的报文段还有 {0} 个。"},
    {"Whose segment is this?", "这是谁的报文段？"},
    {"The number of packet {0} fits the earlier connection and this one alike; without timestamps nobody can "
     "tell. That is the danger that TIME_WAIT guards against.",
     "分组 {0} 的序号对前一条连接和这一条都合适；没有时间戳，谁也分不清。TIME_WAIT 要防的正是这种危险。"},
    {"Too late", "来得太晚"},
    {"Packet {0} of {1} arrives too late to count: {2} throws it away. On the wire it has number {3}.",
     "{1}的分组 {0} 来得太晚，不再算数：{2}把它丢弃。它的实际序号是 {3}。"},
    {"Given away by its timestamp", "被时间戳识破"},
    {"The timestamp in packet {0} is older than one that {1} has seen already (packet {2}), so {1} throws the "
     "segment away, although its number might fit.",
     "分组 {0} 的时间戳比{1}已经见过的（分组 {2}）还旧，所以{1}丢弃这个报文段，尽管它的序号可能合适。"},
};
// clang-format on

} // namespace

std::span<const Phrase> chineseExplainDataPhrases() {
    return kPhrases;
}

} // namespace synscope
