#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records the lesson captures from the Linux kernel: real sockets talk over the wire of wire.py.

    sudo tests/kernel/record_lessons.py [--only NAME] [--captures FOLDER] [--states FOLDER]

Run by hand, as root, when a lesson is added or changed; the captures are committed, and the tests of
the lessons then need their expectations anew (./dev golden). Each function below, in lessons_opening.py
and in lessons_later.py is a lesson, named as its capture; its words are the .md files beside the capture.
The states that the kernel's own sockets went through are kept as NAME.kernel, the measure for what the
program makes of the capture.
"""

import argparse
import contextlib
import os
import pathlib
import socket
import sys
import time

import lessons_later
import lessons_opening
from frame import FIN, SYN
from kernel_states import KernelStates
from lesson_parts import (A_WHILE, CLIENT_ADDRESS, CLIENT_ADDRESS6, CLIENTS, LAST_ANSWER, MORE_CLIENTS, REQUEST,
                          SERVER_ADDRESS, SERVERS, abort, ask, close_four_way, open_connection)
from network import Network
from wire import DELAY, Wire, write_pcap

def open_and_close(wire):
    client, server = open_connection(wire, 40001)
    ask(client, server)
    close_four_way(client, server)


def three_segment_close(wire):
    client, server = open_connection(wire, 40002)
    ask(client, server)
    time.sleep(A_WHILE)
    client.close()
    server.recv(4096)
    server.close()
    time.sleep(A_WHILE)


def server_closes_first(wire):
    client, server = open_connection(wire, 40003)
    ask(client, server, LAST_ANSWER)
    close_four_way(server, client)


def close_wait_leak(wire):
    """Five connections the server forgets to close, two that end well, one in use throughout."""
    listener = wire.listen(8080, SERVER_ADDRESS)
    start = time.monotonic()
    busy = open_connection(wire, 40040, listener=listener)
    ask(*busy)
    leaked = []
    for number, at in enumerate((1, 3, 6, 10, 15)):
        time.sleep(max(0, start + at - time.monotonic()))
        client, server = open_connection(wire, 40041 + number, listener=listener, address=MORE_CLIENTS[number])
        ask(client, server)
        client.close()
        leaked.append(server)
        if number in (1, 3):
            healthy = open_connection(wire, 40051 + number, listener=listener, address=MORE_CLIENTS[5])
            ask(*healthy)
            close_four_way(*healthy)
    for at in (30, 60, 90):
        time.sleep(max(0, start + at - time.monotonic()))
        ask(*busy)
    time.sleep(A_WHILE)


def last_ack_lost(wire):
    """The wire loses the client's last ACK: the server sends FIN again, and TIME_WAIT can answer."""
    seen = {"server_fin": False, "lost": False}

    def lose_last_ack(frame):
        if not frame.from_client:
            seen["server_fin"] = seen["server_fin"] or frame.has(FIN)
        elif seen["server_fin"] and not seen["lost"]:
            seen["lost"] = True
            return []
        return [DELAY]

    wire.rule = lose_last_ack
    client, server = open_connection(wire, 40005)
    ask(client, server)
    close_four_way(client, server)
    time.sleep(1)


def reset(wire):
    """The client is told to drop the connection rather than to close it (SO_LINGER with zero seconds)."""
    client, server = open_connection(wire, 40006)
    ask(client, server)
    time.sleep(A_WHILE)
    client.sendall(REQUEST)
    abort(client)
    time.sleep(A_WHILE)


def refused(wire):
    for from_port in (40007, 40008):
        with contextlib.suppress(ConnectionRefusedError):
            wire.bind(from_port, CLIENT_ADDRESS).connect((SERVER_ADDRESS, 8081))
            raise RuntimeError("somebody listens on port 8081")
        time.sleep(A_WHILE)


def syn_lost(wire):
    lost = []

    def lose_first_syn(frame):
        if frame.has(SYN) and not lost:
            lost.append(frame)
            return []
        return [DELAY]

    wire.rule = lose_first_syn
    client, server = open_connection(wire, 40009)
    ask(client, server)
    close_four_way(client, server)


def half_close(wire):
    """Over IPv6: the client says it has no more to send; the server goes on sending, then closes."""
    client, server = open_connection(wire, 40010, address=CLIENT_ADDRESS6)
    client.sendall(b"GET /orders?follow HTTP/1.0\r\n\r\n")
    client.shutdown(socket.SHUT_WR)
    while server.recv(4096):
        pass
    for order in (b"tea\n", b"coffee\n", b"cake\n"):
        time.sleep(0.3)
        server.sendall(order)
        client.recv(4096)
    time.sleep(A_WHILE)
    server.close()
    client.recv(4096)
    client.close()
    time.sleep(A_WHILE)


