#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether Mermaid and PlantUML themselves understand the diagrams that synscope-cli writes: those of each connection of
the lessons, and of one whose payload is full of the characters that mean something in these languages. A diagram that
was broken on purpose must be refused, or the parsers judge nothing. Needs node with the packages of package.json
(installed into --modules), and plantuml.
"""

import argparse
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LESSONS = HERE.parent.parent / "resources/lessons"
BATCH = 40  # files given to a parser at once
PAYLOADS = [b'GET /;#%{}<br>"end note', b"@enduml\r\nparticipant A", b"[[x]] <script> -- ->> A->>B: x", b"%%{init}%% \\n ~`|"]


def packet(at, sender, flags, seq, ack, payload=b""):
    """A packet of a pcap file of raw IPv4; `sender` 0 is the client."""
    ends = [(bytes([192, 0, 2, 1]), 40000), (bytes([192, 0, 2, 2]), 80)]
    (source, source_port), (target, target_port) = ends[sender], ends[1 - sender]
    tcp = struct.pack("!HHIIBBHHH", source_port, target_port, seq, ack, 5 << 4, flags, 65000, 0, 0) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), at, 0, 64, 6, 0, source, target)
    data = ip + tcp
    return struct.pack("<IIII", 1_700_000_000, at * 1000, len(data), len(data)) + data


def write_hostile(path):
    packets = [packet(0, 0, 0x02, 100, 0), packet(1, 1, 0x12, 900, 101), packet(2, 0, 0x10, 101, 901)]
    seq = 101
    for place, payload in enumerate(PAYLOADS):
        packets.append(packet(3 + place, 0, 0x18, seq, 901, payload))
        seq += len(payload)
    path.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101) + b"".join(packets))


def connections_of(cli, capture):
    command = [cli, "connections", capture, "--format", "ndjson"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line)["stream"] for line in lines]


def write_diagrams(cli, captures, folder, style, ending):
    files = []
    for capture in captures:
        for connection in connections_of(cli, capture):
            command = [cli, "diagram", capture, "--connection", str(connection), "--format", style]
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            files.append(folder / f"{capture.stem}.{connection}.{ending}")
            files[-1].write_text(text, encoding="utf-8")
    return files


def mermaid(modules, files):
    """What the parser says where it refuses one of the files; None where it takes them all."""
    script = modules / "check_mermaid.mjs"
    shutil.copyfile(HERE / "check_mermaid.mjs", script)  # node looks for packages beside the script
    done = subprocess.run(["node", script, *files], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stdout + done.stderr


def plantuml(_, files):
    command = ["plantuml", "-headless", "-charset", "UTF-8", "-checkonly", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stdout + done.stderr


def judge(name, parse, modules, files, broken):
    """Prints what came of it; the number of faults."""
    faults = 0
    for first in range(0, len(files), BATCH):
        complaint = parse(modules, files[first : first + BATCH])
        if complaint is not None:
            faults += 1
            print(f"{name} refuses a diagram:\n{complaint}")
    if parse(modules, [broken]) is None:
        faults += 1
        print(f"{name} takes a diagram that is broken: it judges nothing")
    if faults == 0:
        print(f"{name} understands {len(files)} diagrams")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", type=pathlib.Path, required=True)
    parser.add_argument("--modules", type=pathlib.Path, required=True, help="folder that holds node_modules")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        hostile = folder / "hostile.pcap"
        write_hostile(hostile)
        captures = [*sorted(LESSONS.glob("*.pcap")), hostile]
        faults = 0
        for style, ending, parse, breaking in (
            ("mermaid", "mmd", mermaid, "\n    A->>\n"),
            ("plantuml", "puml", plantuml, "\n@@ no such thing\n@enduml\n"),
        ):
            files = write_diagrams(options.cli, captures, folder, style, ending)
            broken = folder / f"broken.{ending}"
            broken.write_text(files[0].read_text(encoding="utf-8").replace("@enduml", "") + breaking, encoding="utf-8")
            faults += judge(style, parse, options.modules, files, broken)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
