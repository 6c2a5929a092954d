# SPDX-License-Identifier: Apache-2.0
"""A wire between two network namespaces that does what it is told, and remembers what passed.

The client and the server live in namespaces of their own; a thread of this program carries every TCP
frame from one to the other, 10 ms a way, and may lose, delay or double those a lesson names. What one
end of the wire sees is kept as a pcap file with nanoseconds. Needs root, `ip`, and nothing else.
"""

import contextlib
import ctypes
import fcntl
import heapq
import os
import select
import socket
import struct
import subprocess
import threading
import time

CLIENT, SERVER, MIDDLE = "synscope-client", "synscope-server", "synscope-wire"
DELAY = 0.010
CLIENT_MAC, SERVER_MAC = "02:00:00:00:00:0a", "02:00:00:00:00:50"
CLIENT_ADDRESS, SERVER_ADDRESS = "192.0.2.10", "192.0.2.80"
CLIENT_ADDRESS6, SERVER_ADDRESS6 = "2001:db8::10", "2001:db8::80"
MORE_CLIENTS = [f"192.0.2.{last}" for last in range(11, 20)]

FIN, SYN = 1, 2  # bits of the TCP header's flags
ETH_P_ALL, PACKET_OUTGOING = 3, 4
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def inside(namespace):
    """Sockets made in this block belong to `namespace`, also after it."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        if LIBC.setns(there, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
        yield
    finally:
        LIBC.setns(home, CLONE_NEWNET)
        os.close(there)
        os.close(home)


class Frame:
    """What a rule may want to know of a TCP frame."""

    def __init__(self, data, from_client):
        self.data, self.from_client = data, from_client
        version = data[14] >> 4
        if version == 4:
            tcp = 14 + (data[14] & 15) * 4
            end = 14 + struct.unpack_from("!H", data, 16)[0]
        else:
            tcp = 14 + 40
            end = tcp + struct.unpack_from("!H", data, 18)[0]
        self.flags = data[tcp + 13]
        self.payload = data[tcp + (data[tcp + 12] >> 4) * 4:end]

    def has(self, flags):
        return self.flags & flags == flags


def is_tcp(data):
    kind = data[12:14]
    return (kind == b"\x08\x00" and data[23] == 6) or (kind == b"\x86\xdd" and data[20] == 6)


def switch_off_offloads(device):
    """Frames shall be seen as they would be on a cable: with checksums, not longer than the MTU."""
    set_tx_checksum, set_tso, set_gso, set_gro = 0x17, 0x1F, 0x24, 0x2C
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in (set_tx_checksum, set_tso, set_gso, set_gro):
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP16x", device.encode(), ctypes.addressof(value))
            fcntl.ioctl(control, 0x8946, request)


class Wire:
    """Use in a `with` block. `rule(frame)` answers after how many seconds each copy arrives; [] loses it."""

    def __init__(self, tap="client"):
        self.tap = tap
        self.rule = lambda frame: [DELAY]
        self.frames = []  # (nanoseconds since the epoch, bytes) as seen at the tap
        self._pending = []
        self._order = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry)
        self._sockets = []

    def __enter__(self):
        remove_namespaces()
        try:
            for namespace in (CLIENT, SERVER, MIDDLE):
                run("ip", "netns", "add", namespace)
            self._plug(CLIENT, CLIENT_MAC, [CLIENT_ADDRESS, *MORE_CLIENTS, CLIENT_ADDRESS6])
            self._plug(SERVER, SERVER_MAC, [SERVER_ADDRESS, SERVER_ADDRESS6])
            self._introduce(CLIENT, SERVER_MAC, [SERVER_ADDRESS, SERVER_ADDRESS6])
            self._introduce(SERVER, CLIENT_MAC, [CLIENT_ADDRESS, *MORE_CLIENTS, CLIENT_ADDRESS6])
            with inside(MIDDLE):
                self._to_client = self._open("to-client")
                self._to_server = self._open("to-server")
        except BaseException:
            remove_namespaces()
            raise
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        for one in [*self._sockets, self._to_client, self._to_server]:
            one.close()
        remove_namespaces()

    @staticmethod
    def _plug(namespace, mac, addresses):
        """A cable from `namespace` to the middle."""
        far = "to-client" if namespace == CLIENT else "to-server"
        run("ip", "link", "add", far, "netns", MIDDLE, "type", "veth", "peer", "name", "eth0", "netns", namespace)
        for place, device in ((MIDDLE, far), (namespace, "eth0")):
            with inside(place):
                switch_off_offloads(device)
        run("ip", "-n", MIDDLE, "link", "set", far, "up")
        run("ip", "-n", namespace, "link", "set", "eth0", "address", mac, "up")
        for address in addresses:
            size = ["/64", "nodad"] if ":" in address else ["/24"]
            run("ip", "-n", namespace, "address", "add", address + size[0], "dev", "eth0", *size[1:])

    @staticmethod
    def _introduce(namespace, mac, addresses):
        for address in addresses:
            run("ip", "-n", namespace, "neighbour", "add", address, "lladdr", mac, "dev", "eth0", "nud", "permanent")

    @staticmethod
    def _open(device):
        one = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        one.bind((device, 0))
        return one

    def _remember(self, data):
        self.frames.append((time.time_ns(), data))

    def _take(self, source):
        data, address = source.recvfrom(65536)
        if address[2] == PACKET_OUTGOING or not is_tcp(data):
            return
        from_client = source is self._to_client
        if from_client == (self.tap == "client"):
            self._remember(data)
        for delay in self.rule(Frame(data, from_client)):
            self._order += 1
            heapq.heappush(self._pending, (time.monotonic() + delay, self._order, from_client, data))

    def _deliver(self):
        """Sends what is due and returns how long until the next is."""
        while self._pending:
            wait = self._pending[0][0] - time.monotonic()
            if wait > 0:
                return wait
            _, _, from_client, data = heapq.heappop(self._pending)
            if from_client == (self.tap == "server"):
                self._remember(data)
            (self._to_server if from_client else self._to_client).send(data)
        return 0.1

    def _carry(self):
        while not self._stop.is_set():
            ready, _, _ = select.select([self._to_client, self._to_server], [], [], self._deliver())
            for source in ready:
                self._take(source)

    def listen(self, port, address=SERVER_ADDRESS):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with inside(SERVER):
            one = socket.create_server((address, port), family=family, backlog=16)
        one.settimeout(10)
        self._sockets.append(one)
        return one

    def connect(self, from_port, port, address=CLIENT_ADDRESS):
        """A connected socket of the client; raises as connect() does."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with inside(CLIENT):
            one = socket.socket(family)
        self._sockets.append(one)
        one.settimeout(10)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.bind((address, from_port))
        one.connect((SERVER_ADDRESS6 if ":" in address else SERVER_ADDRESS, port))
        return one

    def accept(self, listener):
        one, _ = listener.accept()
        self._sockets.append(one)
        one.settimeout(10)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return one

    def write_pcap(self, path):
        with open(path, "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
            for when, data in self.frames:
                file.write(struct.pack("<IIII", when // 10**9, when % 10**9, len(data), len(data)) + data)


def remove_namespaces():
    known = subprocess.run(["ip", "netns", "list"], check=True, capture_output=True, text=True).stdout
    names = {line.split()[0] for line in known.splitlines() if line.strip()}
    for namespace in (CLIENT, SERVER, MIDDLE):
        if namespace in names:
            run("ip", "netns", "delete", namespace)
