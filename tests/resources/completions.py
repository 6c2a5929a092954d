#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Completions of bash, zsh and fish for the programs, made from what their --help says. With --update they are written
to resources/completions/; without, it fails where those there are others.
"""

import argparse
import difflib
import pathlib
import sys

import program_help

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "resources/completions"
ORIGIN = "# SPDX-License-Identifier: Apache-2.0\n# Made from --help: ./dev completions\n"
INTERFACES = "any $(command ls /sys/class/net)"


def in_quotes(text):
    """For bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


def bash_values(option):
    if option.choices:
        return f"words={in_quotes(' '.join(option.choices))}"
    if option.value == "INTERFACE":
        return f'words="{INTERFACES}"'
    if option.value == "DIR":
        return 'mapfile -t COMPREPLY < <(compgen -d -- "$current"); return'
    if option.value in ("OUT", "FILE"):
        return "return"  # files, which readline completes itself
    return "compopt +o default; return"


def bash(program, commands):
    function = "_" + program.replace("-", "_")
    cases, lists = [], []
    for command in commands:
        lists.append(f"    {command.name or '*'}) words={in_quotes(' '.join(o.name for o in command.options))} ;;")
        cases += [f"    */{command.name or '*'}/{o.name}) {bash_values(o)} ;;" for o in command.options if o.value]
    names = " ".join(command.name for command in commands if command.name)
    first = [f"    1/*) words='{names} --help --version' ;;"] if names else []
    return "\n".join([
        ORIGIN + f"{function}() {{",
        '    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=""',
        "    COMPREPLY=()",
        "    case $COMP_CWORD/${COMP_WORDS[1]}/$previous in", *first, *cases,
        "    *) [[ $current == -* ]] || return", "        case ${COMP_WORDS[1]} in",
        *["    " + line for line in lists], "        esac", "        ;;", "    esac",
        '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")', "}",
        f"complete -o default -F {function} {program}", ""])


def zsh_spec(option):
    repeats = "*" if option.name in ("-i", "--fail-on") else ""
    phrase = option.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
    spec = f"{repeats}{option.name}[{phrase}]"
    if not option.value:
        return in_quotes(spec)
    actions = {"INTERFACE": "_net_interfaces", "DIR": "_files -/", "FILE": "_files", "OUT": "_files"}
    action = f"({' '.join(option.choices)})" if option.choices else actions.get(option.value, " ")
    return in_quotes(f"{spec}:{option.value.split(':')[0].lower()}:{action}")


def zsh_arguments(command, indent):
    specs = [zsh_spec(option) for option in command.options] + (["'*:capture:_files'"] if command.takes_file else [])
    return "_arguments -s \\\n" + " \\\n".join(indent + spec for spec in specs)


def zsh(program, commands):
    lines = [f"#compdef {program}\n{ORIGIN}"]
    if not commands[0].name:
        return lines[0] + zsh_arguments(commands[0], "    ") + "\n"
    lines += ["local -a commands=("]
    lines += [f"    {in_quotes(command.name + ':' + command.summary)}" for command in commands]
    lines += [")", "if ((CURRENT == 2)); then", "    _describe command commands", "    _arguments --help --version",
              "    return", "fi", "local command=$words[2]", "shift words", "((CURRENT--))", "case $command in"]
    for command in commands:
        lines += [f"{command.name})", "    " + zsh_arguments(command, "        "), "    ;;"]
    return "\n".join(lines + ["esac", ""])


def fish_line(program, option, condition):
    words = [f"complete -c {program}"]
    if condition:
        words.append(f"-n {in_quotes(condition)}")
    words.append(f"-l {option.name[2:]}" if option.name.startswith("--") else f"-s {option.name[1:]}")
    if option.choices:
        words.append(f"-x -a {in_quotes(' '.join(option.choices))}")
    elif option.value == "INTERFACE":
        words.append("-x -a 'any (command ls /sys/class/net)'")
    elif option.value == "DIR":
        words.append("-x -a '(__fish_complete_directories)'")
    elif option.value:
        words.append("-r" if option.value in ("OUT", "FILE") else "-x")
    return " ".join(words) + f" -d {fish_quotes(option.help)}"


def fish_quotes(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish(program, commands):
    lines = [ORIGIN.rstrip()]
    for command in commands:
        if command.name:
            lines.append(f"complete -c {program} -f -n __fish_use_subcommand -a {command.name} "
                         f"-d {fish_quotes(command.summary)}")
        condition = f"__fish_seen_subcommand_from {command.name}" if command.name else ""
        if command.name and not command.takes_file:
            lines.append(f"complete -c {program} -f -n {in_quotes(condition)}")
        lines += [fish_line(program, option, condition) for option in command.options]
    return "\n".join(lines + [""])


SHELLS = {"{}.bash": bash, "_{}": zsh, "{}.fish": fish}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("programs", nargs="+", type=pathlib.Path)
    given = parser.parse_args()
    differences = []
    for program in given.programs:
        commands = program_help.commands_of(program.resolve())
        for pattern, made_by in SHELLS.items():
            file, text = FOLDER / pattern.format(program.name), made_by(program.name, commands)
            if given.update:
                file.write_text(text, "utf-8")
            old = file.read_text("utf-8") if file.exists() else ""
            differences += difflib.unified_diff(old.splitlines(), text.splitlines(), file.name, "--help", lineterm="")
    print("\n".join(differences) or "the completions say what --help says")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
