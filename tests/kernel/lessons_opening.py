# SPDX-License-Identifier: Apache-2.0
"""Lessons of openings that go another way than usual, and of ends that have forgotten the connection."""

import socket
import time

from frame import ACK, RST, SYN
from lesson_parts import (A_WHILE, CLIENT_ADDRESS, MORE_CLIENTS, REQUEST, SERVER_ADDRESS, abort, ask, close_four_way,
                          open_connection)
from wire import DELAY

OLD_SYN_DELAY = 0.3  # seconds


def is_syn(frame):
    return frame.flags & (SYN | ACK) == SYN


def begin(one, target):
    """Begins to connect, and does not wait for the answer."""
    one.setblocking(False)
    one.connect_ex(target)
    one.settimeout(10)


def wait_open(*sockets):
    for one in sockets:
        while one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 1:
            time.sleep(0.005)


def simultaneous_open(wire):
    """Each end connects to the other's port within the time a segment travels (RFC 9293, figure 7)."""
    client = wire.bind(40014, CLIENT_ADDRESS)
    server = wire.bind(8080, SERVER_ADDRESS, wire.network.server)
    begin(client, (SERVER_ADDRESS, 8080))
    begin(server, (CLIENT_ADDRESS, 40014))
    wait_open(client, server)
    time.sleep(A_WHILE)
    ask(client, server)
    close_four_way(client, server)


def old_duplicate_syn(wire):
    """The SYN of an attempt given up arrives late; the next attempt's first SYN is lost (RFC 9293, figure 8)."""
    fates = [[OLD_SYN_DELAY], []]
    wire.rule = lambda frame: fates.pop(0) if is_syn(frame) and fates else [DELAY]
    listener = wire.listen(8080, SERVER_ADDRESS)
    given_up = wire.bind(40015, CLIENT_ADDRESS)
    begin(given_up, (SERVER_ADDRESS, 8080))
    time.sleep(0.05)
    given_up.close()
    client, server = open_connection(wire, 40015, listener=listener)
    ask(client, server)
    close_four_way(client, server)


def lose_resets(wire):
    wire.rule = lambda frame: [] if frame.has(RST) else [DELAY]


def half_open_discovery(wire):
    """The client is gone without a word and connects again from the same port (RFC 9293, figure 9)."""
    listener = wire.listen(8080, SERVER_ADDRESS)
    client, forgotten = open_connection(wire, 40016, listener=listener)
    ask(client, forgotten)
    time.sleep(A_WHILE)
    lose_resets(wire)
    abort(client)
    time.sleep(A_WHILE)
    wire.rule = lambda frame: [DELAY]
    client, server = open_connection(wire, 40016, listener=listener)
    forgotten.close()
    ask(client, server)
    close_four_way(client, server)


def forgotten_connection(wire):
    """The server is gone without a word; the client's next request finds nobody (RFC 9293, figure 10)."""
    client, server = open_connection(wire, 40017)
    ask(client, server)
    time.sleep(A_WHILE)
    lose_resets(wire)
    abort(server)
    time.sleep(A_WHILE)
    wire.rule = lambda frame: [DELAY]
    client.sendall(REQUEST)
    time.sleep(A_WHILE)


def accept_queue_full(wire):
    """One connection waits to be accepted, there is room for one more, and two come at once while the program does
    something else: the server ignores the last ACK of one of them and sends it SYN+ACK again."""
    listener = wire.listen(8080, SERVER_ADDRESS, backlog=1)
    target = listener.getsockname()
    clients = [wire.bind(40018, address) for address in (CLIENT_ADDRESS, *MORE_CLIENTS[:2])]
    begin(clients[0], target)
    wait_open(clients[0])
    time.sleep(A_WHILE)
    begin(clients[1], target)
    begin(clients[2], target)
    time.sleep(2)
    servers = [wire.accept(listener) for _ in clients]
    by_address = {server.getpeername()[0]: server for server in servers}
    for client in clients:
        server = by_address[client.getsockname()[0]]
        ask(client, server)
        client.close()
        while server.recv(4096):
            pass
        server.close()
    time.sleep(A_WHILE)
