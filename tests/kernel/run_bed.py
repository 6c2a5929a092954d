#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays TCP scenarios between two real kernels' ends and judges what synscope-cli says of the captures.

    sudo tests/kernel/run_bed.py --cli build/dev/synscope-cli [--only NAME] [--seed N] [--keep FOLDER] [--list]

Each scenario is captured at the client, in the middle and at the server; truth.py says what the kernel's
sockets did, compare.py how the two are compared. Exit status: 0 all agree, 1 an unexplained disagreement,
77 this machine cannot (no root, no namespaces). Namespaces have no name and end with the process.
"""

import argparse
import concurrent.futures
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import typing

import scenarios_close
import scenarios_loss
import scenarios_open
import scenarios_trouble
from bed import Bed
from compare import compare, summary
from kernel_states import KernelStates
from network import CLIENT_MAC, Network
from passage import Passages
from sock_diag import SocketTable
from truth import endpoint_name, merged, since
from wire import write_pcap

SCENARIOS = [*scenarios_open.SCENARIOS, *scenarios_close.SCENARIOS, *scenarios_trouble.SCENARIOS,
             *scenarios_loss.SCENARIOS]
VANTAGES = ("client", "middle", "server")
AT_ONCE = 6  # scenarios; they mostly wait for the kernel's timers
MOST_LATE = 0.1  # seconds; a wire that is later delays as no scenario says, and what is repeated crosses its answer
MOST_TIMES = 4  # that a scenario is played for a wire that keeps its delays; from the second on nothing else plays
LATE_SHARE = 0.05  # of endpoints may disagree, and one at least, where the wire was late in all of them
MOST_LINES = 12  # printed of a scenario
SKIPPED = 77


class Outcome(typing.NamedTuple):
    """Of one scenario: verdicts and unexplained faults a vantage, or why it could not be played."""
    verdicts: dict
    faults: list
    explained: list
    broken: str
    late: float  # seconds, of the wire
    seconds: float
    is_programs: bool = False  # it broke since the program did: playing again would hide that


class ProgramFailed(RuntimeError):
    """synscope-cli crashed, or did not read a capture."""


class NoStates:
    """In the place of KernelStates on a machine without tracepoints."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def changes(self, _):
        return None

    def lost(self):
        return 0


