#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Interfaces and filters: what synscope-capture says of them to everybody, and synscope-cli with its help."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from capture_rig import HERE, NOBODY, copied_program, ip, ip_facts, main, programs, run

net = None  # set by main()
AS_NOBODY = {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def listed(*arguments, **how):
    done = run("--list", *arguments, **how)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def by_name(text):
    return {one["name"]: one for one in json.loads(text)}


class List(unittest.TestCase):
    def test_each_interface_is_described(self):
        eth0, lo = (by_name(listed())[name] for name in ("eth0", "lo"))
        self.assertIn(f"{HERE}/24", eth0["addresses"])
        self.assertIn("127.0.0.1/8", lo["addresses"])
        self.assertEqual([eth0["up"], eth0["running"], eth0["loopback"], eth0["wireless"]], [True, True, False, False])
        self.assertEqual([lo["up"], lo["loopback"]], [True, True])
        self.assertEqual(eth0["link_types"][0], {"number": 1, "name": "EN10MB"})
        self.assertEqual([eth0["may_capture"], eth0["reason"]], [True, None])

    def test_only_network_interfaces_and_any_are_listed(self):
        self.assertEqual(set(by_name(listed())) - set(interfaces()), {"any"})

    def test_one_that_is_down_may_not_be_captured_from(self):
        ip("link", "add", "down0", "type", "veth", "peer", "name", "down1")
        self.addCleanup(ip, "link", "delete", "down0")
        down = by_name(listed())["down0"]
        self.assertEqual([down["up"], down["may_capture"], down["reason"]["code"]], [False, False, "interface-down"])

    def test_without_a_privilege_the_reason_says_how_to_get_it(self):
        with copied_program(capability=False) as program:
            eth0 = by_name(listed(program=program, **AS_NOBODY))["eth0"]
        self.assertEqual([eth0["up"], eth0["may_capture"], eth0["link_types"]], [True, False, []])
        self.assertEqual(eth0["reason"]["code"], "no-permission")
        self.assertEqual(eth0["reason"]["hint"], f"sudo setcap cap_net_raw=ep {program}")

    def test_with_the_capability_everybody_may_capture(self):
        with copied_program(capability=True) as program:
            if os.statvfs(program).f_flag & os.ST_NOSUID:
                self.skipTest(f"{program} lies on a file system where files give no privileges")
            self.assertTrue(by_name(listed(program=program, **AS_NOBODY))["eth0"]["may_capture"])

    def test_the_formats_tell_the_same(self):
        array = json.loads(listed())
        self.assertEqual([json.loads(line) for line in listed("--format", "ndjson").splitlines()], array)
        table = [line.split() for line in listed("--format", "table").splitlines()]
        self.assertEqual([row[0] for row in table], ["interface"] + [one["name"] for one in array])
        self.assertIn(["lo", "up", "yes", "EN10MB", *by_name(listed())["lo"]["addresses"]], table)


class CheckFilter(unittest.TestCase):
    def check(self, *arguments):
        """As somebody without any right."""
        with copied_program(capability=False) as program:
            done = run("--check-filter", *arguments, program=program, **AS_NOBODY)
        self.assertEqual(done.stderr, "")
        answer = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0 if answer["ok"] else 1)
        return answer

    def test_a_right_one(self):
        for filter_text in ("", "tcp", "tcp port 443 and host 192.0.2.1"):
            self.assertEqual(self.check(filter_text), {"ok": True})

    def test_a_wrong_one(self):
        self.assertEqual(self.check("tcp prt 80"),
                         {"ok": False, "message": "can't parse filter expression: syntax error"})

    def test_what_holds_for_one_link_type_only(self):
        on_ethernet = "ether host 02:00:00:00:00:01"
        self.assertTrue(self.check(on_ethernet)["ok"])
        self.assertTrue(self.check(on_ethernet, "-i", "eth0")["ok"])
        self.assertFalse(self.check(on_ethernet, "-i", "any")["ok"])
        self.assertFalse(self.check(on_ethernet, "--link-type", "101")["ok"])
        self.assertTrue(self.check("tcp", "--link-type", "101")["ok"])

    def test_for_an_interface_that_is_not_there(self):
        done = run("--check-filter", "tcp", "-i", "nosuch0")
        self.assertEqual((done.returncode, json.loads(done.stderr)["code"]), (1, "no-such-interface"))


class CompileFilter(unittest.TestCase):
    def compile(self, *arguments):
        with copied_program(capability=False) as program:
            return run("--compile-filter", *arguments, program=program, **AS_NOBODY)

    def test_a_line_a_step(self):
        done = self.compile("tcp port 443", "--link-type", "101")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        steps = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
        self.assertTrue(all(len(step) == 4 for step in steps))
        self.assertEqual(steps[-1], [6, 0, 0, 0])

    def test_what_does_not_compile(self):
        done = self.compile("ether host 02:00:00:00:00:01", "--link-type", "101")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(json.loads(done.stderr)["code"], "bad-filter")


class Words(unittest.TestCase):
    def test_help_and_version(self):
        self.assertIn("synscope-capture -i INTERFACE", run("--help").stdout)
        self.assertRegex(run("--version").stdout, r"^synscope-capture \d+\.\d+\.\d+\n$")

    def test_each_option_of_help_is_in_the_manual_page(self):
        with open(os.path.join(os.path.dirname(__file__), "../../resources/man/synscope-capture.1"),
                  encoding="utf-8") as page:
            manual = page.read().replace("\\", "")
        options = [line.split()[0] for line in run("--help").stdout.splitlines() if line.startswith("  -")]
        self.assertGreater(len(options), 9)
        self.assertEqual([option for option in options if option not in manual], [])


class CommandLine(unittest.TestCase):
    def interfaces(self, *arguments, cli=None):
        return subprocess.run([cli or programs.cli, "interfaces", *arguments], capture_output=True, text=True,
                              check=False)

    def test_it_shows_what_the_helper_lists(self):
        self.assertEqual(self.interfaces().stdout, listed("--format", "table"))
        self.assertEqual(self.interfaces("--format", "ndjson").stdout, listed("--format", "ndjson"))

    def test_it_says_when_the_helper_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.interfaces(cli=shutil.copy(programs.cli, folder))
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertEqual(done.stderr, f"synscope-cli: {folder}/synscope-capture: No such file or directory\n")

    def test_it_says_when_the_helper_is_for_others(self):
        with copied_program(capability=False) as program:
            os.chmod(program, 0o750)
            cli = shutil.copy(programs.cli, os.path.dirname(program))
            done = subprocess.run([cli, "interfaces"], capture_output=True, text=True, check=False, **AS_NOBODY)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, f"synscope-cli: {program} may be run by members of the group root only\n")

    def test_it_takes_no_file(self):
        self.assertEqual(self.interfaces("file.pcap").returncode, 2)


def interfaces():
    return [one["ifname"] for one in ip_facts("link")]


if __name__ == "__main__":
    sys.exit(main())
