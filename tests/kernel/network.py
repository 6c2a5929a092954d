# SPDX-License-Identifier: Apache-2.0
"""Three network namespaces in a row: a client, a server, and a middle whose two cables nobody connects.

The namespaces have no name: they are held by open files, so that they vanish with this process, however
it ends. What joins the two cables is the program's business (wire.py). Needs root, `ip`, nothing else.
"""

import contextlib
import ctypes
import fcntl
import os
import socket
import struct
import subprocess

CLIENT_MAC, SERVER_MAC = "02:00:00:00:00:0a", "02:00:00:00:00:50"
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")


def enter(namespace):
    """This thread's sockets and processes belong to `namespace`, an open file, from now on."""
    if LIBC.setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "cannot enter a network namespace")


def own_namespace():
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY)


@contextlib.contextmanager
def inside(namespace):
    """Sockets made in this block belong to `namespace`, also after it."""
    home = own_namespace()
    try:
        enter(namespace)
        yield
    finally:
        enter(home)
        os.close(home)


def new_namespace():
    home = own_namespace()
    try:
        if LIBC.unshare(CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "cannot make a network namespace")
        return own_namespace()
    finally:
        enter(home)
        os.close(home)


def switch_off_offloads(device):
    """Frames shall be seen as they would be on a cable: with checksums, not longer than the MTU."""
    set_tx_checksum, set_tso, set_gso, set_gro = 0x17, 0x1F, 0x24, 0x2C
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in (set_tx_checksum, set_tso, set_gso, set_gro):
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP16x", device.encode(), ctypes.addressof(value))
            fcntl.ioctl(control, 0x8946, request)


class Network:
    """Use in a `with` block. client, server and middle are namespaces; both ends' device is eth0."""

    def __init__(self, client_addresses, server_addresses):
        self.client_addresses, self.server_addresses = list(client_addresses), list(server_addresses)
        self._namespaces = []

    def __enter__(self):
        try:
            for name in ("client", "server", "middle"):
                self._namespaces.append(new_namespace())
                setattr(self, name, self._namespaces[-1])
            self._plug("to-client", self.client, CLIENT_MAC, self.client_addresses)
            self._plug("to-server", self.server, SERVER_MAC, self.server_addresses)
            self._introduce(self.client, SERVER_MAC, self.server_addresses)
            self._introduce(self.server, CLIENT_MAC, self.client_addresses)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for namespace in self._namespaces:
            os.close(namespace)
        self._namespaces = []

    def _plug(self, device, end, mac, addresses):
        """A cable from the middle's `device` to `end`'s eth0."""
        with inside(self.middle):
            run("ip", "link", "add", device, "type", "veth", "peer", "name", "eth0", "netns",
                f"/proc/{os.getpid()}/fd/{end}")
            switch_off_offloads(device)
            run("ip", "link", "set", device, "up")
        with inside(end):
            switch_off_offloads("eth0")
            run("ip", "link", "set", "lo", "up")
            run("ip", "link", "set", "eth0", "address", mac, "up")
            for address in addresses:
                size = ["/64", "nodad"] if ":" in address else ["/24"]
                run("ip", "address", "add", address + size[0], "dev", "eth0", *size[1:])

    @staticmethod
    def _introduce(end, mac, addresses):
        with inside(end):
            for address in addresses:
                run("ip", "neighbour", "add", address, "lladdr", mac, "dev", "eth0", "nud", "permanent")
