# SPDX-License-Identifier: Apache-2.0
"""What every lesson is played with: addresses, what is asked and answered, how connections open and close."""

import pathlib
import socket
import struct
import time

from network import inside

CLIENT_ADDRESS, SERVER_ADDRESS = "192.0.2.10", "192.0.2.80"
CLIENT_ADDRESS6, SERVER_ADDRESS6 = "2001:db8::10", "2001:db8::80"
MORE_CLIENTS = [f"192.0.2.{last}" for last in range(11, 20)]
REQUEST = b"GET /orders/17 HTTP/1.1\r\nHost: orders.example\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"order\": \"tea\"}"
LAST_ANSWER = ANSWER.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
CLIENTS = [CLIENT_ADDRESS, *MORE_CLIENTS, CLIENT_ADDRESS6]
SERVERS = [SERVER_ADDRESS, SERVER_ADDRESS6]
A_WHILE = 0.15  # longer than the kernel's delayed ACK, so that an ACK travels alone


def open_connection(wire, from_port, listener=None, address=CLIENT_ADDRESS):
    listener = listener or wire.listen(8080, SERVER_ADDRESS6 if ":" in address else SERVER_ADDRESS)
    client = wire.bind(from_port, address)
    client.connect(listener.getsockname())
    return client, wire.accept(listener)


def ask(client, server, answer=ANSWER):
    client.sendall(REQUEST)
    server.recv(4096)
    time.sleep(0.005)
    server.sendall(answer)
    client.recv(4096)


def close_four_way(first, second):
    """`first` closes; the program of `second` takes a while to do the same."""
    time.sleep(A_WHILE)
    first.close()
    while second.recv(4096):
        pass
    time.sleep(A_WHILE)
    second.close()
    time.sleep(A_WHILE)


def ipv4_settings(wire, **values):
    """Settings below net.ipv4, of both ends."""
    for end in (wire.network.client, wire.network.server):
        with inside(end):
            for name, value in values.items():
                pathlib.Path("/proc/sys/net/ipv4", name).write_text(str(value), encoding="ascii")


def abort(one):
    """Closes with a reset, and at once."""
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()
