# SPDX-License-Identifier: Apache-2.0
"""The states that the kernel's sockets really went through, from two sources that complete each other.

The tracepoint (kernel_states.py) tells each step of a full socket and when it was made. Looks at the
socket table (sock_diag.py), taken after each frame that leaves or arrives and every few milliseconds,
also show the kernel's small objects. How they map to RFC 9293:

    RFC 9293                kernel                      told by
    LISTEN -> SYN_RECEIVED  request socket              looks; where there was none (SYN cookies), the
                                                        tracepoint, when the final ACK makes the socket
    SYN_RECEIVED -> LISTEN  request dropped             looks
    -> TIME_WAIT            time-wait object            the tracepoint says when (the full socket closes),
                                                        a look that it was not the end
    FIN_WAIT_2              the same, without program   the same
    TIME_WAIT -> CLOSED     time-wait object is gone    looks, or the next use of the ports
    all others              full socket                 the tracepoint

Without a tracepoint the looks alone are the truth: a state left within one segment's handling is then
missing, and the steps are marked as sampled.
"""

import threading
import time
import typing

TICK = 5_000_000  # nanoseconds between looks that no frame asks for
LOOKS_A_TICK = 40  # so that many connections do not stop the wire
NO_SOCKET = {"CLOSED", "LISTEN"}
HANDED_ON = {"FIN_WAIT_1", "FIN_WAIT_2", "CLOSING"}  # from here the kernel may go on with a small object


class TruthFault(RuntimeError):
    """The two sources contradict each other: the bed is wrong, not the program it tests."""


class Look(typing.NamedTuple):
    before: int  # nanoseconds of CLOCK_MONOTONIC: the state held at some moment from here
    after: int  # to here
    state: str


class Step(typing.NamedTuple):
    since: int  # not before; nanoseconds, of CLOCK_MONOTONIC until moved
    when: int  # not after; the tracepoint knows both to be the same
    old: str
    new: str
    sampled: bool = False  # other states may have been passed through on the way

    def moved(self, offset):
        return self._replace(since=self.since + offset, when=self.when + offset)


class Watch:
    """Looks at every endpoint it was told of. `tables` has a SocketTable for "client" and "server"."""

    def __init__(self, tables):
        self._tables = tables
        self.looks = {}  # (end, local, remote) to list of Look
        self._next, self._ticked = 0, 0
        self._lock = threading.Lock()

    def look(self, endpoint):
        end, local, remote = endpoint
        with self._lock:
            before = time.monotonic_ns()
            state = self._tables[end].state(local, remote) or "CLOSED"
            self.looks.setdefault(endpoint, []).append(Look(before, time.monotonic_ns(), state))
        return state

    def tick(self):
        """Looks at some of all endpoints, at others next time. May be called more often than is needed."""
        if time.monotonic_ns() < self._ticked + TICK:
            return
        self._ticked = time.monotonic_ns()
        endpoints = list(self.looks)
        for _ in range(min(LOOKS_A_TICK, len(endpoints))):
            self._next = (self._next + 1) % len(endpoints)
            self.look(endpoints[self._next])


def sampled_steps(looks):
    """From looks alone. A socket that is gone leaves the listener, so after an end LISTEN is CLOSED."""
    steps, state = [], None
    listens = any(one.state == "LISTEN" for one in looks)
    for previous, look in zip([looks[0], *looks], looks):
        if state is None:
            state = look.state if look.state in NO_SOCKET else "CLOSED"
        if look.state == state or {look.state, state} <= NO_SOCKET:
            continue
        new = look.state
        if new in NO_SOCKET:
            new = "LISTEN" if state == "SYN_RECEIVED" and look.state == "LISTEN" else "CLOSED"
        if new == "SYN_RECEIVED" and state == "TIME_WAIT":
            steps.append(Step(previous.before, look.after, state, "CLOSED", True))
            state = "CLOSED"
        if state in NO_SOCKET:
            state = "LISTEN" if listens and new != "SYN_SENT" else "CLOSED"
        steps.append(Step(previous.before, look.after, state, new, True))
        state = new
    return steps


