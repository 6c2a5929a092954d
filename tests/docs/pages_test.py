#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The pages for users and developers: their links lead somewhere, what they tell to run exists, and the guide is the same
in both languages.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "core/README.md"])
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"\b(synscope(?:-cli|-capture)?)((?: (?:'[^']*'|[^'|`\s]+))*)")


def commands(page):
    """(program, words) of each line that is to be run."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("    ")]
    return [match.groups() for line in lines for match in COMMAND.finditer(line.split("#")[0])]


def shape(page):
    """What does not change with the language: commands, tables, pictures and titles."""
    lines = page.read_text("utf-8").splitlines()
    return ([line.split("#")[0].strip() for line in lines if line.startswith("    ")],
            [len(re.match("#+", line)[0]) for line in lines if line.startswith("#")],
            sum(line.startswith("|") for line in lines), sum(line.startswith("![") for line in lines),
            sum(line.startswith("- ") for line in lines))


class PagesTest(unittest.TestCase):
    programs = {}

    def help_of(self, program, words):
        asked = [words[0]] if program == "synscope-cli" and words and not words[0].startswith("-") else []
        return subprocess.run([self.programs[program], *asked, "--help"], stdout=subprocess.PIPE, text=True,
                              check=True).stdout

    def test_links_lead_to_files(self):
        dead = [f"{page.relative_to(ROOT)}: {link}" for page in PAGES for link in LINK.findall(page.read_text("utf-8"))
                if not link.startswith(("http", "#")) and not (page.parent / link.split("#")[0]).exists()]
        self.assertEqual(dead, [])

    def test_options_of_commands_exist(self):
        unknown = []
        for page in PAGES:
            for program, rest in commands(page):
                words = re.findall(r"'[^']*'|\S+", rest)
                options = [word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)]
                if not options or program not in self.programs:
                    continue
                told = self.help_of(program, words)
                unknown += [f"{page.name}: {program}{rest}: {option}" for option in options
                            if not re.search(rf"(?<![\w-]){option}(?![\w-])", told)]
        self.assertEqual(unknown, [])

    def test_the_guide_is_the_same_in_both_languages(self):
        self.assertEqual(shape(ROOT / "docs/guide.md"), shape(ROOT / "docs/guide.zh_CN.md"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", nargs="+", type=pathlib.Path, required=True)
    given = parser.parse_args()
    PagesTest.programs = {program.name: program for program in given.programs}
    unittest.main(argv=sys.argv[:1], verbosity=2)


if __name__ == "__main__":
    main()
