# SPDX-License-Identifier: Apache-2.0
"""Two network namespaces with a cable between them, synscope-capture running in the first, and a reader of
pcapng that believes nothing. The namespaces have no names and end with the test's process, so tests may run side
by side. Needs root and `ip`; without, the test is skipped and says why.
"""

import argparse
import contextlib
import ctypes
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

HERE, THERE = "192.0.2.1", "192.0.2.2"
HERE_MAC, THERE_MAC = "02:00:00:00:00:01", "02:00:00:00:00:02"
PORT = 7000
NOBODY = 65534
SKIPPED = 77
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
# A program that forbids others to look into it cannot be searched for leaks, which is done by looking into it.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}

programs = argparse.Namespace(capture=None, cli=None)


def is_confinable():
    """Sanitizers look into the program as it ends, and counts of lines are written then: a confined one may not."""
    with open(programs.capture, "rb") as file:
        content = file.read()
    return not any(name in content for name in (b"__asan_init", b"__tsan_init", b"__gcov_init"))


def namespace_call(call, *arguments):
    if call(*arguments):
        raise OSError(ctypes.get_errno(), f"no network namespace: {os.strerror(ctypes.get_errno())}")


def ip(*words):
    subprocess.run(["ip", *words], check=True, stdout=subprocess.DEVNULL)


def silence_ipv6():
    """Else the kernel says things of its own on eth0, in between and counted."""
    with contextlib.suppress(FileNotFoundError), open("/proc/sys/net/ipv6/conf/eth0/disable_ipv6", "w") as switch:
        switch.write("1")


def ip_facts(*words):
    """What `ip` tells, as JSON."""
    return json.loads(subprocess.run(["ip", "-d", "-j", *words], check=True, stdout=subprocess.PIPE).stdout)


class Net:
    """Use once a process. `eth0` here and in `there` are the ends of a cable; `lo` is up here."""

    def __init__(self):
        namespace_call(LIBC.unshare, CLONE_NEWNET)
        self.here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        namespace_call(LIBC.unshare, CLONE_NEWNET)
        self.there = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        namespace_call(LIBC.setns, self.here, CLONE_NEWNET)
        ip("link", "set", "lo", "up")

    def plug(self):
        """A fresh cable, also where one was unplugged."""
        there = f"/proc/{os.getpid()}/fd/{self.there}"
        ip("link", "add", "eth0", "address", HERE_MAC, "type", "veth",
           "peer", "name", "eth0", "address", THERE_MAC, "netns", there)
        silence_ipv6()
        with self.inside_there():
            silence_ipv6()
            ip("address", "add", f"{THERE}/24", "dev", "eth0")
            ip("link", "set", "eth0", "up")
            ip("neighbour", "replace", HERE, "lladdr", HERE_MAC, "dev", "eth0", "nud", "permanent")
        ip("address", "add", f"{HERE}/24", "dev", "eth0")
        self.switch_on()

    @staticmethod
    def switch_on():
        """The kernel loses what is sent before it notices the carrier, and some while it asks for an address."""
        ip("link", "set", "eth0", "up")
        while ip_facts("link", "show", "eth0")[0]["operstate"] != "UP":
            pass
        ip("neighbour", "replace", THERE, "lladdr", THERE_MAC, "dev", "eth0", "nud", "permanent")

    @staticmethod
    def unplug():
        ip("link", "delete", "eth0")

    @contextlib.contextmanager
    def inside_there(self):
        """Sockets made in this block belong to the other end, also after it."""
        namespace_call(LIBC.setns, self.there, CLONE_NEWNET)
        try:
            yield
        finally:
            namespace_call(LIBC.setns, self.here, CLONE_NEWNET)


