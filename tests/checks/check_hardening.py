#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads off released programs what cmake/hardening.cmake promises of them: check_hardening.py BUILD-FOLDER PROGRAM...
What cannot be seen in a program is looked up in the folder's compile_commands.json."""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile

COMPILED_WITH = ("-fstack-protector-strong", "-D_FORTIFY_SOURCE=3")


def said_by(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout


def faults_of_program(program):
    head = said_by("readelf", "--wide", "--file-header", "--program-headers", program)
    dynamic = said_by("readelf", "--wide", "--dynamic", program)
    symbols = said_by("readelf", "--wide", "--dyn-syms", program)
    stack = re.search(r"GNU_STACK.*", head)
    found = {
        "its place in memory is not random (no PIE)": not re.search(r"FLAGS_1.*PIE", dynamic),
        "its tables of addresses stay writable (no RELRO)": "GNU_RELRO" not in head,
        "its tables of addresses are filled in late (no BIND_NOW)": not re.search(r"BIND_NOW|FLAGS_1.*NOW", dynamic),
        "its stack may hold code": not stack or " RWE " in stack.group(),
        "its stack is not guarded": "__stack_chk_fail" not in symbols,
        "it has a path of its own to libraries": "RPATH" in dynamic or "RUNPATH" in dynamic,
        "jumps may go anywhere (no endbr64)": "X86-64" in head and lacks_landing(program),
    }
    return [fault for fault, is_so in found.items() if is_so]


def lacks_landing(program):
    return "endbr64" not in said_by("objdump", "--disassemble=main", "--no-show-raw-insn", program)


def faults_of_commands(folder):
    with open(f"{folder}/compile_commands.json", encoding="utf-8") as file:
        entries = json.load(file)
    made = os.path.abspath(folder) + os.sep  # headers that are tried alone, what Qt's tools write
    commands = [entry["command"].split() for entry in entries if not entry["file"].startswith(made)]
    return [f"a file is compiled without {flag}" for flag in COMPILED_WITH
            if any(flag not in command for command in commands)]


def check(folder, programs):
    faults = [f"{folder}: {fault}" for fault in faults_of_commands(folder)]
    for program in programs:
        faults += [f"{program}: {fault}" for fault in faults_of_program(program)]
    print("\n".join(faults))
    return 1 if faults else 0


def self_test(compiler):
    """A program without any of it lacks all; one with it all lacks nothing."""
    source = "#include <cstring>\nint main(int count, char** words) { char copy[64]; std::strcpy(copy, words[0]); " \
             "return copy[count]; }\n"
    is_x86 = platform.machine() == "x86_64"
    bare = ["-no-pie", "-fno-stack-protector", "-Wl,-z,norelro,-z,lazy,-z,execstack", "-Wl,-rpath,/tmp",
            *(["-fcf-protection=none"] if is_x86 else [])]
    hard = ["-fPIE", "-pie", "-fstack-protector-strong", "-Wl,-z,relro,-z,now,-z,noexecstack",
            *(["-fcf-protection"] if is_x86 else [])]
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/main.cpp", "w", encoding="utf-8") as file:
            file.write(source)
        counts = []
        for flags in (bare, hard):
            subprocess.run([compiler, *flags, f"{folder}/main.cpp", "-o", f"{folder}/main"], check=True,
                           stderr=subprocess.DEVNULL)
            counts.append(faults_of_program(f"{folder}/main"))
    print(counts)
    return 0 if len(counts[0]) == (7 if is_x86 else 6) and not counts[1] else 1


if __name__ == "__main__":
    sys.exit(self_test(sys.argv[2]) if sys.argv[1] == "--self-test" else check(sys.argv[1], sys.argv[2:]))
