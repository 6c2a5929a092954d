#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Captures a TCP connection over the loopback interface with the command given, and writes the capture to standard
output. To be run where nobody else uses that interface, in a network namespace that was just made.
"""

import socket
import subprocess
import sys

BLOCK_HEADER = 8


def read_block(stream):
    """One block of pcapng: its first two words are its type and its length."""
    head = stream.read(BLOCK_HEADER)
    return head + stream.read(int.from_bytes(head[4:8], sys.byteorder) - BLOCK_HEADER) if head else b""


def talk():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with socket.create_connection(listener.getsockname()) as client:
            server, _ = listener.accept()
            with server:
                client.sendall(b"hello")
                server.recv(5)


def main():
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as capture:
        # The section and the interface are written once the interface is open.
        capture_bytes = read_block(capture.stdout) + read_block(capture.stdout)
        if capture_bytes:
            talk()
            capture.stdin.close()
            capture_bytes += capture.stdout.read()
    sys.stdout.buffer.write(capture_bytes)
    return capture.returncode


if __name__ == "__main__":
    sys.exit(main())
