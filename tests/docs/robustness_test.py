#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/ROBUSTNESS.md against the code: each test that it names is there, and each limit is what the code says."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/ROBUSTNESS.md").read_text("utf-8")
TEST = re.compile(r"\bTEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\s*\)")
FUZZER = re.compile(r"^synscope_fuzz\((\w+)", re.M)
FORMATS = re.compile(r"foreach\(format ([^)]*)\)")
LIMIT = re.compile(r"^\| [^|]+ \| `(\w+)` \| `([^`]+)` \| (\d+) \|$", re.M)


def known_tests():
    names = {".".join(match) for path in (ROOT / "tests").rglob("*.cpp")
             for match in TEST.findall(path.read_text("utf-8"))}
    fuzzers = (ROOT / "tests/fuzz/CMakeLists.txt").read_text("utf-8")
    return names | {f"fuzz.{name}" for name in [*FUZZER.findall(fuzzers), *FORMATS.search(fuzzers)[1].split()]}


def rows():
    """The rows of the tables whose last column names tests."""
    for section in re.findall(r"^## (?:Bounds|Faults)$.*?(?=^## )", PAGE, re.M | re.S):
        lines = [line for line in section.splitlines() if line.startswith("|")]
        yield from lines[2:]


def value_in(path, name):
    """What a constant is set to: numbers, casts to unsigned types, + and <<."""
    found = re.search(rf"\b{name} = ([^;,]+);", (ROOT / path).read_text("utf-8"))
    if not found:
        return None
    plain = re.sub(r"std::\w+\{(\w+)\}", r"\1", found[1]).replace("'", "")
    plain = re.sub(r"\b(0x[0-9a-fA-F]+|\d+)[uUlL]*\b", r"\1", plain)
    return eval(plain, {"__builtins__": {}}) if re.fullmatch(r"[\da-fA-Fx()+* <]+", plain) else None


class RobustnessTest(unittest.TestCase):
    def test_each_row_names_tests_that_exist(self):
        known = known_tests()
        for row in rows():
            named = re.findall(r"`(\w+\.\w+)`", row.split("|")[-2])
            self.assertTrue(named, row)
            self.assertEqual([name for name in named if name not in known], [], row)

    def test_limits_are_those_of_the_code(self):
        limits = LIMIT.findall(PAGE)
        self.assertGreater(len(limits), 10)
        self.assertEqual([(name, path, value_in(path, name)) for name, path, _ in limits],
                         [(name, path, int(value)) for name, path, value in limits])


if __name__ == "__main__":
    unittest.main(verbosity=2)