def port_reuse(wire):
    """A copy of the first connection's request arrives while the second uses the same ports."""
    copied = []

    def keep_a_copy(frame):
        if frame.from_client and frame.payload and not copied:
            copied.append(frame)
            return [DELAY, 1.2]
        return [DELAY]

    wire.rule = keep_a_copy
    listener = wire.listen(8080, SERVER_ADDRESS)
    client, server = open_connection(wire, 40011, listener=listener)
    ask(client, server, LAST_ANSWER)
    close_four_way(server, client)
    time.sleep(0.2)
    client, server = open_connection(wire, 40011, listener=listener)
    ask(client, server)
    time.sleep(1)
    ask(client, server)
    close_four_way(client, server)


def simultaneous_close(wire):
    """Both ends close within the time a segment travels, so that the FINs cross."""
    client, server = open_connection(wire, 40012)
    ask(client, server)
    time.sleep(A_WHILE)
    client.close()
    server.close()
    time.sleep(A_WHILE)


def data_lost(wire):
    """One of eight segments is lost; what comes after it makes the client ask for it again."""
    parts = [b"part %d of 8 " % number + b"." * 387 for number in range(1, 9)]
    lost = []

    def lose_third_part(frame):
        if frame.payload.startswith(b"part 3") and not lost:
            lost.append(frame)
            return []
        return [DELAY]

    wire.rule = lose_third_part
    client, server = open_connection(wire, 40013)
    client.sendall(REQUEST)
    server.recv(4096)
    for part in parts:
        server.sendall(part)
    missing = sum(len(part) for part in parts)
    while missing:
        missing -= len(client.recv(4096))
    close_four_way(client, server)


# Name, function, and the end of the wire whose view is kept.
LESSONS = [
    ("01-open-and-close", open_and_close, "client"),
    ("02-three-segment-close", three_segment_close, "client"),
    ("03-server-closes-first", server_closes_first, "server"),
    ("04-close-wait-leak", close_wait_leak, "server"),
    ("05-last-ack-lost", last_ack_lost, "server"),
    ("06-reset", reset, "client"),
    ("07-refused", refused, "client"),
    ("08-syn-lost", syn_lost, "client"),
    ("09-half-close", half_close, "client"),
    ("10-port-reuse", port_reuse, "server"),
    ("11-simultaneous-close", simultaneous_close, "client"),
    ("12-data-lost", data_lost, "server"),
    ("13-simultaneous-open", lessons_opening.simultaneous_open, "client"),
    ("14-old-duplicate-syn", lessons_opening.old_duplicate_syn, "server"),
    ("15-half-open-discovery", lessons_opening.half_open_discovery, "server"),
    ("16-forgotten-connection", lessons_opening.forgotten_connection, "client"),
    ("17-stale-fin", lessons_later.stale_fin, "server"),
    ("18-time-wait-refuses", lessons_later.time_wait_refuses, "server"),
    ("19-challenge-ack", lessons_later.challenge_ack, "server"),
    ("20-zero-window", lessons_later.zero_window, "client"),
    ("21-accept-queue-full", lessons_opening.accept_queue_full, "server"),
    ("22-keep-alive-meets-leak", lessons_later.keep_alive_meets_leak, "server"),
]


def main():
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    parser = argparse.ArgumentParser(description="Records the lesson captures from the kernel. Needs root.")
    parser.add_argument("--only", metavar="NAME", help="record this lesson alone (a part of its name will do)")
    parser.add_argument("--captures", metavar="FOLDER", type=pathlib.Path, default=root / "resources" / "lessons")
    parser.add_argument("--states", metavar="FOLDER", type=pathlib.Path, default=root / "tests" / "data" / "lessons")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("record_lessons.py: network namespaces need root")
    chosen = [lesson for lesson in LESSONS if not options.only or options.only in lesson[0]]
    if not chosen:
        sys.exit(f"record_lessons.py: there is no lesson {options.only}")
    for name, play, tap in chosen:
        with KernelStates() as states, Network(CLIENTS, SERVERS) as network, Wire(network) as wire:
            play(wire)
            packets = wire.packets(tap)
            write_pcap(options.captures / f"{name}.pcap", packets)
            lines = states.lines({*CLIENTS, *SERVERS})
            (options.states / f"{name}.kernel").write_text("".join(lines), encoding="ascii")
        print(f"{name}: {len(packets)} packets seen at the {tap}")


if __name__ == "__main__":
    main()
