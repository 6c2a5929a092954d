#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stands in for synscope-capture in tests: needs no right and no network. The name of the interface says how it
behaves; each SYN it "captures" is a connection of its own."""

import json
import os
import signal
import struct
import sys

BEGIN_NS = 1_700_000_000_000_000_000
SECOND_NS = 1_000_000_000


def block(kind, body):
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def headers():
    resolution = struct.pack("<HH5s3x", 2, 5, b"fake0") + struct.pack("<HHB3x", 9, 1, 9) + struct.pack("<HH", 0, 0)
    return (block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
            + block(1, struct.pack("<HHI", 1, 0, 160) + resolution))


def stamp(ns):
    return struct.pack("<II", ns >> 32, ns & 0xFFFFFFFF)


def syn(number):
    tcp = struct.pack(">HHIIBBHHH", 10000 + number % 50000, 80, 1, 0, 0x50, 2, 65535, 0, 0)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, 0, 0, 64, 6, 0, bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
    frame = bytes(12) + b"\x08\x00" + ip + tcp
    return block(6, struct.pack("<I", 0) + stamp(BEGIN_NS + number * 1000) + struct.pack("<II", len(frame), len(frame))
                 + frame)


def statistics(seconds, drops):
    return block(5, struct.pack("<I", 0) + stamp(BEGIN_NS + seconds * SECOND_NS)
                 + struct.pack("<HHQ", 7, 8, drops) + struct.pack("<HH", 0, 0))


def write(data):
    while data:
        data = data[os.write(1, data):]


def complain(**words):
    print(json.dumps(words), file=sys.stderr, flush=True)


def wait_until_asked_to_end():
    while os.read(0, 4096):
        pass


def steady():
    write(headers() + syn(0) + syn(1) + syn(2))
    wait_until_asked_to_end()
    write(syn(3))


def shuffled():
    """Two processors take in the packets of one interface."""
    write(headers() + syn(0) + syn(2) + syn(1) + syn(3))


def segment(ns, ports, addresses, flags, seq, ack):
    tcp = struct.pack(">HHIIBBHHH", *ports, seq, ack, 0x50, flags, 65535, 0, 0)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, 0, 0, 64, 6, 0, *addresses)
    frame = bytes(12) + b"\x08\x00" + ip + tcp
    return block(6, struct.pack("<I", 0) + stamp(BEGIN_NS + ns) + struct.pack("<II", len(frame), len(frame)) + frame)


def any():
    """Nothing happens for a while; at the end 10.0.0.2:80 closes what it owed to 10.0.0.1:40000."""
    owner, peer = bytes([10, 0, 0, 2]), bytes([10, 0, 0, 1])
    write(headers() + b"".join(statistics(second, 0) for second in range(1, 8)))
    wait_until_asked_to_end()
    write(segment(8 * SECOND_NS, (80, 40000), (owner, peer), 0x11, 5000, 701)
          + segment(8 * SECOND_NS + 1000, (40000, 80), (peer, owner), 0x10, 701, 5001))


def idle():
    write(headers() + syn(0) + statistics(90, 7))
    wait_until_asked_to_end()


def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    write(headers() + syn(0))
    while True:
        signal.pause()


def silent():
    signal.pause()


def endless():
    os.set_blocking(0, False)
    write(headers())
    number = 0
    while True:
        try:
            if os.read(0, 1) == b"":
                return
        except BlockingIOError:
            pass
        write(syn(number))
        number += 1


def forbidden():
    complain(code="no-permission", message="no right to capture from \"forbidden\"", interface="forbidden",
             hint="sudo setcap cap_net_raw=ep /a\u00e9/b")
    sys.exit(1)


def partly():
    complain(code="interface-vanished", message="eth1 is gone", interface="eth1")
    steady()


def dies():
    write(headers() + syn(0))
    sys.exit(7)


def cut():
    write(headers() + syn(0) + syn(1)[:20])
    wait_until_asked_to_end()


def torn():
    write(headers() + syn(0) + syn(1)[:20])


def garbage():
    write(b"this is no capture at all")


if __name__ == "__main__":
    if sys.argv[1] == "--list":
        print("[]")
    elif sys.argv[1] == "--compile-filter":  # the filter is a port of the server's; anything else has no program
        if not sys.argv[2].isdigit():
            sys.exit(1)
        print("40 0 0 20", "21 2 0 " + sys.argv[2], "40 0 0 22", "21 0 1 " + sys.argv[2], "6 0 0 65535", "6 0 0 0",
              sep="\n")
    elif sys.argv[1] == "--echo":
        print(" ".join(sys.argv[2:]))
    else:
        globals()[sys.argv[sys.argv.index("-i") + 1]]()
