# SPDX-License-Identifier: Apache-2.0
"""Asks the kernel for the state of one TCP socket, small objects included.

A request half open and a socket in TIME_WAIT are no full sockets, and no tracepoint tells of them; the
socket table (NETLINK_SOCK_DIAG) holds them under the same addresses and ports. Needs no privilege.
"""

import ipaddress
import socket
import struct

from network import inside

NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, NLMSG_ERROR = 4, 20, 1, 2
NOT_FOUND = -2
NO_COOKIE = 0xFFFFFFFF
HEADER = struct.Struct("=IHHII")
STATES = [None, "ESTABLISHED", "SYN_SENT", "SYN_RECEIVED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT", None, "CLOSE_WAIT",
          "LAST_ACK", "LISTEN", "CLOSING", "SYN_RECEIVED"]


def request(local, remote):
    """The message that asks for the socket of `local` and `remote`, each (address, port)."""
    own, peer = (ipaddress.ip_address(end[0]).packed for end in (local, remote))
    family = socket.AF_INET6 if len(own) == 16 else socket.AF_INET
    body = struct.pack("=BBBBI", family, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
    body += struct.pack("!HH16s16s", local[1], remote[1], own, peer) + struct.pack("=III", 0, NO_COOKIE, NO_COOKIE)
    return HEADER.pack(HEADER.size + len(body), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, 1, 0) + body


class SocketTable:
    """The sockets of one namespace. state() may be called from one thread at a time."""

    def __init__(self, namespace):
        with inside(namespace):
            self._netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG)
        self._requests = {}

    def close(self):
        self._netlink.close()

    def state(self, local, remote):
        """RFC 9293's name of the state; LISTEN where only a listener would answer; None without a socket."""
        if (local, remote) not in self._requests:
            self._requests[local, remote] = request(local, remote)
        self._netlink.send(self._requests[local, remote])
        answer = self._netlink.recv(8192)
        _, kind, _, _, _ = HEADER.unpack_from(answer)
        if kind == NLMSG_ERROR:
            error, = struct.unpack_from("=i", answer, HEADER.size)
            if error != NOT_FOUND:
                raise OSError(-error, "the kernel's socket table does not answer")
            return None
        return STATES[answer[HEADER.size + 1]]
