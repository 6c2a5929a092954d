#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether core speaks Chinese: each template given to say(), phrase(), told(), errorSaying() or errorAt() stands in a table of core/base/chinese_*.cpp
with the same placeholders, and no table holds what nobody says. Run without arguments for the tree this file is in;
--self-test builds small wrong trees and fails unless each fault is found.
"""

import argparse
import pathlib
import re
import sys
import tempfile

STRING = r'"(?:\\.|[^"\\\n])*"'
STRINGS = rf"(?:{STRING}\s*)+"
SAID = re.compile(rf"\b(?:say|templateIn|errorAt|valueError|failAt)\(\s*[\w.:>()+ -]+?,\s*({STRINGS})")
PHRASE = re.compile(rf"\b(?:phrase|errorSaying|told)\(\s*({STRINGS})")
ENTRY = re.compile(rf"\{{\s*(?:phrase\(\s*)?({STRINGS}),\s*({STRINGS})\}}")
PLACEHOLDER = re.compile(r"\{\d\}")
# The C library says them; strerror() in the C locale.
OF_THE_SYSTEM = {
    "No such file or directory", "Permission denied", "Operation not permitted", "Is a directory", "Not a directory",
    "No space left on device", "Read-only file system", "Input/output error", "Too many open files",
    "File name too long", "File exists", "Disk quota exceeded", "Stale file handle",
}
COMMENT = re.compile(rf"({STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)


def join(literals):
    """The text of adjacent string literals, escapes as they are written."""
    return "".join(part[1:-1] for part in re.findall(STRING, literals))


def read(file):
    return COMMENT.sub(lambda match: match[1] or "", file.read_text(encoding="utf-8"))


def said_in(root):
    """Template -> where it is said."""
    said = {}
    for folder in ("core", "app"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in {".h", ".cpp"} or file.name.startswith("chinese_"):
                continue
            text = read(file)
            for pattern in (SAID, PHRASE):
                for match in pattern.finditer(text):
                    line = text[: match.start()].count("\n") + 1
                    said.setdefault(join(match[1]), f"{file.relative_to(root)}:{line}")
    said.pop("", None)
    return said


def check(root):
    said = said_in(root)
    faults, translated = [], {}
    for file in sorted((root / "core/base").glob("chinese_*.cpp")):
        for match in ENTRY.finditer(read(file)):
            english, chinese = join(match[1]), join(match[2])
            if english in translated:
                faults.append(f'{file.name}: "{english}" stands in {translated[english]}, too')
            translated[english] = file.name
            if sorted(set(PLACEHOLDER.findall(english))) != sorted(set(PLACEHOLDER.findall(chinese))):
                faults.append(f'{file.name}: the placeholders of "{english}" differ')
            if english not in said and english not in OF_THE_SYSTEM:
                faults.append(f'{file.name}: nobody says "{english}"')
    faults += [f'{where}: "{text}" has no Chinese' for text, where in said.items() if text not in translated]
    return faults, len(said)


def self_test():
    table = 'constexpr Phrase k[] = {{"a {0}", "甲 {0}"}, {"b", "乙"}};'
    code = 'auto x = say(language, "a {0}", {y}); auto z = phrase("b");'
    cases = [
        (table, code, None),
        (table, code + 'say(options.language, "c " "d");', "c d"),
        (table.replace("甲 {0}", "甲"), code, "placeholders"),
        (table, code.replace('phrase("b")', "0"), "nobody says"),
        (table.replace('"b"', '"a {0}"').replace("乙", "乙 {0}"), code, "too"),
        (table, code + '// say(l, "not said")', None),
    ]
    for chinese, cpp, wanted in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "core/base").mkdir(parents=True)
            (root / "core/base/chinese_a.cpp").write_text(chinese, encoding="utf-8")
            (root / "core/base/a.cpp").write_text(cpp, encoding="utf-8")
            faults, _ = check(root)
            if (wanted is None) != (not faults) or (wanted and not any(wanted in fault for fault in faults)):
                sys.exit(f"self-test: wanted {wanted!r}, found {faults}")
    print(f"self-test: {len(cases)} cases judged rightly")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true", help="check this checker")
    if parser.parse_args().self_test:
        self_test()
        return
    faults, count = check(pathlib.Path(__file__).resolve().parent.parent)
    print("\n".join(faults) or f"{count} templates, each in Chinese")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
