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
STEPS = range(2, 10)
SENTENCES = range(1, 10)
CHINESE = ".zh_CN.md"
CONTENTS = "contents"


def stems(folder, suffix):
    return {file.stem for file in folder.glob(f"*{suffix}")}


def check_text(file):
    """Steps, not too many, and each with a short explanation."""
    parts = file.read_text(encoding="utf-8").split("\n## Step: ")
    faults = []
    if len(parts) - 1 not in STEPS:
        faults.append(f"{file.name}: {len(parts) - 1} steps, {STEPS.start} to {STEPS.stop - 1} are good")
    for number, part in enumerate(parts):
        told = [line for line in part.splitlines()[1:] if not re.match(r"\*\*|- \[|States: ", line)]
        count = len(re.findall(r"[.?!](?:\s|$)|[。？！]", "\n".join(told)))
        if count not in SENTENCES:
            faults.append(f"{file.name}, step {number}: {count} sentences, {SENTENCES.start} to"
                          f" {SENTENCES.stop - 1} are good")
    return faults


def main():
    tests, lessons, expected = map(pathlib.Path, sys.argv[1:])
    tested = set(re.findall(r"^ +(\d\d-[a-z-]+)\)?$", tests.read_text(encoding="utf-8"), re.MULTILINE))
    captures = stems(lessons, ".pcap")
    faults = []
    texts = {name for name in stems(lessons, ".md") if "." not in name}
    chinese = {file.name.removesuffix(CHINESE) for file in lessons.glob(f"*{CHINESE}")}
    for what, names in (("text", texts - {CONTENTS}), ("Chinese text", chinese - {CONTENTS}), ("expectation", stems(expected, ".ndjson")),
                        ("record of the kernel's states", stems(expected, ".kernel")), ("test", tested)):
        faults += [f"{name}: no {what}" for name in sorted(captures - names)]
        faults += [f"{name}: a {what} without a capture" for name in sorted(names - captures)]
    for capture in sorted(lessons.glob("*.pcap")):
        most = LONGEST_LEAK if "leak" in capture.stem else LONGEST_CAPTURE
        if capture.stat().st_size > most:
            faults.append(f"{capture.name}: over {most} bytes")
    for file in sorted(lessons.glob("[0-9]*.md")):
        faults += check_text(file)
    faults += [f"no {CONTENTS}{end}" for end in (".md", CHINESE) if not (lessons / f"{CONTENTS}{end}").is_file()]
    if not captures:
        faults.append(f"no lesson in {lessons}")
    print("\n".join(faults) or f"{len(captures)} lessons are complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
