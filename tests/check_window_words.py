#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether the window speaks every language of resources/translations: what lupdate finds in the code stands in
each file, translated, with the same placeholders, and nothing else does. --update renews the files instead: new texts
come as unfinished, what nobody says goes. --self-test makes small wrong trees and fails unless each fault is found.
Ends with 77, which ctest takes for skipped, where lupdate is missing.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
TRANSLATIONS = "resources/translations"
SOURCES = ("ui", "app/synscope")
PLACEHOLDER = re.compile(r"%L?(?:\d+|n)")
# English texts are in the code; its file holds the forms of counts alone.
FILES = {"synscope_en.ts": ["-pluralonly"], "synscope_zh_CN.ts": []}
# Translating functions of ours, whose context is that of where they are called.
ALIASES = ("tr+=translated", "QT_TR_NOOP+=SYNSCOPE_TEXT")
SKIPPED = 77


def find_lupdate():
    places = ["/usr/lib/qt6/bin", "/usr/lib64/qt6/bin", "/usr/lib/qt6/libexec", "/opt/homebrew/bin"]
    for name in ("lupdate-qt6", "lupdate6", "lupdate"):
        for path in (None, ":".join(places)):
            found = shutil.which(name, path=path)
            if found and "version 6" in subprocess.run([found, "-version"], capture_output=True, text=True).stdout:
                return found
    return None


def update(lupdate, root, file):
    command = [lupdate, "-silent", "-I", ".", "-locations", "none", "-no-obsolete"]
    for alias in ALIASES:
        command += ["-tr-function-alias", alias]
    command += FILES[file.name] + [*SOURCES, "-ts", str(file)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{file.name}: lupdate failed: {done.stderr}")


def messages(file):
    """(context, source, comment) -> the translation's forms; None where it is unfinished."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found[key] = None if translation.get("type") == "unfinished" or "" in forms else forms
    return found


def faults_of(lupdate, root, file):
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / file.name
        shutil.copy(file, fresh)
        update(lupdate, root, fresh)
        wanted = messages(fresh)
    held = messages(file)
    for (context, source, _), forms in wanted.items():
        if forms is None:
            yield f'{file.name}: {context}: "{source}" is not translated'
        for form in forms or []:
            missing = set(PLACEHOLDER.findall(source)) ^ set(PLACEHOLDER.findall(form))
            if missing - {"%n"}:
                yield f'{file.name}: {context}: the placeholders of "{source}" differ'
    for context, source, _ in held.keys() - wanted.keys():
        yield f'{file.name}: {context}: nobody says "{source}"'


def self_test(lupdate):
    code = 'QString f() { return QCoreApplication::translate("C", "a %1"); }\n'
    more = 'QString g() { return QCoreApplication::translate("C", "b"); }\n'
    entry = "<message><source>a %1</source><translation>甲 %1</translation></message>"
    cases = [
        (code, entry, None),
        (code + more, entry, "not translated"),
        (code, entry.replace("甲 %1", "甲"), "placeholders"),
        (code, entry + "<message><source>c</source><translation>丙</translation></message>", "nobody says"),
    ]
    for cpp, entries, wanted in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for source in SOURCES:
                (root / source).mkdir(parents=True)
            (root / "ui/a.cpp").write_text(cpp, encoding="utf-8")
            file = root / "synscope_zh_CN.ts"
            file.write_text(f'<!DOCTYPE TS><TS version="2.1" language="zh_CN"><context><name>C</name>{entries}'
                            "</context></TS>", encoding="utf-8")
            faults = list(faults_of(lupdate, root, file))
            if (wanted is None) != (not faults) or (wanted and not any(wanted in fault for fault in faults)):
                sys.exit(f"self-test: wanted {wanted!r}, found {faults}")
    print(f"self-test: {len(cases)} cases judged rightly")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="renew the files")
    parser.add_argument("--self-test", action="store_true", help="check this checker")
    arguments = parser.parse_args()
    lupdate = find_lupdate()
    if lupdate is None:
        print("lupdate of Qt 6 is missing (qt6-l10n-tools): not checked")
        sys.exit(1 if arguments.update else SKIPPED)
    if arguments.self_test:
        self_test(lupdate)
        return
    files = [ROOT / TRANSLATIONS / name for name in FILES]
    if arguments.update:
        for file in files:
            update(lupdate, ROOT, file)
            left = sum(forms is None for forms in messages(file).values())
            print(f"{file.relative_to(ROOT)}: {left} to translate")
        return
    faults = [fault for file in files for fault in faults_of(lupdate, ROOT, file)]
    print("\n".join(faults) or f"{len(messages(files[-1]))} texts of the window, each in every language")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
