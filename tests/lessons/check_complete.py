#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails unless every lesson has its capture, text, expectation, kernel states and test, and no more is there.

    check_complete.py tests/lessons/CMakeLists.txt resources/lessons tests/data/lessons
"""

import pathlib
import re
import sys

LONGEST_CAPTURE = 20_000
LONGEST_LEAK = 60_000
SENTENCES = range(3, 10)


def stems(folder, suffix):
    return {file.stem for file in folder.glob(f"*{suffix}")}


def check_text(file):
    """A title, a blank line, then 3 to 9 sentences."""
    lines = file.read_text(encoding="utf-8").splitlines()
    if len(lines) < 3 or not lines[0].startswith("# ") or lines[1]:
        return f"{file.name}: begins with '# TITLE' and a blank line"
    count = len(re.findall(r"[.?!](?:\s|$)", "\n".join(lines[2:])))
    if count not in SENTENCES:
        return f"{file.name}: {count} sentences, {SENTENCES.start} to {SENTENCES.stop - 1} are good"
    return None


def main():
    tests, lessons, expected = map(pathlib.Path, sys.argv[1:])
    tested = set(re.findall(r"^ +(\d\d-[a-z-]+)\)?$", tests.read_text(encoding="utf-8"), re.MULTILINE))
    captures = stems(lessons, ".pcap")
    faults = []
    for what, names in (("text", stems(lessons, ".md")), ("expectation", stems(expected, ".ndjson")),
                        ("record of the kernel's states", stems(expected, ".kernel")), ("test", tested)):
        faults += [f"{name}: no {what}" for name in sorted(captures - names)]
        faults += [f"{name}: a {what} without a capture" for name in sorted(names - captures)]
    for capture in sorted(lessons.glob("*.pcap")):
        most = LONGEST_LEAK if "leak" in capture.stem else LONGEST_CAPTURE
        if capture.stat().st_size > most:
            faults.append(f"{capture.name}: over {most} bytes")
    faults += filter(None, map(check_text, sorted(lessons.glob("*.md"))))
    if not captures:
        faults.append(f"no lesson in {lessons}")
    print("\n".join(faults) or f"{len(captures)} lessons are complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
