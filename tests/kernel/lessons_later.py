# SPDX-License-Identifier: Apache-2.0
"""Lessons of what happens to a connection late: old segments, ports used again, forged segments, a receiver that does
not read, a peer that asks whether anybody is there."""

import socket
import struct
import time

from frame import FIN, RST, SYN
from lesson_parts import (A_WHILE, CLIENT_ADDRESS, LAST_ANSWER, SERVER_ADDRESS, ask, close_four_way, ipv4_settings,
                          open_connection)
from wire import DELAY

TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, SEND_QUEUE = 19, 20, 21, 2
TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 4, 5, 6
FIN_DELAY = 1.0  # seconds
CHALLENGES_APART = 0.7  # the kernel answers a connection's bad segments no more than twice a second


def stale_fin(wire):
    """The client's FIN is held up on the way. Its repetition closes the connection, the ports are used again, and
    then the old FIN arrives."""
    held = []

    def hold_first_fin(frame):
        if frame.from_client and frame.has(FIN) and not held:
            held.append(frame)
            return [FIN_DELAY]
        return [DELAY]

    wire.rule = hold_first_fin
    listener = wire.listen(8080, SERVER_ADDRESS)
    client, server = open_connection(wire, 40019, listener=listener)
    ask(client, server, LAST_ANSWER)
    time.sleep(A_WHILE)
    server.close()
    client.recv(4096)
    time.sleep(A_WHILE)
    client.close()
    time.sleep(0.5)
    client, server = open_connection(wire, 40019, listener=listener)
    ask(client, server)
    time.sleep(FIN_DELAY)
    ask(client, server)
    close_four_way(client, server)


def open_with_number(wire, from_port, listener, number):
    """The client's sequence numbers begin with one of ours."""
    client = wire.bind(from_port, CLIENT_ADDRESS)
    client.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    client.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, SEND_QUEUE)
    client.setsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ, struct.pack("I", number))
    client.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 0)
    client.connect(listener.getsockname())
    return client, wire.accept(listener)


def time_wait_refuses(wire):
    """Without timestamps, and with numbers that begin lower than those of before: the server, in TIME_WAIT, takes
    the new SYN for an old one."""
    ipv4_settings(wire, tcp_timestamps=0)
    listener = wire.listen(8080, SERVER_ADDRESS)
    client, server = open_with_number(wire, 40020, listener, 3_000_000_000)
    ask(client, server, LAST_ANSWER)
    close_four_way(server, client)
    client, server = open_with_number(wire, 40020, listener, 2_900_000_000)
    ask(client, server)
    close_four_way(client, server)


def challenge_ack(wire):
    """Somebody who does not see the connection forges a SYN and then a RST that is in the window, but not exact."""
    passed = []

    def keep(frame):
        if frame.from_client:
            passed.append(frame)
        return [DELAY]

    wire.rule = keep
    client, server = open_connection(wire, 40021)
    ask(client, server)
    time.sleep(A_WHILE)
    last = passed[-1]
    wire.inject(last.forged(SYN, last.next_seq() + 700_000))
    time.sleep(CHALLENGES_APART)
    wire.inject(last.forged(RST, last.next_seq() + 200))
    time.sleep(CHALLENGES_APART)
    ask(client, server)
    close_four_way(client, server)


def zero_window(wire):
    """The server's program does not read for a second; the client fills its buffer and probes."""
    listener = wire.listen(8080, SERVER_ADDRESS)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client, server = open_connection(wire, 40022, listener=listener)
    data = b"upload " * 700
    client.sendall(data)
    time.sleep(1.2)
    missing = len(data)
    while missing:
        missing -= len(server.recv(4096))
    server.sendall(b"stored\n")
    client.recv(4096)
    close_four_way(client, server)


def keep_alive_meets_leak(wire):
    """The server leaks a connection and has keep-alive on; the client's kernel has forgotten it when the probe
    comes: FIN_WAIT_2 without a program lasts a minute."""
    client, server = open_connection(wire, 40023)
    ask(client, server)
    for option, value in ((TCP_KEEPIDLE, 65), (TCP_KEEPINTVL, 1), (TCP_KEEPCNT, 3)):
        server.setsockopt(socket.IPPROTO_TCP, option, value)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    time.sleep(A_WHILE)
    client.close()
    time.sleep(69)
