#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what synscope-cli prints of lessons with what it should: one NDJSON file a lesson.

    check_lesson.py --cli synscope-cli CAPTURES EXPECTED [--only NAME]      fails and shows the difference
    check_lesson.py --cli synscope-cli CAPTURES EXPECTED --update           writes EXPECTED (not in CI)

The difference shows one key a line, so that it points at the state or count that changed.
"""

import argparse
import difflib
import json
import os
import pathlib
import subprocess
import sys


def printed(cli, capture):
    """What the program says of the capture's connections; it must succeed."""
    done = subprocess.run([cli, "connections", str(capture), "--format", "ndjson"], capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode != 0:
        sys.exit(f"{capture.name}: exit status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def readable(name, ndjson):
    """One line a scalar or transition, each line saying which connection it is of."""
    lines = []

    def walk(path, value):
        if isinstance(value, dict) and not path.endswith("]"):
            for key, inner in value.items():
                walk(f"{path}.{key}", inner)
        elif isinstance(value, list) and value:
            for number, inner in enumerate(value):
                walk(f"{path}[{number}]", inner)
        else:
            lines.append(f"{path}: {json.dumps(value, ensure_ascii=False)}\n")

    for line in ndjson.splitlines():
        connection = json.loads(line, parse_float=str)
        walk(f"{name} #{connection.get('stream')}", connection)
    return lines


def difference(name, expected, actual):
    if expected == actual:
        return []
    lines = list(difflib.unified_diff(readable(name, expected), readable(name, actual), "expected", "printed", n=2))
    return lines or ["same values, but the text differs (order of keys, spaces or digits)\n"]


def check(cli, capture, golden):
    if not golden.is_file():
        return [f"{golden.name} is missing: ./dev golden writes it\n"]
    return difference(capture.stem, golden.read_text(encoding="utf-8"), printed(cli, capture))


def main():
    parser = argparse.ArgumentParser(description="Compares lessons with what is expected of them.")
    parser.add_argument("--cli", required=True)
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("captures", type=pathlib.Path)
    parser.add_argument("expected", type=pathlib.Path)
    options = parser.parse_args()
    if options.update and os.environ.get("CI"):
        sys.exit("check_lesson.py: expectations are not written in CI")
    captures = [one for one in sorted(options.captures.glob("*.pcap")) if options.only in (None, one.stem)]
    if not captures:
        sys.exit(f"check_lesson.py: no lesson {options.only or ''} in {options.captures}")
    failed = False
    for capture in captures:
        golden = options.expected / f"{capture.stem}.ndjson"
        if options.update:
            golden.write_text(printed(options.cli, capture), encoding="utf-8")
            continue
        lines = check(options.cli, capture, golden)
        sys.stdout.writelines(lines)
        failed = failed or bool(lines)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
