#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What systemd says of the service synscope-watch."""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

MOST_EXPOSED = 20  # of 100, and tenths of what systemd-analyze prints
SKIPPED = 77


class UnitTest(unittest.TestCase):
    unit = cli = None

    def analyze(self, *words):
        """(exit status, outputs) for the unit, as if the program were installed."""
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / self.unit.name
            copy.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={self.cli}", self.unit.read_text("utf-8"),
                                   flags=re.MULTILINE), "utf-8")
            done = subprocess.run(["systemd-analyze", *words, copy], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, check=False)
            return done.returncode, done.stdout

    def test_it_is_valid(self):
        self.assertEqual(self.analyze("verify", "--man=no"), (0, ""))

    def test_it_is_hardened(self):
        status, told = self.analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}")
        self.assertEqual(status, 0, told)

    def test_it_holds_no_capability(self):
        text = self.unit.read_text("utf-8")
        for line in ("DynamicUser=yes", "CapabilityBoundingSet=", "AmbientCapabilities=", "NoNewPrivileges=yes"):
            self.assertIn(line, text.splitlines())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unit", required=True, type=pathlib.Path)
    parser.add_argument("--cli", required=True)
    given, rest = parser.parse_known_args()
    if shutil.which("systemd-analyze") is None:
        print("skipped: no systemd-analyze here")
        return SKIPPED
    UnitTest.unit, UnitTest.cli = given.unit, given.cli
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
