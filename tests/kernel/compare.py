# SPDX-License-Identifier: Apache-2.0
"""Judges what the program says of a capture by the steps that the kernel's sockets really took.

An endpoint is right when every step of the kernel's is reported, in time, nothing else is, and the final
state is the kernel's at the capture's last packet. What is forgiven, and nothing else:

 1 quiet       A step of the kernel's while no packet of the connection's in this capture was under way (a
               timer ran out, a program closed without sending, all packets were lost before they were seen),
               or after the capture's last packet arrived, may be missing, or reported late. As a final state
               the one before it is right too. So it is with a step after which the endpoint sent something,
               and all of that was lost before it was seen.
 2 one event   FIN_WAIT_1 -> FIN_WAIT_2 -> TIME_WAIT (a FIN that acknowledges a FIN) and SYN_RECEIVED ->
               ESTABLISHED -> CLOSE_WAIT (a FIN that completes the handshake) may be reported as one step
               where the kernel took both within 2 ms.
 3 under way   The final state may also be one that the kernel reached while the last packets were under
               way: what is seen at one end has yet to arrive at the other.
 4 nobody      An endpoint whose kernel had no socket may end in LISTEN or in CLOSED.
 5 lost        The program takes what it sees sent as delivered. A step of an endpoint whose cause was seen
               here, was then lost by the wire, and was not contradicted by any packet that the
               endpoint sent later, may be reported, and the final state be its.
 6 sampled     Where only looks at the socket table are there, a step of the kernel's may be reported as
               several steps from the same state to the same state.

In time means: the kernel took the step while the packet that the program names was under way, from when
it left its sender to when it arrived, give or take SLACK. The kernel may be later, by 5 s at most, where
the wire lost that packet or an earlier one of its sender's: the step comes with the repetition. The kernel
may be earlier, by as much, where the wire lost a packet of the connection, and where a FIN waited behind
data: the step is then the program's close(). A repeated segment left with its first copy, and so did an ACK
whose receiver repeated something since: until it comes again the first one is in doubt. Times of looks are
intervals, and it is enough that they meet. The median difference of times is printed.

Where the capture began later, the first step comes from nowhere to the state at its beginning, and is in
time whenever it is reported.

A connection is a line of the program's, and the kernel's from one SYN_SENT of either end to the next: their
numbers must be equal, too.
"""

import functools
import json
import re
import statistics
import typing

from passage import connections

SLACK = 30_000_000  # nanoseconds
FARTHEST = 5_000_000_000
ONE_EVENT_TIME = 2_000_000
ONE_EVENT = {("FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT"), ("SYN_RECEIVED", "ESTABLISHED", "CLOSE_WAIT")}
NOBODY = {"CLOSED", "LISTEN"}


class Reported(typing.NamedTuple):
    when: int  # nanoseconds since the epoch
    old: str
    new: str
    packet: typing.Optional[int] = None  # of the capture, from 0; None for a timer


class Report(typing.NamedTuple):
    """What the program says of an endpoint, over all connections of the same addresses and ports."""
    steps: list  # of Reported
    final: str
    connections: int


class Verdict(typing.NamedTuple):
    endpoint: tuple
    final_right: bool
    steps_right: bool
    taken: int  # steps of the kernel's that had to be reported
    found: int  # those of them that were
    reported: int
    reported_right: int
    errors: list  # of time, nanoseconds, signed: late is positive
    faults: list  # a sentence each
    is_dim: bool = False  # see Connection.is_dim()


class Allowance(typing.NamedTuple):
    """A disagreement that is right as it is: faults at `vantages` that match `pattern` are explained."""
    vantages: tuple
    pattern: str
    reason: str

    def explains(self, vantage, fault):
        return vantage in self.vantages and re.search(self.pattern, fault) is not None


def nanoseconds(seconds):
    """From JSON's text, whose nine decimals a float would not keep."""
    whole, _, part = str(seconds).partition(".")
    return int(whole) * 10**9 + int(part.ljust(9, "0")[:9] or 0)


