# SPDX-License-Identifier: Apache-2.0
"""A wire between a client and a server that does what it is told, and remembers what passed.

A thread of this program carries every TCP frame from one end of a Network to the other, 10 ms a way, and
may lose, delay or double those a rule names. What client, middle and server see of it is captured with
the kernel's own time stamps, and kept as pcap files with nanoseconds.
"""

import heapq
import math
import os
import select
import socket
import struct
import threading
import time

from frame import Frame, is_tcp
from network import inside

DELAY = 0.010
TICK = 0.005  # seconds
LOST_BEHIND_THE_MIDDLE = math.inf  # what a rule answers for a copy that the middle sees and the receiver does not

ETH_P_ALL, PACKET_OUTGOING = 3, 4
SO_TIMESTAMPNS, SO_RCVBUFFORCE, SOL_PACKET, PACKET_STATISTICS = 35, 33, 263, 6
PROBE = bytes(12) + b"\x88\xb5" + bytes(46)  # of the type for local experiments, to nobody
CAPTURE_BUFFER = 64 << 20


def open_packets(device):
    one = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    one.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, CAPTURE_BUFFER)
    one.bind((device, 0))
    one.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    return one


def receive(one, flags=0):
    """A frame, its time in nanoseconds since the epoch, and whether this machine sent it there."""
    data, extra, _, address = one.recvmsg(65536, 64, flags)
    seconds, nanos = struct.unpack("qq", extra[0][2])
    return data, seconds * 10**9 + nanos, address[2] == PACKET_OUTGOING


