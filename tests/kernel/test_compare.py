#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bed's comparison finds each kind of disagreement, and forgives only what its docstring says."""

import json
import struct
import unittest

from compare import Allowance, compare, lives
from frame import ACK, FIN, RST, SYN
from network import CLIENT_MAC, SERVER_MAC
from passage import Passages
from truth import Step, since

CLIENT, SERVER = ("192.0.2.10", 40001), ("192.0.2.80", 8080)
MS = 1_000_000
START = 1_700_000_000_000_000_000


def segment(from_client, flags, number):
    """Bytes of a frame; `number` makes it differ from others."""
    macs = [bytes.fromhex(mac.replace(":", "")) for mac in (CLIENT_MAC, SERVER_MAC)]
    hosts, ports = [bytes([192, 0, 2, 10]), bytes([192, 0, 2, 80])], [40001, 8080]
    own, peer = (0, 1) if from_client else (1, 0)
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 40, number, 0, 64, 6, 0) + hosts[own] + hosts[peer]
    tcp = struct.pack("!HHIIBBHHH", ports[own], ports[peer], number, 0, 5 << 4, flags, 1000, 0, 0)
    return macs[peer] + macs[own] + b"\x08\x00" + ip + tcp


class Play:
    """A connection in which each frame takes 10 ms: what both ends capture, and what the kernel did."""

    def __init__(self):
        self.at_client, self.at_server = [], []
        self.truth = {("client", CLIENT, SERVER): [], ("server", SERVER, CLIENT): []}

    def sends(self, when, from_client, flags, lost=False):
        data = segment(from_client, flags, len(self.at_client) + len(self.at_server) + 1)
        first, then = (self.at_client, self.at_server) if from_client else (self.at_server, self.at_client)
        first.append((START + when * MS, data))
        if not lost:
            then.append((START + (when + 10) * MS, data))

    def kernel(self, end, *steps, sampled=False):
        endpoint = ("client", CLIENT, SERVER) if end == "client" else ("server", SERVER, CLIENT)
        self.truth[endpoint] += [Step(START + int(when * MS), START + int(when * MS), old, new, sampled)
                                 for when, old, new in steps]

    def judge(self, *connections, vantage="client"):
        """Faults of all endpoints; `connections` are lines of the program's."""
        packets = sorted(getattr(self, f"at_{vantage}"))
        passages = Passages(self.at_client, self.at_server, CLIENT_MAC)
        text = "".join(json.dumps(one) + "\n" for one in connections)
        return [f"{one.endpoint[0]}: {fault.split(' @')[0]}"
                for one in compare(self.truth, text, packets, passages) for fault in one.faults]


def says(client, server, client_final=None, server_final=None):
    """The program's line; steps are (milliseconds, packet from 1, from, to)."""
    def end(address, steps, final):
        return {"addr": address[0], "port": address[1], "final": final or steps[-1][3],
                "transitions": [{"t": (START + when * MS) / 1e9, "packet": packet, "from": old, "to": new,
                                 "basis": "sent"} for when, packet, old, new in steps]}
    return {"a": end(CLIENT, client, client_final), "b": end(SERVER, server, server_final)}


CLIENT_OPENS = [(0, 1, "CLOSED", "SYN_SENT"), (20, 2, "SYN_SENT", "ESTABLISHED")]
SERVER_OPENS = [(0, 1, "LISTEN", "SYN_RECEIVED"), (20, 3, "SYN_RECEIVED", "ESTABLISHED")]


def opened():
    """SYN at 0, SYN+ACK at 10, ACK at 20 ms; seen at the client at 0, 20 and 20."""
    play = Play()
    for when, from_client, flags in ((0, True, SYN), (10, False, SYN | ACK), (20, True, ACK)):
        play.sends(when, from_client, flags)
    play.kernel("client", (0, "CLOSED", "SYN_SENT"), (20, "SYN_SENT", "ESTABLISHED"))
    play.kernel("server", (10, "LISTEN", "SYN_RECEIVED"), (30, "SYN_RECEIVED", "ESTABLISHED"))
    return play


