# SPDX-License-Identifier: Apache-2.0
"""What a scenario of the test bed plays on: two kernels' ends, a wire between them, and the states they are in.

A scenario is a function of a Bed. It never waits for a time: it waits until an end is in a state, or
until a frame passed, and the bed fails if that does not happen.
"""

import os
import pathlib
import random
import socket
import struct
import time
import typing

from network import Network, inside
from sock_diag import SocketTable
from truth import NO_SOCKET, Watch
from wire import DELAY, Wire

PORT = 8080
STILL = 0.080  # seconds: more than a delayed ACK and than compare.SLACK
REQUEST, ANSWER = b"GET /orders/17\r\n", b'{"order": "tea"}'


class Scenario(typing.NamedTuple):
    play: typing.Callable
    about: str
    allowances: tuple = ()
    dim_share: float = 0.0  # of endpoints may disagree where a SYN, FIN or RST was lost unseen, or overtaken
    snap_length: int = 65535

    @property
    def name(self):
        return self.play.__name__


class End:
    """One end of a connection: the socket, and what the kernel says of it, also after it was closed."""

    def __init__(self, bed, end, one, local, remote):
        self._bed, self.socket = bed, one
        self.endpoint = (end, local, remote)

    def state(self):
        """As RFC 9293 names it; CLOSED where there is no socket, whoever listens on the port."""
        state = self._bed.watch.look(self.endpoint)
        return "CLOSED" if state in NO_SOCKET else state

    def reaches(self, *states, seconds=8):
        self._bed.wire.wait_for(lambda: self.state() in states, f"{self.endpoint} in {' or '.join(states)}, "
                                f"not {self.state()}", seconds)

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, size):
        """Exactly so many bytes."""
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise RuntimeError(f"{self.endpoint}: the end after {data!r}")
            data += more

    def receive_end(self):
        while self.socket.recv(65536):
            pass

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()

    def abort(self):
        """Closes with a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Bed:
    """Use in a `with` block. `number` makes its addresses differ from those of beds at the same time."""

    def __init__(self, number, seed):
        self.seed = seed
        self.client, self.server = f"198.18.{number}.10", f"198.18.{number}.80"
        self.client6, self.server6 = f"2001:db8:{number + 1:x}::10", f"2001:db8:{number + 1:x}::80"
        self.addresses = {self.client, self.server, self.client6, self.server6}
        self._network = Network([self.client, self.client6], [self.server, self.server6])
        self._first_port = self._next_port = 20000 + os.getpid() * 97 % 40000  # an older bed's sockets die slowly
        self.capture_begins = 0  # nanoseconds since the epoch
        self.seen = []  # (Frame, whether it arrived, rather than left), in order

    def __enter__(self):
        self._network.__enter__()
        try:
            self._tables = {end: SocketTable(getattr(self._network, end)) for end in ("client", "server")}
            self.watch = Watch(self._tables)
            self.offset = time.time_ns() - time.monotonic_ns()
            self.wire = Wire(self._network, self._after, self.watch.tick)
            self.wire.__enter__()
        except BaseException:
            self._network.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.set(tcp_orphan_retries=1)  # what nobody answers any more shall end soon
        self.wire.__exit__()
        for table in self._tables.values():
            table.close()
        self._network.__exit__()

    def _after(self, frame, arrived):
        client, server = (frame.source, frame.target) if frame.from_client else (frame.target, frame.source)
        self.watch.look(("client", client, server))
        self.watch.look(("server", server, client))
        self.seen.append((frame, arrived))

    def set(self, **values):
        """Settings below net.ipv4, of both ends."""
        for end in (self._network.client, self._network.server):
            with inside(end):
                for name, value in values.items():
                    pathlib.Path("/proc/sys/net/ipv4", name).write_text(str(value), encoding="ascii")

    def number(self, port):
        """Of the client's ports that port() gave, from 1."""
        return port - self._first_port

    def port(self):
        """A client's port that nobody has used."""
        self._next_port += 1
        return self._next_port

    def listen(self, port=PORT, backlog=16, address=None):
        return self.wire.listen(port, address or self.server, backlog)

    def client_socket(self, port=None, address=None):
        return self.wire.bind(port or self.port(), address or self.client)

    def server_socket(self, port):
        """One that connects instead of listening."""
        return self.wire.bind(port, self.server, self._network.server)

    def start(self, one, target, end="client"):
        """Begins to connect: that end, in SYN_SENT."""
        one.setblocking(False)
        one.connect_ex(target)
        one.settimeout(10)
        return End(self, end, one, one.getsockname()[:2], target[:2])

    def client_end(self, one, target):
        return End(self, "client", one, one.getsockname()[:2], target[:2])

    def accept(self, listener):
        one = self.wire.accept(listener)
        return End(self, "server", one, one.getsockname()[:2], one.getpeername()[:2])

    def connect(self, listener=None, port=None, address=None):
        """Both ends of a new connection, both ESTABLISHED."""
        listener = listener or self.listen()
        one = self.client_socket(port, address)
        target = listener.getsockname()
        one.connect(target)
        return self.client_end(one, target), self.accept(listener)

    def ask(self, client, server):
        client.send(REQUEST)
        server.receive(len(REQUEST))
        server.send(ANSWER)
        client.receive(len(ANSWER))

    def close_four_way(self, first, second):
        first.close()
        first.reaches("FIN_WAIT_2")
        second.receive_end()
        second.close()
        second.reaches("CLOSED")
        first.reaches("TIME_WAIT")

    def begin_capture(self):
        """What passed until now is not seen."""
        self.capture_begins = time.time_ns()

    def passed(self, matches, arrived=True, count=1, seconds=8):
        """Waits until `count` frames that match arrived, or left their sender, and returns the last."""
        def found():
            return [frame for frame, came in list(self.seen) if came == arrived and matches(frame)]
        self.wire.wait_for(lambda: len(found()) >= count, "a frame", seconds)
        return found()[count - 1]

    def lose(self, matches, times=1, delay=()):
        """The wire loses the first frames that match; with delay=[LOST_BEHIND_THE_MIDDLE] after the middle."""
        left = [times]

        def rule(frame):
            if left[0] and matches(frame):
                left[0] -= 1
                return list(delay)
            return [DELAY]

        self.wire.rule = rule

    def settle(self):
        """Waits until no frame is under way and none has been for so long that no end owes a delayed ACK,
        and that what the kernel does next is not taken for its doing."""
        state = {"seen": -1, "since": 0.0}

        def is_quiet():
            if state["seen"] != len(self.seen) or not self.wire.is_empty():
                state.update(seen=len(self.seen), since=time.monotonic())
            return time.monotonic() - state["since"] > STILL

        self.wire.wait_for(is_quiet, "no frame under way")


def choices(seed, frame, number, counts):
    """Random numbers for the frame of connection `number` that depend on the seed, the direction and the
    frame's place in it alone."""
    key = number, frame.from_client
    counts[key] = counts.get(key, 0) + 1
    return random.Random(f"{seed} {key} {counts[key]}")
