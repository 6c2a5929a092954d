#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The completions in the shells they are for, as far as these are installed."""

import pathlib
import shutil
import subprocess
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "resources/completions"
PROGRAMS = ("synscope", "synscope-cli", "synscope-capture")


def run(*words):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)


def bash(program, *words):
    """What bash offers for the last of the words."""
    script = (f'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _{program.replace("-", "_")}; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    return run("bash", "-c", script, "bash", FOLDER / f"{program}.bash", program, *words).stdout.split()


def fish(program, *words):
    line = " ".join((program, *words))
    told = run("fish", "--no-config", "-c", f"source {FOLDER / program}.fish; complete -C '{line}'").stdout
    return {line.split("\t")[0] for line in told.splitlines()}


class CompletionsTest(unittest.TestCase):
    def test_bash_offers_commands_options_and_choices(self):
        self.assertEqual(bash("synscope-cli", "su"), ["summary"])
        self.assertEqual(bash("synscope-cli", "connections", "--f"), ["--format", "--filter"])
        self.assertEqual(bash("synscope-cli", "connections", "--format", ""), ["table", "ndjson", "csv"])
        self.assertIn("any", bash("synscope-cli", "leaks", "-i", ""))
        self.assertEqual(bash("synscope", "--theme", ""), ["light", "dark", "print"])
        self.assertEqual(bash("synscope-capture", "--format", "j"), ["json"])

    def test_bash_leaves_files_to_itself(self):
        self.assertEqual(bash("synscope-cli", "connections", ""), [])
        self.assertEqual(bash("synscope", ""), [])

    @unittest.skipUnless(shutil.which("fish"), "no fish here")
    def test_fish_offers_commands_options_and_choices(self):
        self.assertEqual(fish("synscope-cli", "su"), {"summary"})
        self.assertEqual(fish("synscope-cli", "connections", "--form"), {"--format"})
        self.assertEqual(fish("synscope-cli", "connections", "--format", ""), {"table", "ndjson", "csv"})
        self.assertEqual(fish("synscope", "--theme", ""), {"light", "dark", "print"})

    @unittest.skipUnless(shutil.which("zsh"), "no zsh here")
    def test_zsh_reads_them(self):
        for program in PROGRAMS:
            self.assertEqual(run("zsh", "-n", FOLDER / f"_{program}").stderr, "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
