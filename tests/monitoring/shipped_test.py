# SPDX-License-Identifier: Apache-2.0
"""What is shipped for monitoring, and what the program really prints, as Prometheus' own tool judges them."""

import json
import os
import re
import subprocess
import unittest

import watch_rig as rig

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(rig.RESOURCES, "synscope.rules.yml")


def promtool(*words, **more):
    """Its exit status, and all that it said."""
    done = subprocess.run([rig.programs.promtool, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **more)
    return done.returncode, done.stdout


def families_in(text):
    """The names that queries use: of a histogram, without the endings of its samples."""
    return {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")}


def names_in(text):
    return {re.sub("_bucket$", "", name) for name in re.findall(r"\bsynscope_\w+", text)}


class Rules(unittest.TestCase):
    def test_are_rules(self):
        self.assertEqual(promtool("check", "rules", RULES)[0], 0, promtool("check", "rules", RULES)[1])

    def test_fire_when_they_should_and_only_then(self):
        status, said = promtool("test", "rules", os.path.join(HERE, "rules_test.yml"))
        self.assertEqual(status, 0, said)


class Output(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = rig.LeakyServer()
        cls.server.leak()
        with rig.Watch() as cls.watch:
            rig.wait_until(cls.is_seen, cls.watch.process)
            cls.older = cls.watch.metrics("text/plain")
            with open(os.path.join(cls.watch.folder, "synscope.prom"), encoding="utf-8") as file:
                cls.file = file.read()
        cls.server.close_all()
        cls.server.listener.close()

    @classmethod
    def is_seen(cls):
        """the leak is published"""
        return f'process="{cls.server.NAME}",listener="{cls.server.address}",cause="not-closed"}} 1\n' \
            in cls.watch.metrics("text/plain")

    def test_passes_promtool_without_a_remark(self):
        for text in (self.older, self.file):
            self.assertEqual(promtool("check", "metrics", input=text), (0, ""), text)

    def test_promtool_does_remark_on_faults(self):
        status, said = promtool("check", "metrics", input=self.older.replace("# HELP synscope_scans_total", "# "))
        self.assertNotEqual(status, 0)
        self.assertIn("synscope_scans_total", said)

    def test_rules_name_only_metrics_that_exist(self):
        self.assertLessEqual(names_in(rig.read_text("synscope.rules.yml")), families_in(self.older))

    def test_dashboard_shows_every_metric_and_no_other(self):
        board = json.loads(rig.read_text("synscope-dashboard.json"))
        shown = {name for panel in board["panels"] for target in panel["targets"] for name in names_in(target["expr"])}
        self.assertEqual(shown, names_in(rig.read_text("../man/synscope-cli.1")), "another test compares that page")
        self.assertLessEqual(families_in(self.older), shown)

    def test_ends_with_status_0_and_nothing_to_say(self):
        self.assertEqual((self.watch.status, self.watch.errors), (0, ""))


class Dashboard(unittest.TestCase):
    def test_panels_have_numbers_of_their_own_and_do_not_overlap(self):
        panels = json.loads(rig.read_text("synscope-dashboard.json"))["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        cells = [(x, y) for place in (panel["gridPos"] for panel in panels)
                 for x in range(place["x"], place["x"] + place["w"])
                 for y in range(place["y"], place["y"] + place["h"])]
        self.assertEqual(len(cells), len(set(cells)))
        self.assertLess(max(x for x, _ in cells), 24)


if __name__ == "__main__":
    raise SystemExit(rig.main(["promtool"]))
