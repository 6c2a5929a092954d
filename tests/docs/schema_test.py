#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What synscope-cli writes as NDJSON against the schemas in docs/schema/: each line is valid, and has no key that its
schema does not describe. Needs python3-jsonschema.
"""

import argparse
import contextlib
import copy
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "resources/lessons").glob("*.pcap"))
SKIPPED = 77
CHECK_FOUND = 4


def closed(schema):
    """The same schema, but for outputs that hold nothing else."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    tighter = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and schema.get("type") != "array":
        tighter["additionalProperties"] = False
    return tighter


def validator(name):
    schema = json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema))


@contextlib.contextmanager
def owed_close():
    """A connection of this process whose peer has closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with server:
            client.close()
            server.recv(1)  # until the FIN is there
            yield server.getsockname()[1]


@contextlib.contextmanager
def descriptor_left_over():
    """A descriptor of this process whose connection its peer has reset."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with server:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
            with contextlib.suppress(ConnectionResetError):
                server.recv(1)  # until the RST is there
            yield os.fstat(server.fileno()).st_ino


def without_packet(pcap, number):
    """The capture without that packet, counted from 1."""
    places = [24]
    while places[-1] < len(pcap):
        places.append(places[-1] + 16 + int.from_bytes(pcap[places[-1] + 8:places[-1] + 12], "little"))
    return pcap[:places[number - 1]] + pcap[places[number]:]


class SchemaTest(unittest.TestCase):
    cli = None

    def lines(self, *words, status=0):
        done = subprocess.run([self.cli, *words, "--format", "ndjson"], stdout=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, status, words)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def check(self, name, lines):
        self.assertTrue(lines, f"nothing to check {name} with")
        judge = validator(name)
        faults = [f"{error.json_path}: {error.message}" for line in lines for error in judge.iter_errors(line)]
        self.assertEqual(faults[:5], [])

    def test_connections(self):
        self.check("connections", [line for lesson in LESSONS for line in self.lines("connections", lesson)])

    def test_connections_that_a_check_names(self):
        leak = LESSONS[3]
        found = self.lines("check", leak, "--fail-on", "close_wait", status=CHECK_FOUND)
        self.assertEqual({tuple(line["fail_on"]) for line in found}, {("close_wait",)})
        self.check("connections", found)

    def test_segments(self):
        self.check("segments", [line for lesson in LESSONS for line in self.lines("segments", lesson, "--connection", "0")])

    def test_segments_of_two_captures(self):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder) / "here.pcap"
            here.write_bytes(without_packet(LESSONS[0].read_bytes(), 5))
            lines = self.lines("segments", here, "--connection", "0", "--other", LESSONS[0])
        self.check("segments", lines)
        self.assertEqual([line["elsewhere_packet"] for line in lines if "elsewhere_packet" in line], [5])

    def test_leaks_of_files(self):
        self.check("leaks", [line for lesson in LESSONS for line in self.lines("leaks", lesson)])

    def test_leaks_of_this_machine(self):
        with owed_close() as port:
            leaks = self.lines("leaks")
        self.assertIn(port, [leak["local"]["port"] for leak in leaks if leak["local"]])
        self.check("leaks", leaks)

    def test_descriptors_left_over_on_this_machine(self):
        with descriptor_left_over() as inode:
            leaks = self.lines("leaks")
        ghosts = [leak for leak in leaks if leak["inode"] == inode]
        self.assertEqual([ghost["cause"] for ghost in ghosts], ["ghost-descriptor"])
        self.assertIsNone(ghosts[0]["local"])
        self.check("leaks", ghosts)

    def test_interfaces(self):
        self.check("interfaces", self.lines("interfaces"))

    def test_an_unknown_key_and_a_wrong_value_are_found(self):
        line = self.lines("connections", LESSONS[0])[0]
        wrong = copy.deepcopy(line)
        wrong["a"]["new"] = 1
        wrong["b"]["final"] = "OPEN"
        paths = sorted(error.json_path for error in validator("connections").iter_errors(wrong))
        self.assertEqual(paths, ["$.a", "$.b.final"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    given, rest = parser.parse_known_args()
    if jsonschema is None:
        print("skipped: python3-jsonschema is missing")
        return SKIPPED
    SchemaTest.cli = given.cli
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
