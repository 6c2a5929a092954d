# SPDX-License-Identifier: Apache-2.0
"""Many short connections over a wire that loses, doubles and reorders as the seed says."""

import threading

from bed import ANSWER, REQUEST, Scenario, choices
from wire import DELAY, LOST_BEHIND_THE_MIDDLE

CONNECTIONS = 30
DIM = 0.05  # nobody can tell from a capture what was lost before it, nor in what order it arrived elsewhere
LATE = 0.030  # most that a reordered frame is late


def many(bed, rule):
    """Each with a thread at both ends; every third the server closes first, every fifth half closes."""
    counts = {}
    bed.set(tcp_syn_retries=3, tcp_orphan_retries=3)

    def decide(frame):
        port = frame.source[1] if frame.from_client else frame.target[1]
        return rule(choices(bed.seed, frame, bed.number(port), counts))

    bed.wire.rule = decide
    listener = bed.listen(backlog=CONNECTIONS)
    faults = []

    def guarded(work, *arguments):
        def run():
            try:
                work(*arguments)
            except BaseException as fault:
                faults.append(fault)
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    ports = [bed.port() for _ in range(CONNECTIONS)]
    clients = [bed.client_socket(port) for port in ports]
    threads = [guarded(talk, bed, one, listener.getsockname(), port) for one, port in zip(clients, ports)]
    threads += [guarded(answer, bed, bed.accept(listener)) for _ in ports]
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError("a connection failed") from faults[0]


def talk(bed, one, target, port):
    one.connect(target)
    client = bed.client_end(one, target)
    client.send(REQUEST)
    client.receive(len(ANSWER))
    number = bed.number(port)
    if number % 5 == 0:
        client.half_close()
    if number % 3 == 0 or number % 5 == 0:
        client.receive_end()
    client.close()
    client.reaches("CLOSED", "TIME_WAIT", seconds=20)


def answer(bed, server):
    server.receive(len(REQUEST))
    server.send(ANSWER)
    if bed.number(server.endpoint[2][1]) % 3:
        server.receive_end()
    server.close()
    server.reaches("CLOSED", "TIME_WAIT", seconds=20)


def loss(bed):
    def rule(chance):
        return [chance.choices([DELAY, LOST_BEHIND_THE_MIDDLE], [94, 6])[0]] if chance.random() > 0.06 else []

    many(bed, rule)


def duplication(bed):
    many(bed, lambda chance: [DELAY] * chance.choices([1, 2, 3], [70, 20, 10])[0])


def reordering(bed):
    many(bed, lambda chance: [DELAY + (LATE if chance.random() < 0.3 else 0) * chance.random()])


def loss_duplication_and_reordering(bed):
    def rule(chance):
        copies = chance.choices([0, 1, 2], [7, 80, 13])[0]
        return [DELAY + LATE * chance.random() * (chance.random() < 0.3) for _ in range(copies)]

    many(bed, rule)


SCENARIOS = [
    Scenario(loss, "one segment in eight is lost, half of them behind the middle", dim_share=DIM),
    Scenario(duplication, "three segments in ten come twice or thrice"),
    Scenario(reordering, "three segments in ten are overtaken", dim_share=DIM),
    Scenario(loss_duplication_and_reordering, "all of it", dim_share=DIM),
]
