#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The kernel's two sources are put together as truth.py says, and contradictions are found."""

import unittest

from frame import ACK, RST, Frame, checksum
from kernel_states import EVENT, StateChange
from sock_diag import request
from test_compare import segment
from truth import Look, TruthFault, merged

ENDPOINT = ("client", ("192.0.2.10", 40001), ("192.0.2.80", 8080))
US = 1000


def steps(changes, looks):
    """"OLD>NEW" of each; changes are (microseconds, old, new) or None, looks (microseconds, state)."""
    if changes is not None:
        changes = [StateChange(when * US, *ENDPOINT[1:], old, new) for when, old, new in changes]
    looks = [Look(when * US, (when + 5) * US, state) for when, state in looks]
    return [f"{one.old}>{one.new}" for one in merged({ENDPOINT: looks}, changes, 0)[ENDPOINT]]


class TwoSources(unittest.TestCase):
    def test_the_tracepoint_tells_of_a_full_socket(self):
        self.assertEqual(steps([(0, "CLOSED", "SYN_SENT"), (100, "SYN_SENT", "CLOSED")], [(50, "SYN_SENT")]),
                         ["CLOSED>SYN_SENT", "SYN_SENT>CLOSED"])

    def test_a_socket_that_became_a_time_wait_object_is_in_time_wait(self):
        changes = [(0, "CLOSED", "SYN_SENT"), (10, "SYN_SENT", "ESTABLISHED"), (20, "ESTABLISHED", "FIN_WAIT_1"),
                   (30, "FIN_WAIT_1", "FIN_WAIT_2"), (31, "FIN_WAIT_2", "CLOSED")]
        self.assertEqual(steps(changes, [(40, "TIME_WAIT"), (90, "CLOSED")])[-3:],
                         ["FIN_WAIT_1>FIN_WAIT_2", "FIN_WAIT_2>TIME_WAIT", "TIME_WAIT>CLOSED"])
        self.assertEqual(steps(changes, [(40, "CLOSED")])[-1:], ["FIN_WAIT_2>CLOSED"])

    def test_fin_wait_2_without_a_program_is_still_fin_wait_2(self):
        changes = [(0, "CLOSED", "FIN_WAIT_2"), (30, "FIN_WAIT_2", "CLOSED")]
        self.assertEqual(steps(changes, [(40, "FIN_WAIT_2"), (60, "TIME_WAIT")]),
                         ["CLOSED>FIN_WAIT_2", "FIN_WAIT_2>TIME_WAIT"])

    def test_a_request_is_known_from_looks_until_it_is_a_socket(self):
        looks = [(0, "LISTEN"), (10, "SYN_RECEIVED")]
        changes = [(20, "LISTEN", "SYN_RECEIVED"), (21, "SYN_RECEIVED", "ESTABLISHED")]
        self.assertEqual(steps(changes, looks), ["LISTEN>SYN_RECEIVED", "SYN_RECEIVED>ESTABLISHED"])
        self.assertEqual(steps([], [*looks, (50, "LISTEN")]), ["LISTEN>SYN_RECEIVED", "SYN_RECEIVED>LISTEN"])

    def test_ports_used_again_end_time_wait(self):
        changes = [(0, "CLOSED", "FIN_WAIT_2"), (1, "FIN_WAIT_2", "CLOSED"), (50, "CLOSED", "SYN_SENT")]
        self.assertEqual(steps(changes, [(10, "TIME_WAIT")])[-2:], ["TIME_WAIT>CLOSED", "CLOSED>SYN_SENT"])

    def test_a_contradiction_is_found(self):
        with self.assertRaises(TruthFault):
            steps([(50, "FIN_WAIT_1", "FIN_WAIT_2")], [(10, "TIME_WAIT")])
        with self.assertRaises(TruthFault):
            steps([], [(10, "ESTABLISHED")])
        with self.assertRaises(TruthFault):
            steps([(50, "FIN_WAIT_2", "CLOSED")], [])

    def test_looks_alone_tell_what_they_saw(self):
        looks = [(0, "LISTEN"), (10, "SYN_RECEIVED"), (20, "ESTABLISHED"), (30, "LAST_ACK"), (40, "LISTEN")]
        self.assertEqual(steps(None, looks), ["LISTEN>SYN_RECEIVED", "SYN_RECEIVED>ESTABLISHED",
                                              "ESTABLISHED>LAST_ACK", "LAST_ACK>CLOSED"])


class Formats(unittest.TestCase):
    def test_the_tracepoints_line_is_read(self):
        line = ("  python3-77 [001] ..... 2345.678901: inet_sock_set_state: family=AF_INET protocol=IPPROTO_TCP "
                "sport=40001 dport=8080 saddr=192.0.2.10 daddr=192.0.2.80 saddrv6=::ffff:192.0.2.10 "
                "daddrv6=::ffff:192.0.2.80 oldstate=TCP_CLOSE newstate=TCP_SYN_SENT\n")
        self.assertEqual(EVENT.search(line).groups()[:5], ("2345", "678901", "AF_INET", "40001", "8080"))

    def test_a_request_to_the_socket_table_is_72_bytes_for_either_family(self):
        self.assertEqual(len(request(("192.0.2.10", 1), ("192.0.2.80", 2))), 72)
        self.assertEqual(len(request(("2001:db8::10", 1), ("2001:db8::80", 2))), 72)

    def test_a_forged_segment_has_right_checksums(self):
        forged = Frame(segment(True, ACK, 5), True).forged(RST, 2**32 + 7)
        self.assertEqual((forged.seq, forged.flags, forged.source), (7, RST, ("192.0.2.10", 40001)))
        self.assertEqual(checksum(forged.data[14:34]), 0)
        pseudo = forged.data[26:34] + bytes([0, 0, 0, 20, 0, 0, 0, 6])
        self.assertEqual(checksum(pseudo + forged.data[34:]), 0)


if __name__ == "__main__":
    unittest.main()
