# SPDX-License-Identifier: Apache-2.0
"""What the kernel itself says of its TCP sockets' states, from its tracepoint sock:inet_sock_set_state.

The tracepoint knows full sockets only: a listener's half-open requests and TIME_WAIT are smaller objects
of the kernel, so a passive socket begins in SYN_RECEIVED and one that goes to TIME_WAIT shows as closed.
"""

import pathlib
import re
import subprocess
import tempfile

NAMES = {"CLOSE": "CLOSED", "SYN_RECV": "SYN_RECEIVED", "FIN_WAIT1": "FIN_WAIT_1", "FIN_WAIT2": "FIN_WAIT_2"}
EVENT = re.compile(
    r"inet_sock_set_state: family=(\w+) .*sport=(\d+) dport=(\d+) saddr=(\S+) daddr=(\S+) saddrv6=(\S+)"
    r" daddrv6=(\S+) oldstate=TCP_(\w+) newstate=TCP_(\w+)")


class KernelStates:
    """Use in a `with` block as root. lines() may be asked in it, at any time."""

    def __enter__(self):
        self._mount = tempfile.mkdtemp(prefix="synscope-trace-")
        subprocess.run(["mount", "-t", "tracefs", "tracefs", self._mount], check=True)
        self._instance = pathlib.Path(self._mount, "instances", "synscope")
        try:
            self._instance.mkdir(exist_ok=True)
            (self._instance / "trace").write_text("", encoding="ascii")
            (self._instance / "events/sock/inet_sock_set_state/enable").write_text("1", encoding="ascii")
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

    def lines(self, addresses):
        """A line a socket of `addresses`, in order of opening: "LOCAL > PEER: STATE STATE ..."."""
        sockets, order = {}, []
        for event in EVENT.finditer((self._instance / "trace").read_text(encoding="ascii")):
            family, sport, dport, saddr, daddr, saddr6, daddr6, old, new = event.groups()
            local, peer = (saddr6, daddr6) if family == "AF_INET6" else (saddr, daddr)
            if local not in addresses or int(dport) == 0 or "LISTEN" == new:
                continue
            key = f"{local} {sport} > {peer} {dport}"
            old, new = NAMES.get(old, old), NAMES.get(new, new)
            if key not in sockets or sockets[key][-1] == "CLOSED":
                sockets[key] = [old]
                order.append((key, sockets[key]))
            sockets[key].append(new)
        return [f"{key}: {' '.join(states)}\n" for key, states in order]
