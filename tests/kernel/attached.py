#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A server leaks two hundred connections; what synscope-cli and the window say of them is compared with ss.

    tests/kernel/attached.py --cli build/dev/synscope-cli [--window build/dev/attached_window]

All happens in a network namespace of its own, without a name. Exit status: 0 all agree, 1 they do not,
77 this machine cannot (no namespaces, no ss).
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

ADDRESS_OF_RUN = "SYNSCOPE_TEST_ADDRESS"
# In a range for tests, on the loopback interface of the namespace. No two runs share one: root sees all namespaces.
ADDRESS = os.environ.setdefault(ADDRESS_OF_RUN, "198.18.{}.{}".format(*divmod(os.getpid() % 65000 + 256, 256)))
PORT = 8080
CLIENTS = 200
CLOSED = 50  # of these, later
WITHIN = 2.0  # seconds from attaching until all is seen
AGE_ERROR = 1.0  # seconds
PATIENCE = 30.0  # for anything to happen at all
SKIPPED = 77


class Disagreement(Exception):
    pass


def serve():
    """Accepts, reads to the end of the stream, and closes only so many as standard input says."""
    listener = socket.create_server((ADDRESS, PORT), backlog=CLIENTS)
    held = []

    def accept():
        while True:
            connection, _ = listener.accept()
            held.append(connection)
            while connection.recv(100):
                connection.sendall(b"served")

    threading.Thread(target=accept, daemon=True).start()
    print("listening", flush=True)
    for line in sys.stdin:
        for connection in held[:int(line)]:
            connection.close()
        del held[:int(line)]


class Server:
    def __init__(self):
        self.process = subprocess.Popen([sys.executable, __file__, "--serve"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        self.closed_at = {}  # by the client's address

    def be_left(self, count):
        """Clients come, ask, get their answer and close."""
        for _ in range(count):
            with socket.create_connection((ADDRESS, PORT)) as client:
                client.sendall(b"order")
                client.recv(100)
                name = "{}:{}".format(*client.getsockname())
            self.closed_at[name] = time.time()

    def close(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()

    def end(self):
        self.process.kill()
        self.process.communicate()


class Window:
    """The readings that the window has shown, as they come."""

    def __init__(self, program):
        self.began = time.monotonic()
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

    def reading(self):
        line = self.process.stdout.readline()
        if not line:
            raise Disagreement("the window ended")
        return [row for row in json.loads(line)["rows"] if row["owner"] == f"{ADDRESS}:{PORT}"]

    def first_that(self, holds, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            rows = self.reading()
            if holds(rows):
                return rows
        raise Disagreement(f"the window never showed {what}: the last reading has {len(rows)} rows")

    def end(self):
        self.process.communicate()  # closes its standard input


def kernels_peers():
    lines = subprocess.run(["ss", "-Htn", "state", "close-wait", "src", ADDRESS], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    return {line.split()[3] for line in lines}


def wait_for_kernel(count):
    end = time.monotonic() + PATIENCE
    while len(kernels_peers()) != count:
        if time.monotonic() > end:
            raise Disagreement(f"the kernel has {len(kernels_peers())} sockets in CLOSE_WAIT, not {count}")
    return kernels_peers()


def expect(what, got, wanted):
    if got != wanted:
        raise Disagreement(f"{what}: {got!r}, and not {wanted!r}")


def expect_same_peers(who, peers):
    kernels = kernels_peers()
    if peers != kernels:
        raise Disagreement(f"{who} has {len(peers - kernels)} sockets that ss has not, and lacks "
                           f"{len(kernels - peers)} of its {len(kernels)}")


def worst_error(since_of, closed_at):
    """Of the moment at which CLOSE_WAIT began, in seconds."""
    worst = max(abs(since - closed_at[peer]) for peer, since in since_of.items())
    if worst > AGE_ERROR:
        raise Disagreement(f"an age is wrong by {worst:.3f} s")
    return worst


def judge_cli(cli, server):
    began = time.monotonic()
    done = subprocess.run([cli, "leaks", "--format", "ndjson"], capture_output=True, text=True, check=True)
    now, took = time.time(), time.monotonic() - began
    leaks = [json.loads(line) for line in done.stdout.splitlines()]
    leaks = [leak for leak in leaks if leak["local"] == {"addr": ADDRESS, "port": PORT}]
    since = {"{addr}:{port}".format(**leak["peer"]): now - leak["age"] for leak in leaks}
    expect_same_peers("synscope-cli", set(since))
    expect("processes", {leak["process"]["pid"] for leak in leaks}, {server.process.pid})
    expect("causes", {leak["cause"] for leak in leaks}, {"not-closed"})
    if took > WITHIN:
        raise Disagreement(f"synscope-cli took {took:.1f} s")
    print(f"synscope-cli: {len(leaks)} sockets in {took:.2f} s, ages within {worst_error(since, server.closed_at):.3f} s")


def judge_rows(rows, server):
    expect_same_peers("the window", {row["peer"] for row in rows})
    for process in {row["process"] for row in rows}:
        if f"({server.process.pid})" not in process:
            raise Disagreement(f"process: {process!r}, and not number {server.process.pid}")
    expect("states", {row["state"] for row in rows}, {"CLOSE_WAIT"})
    return worst_error({row["peer"]: row["since"] for row in rows}, server.closed_at)


def judge_started_before(arguments):
    server = Server()
    server.be_left(CLIENTS)
    wait_for_kernel(CLIENTS)
    judge_cli(arguments.cli, server)
    if arguments.window:
        window = Window(arguments.window)
        rows = window.reading()
        took = time.monotonic() - window.began
        error = judge_rows(rows, server)
        if took > WITHIN:
            raise Disagreement(f"the window took {took:.1f} s")
        print(f"window, server before it: {len(rows)} sockets at its first reading, {took:.2f} s after its start, "
              f"ages within {error:.3f} s")
        server.close(CLOSED)
        wait_for_kernel(CLIENTS - CLOSED)
        rows = window.first_that(lambda shown: len(shown) == CLIENTS - CLOSED, f"that {CLOSED} were closed")
        judge_rows(rows, server)
        window.end()
    server.end()


def judge_started_after(arguments):
    window = Window(arguments.window)
    expect("the first reading", window.reading(), [])
    server = Server()
    server.be_left(CLIENTS)
    wait_for_kernel(CLIENTS)
    began = time.monotonic()
    rows = window.first_that(lambda shown: len(shown) == CLIENTS, f"{CLIENTS} sockets")
    took = time.monotonic() - began
    error = judge_rows(rows, server)
    expect("ages that are only bounds", [row for row in rows if row["age"].startswith("≥")], [])
    print(f"window, server after it: {len(rows)} sockets {took:.2f} s after the last one, ages within {error:.3f} s")
    window.end()
    server.end()


def why_not():
    """Empty where a namespace can be made."""
    for program in ("ip", "ss", "unshare"):
        if shutil.which(program) is None:
            return f"there is no {program}"
    done = subprocess.run([*unshare(), "ip", "link", "set", "lo", "up"], capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


def unshare():
    return ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]


def run(arguments):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "address", "add", f"{ADDRESS}/32", "dev", "lo"], check=True)
    try:
        judge_started_before(arguments)
        if arguments.window:
            judge_started_after(arguments)
    except Disagreement as disagreement:
        print(disagreement, file=sys.stderr)
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli")
    parser.add_argument("--window")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        return serve()
    if arguments.inside:
        return run(arguments)
    if reason := why_not():
        print(f"skipped: no network namespace: {reason}")
        return SKIPPED
    return subprocess.run([*unshare(), sys.executable, *sys.argv, "--inside"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