class Disagreements(unittest.TestCase):
    def test_agreement_has_no_fault(self):
        self.assertEqual(opened().judge(says(CLIENT_OPENS, SERVER_OPENS)), [])

    def test_a_missing_step_is_found(self):
        self.assertEqual(opened().judge(says(CLIENT_OPENS, SERVER_OPENS[:1])),
                         ["server: missing SYN_RECEIVED>ESTABLISHED"])

    def test_a_missing_step_that_is_not_under_way_is_found_in_the_final_state_too(self):
        play = opened()
        play.sends(500, True, ACK)
        self.assertEqual(play.judge(says(CLIENT_OPENS, SERVER_OPENS[:1])),
                         ["server: final SYN_RECEIVED, kernel ESTABLISHED",
                          "server: missing SYN_RECEIVED>ESTABLISHED"])

    def test_a_step_too_many_is_found(self):
        more = [*SERVER_OPENS, (20, 3, "ESTABLISHED", "CLOSE_WAIT")]
        self.assertEqual(opened().judge(says(CLIENT_OPENS, more)),
                         ["server: final CLOSE_WAIT, kernel ESTABLISHED or SYN_RECEIVED",
                          "server: extra ESTABLISHED>CLOSE_WAIT"])

    def test_a_wrong_order_is_found(self):
        self.assertNotEqual(opened().judge(says(CLIENT_OPENS[::-1], SERVER_OPENS, "ESTABLISHED")), [])

    def test_a_wrong_final_state_alone_is_found(self):
        self.assertEqual(opened().judge(says(CLIENT_OPENS, SERVER_OPENS, "CLOSED")),
                         ["client: final CLOSED, kernel ESTABLISHED"])

    def test_a_connection_that_is_not_reported_is_found(self):
        self.assertEqual(len(opened().judge()), 8)

    def test_a_connection_split_in_two_is_found(self):
        split = says([(20, 2, None, "ESTABLISHED")], [(20, 3, None, "ESTABLISHED")])
        self.assertIn("client: 2 connections, kernel 1",
                      opened().judge(says(CLIENT_OPENS, SERVER_OPENS), split))

    def test_an_endpoint_that_no_kernel_has_is_found(self):
        other = says(CLIENT_OPENS, SERVER_OPENS)
        other["a"]["port"] = 1
        self.assertEqual(opened().judge(says(CLIENT_OPENS, SERVER_OPENS), other),
                         ["nobody: reported, but no kernel has such an endpoint"] * 2)

    def test_a_step_reported_before_the_kernel_took_it_is_found_although_nothing_was_lost(self):
        play = opened()
        play.truth["server", SERVER, CLIENT].pop()
        play.kernel("server", (1010, "SYN_RECEIVED", "ESTABLISHED"))
        play.sends(1000, True, ACK)
        self.assertEqual(play.judge(says(CLIENT_OPENS, SERVER_OPENS)),
                         ["server: missing SYN_RECEIVED>ESTABLISHED", "server: extra SYN_RECEIVED>ESTABLISHED"])

    def test_a_step_reported_late_is_found(self):
        play = opened()
        play.sends(1000, True, ACK)
        late = [SERVER_OPENS[0], (1000, 4, "SYN_RECEIVED", "ESTABLISHED")]
        self.assertIn("server: extra SYN_RECEIVED>ESTABLISHED", play.judge(says(CLIENT_OPENS, late)))


