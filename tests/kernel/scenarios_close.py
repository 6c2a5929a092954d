# SPDX-License-Identifier: Apache-2.0
"""How connections close, are left half closed, and are aborted."""

import socket

from bed import ANSWER, REQUEST, Scenario
from compare import Allowance
from frame import ACK, FIN, RST
from wire import DELAY, LOST_BEHIND_THE_MIDDLE

TCP_USER_TIMEOUT = 18
DELAYED_ACK = 0.08  # seconds: more than the kernel waits with the ACK of a FIN
SLOW = 0.35  # seconds: more than the kernel waits before it sends again


def is_fin(frame):
    return frame.has(FIN)


def used(bed):
    client, server = bed.connect()
    bed.ask(client, server)
    bed.settle()
    return client, server


def three_segment_close(bed):
    """The server closes at once, so that its FIN acknowledges the client's."""
    client, server = used(bed)
    client.close()
    server.receive_end()
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def server_closes_first(bed):
    client, server = used(bed)
    bed.close_four_way(server, client)


def simultaneous_close(bed):
    client, server = used(bed)
    client.close()
    server.close()
    client.reaches("TIME_WAIT")
    server.reaches("TIME_WAIT")


def half_close_in_use(bed):
    client, server = bed.connect()
    client.send(REQUEST)
    client.half_close()
    server.receive_end()
    for _ in range(3):
        server.send(ANSWER)
        client.receive(len(ANSWER))
        bed.settle()
    server.close()
    client.reaches("TIME_WAIT")


def close_wait_leak(bed):
    """The server never closes; another connection ends well beside it."""
    listener = bed.listen()
    client, server = bed.connect(listener)
    bed.ask(client, server)
    client.half_close()
    server.reaches("CLOSE_WAIT")
    client.reaches("FIN_WAIT_2")
    other = bed.connect(listener)
    bed.ask(*other)
    bed.close_four_way(*other)


def close_wait_leak_mended(bed):
    listener = bed.listen()
    client, server = bed.connect(listener)
    bed.ask(client, server)
    client.close()
    client.reaches("FIN_WAIT_2")
    other = bed.connect(listener)
    bed.ask(*other)
    bed.close_four_way(*other)
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def abort(bed):
    client, server = used(bed)
    client.abort()
    server.reaches("CLOSED")


def abort_by_server(bed):
    client, server = used(bed)
    server.abort()
    client.reaches("CLOSED")


def abort_of_a_half_closed(bed):
    client, server = used(bed)
    client.half_close()
    client.reaches("FIN_WAIT_2")
    server.abort()
    client.reaches("CLOSED")


def close_with_unread_data(bed):
    """Closing with data unread is a reset, not a FIN."""
    client, server = bed.connect()
    client.send(REQUEST)
    bed.passed(lambda frame: frame.payload)
    server.close()
    client.reaches("CLOSED")


def data_after_close(bed):
    """The client closes entirely; the server's data finds nobody and is reset."""
    client, server = used(bed)
    client.close()
    client.reaches("FIN_WAIT_2")
    server.send(ANSWER)
    server.reaches("CLOSED")


def data_crosses_the_fin(bed):
    """The client closes entirely while data is under way to it: the reset bears the FIN's own number."""
    client, server = used(bed)
    client.close()
    server.send(ANSWER)
    client.reaches("CLOSED")
    server.reaches("CLOSED")


def data_crosses_the_fin_and_its_ack(bed):
    """The same, and the reset comes after the server has acknowledged the FIN."""
    client, server = used(bed)
    bed.wire.rule = lambda frame: [DELAYED_ACK if frame.payload else DELAY]
    client.close()
    server.send(ANSWER)
    client.reaches("CLOSED")
    server.reaches("CLOSED")


def abandoned_half_close(bed):
    """FIN_WAIT_2 without a program ends by itself; the server's late data is reset."""
    bed.set(tcp_fin_timeout=1)
    client, server = used(bed)
    client.close()
    client.reaches("FIN_WAIT_2")
    client.reaches("CLOSED")
    bed.settle()
    server.send(ANSWER)
    server.reaches("CLOSED")


def fin_lost(bed):
    client, server = used(bed)
    bed.lose(is_fin)
    bed.close_four_way(client, server)


def fin_lost_behind_the_middle(bed):
    client, server = used(bed)
    bed.lose(is_fin, 1, [LOST_BEHIND_THE_MIDDLE])
    bed.close_four_way(client, server)


def last_ack_lost(bed):
    client, server = used(bed)
    servers_fin = []

    def is_last_ack(frame):
        if not frame.from_client and frame.has(FIN):
            servers_fin.append(frame)
        return frame.from_client and servers_fin and frame.flags == ACK

    bed.lose(is_last_ack)
    bed.close_four_way(client, server)


