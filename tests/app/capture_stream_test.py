#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""synscope-capture on cables of its own: what it writes, how it ends, and what it says when it fails."""

import os
import signal
import sys
import unittest

from capture_rig import HERE, Capture, Pcapng, cli, ip, ip_facts, main, run, send_datagrams, talk

net = None  # set by main()
DATAGRAMS = "udp port 7000"


class WhatIsWritten(unittest.TestCase):
    def test_a_connection_is_captured_whole_and_read_by_our_own_reader(self):
        with Capture("-i", "eth0", "-f", "tcp") as capture:
            capture.started()
            talk(net, bytes(50_000))
            file = capture.end()
        summary = cli(file.data, "summary", "-", "--format", "json")
        self.assertEqual(capture.process.returncode, 0, capture.errors)
        self.assertEqual(summary["packets"]["total"], len(file.packets))
        self.assertEqual(summary["packets"]["tracked"], len(file.packets))
        connection = cli(file.data, "connections", "-", "--format", "ndjson")
        self.assertEqual([connection[end]["bytes"] for end in "ab"], [50_000, 50_000])
        self.assertEqual([connection[end]["final"] for end in "ab"], ["TIME_WAIT", "CLOSED"])

    def test_the_headers_say_who_wrote_what_from_where(self):
        with Capture("-i", "eth0", "-i", "any", "-f", DATAGRAMS, "-s", "96") as capture:
            file = capture.end()
        self.assertRegex(file.application, r"^synscope-capture \d+\.\d+\.\d+$")
        self.assertEqual([(one.name, one.link, one.snap_length, one.resolution, one.filter) for one in file.interfaces],
                         [("eth0", 1, 96, 9, DATAGRAMS), ("any", 113, 96, 9, DATAGRAMS)])

    def test_packets_are_cut_at_the_snap_length_and_say_how_long_they_were(self):
        for option, captured in (([], 160), (["-s", "60"], 60), (["-s", "61"], 61), (["-s", "2000"], 14 + 20 + 8 + 1000)):
            with Capture("-i", "eth0", "-f", DATAGRAMS, *option) as capture:
                capture.started()
                send_datagrams(1, size=1000)
                packet, = capture.end().packets
            self.assertEqual((len(packet.data), packet.length), (captured, 14 + 20 + 8 + 1000))

    def test_times_are_in_nanoseconds(self):
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(100)
            file = capture.end()
        self.assertTrue(any(packet.time % 1000 for packet in file.packets))

    def test_only_packets_that_the_filter_holds_for_are_written(self):
        with Capture("-i", "eth0", "-f", "udp port 7001") as capture:
            capture.started()
            send_datagrams(20, port=7000)
            send_datagrams(7, port=7001)
            file = capture.end()
        self.assertEqual(len(file.packets), 7)
        self.assertEqual(file.last_statistics()[0].received, 7)

    def test_packets_of_several_interfaces_are_in_order_of_time(self):
        with Capture("-i", "eth0", "-i", "lo", "-f", DATAGRAMS) as capture:
            capture.started()
            for number in range(1, 51):
                send_datagrams(1)
                send_datagrams(1, address=HERE)  # an address of our own: goes over lo
                capture.read_packets(2 * number)
            file = capture.end()
        self.assertEqual([packet.interface for packet in file.packets], [0, 1] * 50)
        times = [packet.time for packet in file.packets]
        self.assertEqual(times, sorted(times))

    def test_any_is_all_interfaces(self):
        with Capture("-i", "any", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(5)
            send_datagrams(5, address=HERE)
            capture.read_packets(10)
            file = capture.end()
        self.assertEqual(len(file.packets), 10)  # libpcap shows what goes over lo once
        fates = cli(file.data, "summary", "-", "--format", "json")["packets"]
        self.assertEqual(fates["not_tcp"], 10)

    def test_promiscuous_mode_lasts_as_long_as_the_capture(self):
        with Capture("-i", "eth0", "-p", "on") as capture:
            capture.started()
            self.assertEqual(promiscuity(), 1)
            capture.end()
        with Capture("-i", "eth0") as capture:
            capture.started()
            self.assertEqual(promiscuity(), 0)


class Statistics(unittest.TestCase):
    def test_they_come_each_second_and_at_the_end(self):
        with Capture("-i", "eth0", "-i", "lo", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(3)
            capture.read_until(lambda file: len(file.statistics) >= 4)
            file = capture.end()
        for interface in (0, 1):
            own = [one for one in file.statistics if one.interface == interface]
            self.assertEqual([one.is_last for one in own], [False] * (len(own) - 1) + [True])
            self.assertEqual({one.begin for one in own}, {own[0].begin})
            for seconds, one in enumerate(own[:-1], 1):  # a busy machine may be late, but it cannot be early
                self.assertGreaterEqual(one.time - one.begin, seconds * 990_000_000)
        counts = {number: (one.received, one.delivered) for number, one in file.last_statistics().items()}
        self.assertEqual(counts, {0: (3, 3), 1: (0, 0)})

    def test_what_a_slow_reader_misses_is_counted_and_not_kept(self):
        with Capture("-i", "eth0", "-f", DATAGRAMS, "-B", "1024") as capture:
            capture.started()
            before = memory_kib(capture)
            send_datagrams(60_000)
            self.assertLess(memory_kib(capture) - before, 2048)
            file = capture.end()
        last = file.last_statistics()[0]
        self.assertGreater(last.dropped_by_kernel, 20_000)
        self.assertEqual(last.received, 60_000)
        self.assertEqual(last.delivered + last.dropped_by_kernel, 60_000)
        self.assertEqual(len(file.packets), last.delivered)
        summary = cli(file.data, "summary", "-", "--format", "json")
        self.assertEqual(summary["quality"]["kernel_drops"], last.dropped_by_kernel)


class TheEnd(unittest.TestCase):
    def check_complete(self, end):
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(1000)
            end(capture)
            file = capture.ended()
        self.assertEqual((capture.process.returncode, capture.errors), (0, ""))
        self.assertEqual(len(file.packets), 1000)
        self.assertEqual(file.last_statistics()[0].delivered, 1000)

    def test_when_standard_input_is_closed(self):
        self.check_complete(lambda capture: capture.process.stdin.close())

    def test_on_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self.check_complete(lambda capture, which=number: capture.process.send_signal(which))

    def test_words_on_standard_input_are_no_end(self):
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            capture.process.stdin.write(b"words\n" * 1000)
            send_datagrams(1)
            capture.read_until(lambda file: file.packets)

    def test_silently_when_nobody_reads_any_more(self):
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            capture.process.stdout.close()
            self.assertEqual(capture.process.wait(timeout=60), 0)
            self.assertEqual(capture.process.stderr.read(), b"")

    def test_also_when_the_reader_sleeps(self):
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(30_000)
            capture.process.terminate()
            self.assertEqual(capture.process.wait(timeout=60), 1)
            self.assertIn(b'"code":"capture-failed"', capture.process.stderr.read())

    def test_into_a_file(self):
        path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"synscope-{os.getpid()}.pcapng")
        self.addCleanup(os.remove, path)
        with open(path, "wb") as out:
            self.assertEqual(run("-i", "eth0", out=out).returncode, 0)
        file = Pcapng()
        with open(path, "rb") as content:
            file.feed(content.read())
        self.assertEqual((file.rest(), len(file.last_statistics())), (0, 1))

    def test_onto_a_full_device(self):
        with open("/dev/full", "wb") as out:
            done = run("-i", "eth0", out=out)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)

    def test_an_interface_that_vanishes_ends_a_capture_of_its_own(self):
        self.addCleanup(net.plug)
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(4)
            net.unplug()
            file = capture.ended()
        self.assertEqual(capture.process.returncode, 1)
        self.assertEqual(capture.fault(), {"code": "interface-vanished", "message": "eth0 is gone", "interface": "eth0"})
        self.assertEqual((len(file.packets), len(file.last_statistics())), (4, 1))

    def test_the_others_go_on_when_one_vanishes(self):
        self.addCleanup(net.plug)
        with Capture("-i", "eth0", "-i", "lo", "-f", DATAGRAMS) as capture:
            capture.started()
            net.unplug()
            fault = capture.process.stderr.readline()
            send_datagrams(3, address="127.0.0.1")
            capture.read_packets(3)
            file = capture.end()
        self.assertIn(b'"code":"interface-vanished"', fault)
        self.assertEqual((capture.process.returncode, capture.errors), (0, ""))
        self.assertEqual([packet.interface for packet in file.packets], [1, 1, 1])
        self.assertEqual(sorted(file.last_statistics()), [0, 1])

    def test_an_interface_that_goes_down_may_come_back(self):
        with Capture("-i", "eth0", "-f", DATAGRAMS) as capture:
            capture.started()
            send_datagrams(2)
            ip("link", "set", "eth0", "down")
            net.switch_on()
            send_datagrams(3)
            file = capture.end()
        self.assertEqual((capture.process.returncode, capture.errors), (0, ""))
        self.assertEqual(len(file.packets), 5)