def reports(ndjson):
    """(local, remote) to Report."""
    found = {}
    for line in ndjson.splitlines():
        connection = json.loads(line, parse_float=str)
        for own, peer in (("a", "b"), ("b", "a")):
            own, peer = connection[own], connection[peer]
            key = (own["addr"], own["port"]), (peer["addr"], peer["port"])
            steps = [Reported(nanoseconds(one["t"]), one["from"], one["to"],
                              None if one["packet"] is None else int(one["packet"]) - 1)
                     for one in own["transitions"]]
            before = found.get(key, Report([], None, 0))
            found[key] = Report(before.steps + steps, own["final"], before.connections + 1)
    return found


def without_lost(report, local, packets):
    """The report without the last steps that rule 5 forgives. `packets` are the connection's."""
    last = report.steps[-1] if report.steps else None
    cause = packets.get(last.packet) if last else None
    if cause is None or cause.frame.target != local or cause.arrived is not None or \
            any(one.left > cause.left and one.frame.source == local for one in packets.values()):
        return report
    final = last.old if report.final == last.new else report.final
    return without_lost(Report(report.steps[:-1], final, report.connections), local, packets)


class Comparison:
    """Of one endpoint in one capture; verdict() does it. `seen` is the capture's Connection."""

    def __init__(self, endpoint, steps, report, seen):
        self._endpoint, self._steps, self._report, self._seen = endpoint, steps, report, seen
        self._quiet = [seen.is_quiet(step.since, step.when, SLACK) or seen.is_unheard(endpoint[1], step.when)
                       for step in steps]

    def _error(self, step, when):
        """The time of a report against the kernel's step, signed."""
        errors = [when - step.when]
        fin = self._seen.first_fin(self._endpoint[1])
        if step.new in ("FIN_WAIT_1", "LAST_ACK") and fin is not None:
            errors.append(when - fin)
        return min(errors, key=abs)

    def _is_in_time(self, i, report):
        step, packet = self._steps[i], self._seen.packets.get(report.packet)
        if step.old is None:
            return True
        begin, end = (self._seen.first_copy(packet), packet.end()) if packet else (report.when, report.when)
        if step.since > end + SLACK:
            repeated = packet and any(left <= packet.left and frame.source == packet.frame.source
                                      for left, frame in self._seen.losses)
            return repeated and step.since <= end + FARTHEST
        if step.when < begin - SLACK:
            late = self._quiet[i] or self._seen.losses or abs(self._error(step, report.when)) <= SLACK
            return late and step.when >= begin - FARTHEST
        return True

    def _kernel_ends(self, first):
        """Steps up to which those from `first` may be reported as one."""
        steps = self._steps
        yield first
        for end in range(first + 1, len(steps)):
            two = steps[end - 1].old, steps[end - 1].new, steps[end].new
            together = two in ONE_EVENT and steps[end].when - steps[end - 1].when <= ONE_EVENT_TIME
            if steps[end].old != steps[end - 1].new or not (together or self._quiet[end - 1]):
                return
            yield end

    def _report_ends(self, first, step):
        """Reports up to which those from `first` may stand for one kernel's step."""
        yield first
        reported = self._report.steps
        for end in range(first + 1, len(reported) if step.sampled else 0):
            if reported[end].old != reported[end - 1].new:
                return
            yield end

    def _matches(self, i, k):
        """(i2, k2) for each way that the kernel's steps i to i2 are the reports k to k2, both inclusive."""
        for i2 in self._kernel_ends(i):
            for k2 in self._report_ends(k, self._steps[i]):
                first, last = self._report.steps[k], self._report.steps[k2]
                if (self._steps[i].old, self._steps[i2].new) == (first.old, last.new) and \
                        self._is_in_time(i2, last):
                    yield i2, k2

    def _align(self):
        """The best monotone pairing: a list of (i, i2, k, k2)."""
        reported = self._report.steps

        @functools.lru_cache(maxsize=None)
        def best(i, k):
            if i == len(self._steps) or k == len(reported):
                return 0, ()
            options = [best(i + 1, k), best(i, k + 1)]
            for i2, k2 in self._matches(i, k):
                score, rest = best(i2 + 1, k2 + 1)
                options.append((score + i2 - i + k2 - k + 2, ((i, i2, k, k2), *rest)))
            return max(options, key=lambda one: one[0])

        return best(0, 0)[1]

    def _right_finals(self):
        """The states that the program may name as the final one."""
        if not self._steps:
            return NOBODY
        under_way = max(self._seen.last, self._seen.end()) + SLACK
        state, right, past = self._steps[0].old, set(), []
        for step, quiet in zip(self._steps, self._quiet):
            if step.when <= self._seen.last:
                state = step.new
                past.append((step, quiet))
            elif step.since <= under_way:
                right.add(step.new)
        right.add(state)
        for step, quiet in reversed(past):
            if not quiet:
                break
            right.add(step.old)
        return right

    def verdict(self):
        pairs = self._align()
        covered = {one for i, i2, _, _ in pairs for one in range(i, i2 + 1)}
        right = {one for _, _, k, k2 in pairs for one in range(k, k2 + 1)}
        reported = self._report.steps
        missing = [step for n, step in enumerate(self._steps) if n not in covered and not self._quiet[n]]
        extra = [one for n, one in enumerate(reported) if n not in right]
        finals = self._right_finals()
        faults = []
        if self._report.final not in finals:
            faults.append(f"final {self._report.final}, kernel {' or '.join(sorted(finals))}")
        faults += [f"missing {step.old}>{step.new} @{step.when / 1e9:.6f}" for step in missing]
        faults += [f"extra {one.old}>{one.new} @{one.when / 1e9:.6f}" for one in extra]
        taken = [n for n, quiet in enumerate(self._quiet) if not quiet]
        return Verdict(self._endpoint, self._report.final in finals, not missing and not extra, len(taken),
                       len(covered & set(taken)), len(reported), len(right),
                       [self._error(self._steps[i2], reported[k2].when) for _, i2, _, k2 in pairs], faults,
                       self._seen.is_dim())


