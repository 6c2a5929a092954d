# SPDX-License-Identifier: Apache-2.0
"""What `--help` of the programs says, as values: commands and their options."""

import dataclasses
import re
import subprocess

COMMAND = re.compile(r"^  ([a-z]+) {2,}(\S.*)$")
OPTION = re.compile(r"^  (--?[A-Za-z][a-z-]*)(?: ([A-Z]\S*|[a-z]+(?:\|[a-z]+)+))?(?: +(\S.*))?$")
CHOICES = re.compile(r"(--?[A-Za-z][a-z-]*) ([\w]+(?:\|[\w]+)+)")


@dataclasses.dataclass
class Option:
    name: str
    value: str  # as help calls it, "INTERFACE"; empty where it takes none
    help: str
    choices: list


@dataclasses.dataclass
class Command:
    name: str  # empty for a program without commands
    summary: str
    options: list
    takes_file: bool


def text_of(program, *words):
    return subprocess.run([program, *words, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout


def options_of(text):
    """Options stand two columns in, each with its help on the same line or the next. The last usage of a choice wins:
    it is that of exports, which have the most themes."""
    choices = dict(CHOICES.findall(text))
    found, lines = [], text.splitlines()
    for line, following in zip(lines, lines[1:] + [""]):
        match = OPTION.match(line)
        if match is None:
            continue
        name, value, phrase = match.groups()
        words = choices.get(name, "").split("|") if name in choices else []
        found.append(Option(name, value or "", (phrase or following.strip()).split(";")[0].strip(), words))
    return found


def commands_of(program):
    """One without a name where the program has no commands."""
    text = text_of(program)
    if "\nCommands:\n" not in text:
        return [Command("", "", options_of(text), re.search(r"^  FILE ", text, re.MULTILINE) is not None)]
    section = text.split("\nCommands:\n")[1].split("\n\n")[0]
    listed = [COMMAND.match(line).groups() for line in section.splitlines()]
    commands = []
    for name, summary in listed:
        own = text_of(program, name)
        usage = own.split("Usage:\n")[1].split("\n\n")[0]
        options = options_of(own.split("\nOptions:\n")[1].split("\n\n")[0] + "\n" + usage)
        commands.append(Command(name, summary, options, "FILE" in usage))
    return commands
