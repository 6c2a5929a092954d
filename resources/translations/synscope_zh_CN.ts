<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ConnectionGroups</name>
    <message>
        <source>process not known</source>
        <translation>进程未知</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <comment>ExportPreview</comment>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Segment</name>
    <message>
        <source>Packet</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Number of the packet in the capture, from 1</source>
        <translation>分组在抓包中的编号，从 1 开始</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>From → to</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Who sent it; the client opened the connection</source>
        <translation>由谁发送；客户端是打开连接的一方</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>标志位</translation>
    </message>
    <message>
        <source>Flags of the TCP header</source>
        <translation>TCP 报头的标志位</translation>
    </message>
    <message>
        <source>Seq</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>First sequence number; relative to the sender&apos;s initial one, or as on the wire</source>
        <translation>首字节的序号；相对于发送方的初始序号，或线路上的原值</translation>
    </message>
    <message>
        <source>Ack</source>
        <translation>确认号</translation>
    </message>
    <message>
        <source>Next number expected from the peer; relative or as on the wire</source>
        <translation>期望对端发来的下一个序号；相对值或线路上的原值</translation>
    </message>
    <message>
        <source>Len</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Payload in bytes</source>
        <translation>载荷字节数</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Receive window in bytes, scaled where the scale is known</source>
        <translation>接收窗口的字节数；已知扩大因子时已换算</translation>
    </message>
    <message>
        <source>Client after</source>
        <translation>之后客户端</translation>
    </message>
    <message>
        <source>State of the client after it; ? where the packets do not prove it</source>
        <translation>此后客户端的状态；分组不能证明时带 ?</translation>
    </message>
    <message>
        <source>Server after</source>
        <translation>之后服务器</translation>
    </message>
    <message>
        <source>State of the server after it; ? where the packets do not prove it</source>
        <translation>此后服务器的状态；分组不能证明时带 ?</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What the tracker noticed, and how the payload begins</source>
        <translation>分析中注意到的情况，以及载荷的开头</translation>
    </message>
    <message>
        <source>Seconds since the connection&apos;s first or previous segment or since the capture began, or the time of day, in UTC or as this machine&apos;s clock shows it</source>
        <translation>距这条连接第一个或上一个报文段、或距抓包开始的秒数，或时刻，按 UTC 或本机时间</translation>
    </message>
    <message>
        <source>Since the first segment</source>
        <translation>距第一个报文段</translation>
    </message>
    <message>
        <source>Since the previous segment</source>
        <translation>距上一个报文段</translation>
    </message>
    <message>
        <source>Time of day, UTC</source>
        <translation>时刻（UTC）</translation>
    </message>
    <message>
        <source>Time of day, local</source>
        <translation>时刻（本地）</translation>
    </message>
    <message>
        <source>Since the capture began</source>
        <translation>距抓包开始</translation>
    </message>