def ask_program(cli, capture):
    done = subprocess.run([cli, "connections", str(capture), "--format", "ndjson"], capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode != 0:
        raise ProgramFailed(f"{cli}: exit status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def keep_truth(path, truth):
    """A line an endpoint and a step, times as in the capture."""
    lines = [f"{endpoint_name(endpoint)}: {step.when / 1e9:.6f} {step.old} -> {step.new}\n"
             for endpoint, steps in truth.items() for step in steps]
    path.write_text("".join(lines), encoding="ascii")


class Pardon:
    """Of one vantage: the endpoints that may disagree since nobody can tell from packets, each for its reason."""

    def __init__(self, scenario, endpoints, late):
        self._dim = int(scenario.dim_share * endpoints)
        self._late = max(1, int(LATE_SHARE * endpoints)) if late > MOST_LATE else 0
        self._late_reason = f"the wire was {late * 1000:.0f} ms late"

    def reason(self, verdict):
        """Empty where there is none. Each call that has one uses it up."""
        if not verdict.faults:
            return ""
        if verdict.is_dim and self._dim > 0:
            self._dim -= 1
            return "lost before it was seen, or overtaken"
        if self._late > 0:
            self._late -= 1
            return self._late_reason
        return ""


def judge(scenario, folder, cli, truth, captures, late):
    """Verdicts a vantage, the unexplained faults and the explained ones."""
    verdicts, faults, explained = {}, [], []
    passages = Passages(captures["client"], captures["server"], CLIENT_MAC)
    for vantage, packets in captures.items():
        capture = folder / f"{scenario.name}.{vantage}.pcap"
        write_pcap(capture, packets, scenario.snap_length)
        ndjson = ask_program(cli, capture)
        capture.with_suffix(".ndjson").write_text(ndjson, encoding="utf-8")
        verdicts[vantage] = compare(truth, ndjson, packets, passages)
        pardon = Pardon(scenario, len(verdicts[vantage]), late)
        for verdict in verdicts[vantage]:
            lines = [f"{scenario.name}: seen at {vantage}: {endpoint_name(verdict.endpoint)}: {fault}"
                     for fault in verdict.faults]
            reasons = [next((one.reason for one in scenario.allowances if one.explains(vantage, line)), "")
                       for line in lines]
            if not all(reasons):
                pardoned = pardon.reason(verdict)
                reasons = [reason or pardoned for reason in reasons]
            for line, reason in zip(lines, reasons):
                (explained if reason else faults).append(f"{line} ({reason})" if reason else line)
    keep_truth(folder / f"{scenario.name}.truth", truth)
    return verdicts, faults, explained


def record(number, seed, traced):
    """Plays one scenario: the truth, the captures, and how late the wire was at most."""
    with (KernelStates() if traced else NoStates()) as states, Bed(number, seed) as bed:
        SCENARIOS[number].play(bed)
        bed.settle()
        captures = {vantage: [one for one in bed.wire.packets(vantage) if one[0] >= bed.capture_begins]
                    for vantage in VANTAGES}
        for endpoint in list(bed.watch.looks):
            bed.watch.look(endpoint)
        truth = merged(bed.watch.looks, states.changes(bed.addresses), bed.offset)
        truth = {endpoint: since(steps, bed.capture_begins) for endpoint, steps in truth.items()}
        if states.lost():
            raise RuntimeError("the kernel had no room for its events")
        return truth, captures, bed.wire.most_late


def play(number, seed, cli, folder, traced):
    """One scenario from its namespaces to its outcome; runs in a process of its own."""
    scenario, start = SCENARIOS[number], time.monotonic()
    try:
        truth, captures, late = record(number, seed, traced)
        found = judge(scenario, folder, cli, truth, captures, late)
        return Outcome(*found, "", late, time.monotonic() - start)
    except ProgramFailed as fault:
        return Outcome({}, [], [], f"{scenario.name}: {fault}", 0.0, time.monotonic() - start, True)
    except Exception as fault:
        cause = f" ({fault.__cause__!r})" if fault.__cause__ else ""
        broken = f"{scenario.name}: could not be played: {fault!r}{cause}"
        return Outcome({}, [], [], broken, 0.0, time.monotonic() - start)


def why_not():
    """Why this machine cannot play; empty where it can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    try:
        multiprocessing.Lock()  # scenarios are played by processes
    except OSError as fault:
        return f"no shared memory (/dev/shm) here: {fault}"
    try:
        with Network(["198.18.255.10"], ["198.18.255.80"]) as network:
            table = SocketTable(network.client)
            table.state(("198.18.255.10", 1), ("198.18.255.80", 1))
            table.close()
    except OSError as fault:
        return f"no network namespaces with a socket table here: {fault}"
    return ""


def has_tracepoint():
    try:
        with KernelStates():
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def table_line(scenario, outcome):
    figures = summary([one for verdicts in outcome.verdicts.values() for one in verdicts])

    def percent(pair):
        return f"{100 * pair[0] / pair[1]:5.1f} %" if pair[1] else "    -  "

    error = "-" if figures["error"] is None else f"{figures['error'] / 1000:.0f} us"
    count = figures["endpoints"]
    return (f"{scenario.name:38} {count:9} {figures['final']:7} {figures['exact']:7}    {percent(figures['precision'])}"
            f"   {percent(figures['recall'])} {error:>10} {outcome.seconds:6.1f} s")


def play_at_once(chosen, at_once, options, folder, traced):
    """Prints a line a scenario as it ends; returns the outcomes. Interrupted, it waits for those at play only."""
    outcomes = {}
    with concurrent.futures.ProcessPoolExecutor(at_once) as pool:
        try:
            jobs = {pool.submit(play, number, options.seed, options.cli, folder, traced): number for number in chosen}
            for job in concurrent.futures.as_completed(jobs):
                number, outcome = jobs[job], job.result()
                outcomes[number] = outcome
                print(outcome.broken or table_line(SCENARIOS[number], outcome), flush=True)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return outcomes


def spoilt(outcome):
    """What a busy machine made of it: broken, or judged over a wire that did not keep its delays. Empty: nothing."""
    if outcome.broken:
        return "" if outcome.is_programs else "could not be played"
    if outcome.late > MOST_LATE and (outcome.faults or outcome.explained):
        return f"the wire was {outcome.late * 1000:.0f} ms late"
    return ""


def run_all(chosen, options, folder, traced):
    """The outcome of each scenario; what the machine was too busy for is played again alone."""
    outcomes = play_at_once(chosen, AT_ONCE, options, folder, traced)
    for _ in range(MOST_TIMES - 1):
        again = [number for number, one in outcomes.items() if spoilt(one)]
        for number in again:
            print(f"{SCENARIOS[number].name}: {spoilt(outcomes[number])}; again", flush=True)
        outcomes.update(play_at_once(again, 1, options, folder, traced) if again else {})
    return outcomes


def run(options, folder):
    chosen = [number for number, one in enumerate(SCENARIOS) if options.only in one.name]
    if not chosen:
        sys.exit(f"run_bed.py: there is no scenario {options.only}")
    traced = not options.without_tracepoint and has_tracepoint()
    source = "tracepoint and socket table" if traced else "socket table alone, no tracepoint"
    print(f"{len(chosen)} scenarios, seed {options.seed}, truth: {source}")
    print(f"{'scenario':38} endpoints   final  steps   precision    recall time error")
    start = time.monotonic()
    outcomes = run_all(chosen, options, folder, traced)
    for outcome in (outcomes[number] for number in chosen):
        for title, lines in (("explained", outcome.explained), ("NOT EXPLAINED", outcome.faults)):
            print("".join(f"{title}: {line}\n" for line in lines[:MOST_LINES]), end="")
            if len(lines) > MOST_LINES:
                print(f"{title}: ... and {len(lines) - MOST_LINES} more of the kind")
    failed = sum(1 for one in outcomes.values() if one.broken or one.faults)
    print(f"{len(chosen) - failed} of {len(chosen)} scenarios agree, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description="Plays TCP scenarios on real kernels and judges the program.")
    parser.add_argument("--list", action="store_true", help="name the scenarios")
    parser.add_argument("--only", metavar="NAME", default="", help="those whose name contains NAME")
    parser.add_argument("--seed", type=int, default=1, help="of what the wire loses, doubles and reorders")
    parser.add_argument("--keep", metavar="FOLDER", type=pathlib.Path, help="keep captures, truth and answers there")
    parser.add_argument("--without-tracepoint", action="store_true", help="take the socket table alone for the truth")
    parser.add_argument("--cli", metavar="PATH", help="the synscope-cli to judge")
    options = parser.parse_args()
    if options.list:
        print("".join(f"{one.name:38} {one.about}\n" for one in SCENARIOS), end="")
        return 0
    if not options.cli:
        parser.error("--cli is needed")
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        return SKIPPED
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return run(options, options.keep)
    with tempfile.TemporaryDirectory(prefix="synscope-bed-") as folder:
        return run(options, pathlib.Path(folder))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("interrupted")
