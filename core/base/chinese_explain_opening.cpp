// SPDX-License-Identifier: Apache-2.0
//
// Simplified Chinese for explanations: where it was captured, opening, ports in use again. Terms as textbooks have
// them.
#include "core/base/phrases.h"

namespace synscope {
namespace {

// clang-format off: an English line and its Chinese below it
constexpr Phrase kPhrases[] = {
    {"initial sequence number", "初始序号"},
    {"largest segment it takes (MSS)", "可接收的最大报文段（MSS）"},
    {"not offered", "未提出"},
    {"window scale", "窗口扩大因子"},
    {"in use", "启用"},
    {"not used", "不启用"},
    {"offered", "已提出"},
    {"selective acknowledgement (SACK)", "选择确认（SACK）"},
    {"timestamps", "时间戳"},
    {"congestion signals (ECN)", "显式拥塞通知（ECN）"},
    {"A window that {0} announces from here on counts {1} times, one of {2} {3} times.",
     "此后{0}通告的窗口要乘以 {1}，{2}通告的窗口要乘以 {3}。"},
    {"Only {0} offered to scale its window, so neither side does.", "只有{0}提出了窗口扩大，所以双方都不启用。"},
    {"What the two agreed on", "双方商定的参数"},
    {"The SYN of each side carries its terms; what is not offered there cannot be used later.",
     "双方的 SYN 各自带着自己的参数；这时没有提出的，以后也不能再用。"},
    {"Segments to {0} carry at most {1} B of data, segments to {2} at most {3} B.",
     "发往{0}的报文段最多携带 {1} B 数据，发往{2}的最多 {3} B。"},
    {"The earlier connection on these ports began at {0} and {1}: {2} and {3} numbers away, so a late segment "
     "of it can be told and thrown away.",
     "这对端口上的前一条连接从 {0} 和 {1} 开始编号，与这次相距 {2} 和 {3}；因此它迟到的报文段能够被识别并丢弃。"},
    {"Why the numbers do not begin at 1", "序号为什么不从 1 开始"},
    {"{0} counts its bytes from {1}, {2} from {3}; small numbers in the diagram count from there.",
     "{0}从 {1} 开始给字节编号，{2}从 {3} 开始；图中的小数字都是相对于它们的。"},
    {"If every connection began at 1, a segment held up on a detour could pass for part of the next connection "
     "between the same ports.",
     "如果每条连接都从 1 开始，绕了远路而迟到的报文段，就可能被当成同一对端口上下一条连接的数据。"},
    {"So each connection begins far from the last one: an order of a former dynasty has no force under the new "
     "one.",
     "所以每条连接的起点都远离上一条：前朝的圣旨，管不了本朝的事。"},
    {"Captured beside {0}", "抓包点在{0}旁边"},
    {"Captured between the two", "抓包点在两者之间"},
    {"Captured beside both", "抓包点紧邻双方"},
    {"The times of {0}'s segments are its own; those of {1} are up to {2} off.",
     "{0}报文段的时间就是它自己的时间；{1}报文段的时间最多相差 {2}。"},
    {"The times of {0}'s segments are up to {1} off, those of {2} up to {3}.",
     "{0}报文段的时间最多相差 {1}，{2}报文段的时间最多相差 {3}。"},
    {"The times of both sides are their own, as on one machine.", "双方的时间都是各自真实的时间，如同在同一台机器上。"},
    {"From here to {0} and back it takes {1}, to {2} and back {3}; the handshake shows it.",
     "从抓包点到{0}往返需要 {1}，到{2}往返需要 {3}；这是从握手中量出来的。"},
    {"Met half-way", "中途才遇见的连接"},
    {"No SYN was captured: the connection was there before. So initial numbers, window scale and MSS are not "
     "known, and windows may be larger than they look.",
     "没有抓到 SYN：连接在抓包之前就已存在。所以初始序号、窗口扩大因子和 MSS 都不得而知，"
     "实际窗口可能比看到的大。"},
    {"Who opened it is not known, either; {0} is merely who was seen sending first.",
     "由谁发起也不得而知；{0}只是最先被看到发送的一方。"},
    {"Known to the kernel before the capture", "抓包之前内核已知道的连接"},
    {"Its state at the beginning comes from the kernel's socket table and not from packets; what happened "
     "before was not seen.",
     "它开始时的状态来自内核的套接字表，而不是分组；此前发生了什么没有看到。"},
    {"The beginning is no longer kept", "开头部分已不再保留"},
    {"The live capture has let go of the first {0} of its packets. What they showed is in the states, but can "
     "no longer be told step by step.",
     "实时抓包已放弃这条连接最早的 {0} 个分组。它们所表明的已体现在状态里，但无法再逐步讲述。"},
    {"Only one direction was captured", "只抓到一个方向"},
    {"The capture holds no packet of {0}. What {1} sent is certain; what {0} did follows only from the numbers "
     "that {1} acknowledges.",
     "抓包中没有{0}的任何分组。{1}发送了什么是确定的；{0}做了什么，只能从{1}的确认号推断。"},
    {"When {0} sent something, and whether it closed properly, can therefore not be said for certain.",
     "因此，{0}何时发送、是否正常关闭，都不能断言。"},
    {"Its initial number {0} is {1} away from the {2} of the earlier connection.",
     "它的初始序号 {0} 与前一条连接的 {2} 相距 {1}。"},
    {"Both sides had closed the earlier connection; nothing stood in the way of a new one.",
     "前一条连接双方都已关闭，建立新连接没有任何障碍。"},
    {"RST had ended the earlier connection, so nobody had to wait in TIME_WAIT.",
     "前一条连接是被 RST 终止的，所以没有谁需要在 TIME_WAIT 中等待。"},
    {"{0} still held the earlier connection in TIME_WAIT. It may take this SYN all the same, since its number "
     "lies above all that was used before.",
     "{0}还把前一条连接保留在 TIME_WAIT 中。但这个 SYN 的序号高于以前用过的所有序号，所以仍可以接受。"},
    {"{0} still held the earlier connection in TIME_WAIT. It may take this SYN all the same, since its "
     "timestamp is newer than all that were seen before.",
     "{0}还把前一条连接保留在 TIME_WAIT 中。但这个 SYN 的时间戳比以前见过的都新，所以仍可以接受。"},
    {"The same ports again: use {0}", "端口复用：第 {0} 次使用"},
    {"A new attempt", "一次新的尝试"},
    {"Nobody had answered the SYN before this one. The number differs, so it is a new attempt and not a "
     "repetition.",
     "在此之前的 SYN 没有得到应答。这个 SYN 的序号不同，所以是一次新的尝试，而不是重传。"},
    {"The earlier connection was over, unseen", "前一条连接已经结束，只是没有看到"},
    {"By its packets the earlier connection on these ports was still alive. But {0} answers this SYN and "
     "opens, so it had forgotten the old one; how that ended was not captured.",
     "从分组来看，这对端口上的前一条连接还活着。但{0}应答了这个 SYN 并建立连接，说明它已经忘记了旧连接；"
     "旧连接怎样结束没有抓到。"},
    {"Too early for these ports", "这对端口复用得太早"},
    {"{0} wants to use the ports again (packet {1}) while {2} still holds them in TIME_WAIT. Neither the "
     "number nor the timestamp of its SYN is newer, so it opens nothing.",
     "{0}想再次使用这对端口（分组 {1}），而{2}还把它们保留在 TIME_WAIT 中。这个 SYN 的序号和时间戳都不更新，"
     "所以建立不了连接。"},
    {"Were it taken, segments of the old connection could pass for parts of the new one.",
     "如果接受它，旧连接的报文段就可能被当成新连接的一部分。"},
    {"SYN: {0} asks for a connection", "SYN：{0}请求建立连接"},
    {"{0} sends SYN to port {1} and waits for an answer in SYN_SENT.",
     "{0}向端口 {1} 发送 SYN，在 SYN_SENT 状态等待应答。"},
    {"It carries {0} of data already (TCP Fast Open), which count only if the answer acknowledges them.",
     "它已经携带了 {0} 数据（TCP Fast Open），只有应答确认了它们才算数。"},
    {"It is a header without application data: nothing of value is sent until the path has been tried.",
     "它只有报头，没有应用数据：在探明道路之前，不发送任何有价值的内容。"},
    {"Once it has arrived, {0} knows that {1} can send and that it can itself hear; {1} knows nothing yet.",
     "它一到达，{0}就知道：{1}能发送，自己能接收；而{1}此时还什么都不知道。"},
    {"SYN + ACK: two messages in one segment", "SYN + ACK：一个报文段，两层意思"},
    {"ACK answers “fine” to {0}'s SYN, and SYN asks the same in the other direction.",
     "ACK 对{0}的 SYN 回答“好的”，SYN 则在反方向上提出同样的请求。"},
    {"Both leave the same kernel at the same moment, so they travel together; two segments would only cost "
     "more.",
     "二者在同一时刻由同一个内核发出，所以合在一起；分成两个报文段只会增加开销。"},
    {"Now {0} knows all it needs: both sides can send and hear, and the path works both ways. {1} does not "
     "know yet whether its own words arrive.",
     "现在{0}已经全部清楚：双方都能收发，往返的路都是通的。{1}还不知道自己的话能否送到。"},
    {"The answer was seen {0} after the SYN.", "应答在 SYN 之后 {0} 被看到。"},
    {"ACK: open after {0}", "ACK：用时 {0} 建立连接"},
    {"Now {0} knows it, too: both can send and hear. Both have written the connection down: ESTABLISHED.",
     "现在{0}也知道了：双方都能收发。双方都把这条连接记了下来：ESTABLISHED。"},
    {"Hence three: after two segments {0} would still be guessing, and a fourth would tell nobody anything new.",
     "所以是三次：只有两次，{0}还只能猜测；再来第四次，谁也得不到新的信息。"},
    {"Open after {0}", "用时 {0} 建立连接"},
    {"The handshake's last ACK was not seen as a segment of its own, but packet {0} shows that both sides are "
     "ESTABLISHED.",
     "握手的最后一个 ACK 没有作为单独的报文段出现，但分组 {0} 表明双方都已进入 ESTABLISHED。"},
    {"No later packet of {0} proves that this ACK arrived; it is taken as delivered.",
     "{0}后来没有分组能证明这个 ACK 已到达；这里视为已送达。"},
    {"RST: nobody listens on port {0}", "RST：端口 {0} 上没有程序监听"},
    {"{0} answers the SYN with RST after {1}: no program there listens on port {2}. A firewall that rejects "
     "can answer in the same way.",
     "{0}在 {1} 后用 RST 应答 SYN：那里没有程序监听端口 {2}。执行拒绝的防火墙也可能这样应答。"},
    {"The RST counts because it acknowledges just this SYN; there never was a connection.",
     "这个 RST 有效，因为它确认的正是这个 SYN；连接从未存在过。"},
    {"The program at {0} sees its connect() fail with “connection refused”.",
     "{0}上程序的 connect() 会失败，报告“连接被拒绝”。"},
    {"Both open at the same moment", "双方同时打开"},
    {"{0} sent a SYN of its own before it had seen {1}'s: the two SYNs crossed.",
     "{0}在看到{1}的 SYN 之前就发送了自己的 SYN：两个 SYN 在途中交错。"},
    {"Each is asked while it asks, so both go through SYN_RECEIVED; the four segments make one connection and "
     "not two.",
     "双方都是在请求的同时被请求，所以都经过 SYN_RECEIVED；四个报文段建立的是一条连接，而不是两条。"},
    {"SYN again: no answer in {0}", "再次发送 SYN：{0} 内没有应答"},
    {"{0} heard nothing and sent the same SYN again, with the same initial sequence number: it is still the "
     "one attempt.",
     "{0}没有听到任何回音，于是重传同一个 SYN，初始序号不变：仍然是同一次尝试。"},
    {"{0} sent the same SYN {1} more (waits: {2}): still the one attempt, with the same initial sequence "
     "number.",
     "{0}又把同一个 SYN 重传了 {1}（间隔：{2}）：初始序号不变，仍然是同一次尝试。"},
    {"Either the SYN or the answer to it was lost on the way.", "不是 SYN 丢失，就是对它的应答在途中丢失。"},
    {"A connection that takes one second and a little to open is the mark of such a loss: the first time-out "
     "is one second.",
     "建立连接用了一秒出头，正是这种丢失的标志：第一次超时是一秒。"},
    {"{0} did not take the last ACK", "{0}没有接受最后的 ACK"},
    {"Packet {0} acknowledged it, and yet {1} sends its SYN + ACK again: its accept queue is full, or that ACK "
     "was lost behind the capture point.",
     "分组 {0} 已经确认，{1}却仍重传 SYN + ACK：可能是全连接队列已满，也可能是那个 ACK 在抓包点之后丢失。"},
    {"{0} believes the connection open while {1} does not yet: what is sent now may be ignored.",
     "{0}以为连接已经建立，{1}却还没有：此时发送的内容可能被忽略。"},
    {"SYN + ACK again", "再次发送 SYN + ACK"},
    {"{0} sent its SYN + ACK {1} more (waits: {2}): it had not got the ACK that ends the handshake.",
     "{0}又把 SYN + ACK 重传了 {1}（间隔：{2}）：它没有收到结束握手的 ACK。"},
    {"Until that ACK arrives, {0} does not know whether its words are heard.",
     "在那个 ACK 到达之前，{0}不知道自己的话有没有被听到。"},
    {"An old SYN is found out", "旧的 SYN 被识破"},
    {"The SYN in packet {0} seems to be one of {1}'s from an earlier time, held up on the way; {2} could not "
     "know that, and answered.",
     "分组 {0} 中的 SYN 看来是{1}早先发出、途中滞留的；{2}无从得知，于是应答了。"},
    {"Packet {0} settles it: the answer did not fit what {1} knows, so no connection came of it.",
     "分组 {0} 作出了了断：这个应答与{1}所知不符，所以没有建立连接。"},
    {"Had two segments been enough, it would now be open without anybody's wish.",
     "假如两次就够，现在就会有一条谁也不想要的连接。"},
    {"No answer to SYN", "SYN 没有得到应答"},
    {"{0} sent SYN {1} and within {2} heard neither SYN + ACK nor RST.",
     "{0}发送了 {1} SYN，在 {2} 内既没有收到 SYN + ACK，也没有收到 RST。"},
    {"Silence is not refusal, which would be RST: the path is broken, something drops the packets, nobody has "
     "that address, or answers went a way that was not captured.",
     "沉默不是拒绝，拒绝会是 RST：也许路不通，也许分组被丢弃，也许那个地址上没有主机，"
     "也许应答走了没有抓包的路。"},
    {"The path was tried before anything of value was sent, and nothing of value was lost.",
     "在发送有价值的内容之前先探了路，所以没有损失任何有价值的东西。"},
    {"{0} can send", "{0}能发送"},
    {"{0} can hear", "{0}能接收"},
    {"the path works both ways", "往返的路都通"},
    {"{0}: both know it", "{0}：双方都知道"},
    {"{0}: only {1} knows it", "{0}：只有{1}知道"},
    {"{0}: nobody knows it yet", "{0}：还没有人知道"},
    {"once", "1 次"},
    {"twice", "2 次"},
    {"{0} times", "{0} 次"},
};
// clang-format on

} // namespace

std::span<const Phrase> chineseExplainOpeningPhrases() {
    return kPhrases;
}

} // namespace synscope
