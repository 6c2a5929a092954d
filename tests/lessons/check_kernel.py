#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails unless the states expected of a lesson are those that the kernel's sockets went through.

    check_kernel.py tests/data/lessons [--self-test]

NAME.ndjson holds what the program says, NAME.kernel what the kernel said while the lesson was recorded.
The kernel's TIME_WAIT is a smaller object and shows as CLOSED, so that step is not compared, nor is the end of a
FIN_WAIT_2 that no program owned.
"""

import argparse
import json
import pathlib
import sys

# From here the kernel goes on with a smaller object, for TIME_WAIT or for FIN_WAIT_2 without a program.
HANDED_ON = {"FIN_WAIT_1", "FIN_WAIT_2", "CLOSING"}
WITHOUT_A_SOCKET = {"CLOSED", "LISTEN", "SYN_RECEIVED"}


def kernels(text):
    """(socket, states) in order; a socket is "LOCAL PORT > PEER PORT"."""
    found = []
    for line in text.splitlines():
        socket, states = line.rsplit(": ", 1)
        states = states.split()
        if states[-1] == "CLOSED" and states[-2] in HANDED_ON:
            states.pop()
        found.append((socket, states))
    return found


def programs(text):
    """The same from NDJSON, with TIME_WAIT and what follows it left out."""
    found = []
    for line in text.splitlines():
        connection = json.loads(line)
        for own, peer in (("a", "b"), ("b", "a")):
            own, peer = connection[own], connection[peer]
            moves = own["transitions"]
            states = [moves[0]["from"]] if moves else []
            for move in moves:
                if move["to"] == "TIME_WAIT":
                    # FIN and the ACK of its own FIN in one segment: the kernel takes two steps.
                    states += ["FIN_WAIT_2"] if states[-1] == "FIN_WAIT_1" else []
                    break
                if (move["from"], move["to"], move.get("basis")) == ("FIN_WAIT_2", "CLOSED", "sent"):
                    break  # its RST shows that the kernel had forgotten it: that, too, was a smaller object by then
                states.append(move["to"])
            found.append((f'{own["addr"]} {own["port"]} > {peer["addr"]} {peer["port"]}', states))
    return found


def differences(expected, actual):
    faults, left = [], list(expected)
    for socket, states in actual:
        is_small = not set(states) - WITHOUT_A_SOCKET  # a request that came to nothing is no socket
        match = next((one for one in left if one[0] == socket and (not is_small or one[1] == states)), None)
        if match is None:
            if not is_small:
                faults.append(f"{socket}: {' '.join(states)}, but the kernel had no such socket")
            continue
        left.remove(match)
        if match[1] != states:
            faults.append(f"{socket}:\n  kernel  {' '.join(match[1])}\n  program {' '.join(states)}")
    return faults + [f"{socket}: not seen by the program" for socket, _ in left]


def self_test():
    kernel = "a 1 > b 2: CLOSED SYN_SENT ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 CLOSED\n"

    def connection(*states):
        moves = [{"from": old, "to": new, "basis": "received"} for old, new in zip(states, states[1:])]
        return json.dumps({"a": {"addr": "a", "port": 1, "transitions": moves},
                           "b": {"addr": "b", "port": 2, "transitions": []}})

    opened = ("CLOSED", "SYN_SENT", "ESTABLISHED", "FIN_WAIT_1")
    cases = [((*opened, "FIN_WAIT_2", "TIME_WAIT", "CLOSED"), 0), ((*opened, "TIME_WAIT"), 0), (opened, 1),
             ((*opened, "CLOSING", "TIME_WAIT"), 1), ((*opened, "FIN_WAIT_2", "CLOSED"), 1)]
    wrong = [states for states, count in cases
             if len(differences(kernels(kernel), programs(connection(*states)))) != count]
    print(wrong or f"{len(cases)} sequences judged rightly")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description="Compares expected states with the kernel's.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--self-test", action="store_true", help="check this checker")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    faults, sockets = [], 0
    for golden in sorted(options.folder.glob("*.ndjson")):
        expected = kernels(golden.with_suffix(".kernel").read_text(encoding="ascii"))
        sockets += len(expected)
        actual = programs(golden.read_text(encoding="utf-8"))
        faults += [f"{golden.stem}: {fault}" for fault in differences(expected, actual)]
    if not sockets:
        faults.append(f"no socket in {options.folder}")
    print("\n".join(faults) or f"{sockets} sockets went through the states expected")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