class Forgiven(unittest.TestCase):
    def test_a_timer_may_be_unseen(self):
        play = opened()
        play.kernel("client", (900, "ESTABLISHED", "CLOSED"))
        self.assertEqual(play.judge(says(CLIENT_OPENS, SERVER_OPENS)), [])

    def test_a_step_while_a_packet_is_under_way_may_not(self):
        play = opened()
        play.kernel("client", (900, "ESTABLISHED", "CLOSED"))
        play.sends(900, True, RST)
        self.assertIn("client: missing ESTABLISHED>CLOSED", play.judge(says(CLIENT_OPENS, SERVER_OPENS)))

    def test_two_steps_of_one_segment_may_be_one(self):
        for gap, faults in ((0.01, 0), (8, 3)):
            with self.subTest(gap=gap):
                play = opened()
                play.sends(100, True, FIN | ACK)
                play.sends(110, False, FIN | ACK)
                play.kernel("client", (100, "ESTABLISHED", "FIN_WAIT_1"), (120, "FIN_WAIT_1", "FIN_WAIT_2"),
                            (120 + gap, "FIN_WAIT_2", "TIME_WAIT"))
                client = [*CLIENT_OPENS, (100, 4, "ESTABLISHED", "FIN_WAIT_1"), (120, 5, "FIN_WAIT_1", "TIME_WAIT")]
                found = [one for one in play.judge(says(client, SERVER_OPENS)) if one.startswith("client")]
                self.assertEqual(len(found), faults, found)

    def test_what_was_lost_later_is_taken_as_delivered(self):
        play = opened()
        play.sends(1000, True, RST, lost=True)
        server = [*SERVER_OPENS, (1000, 4, "ESTABLISHED", "CLOSED")]
        self.assertEqual(play.judge(says(CLIENT_OPENS, server)), [])

    def test_but_not_once_the_receiver_contradicts(self):
        play = opened()
        play.sends(1000, True, RST, lost=True)
        play.sends(2000, False, ACK)
        server = [*SERVER_OPENS, (1000, 4, "ESTABLISHED", "CLOSED")]
        self.assertEqual(play.judge(says(CLIENT_OPENS, server)),
                         ["server: final CLOSED, kernel ESTABLISHED", "server: extra ESTABLISHED>CLOSED"])

    def test_a_lost_segments_step_comes_with_its_repetition(self):
        for lost, faults in ((True, 0), (False, 3)):
            with self.subTest(lost=lost):
                play = opened()
                play.sends(1000, True, FIN | ACK, lost=lost)
                play.sends(1300, True, FIN | ACK)
                play.kernel("server", (1310, "ESTABLISHED", "CLOSE_WAIT"))
                server = [*SERVER_OPENS, (1000, 4, "ESTABLISHED", "CLOSE_WAIT")]
                found = [one for one in play.judge(says(CLIENT_OPENS, server)) if one.startswith("server")]
                self.assertEqual(bool(found), bool(faults), found)

    def test_sampled_steps_may_be_reported_as_several(self):
        for sampled in (True, False):
            with self.subTest(sampled=sampled):
                play = opened()
                play.sends(100, True, FIN | ACK)
                play.sends(111, False, FIN | ACK)
                play.kernel("server", (111, "ESTABLISHED", "LAST_ACK"), sampled=sampled)
                server = [*SERVER_OPENS, (100, 4, "ESTABLISHED", "CLOSE_WAIT"), (121, 5, "CLOSE_WAIT", "LAST_ACK")]
                found = [one for one in play.judge(says(CLIENT_OPENS, server)) if one.startswith("server")]
                self.assertEqual(not found, sampled, found)

    def test_what_was_said_later_and_lost_may_be_unknown(self):
        for hidden, faults in ((True, []), (False, ["client: final ESTABLISHED, kernel CLOSE_WAIT",
                                                    "client: missing ESTABLISHED>CLOSE_WAIT"])):
            with self.subTest(hidden=hidden):
                play = opened()
                play.sends(100, False, FIN | ACK)
                play.sends(111, True, ACK, lost=hidden)
                play.kernel("server", (100, "ESTABLISHED", "FIN_WAIT_1"))
                play.kernel("client", (110, "ESTABLISHED", "CLOSE_WAIT"))
                server = [*SERVER_OPENS, (100, 4, "ESTABLISHED", "FIN_WAIT_1")]
                self.assertEqual(play.judge(says(CLIENT_OPENS, server), vantage="server"), faults)

    def test_a_capture_that_begins_later_knows_the_state_at_its_beginning(self):
        for state, faults in (("ESTABLISHED", 0), ("CLOSE_WAIT", 3)):
            with self.subTest(state=state):
                play = opened()
                play.truth = {endpoint: since(steps, START + 15 * MS) for endpoint, steps in play.truth.items()}
                play.at_client = play.at_client[1:]
                server = [(20, 1, None, "SYN_RECEIVED"), (20, 2, "SYN_RECEIVED", "ESTABLISHED")]
                client = [(20, 1, None, "SYN_SENT"), (20, 1, "SYN_SENT", state)]
                self.assertEqual(len(play.judge(says(client, server))), faults)

    def test_two_ends_that_open_at_once_are_one_connection(self):
        start, cross = Step(0, 0, "CLOSED", "SYN_SENT"), Step(1, 1, "SYN_SENT", "SYN_RECEIVED")
        self.assertEqual(lives(([start, cross], [start, cross])), 1)
        self.assertEqual(lives(([start], [start])), 2)
        self.assertEqual(lives(([], [])), 1)

    def test_an_allowance_explains_only_what_it_names(self):
        one = Allowance(("server",), "client .* missing TIME_WAIT>CLOSED", "why")
        self.assertTrue(one.explains("server", "x: client a > b: missing TIME_WAIT>CLOSED @1"))
        self.assertFalse(one.explains("client", "x: client a > b: missing TIME_WAIT>CLOSED @1"))
        self.assertFalse(one.explains("server", "x: server a > b: missing TIME_WAIT>CLOSED @1"))


if __name__ == "__main__":
    unittest.main()