def judge(endpoint, steps, report, seen):
    """The Verdict on one endpoint, the better of those with and without what rule 5 forgives."""
    given = [report, without_lost(report, endpoint[1], seen.packets)]
    return min((Comparison(endpoint, steps, one, seen).verdict() for one in given), key=lambda one: len(one.faults))


def lives(steps_of_both):
    """How many connections two endpoints' steps are. Where both opened at once it is one."""
    steps = [step for steps in steps_of_both for step in steps]
    opened = sum(1 for step in steps if step.new == "SYN_SENT")
    at_once = sum(1 for step in steps if (step.old, step.new) == ("SYN_SENT", "SYN_RECEIVED"))
    return max(1, opened - (at_once + 1) // 2)


def compare(truth, ndjson, packets, passages):
    """Verdicts on all endpoints of a capture: `truth` is {endpoint: Steps}, `packets` the capture's."""
    verdicts = []
    said, seen = reports(ndjson), connections(packets, passages)
    for endpoint, steps in truth.items():
        end, local, remote = endpoint
        if frozenset((local, remote)) not in seen:
            continue
        report = said.pop((local, remote), Report([], None, 0))
        verdict = judge(endpoint, steps, report, seen[frozenset((local, remote))])
        other = truth.get(("server" if end == "client" else "client", remote, local), [])
        if report.connections != lives((steps, other)):
            verdict.faults.append(f"{report.connections} connections, kernel {lives((steps, other))}")
        verdicts.append(verdict)
    for (local, remote), report in said.items():
        verdicts.append(Verdict(("nobody", local, remote), False, False, 0, 0, len(report.steps), 0, [],
                                ["reported, but no kernel has such an endpoint"]))
    return verdicts


def summary(verdicts):
    """The figures of the table's line."""
    errors = [abs(error) for verdict in verdicts for error in verdict.errors]

    def share(part, whole):
        return sum(part(one) for one in verdicts), sum(whole(one) for one in verdicts)

    return {"endpoints": len(verdicts),
            "final": sum(one.final_right for one in verdicts),
            "exact": sum(one.steps_right for one in verdicts),
            "precision": share(lambda one: one.reported_right, lambda one: one.reported),
            "recall": share(lambda one: one.found, lambda one: one.taken),
            "error": statistics.median(errors) if errors else None}