class Merger:
    """Of one endpoint: steps() from its StateChanges and Looks, both in order of time."""

    def __init__(self, name, changes, looks):
        self._name, self._changes = name, changes
        self._looks = [look for look in looks
                       if not any(look.before <= one.when + 1000 and one.when <= look.after for one in changes)]
        self._steps = []
        self._state = "CLOSED"
        self._is_full = False  # the tracepoint tells of it
        self._looked = None  # when the look before began

    def _step(self, when, new, old=None, since=None):
        self._steps.append(Step(since or when, when, old or self._state, new))
        self._state = new

    def steps(self):
        items = [(one.when, 0, one) for one in self._changes] + [(one.after, 1, one) for one in self._looks]
        for _, kind, item in sorted(items, key=lambda one: one[:2]):
            if kind:
                self._look(item)
                self._looked = item.before
            else:
                self._change(item)
        return self._steps

    def _change(self, change):
        if change.old in NO_SOCKET and self._state not in NO_SOCKET and not self._is_full:
            if change.new == "SYN_RECEIVED" and self._state == "SYN_RECEIVED":
                self._is_full = True  # the request becomes a socket
                return
            self._step(change.when, "CLOSED")  # the ports are used again
        if self._state in NO_SOCKET:
            self._state = change.old
        if self._state != change.old:
            raise TruthFault(f"{self._name}: the socket table says {self._state}, the tracepoint {change}")
        new = change.new
        if new == "CLOSED" and change.old in HANDED_ON:
            new = self._handed_on(change)
        self._is_full = change.new != "CLOSED"
        if new != self._state:
            self._step(change.when, new)

    def _handed_on(self, change):
        """The state of the small object that takes the socket's place, CLOSED where there is none."""
        end = min((one.when for one in self._changes if one.when > change.when), default=float("inf"))
        for look in self._looks:
            if change.when < look.before and look.after < end:
                return look.state if look.state in ("TIME_WAIT", "FIN_WAIT_2") else "CLOSED"
        raise TruthFault(f"{self._name}: nobody looked after {change}")

    def _look(self, look):
        if self._is_full or look.state == self._state or {look.state, self._state} <= NO_SOCKET:
            return
        if look.state in NO_SOCKET:
            self._step(look.after, "LISTEN" if self._state == "SYN_RECEIVED" else "CLOSED", since=self._looked)
        elif look.state == "SYN_RECEIVED":
            if self._state not in NO_SOCKET:
                self._step(look.after, "CLOSED", since=self._looked)
            self._step(look.after, "SYN_RECEIVED", "LISTEN", self._looked)
        elif look.state == "TIME_WAIT" and self._state == "FIN_WAIT_2":
            self._step(look.after, "TIME_WAIT", since=self._looked)
        else:
            raise TruthFault(f"{self._name}: the socket table says {look.state} after {self._state},"
                             " and the tracepoint nothing")


def since(steps, begin):
    """As a capture can know them that begins later: the first step comes from nowhere."""
    before, after = ([one for one in steps if (one.when < begin) == is_before] for is_before in (True, False))
    return [Step(begin, begin, None, before[-1].new), *after] if before else steps


def endpoint_name(endpoint):
    end, local, remote = endpoint
    return f"{end} {local[0]}:{local[1]} > {remote[0]}:{remote[1]}"


def merged(looks, changes, offset):
    """Steps of every endpoint; `changes` is None without a tracepoint, `offset` is added to times."""
    found = {}
    for endpoint, its_looks in looks.items():
        _, local, remote = endpoint
        if changes is None:
            steps = sampled_steps(its_looks)
        else:
            own = [one for one in changes if (one.local, one.remote) == (local, remote)]
            steps = Merger(endpoint_name(endpoint), own, its_looks).steps()
        found[endpoint] = [step.moved(offset) for step in steps]
    return found