class Faults(unittest.TestCase):
    def expect(self, arguments, status, **fault):
        with Capture(*arguments) as capture:
            file = capture.ended()
            self.assertEqual(file.data, b"")
            said = capture.fault()
        self.assertEqual(capture.process.returncode, status)
        self.assertEqual({key: said[key] for key in fault}, fault)
        self.assertTrue(said["message"])

    def test_no_such_interface(self):
        self.expect(["-i", "lo", "-i", "nosuch0"], 1, code="no-such-interface", interface="nosuch0")

    def test_what_libpcap_calls_a_device_but_is_no_interface(self):
        self.expect(["-i", "nfqueue"], 1, code="no-such-interface", interface="nfqueue")

    def test_interface_down(self):
        ip("link", "add", "down0", "type", "veth", "peer", "name", "down1")
        self.addCleanup(ip, "link", "delete", "down0")
        self.expect(["-i", "down0"], 1, code="interface-down", interface="down0")

    def test_bad_filter(self):
        self.expect(["-i", "eth0", "-f", "tcp prt 80"], 1, code="bad-filter", interface="eth0",
                    message="can't parse filter expression: syntax error")

    def test_bad_arguments(self):
        for arguments in ([], ["-i"], ["-i", ""], ["-x"], ["--nothing"], ["-i", "lo", "-s", "0"],
                          ["-i", "lo", "-s", "12x"], ["-i", "lo", "-B", "1"], ["-i", "lo", "-p", "maybe"],
                          ["-i", "any", "-p", "on"], ["-i", "lo", "-i", "lo"], ["-i", "lo", "file"],
                          ["--list", "-i", "lo"], ["--list", "--check-filter", "tcp"], ["-i", "lo", "--format", "json"],
                          ["--list", "--format", "xml"], ["-i", "lo", "--link-type", "1"],
                          ["--check-filter", "tcp", "-f", "udp"], ["--compile-filter", "tcp", "-i", "lo"],
                          ["--compile-filter", "tcp", "--check-filter", "tcp"]):
            with self.subTest(arguments):
                self.expect(arguments, 2, code="bad-argument")

    def test_a_terminal_is_no_place_for_a_capture(self):
        master, terminal = os.openpty()
        with os.fdopen(master, "rb"), os.fdopen(terminal, "wb") as out:
            done = run("-i", "lo", out=out)
        self.assertEqual(done.returncode, 2)
        self.assertIn("standard output is a terminal", done.stderr)


def promiscuity():
    """How many ask eth0 for other machines' packets."""
    return ip_facts("link", "show", "eth0")[0]["promiscuity"]


def memory_kib(capture):
    return int(capture.status()["VmRSS"].split()[0])


if __name__ == "__main__":
    sys.exit(main())
