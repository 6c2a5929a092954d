# SPDX-License-Identifier: Apache-2.0
"""A real Prometheus scrapes a real watch over a server that leaks, until the shipped alert fires.

The alert rules are the shipped ones with shorter times, so that the test takes seconds: windows of 10 minutes become 5
seconds, and whatever `for:` says becomes one second. Expressions and thresholds stay as they are.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse

import watch_rig as rig

CONFIGURATION = """\
global: {{scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}}
rule_files: [{rules}]
scrape_configs:
  - job_name: synscope
    static_configs: [{{targets: ["{target}"]}}]
"""


def hastened(rules):
    return re.sub(r"for: \w+", "for: 1s", rules.replace("[10m]", "[5s]"))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Prometheus:
    """Use in a `with` block."""

    def __init__(self, target):
        self.folder = tempfile.TemporaryDirectory()
        rules = self.write("rules.yml", hastened(rig.read_text("synscope.rules.yml")))
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = open(os.path.join(self.folder.name, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [rig.programs.prometheus, "--config.file=" + self.write(
                "prometheus.yml", CONFIGURATION.format(rules=rules, target=target)),
             "--storage.tsdb.path=" + os.path.join(self.folder.name, "data"),
             "--web.listen-address=" + self.url.split("/")[2]],
            cwd=self.folder.name, stdout=self.log, stderr=self.log)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.kill()
        self.process.wait()
        if kind is not None:
            self.log.seek(0)
            print(self.log.read())
        self.log.close()
        self.folder.cleanup()

    def ask(self, path, **words):
        """The data of an answer of its API; None while it does not answer yet."""
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            text, _ = rig.fetch(f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(words)}")
            return json.loads(text)["data"]
        return None

    def results(self, query):
        return (self.ask("query", query=query) or {"result": []})["result"]

    def value(self, query):
        """Of a query with one result; None where there is none."""
        results = self.results(query)
        return float(results[0]["value"][1]) if len(results) == 1 else None

    def firing(self, listener):
        """The alerts about it: other programs of this machine may leak, too. None while there is no answer."""
        data = self.ask("alerts")
        return data and [alert for alert in data["alerts"]
                         if alert["state"] == "firing" and alert["labels"].get("listener") == listener]


class WithPrometheus(unittest.TestCase):
    def setUp(self):
        self.server = rig.LeakyServer()
        self.addCleanup(self.server.listener.close)
        self.addCleanup(self.server.close_all)
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.captures = rig.programs.has_namespace  # who may make one may capture, and nobody else's packets are there
        self.watch = stack.enter_context(rig.Watch(*(["-i", "lo"] if self.captures else [])))
        self.prometheus = stack.enter_context(Prometheus(self.watch.address))
        self.where = f'process="{self.server.NAME}",listener="{self.server.address}"'

    def wait_until(self, condition):
        return rig.wait_until(condition, self.prometheus.process, self.watch.process)

    def test_a_leak_becomes_an_alert_and_goes_with_its_cause(self):
        self.wait_until(self.is_up)
        self.wait_until(self.rules_were_evaluated)
        self.assertEqual(self.prometheus.firing(self.server.address), [])
        alert = self.wait_until(self.leak_fires)
        self.assertEqual(alert["labels"]["instance"], self.watch.address)
        self.assertEqual(alert["labels"]["severity"], "warning")
        self.assertIn(f"Connections to {self.server.address} got the peer's FIN", alert["annotations"]["description"])
        self.wait_until(self.all_are_counted)
        self.wait_until(self.histogram_counts_them)
        if self.captures:
            self.wait_until(self.packets_tell_the_same)
        for panel in json.loads(rig.read_text("synscope-dashboard.json"))["panels"]:
            for target in panel["targets"]:
                if "synscope_capture" in target["expr"] and not self.captures:
                    continue
                self.wait_until(self.answers(target["expr"]))
        self.server.close_all()
        self.wait_until(self.nothing_fires)

    def is_up(self):
        """the target is up"""
        targets = (self.prometheus.ask("targets") or {"activeTargets": []})["activeTargets"]
        return [target["health"] for target in targets] == ["up"]

    def rules_were_evaluated(self):
        """the recording rule has a value"""
        return self.prometheus.results("synscope:owed_closes:sum")

    def leak_fires(self):
        """the alert about the growing leak fires"""
        if len(self.server.owed) < 200:
            self.server.leak()
        return next((alert for alert in self.prometheus.firing(self.server.address) or []
                     if alert["labels"]["alertname"] == "SynscopeLeakGrowing"
                     and alert["labels"]["process"] == self.server.NAME), None)

    def all_are_counted(self):
        """Prometheus has the number of leaked connections"""
        return self.prometheus.value(f"sum(synscope_owed_closes{{{self.where}}})") == len(self.server.owed)

    def histogram_counts_them(self):
        """the gauge histogram, which is in OpenMetrics alone, counts the leaked connections"""
        counted = self.prometheus.value("synscope_owed_close_age_seconds_gcount")
        return counted is not None and counted >= len(self.server.owed) \
            and counted == self.prometheus.value('synscope_owed_close_age_seconds_bucket{le="+Inf"}')

    def packets_tell_the_same(self):
        """as many connections are in CLOSE_WAIT by the packets of lo as the server has leaked"""
        query = 'sum(synscope_capture_connections{side="server",state="CLOSE_WAIT"})'
        return self.prometheus.value(query) == len(self.server.owed)

    def answers(self, expression):
        """A condition: this query of the dashboard, over all machines, has a result."""
        query = re.sub(r"\$(job|instance)", ".*", expression).replace("$__rate_interval", "5s").replace("[10m]", "[5s]").replace("[1h]", "[5s]")
        if "synscope_listen_queue" in query:
            query = query.replace("> 0", ">= 0")  # nobody waits here
        if "synscope_listener_drops" in query:
            query += " or vector(0)"  # only listeners that drop are named, and nobody drops here

        def has_a_result():
            return self.prometheus.results(query)
        has_a_result.__doc__ = query
        return has_a_result

    def nothing_fires(self):
        """no alert about this server fires any more"""
        return self.prometheus.firing(self.server.address) == []


if __name__ == "__main__":
    raise SystemExit(rig.main(["prometheus"]))
