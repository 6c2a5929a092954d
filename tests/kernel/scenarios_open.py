# SPDX-License-Identifier: Apache-2.0
"""How connections open, and fail to."""

import contextlib
import socket

from bed import ANSWER, PORT, REQUEST, Scenario
from compare import Allowance
from frame import ACK, RST, SYN
from wire import LOST_BEHIND_THE_MIDDLE

TCP_DEFER_ACCEPT, TCP_FASTOPEN, MSG_FASTOPEN = 9, 23, 0x20000000


def is_syn(frame):
    return frame.has(SYN) and not frame.has(ACK)


def is_syn_ack(frame):
    return frame.has(SYN | ACK)


def is_handshakes_ack(frame):
    return frame.from_client and frame.flags == ACK


def use_and_close(bed, client, server):
    bed.ask(client, server)
    bed.close_four_way(client, server)


def open_and_close(bed):
    use_and_close(bed, *bed.connect())


def open_and_close_ipv6(bed):
    use_and_close(bed, *bed.connect(bed.listen(address=bed.server6), address=bed.client6))


def open_without_timestamps(bed):
    bed.set(tcp_timestamps=0)
    use_and_close(bed, *bed.connect())


def open_cut_by_snap_length(bed):
    use_and_close(bed, *bed.connect())


def refused(bed):
    port = bed.port()
    for _ in range(2):
        one = bed.client_socket(port)
        with contextlib.suppress(ConnectionRefusedError):
            one.connect((bed.server, PORT))
            raise RuntimeError("somebody listens")
        one.close()


def unanswered(bed):
    bed.set(tcp_syn_retries=1)
    bed.listen()
    bed.lose(is_syn, 100)
    client = bed.start(bed.client_socket(), (bed.server, PORT))
    bed.passed(is_syn, arrived=False, count=2)
    client.reaches("CLOSED")


def syn_lost(bed):
    bed.lose(is_syn)
    use_and_close(bed, *bed.connect())


def syn_lost_behind_the_middle(bed):
    bed.lose(is_syn, 1, [LOST_BEHIND_THE_MIDDLE])
    use_and_close(bed, *bed.connect())


def syn_ack_lost(bed):
    bed.lose(is_syn_ack)
    use_and_close(bed, *bed.connect())


def handshakes_ack_lost(bed):
    """The request completes the handshake."""
    bed.lose(is_handshakes_ack)
    listener = bed.listen()
    one = bed.client_socket()
    one.connect((bed.server, PORT))
    client = bed.client_end(one, (bed.server, PORT))
    client.send(REQUEST)
    server = bed.accept(listener)
    server.receive(len(REQUEST))
    server.send(ANSWER)
    client.receive(len(ANSWER))
    bed.close_four_way(client, server)


def fin_completes_handshake(bed):
    """The handshake's last ACK is lost, and the FIN carries the next."""
    bed.lose(is_handshakes_ack)
    listener = bed.listen()
    one = bed.client_socket()
    one.connect((bed.server, PORT))
    client = bed.client_end(one, (bed.server, PORT))
    client.close()
    server = bed.accept(listener)
    server.receive_end()
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def listener_closed(bed):
    """Nobody accepted the connection when the listener closes: it is reset."""
    listener = bed.listen()
    client = bed.start(bed.client_socket(), (bed.server, PORT))
    client.reaches("ESTABLISHED")
    bed.passed(is_handshakes_ack)
    bed.settle()
    listener.close()
    client.reaches("CLOSED")


def connect_given_up(bed):
    """The program closes while the handshake is under way: the answer finds nobody and is reset."""
    bed.listen()
    client = bed.start(bed.client_socket(), (bed.server, PORT))
    bed.passed(is_syn, arrived=False)
    client.close()
    bed.passed(lambda frame: frame.has(RST))