</context>
<context>
    <name>synscope::ui</name>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>The picture would be %1 × %2 pixels and a PNG ends at %3: choose PDF or SVG, or a smaller scale</source>
        <translation>图片将有 %1 × %2 像素，而 PNG 最大为 %3：请选择 PDF 或 SVG，或者缩小比例</translation>
    </message>
    <message>
        <source>There is not enough memory for the picture: choose PDF or SVG, or a smaller scale</source>
        <translation>内存不够生成图片：请选择 PDF 或 SVG，或者缩小比例</translation>
    </message>
    <message>
        <source>The scale must lie between %1 and %2</source>
        <translation>比例必须在 %1 到 %2 之间</translation>
    </message>
    <message>
        <source>tracked</source>
        <translation>已跟踪</translation>
    </message>
    <message>
        <source>not IP</source>
        <translation>非 IP</translation>
    </message>
    <message>
        <source>not TCP</source>
        <translation>非 TCP</translation>
    </message>
    <message>
        <source>fragments</source>
        <translation>分片</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式错误</translation>
    </message>
    <message>
        <source>cut too short</source>
        <translation>截得太短</translation>
    </message>
    <message>
        <source>of unknown link type</source>
        <translation>链路类型未知</translation>
    </message>
    <message>
        <source>encrypted frames</source>
        <translation>加密的帧</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 个分组</translation>
    </message>
    <message>
        <source>packets read, of which</source>
        <translation>个分组已读取，其中</translation>
    </message>
    <message>
        <source>How good the capture is</source>
        <translation>抓包的质量</translation>
    </message>
    <message>
        <source>dropped by the kernel while capturing</source>
        <translation>抓包时被内核丢弃</translation>
    </message>
    <message>
        <source>captured shorter than on the wire</source>
        <translation>抓到的比线路上的短</translation>
    </message>
    <message>
        <source>earlier than the packet before</source>
        <translation>时间早于前一个分组</translation>
    </message>
    <message>
        <source>larger than the peer&apos;s MSS (segmentation offload)</source>
        <translation>大于对端的 MSS（分段卸载）</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 在 %2 中</translation>
    </message>
    <message>
        <source>not accepted</source>
        <translation>尚未被接受</translation>
    </message>
    <message>
        <source>owner unknown</source>
        <translation>进程未知</translation>
    </message>
    <message>
        <source>A process of user %1, whose descriptors you may not read. Run synscope as that user or as root to see which.</source>
        <translation>用户 %1 的某个进程，你无权读取它的描述符。以该用户或 root 运行 synscope 才能看到是哪个。</translation>
    </message>
    <message>
        <source>No process has called accept() for it, and its listener is not known.</source>
        <translation>还没有进程为它调用 accept()，它的监听者也不清楚。</translation>
    </message>
    <message>
        <source>No process holds it any more: the kernel alone does.</source>
        <translation>已经没有进程持有它：只剩内核。</translation>
    </message>
    <message>
        <source>No process was found that holds it.</source>
        <translation>没有找到持有它的进程。</translation>
    </message>
    <message>
        <source>One leak ended after %1.</source>
        <translation>有一个泄漏在 %1 后结束了。</translation>
    </message>
    <message>
        <source>%1 leaks ended, the longest after %2.</source>
        <translation>有 %1 个泄漏已结束，最长的持续了 %2。</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>Not accepted yet by %1</source>
        <translation>%1 尚未 accept()</translation>
    </message>
    <message>
        <source>descriptors without a connection</source>
        <translation>没有连接的描述符</translation>
    </message>
    <message>
        <source>not closed</source>
        <translation>没有关闭</translation>
    </message>
    <message>
        <source>unread data</source>
        <translation>数据未读</translation>
    </message>
    <message>
        <source>never accepted</source>
        <translation>从未接受</translation>
    </message>
    <message>
        <source>ghost descriptor</source>
        <translation>空留的描述符</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>idle in a pool</source>
        <translation>连接池中闲置</translation>
    </message>
    <message>
        <source>blocks a port</source>
        <translation>占住端口</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>young</source>
        <translation>时间还短</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>%1 后</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 owes no close now.</source>
        <translation>%1 现在没有该关未关的。</translation>
    </message>
    <message>
        <source>%1 holds a descriptor whose connection is gone.</source>
        <translation>%1 还留着一个描述符，而连接已经消失。</translation>
    </message>
    <message>
        <source>%1 holds %2 descriptors whose connections are gone.</source>
        <translation>%1 还留着 %2 个描述符，而连接已经消失。</translation>
    </message>
    <message>
        <source>%1 got FIN %2 ago and still owes a close.</source>
        <translation>%1 在 %2 前收到 FIN，至今没有关闭。</translation>
    </message>
    <message>
        <source>%1 owes %2 closes%3, the oldest for %4.</source>
        <translation>%1 有 %2 条连接该关未关%3，最久的已等 %4。</translation>
    </message>
    <message>
        <source>Watched too briefly to tell whether it grows.</source>
        <translation>观察时间太短，看不出是否在增长。</translation>
    </message>
    <message>
        <source>It grows by %1 a minute.</source>
        <translation>每分钟增加 %1。</translation>
    </message>
    <message>
        <source>The number does not change.</source>
        <translation>数目没有变化。</translation>
    </message>
    <message>
        <source>It changes by %1, too little for a trend.</source>
        <translation>变化为 %1，不足以看出趋势。</translation>
    </message>
    <message>
        <source>At this rate the process runs out of descriptors in %1: %2 of %3 are open.</source>
        <translation>照此速度，进程的描述符将在 %1 后用尽：现已打开 %2 个，上限 %3。</translation>
    </message>
    <message>
        <source>The program stopped reading: look for a blocked thread or event loop.</source>
        <translation>程序停止了读取：请查是否有阻塞的线程或事件循环。</translation>
    </message>
    <message>
        <source>The program does not call accept(): look at what its accepting thread waits for.</source>
        <translation>程序不调用 accept()：请查负责接受连接的线程在等什么。</translation>
    </message>
    <message>
        <source>The connections are over, but the program never called close(): look for errors that skip it.</source>
        <translation>连接已经结束，而程序始终没有调用 close()：请查出错时跳过它的路径。</translation>
    </message>
    <message>
        <source>Data still goes to the peers, or waits for them to read: half-closes in use, and no leaks.</source>
        <translation>还在向对端发送数据，或者数据在等对端读取：是使用中的半关闭，不是泄漏。</translation>
    </message>
    <message>
        <source>Probably connections that a pool keeps: let the client&apos;s idle time-out be shorter than the server&apos;s keep-alive. If not, look for a path that returns without close().</source>
        <translation>多半是连接池保留的连接：请让客户端的空闲超时短于服务器的保活时间。若不是，请查没有 close() 就返回的路径。</translation>
    </message>
    <message>
        <source>Look in the program for a path that reads the end of the stream (recv() returns 0) and goes on without close(), and for errors that skip close().</source>
        <translation>请在程序中查：读到流的结尾（recv() 返回 0）却没有 close() 就继续的路径，以及出错时跳过 close() 的地方。</translation>
    </message>
    <message>
        <source>Descriptor %1 of %2: %3.</source>
        <translation>%2 的描述符 %1：%3。</translation>
    </message>
    <message>
        <source>%1 got FIN from %2 %3 ago and was not closed: %4.</source>
        <translation>%1 在 %3 前收到 %2 的 FIN，至今没有关闭：%4。</translation>
    </message>
    <message>
        <source>%1 It was there before synscope looked.</source>
        <translation>%1 synscope 开始观察之前它就在了。</translation>
    </message>
    <message>
        <source>%1 owed a close to %2 for %3, until %4.</source>
        <translation>%1 对 %2 该关未关达 %3，直到 %4。</translation>
    </message>
    <message>
        <source>Nobody listens on this machine.</source>
        <translation>本机没有监听者。</translation>
    </message>
    <message>
        <source>%1 listeners on this machine; no connection waits for accept().</source>
        <translation>本机有 %1 个监听者；没有连接在等 accept()。</translation>
    </message>
    <message>
        <source>%1 of %2 listeners on this machine have connections waiting for accept(); %3: %4, with a limit of %5.</source>
        <translation>本机 %2 个监听者中有 %1 个有连接在等 accept()；%3：%4 条，上限 %5。</translation>
    </message>
    <message>
        <source>The kernel has dropped no opening for want of room.</source>
        <translation>内核没有因为队列满而丢弃过任何连接请求。</translation>
    </message>
    <message>
        <source>Since the network began the kernel has dropped %1 SYNs and final ACKs of openings; %2 of them met a full accept queue. %3 SYNs were dropped while too many were under way.</source>
        <translation>自网络启动以来，内核丢弃了 %1 个 SYN 和握手的最后一个 ACK；其中 %2 个是因为全连接队列已满。另有 %3 个 SYN 因半连接过多而被丢弃。</translation>
    </message>
    <message>
        <source>A full queue takes no connection: the final ACK is ignored, SYN+ACK comes again, new SYNs get no answer. Look for a thread that does not call accept(); raise listen()&apos;s backlog and net.core.somaxconn for bursts only.</source>
        <translation>队列满了就不再接受连接：最后一个 ACK 被忽略，SYN+ACK 重发，新的 SYN 得不到应答。请查没有调用 accept() 的线程；只有应付突发时才提高 listen() 的 backlog 和 net.core.somaxconn。</translation>
    </message>
    <message>
        <source>Listener</source>
        <translation>监听者</translation>
    </message>
    <message>
        <source>Its address and its program</source>
        <translation>它的地址和程序</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Connections that wait for accept()</source>
        <translation>等待 accept() 的连接</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>The lesser of listen()&apos;s backlog and net.core.somaxconn</source>
        <translation>listen() 的 backlog 与 net.core.somaxconn 中较小的一个</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>SYNs and final ACKs that the kernel has dropped since the program listens, mostly because this queue was full</source>
        <translation>程序开始监听以来内核丢弃的 SYN 和最后一个 ACK，多半因为这个队列满了</translation>
    </message>
    <message>
        <source>Of the limit</source>
        <translation>占上限</translation>
    </message>
    <message>
        <source>How full the queue is</source>
        <translation>队列有多满</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Number of the connection, in order of first packets, from 0</source>
        <translation>连接的编号，按第一个分组的先后，从 0 开始</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Who opened: the sender of the first SYN, or of the first packet seen</source>
        <translation>打开连接的一方：发送第一个 SYN 的，或看到的第一个分组的发送者</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>The other end</source>
        <translation>另一端</translation>
    </message>
    <message>
        <source>States</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>State of client and server at the end of the capture</source>
        <translation>抓包结束时客户端和服务器的状态</translation>
    </message>
    <message>
        <source>Life, UTC</source>
        <translation>存续时间（UTC）</translation>
    </message>
    <message>
        <source>States over time, client above server; a cross marks a reset. Times are UTC. Sorts by first packet</source>
        <translation>状态随时间的变化，上为客户端，下为服务器；叉号表示复位。时间为 UTC。按第一个分组排序</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>How long the present state has lasted (min:s), &quot;≥&quot; where only the kernel knows since when; in TIME_WAIT, how long it still runs</source>
        <translation>当前状态已持续多久（分:秒），只有内核知道起点时带“≥”；TIME_WAIT 时是还剩多久</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Packets of both directions</source>
        <translation>两个方向的分组</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Payload bytes of both directions, without retransmitted ones</source>
        <translation>两个方向的载荷字节数，不含重传</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>历时</translation>
    </message>
    <message>
        <source>From the first packet to the last</source>
        <translation>从第一个分组到最后一个</translation>
    </message>
    <message>
        <source>Retrans.</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>Segments sent again, both directions</source>
        <translation>重新发送的报文段，两个方向</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Time of the first packet, UTC</source>
        <translation>第一个分组的时刻（UTC）</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>What is remarkable about the connection, worst first</source>
        <translation>这条连接值得注意之处，最严重的在前</translation>
    </message>
    <message>
        <source>Perhaps it owes one more: the packets do not decide.</source>
        <translation>或许还有一条该关未关：分组不能断定。</translation>
    </message>
    <message>
        <source>Perhaps it owes %1 more: the packets do not decide.</source>
        <translation>或许还有 %1 条该关未关：分组不能断定。</translation>
    </message>
    <message>
        <source>%1 perhaps owes a close: the packets do not decide.</source>
        <translation>%1 或许有一条连接该关未关：分组不能断定。</translation>
    </message>
    <message>
        <source>%1 perhaps owes %2 closes: the packets do not decide.</source>
        <translation>%1 或许有 %2 条连接该关未关：分组不能断定。</translation>
    </message>
    <message>
        <source>One leak ended by RST after %1.</source>
        <translation>有一个泄漏在 %1 后因 RST 结束。</translation>
    </message>
    <message>
        <source>%1 leaks ended, %3 of them by RST, the longest after %2.</source>
        <translation>有 %1 个泄漏已结束，其中 %3 个因 RST 结束，最长的持续了 %2。</translation>
    </message>
    <message>
        <source>%1/min</source>
        <translation>%1/分</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>或许</translation>
    </message>
    <message>
        <source>peer stalls</source>
        <translation>对端停滞</translation>
    </message>
    <message>
        <source>%1 owes no close at the end of the capture.</source>
        <translation>抓包结束时 %1 没有该关未关的。</translation>
    </message>
    <message>
        <source>%1 owes %2 closes, the oldest for %3.</source>
        <translation>%1 有 %2 条连接该关未关，最久的已等 %3。</translation>
    </message>
    <message>
        <source>Data still flows: a half-close in use, and no leak.</source>
        <translation>数据还在传输：是使用中的半关闭，不是泄漏。</translation>
    </message>
    <message>
        <source>On %1 of them data still flows: half-closes in use, and no leaks.</source>
        <translation>其中 %1 条还在传输数据：是使用中的半关闭，不是泄漏。</translation>
    </message>
    <message>
        <source>The peer does not read, so what is left to send cannot go: no leak.</source>
        <translation>对端不读取，剩下的数据发不出去：不是泄漏。</translation>
    </message>
    <message>
        <source>On %1 of them the peer does not read, so what is left to send cannot go: no leaks.</source>
        <translation>其中 %1 条的对端不读取，剩下的数据发不出去：不是泄漏。</translation>
    </message>
    <message>
        <source>The capture is too short to tell whether it grows.</source>
        <translation>抓包太短，看不出是否在增长。</translation>
    </message>
    <message>
        <source>A capture without gaps that begins before these connections would tell.</source>
        <translation>需要一个没有缺口、并且开始于这些连接之前的抓包才能断定。</translation>
    </message>
    <message>
        <source>There is nothing to look for.</source>
        <translation>没有需要查的。</translation>
    </message>
    <message>
        <source>Look at the peers that do not read: their programs closed their own half and stopped there.</source>
        <translation>请查不读取的对端：它们的程序关闭了自己这一半，就停在那里。</translation>
    </message>
    <message>
        <source>Look in the program for a path that reads the end of the stream (recv() returns 0) and goes on without close(), for a thread that never comes back to read, and for errors that skip close().</source>
        <translation>请在程序中查：读到流的结尾（recv() 返回 0）却没有 close() 就继续的路径、再也不回来读取的线程，以及出错时跳过 close() 的地方。</translation>
    </message>
    <message>
        <source>%1 ports in use, %2 held by TIME_WAIT, %3 free of %4</source>
        <translation>占用 %1 个端口，其中 TIME_WAIT 占 %2 个；%4 个中空闲 %3 个</translation>
    </message>
    <message>
        <source>; %1 lie outside the range</source>
        <translation>；%1 个在范围之外</translation>
    </message>
    <message>
        <source> (assumed range)</source>
        <translation>（假定的范围）</translation>
    </message>
    <message>
        <source> (its own range)</source>
        <translation>（它自己的范围）</translation>
    </message>
    <message>
        <source>Held by</source>
        <translation>占用者</translation>
    </message>
    <message>
        <source>The listener, or the client and its server where the client closed first</source>
        <translation>监听者；客户端先关闭时，是客户端和它的服务器</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数目</translation>
    </message>
    <message>
        <source>Connections in TIME_WAIT</source>
        <translation>处于 TIME_WAIT 的连接</translation>
    </message>
    <message>
        <source>First</source>
        <translation>最早</translation>
    </message>
    <message>
        <source>The time left until the first of them is over</source>
        <translation>其中最早结束的还剩多久</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最晚</translation>
    </message>
    <message>
        <source>The time left until the last of them is over</source>
        <translation>其中最晚结束的还剩多久</translation>
    </message>
    <message>
        <source>Ends next</source>
        <translation>接下来结束</translation>
    </message>
    <message>
        <source>Who is in TIME_WAIT, and towards whom</source>
        <translation>谁处于 TIME_WAIT，对端是谁</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Minutes and seconds until it is over</source>
        <translation>距结束的分秒数</translation>
    </message>
    <message>
        <source>Client and server</source>
        <translation>客户端与服务器</translation>
    </message>
    <message>
        <source>A host, and the address and port it is connected to</source>
        <translation>主机，以及它连接的地址和端口</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Ports of the client whose connections are not closed</source>
        <translation>客户端连接尚未关闭的端口</translation>
    </message>
    <message>
        <source>TIME_WAIT</source>
        <translation>TIME_WAIT</translation>
    </message>
    <message>
        <source>Ports that only TIME_WAIT of the client still holds</source>
        <translation>只被客户端的 TIME_WAIT 占着的端口</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Ports of the range that are left</source>
        <translation>范围内剩下的端口</translation>
    </message>
    <message>
        <source>Of the range</source>
        <translation>占范围</translation>
    </message>
    <message>
        <source>Taken part of the range of local ports; hatched: held by TIME_WAIT</source>
        <translation>本地端口范围中已占的部分；斜线：被 TIME_WAIT 占着</translation>
    </message>
    <message>
        <source>Who was asked</source>
        <translation>监听者</translation>
    </message>
    <message>
        <source>Half-open</source>
        <translation>半连接</translation>
    </message>
    <message>
        <source>In SYN_RECEIVED: the final ACK is missing</source>
        <translation>处于 SYN_RECEIVED：缺最后一个 ACK</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久</translation>
    </message>
    <message>
        <source>How long the oldest of them waits</source>
        <translation>其中最久的等了多久</translation>
    </message>
    <message>
        <source>Unanswered</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>In SYN_SENT: the listener has not said a word</source>
        <translation>处于 SYN_SENT：监听者没有任何回应</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>请求次数</translation>
    </message>
    <message>
        <source>How often the most persistent of them sent its SYN</source>
        <translation>其中重试最多的发了几次 SYN</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>未被取走</translation>
    </message>
    <message>
        <source>SYN+ACK sent again after the final ACK, as a full accept queue makes it</source>
        <translation>最后一个 ACK 之后又重发 SYN+ACK，全连接队列满时就会这样</translation>
    </message>
    <message>
        <source>The range %1 is assumed, as Linux&apos;s default: a capture does not tell how the clients are set.</source>
        <translation>范围 %1 是假定的 Linux 默认值：抓包看不出客户端的设置。</translation>
    </message>
    <message>
        <source>The range %1 is this machine&apos;s own.</source>
        <translation>范围 %1 是本机的设置。</translation>
    </message>
    <message>
        <source>The range %1 is this machine&apos;s own; of other clients %2 is assumed, Linux&apos;s default.</source>
        <translation>范围 %1 是本机的设置；其他客户端假定为 Linux 默认的 %2。</translation>
    </message>
    <message>
        <source>One port lies outside: a program or an address translator chose it, or the client has another range.</source>
        <translation>有一个端口在范围之外：由程序或地址转换选定，或者客户端的范围不同。</translation>
    </message>
    <message>
        <source>%1 ports lie outside: programs or an address translator chose them, or the client has another range.</source>
        <translation>有 %1 个端口在范围之外：由程序或地址转换选定，或者客户端的范围不同。</translation>
    </message>
    <message>
        <source>%1 half-open, the oldest for %2</source>
        <translation>半连接 %1 条，最久的已等 %2</translation>
    </message>
    <message>
        <source>%1 without any answer</source>
        <translation>%1 条没有任何应答</translation>
    </message>
    <message>
        <source>%1 without any answer, one of them asked %2 times</source>
        <translation>%1 条没有任何应答，其中一条请求了 %2 次</translation>
    </message>
    <message>
        <source>⚠ %1: %2 openings within %3 s that never came about, as in a SYN flood. With SYN cookies (net.ipv4.tcp_syncookies) a full SYN queue turns nobody away.</source>
        <translation>⚠ %1：%3 秒内有 %2 条连接始终没有建立，像是 SYN 洪泛。启用 SYN cookie（net.ipv4.tcp_syncookies）后，半连接队列满了也不会拒绝任何人。</translation>
    </message>
    <message>
        <source>Nobody is in TIME_WAIT now.</source>
        <translation>现在没有谁处于 TIME_WAIT。</translation>
    </message>
    <message>
        <source>Nobody was in TIME_WAIT at the end of the capture.</source>
        <translation>抓包结束时没有谁处于 TIME_WAIT。</translation>
    </message>
    <message>
        <source>One connection is in TIME_WAIT, with %1 left.</source>
        <translation>有一条连接处于 TIME_WAIT，还剩 %1。</translation>
    </message>
    <message>
        <source>One connection in TIME_WAIT at the end of the capture, with %1 left.</source>
        <translation>抓包结束时有一条连接处于 TIME_WAIT，还剩 %1。</translation>
    </message>
    <message>
        <source>%1 connections in TIME_WAIT now; the first has %2 left, the last %3.</source>
        <translation>现在有 %1 条连接处于 TIME_WAIT；最早的还剩 %2，最晚的还剩 %3。</translation>
    </message>
    <message>
        <source>%1 connections in TIME_WAIT at the end of the capture; the first had %2 left, the last %3.</source>
        <translation>抓包结束时有 %1 条连接处于 TIME_WAIT；最早的还剩 %2，最晚的还剩 %3。</translation>
    </message>
    <message>
        <source>2 MSL is taken as %1. If the last ACK was lost, FIN comes again and it begins anew.</source>
        <translation>2 MSL 按 %1 计。如果最后一个 ACK 丢失，FIN 会再来，计时重新开始。</translation>
    </message>
    <message>
        <source>No client has a connection now.</source>
        <translation>现在没有客户端有连接。</translation>
    </message>
    <message>
        <source>No client had a connection at the end of the capture.</source>
        <translation>抓包结束时没有客户端有连接。</translation>
    </message>
    <message>
        <source>%1 has taken %2 of its local ports towards %3: %4 of %5, of these TIME_WAIT holds %6.</source>
        <translation>%1 对 %3 已占用 %2 的本地端口：%5 个中的 %4 个，其中 TIME_WAIT 占 %6 个。</translation>
    </message>
    <message>
        <source>No port is left: connect() fails with EADDRNOTAVAIL.</source>
        <translation>端口已经用尽：connect() 以 EADDRNOTAVAIL 失败。</translation>
    </message>
    <message>
        <source>Where none is left, connect() fails with EADDRNOTAVAIL.</source>
        <translation>用尽时 connect() 会以 EADDRNOTAVAIL 失败。</translation>
    </message>
    <message>
        <source>Keep connections and use them again, spread them over more addresses or ports, widen net.ipv4.ip_local_port_range; against TIME_WAIT, set net.ipv4.tcp_tw_reuse=1.</source>
        <translation>请保持连接并重复使用，分散到更多地址或端口，扩大 net.ipv4.ip_local_port_range；针对 TIME_WAIT，可设 net.ipv4.tcp_tw_reuse=1。</translation>
    </message>
    <message>
        <source>%1 not taken by their listeners</source>
        <translation>%1 条未被监听者取走</translation>
    </message>
    <message>
        <source>No opening waits for an answer now, and none was turned away.</source>
        <translation>现在没有等待应答的连接请求，也没有被拒绝的。</translation>
    </message>
    <message>
        <source>No opening waited for an answer at the end of the capture, and none was turned away.</source>
        <translation>抓包结束时没有等待应答的连接请求，也没有被拒绝的。</translation>
    </message>
    <message>
        <source>Openings: %1.</source>
        <translation>正在建立：%1。</translation>
    </message>
    <message>
        <source>%1 of the half-open are older than 1:03: by Linux&apos;s defaults the server has given them up.</source>
        <translation>其中 %1 条半连接已超过 1:03：按 Linux 的默认设置，服务器已经放弃它们。</translation>
    </message>
    <message>
        <source>No answer at all, not even RST: a firewall drops, the host is down, or a queue is full.</source>
        <translation>完全没有应答，连 RST 也没有：防火墙丢弃、主机不在线，或者队列已满。</translation>
    </message>
    <message>
        <source>SYN+ACK again after the final ACK: the accept queue is probably full. Its limit is the lesser of listen()&apos;s backlog and net.core.somaxconn; see ss -ltn.</source>
        <translation>最后一个 ACK 之后又发 SYN+ACK：全连接队列多半满了。它的上限是 listen() 的 backlog 与 net.core.somaxconn 中较小的一个；参见 ss -ltn。</translation>
    </message>
    <message>
        <source>%1: %2 → %3 (%4)</source>
        <translation>%1：%2 → %3（%4）</translation>
    </message>
    <message>
        <source>seq %1 (%2 on the wire)</source>
        <translation>序号 %1（原值 %2）</translation>
    </message>
    <message>
        <source>ack %1 (%2)</source>
        <translation>确认号 %1（%2）</translation>
    </message>
    <message>
        <source>%1 B payload</source>
        <translation>载荷 %1 B</translation>
    </message>
    <message>
        <source>window %1</source>
        <translation>窗口 %1</translation>
    </message>
    <message>
        <source>mss %1</source>
        <translation>MSS %1</translation>
    </message>
    <message>
        <source>window scale × %1</source>
        <translation>窗口扩大 × %1</translation>
    </message>
    <message>
        <source>sack permitted</source>
        <translation>允许 SACK</translation>
    </message>
    <message>
        <source>timestamps %1 / %2</source>
        <translation>时间戳 %1 / %2</translation>
    </message>
    <message>
        <source>sack %1 to %2</source>
        <translation>SACK %1 到 %2</translation>
    </message>
    <message>
        <source>fast open cookie</source>
        <translation>快速打开 cookie</translation>
    </message>
    <message>
        <source>fast open cookie request</source>
        <translation>请求快速打开 cookie</translation>
    </message>
    <message>
        <source>multipath</source>
        <translation>多路径</translation>
    </message>
    <message>
        <source>malformed options</source>
        <translation>选项格式错误</translation>
    </message>
    <message>
        <source>options cut by the snap length</source>
        <translation>选项被抓包长度截断</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Packet %1   %2</source>
        <translation>分组 %1   %2</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>Options: %1</source>
        <translation>选项：%1</translation>
    </message>
    <message>
        <source>Payload begins: %1</source>
        <translation>载荷开头：%1</translation>
    </message>
    <message>
        <source>Marked: %1</source>
        <translation>标记：%1</translation>
    </message>
    <message>
        <source>After it: %1 %2, %3 %4</source>
        <translation>此后：%1 %2，%3 %4</translation>
    </message>
    <message>
        <source>packet %1</source>
        <translation>分组 %1</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 d %2:%3</source>
        <translation>%1 天 %2:%3</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>%1 exists already: choose another name or folder</source>
        <translation>%1 已经存在：请换一个名称或文件夹</translation>
    </message>
    <message>
        <source>Cannot tell the format of %1: end the name in .png, .pdf, .svg, .mmd, .puml or .txt</source>
        <translation>无法判断 %1 的格式：文件名请以 .png、.pdf、.svg、.mmd、.puml 或 .txt 结尾</translation>
    </message>
    <message>
        <source>The printer cannot be used</source>
        <translation>无法使用打印机</translation>
    </message>
    <message>
        <source>Cannot tell the format of the ending .%1</source>
        <translation>无法判断扩展名 .%1 的格式</translation>
    </message>
    <message>
        <source>The export was cancelled</source>
        <translation>导出已取消</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Who holds the sockets, where this machine&apos;s kernel or the saved capture tells; client → server where both are known</source>
        <translation>谁持有这些套接字，由本机内核或保存的抓包得知；两端都知道时为 客户端 → 服务器</translation>
    </message>
    <message>
        <source>%1: a process of user %2, whose descriptors you may not read. Run synscope as that user or as root to see it.</source>
        <translation>%1：用户 %2 的进程，你无权读取它的描述符。以该用户或 root 运行 synscope 才能看到。</translation>
    </message>
    <message>
        <source>Command: %1</source>
        <translation>命令：%1</translation>
    </message>
    <message>
        <source>User: %1</source>
        <translation>用户：%1</translation>
    </message>
    <message>
        <source>Runs in: %1</source>
        <translation>运行于：%1</translation>
    </message>
    <message>
        <source>Also held by: %1</source>
        <translation>同时持有的还有：%1</translation>
    </message>
    <message>
        <source>Connections stand side by side in pictures only: end the name in .png, .pdf or .svg</source>
        <translation>只有图片才能并排显示多个连接：文件名请以 .png、.pdf 或 .svg 结尾</translation>
    </message>
    <message>
        <source>At most %1 connections have room side by side</source>
        <translation>最多只能并排显示 %1 个连接</translation>
    </message>
    <message>
        <source>On its way: %1</source>
        <translation>途中：%1</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
    <message>
        <source>The diagram would fill %1 pages and %2 are the most: choose SVG, or fewer segments</source>
        <translation>时序图将占 %1 页，而最多 %2 页：请选择 SVG，或减少报文段</translation>
    </message>
    <message>
        <source>No connection is selected: there is nothing to export</source>
        <translation>没有选中连接：没有可导出的内容</translation>
    </message>