def send_datagrams(count, address=THERE, port=PORT, size=16):
    """Each is one packet on the way out; nobody need listen."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        for _ in range(count):
            with contextlib.suppress(ConnectionRefusedError):
                one.sendto(bytes(size), (address, port))


def talk(net, request, port=PORT):
    """A TCP connection over the cable: opened from here, `request` sent and echoed, closed from here."""
    with net.inside_there():
        listener = socket.create_server((THERE, port))
    with listener, socket.create_connection((THERE, port)) as client:
        server, _ = listener.accept()
        with server:
            client.sendall(request)
            take(server, len(request))
            server.sendall(request)
            take(client, len(request))
            client.shutdown(socket.SHUT_WR)
            assert server.recv(1) == b""
        assert client.recv(1) == b""


def take(one, size):
    while size:
        size -= len(one.recv(size))


class Interface:
    def __init__(self, body):
        self.link, _, self.snap_length = struct.unpack_from("=HHI", body)
        options = options_of(body[8:])
        self.name = options[2].decode()
        self.resolution = options[9][0]
        self.filter = options[11][1:].decode() if 11 in options else ""


class Packet:
    def __init__(self, body):
        self.interface, high, low, captured, self.length = struct.unpack_from("=IIIII", body)
        self.time = high << 32 | low
        self.data = body[20:20 + captured]


class Statistics:
    def __init__(self, body):
        self.interface, high, low = struct.unpack_from("=III", body)
        self.time = high << 32 | low
        options = options_of(body[12:])
        self.begin = ticks(options[2])
        self.is_last = 3 in options
        self.received, self.dropped_by_interface, self.dropped_by_kernel, self.delivered = (
            struct.unpack("=Q", options[code])[0] for code in (4, 5, 7, 8))


def ticks(option):
    """A time in an option: the upper half first."""
    high, low = struct.unpack("=II", option)
    return high << 32 | low


def options_of(data):
    options, at = {}, 0
    while at < len(data):
        code, size = struct.unpack_from("=HH", data, at)
        options[code] = data[at + 4:at + 4 + size]
        at += 4 + (size + 3) // 4 * 4
    return options


class Pcapng:
    """What a capture wrote. Fails on anything but whole blocks."""

    KINDS = {1: ("interfaces", Interface), 5: ("statistics", Statistics), 6: ("packets", Packet)}

    def __init__(self):
        self.data, self.at = b"", 0
        self.application = None
        self.interfaces, self.packets, self.statistics = [], [], []

    def feed(self, data):
        self.data += data
        while self.rest() >= 12 and self.rest() >= self.length():
            length = self.length()
            kind, = struct.unpack_from("=I", self.data, self.at)
            assert struct.unpack_from("=I", self.data, self.at + length - 4)[0] == length, "lengths differ"
            self.take(kind, self.data[self.at + 8:self.at + length - 4])
            self.at += length

    def rest(self):
        return len(self.data) - self.at

    def length(self):
        return struct.unpack_from("=I", self.data, self.at + 4)[0]

    def take(self, kind, body):
        if kind == 0x0A0D0D0A:
            self.application = options_of(body[16:])[4].decode()
            return
        name, block = self.KINDS[kind]
        getattr(self, name).append(block(body))

    def last_statistics(self):
        """Of each interface, by its number."""
        return {one.interface: one for one in self.statistics if one.is_last}


class Capture:
    """synscope-capture, running. Use in a `with` block."""

    def __init__(self, *arguments, program=None, **more):
        self.file = Pcapng()
        self.errors = None
        self.process = subprocess.Popen(
            [program or programs.capture, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=ENVIRONMENT, bufsize=0, **more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for one in (self.process.stdin, self.process.stdout, self.process.stderr):
            one.close()

    def read_until(self, condition):
        """Reads until `condition(file)` holds. Fails when the capture ends before."""
        while not condition(self.file):
            data = self.process.stdout.read(65536)
            if not data:
                raise AssertionError(f"it ended: {self.process.stderr.read().decode()}")
            self.file.feed(data)
        return self.file

    def read_packets(self, count):
        """What goes over lo is there for the capture a little after it was sent: wait for it."""
        return self.read_until(lambda file: len(file.packets) >= count)

    def started(self):
        """Once it has written its headers, it captures."""
        return self.read_until(lambda file: file.interfaces)

    def end(self):
        """Closes its standard input, and returns what it captured."""
        self.process.stdin.close()
        return self.ended()

    def ended(self):
        """Reads to the end, which must be one of a block. The exit status is in process.returncode."""
        self.file.feed(self.process.stdout.read())
        assert self.file.rest() == 0, "the last block is cut"
        self.errors = self.process.stderr.read().decode()
        self.process.wait()
        return self.file

    def fault(self):
        """What it said is wrong, and nothing else, on standard error."""
        lines = self.errors.splitlines()
        assert len(lines) == 1, self.errors
        return json.loads(lines[0])

    def status(self):
        """/proc/PID/status, as a dictionary."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as lines:
            return dict(line.rstrip("\n").split(":\t", 1) for line in lines)


def run(*arguments, program=None, out=subprocess.PIPE, **more):
    """Runs it to its end, with nothing on standard input."""
    return subprocess.run([program or programs.capture, *arguments], stdin=subprocess.DEVNULL, stdout=out,
                          stderr=subprocess.PIPE, env=ENVIRONMENT, check=False, text=True, **more)


def cli(data, *arguments):
    """What synscope-cli says as JSON of a capture on its standard input."""
    done = subprocess.run([programs.cli, *arguments], input=data, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@contextlib.contextmanager
def copied_program(capability):
    """A copy of the program that others than root may run, with cap_net_raw where asked for."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        copy = shutil.copy(programs.capture, folder)
        os.chmod(copy, 0o755)
        if capability:
            # Version 2, effective, permitted: bit 13. What `setcap cap_net_raw=ep` writes.
            os.setxattr(copy, "security.capability", struct.pack("<IIIII", 0x02000001, 1 << 13, 0, 0, 0))
        yield copy


def main():
    """Runs the tests of the file that was started."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--capture", required=True)
    parser.add_argument("--cli", required=True)
    given, rest = parser.parse_known_args()
    programs.capture, programs.cli = os.path.abspath(given.capture), os.path.abspath(given.cli)
    if os.geteuid() != 0:
        print("skipped: network namespaces and capabilities of files need root")
        return SKIPPED
    try:
        net = Net()
        net.plug()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"skipped: this machine has no network namespaces with veth: {error}")
        return SKIPPED
    sys.modules["__main__"].net = net
    unittest.main(module="__main__", argv=[sys.argv[0], *rest], verbosity=2)
    return 0