def both_fins_lost(bed):
    client, server = used(bed)
    bed.lose(is_fin, 2)
    client.close()
    server.close()
    client.reaches("TIME_WAIT", "CLOSED")
    server.reaches("TIME_WAIT", "CLOSED")


def fin_repeated_too_early(bed):
    """What the server answers is slow behind the middle: the client repeats its FIN although all arrives."""
    client, server = used(bed)
    bed.wire.rule = lambda frame: [DELAY if frame.from_client else SLOW]
    client.close()
    server.receive_end()
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def fin_repeated_too_early_and_lost(bed):
    """As before, and no repetition of the FIN arrives, so that nothing else acknowledges it."""
    fins = []

    def rule(frame):
        if not frame.from_client:
            return [SLOW]
        fins.extend([frame] * is_fin(frame))
        return [LOST_BEHIND_THE_MIDDLE if is_fin(frame) and len(fins) > 1 else DELAY]

    client, server = used(bed)
    bed.wire.rule = rule
    client.close()
    server.receive_end()
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def fin_before_data(bed):
    """The data before the FIN is lost: the FIN counts when the data is sent again."""
    client, server = used(bed)
    bed.lose(lambda frame: frame.payload == REQUEST)
    client.send(REQUEST)
    client.close()
    server.receive(len(REQUEST))
    server.receive_end()
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def fin_with_data(bed):
    client, server = used(bed)
    client.socket.send(REQUEST, socket.MSG_MORE)
    client.close()
    server.receive_end()
    server.close()
    server.reaches("CLOSED")
    client.reaches("TIME_WAIT")


def peer_vanished(bed):
    """Nothing arrives any more; the client's kernel gives up what it sends in vain."""
    client, _ = used(bed)
    client.socket.setsockopt(socket.IPPROTO_TCP, TCP_USER_TIMEOUT, 700)
    bed.wire.rule = lambda frame: []
    client.send(REQUEST)
    client.reaches("CLOSED")


def fin_unanswered(bed):
    """Nothing arrives any more; the client's kernel gives up its FIN."""
    bed.set(tcp_orphan_retries=1)
    client, _ = used(bed)
    bed.wire.rule = lambda frame: []
    client.close()
    client.reaches("CLOSED")


def reset_in_time_wait(bed):
    """A reset with the right number ends the kernel's TIME_WAIT (RFC 1337's hazard)."""
    client, server = used(bed)
    bed.close_four_way(client, server)
    bed.settle()
    fin = bed.passed(lambda frame: frame.has(FIN) and not frame.from_client)
    bed.wire.inject(fin.forged(RST, fin.next_seq()))
    client.reaches("CLOSED")


SCENARIOS = [
    Scenario(three_segment_close, "FIN, FIN+ACK, ACK"),
    Scenario(server_closes_first, "four segments, from the server"),
    Scenario(simultaneous_close, "the FINs cross"),
    Scenario(half_close_in_use, "the server goes on sending after the client's FIN"),
    Scenario(close_wait_leak, "the server never closes"),
    Scenario(close_wait_leak_mended, "the server closes late"),
    Scenario(abort, "the client closes with a reset"),
    Scenario(abort_by_server, "the server closes with a reset"),
    Scenario(abort_of_a_half_closed, "reset instead of the second FIN"),
    Scenario(close_with_unread_data, "closing with data unread is a reset"),
    Scenario(data_after_close, "data to a program that is gone, in FIN_WAIT_2"),
    Scenario(data_crosses_the_fin, "data to a program that is gone, sent before its FIN came",
             (Allowance(("client", "middle", "server"), "server .* (missing|extra) (ESTABLISHED>|CLOSE_WAIT>)",
                        "nobody acknowledges the FIN before the reset: whether it came is open"),)),
    Scenario(data_crosses_the_fin_and_its_ack, "the same, and the FIN is acknowledged before the reset comes"),
    Scenario(abandoned_half_close, "FIN_WAIT_2 runs out, then data comes"),
    Scenario(fin_lost, "the first FIN is lost"),
    Scenario(fin_lost_behind_the_middle, "the first FIN is lost after the middle saw it"),
    Scenario(last_ack_lost, "the last ACK is lost, the FIN comes again"),
    Scenario(both_fins_lost, "both close, both FINs are lost once; whose repetition is first is chance",
             dim_share=1),
    Scenario(fin_repeated_too_early, "the FIN is sent again while its answer is under way"),
    Scenario(fin_repeated_too_early_and_lost, "the same, and the repetition is lost behind the middle"),
    Scenario(fin_before_data, "a FIN behind a hole"),
    Scenario(fin_with_data, "the last data and the FIN in one segment"),
    Scenario(peer_vanished, "data in vain until the kernel gives up"),
    Scenario(fin_unanswered, "FINs in vain until the kernel gives up"),
    Scenario(reset_in_time_wait, "a forged reset ends TIME_WAIT",
             (Allowance(("server",), "missing TIME_WAIT>CLOSED", "the forged reset never passes the server"),)),
]
