# SPDX-License-Identifier: Apache-2.0
"""synscope-cli watch, running, and a server that leaks: what the tests of monitoring share. Where it may, the test's
process first goes into a network namespace of its own, which ends with it.
"""

import argparse
import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

SKIPPED = 77
PATIENCE = 120  # seconds until what must happen has happened
CLONE_NEWNET = 0x40000000
RESOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "monitoring")
# A program that is ended by a signal need not be searched for memory that it did not give back.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}

programs = argparse.Namespace(cli=None, prometheus=None, promtool=None, has_namespace=False)


def read_text(name):
    with open(os.path.join(RESOURCES, name), encoding="utf-8") as file:
        return file.read()


def fetch(url, accept=None):
    """The body of the answer and its Content-Type."""
    request = urllib.request.Request(url, headers={"Accept": accept} if accept else {})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return answer.read().decode(), answer.headers["Content-Type"]


def wait_until(condition, *watched):
    """Asks until the condition holds and returns what it gave. Fails when a process that is watched ends before."""
    end = time.monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"it never held: {condition.__doc__}")
        for process in watched:
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"it ended with {process.wait(timeout=0.05)}: {process.args}")


class Watch:
    """Use in a `with` block. `url` is that of its metrics, `folder` where its text file lies."""

    def __init__(self, *arguments):
        self.folder = tempfile.mkdtemp()
        self.process = subprocess.Popen(
            [programs.cli, "watch", "--metrics", "127.0.0.1:0", "--textfile", self.folder, "--interval", "0.1", "--top",
             "1000", *arguments], stderr=subprocess.PIPE, env=ENVIRONMENT, text=True)
        self.url = self.process.stderr.readline().split(" at ")[1].strip()
        self.address = self.url.split("/")[2]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.errors = self.process.stderr.read()
        self.process.stderr.close()
        self.status = self.process.wait()
        shutil.rmtree(self.folder)

    def metrics(self, accept=None):
        return fetch(self.url, accept)[0]


class LeakyServer:
    """This very process: it accepts, its clients close, and it does not."""

    NAME = "leaky-server"

    def __init__(self):
        with open("/proc/self/comm", "w", encoding="ascii") as comm:
            comm.write(self.NAME)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "%s:%d" % self.listener.getsockname()
        self.owed = []

    def leak(self):
        with socket.create_connection(self.listener.getsockname()):
            self.owed.append(self.listener.accept()[0])

    def close_all(self):
        for one in self.owed:
            one.close()
        self.owed.clear()


def enter_namespace():
    """False where that is not permitted: then the machine's own loopback interface serves."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        return False
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    return True


def main(needed):
    """Runs the tests of the file that was started; skipped where one of the programs `needed` is missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    given, rest = parser.parse_known_args()
    programs.cli = os.path.abspath(given.cli)
    for name in needed:
        path = shutil.which(name)
        if path is None:
            print(f"skipped: {name} is not installed (Debian's package prometheus)")
            return SKIPPED
        setattr(programs, name, path)
    programs.has_namespace = enter_namespace()
    unittest.main(module="__main__", argv=[sys.argv[0], *rest], verbosity=2)
    return 0
