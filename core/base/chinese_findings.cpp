// SPDX-License-Identifier: Apache-2.0
//
// Simplified Chinese for findings, the quality of a capture and where it was made.
#include "core/base/phrases.h"

namespace synscope {
namespace {

// clang-format off: an English line and its Chinese below it
constexpr Phrase kPhrases[] = {
    {"{0} ago", "{0}前"},
    {"{0} before the end of the capture", "抓包结束前 {0}"},
    {"{0} (packet {1})", "{0}（分组 {1}）"},
    {"{0}; only keep-alives pass ({1}), which kernels send and answer by themselves",
     "{0}；只有保活在来往（{1} 个），它们由内核自行发送和应答"},
    {"perhaps: the packets captured leave other states possible too", "也许：抓到的分组还容许别的状态"},
    {"the peer opens a new connection from the same port, and this one is in its way",
     "对端从同一端口建立新连接，被这个连接挡住"},
    {"not yet for so long that it is a leak", "时间还不够长，不算泄漏"},
    {"{0} perhaps got FIN from {1} {2} and was not closed: {3}", "{0} 也许在{2}收到 {1} 的 FIN，一直没有关闭：{3}"},
    {"{0} got FIN from {1} {2} and was not closed: {3}", "{0} 在{2}收到 {1} 的 FIN，一直没有关闭：{3}"},
    {"its peer does not read: that window is zero, and what is left to send cannot go",
     "对端不读取：它的窗口为零，剩下要发的发不出去"},
    {"its kernel acknowledged the FIN, but its program never called close()",
     "它的内核确认了 FIN，它的程序却没有调用 close()"},
    {"no acknowledgement of the FIN was captured, and nothing from its program",
     "没有抓到对 FIN 的确认，也没有来自它的程序的任何分组"},
    {"{0} wrote again {1} after the FIN of {2}, which had given the connection up and answered with RST: the "
     "data is lost and the close came too late. Look for a program that does not notice the end of the stream "
     "and keep it from idling in CLOSE_WAIT.",
     "{2}发出 FIN 之后 {1}，{0}又写了数据，而{2}早已放弃连接，以 RST 应答：数据丢失，关闭来得太晚。请查没有注意"
     "到流结尾的程序，不要让它在 CLOSE_WAIT 中闲置。"},
    {" Look for SO_LINGER set to 0, or a proxy that enforces a time limit.",
     "请查是否把 SO_LINGER 设为 0，或者有代理强制限时。"},
    {" The last data came from its peer, {0} before: a close() before all of it was read has this effect (RFC "
     "2525, section 2.17).",
     "最后的数据是对端在此前 {0} 发来的：没有读完就 close() 会有这种结果（RFC 2525，2.17 节）。"},
    {"{0} aborted with RST in {1}: whatever was not yet read is lost.{2}",
     "{0} 在 {1} 状态下以 RST 中止：尚未读取的内容都会丢失。{2}"},
    {"{0} sent its SYN+ACK again although the final ACK had been captured: its queue of connections to accept "
     "is probably full, so the client believes in a connection that the server has not got. Look at the "
     "listener's queue (ss -ltn) and at a program that does not accept(); else the ACK was lost after the "
     "capture point, or the listener waits for data first (TCP_DEFER_ACCEPT).",
     "虽然已经抓到最后一个 ACK，{0} 又发送了 SYN+ACK：它的全连接队列多半满了，客户端以为连接已建立，服务器却没"
     "有。请查监听者的队列（ss -ltn）和没有调用 accept() 的程序；否则就是 ACK 过了抓包点才丢失，或者监听者要先"
     "等数据（TCP_DEFER_ACCEPT）。"},
    {". It knows nothing of that SYN, which was late or somebody else's.",
     "。它对这个 SYN 一无所知：SYN 是迟到的，或者是别人发的。"},
    {". It answered with RST, so it had lost the old one; look for a restart, or for a leaked connection on "
     "ports that are used again.",
     "。它以 RST 应答，可见旧连接它已经丢失；请查是否重启过，或者复用的端口上有泄漏的连接。"},
    {": it has lost the old one, or the SYN was not its own. A RST from it in answer means that it had lost "
     "it; look for a restart, or for a leaked connection on ports that are used again.",
     "：它丢失了旧连接，或者这个 SYN 不是它发的。如果它以 RST 应答，就说明旧连接已丢失；请查是否重启过，或者复"
     "用的端口上有泄漏的连接。"},
    {"{0} sent SYN on a connection that {1} holds open, and got a challenge ACK instead of a new connection{2}",
     "{0} 在 {1} 仍保持的连接上发送了 SYN，得到的是质询 ACK，而不是新连接{2}"},
    {"{0} sent RST with a number that was near but not exact, so {1} went on and asked back with a challenge "
     "ACK. If it meant to end the connection, a second RST follows with the exact number; if none does, the "
     "first was late or forged.",
     "{0} 发送的 RST 序号接近但不准确，所以 {1} 继续连接，并以质询 ACK 反问。如果它确实要结束连接，会再发一个序"
     "号准确的 RST；如果没有，前一个就是迟到的或伪造的。"},
    {"at least {0}", "至少 {0}"},
    {"no acknowledgement of the FIN was captured, but if it arrived", "没有抓到对 FIN 的确认，但如果 FIN 到达了"},
    {"its kernel acknowledged it", "它的内核已经确认"},
    {" Its peer announced a zero window 1 time: where that peer does not read, the program may be stuck in "
     "sending.",
     "对端通告过 1 次零窗口：如果对端不读取，程序可能卡在发送上。"},
    {" Its peer announced a zero window {0} times: where that peer does not read, the program may be stuck in "
     "sending.",
     "对端通告过 {0} 次零窗口：如果对端不读取，程序可能卡在发送上。"},
    {" Only keep-alives pass ({0}): they prove that the kernels are alive, not that a program still uses the "
     "connection.",
     "只有保活报文往来（{0} 个）：它们只证明内核活着，不证明程序还在使用这条连接。"},
    {"{0} closed its half {1} before the end of the capture and does not read: its window is zero, and {2} "
     "cannot send what it still has to before it closes.",
     "{0} 在抓包结束前 {1} 关闭了自己这一半，却不读取：它的窗口为零，{2} 无法在关闭之前发完剩下的数据。"},
    {"{0} got FIN from {1} {2} before the end of the capture and still owes a close(): {3}, its program never "
     "closed.{4}",
     "{0} 在抓包结束前 {2} 收到 {1} 的 FIN，至今没有 close()：{3}，它的程序始终没有关闭。{4}"},
    {"{0} closed before it had read everything: data of {1} arrived after its FIN, so it answered with RST, "
     "and that side cannot know what was read. Look for a close() without reading up to the end of the stream "
     "first.",
     "{0} 没有读完就关闭了：{1} 的数据在它的 FIN 之后到达，于是它以 RST 应答，对方无从知道哪些已被读取。请查没"
     "有先读到流结尾就 close() 的地方。"},
    {"{0} sent data beyond its own FIN, which had said that none follows: {1} ignores it. No sound TCP does "
     "that; look for a device on the way that writes into connections.",
     "{0} 在自己的 FIN 之后又发送了数据，而 FIN 已经说明不会再有：{1} 忽略它。正常的 TCP 不会这样；请查途中有没"
     "有改写连接的设备。"},
    {"{0} did not send the RST that bears its address: it went on sending afterwards. A firewall, a filter or "
     "an attacker on the way did; compare the TTL and the IP ID of that RST with those of its other packets.",
     "带有 {0} 地址的 RST 不是它发的：它之后还在发送。是途中的防火墙、过滤设备或攻击者发的；请把这个 RST 的 "
     "TTL 和 IP ID 与它的其他分组比较。"},
    {"{0} went on sending for {1} after {2} had closed its own direction: a half-close in use, CLOSE_WAIT is "
     "no leak here.",
     "{2} 关闭自己的方向之后，{0} 又继续发送了 {1}：是使用中的半关闭，这里的 CLOSE_WAIT 不是泄漏。"},
    {"{0} had lost the connection while {1} still held it open, and ended it with RST. Look for a crash or a "
     "restart of that host, or for a firewall that forgets idle connections.",
     "{0} 已经丢失了连接，而 {1} 仍保持着，于是它以 RST 结束。请查那台主机是否崩溃或重启过，或者有防火墙忘掉了"
     "空闲的连接。"},
    {"The capture had dropped packets by then: {0}.", "到那时抓包已丢弃了 {0} 个报文。"},
    {"The capture filter may keep packets of it out.", "抓包过滤器可能把它的报文挡在外面。"},
    {"Packets were missed.", "有报文没有抓到。"},
    {"Packets were missed: dropped by the capture, on another interface, or merged or handled by the network card "
     "before "
     "they could be captured.",
     "有报文没有抓到：被抓包丢弃，走了别的接口，或者在抓到之前就被网卡合并或处理了。"},
    {"Somebody may have destroyed the socket (ss -K, SOCK_DESTROY), or its kernel given up on a silent peer.",
     "可能有人销毁了这个套接字（ss -K，SOCK_DESTROY），或者内核放弃了不作声的对端。"},
    {"Else: {0}", "否则：{0}"},
    {"Else its last packets were not captured.", "否则就是没有抓到它最后的报文。"},
    {"{0}: the kernel has no such socket any more where its packets leave {1}. For {2}, without a packet between.",
     "{0}：按报文它处于 {1}，内核却已没有这个套接字。持续 {2}，其间没有报文。"},
    {"{0}: the kernel has no such socket any more where its packets leave {1}. For {2} up to now, without a packet "
     "between.",
     "{0}：按报文它处于 {1}，内核却已没有这个套接字。至今已 {2}，其间没有报文。"},
    {"{0}: the kernel says {1} where its packets leave {2}. For {3}, without a packet between.",
     "{0}：内核说是 {1}，按报文却是 {2}。持续 {3}，其间没有报文。"},
    {"{0}: the kernel says {1} where its packets leave {2}. For {3} up to now, without a packet between.",
     "{0}：内核说是 {1}，按报文却是 {2}。至今已 {3}，其间没有报文。"},
    {"both sides", "双方"},
    {"{0} is in {1}", "{0} 处于 {1}"},
    {"{0} or {1}", "{0} 或 {1}"},
    {"{0}, {1}", "{0}，{1}"},
    {"{0}: packets of {1} were not captured, and those that were do not decide. Take what is said of this "
     "connection as likely, not as certain.",
     "{0}：{1} 的分组没有抓全，抓到的不足以断定。关于这条连接的说法请当作可能，而不是确定。"},
    {"{0} knows nothing of a SYN that bears its address: it refused the answer, or went on as before. The SYN "
     "was a late copy of an earlier one, or somebody else sent it; it did no harm, but many of them speak for "
     "forged addresses.",
     "{0} 对带有它地址的一个 SYN 一无所知：它拒绝了应答，或者照旧继续。这个 SYN 是早先某个 SYN 迟到的副本，或者"
     "是别人发的；它没有造成损害，但数量多时说明有伪造的地址。"},
    {"{0} sent a packet with an older timestamp than one before it, so {1} discards it (PAWS). It was delayed "
     "on its way, or several machines with clocks of their own share that address: look for a load balancer or "
     "an address translator.",
     "{0} 发送的一个分组的时间戳比先前的旧，所以 {1} 丢弃它（PAWS）。它在途中耽搁了，或者几台时钟各异的机器共用"
     "这个地址：请查负载均衡或地址转换。"},
    {"{0} answered SYN with RST: nothing listens there, or a firewall rejects it.",
     "{0} 以 RST 应答 SYN：那里没有监听者，或者被防火墙拒绝。"},
    {"its number lies outside the window", "它的序号在窗口之外"},
    {"it does not acknowledge the SYN it would have to answer", "它没有确认应该应答的那个 SYN"},
    {"{0} sent a RST that {1} ignores: {2}. The connection goes on; the RST is late, or somebody tries to cut "
     "the connection blindly.",
     "{0} 发送的 RST 被 {1} 忽略：{2}。连接继续；这个 RST 是迟到的，或者有人在盲目地尝试切断连接。"},
    {"{0} sent a RST whose number is in the window of {1} but not exactly the next one: hosts that follow RFC "
     "5961 ask back, older ones close. Nobody answered it, so whether the connection lives is not known.",
     "{0} 发送的 RST 序号在 {1} 的窗口之内，但不正好是下一个：遵循 RFC 5961 的主机会反问，较老的会关闭。没有谁"
     "应答，所以不知道连接是否还在。"},
    {"{0} used the ports again while {1} still held them in TIME_WAIT, and its SYN had neither a higher number "
     "nor a newer timestamp: it opens nothing. Look for too few local ports, a fixed local port, or an address "
     "translator that hands ports out again too soon.",
     "{1} 还在 TIME_WAIT 中占着端口时，{0} 又用了同样的端口，而它的 SYN 既没有更大的序号，也没有更新的时间戳："
     "打不开连接。请查本地端口是否太少、本地端口是否固定，或者地址转换是否过早地再次分配端口。"},
    {"{0} sent its FIN before it had got that of {1}: both closed first, so both pass through CLOSING and both "
     "keep TIME_WAIT. Nothing is wrong.",
     "{0} 在收到 {1} 的 FIN 之前就发送了自己的 FIN：双方都是先关闭的，所以都经过 CLOSING，都停留在 TIME_WAIT。"
     "一切正常。"},
    {"{0} sent its SYN while that of {1} was on its way: both opened, nobody listened, and one connection came "
     "of it. Legal and rare; programs that traverse address translators do it on purpose.",
     "{1} 的 SYN 还在途中，{0} 就发送了自己的 SYN：双方都主动打开，没有谁监听，结果是一条连接。合法但少见；穿越"
     "地址转换的程序会有意这样做。"},
    {" Its numbers began at {0} then and at {1} now, {2} lower.",
     "它的序号当时从 {0} 开始，现在从 {1} 开始，小了 {2}。"},
    {" Its numbers began at {0} then and at {1} now, {2} higher.",
     "它的序号当时从 {0} 开始，现在从 {1} 开始，大了 {2}。"},
    {"{0} sent a packet that belongs to an earlier connection of the same ports; {1} discards it.",
     "{0} 发送的一个分组属于同一对端口上先前的连接；{1} 丢弃它。"},
    {"{0} sent a packet whose number fits an earlier connection of the same ports and this one: whose it is "
     "cannot be known, the danger that TIME_WAIT guards against.",
     "{0} 发送的一个分组的序号既符合同一对端口上先前的连接，也符合这一条：无法知道它属于哪条，这正是 TIME_WAIT "
     "要防范的危险。"},
    {"{0} was in TIME_WAIT when a RST from {1} ended it early: a new connection of these ports may now take "
     "late packets of this one for its own. Hosts that follow RFC 1337 ignore such a RST.",
     "{0} 处于 TIME_WAIT 时，来自 {1} 的 RST 使它提前结束：这对端口上的新连接可能把这条连接迟到的分组当成自己的"
     "。遵循 RFC 1337 的主机会忽略这样的 RST。"},
    {"one SYN was sent.", "发送了一个 SYN。"},
    {"{0} SYNs were sent in {1}.", "{1} 内发送了 {0} 个 SYN。"},
    {"{0} never answered: {1} Look for a firewall that drops packets, a host that is down, or a listener whose "
     "queue is full.",
     "{0} 始终没有应答：{1}请查是否有丢弃分组的防火墙、不在线的主机，或者队列已满的监听者。"},
    {"{0} offered a window scale of {1}, but 14 is the largest allowed: its peer uses 14, so windows seem "
     "smaller than it means.",
     "{0} 提出的窗口扩大因子是 {1}，而最大只允许 14：对端按 14 处理，所以窗口看起来比它的本意小。"},
    {"Packets that {0} sent were not captured; its states and counts may lack something.",
     "{0}发送的分组没有抓全；它的状态和计数可能有缺失。"},
    {"{0}'s packets missing", "缺{0}的分组"},
    {"Only one side's packets were captured; what the other side did is read from the acknowledgements it got.",
     "只抓到一方的分组；另一方做了什么，是从它得到的确认推知的。"},
    {"one direction only", "只有一个方向"},
    {"The capture cut TCP headers or options short; window scales and timestamps may be unknown.",
     "抓包截短了 TCP 报头或选项；窗口扩大因子和时间戳可能未知。"},
    {"headers cut", "报头被截短"},
    {"The capture began after the connection had been opened; window scales are unknown.",
     "抓包开始时连接已经建立；窗口扩大因子未知。"},
    {"opening not seen", "未看到建立"},
    {"No opening was seen, so who opened the connection is a guess.", "没有看到连接的建立，所以谁打开了连接只是猜测。"},
    {"roles guessed", "角色是猜测的"},
    {"The capture's clock went backwards here; times and the order of packets are uncertain.",
     "抓包的时钟在这里倒退过；时间和分组的先后不确定。"},
    {"times go backwards", "时间倒退"},
    {"Frames were captured twice, as mirror ports do; the copies count as nothing.",
     "帧被抓到两次，镜像端口会这样；副本不计入。"},
    {"frames captured twice", "帧抓到两次"},
    {"Packets are larger than the network carries: they were captured before the network card split them or "
     "after it joined them, so there were more on the wire.",
     "分组大于网络所能承载的：是在网卡拆分之前或合并之后抓到的，所以线路上的分组更多。"},
    {"segments joined", "报文段被合并"},
    {"Captured beside the client: {0} of the round trip lie on its side, {1} on the server's.",
     "在客户端旁边抓包：往返时间中 {0} 在它这一侧，{1} 在服务器一侧。"},
    {"Captured beside the server: {1} of the round trip lie on its side, {0} on the client's.",
     "在服务器旁边抓包：往返时间中 {1} 在它这一侧，{0} 在客户端一侧。"},
    {"Captured between the two: {0} of the round trip lie on the client's side, {1} on the server's.",
     "在两者之间抓包：往返时间中 {0} 在客户端一侧，{1} 在服务器一侧。"},
    {"Captured beside both, as on one machine: {0} of the round trip lie on the client's side, {1} on the "
     "server's.",
     "在两者旁边抓包，如同在一台机器上：往返时间中 {0} 在客户端一侧，{1} 在服务器一侧。"},
    {"Times of the client's moves are its own; the server's are off by up to {0}.",
     "客户端状态变化的时间准确；服务器的最多差 {0}。"},
    {"Times of the server's moves are its own; the client's are off by up to {0}.",
     "服务器状态变化的时间准确；客户端的最多差 {0}。"},
    {"Times of the client's moves are off by up to {0}, the server's by up to {1}.",
     "客户端状态变化的时间最多差 {0}，服务器的最多差 {1}。"},
    {"Times of the moves of both are their own.", "双方状态变化的时间都准确。"},
    {"{0} of {1} connection", "{1} 条连接中的 {0} 条"},
    {"{0} of {1} connections", "{1} 条连接中的 {0} 条"},
    {"1 packet", "1 个分组"},
    {"{0} packets", "{0} 个分组"},
    {"{0} was asked to open {1} connections within {2} that never came about, all of them by {3}: a flood from "
     "one host, or a client that hammers on a listener that does not answer. Their states end in SYN_SENT or "
     "SYN_RECEIVED; filter by that address to see the others.",
     "{2} 内有 {1} 条请求 {0} 建立而始终没有建立的连接，全部来自 {3}：是一台主机的洪泛，或者客户端不停地请求一"
     "个不应答的监听者。它们的状态停在 SYN_SENT 或 SYN_RECEIVED；按该地址过滤可以看到其余的。"},
    {"{0} was asked to open {1} connections within {2} that never came about, by many addresses: the mark of a "
     "SYN flood with forged senders. While it lasts, other clients' openings may go unanswered; look whether "
     "the host uses SYN cookies.",
     "{2} 内有 {1} 条请求 {0} 建立而始终没有建立的连接，来自许多地址：这是伪造发送者的 SYN 洪泛的特征。其间其他"
     "客户端的请求可能得不到应答；请查主机是否启用了 SYN cookie。"},
    {"The capture cut {0} short (snap length): states and counts are not affected, for headers are whole; "
     "payloads are not.",
     "抓包截短了{0}（抓取长度）：报头完整，所以状态和计数不受影响；载荷不完整。"},
    {"The capture cut {0} short (snap length): {1} of them lack part of their TCP header and are missing in "
     "their connections. Capture with a larger snap length; 160 bytes hold all headers.",
     "抓包截短了{0}（抓取长度）：其中 {1} 个缺少部分 TCP 报头，没有计入它们的连接。请用更大的抓取长度；160 字节"
     "足以容纳全部报头。"},
    {"The capturing kernel dropped {0} before they could be read: an acknowledgement of something unseen means "
     "a gap here, not a fault of TCP. Capture with a filter, a larger buffer or a shorter snap length.",
     "抓包的内核在读取之前丢弃了{0}：对没看到的内容的确认，在这里意味着缺口，而不是 TCP 的错误。请用过滤器、更"
     "大的缓冲区或更短的抓取长度。"},
    {"Packets of {0} were sent but not captured: what they did is inferred from what came after, so their "
     "states are likely rather than certain.",
     "{0}有分组发送了却没有抓到：它们的作用是从后来的情况推断的，所以状态是可能的，而不是确定的。"},
    {"Only one direction of {0} was captured: what the silent side did is read from the acknowledgements it "
     "got. Look at the capture filter, at routes that differ by direction, or at a mirror port of one "
     "direction.",
     "{0}只抓到一个方向：沉默的一方做了什么，是从它得到的确认推知的。请查抓包过滤器、来回不同的路由，或只镜像一"
     "个方向的端口。"},
    {"The times of {0} lie before that of an earlier packet, by less than {1}, as where two processors take in the "
     "packets of one interface. The order of packets that close to each other is uncertain.",
     "{0}的时间早于前面的分组，早不到{1}，由两个处理器接收同一接口的分组时会这样。相距这么近的分组的先后不确定。"},
    {"The clock goes backwards at {0}: several interfaces with clocks of their own, or a clock that was set. "
     "Durations and the order of packets close to each other are uncertain.",
     "时钟在{0}处倒退：有几个时钟各异的接口，或者时钟被调整过。时长以及相近分组的先后不确定。"},
    {"Frames of {0} were captured twice, as mirror ports do that copy packets on their way in and out: the "
     "copies are not taken for retransmissions and move no state.",
     "{0}的帧被抓到两次，进出都复制的镜像端口会这样：副本不算重传，也不改变状态。"},
    {"The capture holds {0} larger than the network carries, caught before the network card split them or "
     "after it joined them: states and bytes are right, counts of packets and times within a burst are not "
     "those of the wire.",
     "抓包中有{0}大于网络所能承载的，是在网卡拆分之前或合并之后抓到的：状态和字节数正确，分组数和一串之内的时间"
     "与线路上的不同。"},
};
// clang-format on

} // namespace

std::span<const Phrase> chineseFindingPhrases() {
    return kPhrases;
}

} // namespace synscope
