// SPDX-License-Identifier: Apache-2.0
//
// Simplified Chinese for explanations: closing, resets, how it stands at the end. Terms as textbooks have them.
#include "core/base/phrases.h"

namespace synscope {
namespace {

// clang-format off: an English line and its Chinese below it
constexpr Phrase kPhrases[] = {
    {"The capture was not made beside {0}, so this time holds the way there and back, too.",
     "抓包点不在{0}旁边，所以这段时间还包含往返的路程。"},
    {"FIN: {0} closes", "FIN：{0}关闭"},
    {"FIN: {0} closes first", "FIN：{0}先关闭"},
    {"The program at {0} called close() or shutdown(), or ended. FIN says: I have nothing more to send; I can "
     "still hear.",
     "{0}上的程序调用了 close() 或 shutdown()，或者已经结束。FIN 的意思是：我没有要发送的了，但还能接收。"},
    {"The last {0} of data travel in the same segment.", "最后 {0} 数据也在同一个报文段里。"},
    {"Either side may close first; here it is the server.", "哪一方都可以先关闭；这里是服务器。"},
    {"No acknowledgement of it was captured.", "没有抓到对它的确认。"},
    {"ACK of the FIN: from the kernel, after {0}", "对 FIN 的 ACK：由内核发出，用时 {0}"},
    {"{0}'s kernel answers the FIN by itself, without waiting for its program. From now on {1} is in "
     "CLOSE_WAIT and {2} in FIN_WAIT_2.",
     "{0}的内核自行应答 FIN，不等程序。从此{1}处于 CLOSE_WAIT，{2}处于 FIN_WAIT_2。"},
    {"ACK and FIN are not one segment here: the ACK is the kernel's affair, but the second FIN waits until the "
     "program calls close().",
     "这里 ACK 和 FIN 没有合成一个报文段：ACK 是内核的事，而第二个 FIN 要等程序调用 close()。"},
    {"The other FIN: the program's time was {0}", "另一个 FIN：程序用了 {0}"},
    {"{0} after the ACK (packet {1}) the program at {2} called close() or ended, and its kernel sent FIN: "
     "LAST_ACK.",
     "ACK（分组 {1}）之后 {0}，{2}上的程序调用了 close() 或者结束，内核于是发送 FIN，进入 LAST_ACK。"},
    {"That time is the program's, not the network's. It is why closing usually takes four segments.",
     "这段时间是程序的，不是网络的。四次挥手通常是四次，原因就在这里。"},
    {"FIN and ACK in one segment", "FIN 和 ACK 合在一个报文段里"},
    {"This FIN comes {0} after the first and acknowledges it. No kernel delays an ACK so long, so the ACK "
     "before it was probably not captured.",
     "这个 FIN 在第一个 FIN 之后 {0} 才来，并且确认了它。没有内核会把 ACK 推迟这么久，所以先前的 ACK "
     "多半没有抓到。"},
    {"The program at {0} called close() before its kernel had sent the ACK, so both leave together, {1} after "
     "the first FIN. The program's time was nearly zero.",
     "{0}上的程序在内核发出 ACK 之前就调用了 close()，所以二者一起发出，距第一个 FIN {1}。"
     "程序用的时间几乎为零。"},
    {"So three segments close this connection. Four are the rule, three the exception: the states are the "
     "same, only faster.",
     "所以这条连接用三个报文段就关闭了。四次是常例，三次是例外：状态变化相同，只是更快。"},
    {"A half-close in use", "半关闭：仍在使用"},
    {"{0} closed its own direction only. {1} goes on: {2} more in {3} data segments, the last {4} after the "
     "FIN (packet {5}).",
     "{0}只关闭了自己的方向。{1}继续发送：又发了 {3} 个数据报文段，共 {2}，最后一个在 FIN 之后 {4}（分组 "
     "{5}）。"},
    {"So CLOSE_WAIT alone is no fault. What makes a leak is silence.",
     "所以仅仅处于 CLOSE_WAIT 并不是错。沉默不语才是泄漏。"},
    {"Both close at the same moment", "双方同时关闭"},
    {"{0} sent its FIN before {1}'s had reached it, {2} after it: the two FINs crossed.",
     "{0}在收到{1}的 FIN 之前发送了自己的 FIN，相隔 {2}：两个 FIN 在途中交错。"},
    {"Each gets a FIN while it waits for the ACK of its own: both go through CLOSING. Nobody closes second, so "
     "nobody is in CLOSE_WAIT.",
     "双方都是在等待对自己 FIN 的 ACK 时收到了 FIN：都经过 CLOSING。没有谁是后关闭的，所以谁也不进入 "
     "CLOSE_WAIT。"},
    {"FIN again", "再次发送 FIN"},
    {"{0} waited {1} for an ACK of its FIN and then sent the FIN again: it was lost, or its ACK was. A FIN is "
     "repeated like data, for it has a number of its own.",
     "{0}等了 {1}，没有等到对 FIN 的 ACK，于是重传 FIN：丢失的是 FIN，或者是对它的 ACK。FIN 占一个序号，"
     "所以像数据一样重传。"},
    {"A FIN that was not captured", "没有抓到的 FIN"},
    {"Packet {1} speaks for a FIN of {0} that the capture does not hold: the number after the last byte is "
     "acknowledged.",
     "分组 {1} 表明{0}发过一个没有抓到的 FIN：最后一个字节之后的序号得到了确认。"},
    {"When it was sent is not known exactly, and one unseen byte would look the same.",
     "它何时发出并不确切；一个没有看到的字节看起来也是这样。"},
    {"It had not arrived after all", "原来并没有到达"},
    {"When packet {0} was seen, {1} seemed to be in {2} by it. Packet {3} shows that it was not: what is seen "
     "here need not arrive there.",
     "看到分组 {0} 时，{1}似乎因此进入了 {2}。分组 {3} 表明并非如此：这里看得到的，那里未必收得到。"},
    {"TIME_WAIT: {0} remembers for {1}", "TIME_WAIT：{0}再记住 {1}"},
    {"{0} got the FIN of {1}; its last ACK was not captured. It stays in TIME_WAIT for 2MSL, reckoned as {2} "
     "here.",
     "{0}收到了{1}的 FIN；它最后的 ACK 没有抓到。它在 TIME_WAIT 中停留 2MSL，这里按 {2} 计算。"},
    {"{0} acknowledges the FIN of {1} and stays in TIME_WAIT for 2MSL, reckoned as {2} here. As both closed at "
     "once, both wait.",
     "{0}确认了{1}的 FIN，在 TIME_WAIT 中停留 2MSL，这里按 {2} 计算。因为双方同时关闭，所以双方都要等待。"},
    {"{0} acknowledges the FIN of {1} and, as it closed first, stays in TIME_WAIT for 2MSL, reckoned as {2} "
     "here.",
     "{0}确认了{1}的 FIN；因为它先关闭，所以要在 TIME_WAIT 中停留 2MSL，这里按 {2} 计算。"},
    {"If the last ACK is lost, {0} sends its FIN again, and only who still remembers can answer. Silence for "
     "that long means that the ACK arrived.",
     "如果最后的 ACK 丢失，{0}会重传 FIN，只有还记得的一方才能应答。这么久都没有动静，就说明 ACK 已经到达。"},
    {"Meanwhile late segments of this connection die out before its ports serve another.",
     "同时，这条连接迟到的报文段会在端口被再次使用之前消失。"},
    {"The last ACK was lost: FIN again", "最后的 ACK 丢失：再次发送 FIN"},
    {"No last ACK came: FIN again", "没有等到最后的 ACK：再次发送 FIN"},
    {"{0} waited {1} in LAST_ACK and then sent its FIN again: packet {2} had acknowledged the first one, but "
     "was lost behind the capture point.",
     "{0}在 LAST_ACK 中等了 {1}，然后重传 FIN：分组 {2} 确认过第一个 FIN，但在抓包点之后丢失。"},
    {"{0} waited {1} in LAST_ACK and then sent its FIN again, for no ACK of the first one had come: it was "
     "lost, or the FIN was.",
     "{0}在 LAST_ACK 中等了 {1}，没有等到对第一个 FIN 的 ACK，于是重传：丢失的是 ACK，或者是 FIN。"},
    {"{0} can answer (packet {1}) only because it remembers the connection, and its TIME_WAIT begins anew. Had "
     "it forgotten, its kernel would answer with RST.",
     "{0}能够应答（分组 {1}），只因为它还记得这条连接；它的 TIME_WAIT 重新计时。假如已经忘记，它的内核就会用 "
     "RST 应答。"},
    {"That begins the TIME_WAIT of {0} anew; an answer was not captured.",
     "{0}的 TIME_WAIT 因此重新计时；没有抓到应答。"},
    {"The connection is forgotten", "连接被忘记"},
    {"2MSL passed without another FIN, so {0} forgets the connection, too (on the capture's clock, with 2MSL "
     "reckoned as {1}).",
     "2MSL 过去，没有再来 FIN，于是{0}也忘记了这条连接（以抓包的时钟为准，2MSL 按 {1} 计算）。"},
    {"A connection is nothing but what each side remembers of the other; now that nobody does, it is gone.",
     "连接不过是双方对彼此的记忆；现在谁也不记得了，连接也就不存在了。"},
    {"Still in TIME_WAIT at the end of the capture", "抓包结束时仍在 TIME_WAIT"},
    {"{0} has {1} of {2} still to wait. That is no leak: TIME_WAIT ends by itself.",
     "{0}在 {2} 中还要等 {1}。这不是泄漏：TIME_WAIT 会自行结束。"},
    {"Both sides forget the connection at once and nobody waits in TIME_WAIT. The next call of {0}'s program "
     "fails with “connection reset by peer”.",
     "双方立即忘记这条连接，谁也不在 TIME_WAIT 中等待。{0}上程序的下一次调用会失败，报告“连接被对端重置”。"},
    {"RST: {0} drops the connection", "RST：{0}丢弃连接"},
    {"{0} was in CLOSE_WAIT and owed a FIN; it sends RST instead. No leave is taken, and what was on its way "
     "is lost.",
     "{0}处于 CLOSE_WAIT，本该发送 FIN，却发送了 RST。没有道别，路上的内容也都丢失。"},
    {"{0} had sent FIN already; with RST it says that it will not hear anything more, either.",
     "{0}已经发送过 FIN；RST 表示它也不再接收任何内容。"},
    {"RST instead of FIN: {0} takes no leave, nothing is acknowledged, and data on their way may be lost.",
     "用 RST 代替 FIN：{0}不道别，什么也不确认，路上的数据可能丢失。"},
    {"A program asks for this with SO_LINGER and a time of zero; a kernel does it, too, when a program closes "
     "with data unread.",
     "程序用 SO_LINGER 并把时间设为零就会这样；程序关闭时还有数据未读，内核也会这样做。"},
    {"RST: data for a program that has closed", "RST：数据到达时程序已关闭"},
    {"{0} had closed, so the data in packet {1} have no reader any more; its kernel answers with RST and the "
     "data are lost.",
     "{0}已经关闭，分组 {1} 中的数据再没有谁来读；内核用 RST 应答，这些数据就此丢失。"},
    {"RST: {0} knows nothing of this connection", "RST：{0}不知道这条连接"},
    {"{0} answers like one who has lost the connection, by a restart for instance, while {1} still believed in "
     "it: half-open.",
     "{0}的应答表明它已经丢失了这条连接（例如因为重启），而{1}还以为它存在：这就是半打开。"},
    {"A connection exists only as long as both remember it; RST makes the two agree again.",
     "只有双方都记得，连接才存在；RST 让双方重新一致。"},
    {"RST in TIME_WAIT", "TIME_WAIT 中的 RST"},
    {"A RST reaches {0} while it waits in TIME_WAIT and may make it forget too early. Hosts that heed RFC 1337 "
     "ignore it.",
     "{0}在 TIME_WAIT 中等待时来了 RST，可能使它过早忘记。遵循 RFC 1337 的主机会忽略它。"},
    {"RST of somebody else", "别人发的 RST"},
    {"The RST bears the address of {0}, but {0} goes on talking (packet {1}): somebody between the two sent it.",
     "RST 上写的是{0}的地址，但{0}还在继续通信（分组 {1}）：它是两者之间的别人发的。"},
    {"SYN on a live connection: a challenge ACK", "活动连接上的 SYN：质询 ACK"},
    {"{0} sent SYN (packet {1}) on ports where {2} still has a connection; {2} opens nothing, but asks back "
     "with an ACK of its old numbers.",
     "{0}在{2}仍有连接的端口上发送了 SYN（分组 {1}）；{2}不建立新连接，而是用旧序号的 ACK 反问。"},
    {"If {0} has truly forgotten the connection it answers with RST and may then open anew; if the SYN was "
     "late or forged, nothing is harmed.",
     "如果{0}真的忘记了这条连接，就会用 RST 应答，然后可以重新建立；如果 SYN 是迟到的或伪造的，也不会造成损害。"},
    {"RST questioned: a challenge ACK", "RST 受到质疑：质询 ACK"},
    {"The RST of {0} (packet {1}) lies in the window, but is not exactly the number that {2} expects; {2} goes "
     "on and asks back with an ACK.",
     "{0}的 RST（分组 {1}）落在窗口内，但不正好是{2}期待的序号；{2}继续保持连接，并用 ACK 反问。"},
    {"Who meant it answers with a RST that is exact; a forger would have to guess one number among 4 294 967 "
     "296.",
     "真心要重置的一方会再发一个序号准确的 RST；伪造者则要在 4 294 967 296 个序号中猜中一个。"},
    {"A RST that does not count", "不算数的 RST"},
    {"The number of {0}'s RST (packet {1}) lies outside the window that {2} offers, so {2} drops it.",
     "{0}的 RST（分组 {1}）的序号在{2}的窗口之外，所以{2}把它丢弃。"},
    {"The RST of {0} (packet {1}) acknowledges no SYN of {2}, so {2} ignores it.",
     "{0}的 RST（分组 {1}）没有确认{2}的任何 SYN，所以{2}不理会它。"},
    {"Numbers are looked at before flags: otherwise anybody could end any connection.",
     "先看序号，再看标志位：否则任何人都能终止任何连接。"},
    {"A RST that nobody answered", "无人应答的 RST"},
    {"The RST of {0} (packet {1}) is in the window but not exact. Whether {2} closed on it or would have asked "
     "back, the packets do not show.",
     "{0}的 RST（分组 {1}）在窗口内但不准确。{2}是因此关闭了，还是会反问，从分组中看不出来。"},
    {"CLOSE_WAIT: {0} owes a close()", "CLOSE_WAIT：{0}还欠一次 close()"},
    {"The kernel's socket table says that {0} is in CLOSE_WAIT; when the FIN came was not captured.",
     "内核的套接字表说{0}处于 CLOSE_WAIT；FIN 何时到来没有抓到。"},
    {"{0} got the FIN {1} before the end of the capture, and its own FIN was not seen.",
     "{0}在抓包结束前 {1} 收到了 FIN，而它自己的 FIN 没有出现。"},
    {"CLOSE_WAIT waits for its program's close() and for nothing else: without close() no FIN.",
     "CLOSE_WAIT 只等程序调用 close()，不等别的：没有 close() 就没有 FIN。"},
    {"Look in the program whether close() is called once recv() has returned 0, and whether that line is "
     "reached: an early return, an exception, a worker that hangs.",
     "请检查程序：recv() 返回 0 之后有没有调用 close()，以及那一行能否执行到——是否提前返回、抛出异常，"
     "或者工作线程卡住。"},
    {"No timer of TCP ends CLOSE_WAIT. Each such connection holds a file descriptor until the process ends.",
     "TCP 没有定时器来结束 CLOSE_WAIT。每条这样的连接都占着一个文件描述符，直到进程结束。"},
    {"That alone is no leak yet: the program may still have work to do.",
     "仅凭这一点还不算泄漏：程序可能还有事情要做。"},
    {"Perhaps CLOSE_WAIT", "也许是 CLOSE_WAIT"},
    {"Whether {0} is in CLOSE_WAIT the packets captured do not decide: what would prove it is not in the "
     "capture. So nobody is blamed.",
     "{0}是否处于 CLOSE_WAIT，抓到的分组不能确定：能够证明的分组不在抓包里。所以不怪罪谁。"},
    {"Open at the end of the capture", "抓包结束时仍然打开"},
    {"Nobody has closed; the last packet came {0} before the end.", "谁也没有关闭；最后一个分组在结束前 {0} 到达。"},
    {"Nobody has closed until the end of the capture.", "直到抓包结束，谁也没有关闭。"},
    {"No timer of TCP ends ESTABLISHED: a connection may be silent for days and is still there.",
     "TCP 没有定时器来结束 ESTABLISHED：连接可以沉默好几天而依然存在。"},
};
// clang-format on

} // namespace

std::span<const Phrase> chineseExplainClosingPhrases() {
    return kPhrases;
}

} // namespace synscope