class Tap:
    """Captures at an end's eth0, in the buffer of a socket until somebody asks for the packets."""

    def __init__(self, namespace):
        with inside(namespace):
            self._socket = open_packets("eth0")
        self._socket.setblocking(False)
        self._packets = []
        self._wait_for_stamps(namespace)

    def _wait_for_stamps(self, namespace):
        """The kernel begins to stamp a moment after the first socket asks for it; a packet that went before
        has the time it is read."""
        with inside(namespace), socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as probe:
            probe.bind(("eth0", 0))
            while True:
                probe.send(PROBE)
                sent = time.time_ns()
                while time.time_ns() < sent + 100_000:
                    pass
                if self._next() and self._stamp <= sent:
                    return

    def _next(self):
        """The next frame, b"" where there is none yet; keeps its time."""
        try:
            data, self._stamp, _ = receive(self._socket)
        except BlockingIOError:
            return b""
        return data

    def packets(self):
        """(nanoseconds since the epoch, bytes) of every TCP frame so far."""
        while data := self._next():
            if is_tcp(data):
                self._packets.append((self._stamp, data))
        _, dropped = struct.unpack("II", self._socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
        if dropped:
            raise RuntimeError(f"the capture lost {dropped} frames")
        return self._packets

    def close(self):
        self._socket.close()


class Wire:
    """Use in a `with` block.

    rule(frame) answers after how many seconds each copy arrives; [] loses it before the middle.
    after(frame, arrived) is called by the wire's thread for each frame that was taken from its sender
    (before the rule is asked) and that arrived; tick() at least every TICK.
    """

    def __init__(self, network, after=lambda frame, arrived: None, tick=lambda: None):
        self.rule = lambda frame: [DELAY]
        self.changed = threading.Condition()  # notified after each of the above
        self.most_late = 0.0  # seconds after its time that a frame passed or arrived, or a tick came: a busy machine
        self.network, self._after, self._tick = network, after, tick
        self._middle = []
        self._pending = []  # heap of (when, order, frame, whether it passes the middle rather than arrives)
        self._order = 0
        self._lock = threading.Lock()  # of the heap
        self._fault = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._sockets = []

    def __enter__(self):
        with inside(self.network.middle):
            self._to_client, self._to_server = open_packets("to-client"), open_packets("to-server")
        self._taps = {"client": Tap(self.network.client), "server": Tap(self.network.server)}
        self._wake_read, self._wake_write = os.pipe()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        for one in [*self._sockets, self._to_client, self._to_server, *self._taps.values()]:
            one.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def inject(self, frame, delay=0.0):
        """A frame that nobody sent passes the middle after `delay` and arrives at once."""
        self._queue(frame, time.monotonic(), delay, delay)
        os.write(self._wake_write, b"!")

    def _queue(self, frame, left, middle, arrival):
        with self._lock:
            for delay, passes in ((middle, True), (arrival, False)):
                if delay != LOST_BEHIND_THE_MIDDLE:
                    self._order += 1
                    heapq.heappush(self._pending, (left + delay, self._order, frame, passes))

    def _take(self, source):
        data, stamp, is_outgoing = receive(source)
        if is_outgoing or not is_tcp(data):
            return
        left = time.monotonic() - (time.time_ns() - stamp) / 1e9
        frame = Frame(data, source is self._to_client)
        self._after(frame, False)
        for delay in self.rule(frame):
            self._queue(frame, left, min(delay, DELAY) / 2, delay)

    def _due(self):
        """The next frame that is due and whether it passes the middle, or how long until one is."""
        with self._lock:
            wait = self._pending[0][0] - time.monotonic() if self._pending else math.inf
            if wait > 0:
                return None, wait
            self.most_late = max(self.most_late, -wait)
            return heapq.heappop(self._pending)[2:], 0

    def _deliver(self):
        """Sends what is due and returns how long until the next is, TICK at most."""
        while True:
            due, wait = self._due()
            if due is None:
                return min(wait, TICK)
            frame, passes = due
            if passes:
                self._middle.append((time.time_ns(), frame.data))
                continue
            (self._to_server if frame.from_client else self._to_client).send(frame.data)
            self._after(frame, True)

    def _carry(self):
        try:
            last = time.monotonic()
            while not self._stop.is_set():
                now = time.monotonic()
                self.most_late = max(self.most_late, now - last - TICK)
                last = now
                wait = self._deliver()
                ready, _, _ = select.select([self._to_client, self._to_server, self._wake_read], [], [], wait)
                for source in ready:
                    if source == self._wake_read:
                        os.read(source, 64)
                    else:
                        self._take(source)
                self._tick()
                with self.changed:
                    self.changed.notify_all()
        except BaseException as fault:
            self._fault = fault
            raise

    def wait_for(self, condition, what, seconds=8):
        """Until condition() holds, asked anew after each frame."""
        end = time.monotonic() + seconds
        while not condition():
            if self._fault:
                raise RuntimeError("the wire broke") from self._fault
            if time.monotonic() > end:
                raise TimeoutError(f"{what}: not within {seconds} s")
            with self.changed:
                self.changed.wait(0.01)

    def is_empty(self):
        """Whether no frame is under way."""
        with self._lock:
            ready, _, _ = select.select([self._to_client, self._to_server], [], [], 0)
            return not self._pending and not ready

    def keep(self, one):
        """Has the socket closed with the wire. It waits 10 s for what it is asked for and sends at once."""
        self._sockets.append(one)
        one.settimeout(10)
        if one.type == socket.SOCK_STREAM:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return one

    def listen(self, port, address, backlog=16):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with inside(self.network.server):
            return self.keep(socket.create_server((address, port), family=family, backlog=backlog))

    def bind(self, from_port, address, namespace=None):
        """A socket that may connect, the client's unless told otherwise."""
        with inside(namespace or self.network.client):
            one = self.keep(socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((address, from_port))
        return one

    def accept(self, listener):
        one, _ = listener.accept()
        return self.keep(one)

    def packets(self, vantage):
        """(nanoseconds since the epoch, bytes) of what was seen at the client, the middle or the server."""
        return self._middle if vantage == "middle" else self._taps[vantage].packets()


def write_pcap(path, packets, snap_length=65535):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, snap_length, 1))
        for when, data in packets:
            kept = data[:snap_length]
            file.write(struct.pack("<IIII", when // 10**9, when % 10**9, len(kept), len(data)) + kept)
