#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The life of the Debian packages in a Debian of their own: installed, allowed, upgraded, removed, purged.

The tests tell one story and run in the order of their numbers. Needs root and debootstrap.
"""

import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

import chroot as chroots

HELPER = "/usr/bin/synscope-capture"
LESSON = "/usr/share/synscope/lessons/04-close-wait-leak.pcap"
FOR_NOBODY = "root:root 755"
FOR_THE_GROUP = "root:synscope 750 cap_net_raw=ep"
QUESTION = "Let members of the group synscope capture packets?"

# The service's options, and whether the administrator has enabled it.
CONFIGURATION = {"/etc/default/synscope-watch",
                 "/var/lib/systemd/deb-systemd-helper-enabled/synscope-watch.service.dsh-also"}

debian = None
packages = {}


def older(package, folder):
    """The same package as an older version."""
    tree = pathlib.Path(folder) / "older"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN/control"
    text = control.read_text("utf-8")
    control.write_text("".join("Version: 0.0.1-1\n" if line.startswith("Version:") else line
                               for line in text.splitlines(keepends=True)), "utf-8")
    built = pathlib.Path(folder) / "synscope-cli_0.0.1-1_all.deb"
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "--build", tree, built], check=True, stdout=subprocess.DEVNULL)
    return built


def captured_by(user):
    """(exit status, capture, errors) of that user's capture of a connection over the loopback interface."""
    loopback = pathlib.Path(__file__).with_name("loopback.py")
    done = subprocess.run(["unshare", "--net", sys.executable, loopback,
                           *debian.command("synscope-capture", "-i", "lo", user=user)],
                          env=debian.environment, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def leaks_of_loopback(user):
    return debian.run("synscope-cli", "leaks", "-i", "lo", "--seconds", "1", user=user, check=False)


def version_of(package):
    return debian.run("dpkg-query", "-W", "-f", "${Version}", package).stdout


def files_named_synscope():
    return set(debian.run("find", "/", "-xdev", "-path", "/root", "-prune", "-o", "-name", "*synscope*",
                          "-print").stdout.split())


def has_group():
    return debian.run("getent", "group", "synscope", check=False).returncode == 0


class PackagesTest(unittest.TestCase):
    maxDiff = None

    def test_01_installed_without_a_question_it_gives_no_right(self):
        debian.install(packages["older"])
        self.assertEqual(debian.rights(HELPER), FOR_NOBODY)
        self.assertFalse(has_group())
        self.assertFalse((debian.root / "etc/systemd/system/multi-user.target.wants/synscope-watch.service").exists())

    def test_02_who_may_not_capture_is_told_the_command(self):
        told = leaks_of_loopback("bob")
        self.assertEqual(told.returncode, 1)
        self.assertIn("(sudo dpkg-reconfigure synscope-cli)", told.stdout)

    def test_03_the_question_is_asked_and_yes_is_for_the_group(self):
        terminal = debian.answer("[yes/no]", "yes", "dpkg-reconfigure", "synscope-cli")
        self.assertIn(QUESTION, terminal)
        self.assertEqual(debian.rights(HELPER), FOR_THE_GROUP)

    def test_04_a_member_of_the_group_captures(self):
        debian.run("usermod", "--append", "--groups", "synscope", "alice")
        status, capture, errors = captured_by("alice")
        self.assertEqual((status, errors), (0, ""))
        done = subprocess.run(debian.command("synscope-cli", "connections", "-", "--format", "ndjson"), input=capture,
                              env=debian.environment, stdout=subprocess.PIPE, check=True)
        connections = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([(one["origin"], one["syn"], one["fin"]) for one in connections], [("handshake", 2, 2)])

    def test_05_others_are_told_how_to_become_one(self):
        self.assertNotEqual(captured_by("bob")[0], 0)
        told = leaks_of_loopback("bob")
        self.assertEqual(told.returncode, 1)
        self.assertIn("may be run by members of the group synscope only", told.stdout)
        self.assertIn("(sudo usermod --append --groups synscope $USER)", told.stdout)

    def test_06_an_upgrade_keeps_the_right(self):
        was = version_of("synscope-cli")
        debian.install(packages["synscope-cli"])
        self.assertNotEqual(version_of("synscope-cli"), was)
        self.assertEqual(debian.rights(HELPER), FOR_THE_GROUP)
        self.assertEqual(captured_by("alice")[0], 0)

    def test_07_an_override_of_the_administrator_stays(self):
        debian.run("dpkg-statoverride", "--update", "--add", "root", "staff", "0710", HELPER)
        debian.install(packages["older"])
        debian.install(packages["synscope-cli"])
        self.assertEqual(debian.rights(HELPER), "root:staff 710 cap_net_raw=ep")
        debian.run("dpkg-statoverride", "--remove", HELPER)

    def test_08_no_takes_the_right_away(self):
        debian.answer("[yes/no]", "no", "dpkg-reconfigure", "synscope-cli")
        self.assertEqual(debian.rights(HELPER), FOR_NOBODY)
        debian.answer("[yes/no]", "yes", "dpkg-reconfigure", "synscope-cli")
        self.assertEqual(debian.rights(HELPER), FOR_THE_GROUP)

    def test_09_the_window_opens_a_lesson_without_a_display(self):
        debian.install(packages["synscope"])
        debian.run("synscope", "--picture", "/home/alice/window.png", LESSON, user="alice")
        picture = (debian.root / "home/alice/window.png").read_bytes()
        self.assertEqual(struct.unpack(">II", picture[16:24]), (1600, 1000))
        self.assertGreater(len(picture), 50_000)

    def test_10_manual_pages_are_found_and_name_the_version(self):
        version = debian.run("synscope-cli", "--version").stdout.split()[1]
        for page in ("synscope", "synscope-cli", "synscope-capture"):
            text = debian.run("zcat", f"/usr/share/man/man1/{page}.1.gz").stdout
            self.assertIn(f'"synscope {version}"', text)

    def test_11_files_are_as_they_were_packed(self):
        self.assertEqual(debian.run("dpkg", "--verify", "synscope", "synscope-cli").stdout, "")

    def test_12_removal_leaves_configuration_only(self):
        debian.run("apt-get", "remove", "-y", "-q", "synscope", "synscope-cli")
        left = {path for path in files_named_synscope() if not path.startswith("/var/lib/dpkg/info/")}
        self.assertEqual(left, CONFIGURATION)
        self.assertTrue(has_group())

    def test_13_purging_leaves_nothing(self):
        debian.run("dpkg", "--purge", "synscope-cli")
        self.assertEqual(files_named_synscope(), set())
        self.assertFalse(has_group())
        self.assertEqual(debian.run("debconf-show", "synscope-cli").stdout, "")


def main():
    global debian
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", required=True, type=pathlib.Path, help="folder that holds the packages")
    parser.add_argument("--cache", type=pathlib.Path, help="folder that keeps what was fetched, for the next time")
    given, rest = parser.parse_known_args()
    for name in ("synscope-cli", "synscope"):
        files = sorted(given.packages.glob(f"{name}_*.deb"))
        if not files:
            print(f"skipped: no {name}_*.deb in {given.packages} (./dev package makes them)")
            return chroots.SKIPPED
        packages[name] = files[-1]
    if reason := chroots.why_not():
        print(f"skipped: {reason}")
        return chroots.SKIPPED
    chroots.enter_namespaces()
    folder = tempfile.mkdtemp(prefix="synscope-package-", dir="/var/tmp")
    try:
        packages["older"] = older(packages["synscope-cli"], folder)
        debian = chroots.Chroot(folder, given.cache or pathlib.Path(folder) / "cache")
        debian.make()
        for user in ("alice", "bob"):
            debian.run("useradd", "--create-home", user)
        program = unittest.main(argv=[sys.argv[0], *rest], verbosity=2, failfast=True, exit=False)
        return 0 if program.result.wasSuccessful() else 1
    finally:
        if debian is not None:
            debian.remove()
        subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)


if __name__ == "__main__":
    sys.exit(main())