</context>
<context>
    <name>synscope::ui::AxisBar</name>
    <message>
        <source>Stretch of time that is shown</source>
        <translation>显示的时间段</translation>
    </message>
    <message>
        <source>Drag to move, drag its edges to zoom, double click for all; Left and Right move, Up, Down, + and - zoom, Home shows all</source>
        <translation>拖动可移动，拖动边缘可缩放，双击显示全部；左右键移动，上下键和 +、- 缩放，Home 显示全部</translation>
    </message>
    <message>
        <source>The time that the lanes show: drag to move, drag an edge to zoom, double click for all</source>
        <translation>时间轨道显示的时间：拖动可移动，拖动边缘可缩放，双击显示全部</translation>
    </message>
</context>
<context>
    <name>synscope::ui::CaptureDialog</name>
    <message>
        <source>up</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>no carrier</source>
        <translation>未接线</translation>
    </message>
    <message>
        <source>down</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>%1, loopback</source>
        <translation>%1，环回</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>&amp;Promiscuous: other machines&apos; packets, too</source>
        <translation>混杂模式：也抓其他机器的分组(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>抓包</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>接口</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>May capture</source>
        <translation>可否抓包</translation>
    </message>
    <message>
        <source>Interfaces to capture from</source>
        <translation>要抓包的接口</translation>
    </message>
    <message>
        <source>everything; for example: tcp port 443</source>
        <translation>全部；例如：tcp port 443</translation>
    </message>
    <message>
        <source>Capture filter</source>
        <translation>抓包过滤器</translation>
    </message>
    <message>
        <source> bytes of each packet</source>
        <translation> 字节（每个分组）</translation>
    </message>
    <message>
        <source>Size limit</source>
        <translation>大小上限</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>GiB</translation>
    </message>
    <message>
        <source>Unit of the size limit</source>
        <translation>大小上限的单位</translation>
    </message>
    <message>
        <source>then let the oldest packets go</source>
        <translation>然后丢掉最旧的分组</translation>
    </message>
    <message>
        <source>then stop capturing</source>
        <translation>然后停止抓包</translation>
    </message>
    <message>
        <source>At the size limit</source>
        <translation>达到大小上限时</translation>
    </message>
    <message>
        <source>Capture &amp;filter</source>
        <translation>抓包过滤器(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;At most</source>
        <translation>最多(&amp;A)</translation>
    </message>
    <message>
        <source>✓ a valid filter</source>
        <translation>✓ 过滤器有效</translation>
    </message>
    <message>
        <source>Packets for which this holds, as tcpdump writes it</source>
        <translation>只抓符合条件的分组，写法与 tcpdump 相同</translation>
    </message>
</context>
<context>
    <name>synscope::ui::CapturePages</name>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Leaks</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Ports &amp;&amp; queues</source>
        <translation>端口与队列</translation>
    </message>
    <message>
        <source>Machine&apos;s leaks</source>
        <translation>本机泄漏</translation>
    </message>
    <message>
        <source>Machine&apos;s sockets</source>
        <translation>本机套接字</translation>
    </message>
    <message>
        <source>What this machine&apos;s kernel says, also of what was there before the capture began</source>
        <translation>本机内核所说的，包括抓包开始之前就已存在的</translation>
    </message>
    <message>
        <source>Pages of the capture</source>
        <translation>抓包的各个页面</translation>
    </message>
    <message>
        <source>Leaks (%1)</source>
        <translation>泄漏 (%1)</translation>
    </message>
    <message>
        <source>Machine&apos;s leaks (%1)</source>
        <translation>本机泄漏 (%1)</translation>
    </message>
    <message>
        <source>Machine&apos;s sockets (⚠ %1)</source>
        <translation>本机套接字 (⚠ %1)</translation>
    </message>
    <message>
        <source>With what the packets say of each</source>
        <translation>并附上分组对每个套接字的说法</translation>
    </message>
    <message>
        <source>The kernel&apos;s state and that of the packets stay apart: packets were missed.</source>
        <translation>内核的状态与分组显示的状态一直不一致：漏抓了分组。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::CertaintyPanel</name>
    <message>
        <source>How sure</source>
        <translation>有多确定</translation>
    </message>
</context>
<context>
    <name>synscope::ui::CloseWaitGroup</name>
    <message>
        <source>%1 (client)</source>
        <translation>%1（客户端）</translation>
    </message>
    <message>
        <source>Perhaps %1 owes a close: the packets do not decide.</source>
        <translation>%1 或许该关未关：分组不能断定。</translation>
    </message>
    <message>
        <source>%2 got the first FIN %1 ago and owes %3 closes, %4 of them perhaps: the packets do not decide.</source>
        <translation>%2 在 %1 前收到第一个 FIN，有 %3 条该关未关，其中 %4 条分组不能断定。</translation>
    </message>
    <message>
        <source>%2 got FIN %1 ago and still owes a close.</source>
        <translation>%2 在 %1 前收到 FIN，至今没有关闭。</translation>
    </message>
    <message>
        <source>%2 got the first FIN %1 ago and still owes %3 closes.</source>
        <translation>%2 在 %1 前收到第一个 FIN，至今有 %3 条没有关闭。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::CloseWaitPanel</name>
    <message>
        <source>Connections that are owed a close</source>
        <translation>等着被关闭的连接</translation>
    </message>
    <message>
        <source>the peer said goodbye; this side never called close()</source>
        <translation>对端已经道别；这一侧始终没有调用 close()</translation>
    </message>
    <message>
        <source>Listener</source>
        <translation>监听者</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久</translation>
    </message>
    <message>
        <source>Who owes what</source>
        <translation>谁该关闭什么</translation>
    </message>
    <message>
        <source>%1 more endpoints; %2 connections wait in all</source>
        <translation>另有 %1 个端点；共有 %2 条连接在等</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the connections of %1 in CLOSE_WAIT</source>
        <translation>显示 %1 处于 CLOSE_WAIT 的连接</translation>
    </message>
    <message>
        <source>Filter by these connections and select the oldest</source>
        <translation>只显示这些连接，并选中等得最久的一条</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>All about the leaks of %1</source>
        <translation>%1 的泄漏详情</translation>
    </message>
    <message>
        <source>How they grew, for how long each is owed, and what to look for</source>
        <translation>如何增长、各自等了多久、该查什么</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ConnectionDetailPage</name>
    <message>
        <source>Select a connection to see it drawn</source>
        <translation>选择一条连接，即可看到它的时序图</translation>
    </message>
    <message>
        <source>Views of the connection</source>
        <translation>连接的各个视图</translation>
    </message>
    <message>
        <source>Diagram</source>
        <translation>时序图</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>报文段</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>逐步讲解</translation>
    </message>
    <message>
        <source>Which times are shown</source>
        <translation>显示哪种时间</translation>
    </message>
    <message>
        <source>Times in the diagram</source>
        <translation>图中的时间</translation>
    </message>
    <message>
        <source>Sequence numbers relative to the initial ones, or as on the wire</source>
        <translation>序号相对于初始序号，或按线路上的原值</translation>
    </message>
    <message>
        <source>Relative to the initial number</source>
        <translation>相对于初始序号</translation>
    </message>
    <message>
        <source>As on the wire</source>
        <translation>线路上的原值</translation>
    </message>
    <message>
        <source>Time ▾</source>
        <translation>时间 ▾</translation>
    </message>
    <message>
        <source>seq: relative ▾</source>
        <translation>序号：相对 ▾</translation>
    </message>
    <message>
        <source>seq: on the wire ▾</source>
        <translation>序号：原值 ▾</translation>
    </message>
    <message>
        <source>seq ▾</source>
        <translation>序号 ▾</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Sequence numbers</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>The packets of this connection are no longer kept.
The table still tells its states.</source>
        <translation>这条连接的分组已不再保留。
表格中仍有它的状态。</translation>
    </message>
    <message>
        <source>What the diagram shows</source>
        <translation>图中显示什么</translation>
    </message>
    <message>
        <source>Show ▾</source>
        <translation>显示 ▾</translation>
    </message>
    <message>
        <source>Explaining…</source>
        <translation>正在生成讲解…</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ConnectionsHeader</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ConnectionsModel</name>
    <message>
        <source>Client: %1</source>
        <translation>客户端：%1</translation>
    </message>
    <message>
        <source>Server: %1</source>
        <translation>服务器：%1</translation>
    </message>
    <message>
        <source>%1: %2 connections, %3 in CLOSE_WAIT</source>
        <translation>%1：%2 条连接，其中 %3 条处于 CLOSE_WAIT</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ConnectionsPage</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Waiting for the first TCP packet…</source>
        <translation>正在等待第一个 TCP 分组…</translation>
    </message>
    <message>
        <source>This capture holds no TCP connection.
%1</source>
        <translation>这个抓包里没有 TCP 连接。
%1</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>正在过滤…</translation>
    </message>
    <message>
        <source>No connection matches the filter in this stretch of time.</source>
        <translation>这段时间内没有符合过滤器的连接。</translation>
    </message>
    <message>
        <source>No connection is alive in this stretch of time.</source>
        <translation>这段时间内没有存活的连接。</translation>
    </message>
    <message>
        <source>No connection matches the filter.</source>
        <translation>没有符合过滤器的连接。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ConnectionsTable</name>
    <message>
        <source>Apply as filter</source>
        <translation>作为过滤器</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>… and</source>
        <translation>… 并且</translation>
    </message>
    <message>
        <source>… or</source>
        <translation>… 或者</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Choose by width of the table</source>
        <translation>按表格宽度自动选择</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>age, the longest CLOSE_WAIT first</source>
        <translation>时长，最久的 CLOSE_WAIT 在前</translation>
    </message>
    <message>
        <source>state, the worst first</source>
        <translation>状态，最严重的在前</translation>
    </message>
    <message>
        <source>start, the first on top</source>
        <translation>开始时间，最早的在前</translation>
    </message>
    <message>
        <source>start, the last on top</source>
        <translation>开始时间，最晚的在前</translation>
    </message>
</context>
<context>
    <name>synscope::ui::DetailLoader</name>
    <message>
        <source>Reading %1 segments…</source>
        <translation>正在读取 %1 个报文段…</translation>
    </message>
    <message>
        <source>Reading the connections beside it…</source>
        <translation>正在读取并排的连接…</translation>
    </message>
    <message>
        <source>There is no other one</source>
        <translation>没有别的连接</translation>
    </message>
    <message>
        <source>The first %1 of %2 segments; reading the others…</source>
        <translation>共 %2 个报文段，先显示前 %1 个；其余正在读取…</translation>
    </message>
</context>
<context>
    <name>synscope::ui::DiagramOptions</name>
    <message>
        <source>True time</source>
        <translation>真实时间</translation>
    </message>
    <message>
        <source>Vertical distance is time, instead of one row a segment</source>
        <translation>纵向距离表示时间，而不是一个报文段一行</translation>
    </message>
    <message>
        <source>Compress idle gaps</source>
        <translation>压缩空闲间隔</translation>
    </message>
    <message>
        <source>In true time, long silence becomes a short, labelled break</source>
        <translation>在真实时间下，长时间的静默画成带标注的短断口</translation>
    </message>
    <message>
        <source>Lean arrows by their way</source>
        <translation>箭头随路程倾斜</translation>
    </message>
    <message>
        <source>Where the place of capture is known, arrows show the time that segments travel</source>
        <translation>知道抓包位置时，箭头显示报文段在路上的时间</translation>
    </message>
    <message>
        <source>Receive window</source>
        <translation>接收窗口</translation>
    </message>
    <message>
        <source>Below each segment</source>
        <translation>写在每个报文段下面</translation>
    </message>
    <message>
        <source>SACK blocks</source>
        <translation>SACK 块</translation>
    </message>
    <message>
        <source>Below each segment that has them</source>
        <translation>写在带有它们的报文段下面</translation>
    </message>
    <message>
        <source>TCP options</source>
        <translation>TCP 选项</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>讲解</translation>
    </message>
    <message>
        <source>Tell in words, between the lifelines, what happens at each step</source>
        <translation>在两条生命线之间用文字说明每一步发生了什么</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>What the arrows in use mean, below the diagram</source>
        <translation>在图下方说明所用箭头的含义</translation>
    </message>
    <message>
        <source>Fold long runs</source>
        <translation>折叠长串</translation>
    </message>
    <message>
        <source>Long runs of data segments become one row</source>
        <translation>连续很多数据报文段合成一行</translation>
    </message>
    <message>
        <source>Stretch time</source>
        <translation>拉长时间</translation>
    </message>
    <message>
        <source>Shrink time</source>
        <translation>缩短时间</translation>
    </message>
    <message>
        <source>Usual stretch</source>
        <translation>通常的比例</translation>
    </message>
    <message>
        <source>Beside other uses of these ports</source>
        <translation>与这些端口的其他使用并排</translation>
    </message>
    <message>
        <source>Beside all connections of these two hosts</source>
        <translation>与这两台主机的所有连接并排</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>单独显示</translation>
    </message>
    <message>
        <source>Beside the others selected in the table</source>
        <translation>与表格中选中的其他连接并排</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ExportDialog</name>
    <message>
        <source>PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG 图片</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>Mermaid source</source>
        <translation>Mermaid 源码</translation>
    </message>
    <message>
        <source>PlantUML source</source>
        <translation>PlantUML 源码</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>&amp;Explain what happens, step by step</source>
        <translation>逐步讲解发生了什么(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Anonymise: stand-ins for addresses, no payloads</source>
        <translation>匿名化：替换地址，去掉载荷(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>打印(&amp;P)…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Export diagrams</source>
        <translation>导出时序图</translation>
    </message>
    <message>
        <source>The one shown: %1</source>
        <translation>当前显示的：%1</translation>
    </message>
    <message numerus="yes">
        <source>The %n selected</source>
        <translation>
            <numerusform>选中的 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>The first %1 of the table</source>
        <translation>表格的前 %1 条</translation>
    </message>
    <message numerus="yes">
        <source>All %n of the table</source>
        <translation>
            <numerusform>表格的全部 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Print, on white</source>
        <translation>打印，白底</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Ports, sequence numbers and times stay: they are the evidence</source>
        <translation>端口、序号和时间会保留：它们就是证据</translation>
    </message>
    <message>
        <source>First segment</source>
        <translation>第一个报文段</translation>
    </message>
    <message>
        <source>Last segment</source>
        <translation>最后一个报文段</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>Co&amp;nnections</source>
        <translation>连接(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Segments</source>
        <translation>报文段(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>大小(&amp;Z)</translation>
    </message>
    <message>
        <source>C&amp;olours</source>
        <translation>颜色(&amp;O)</translation>
    </message>
    <message>
        <source>Drawing…</source>
        <translation>正在绘制…</translation>
    </message>
    <message>
        <source>One connection at a time is copied</source>
        <translation>一次只能复制一条连接</translation>
    </message>
    <message>
        <source>Export the diagram</source>
        <translation>导出时序图</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>正在写入 %1…</translation>
    </message>
    <message numerus="yes">
        <source>Done: %n files, the first is %1</source>
        <translation>
            <numerusform>完成：%n 个文件，第一个是 %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: %1, %n page(s)</source>
        <translation>
            <numerusform>完成：%1，%n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>完成：%1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Side &amp;by side in one picture</source>
        <translation>并排画在一张图中(&amp;B)</translation>
    </message>
    <message>
        <source>A lane each on one order of time, %1 at most; in pictures only</source>
        <translation>每个连接一条泳道，共用时间顺序，最多 %1 条；仅限图片</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ExportPreview</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>synscope::ui::FilterBar</name>
    <message>
        <source>Filter</source>
        <translation>过滤器</translation>
    </message>
    <message>
        <source>Filter: close_wait &gt; 60s port==8080</source>
        <translation>过滤：close_wait &gt; 60s port==8080</translation>
    </message>
    <message>
        <source>Saved and earlier filters</source>
        <translation>保存的和用过的过滤器</translation>
    </message>
    <message>
        <source>The language of filters (F1)</source>
        <translation>过滤器的写法（F1）</translation>
    </message>
    <message>
        <source>The language of filters</source>
        <translation>过滤器的写法</translation>
    </message>
    <message>
        <source>%1 of %2 connections</source>
        <translation>%1 / %2 条连接</translation>
    </message>
    <message>
        <source>1 connection</source>
        <translation>1 条连接</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 条连接</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>保存过滤器</translation>
    </message>
    <message>
        <source>Name of the filter “%1”:</source>
        <translation>过滤器“%1”的名称：</translation>
    </message>
</context>
<context>
    <name>synscope::ui::FilterHelp</name>
    <message>
        <source>an end has been in CLOSE_WAIT for more than half a minute</source>
        <translation>一端处于 CLOSE_WAIT 超过半分钟</translation>
    </message>
    <message>
        <source>open connections to port 443; estab alone means state == estab</source>
        <translation>到 443 端口的已建立连接；只写 estab 就是 state == estab</translation>
    </message>
    <message>
        <source>an end in that network, and none in TIME_WAIT</source>
        <translation>一端在该网络中，且两端都不是 TIME_WAIT</translation>
    </message>
    <message>
        <source>one of several ports, or of a range</source>
        <translation>几个端口之一，或一个范围</translation>
    </message>
    <message>
        <source>an end is or was in CLOSING</source>
        <translation>一端现在或曾经处于 CLOSING</translation>
    </message>
    <message>
        <source>something is wrong; finding == refused asks for one kind</source>
        <translation>有问题的；finding == refused 只查一种</translation>
    </message>
    <message>
        <source>a count alone means more than 0</source>
        <translation>只写计数就是大于 0</translation>
    </message>
    <message>
        <source>a regular expression; contains asks for a part</source>
        <translation>正则表达式；contains 查其中一部分</translation>
    </message>
    <message>
        <source>began later, UTC; start &gt; 17:00 on any day</source>
        <translation>开始得更晚，UTC；start &gt; 17:00 指任何一天</translation>
    </message>
    <message>
        <source>the connection that holds the packet</source>
        <translation>包含该分组的连接</translation>
    </message>
    <message>
        <source>also eq ne lt le gt ge; != means that neither end equals</source>
        <translation>也可写 eq ne lt le gt ge；!= 表示两端都不等于</translation>
    </message>
    <message>
        <source>one of these; not in for none of them</source>
        <translation>其中之一；not in 表示都不是</translation>
    </message>
    <message>
        <source>part of the text (also ~); a regular expression</source>
        <translation>文本的一部分（也可写 ~）；正则表达式</translation>
    </message>
    <message>
        <source>also and, or, not; terms side by side are joined by and</source>
        <translation>也可写 and、or、not；并列的条件相当于 and</translation>
    </message>
    <message>
        <source>lengths of time; numbers in thousands or in 1024</source>
        <translation>时间长度；以千或 1024 计的数</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>例子</translation>
    </message>
    <message>
        <source>Operators and values</source>
        <translation>运算符与值</translation>
    </message>
    <message>
        <source>The language of filters</source>
        <translation>过滤器的写法</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Tab takes the first suggestion, Ctrl+Space shows all, Up and Down go through earlier filters, Escape clears.</source>
        <translation>Tab 采用第一个建议，Ctrl+Space 显示全部，上下键翻阅用过的过滤器，Esc 清除。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::FilterMenu</name>
    <message>
        <source>&amp;Recent</source>
        <translation>最近用过的(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Forget these</source>
        <translation>清空(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Save filter…</source>
        <translation>保存过滤器(&amp;S)…</translation>
    </message>
</context>
<context>
    <name>synscope::ui::FindingsLabel</name>
    <message>
        <source>Evidence: packet %1</source>
        <translation>证据：分组 %1</translation>
    </message>
    <message>
        <source>Proof: packet %1</source>
        <translation>证明：分组 %1</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>自 %1 起</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>证明</translation>
    </message>
    <message>
        <source>packet %1</source>
        <translation>分组 %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::HandshakePanel</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>not offered</source>
        <translation>未提出</translation>
    </message>
    <message>
        <source>%1, not used</source>
        <translation>%1，未启用</translation>
    </message>
    <message>
        <source>ISN</source>
        <translation>初始序号</translation>
    </message>
    <message>
        <source>MSS</source>
        <translation>MSS</translation>
    </message>
    <message>
        <source>window scale</source>
        <translation>窗口扩大因子</translation>
    </message>
    <message>
        <source>SACK / timestamps</source>
        <translation>SACK / 时间戳</translation>
    </message>
    <message>
        <source>ECN / fast open</source>
        <translation>ECN / 快速打开</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>segments sent</source>
        <translation>发送的报文段</translation>
    </message>
    <message>
        <source>payload sent</source>
        <translation>发送的载荷</translation>
    </message>
    <message>
        <source>retransmissions</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>out of order</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>duplicate ACKs</source>
        <translation>重复确认</translation>
    </message>
    <message>
        <source>zero windows</source>
        <translation>零窗口</translation>
    </message>
    <message>
        <source>keep-alives</source>
        <translation>保活</translation>
    </message>
    <message>
        <source>not captured</source>
        <translation>未抓到</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>陈旧的报文段</translation>
    </message>
    <message>
        <source>What the handshake agreed</source>
        <translation>握手商定的参数</translation>
    </message>
    <message>
        <source>What was counted since</source>
        <translation>此后的统计</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>未看到</translation>
    </message>
</context>
<context>
    <name>synscope::ui::InterfaceActivity</name>
    <message>
        <source>%1 per second</source>
        <translation>每秒 %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LadderView</name>
    <message>
        <source>Sequence diagram</source>
        <translation>时序图</translation>
    </message>
    <message>
        <source>Segments between client and server in time order; arrow keys move from one to the next</source>
        <translation>客户端与服务器之间的报文段，按时间排列；用方向键逐个移动</translation>
    </message>
    <message>
        <source>%1
Packets %2 to %3</source>
        <translation>%1
分组 %2 到 %3</translation>
    </message>
</context>
<context>
    <name>synscope::ui::Language</name>
    <message>
        <source>en</source>
        <comment>The code of this language, as in file names</comment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LanguageMenu</name>
    <message>
        <source>&amp;Language</source>
        <translation>语言 Language(&amp;L)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LeakGroupsModel</name>
    <message>
        <source>%1 (client)</source>
        <translation>%1（客户端）</translation>
    </message>
    <message>
        <source>Owes the close</source>
        <translation>该关闭的一方</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>待关闭</translation>
    </message>
    <message>
        <source>Perhaps</source>
        <translation>或许</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>增长</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>The listener, or the client and its server where the client owes</source>
        <translation>监听者；该由客户端关闭时，是客户端和它的服务器</translation>
    </message>
    <message>
        <source>The program that holds the sockets, and its number, as far as the kernel tells</source>
        <translation>内核所知的、持有这些套接字的程序及其进程号</translation>
    </message>
    <message>
        <source>Connections in CLOSE_WAIT at the end of the capture</source>
        <translation>抓包结束时处于 CLOSE_WAIT 的连接</translation>
    </message>
    <message>
        <source>Beside these, those where the packets leave other states possible too</source>
        <translation>除此之外，分组还容许其他状态的连接</translation>
    </message>
    <message>
        <source>Closes owed more a minute: the straight line through the counts over time</source>
        <translation>每分钟增加的待关闭数：对各时刻的数目拟合的直线</translation>
    </message>
    <message>
        <source>How long the oldest has been owed, as hours:minutes:seconds</source>
        <translation>最久的一条已等了多久（时:分:秒）</translation>
    </message>
    <message>
        <source>Leaks that ended before the capture did</source>
        <translation>在抓包结束之前就结束的泄漏</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LeaksPage</name>
    <message>
        <source>Who owes closes</source>
        <translation>谁还没有关闭</translation>
    </message>
    <message>
        <source>CLOSE_WAIT leaks</source>
        <translation>CLOSE_WAIT 泄漏</translation>
    </message>
    <message>
        <source>the peer said goodbye; this side never called close()</source>
        <translation>对端已经道别；这一侧始终没有调用 close()</translation>
    </message>
    <message>
        <source>Show how the chosen connection came to this, packet by packet</source>
        <translation>逐个分组地显示所选连接如何走到这一步</translation>
    </message>
    <message>
        <source>Filter the table of connections by these</source>
        <translation>让连接表格只显示这些</translation>
    </message>
    <message>
        <source>Copy who owes what, and each connection, as a report</source>
        <translation>把谁该关闭什么以及每条连接复制成报告</translation>
    </message>
    <message>
        <source>Create issue report…</source>
        <translation>生成问题报告…</translation>
    </message>
    <message>
        <source>Make a folder for a bug ticket about these connections, without addresses if you like</source>
        <translation>为这些连接生成可附在缺陷单上的文件夹，可以隐去地址</translation>
    </message>
    <message>
        <source>Connections that are owed a close</source>
        <translation>等着被关闭的连接</translation>
    </message>
    <message>
        <source>Owed by %1</source>
        <translation>%1 待关闭的</translation>
    </message>
    <message>
        <source>This capture holds no TCP connection, so nobody owes a close.</source>
        <translation>这个抓包里没有 TCP 连接，所以没有谁该关闭什么。</translation>
    </message>
    <message>
        <source>Looking for closes that are owed…</source>
        <translation>正在查找该关未关的连接…</translation>
    </message>
    <message>
        <source>Nobody owes a close.

Whoever got a FIN in this capture closed its own side within %1, went on sending, or was reset.</source>
        <translation>没有该关未关的连接。

在这个抓包里，收到 FIN 的一方都在 %1 之内关闭了自己这一侧，或者还在发送，或者被复位。</translation>
    </message>
    <message>
        <source>Ladder</source>
        <translation>时序图</translation>
    </message>
    <message>
        <source>In the table</source>
        <translation>在表中显示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LessonBar</name>
    <message>
        <source>Go through it in steps</source>
        <translation>一步一步地看</translation>
    </message>
    <message>
        <source>Next lesson →</source>
        <translation>下一课 →</translation>
    </message>
    <message>
        <source>Lesson: %1</source>
        <translation>课程：%1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LessonList</name>
    <message>
        <source>How TCP works, step by step</source>
        <translation>一步一步看懂 TCP</translation>
    </message>
    <message>
        <source>Lessons recorded from the Linux kernel. Each asks what happens next, then shows the packets and says why.</source>
        <translation>这些课程录自 Linux 内核。每一步先问接下来会发生什么，再显示分组并说明原因。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LessonPanel</name>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>← Back</source>
        <translation>← 后退</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Leave the steps and show the whole capture</source>
        <translation>离开逐步讲解，显示整个抓包</translation>
    </message>
    <message>
        <source>Left, Page Up or Backspace; from everywhere Alt+Left</source>
        <translation>左键、Page Up 或 Backspace；在任何地方用 Alt+Left</translation>
    </message>
    <message>
        <source>Right, Page Down or Space; from everywhere Alt+Right</source>
        <translation>右键、Page Down 或空格；在任何地方用 Alt+Right</translation>
    </message>
    <message>
        <source>LESSON · %1</source>
        <translation>课程 · %1</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Next lesson →</source>
        <translation>下一课 →</translation>
    </message>
    <message>
        <source>Begin →</source>
        <translation>开始 →</translation>
    </message>
    <message>
        <source>Show me →</source>
        <translation>给我看 →</translation>
    </message>
    <message>
        <source>Next →</source>
        <translation>下一步 →</translation>
    </message>
    <message>
        <source>Answer %1: %2</source>
        <translation>答案 %1：%2</translation>
    </message>
    <message>
        <source>Right: %1</source>
        <translation>正确：%1</translation>
    </message>
    <message>
        <source>Not right: %1</source>
        <translation>不对：%1</translation>
    </message>
    <message>
        <source>Right.</source>
        <translation>答对了。</translation>
    </message>
    <message>
        <source>Not quite.</source>
        <translation>不太对。</translation>
    </message>
    <message>
        <source>client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>After packet %1:</source>
        <translation>分组 %1 之后：</translation>
    </message>
    <message>
        <source>connection %1 of %2</source>
        <translation>第 %1 条连接，共 %2 条</translation>
    </message>
    <message>
        <source>At the end:</source>
        <translation>最后：</translation>
    </message>
</context>
<context>
    <name>synscope::ui::LiveBar</name>
    <message>
        <source>Restart</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Begin anew with the same interfaces and filter</source>
        <translation>用相同的接口和过滤器重新开始</translation>
    </message>
    <message>
        <source>Save what was captured as pcapng</source>
        <translation>把抓到的分组保存为 pcapng</translation>
    </message>
    <message>
        <source>■ Recovered</source>
        <translation>■ 已恢复</translation>
    </message>
    <message>
        <source>● Live</source>
        <translation>● 实时</translation>
    </message>
    <message>
        <source>■ Stopped</source>
        <translation>■ 已停止</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 个分组</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>每秒 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>⚠ %1 dropped by the kernel</source>
        <translation>⚠ 内核丢弃了 %1 个</translation>
    </message>
    <message>
        <source>0 dropped by the kernel</source>
        <translation>内核丢弃 0 个</translation>
    </message>
    <message>
        <source>kept since %1, %2 older let go</source>
        <translation>保留自 %1 起，更早的 %2 个已丢掉</translation>
    </message>
    <message>
        <source>The oldest %1 packets were let go to make room. Connections keep their rows and states.</source>
        <translation>为腾出空间，最旧的 %1 个分组已丢掉。连接的行和状态都还在。</translation>
    </message>
    <message>
        <source>%1 ended connections let go</source>
        <translation>%1 条已结束的连接不再保留</translation>
    </message>
    <message>
        <source>Of connections that are over the newest %1 are kept. What is open, owes a close or was a leak stays.</source>
        <translation>已结束的连接只保留最新的 %1 条。仍打开的、该关未关的和曾经泄漏的都会留下。</translation>
    </message>
    <message>
        <source>%1, only %2</source>
        <translation>%1，只抓 %2</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Let the window stand still; packets are captured on</source>
        <translation>让窗口停住不动；抓包继续进行</translation>
    </message>
    <message>
        <source>❚❚ Paused, capturing on</source>
        <translation>❚❚ 画面已暂停，抓包继续</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>synscope::ui::MachineBar</name>
    <message>
        <source>⚠ %1</source>
        <translation>⚠ %1</translation>
    </message>
    <message>
        <source>⚠ The process of one socket may not be read: run as root to see it</source>
        <translation>⚠ 有一个套接字的进程无权读取：以 root 运行才能看到</translation>
    </message>
    <message>
        <source>⚠ The processes of %1 sockets may not be read: run as root to see them</source>
        <translation>⚠ 有 %1 个套接字的进程无权读取：以 root 运行才能看到</translation>
    </message>
    <message>
        <source>⚠ Not everything could be read</source>
        <translation>⚠ 有些内容无法读取</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Let the tables stand still; the sockets are watched on</source>
        <translation>让表格停住；套接字仍在继续观察</translation>
    </message>
    <message>
        <source>❚❚ Paused</source>
        <translation>❚❚ 已暂停</translation>
    </message>
    <message>
        <source>● Watching this machine&apos;s sockets</source>
        <translation>● 正在观察本机的套接字</translation>
    </message>
    <message>
        <source>%1 sockets</source>
        <translation>%1 个套接字</translation>
    </message>
    <message>
        <source>read at %1 in %2</source>
        <translation>读取于 %1，用时 %2</translation>
    </message>
    <message>
        <source>again every %1</source>
        <translation>每 %1 再读一次</translation>
    </message>
    <message>
        <source>Reading the socket table…</source>
        <translation>正在读取套接字表…</translation>
    </message>
</context>
<context>
    <name>synscope::ui::MachineLeaksView</name>
    <message>
        <source>Who owes closes</source>
        <translation>谁还没有关闭</translation>
    </message>
    <message>
        <source>CLOSE_WAIT leaks</source>
        <translation>CLOSE_WAIT 泄漏</translation>
    </message>
    <message>
        <source>the peer said goodbye; this side never called close()</source>
        <translation>对端已经道别；这一侧始终没有调用 close()</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Copy who owes what, and each socket, as a report</source>
        <translation>把谁该关闭什么以及每个套接字复制成报告</translation>
    </message>
    <message>
        <source>Sockets that owe a close</source>
        <translation>该关未关的套接字</translation>
    </message>
    <message>
        <source>Owed by %1, %2</source>
        <translation>%1 待关闭的，%2</translation>
    </message>
    <message>
        <source>Reading the socket table…</source>
        <translation>正在读取套接字表…</translation>
    </message>
    <message>
        <source>The socket table cannot be read: %1</source>
        <translation>无法读取套接字表：%1</translation>
    </message>
    <message>
        <source>Nobody on this machine owes a close.

No socket is in CLOSE_WAIT, and no descriptor is left over from a connection that is gone. The table is read on; what is owed shows up here.</source>
        <translation>本机没有该关未关的套接字。

没有套接字处于 CLOSE_WAIT，也没有描述符是已消失的连接留下的。套接字表会继续读取；一旦出现就会显示在这里。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::MachinePage</name>
    <message>
        <source>Leaks</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>Pages of this machine&apos;s sockets</source>
        <translation>本机套接字的各个页面</translation>
    </message>
    <message>
        <source>Leaks (%1)</source>
        <translation>泄漏 (%1)</translation>
    </message>
    <message>
        <source>Sockets (%1)</source>
        <translation>套接字 (%1)</translation>
    </message>
</context>
<context>
    <name>synscope::ui::MainMenu</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>重新读取(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save capture as pcapng…</source>
        <translation>把抓包保存为 pcapng(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Copy the diagram</source>
        <translation>复制时序图(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Find by filter</source>
        <translation>用过滤器查找(&amp;F)</translation>
    </message>
    <message>
        <source>Show &amp;all again</source>
        <translation>重新显示全部(&amp;A)</translation>
    </message>
    <message>
        <source>Copy connections as &amp;text</source>
        <translation>把连接复制为文本(&amp;T)</translation>
    </message>
    <message>
        <source>Copy connections as &amp;CSV</source>
        <translation>把连接复制为 CSV(&amp;C)</translation>
    </message>
    <message>
        <source>Copy connections as &amp;JSON</source>
        <translation>把连接复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as &amp;display filter</source>
        <translation>复制为显示过滤器(&amp;D)</translation>
    </message>
    <message>
        <source>Open in &amp;Wireshark</source>
        <translation>在 Wireshark 中打开(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>放大(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>缩小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Normal size</source>
        <translation>原始大小(&amp;N)</translation>
    </message>
    <message>
        <source>Colours as the &amp;desktop</source>
        <translation>颜色跟随桌面(&amp;D)</translation>
    </message>
    <message>
        <source>L&amp;ight colours</source>
        <translation>浅色(&amp;I)</translation>
    </message>
    <message>
        <source>Dar&amp;k colours</source>
        <translation>深色(&amp;K)</translation>
    </message>
    <message>
        <source>Longest &amp;CLOSE_WAIT</source>
        <translation>最久的 CLOSE_WAIT(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>概览(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Table</source>
        <translation>表格(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Leaks</source>
        <translation>泄漏(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Connection</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Ports and queues</source>
        <translation>端口与队列(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Start…</source>
        <translation>开始(&amp;S)…</translation>
    </message>
    <message>
        <source>S&amp;top capturing</source>
        <translation>停止抓包(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Restart capturing</source>
        <translation>重新抓包(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Attach to this machine&apos;s sockets</source>
        <translation>观察本机的套接字(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Next step of the lesson</source>
        <translation>课程的下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Back in the lesson</source>
        <translation>课程的上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Show all of the lesson&apos;s capture</source>
        <translation>显示课程的整个抓包(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>按键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About synscope</source>
        <translation>关于 synscope(&amp;A)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开的(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>抓包(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>About synscope</source>
        <translation>关于 synscope</translation>
    </message>
    <message>
        <source>&lt;b&gt;synscope %1&lt;/b&gt;&lt;p&gt;See TCP connections open, talk and close: the state of both ends of every connection in a packet capture, and who owes a close.&lt;/p&gt;&lt;p&gt;Licensed under the Apache License, version 2.0.&lt;/p&gt;</source>
        <translation>&lt;b&gt;synscope %1&lt;/b&gt;&lt;p&gt;看 TCP 连接如何建立、通信和关闭：抓包中每条连接两端的状态，以及谁该关未关。&lt;/p&gt;&lt;p&gt;以 Apache 许可证 2.0 版授权。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;Export diagrams…</source>
        <translation>导出时序图(&amp;E)…</translation>
    </message>
    <message>
        <source>As &amp;PNG…</source>
        <translation>存为 PNG(&amp;P)…</translation>
    </message>
    <message>
        <source>As &amp;SVG…</source>
        <translation>存为 SVG(&amp;S)…</translation>
    </message>
    <message>
        <source>As P&amp;DF…</source>
        <translation>存为 PDF(&amp;D)…</translation>
    </message>
    <message>
        <source>As &amp;text…</source>
        <translation>存为文本(&amp;T)…</translation>
    </message>
    <message>
        <source>Connection &amp;panel</source>
        <translation>连接面板(&amp;P)</translation>
    </message>
    <message>
        <source>At the &amp;right</source>
        <translation>在右侧(&amp;R)</translation>
    </message>
    <message>
        <source>At the &amp;left</source>
        <translation>在左侧(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Below</source>
        <translation>在下方(&amp;B)</translation>
    </message>
    <message>
        <source>In a &amp;window of its own</source>
        <translation>独立窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Hidden</source>
        <translation>隐藏(&amp;H)</translation>
    </message>
    <message>
        <source>As in the &amp;beginning</source>
        <translation>恢复最初的样子(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>Letters typed in the table go to the filter; Return goes back. In the table, Ctrl+Return filters by the current cell, Ctrl+Shift+Return excludes it, Alt+Return adds it with and, Alt+Shift+Return with or. In the filter, F1 shows its language. In the overview, arrow keys move and size the stretch of time, Escape clears it. In the table, + and - zoom the lanes&apos; time, Shift+Left and Shift+Right move it, Backspace shows all of it; Left, Right and Return fold sections. In a lesson&apos;s words, Right, Page Down and Space go on, Left, Page Up and Backspace go back, and digits choose answers.</source>
        <translation>在表格中输入的字母会进入过滤器；回车返回。在表格中，Ctrl+回车按当前单元格过滤，Ctrl+Shift+回车排除它，Alt+回车以“并且”添加，Alt+Shift+回车以“或者”添加。在过滤器中，F1 显示写法。在概览中，方向键移动和缩放时间段，Esc 清除。在表格中，+ 和 - 缩放时间轨道，Shift+左键和 Shift+右键移动它，Backspace 显示全部；左键、右键和回车折叠分组。在课程中，右键、Page Down 和空格前进，左键、Page Up 和 Backspace 后退，数字键选择答案。</translation>
    </message>
    <message>
        <source>Show selected connections &amp;side by side</source>
        <translation>并排显示选中的连接(&amp;S)</translation>
    </message>
    <message>
        <source>Add a capture of the other e&amp;nd…</source>
        <translation>添加另一端的捕获文件(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Print the diagram…</source>
        <translation>打印时序图(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Pause the window</source>
        <translation>暂停画面(&amp;P)</translation>
    </message>
</context>
<context>
    <name>synscope::ui::MainWindow</name>
    <message>
        <source>Standard input</source>
        <translation>标准输入</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <translation>过滤器：%1</translation>
    </message>
    <message>
        <source>Waiting for the first packets of %1…</source>
        <translation>正在等待 %1 的第一批分组…</translation>
    </message>
    <message>
        <source>%1 – synscope</source>
        <translation>%1 – synscope</translation>
    </message>
    <message>
        <source>Open the capture there, with this connection as display filter</source>
        <translation>在那里打开这个抓包，并以这条连接作为显示过滤器</translation>
    </message>
    <message>
        <source>%1 could not be started.</source>
        <translation>无法启动 %1。</translation>
    </message>
    <message>
        <source>Captures (*.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz *.pcap.zst *.pcapng.zst *.pcap.lz4 *.pcapng.lz4);;All files (*)</source>
        <translation>抓包文件 (*.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz *.pcap.zst *.pcapng.zst *.pcap.lz4 *.pcapng.lz4);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>⚠ The diagram was not copied: %1</source>
        <translation>⚠ 时序图没有复制：%1</translation>
    </message>
    <message>
        <source>Starting to capture…</source>
        <translation>正在开始抓包…</translation>
    </message>
    <message>
        <source>Recovered: %1. Save it, or it is deleted when you close it.</source>
        <translation>已恢复：%1。请保存，否则关闭时会被删除。</translation>
    </message>
    <message>
        <source>Discard a capture</source>
        <translation>丢弃抓包</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>删除 %1？</translation>
    </message>
    <message>
        <source>They cannot be brought back.</source>
        <translation>删除后无法恢复。</translation>
    </message>
    <message>
        <source>The capture reached its limit of %1 and was stopped. Save it, or start anew with a higher limit.</source>
        <translation>抓包达到了 %1 的上限，已经停止。请保存，或者提高上限重新开始。</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>保存抓包</translation>
    </message>
    <message>
        <source>pcapng (*.pcapng)</source>
        <translation>pcapng (*.pcapng)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Saving %1…</source>
        <translation>正在保存 %1…</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>Unsaved packets</source>
        <translation>未保存的分组</translation>
    </message>
    <message>
        <source>%1 captured packets are not saved.</source>
        <translation>抓到的 %1 个分组还没有保存。</translation>
    </message>
    <message>
        <source>They are lost unless you save them.</source>
        <translation>不保存就会丢失。</translation>
    </message>
    <message>
        <source>⚠ The lesson&apos;s steps cannot be shown: %1</source>
        <translation>⚠ 无法显示课程的步骤：%1</translation>
    </message>
    <message>
        <source>The packets appear here, step by step</source>
        <translation>分组会一步一步地出现在这里</translation>
    </message>
    <message>
        <source>Sockets of this machine – synscope</source>
        <translation>本机的套接字 – synscope</translation>
    </message>
    <message>
        <source>synscope speaks the other language once it is started again.</source>
        <translation>重新启动 synscope 之后，界面语言就会切换。</translation>
    </message>
    <message>
        <source>Select several connections in the table: with Shift, Ctrl, or both</source>
        <translation>请在表格中选中多个连接：用 Shift、Ctrl 或两者一起</translation>
    </message>
    <message>
        <source>Connections are joined with those in %1: arrows show the time that segments travelled.</source>
        <translation>连接已与 %1 中的连接对齐：箭头显示报文段在途中的时间。</translation>
    </message>
    <message>
        <source>Open a capture of the other end</source>
        <translation>打开另一端的捕获文件</translation>
    </message>
    <message>
        <source>Wireshark opens one file at a time, and this capture lies in several.</source>
        <translation>Wireshark 一次只打开一个文件，而这个抓包分在几个文件里。</translation>
    </message>
    <message>
        <source>Open a capture, or several as one</source>
        <translation>打开抓包文件，可以把几个合成一个</translation>
    </message>
    <message>
        <source>Looking for the first packet of each file…</source>
        <translation>正在读取每个文件的第一个分组…</translation>
    </message>
    <message>
        <source>⚠ Files of the set are missing: %1. What they held is not shown.</source>
        <translation>⚠ 这一组缺少文件：%1。其中的内容没有显示。</translation>
    </message>
    <message>
        <source>%1 belongs to a rotated set.</source>
        <translation>%1 属于轮转的一组文件。</translation>
    </message>
    <message numerus="yes">
        <source>Open all %n files of the set</source>
        <translation>
            <numerusform>打开这一组全部 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 packets captured since the last save are not saved.</source>
        <translation>上次保存之后抓到的 %1 个分组尚未保存。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ The capture is damaged or cut short: reading stopped at byte %1, packet %2 (%3). Everything before it is shown.</source>
        <translation>⚠ 抓包已损坏或被截断：读到第 %1 字节、第 %2 个分组处停止（%3）。在此之前的全部显示。</translation>
    </message>
    <message>
        <source>⚠ %1 is damaged or cut short: reading it stopped at its byte %2, packet %3 (%4). Everything before it, and the other files, are shown.</source>
        <translation>⚠ %1 已损坏或被截断：读到它的第 %2 字节、第 %3 个分组处停止（%4）。在此之前的和其他文件都显示。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::OverviewStrip</name>
    <message>
        <source>Connections by state over time</source>
        <translation>各状态的连接数随时间的变化</translation>
    </message>
    <message>
        <source>Drag to filter by time; arrow keys move the stretch, Escape clears it</source>
        <translation>拖动可按时间过滤；方向键移动时间段，Esc 清除</translation>
    </message>
    <message>
        <source>Connections by state</source>
        <translation>各状态的连接数</translation>
    </message>
    <message>
        <source>CLOSE_WAIT %1 at the end, the oldest since %2 UTC</source>
        <translation>结束时 CLOSE_WAIT %1，最早的始于 %2 UTC</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>正在建立</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>正在关闭</translation>
    </message>
    <message>
        <source>Only connections that are alive in this time are listed. Click to list all (Escape)</source>
        <translation>只列出这段时间内存活的连接。单击列出全部（Esc）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Show all of the time (Backspace in the table)</source>
        <translation>显示全部时间（在表格中按 Backspace）</translation>
    </message>
    <message>
        <source>alive %1 – %2 ✕</source>
        <translation>存活于 %1 – %2 ✕</translation>
    </message>
    <message>
        <source>Remove the filter by time, %1 to %2</source>
        <translation>去掉时间过滤，%1 到 %2</translation>
    </message>
    <message>
        <source>CLOSE_WAIT %1, since %2 UTC</source>
        <translation>CLOSE_WAIT %1，始于 %2 UTC</translation>
    </message>
</context>
<context>
    <name>synscope::ui::OwedByAgeChart</name>
    <message>
        <source>Closes owed by age</source>
        <translation>待关闭的连接按等待时间</translation>
    </message>
    <message>
        <source>Owed for</source>
        <translation>已等</translation>
    </message>
</context>
<context>
    <name>synscope::ui::OwedClosesModel</name>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Last sent</source>
        <translation>最后发送</translation>
    </message>
    <message>
        <source>Last received</source>
        <translation>最后接收</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Who closed</source>
        <translation>谁先关闭</translation>
    </message>
    <message>
        <source>Of who owes the close; with a question mark: the packets do not decide</source>
        <translation>该关闭的一方的状态；带问号表示分组不能断定</translation>
    </message>
    <message>
        <source>How long the close has been owed, as hours:minutes:seconds</source>
        <translation>等待关闭已有多久（时:分:秒）</translation>
    </message>
    <message>
        <source>When data of who owes the close was last seen (UTC)</source>
        <translation>最后一次看到该关闭的一方的数据的时刻（UTC）</translation>
    </message>
    <message>
        <source>When data of the peer was last seen (UTC)</source>
        <translation>最后一次看到对端数据的时刻（UTC）</translation>
    </message>
    <message>
        <source>Data of who owes the close</source>
        <translation>该关闭的一方的数据</translation>
    </message>
    <message>
        <source>Data of the peer</source>
        <translation>对端的数据</translation>
    </message>
    <message>
        <source>Why the close is owed, as packets and the kernel&apos;s socket table tell</source>
        <translation>分组和内核套接字表显示的未关闭的原因</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>The receive queue: bytes that the program has not read, and 1 for an end it has not seen</source>
        <translation>接收队列：程序还没有读的字节，未读到的结尾算 1</translation>
    </message>
    <message>
        <source>The send queue: bytes that the peer has not acknowledged</source>
        <translation>发送队列：对端还没有确认的字节</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>未送达</translation>
    </message>
</context>
<context>
    <name>synscope::ui::OwedOverTimeChart</name>
    <message>
        <source>Closes owed over time</source>
        <translation>待关闭的连接随时间的变化</translation>
    </message>
    <message>
        <source>From %1 to %2, at most %3</source>
        <translation>从 %1 到 %2，最多 %3</translation>
    </message>
    <message>
        <source>Owed over time</source>
        <translation>待关闭数随时间</translation>
    </message>
    <message>
        <source>Too short a time to count over.</source>
        <translation>时间太短，无法统计。</translation>
    </message>
    <message>
        <source>%1: %2 owed</source>
        <translation>%1：%2 条待关闭</translation>
    </message>
</context>
<context>
    <name>synscope::ui::PortsPage</name>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>TIME_WAIT</source>
        <translation>TIME_WAIT</translation>
    </message>
    <message>
        <source>who closed first stays for 2 MSL, to answer if FIN comes again</source>
        <translation>先关闭的一方停留 2 MSL，以便 FIN 再来时能够应答</translation>
    </message>
    <message>
        <source>Local ports</source>
        <translation>本地端口</translation>
    </message>
    <message>
        <source>towards one server, each connection of a client needs a port of its own</source>
        <translation>对同一个服务器，客户端的每条连接都要占用一个端口</translation>
    </message>
    <message>
        <source>SYN and accept queues</source>
        <translation>半连接队列与全连接队列</translation>
    </message>
    <message>
        <source>a listener keeps who is opening, then who waits for accept()</source>
        <translation>监听者先记下正在建立的连接，再记下等待 accept() 的连接</translation>
    </message>
    <message>
        <source>Accept queues</source>
        <translation>全连接队列</translation>
    </message>
    <message>
        <source>open connections that wait for the program, as the kernel tells them</source>
        <translation>已建立、等待程序取走的连接，由内核得知</translation>
    </message>
    <message>
        <source>Under way over time</source>
        <translation>进行中的数目随时间</translation>
    </message>
    <message>
        <source>Who is in TIME_WAIT</source>
        <translation>谁处于 TIME_WAIT</translation>
    </message>
    <message>
        <source>TIME_WAIT that ends next</source>
        <translation>接下来结束的 TIME_WAIT</translation>
    </message>
    <message>
        <source>Local ports in use</source>
        <translation>占用的本地端口</translation>
    </message>
    <message>
        <source>Openings by listener</source>
        <translation>各监听者正在建立的连接</translation>
    </message>
    <message>
        <source>Accept queues of this machine</source>
        <translation>本机的全连接队列</translation>
    </message>
    <message>
        <source>This capture holds no TCP connection, so no port and no queue is in use.</source>
        <translation>这个抓包里没有 TCP 连接，所以没有端口和队列被占用。</translation>
    </message>
    <message>
        <source>Counting ports and queues…</source>
        <translation>正在统计端口和队列…</translation>
    </message>
</context>
<context>
    <name>synscope::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>What is told of a capture</source>
        <translation>对抓包的判断</translation>
    </message>
    <message>
        <source>They apply at once to what is open, to its findings, its leaks and the filter.</source>
        <translation>立即用于已打开的抓包：它的发现、泄漏和过滤器。</translation>
    </message>
    <message>
        <source>Segments of a connection</source>
        <translation>连接的报文段</translation>
    </message>
    <message>
        <source>Relative to the initial number</source>
        <translation>相对于初始序号</translation>
    </message>
    <message>
        <source>As on the wire</source>
        <translation>线路上的原值</translation>
    </message>
    <message>
        <source>&amp;Times in the table</source>
        <translation>表格中的时间(&amp;T)</translation>
    </message>
    <message>
        <source>Sequence &amp;numbers</source>
        <translation>序号(&amp;N)</translation>
    </message>
</context>
<context>
    <name>synscope::ui::PrintPreview</name>
    <message>
        <source>&amp;Whole page</source>
        <translation>整页(&amp;W)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Page set&amp;up…</source>
        <translation>页面设置(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>打印(&amp;P)…</translation>
    </message>
    <message>
        <source>Print preview</source>
        <translation>打印预览</translation>
    </message>
    <message>
        <source>The page before</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>The next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Counting pages…</source>
        <translation>正在计算页数…</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>正在打印…</translation>
    </message>
    <message>
        <source>Stopped: what was drawn by then may still come out</source>
        <translation>已停止：此前已绘制的内容仍可能打印出来</translation>
    </message>
    <message>
        <source>All pages are with the printer</source>
        <translation>所有页面已交给打印机</translation>
    </message>
    <message>
        <source>of …</source>
        <translation>/ …</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::RecentFiles</name>
    <message>
        <source>%1 and its set</source>
        <translation>%1 及其一组</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 等，另有 %2 个</translation>
    </message>
</context>
<context>
    <name>synscope::ui::RecoveryBar</name>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>丢弃(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>以后再说(&amp;L)</translation>
    </message>
    <message>
        <source>Captures to recover</source>
        <translation>可恢复的抓包</translation>
    </message>
    <message>
        <source>Open it: it can then be saved</source>
        <translation>打开它，然后可以保存</translation>
    </message>
    <message>
        <source>Delete it for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Keep it and ask again at the next start</source>
        <translation>留着，下次启动时再问</translation>
    </message>
    <message>
        <source>⚠ synscope ended without saving %1.</source>
        <translation>⚠ synscope 上次结束时没有保存 %1。</translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one.</source>
        <translation>
            <numerusform>之后还有 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>1 packet</source>
        <translation>1 个分组</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 个分组</translation>
    </message>
    <message>
        <source>%1 captured from %2 UTC on</source>
        <translation>自 %2 UTC 起抓到的 %1</translation>
    </message>
    <message>
        <source>%1 captured on %2 from %3 UTC on</source>
        <translation>自 %3 UTC 起在 %2 上抓到的 %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::ReportDialog</name>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Anonymise: stand-ins for all addresses, and no payloads</source>
        <translation>匿名化：替换所有地址，并去掉载荷(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>打开文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>生成(&amp;C)</translation>
    </message>
    <message>
        <source>Issue report</source>
        <translation>问题报告</translation>
    </message>
    <message>
        <source>Ports, sequence numbers and times stay: they are the evidence</source>
        <translation>端口、序号和时间会保留：它们就是证据</translation>
    </message>
    <message>
        <source>Folder to make</source>
        <translation>要生成的文件夹</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>It makes a folder for a bug ticket: the evidence as text, sequence diagrams, and a capture of just these connections.</source>
        <translation>生成一个可附在缺陷单上的文件夹：文字证据、时序图，以及只含这些连接的抓包。</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>正在写报告…</translation>
    </message>
    <message>
        <source>Done: %1 connections with %2 packets are in %3.</source>
        <translation>完成：%1 条连接、%2 个分组已写入 %3。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::RowsPanel</name>
    <message>
        <source>Show in the table</source>
        <translation>在表格中显示</translation>
    </message>
</context>
<context>
    <name>synscope::ui::SavedFilter</name>
    <message>
        <source>CLOSE_WAIT leaks</source>
        <translation>CLOSE_WAIT 泄漏</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>Retransmissions</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Unanswered</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>Warnings and problems</source>
        <translation>警告和问题</translation>
    </message>
</context>
<context>
    <name>synscope::ui::SectionRows</name>
    <message>
        <source>1 connection</source>
        <translation>1 条连接</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 条连接</translation>
    </message>
    <message>
        <source>CLOSE_WAIT %1</source>
        <translation>CLOSE_WAIT %1</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>process</source>
        <translation>进程</translation>
    </message>
</context>
<context>
    <name>synscope::ui::SocketGroupsModel</name>
    <message>
        <source>Owes the close</source>
        <translation>该关闭的一方</translation>
    </message>
    <message>
        <source>The listener, or the client and its server where the client owes</source>
        <translation>监听者；该由客户端关闭时，是客户端和它的服务器</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>The program that holds the sockets, and its number</source>
        <translation>持有这些套接字的程序及其进程号</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Whose sockets these are</source>
        <translation>这些套接字属于谁</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>待关闭</translation>
    </message>
    <message>
        <source>Sockets in CLOSE_WAIT now, and descriptors left over</source>
        <translation>现在处于 CLOSE_WAIT 的套接字，以及空留的描述符</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>增长</translation>
    </message>
    <message>
        <source>Closes owed more a minute: the straight line through the counts of the readings</source>
        <translation>每分钟增加的待关闭数：对各次读数拟合的直线</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最久</translation>
    </message>
    <message>
        <source>How long the oldest has been owed, as hours:minutes:seconds; ≥: it was there before</source>
        <translation>最久的一个已等了多久（时:分:秒）；≥ 表示开始观察之前就在</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why most of them are owed, as far as the kernel tells</source>
        <translation>内核所知的、其中多数未关闭的原因</translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation>描述符</translation>
    </message>
    <message>
        <source>How many the process has open of how many it may, or when they run out at this rate</source>
        <translation>进程已打开的与允许的描述符数，或照此速度何时用尽</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Leaks that ended while synscope watched</source>
        <translation>synscope 观察期间结束的泄漏</translation>
    </message>
    <message>
        <source>%1 (client)</source>
        <translation>%1（客户端）</translation>
    </message>
</context>
<context>
    <name>synscope::ui::SocketLeaksModel</name>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>Who closed</source>
        <translation>谁先关闭</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Of this machine&apos;s end</source>
        <translation>本机这一端的</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>How long the close has been owed, as hours:minutes:seconds; ≥: it was there before</source>
        <translation>等待关闭已有多久（时:分:秒）；≥ 表示开始观察之前就在</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>The receive queue: bytes that the program has not read, and 1 for an end it has not seen</source>
        <translation>接收队列：程序还没有读的字节，未读到的结尾算 1</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>The send queue: bytes that the peer has not acknowledged</source>
        <translation>发送队列：对端还没有确认的字节</translation>
    </message>
    <message>
        <source>Last sent</source>
        <translation>最后发送</translation>
    </message>
    <message>
        <source>When this machine last sent data (UTC)</source>
        <translation>本机最后一次发送数据的时刻（UTC）</translation>
    </message>
    <message>
        <source>Last received</source>
        <translation>最后接收</translation>
    </message>
    <message>
        <source>When data of the peer last came (UTC)</source>
        <translation>最后一次收到对端数据的时刻（UTC）</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why the close is owed, as far as the kernel tells</source>
        <translation>内核所知的、未关闭的原因</translation>
    </message>
    <message>
        <source>descriptor %1</source>
        <translation>描述符 %1</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已消失</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>直到 %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::SocketsModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Of this machine&apos;s end</source>
        <translation>本机这一端的</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>This machine&apos;s address and port</source>
        <translation>本机的地址和端口</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>The other end&apos;s address and port</source>
        <translation>另一端的地址和端口</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>The oldest program that holds the socket, and its number; + how many more do</source>
        <translation>持有该套接字的最老的程序及其进程号；+ 另有几个也持有</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Whose socket it is</source>
        <translation>该套接字属于谁</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>The receive queue: bytes not read; of a listener, connections that wait to be accepted</source>
        <translation>接收队列：未读的字节；对监听者是等待 accept() 的连接</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>The send queue: bytes not acknowledged; of a listener, how many connections may wait</source>
        <translation>发送队列：未确认的字节；对监听者是最多可等待的连接数</translation>
    </message>
    <message>
        <source>Last sent</source>
        <translation>最后发送</translation>
    </message>
    <message>
        <source>When this machine last sent data (UTC)</source>
        <translation>本机最后一次发送数据的时刻（UTC）</translation>
    </message>
    <message>
        <source>Last received</source>
        <translation>最后接收</translation>
    </message>
    <message>
        <source>When data of the peer last came (UTC)</source>
        <translation>最后一次收到对端数据的时刻（UTC）</translation>
    </message>
    <message>
        <source>Packets say</source>
        <translation>分组所示</translation>
    </message>
    <message>
        <source>The state that the captured packets show of this end, and the connection&apos;s number</source>
        <translation>抓到的分组显示的这一端的状态，以及连接编号</translation>
    </message>
    <message>
        <source>none yet: from the socket table</source>
        <translation>还没有：来自套接字表</translation>
    </message>
    <message>
        <source>%1, connection %2</source>
        <translation>%1，连接 %2</translation>
    </message>
</context>
<context>
    <name>synscope::ui::SocketsView</name>
    <message>
        <source>words that rows must have: close_wait :8080 orders-api</source>
        <translation>行中须含的词：close_wait :8080 orders-api</translation>
    </message>
    <message>
        <source>Filter the sockets</source>
        <translation>过滤套接字</translation>
    </message>
    <message>
        <source>Sockets of this machine</source>
        <translation>本机的套接字</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>%1 of %2 sockets</source>
        <translation>%1 / %2 个套接字</translation>
    </message>
</context>
<context>
    <name>synscope::ui::Sparkline</name>
    <message>
        <source>At most %1, %2 at the end</source>
        <translation>最多 %1，结束时 %2</translation>
    </message>
    <message>
        <source>≤ %1</source>
        <translation>≤ %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::StepCard</name>
    <message>
        <source>Who knows it now</source>
        <translation>现在谁知道</translation>
    </message>
    <message>
        <source>✓ yes</source>
        <translation>✓ 知道</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>还不知道</translation>
    </message>
    <message>
        <source>What was agreed</source>
        <translation>商定的内容</translation>
    </message>
    <message>
        <source>packet %1</source>
        <translation>分组 %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::StepsView</name>
    <message>
        <source>The connection explained step by step</source>
        <translation>逐步讲解这条连接</translation>
    </message>
</context>
<context>
    <name>synscope::ui::Threshold</name>
    <message>
        <source>A close owed is a &amp;leak after</source>
        <translation>该关未关算作泄漏，超过(&amp;L)</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>CLOSE_WAIT for so long, without data of the side that owes the close</source>
        <translation>CLOSE_WAIT 持续这么久，且该关闭的一方没有发送数据</translation>
    </message>
    <message>
        <source>The number of leaks &amp;grows from</source>
        <translation>泄漏数算作在增长，起于(&amp;G)</translation>
    </message>
    <message>
        <source> more</source>
        <translation> 条以上</translation>
    </message>
    <message>
        <source>Over the capture, by the line that fits the counts best</source>
        <translation>整个抓包期间，按最佳拟合直线</translation>
    </message>
    <message>
        <source>A &amp;half-close is in use from</source>
        <translation>半关闭算作使用中，起于(&amp;H)</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Data that follows the peer&apos;s FIN by less was only on its way</source>
        <translation>对端 FIN 之后更短时间内到来的数据只是还在途中</translation>
    </message>
    <message>
        <source>A &amp;pool of a client has at most</source>
        <translation>客户端的连接池最多有(&amp;P)</translation>
    </message>
    <message>
        <source> connections</source>
        <translation> 条连接</translation>
    </message>
    <message>
        <source>To one server; who leaves more open keeps no pool, and leaks them</source>
        <translation>到一个服务器；留着更多的就不是连接池，而是泄漏</translation>
    </message>
    <message>
        <source>&amp;FIN_WAIT_2 without a program ends after</source>
        <translation>没有程序的 FIN_WAIT_2 结束于(&amp;F)</translation>
    </message>
    <message>
        <source>tcp_fin_timeout of the hosts captured: data that arrives later came too late</source>
        <translation>被抓主机的 tcp_fin_timeout：更晚到来的数据就太迟了</translation>
    </message>
    <message>
        <source>A &amp;SYN flood has at least</source>
        <translation>SYN 洪泛至少有(&amp;S)</translation>
    </message>
    <message>
        <source> openings</source>
        <translation> 次连接请求</translation>
    </message>
    <message>
        <source>At one listener, that never came about</source>
        <translation>针对一个监听者、始终没有建立的</translation>
    </message>
    <message>
        <source>Its openings are counted &amp;within</source>
        <translation>其请求的统计时间(&amp;W)</translation>
    </message>
    <message>
        <source>The stretch of time in which they are counted</source>
        <translation>统计它们的时间段</translation>
    </message>
</context>
<context>
    <name>synscope::ui::TopBar</name>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Capture…</source>
        <translation>抓包…</translation>
    </message>
    <message>
        <source>■ Stop</source>
        <translation>■ 停止</translation>
    </message>
    <message>
        <source>Export ▾</source>
        <translation>导出 ▾</translation>
    </message>
    <message>
        <source>Open a capture file</source>
        <translation>打开抓包文件</translation>
    </message>
    <message>
        <source>Capture live from this machine&apos;s interfaces</source>
        <translation>从本机的接口实时抓包</translation>
    </message>
    <message>
        <source>Stop reading; what was read stays</source>
        <translation>停止读取；已读的保留</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>停止读取</translation>
    </message>
    <message>
        <source>Where every packet went</source>
        <translation>每个分组的去向</translation>
    </message>
    <message>
        <source>%1 packets, %2 of %3</source>
        <translation>%1 个分组，%2 / %3</translation>
    </message>
    <message>
        <source>%1 packets, %2 read</source>
        <translation>%1 个分组，已读 %2</translation>
    </message>
    <message>
        <source>stopped; %1</source>
        <translation>已停止；%1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::TroublePanel</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Why capturing is not possible</source>
        <translation>为什么不能抓包</translation>
    </message>
    <message>
        <source>The command that mends it</source>
        <translation>解决问题的命令</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Without that right: &lt;b&gt;ssh host tcpdump -U -w - | synscope -&lt;/b&gt; shows what another machine captures; and the kernel&apos;s table of sockets, which anybody may read, tells which program of this one owes which peers a close.</source>
        <translation>没有这个权限时：&lt;b&gt;ssh host tcpdump -U -w - | synscope -&lt;/b&gt; 可以显示另一台机器抓到的分组；内核的套接字表人人可读，从中能看出本机哪个程序该关未关、对端是谁。</translation>
    </message>
    <message>
        <source>%1. This command mends it:</source>
        <translation>%1。用这条命令解决：</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Attach to this &amp;machine&apos;s sockets</source>
        <translation>观察本机的套接字(&amp;M)</translation>
    </message>
</context>
<context>
    <name>synscope::ui::WelcomePage</name>
    <message>
        <source>See TCP connections open, talk and close</source>
        <translation>看 TCP 连接如何建立、通信和关闭</translation>
    </message>
    <message>
        <source>Captures</source>
        <translation>抓包</translation>
    </message>
    <message>
        <source>Open a capture…</source>
        <translation>打开抓包文件…</translation>
    </message>
    <message>
        <source>pcap or pcapng, plain or compressed. Dropping a file here opens it, too.</source>
        <translation>pcap 或 pcapng，可以是压缩的。把文件拖到这里也能打开。</translation>
    </message>
    <message>
        <source>This machine&apos;s network</source>
        <translation>本机的网络</translation>
    </message>
    <message>
        <source>Capture…</source>
        <translation>抓包…</translation>
    </message>
    <message>
        <source>Follow connections live, from one interface or several.</source>
        <translation>从一个或多个接口实时跟踪连接。</translation>
    </message>
    <message>
        <source>This machine&apos;s sockets</source>
        <translation>本机的套接字</translation>
    </message>
    <message>
        <source>Attach to this machine&apos;s sockets</source>
        <translation>观察本机的套接字</translation>
    </message>
    <message>
        <source>Which program owes which peers a close(), now, out of the kernel&apos;s socket table. Needs no capture and no privilege.</source>
        <translation>从内核的套接字表看出此刻哪个程序欠着哪些对端的 close()。不需要抓包，也不需要特权。</translation>
    </message>
    <message>
        <source>No interface is up.</source>
        <translation>没有已启用的接口。</translation>
    </message>
    <message>
        <source>The captures that you open are listed here.</source>
        <translation>打开过的抓包会列在这里。</translation>
    </message>
    <message>
        <source>%1 could not be opened</source>
        <translation>无法打开 %1</translation>
    </message>
</context>
<context>
    <name>synscope::ui::Wireshark</name>
    <message>
        <source>Wireshark is not installed on this machine.</source>
        <translation>本机没有安装 Wireshark。</translation>
    </message>
    <message>
        <source>This capture is no file that another program could open: save it first.</source>
        <translation>这个抓包不是其他程序能打开的文件：请先保存。</translation>
    </message>
</context>
<context>
    <name>synscope::ui::Workspace</name>
    <message>
        <source>Drag to move the panel; a double click gives it a window of its own</source>
        <translation>拖动可移动面板；双击使它成为独立窗口</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
</context>
</TS>
