#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What synscope-capture may do: capture where its file carries cap_net_raw, and nothing from its first packet on."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

from capture_rig import NOBODY, Capture, copied_program, is_confinable, main, programs, run, send_datagrams

net = None  # set by main()
CAPABILITY_SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb", "CapBnd")
AS_NOBODY = {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def capabilities(status, *names):
    return {name: int(status[name], 16) for name in names}


def status_after_a_packet(test, **how):
    with Capture("-i", "eth0", "-f", "udp port 7000", **how) as capture:
        capture.started()
        send_datagrams(1)
        capture.read_until(lambda file: file.packets)
        status = capture.status()
        files = open_files(capture.process.pid)
        owners = {name: os.stat(f"/proc/{capture.process.pid}/{name}").st_uid for name in ("status", "fd")}
        capture.end()
    test.assertEqual((capture.process.returncode, capture.errors), (0, ""))
    test.assertEqual(status["Seccomp"], "2" if is_confinable() else "0")
    test.assertEqual([file for file in files if not file.startswith(("pipe:", "socket:", "anon_inode:"))], [])
    # The files of a process that others may not look into belong to root.
    test.assertEqual(owners["fd"], 0)
    return status


def open_files(pid):
    folder = f"/proc/{pid}/fd"
    return [os.readlink(f"{folder}/{one}") for one in os.listdir(folder)]


class AfterTheFirstPacket(unittest.TestCase):
    def test_nothing_is_left_of_root(self):
        status = status_after_a_packet(self)
        self.assertEqual(capabilities(status, *CAPABILITY_SETS), dict.fromkeys(CAPABILITY_SETS, 0))
        self.assertEqual(status["NoNewPrivs"], "1")
        self.assertEqual(status["Uid"].split(), [str(NOBODY)] * 4)
        self.assertEqual(status["Gid"].split(), [str(NOBODY)] * 4)
        self.assertEqual(status["Groups"].split(), [])

    def test_nothing_is_left_of_a_capability_of_the_file(self):
        with copied_program(capability=True) as program:
            needs_capable_files(self, program)
            status = status_after_a_packet(self, program=program, **AS_NOBODY)
        own = CAPABILITY_SETS[:-1]  # to drop what others could have been given takes more than cap_net_raw
        self.assertEqual(capabilities(status, *own), dict.fromkeys(own, 0))
        self.assertEqual(status["NoNewPrivs"], "1")
        self.assertEqual(status["Uid"].split(), [str(NOBODY)] * 4)

    def test_nothing_is_left_of_what_others_had_open(self):
        with tempfile.TemporaryFile() as file:
            status_after_a_packet(self, pass_fds=[file.fileno()])

    def test_nothing_is_left_of_a_program_that_belongs_to_root_for_everybody(self):
        with copied_program(capability=False) as program:
            os.chmod(program, 0o4755)
            needs_capable_files(self, program)
            status = status_after_a_packet(self, program=program, **AS_NOBODY)
        self.assertEqual(capabilities(status, *CAPABILITY_SETS), dict.fromkeys(CAPABILITY_SETS, 0))
        self.assertEqual(status["Uid"].split(), [str(NOBODY)] * 4)


class WithoutPermission(unittest.TestCase):
    def test_the_fault_says_how_to_mend_it(self):
        with copied_program(capability=False) as program:
            done = run("-i", "eth0", program=program, **AS_NOBODY)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(json.loads(done.stderr), {
            "code": "no-permission", "message": "no permission to capture from eth0", "interface": "eth0",
            "hint": f"sudo setcap cap_net_raw=ep {program}"})

    def test_the_hint_is_a_command_for_a_shell(self):
        with tempfile.TemporaryDirectory(prefix="it's a ") as folder:
            os.chmod(folder, 0o755)
            with copied_program(capability=False) as program:
                os.rename(program, f"{folder}/helper")
            program = f"{folder}/helper"
            hint = json.loads(run("-i", "eth0", program=program, **AS_NOBODY).stderr)["hint"]
            words = subprocess.run(["sh", "-c", hint.replace("sudo setcap", "printf '%s\\n'")],
                                   stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
        self.assertEqual(words, ["cap_net_raw=ep", program])

    def test_a_capability_that_may_not_be_used_is_told_apart(self):
        with copied_program(capability=True) as program:
            done = subprocess.run(["setpriv", "--no-new-privs", program, "-i", "eth0"], stdin=subprocess.DEVNULL,
                                  capture_output=True, check=False, **AS_NOBODY)
        fault = json.loads(done.stderr)
        self.assertEqual(fault["code"], "no-permission")
        self.assertIn("without the right to new privileges", fault["hint"])

    def test_root_in_a_container_is_told_apart(self):
        done = subprocess.run(["setpriv", "--bounding-set", "-net_raw", "--", programs.capture, "-i", "eth0"],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        fault = json.loads(done.stderr)
        self.assertEqual(fault["code"], "no-permission")
        self.assertIn("--cap-add NET_RAW", fault["hint"])

    def test_a_missing_interface_is_told_apart(self):
        with copied_program(capability=False) as program:
            done = run("-i", "nosuch0", program=program, **AS_NOBODY)
        self.assertEqual(json.loads(done.stderr)["code"], "no-such-interface")


def needs_capable_files(test, program):
    if os.statvfs(program).f_flag & os.ST_NOSUID:
        test.skipTest(f"{program} lies on a file system where files give no privileges")


if __name__ == "__main__":
    sys.exit(main())
