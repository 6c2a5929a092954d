#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The manual pages fit a terminal of 80 columns and use nothing that man does not know."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PAGES = pathlib.Path(__file__).parents[2] / "resources/man"
SKIPPED = 77


def warnings_of(page):
    done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], check=False, text=True,
                          env=os.environ | {"LC_ALL": "C.UTF-8", "MANWIDTH": "80"}, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)
    return done.stderr


class ManPagesTest(unittest.TestCase):
    def test_man_has_nothing_to_say_of_them(self):
        pages = sorted(PAGES.glob("*.1"))
        self.assertEqual(len(pages), 3)
        self.assertEqual([warnings_of(page) for page in pages], ["", "", ""])

    def test_a_table_too_wide_is_told_of(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "wide.1"
            page.write_text(f"'\\\" t\n.TH WIDE 1\n.SH KEYS\n.TS\nl l.\n{'a' * 40}\t{'b' * 60}\n.TE\n", "utf-8")
            self.assertIn("table wider than line width", warnings_of(page))


if __name__ == "__main__":
    if shutil.which("man") is None:
        print("skipped: no man here")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
