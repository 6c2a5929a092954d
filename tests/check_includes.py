#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may include whom: fails on a forbidden #include, and on a clock where there must be none.

The layers are those of core/README.md. Run without arguments for the tree this file is in; with
--self-test it builds small wrong trees and fails unless each wrong line is found.
"""

import argparse
import pathlib
import re
import sys
import tempfile

# Each folder of core, and the folders of core it may include besides itself.
CHAIN = ["base", "wire", "tcp", "diagnose", "store", "diagram", "explain", "export"]
CORE_MAY_SEE = {layer: set(CHAIN[:place]) for place, layer in enumerate(CHAIN)}
CORE_MAY_SEE["lesson"] = {"base", "wire", "tcp"}
CORE_MAY_SEE["capture"] = {"base", "wire"}
CORE_MAY_SEE["sockets"] = {"base", "wire"}
CORE_MAY_SEE["engine"] = set(CHAIN) | {"capture", "sockets"}
HIDDEN_FROM_UI = {"capture", "sockets", "engine"}

# Below store/ the answer depends on the packets alone: no threads, files, streams.
PURE = {"base", "wire", "tcp", "diagnose", "lesson"}
IMPURE_HEADERS = {
    "thread", "mutex", "shared_mutex", "condition_variable", "future", "semaphore", "latch", "barrier",
    "stop_token", "fstream", "iostream", "filesystem", "unistd.h", "fcntl.h", "ctime", "time.h", "sys/time.h",
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CLOCK_NOW = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\s*::\s*now\b")
QT_HEADER = re.compile(r"^(Q[A-Z]\w*|Qt\w*/\S+|q[a-z]+\.h)$")
SOURCES = {".h", ".cpp"}


def judge_core(layer, bracket, name):
    """Why `name` may not be included in core/`layer`, or None."""
    if bracket == "<":
        if layer in PURE and name in IMPURE_HEADERS:
            return f"<{name}> brings a thread, a clock or a file below store/"
        if (name == "pcap.h" or name.startswith("pcap/")) and layer != "capture":
            return "<pcap.h> belongs to core/capture alone"
        return None
    parts = name.split("/")
    if parts[0] != "core":
        return f"core may not see {parts[0]}/"
    target = parts[1] if len(parts) > 2 else ""
    if layer not in CORE_MAY_SEE:
        return f"core/{layer} has no rule: add it to CORE_MAY_SEE"
    if target != layer and target not in CORE_MAY_SEE[layer]:
        return f"core/{layer} may not see core/{target}"
    return None


def judge(path, bracket, name):
    """Why the file at `path` (parts from the root) may not include `name`, or None."""
    is_qt = bracket == "<" and QT_HEADER.match(name)
    target = name.split("/")
    if path[0] == "core":
        return "core knows no Qt" if is_qt else judge_core(path[1], bracket, name)
    if path[:2] == ("app", "cli") and (is_qt or target[0] == "ui"):
        return "the command line knows no Qt"
    if path[0] == "ui" and bracket == '"':
        if target[0] == "core" and target[1] in HIDDEN_FROM_UI:
            return f"ui sees snapshots, not core/{target[1]}"
        if target[0] not in ("core", "ui"):
            return f"ui may not see {target[0]}/"
    if bracket == "<" and (name == "pcap.h" or name.startswith("pcap/")):
        return "<pcap.h> belongs to core/capture alone"
    return None


def check_line(root, path, line):
    """What is wrong with one line of the file at `path`, or None."""
    include = INCLUDE.match(line)
    if not include:
        clock = CLOCK_NOW.search(line.split("//")[0])
        if clock and path[0] == "core" and (path[1] in PURE or clock[1] == "system_clock"):
            return "core takes the time from packets, not from a clock"
        return None
    bracket, name = include.groups()
    if bracket == '"' and name.endswith(".moc"):
        return None
    if bracket == '"' and not (root / name).is_file():
        return f'"{name}" is not a file counted from the root of the tree'
    return judge(path, bracket, name)


def check_tree(root):
    """All faults as "file:line: text", and the number of files read."""
    faults, files = [], 0
    for folder in ("core", "ui", "app"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in SOURCES:
                continue
            files += 1
            path = file.relative_to(root).parts
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                fault = check_line(root, path, line)
                if fault:
                    faults.append(f"{'/'.join(path)}:{number}: {fault}")
    return faults, files


ALLOWED = [
    ("core/tcp/a.cpp", '#include "core/wire/x.h"'),
    ("core/export/a.cpp", '#include "core/diagram/x.h"'),
    ("core/explain/a.cpp", '#include "core/diagram/x.h"'),
    ("core/engine/a.cpp", '#include "core/capture/x.h"'),
    ("core/engine/a.cpp", "#include <thread>"),
    ("core/engine/a.cpp", "auto t = std::chrono::steady_clock::now();"),
    ("core/capture/a.cpp", "#include <pcap.h>"),
    ("core/base/a.h", "#include <chrono>"),
    ("core/base/a.h", "// never steady_clock::now() here"),
    ("ui/pages/a.cpp", '#include "core/store/x.h"'),
    ("ui/pages/a.cpp", "#include <QWidget>"),
    ("ui/pages/a.cpp", '#include "a.moc"'),
    ("app/synscope/a.cpp", '#include "core/engine/x.h"'),
]
FORBIDDEN = [
    ("core/wire/a.cpp", '#include "core/tcp/x.h"'),
    ("core/store/a.cpp", '#include "core/diagram/x.h"'),
    ("core/diagram/a.cpp", '#include "core/export/x.h"'),
    ("core/diagram/a.cpp", '#include "core/explain/x.h"'),
    ("core/capture/a.cpp", '#include "core/tcp/x.h"'),
    ("core/tcp/a.cpp", '#include "ui/pages/x.h"'),
    ("core/tcp/a.cpp", '#include "x.h"'),
    ("core/tcp/a.cpp", "#include <QString>"),
    ("core/store/a.cpp", "#include <QtCore/QString>"),
    ("core/wire/a.cpp", "#include <pcap.h>"),
    ("core/tcp/a.cpp", "#include <thread>"),
    ("core/diagnose/a.cpp", "  #  include <mutex>"),
    ("core/base/a.h", "#include <fstream>"),
    ("core/base/a.h", "#include <iostream>"),
    ("core/tcp/a.cpp", "auto t = std::chrono::steady_clock::now();"),
    ("core/engine/a.cpp", "auto t = std::chrono::system_clock::now();"),
    ("core/novel/a.cpp", '#include "core/base/x.h"'),
    ("ui/pages/a.cpp", '#include "core/engine/x.h"'),
    ("ui/pages/a.cpp", '#include "core/capture/x.h"'),
    ("ui/pages/a.cpp", '#include "app/synscope/x.h"'),
    ("app/cli/a.cpp", "#include <QCoreApplication>"),
    ("app/cli/a.cpp", '#include "ui/pages/x.h"'),
    ("app/synscope/a.cpp", "#include <pcap/pcap.h>"),
]


def faults_of(place, line):
    """The faults found in a tree that is right but for `line` in the file `place`."""
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for folder in [f"core/{layer}" for layer in CORE_MAY_SEE] + ["ui/pages", "app/synscope", "app/cli"]:
            (root / folder).mkdir(parents=True)
            (root / folder / "x.h").write_text("#pragma once\n", encoding="utf-8")
        file = root / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"int x;\n{line}\n", encoding="utf-8")
        return check_tree(root)[0]


def self_test():
    wrong = [f"{place}: refused: {line}" for place, line in ALLOWED if faults_of(place, line)]
    for place, line in FORBIDDEN:
        if not any(fault.startswith(f"{place}:2:") for fault in faults_of(place, line)):
            wrong.append(f"{place}: let through: {line}")
    print("\n".join(wrong) or f"{len(ALLOWED)} allowed and {len(FORBIDDEN)} forbidden lines told apart")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description="Fails on a forbidden #include.")
    parser.add_argument("--self-test", action="store_true", help="check this checker")
    if parser.parse_args().self_test:
        return self_test()
    faults, files = check_tree(pathlib.Path(__file__).resolve().parent.parent)
    if not files:
        faults = ["no source file was found"]
    print("\n".join(faults) or f"{files} files include only what they may")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
