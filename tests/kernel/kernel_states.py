# SPDX-License-Identifier: Apache-2.0
"""What the kernel itself says of its TCP sockets' states, from its tracepoint sock:inet_sock_set_state.

The tracepoint knows full sockets only: a listener's half-open requests and TIME_WAIT are smaller objects
of the kernel, so a passive socket begins in SYN_RECEIVED and one that goes to TIME_WAIT shows as closed.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import typing

NAMES = {"CLOSE": "CLOSED", "SYN_RECV": "SYN_RECEIVED", "FIN_WAIT1": "FIN_WAIT_1", "FIN_WAIT2": "FIN_WAIT_2"}
EVENT = re.compile(
    r" (\d+)\.(\d{6}): inet_sock_set_state: family=(\w+) .*sport=(\d+) dport=(\d+) saddr=(\S+) daddr=(\S+)"
    r" saddrv6=(\S+) daddrv6=(\S+) oldstate=TCP_(\w+) newstate=TCP_(\w+)")


class StateChange(typing.NamedTuple):
    when: int  # nanoseconds of CLOCK_MONOTONIC, of which the kernel gives whole microseconds
    local: tuple  # (address, port)
    remote: tuple
    old: str
    new: str


class KernelStates:
    """Use in a `with` block as root. changes() and lines() may be asked in it, at any time."""

    def __enter__(self):
        self._mount = tempfile.mkdtemp(prefix="synscope-trace-")
        try:
            subprocess.run(["mount", "-t", "tracefs", "tracefs", self._mount], check=True, stderr=subprocess.DEVNULL)
        except BaseException:
            pathlib.Path(self._mount).rmdir()
            raise
        self._instance = pathlib.Path(self._mount, "instances", f"synscope-{os.getpid()}")
        try:
            self._instance.mkdir(exist_ok=True)
            for file, text in (("trace_clock", "mono"), ("trace", ""),
                               ("events/sock/inet_sock_set_state/enable", "1")):
                (self._instance / file).write_text(text, encoding="ascii")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._instance.is_dir():
            (self._instance / "events/sock/inet_sock_set_state/enable").write_text("0", encoding="ascii")
            self._instance.rmdir()
        subprocess.run(["umount", self._mount], check=True)
        pathlib.Path(self._mount).rmdir()

    def changes(self, addresses):
        """Those of the sockets at `addresses` that have a peer, in order."""
        found = []
        for event in EVENT.finditer((self._instance / "trace").read_text(encoding="ascii")):
            seconds, micros, family, sport, dport, saddr, daddr, saddr6, daddr6, old, new = event.groups()
            local, remote = (saddr6, daddr6) if family == "AF_INET6" else (saddr, daddr)
            if local in addresses and int(dport) != 0:
                found.append(StateChange(int(seconds + micros) * 1000, (local, int(sport)), (remote, int(dport)),
                                         NAMES.get(old, old), NAMES.get(new, new)))
        return found

    def lost(self):
        """How many events the kernel had no room for."""
        return sum(int(count) for stats in self._instance.glob("per_cpu/cpu*/stats")
                   for count in re.findall(r"(?:overrun|dropped events): (\d+)", stats.read_text(encoding="ascii")))

    def lines(self, addresses):
        """A line a socket of `addresses`, in order of opening: "LOCAL > PEER: STATE STATE ..."."""
        sockets, order = {}, []
        for change in self.changes(addresses):
            key = f"{change.local[0]} {change.local[1]} > {change.remote[0]} {change.remote[1]}"
            if key not in sockets or sockets[key][-1] == "CLOSED":
                sockets[key] = [change.old]
                order.append((key, sockets[key]))
            sockets[key].append(change.new)
        return [f"{key}: {' '.join(states)}\n" for key, states in order]
