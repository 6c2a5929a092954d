# SPDX-License-Identifier: Apache-2.0
"""Ports used again, segments that come late or are forged, ends that are gone, windows that close."""

import errno
import socket

from bed import ANSWER, REQUEST, Scenario
from compare import Allowance
from frame import ACK, FIN, RST, SYN
from scenarios_close import used
from wire import DELAY

EVERYWHERE = ("client", "middle", "server")
TCP_KEEPIDLE, TCP_KEEPINTVL = 4, 5


def is_syn(frame):
    return frame.flags & (SYN | ACK) == SYN


def is_bare_ack(frame):
    return frame.flags == ACK and not frame.payload


def reuse_of_time_wait(bed):
    """The server closed first and waits; the client takes the same port again."""
    listener, port = bed.listen(), bed.port()
    for _ in range(2):
        client, server = bed.connect(listener, port)
        bed.ask(client, server)
        bed.close_four_way(server, client)


def reuse_of_time_wait_without_timestamps(bed):
    bed.set(tcp_timestamps=0)
    reuse_of_time_wait(bed)


def reuse_after_reset(bed):
    listener, port = bed.listen(), bed.port()
    for _ in range(2):
        client, server = bed.connect(listener, port)
        bed.ask(client, server)
        client.abort()
        server.reaches("CLOSED")


def reuse_by_the_waiting_end(bed):
    """The client closed first and waits, and takes the port again itself."""
    bed.set(tcp_tw_reuse=1)
    listener, port = bed.listen(), bed.port()
    client, server = bed.connect(listener, port)
    bed.ask(client, server)
    bed.close_four_way(client, server)
    second = bed.client_socket(port)
    bed.wire.wait_for(lambda: connects(second, listener), "the kernel lets the port be used again")
    client = bed.client_end(second, listener.getsockname())
    server = bed.accept(listener)
    bed.ask(client, server)
    bed.close_four_way(client, server)


def connects(one, listener):
    """The kernel wants TIME_WAIT to be a second old."""
    try:
        one.connect(listener.getsockname())
    except OSError as fault:
        if fault.errno != errno.EADDRNOTAVAIL:
            raise
        return False
    return True


def reuse_with_roles_swapped(bed):
    """The client waits, listens on its port, and the server connects from its own."""
    listener, port = bed.listen(), bed.port()
    client, server = bed.connect(listener, port)
    bed.ask(client, server)
    bed.close_four_way(client, server)
    listener.close()
    waiting = bed.client_socket(port)
    waiting.listen(16)
    opener = bed.start(bed.server_socket(server.endpoint[1][1]), waiting.getsockname(), "server")
    opener.reaches("ESTABLISHED")
    one, _ = waiting.accept()
    bed.wire.keep(one)
    accepted = bed.client_end(one, opener.endpoint[1])
    bed.ask(opener, accepted)
    bed.close_four_way(opener, accepted)


def stray_syn(bed):
    """A SYN that nobody sent: the answer finds no socket and is reset."""
    bed.ask(*bed.connect(bed.listen()))
    bed.settle()
    syn = bed.passed(is_syn)
    stray = syn.forged(SYN, syn.seq + 1_000_000, from_port=bed.port())
    bed.wire.inject(stray)
    bed.passed(lambda frame: frame.has(RST) and frame.source == stray.source)


def old_duplicate_syn(bed):
    """RFC 9293, figure 8: an old SYN arrives first, its answer is reset, the new one opens."""
    listener, port = bed.listen(), bed.port()
    bed.ask(*bed.connect(listener))
    bed.settle()
    syn = bed.passed(is_syn)
    old = syn.forged(SYN, syn.seq - 1_000_000, from_port=port)
    bed.wire.inject(old)
    client, server = bed.connect(listener, port)
    bed.ask(client, server)
    bed.close_four_way(client, server)


def capture_begins_late(bed):
    client, server = used(bed)
    bed.begin_capture()
    bed.ask(client, server)
    bed.close_four_way(client, server)


def stale(bed, matches):
    """The first frame that matches arrives again while the same ports are in use by a second connection."""
    copies = []

    def rule(frame):
        if not copies and matches(frame):
            copies.append(frame)
        return [DELAY]

    bed.wire.rule = rule
    listener, port = bed.listen(), bed.port()
    client, server = bed.connect(listener, port)
    bed.ask(client, server)
    bed.close_four_way(server, client)
    client, server = bed.connect(listener, port)
    bed.ask(client, server)
    bed.settle()
    before = len(bed.seen)
    bed.wire.inject(copies[0])
    bed.wire.wait_for(lambda: len(bed.seen) > before, "the copy")
    bed.settle()
    bed.ask(client, server)
    bed.close_four_way(client, server)


def stale_data(bed):
    stale(bed, lambda frame: frame.from_client and frame.payload)


def stale_fin(bed):
    stale(bed, lambda frame: frame.from_client and frame.has(FIN))


def stale_data_without_timestamps(bed):
    bed.set(tcp_timestamps=0)
    stale_data(bed)