def accept_queue_overflow(bed):
    """Two wait to be accepted, there is room for one more, two come at once: the server drops the last
    ACK of one and sends it SYN+ACK again."""
    listener = bed.listen(backlog=2)
    target = listener.getsockname()
    ends = []
    for together in (1, 1, 2):
        ends += [bed.start(bed.client_socket(), target) for _ in range(together)]
        bed.passed(is_handshakes_ack, count=len(ends))
    bed.passed(is_syn_ack, arrived=False, count=5)
    servers = [bed.accept(listener) for _ in ends]
    for server in servers:
        client = next(end for end in ends if end.endpoint[1] == server.endpoint[2])
        use_and_close(bed, client, server)


def accept_deferred(bed):
    """The listener would rather have data before it accepts: the last ACK leaves the server in SYN_RECEIVED
    until a second one answers the repeated SYN+ACK."""
    listener = bed.listen()
    listener.setsockopt(socket.IPPROTO_TCP, TCP_DEFER_ACCEPT, 1)
    client = bed.start(bed.client_socket(), (bed.server, PORT))
    client.reaches("ESTABLISHED")
    bed.passed(is_syn_ack, count=2)
    server = bed.accept(listener)
    use_and_close(bed, client, server)


def simultaneous_open(bed):
    port = bed.port()
    one = bed.client_socket(port)
    other = bed.server_socket(PORT)
    client = bed.start(one, (bed.server, PORT))
    server = bed.start(other, (bed.client, port), "server")
    client.reaches("ESTABLISHED")
    server.reaches("ESTABLISHED")
    use_and_close(bed, client, server)


def syn_cookies(bed):
    bed.set(tcp_syncookies=2)
    use_and_close(bed, *bed.connect())


def fast_open(bed):
    """The first connection fetches the cookie, the second carries its request in the SYN."""
    bed.set(tcp_fastopen=3)
    listener = bed.listen()
    listener.setsockopt(socket.IPPROTO_TCP, TCP_FASTOPEN, 16)
    for _ in range(2):
        one = bed.client_socket()
        one.settimeout(None)
        one.sendto(REQUEST, MSG_FASTOPEN, (bed.server, PORT))
        client, server = bed.client_end(one, (bed.server, PORT)), bed.accept(listener)
        server.receive(len(REQUEST))
        server.send(ANSWER)
        client.receive(len(ANSWER))
        bed.close_four_way(client, server)
    if not any(is_syn(frame) and frame.payload for frame, _ in bed.seen):
        raise RuntimeError("no SYN carried data")


SCENARIOS = [
    Scenario(open_and_close, "handshake, request and answer, four-segment close"),
    Scenario(open_and_close_ipv6, "the same over IPv6"),
    Scenario(open_without_timestamps, "the same without timestamps"),
    Scenario(open_cut_by_snap_length, "the same with packets cut behind the TCP header", snap_length=66),
    Scenario(refused, "nobody listens, twice from the same port"),
    Scenario(unanswered, "every SYN is lost until the kernel gives up"),
    Scenario(syn_lost, "the first SYN is lost"),
    Scenario(syn_lost_behind_the_middle, "the first SYN is lost after the middle saw it"),
    Scenario(syn_ack_lost, "the first SYN+ACK is lost"),
    Scenario(handshakes_ack_lost, "the handshake's last ACK is lost, data completes it"),
    Scenario(fin_completes_handshake, "the handshake's last ACK is lost, the FIN completes it"),
    Scenario(listener_closed, "the listener closes before it accepted"),
    Scenario(connect_given_up, "closed in SYN_SENT"),
    Scenario(accept_queue_overflow, "the server drops the last ACK as its accept queue is full"),
    Scenario(accept_deferred, "the server ignores the last ACK for a second"),
    Scenario(simultaneous_open, "both ends connect, the SYNs cross"),
    Scenario(syn_cookies, "the server keeps no state until the last ACK",
             (Allowance(("client", "middle", "server"), "server .* (missing|extra) LISTEN>SYN_RECEIVED",
                        "the kernel makes the step at the last ACK, to be seen it is from the SYN+ACK on"),)),
    Scenario(fast_open, "data in the SYN"),
]
