#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a desktop reads of the program: its entry, types of files, icons and metainfo."""

import configparser
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"


def run(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def metainfo():
    return xml.etree.ElementTree.parse(RESOURCES / "synscope.metainfo.xml").getroot()


def needs(tool):
    return unittest.skipUnless(shutil.which(tool), f"no {tool} here")


class DesktopTest(unittest.TestCase):
    @needs("appstreamcli")
    def test_metainfo_is_valid(self):
        status, told = run("appstreamcli", "validate", "--no-net", RESOURCES / "synscope.metainfo.xml")
        self.assertEqual(status, 0, told)

    @needs("desktop-file-validate")
    def test_desktop_entry_is_valid(self):
        self.assertEqual(run("desktop-file-validate", RESOURCES / "synscope.desktop"), (0, ""))

    def test_entry_and_metainfo_name_the_same_types(self):
        entry = configparser.ConfigParser(interpolation=None, strict=True)
        entry.read(RESOURCES / "synscope.desktop", "utf-8")
        types = [one.text for one in metainfo().findall("provides/mediatype")]
        self.assertEqual(entry["Desktop Entry"]["MimeType"].rstrip(";").split(";"), types)

    @needs("update-mime-database")
    def test_pcapng_gets_a_type(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "packages").mkdir()
            shutil.copy(RESOURCES / "synscope.mime.xml", pathlib.Path(folder) / "packages/synscope.xml")
            status, told = run("update-mime-database", folder)
            self.assertEqual(status, 0, told)
            self.assertIn("application/x-pcapng:*.pcapng", (pathlib.Path(folder) / "globs2").read_text("utf-8"))
            self.assertIn(b"\n\r\r\n", (pathlib.Path(folder) / "magic").read_bytes())

    def test_icons_have_the_size_in_their_name(self):
        sizes = {}
        for file in (RESOURCES / "icons").glob("synscope-*.png"):
            size = int(file.stem.split("-")[1])
            sizes[size] = struct.unpack(">II", file.read_bytes()[16:24])
        self.assertEqual(sizes, {size: (size, size) for size in (16, 22, 24, 32, 48, 64, 128, 256)})

    def test_one_version_is_released_last(self):
        """CMakeLists.txt says which one it is; metainfo and changelog follow."""
        project = re.search(r"project\(synscope VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text("utf-8"))[1]
        changelog = re.search(r"^## \[(\d[\d.]*)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[1]
        release = metainfo().find("releases/release").get("version")
        self.assertEqual((changelog, release), (project, project))


if __name__ == "__main__":
    unittest.main(verbosity=2)