def keep_alive(bed):
    client, server = used(bed)
    for option, value in ((TCP_KEEPIDLE, 1), (TCP_KEEPINTVL, 1)):
        client.socket.setsockopt(socket.IPPROTO_TCP, option, value)
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    before = len(bed.seen)
    bed.wire.wait_for(lambda: len(bed.seen) >= before + 4, "a keep-alive and its answer")
    bed.close_four_way(client, server)


def zero_window(bed):
    """The server does not read until the client has probed its closed window."""
    listener = bed.listen()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client, server = bed.connect(listener)
    client.socket.setblocking(False)
    bed.wire.wait_for(lambda: blocks(client.socket), "a full send buffer")
    before = len(bed.seen)
    bed.wire.wait_for(lambda: any(is_bare_ack(frame) and frame.from_client for frame, _ in bed.seen[before:]),
                      "a probe")
    client.socket.setblocking(True)
    client.half_close()
    server.receive_end()
    server.close()
    client.reaches("TIME_WAIT")


def blocks(one):
    try:
        one.send(bytes(16384))
    except BlockingIOError:
        return True
    return False


def half_open(bed):
    """Both ends were ESTABLISHED; the client is gone and nobody told the server."""
    listener, port = bed.listen(), bed.port()
    client, server = bed.connect(listener, port)
    bed.ask(client, server)
    bed.settle()
    bed.lose(lambda frame: frame.has(RST))
    client.abort()
    bed.settle()
    return listener, port, server


def half_open_found_by_data(bed):
    _, _, server = half_open(bed)
    server.send(ANSWER)
    server.reaches("CLOSED")


def half_open_found_by_syn(bed):
    """RFC 9293, figure 9: the new SYN is answered with an old ACK, which is reset."""
    listener, port, old_server = half_open(bed)
    client, server = bed.connect(listener, port)
    old_server.close()
    bed.ask(client, server)
    bed.close_four_way(client, server)


def forge(bed, make):
    """A segment of the client's that nobody sent; the connection goes on after it."""
    client, server = used(bed)
    last = [frame for frame, arrived in bed.seen if arrived and frame.from_client][-1]
    before = len(bed.seen)
    bed.wire.inject(make(last))
    bed.wire.wait_for(lambda: len(bed.seen) > before, "the forged segment")
    bed.settle()
    bed.ask(client, server)
    bed.close_four_way(client, server)


def reset_in_window(bed):
    forge(bed, lambda last: last.forged(RST, last.next_seq() + 100))


def reset_out_of_window(bed):
    forge(bed, lambda last: last.forged(RST, last.next_seq() - 100000))


def reset_exact(bed):
    """The forged reset has the very number the server waits for: only the client goes on."""
    client, server = used(bed)
    last = [frame for frame, arrived in bed.seen if arrived and frame.from_client][-1]
    bed.wire.inject(last.forged(RST, last.next_seq()))
    server.reaches("CLOSED")
    bed.settle()
    client.send(REQUEST)
    client.reaches("CLOSED")


def syn_in_established(bed):
    forge(bed, lambda last: last.forged(SYN, last.next_seq() + 5000))


def fin_out_of_window(bed):
    forge(bed, lambda last: last.forged(FIN | ACK, last.next_seq() - 100000, last.ack))


SCENARIOS = [
    Scenario(reuse_of_time_wait, "the same ports again while the server is in TIME_WAIT"),
    Scenario(reuse_of_time_wait_without_timestamps, "the same without timestamps"),
    Scenario(reuse_by_the_waiting_end, "the end in TIME_WAIT connects again from the same port"),
    Scenario(reuse_with_roles_swapped, "the same ports again, opened from the other side"),
    Scenario(reuse_after_reset, "the same ports again after a reset"),
    Scenario(stale_data, "a request of the earlier connection arrives in the later one"),
    Scenario(stale_fin, "a FIN of the earlier connection arrives in the later one"),
    Scenario(stale_data_without_timestamps, "late data with nothing but its sequence number to tell"),
    Scenario(stray_syn, "a forged SYN, whose answer finds no socket",
             (Allowance(EVERYWHERE, "client .* (extra|final)", "its kernel never knew of it, the wire shows a SYN"),)),
    Scenario(old_duplicate_syn, "a forged old SYN before the new one",
             (Allowance(("middle", "server"), "client .* extra .*(SYN_SENT|>CLOSED)|2 connections",
                        "the old SYN looks like an attempt of the client's own"),
              Allowance(("client",), "server .* missing (LISTEN>SYN_RECEIVED|SYN_RECEIVED>LISTEN)",
                        "the old SYN never passed the client"))),
    Scenario(capture_begins_late, "the capture begins in ESTABLISHED"),
    Scenario(keep_alive, "keep-alives and their answers"),
    Scenario(zero_window, "the receiver's window closes and is probed"),
    Scenario(half_open_found_by_data, "the client is gone, the server writes"),
    Scenario(half_open_found_by_syn, "the client is gone and connects again from the same port"),
    Scenario(reset_in_window, "a forged reset in the window is challenged"),
    Scenario(reset_out_of_window, "a forged reset outside the window is dropped"),
    Scenario(reset_exact, "a forged reset with the expected number closes one end"),
    Scenario(syn_in_established, "a forged SYN is challenged"),
    Scenario(fin_out_of_window, "a forged FIN outside the window is dropped"),
]
