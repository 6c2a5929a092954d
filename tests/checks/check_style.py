#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What no formatter checks: files of at most 500 lines, C++ functions of at most 60, a licence line in
every source file. Run without arguments for the tree this file is in; --self-test checks the checker.
"""

import argparse
import pathlib
import re
import sys

MOST_FILE_LINES = 500
MOST_FUNCTION_LINES = 60
LICENCE = "SPDX-License-Identifier: Apache-2.0"
FOLDERS = ("core", "ui", "app", "tests", "cmake", "dev", ".ci", "CMakeLists.txt")
SUFFIXES = {".h", ".cpp", ".py", ".cmake", ".sh"}
NAMES = {"CMakeLists.txt", "dev", "run"}

RAW_STRING = re.compile(r'R"([^()\\ ]{0,16})\(.*?\)\1"', re.DOTALL)
IGNORED = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'""", re.DOTALL)
NOT_A_FUNCTION = re.compile(
    r"^\s*(?:(?:template\s*<.*>|inline|export|static|typedef|constexpr|const)\s+)*"
    r"(?:namespace|class|struct|union|enum|extern)\b(?![^{]*\)\s*(?:const|noexcept|override|final|\s)*$)", re.DOTALL)


def blank(match):
    """Nothing in place of a comment or string, but as many lines."""
    return "\n" * match.group(0).count("\n")


def is_function(head):
    """Whether the text before a brace at namespace or class level opens a function's body."""
    if "(" not in head or NOT_A_FUNCTION.match(head):
        return False
    return not re.search(r"[=(,]\s*$", head)


def functions(text):
    """(name, first line, lines) of each function body at namespace or class level."""
    text = IGNORED.sub(blank, RAW_STRING.sub(blank, text))
    text = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", blank, text, flags=re.MULTILINE)
    found, head, head_line, line, depth, start = [], "", 1, 1, 0, None
    for char in text:
        if char == "\n":
            line += 1
        if start is not None:
            depth += (char == "{") - (char == "}")
            if depth == 0:
                found.append((*start, line - start[1] + 1))
                start, head = None, ""
            continue
        if char in "{};":
            if char == "{" and is_function(head):
                start, depth = (" ".join(head.split("(")[0].split()[-1:]), head_line), 1
            head = ""
            continue
        if not head.strip():
            head, head_line = "", line
        head += char
    return found


def check_text(name, text):
    faults = []
    lines = text.count("\n")
    if lines > MOST_FILE_LINES:
        faults.append(f"{name}:1: {lines} lines, {MOST_FILE_LINES} are the most")
    if not any(LICENCE in line for line in text.splitlines()[:2]):
        faults.append(f"{name}:1: the licence line is missing: {LICENCE}")
    if name.endswith((".h", ".cpp")):
        for function, first, length in functions(text):
            if length > MOST_FUNCTION_LINES:
                faults.append(f"{name}:{first}: {function} has {length} lines, {MOST_FUNCTION_LINES} are the most")
    return faults


def sources(root):
    for folder in FOLDERS:
        place = root / folder
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and (file.suffix in SUFFIXES or file.name in NAMES):
                yield file


def body(lines):
    return "    x();\n" * lines


def self_test():
    head = f"// {LICENCE}\n"
    long_body, short_body = body(59), body(58)
    cases = [
        (head + "int f(int a) {\n" + long_body + "}\n", 1),
        (head + "int f(int a) {\n" + short_body + "}\n", 0),
        (head + "namespace a {\nclass B : public C<D(int)> {\n    int x() {\n" + long_body + "    }\n};\n}\n", 1),
        (head + "namespace a {\n" + "int x;\n" * 100 + "}\n", 0),
        (head + "class B {\n" + "int x();\n" * 100 + "};\n", 0),
        (head + "B::B()\n    : m_a{1}, m_b(2) {\n" + long_body + "}\n", 1),
        (head + "template <typename T>\nauto f(T t) const -> int {\n    if (t) {\n" + long_body + "    }\n}\n", 1),
        (head + "static constexpr int t[] = {\n" + "    f(1),\n" * 100 + "};\n", 0),
        (head + "static struct A* f(int a) {\n" + long_body + "}\n", 1),
        (head + 'const char* t = R"(\nint f() {\n' + long_body + '}\n)";\n', 0),
        (head + "int f() {\n    char c = '{';\n" + body(30) + "}\nint g() {\n" + body(50) + "}\n", 0),
        (head + "int x;\n" * 500, 1),
        ("int x;\n", 1),
    ]
    wrong = [f"{len(check_text('a.cpp', text))} faults, not {expected}, in:\n{text[:120]}"
             for text, expected in cases if len(check_text("a.cpp", text)) != expected]
    print("\n".join(wrong) or f"{len(cases)} texts judged rightly")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description="Fails on long files, long functions and missing licence lines.")
    parser.add_argument("--self-test", action="store_true", help="check this checker")
    if parser.parse_args().self_test:
        return self_test()
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    files = list(sources(root))
    faults = [fault for file in files
              for fault in check_text(str(file.relative_to(root)), file.read_text(encoding="utf-8"))]
    if not files:
        faults = ["no source file was found"]
    print("\n".join(faults) or f"{len(files)} files are short enough and carry the licence line")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
