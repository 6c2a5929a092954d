# SPDX-License-Identifier: Apache-2.0
"""When each captured packet left its sender and when it arrived, or that the wire lost it.

The captures at both ends tell: a frame is the same bytes at both. Times are nanoseconds since the epoch.
"""

import typing

from frame import ACK, FIN, RST, SYN, Frame


class Passage(typing.NamedTuple):
    frame: Frame
    seen: int  # in the capture that is judged
    left: int  # as seen where nobody sent it: the bed forged it
    arrived: typing.Optional[int]  # None: the wire lost it

    def end(self):
        return self.seen if self.arrived is None else max(self.seen, self.arrived)


def is_from_client(data, client_mac):
    return data[6:12] == bytes.fromhex(client_mac.replace(":", ""))


class Passages:
    """Of all frames between two captures, each a list of (nanoseconds, bytes)."""

    def __init__(self, at_client, at_server, client_mac):
        self._left, self._arrived = {}, {}
        for packets, is_client in ((at_client, True), (at_server, False)):
            for when, data in packets:
                leaves = is_from_client(data, client_mac) == is_client
                (self._left if leaves else self._arrived).setdefault(data, []).append(when)

    def of(self, packets):
        """A Passage for each packet of a capture; the k-th of equal ones is the k-th that arrived."""
        found, count = [], {}
        for when, data in packets:
            number = count[data] = count.get(data, -1) + 1
            arrivals = self._arrived.get(data, [])
            arrived = arrivals[min(number, len(arrivals) - 1)] if arrivals else None
            found.append(Passage(Frame(data, False), when, self._left.get(data, [when])[0], arrived))
        return found

    def lost(self):
        """(nanoseconds when it left, Frame) of each that never arrived."""
        return [(times[0], Frame(data, False)) for data, times in self._left.items() if data not in self._arrived]


class Connection(typing.NamedTuple):
    """What a capture holds of two ends' packets."""
    packets: dict  # number in the capture, from 0, to Passage
    losses: list  # (when it left, Frame) of each that never arrived
    hidden: list  # those of them that are not in this capture either
    last: int  # packet of the whole capture

    def first_fin(self, sender):
        """When the sender's first FIN was seen; None if it was not."""
        return min((one.seen for one in self.packets.values() if one.frame.source == sender and one.frame.has(FIN)),
                   default=None)

    def first_copy(self, passage):
        """When the last number of the segment left its sender for the first time, of which this may be a
        repetition, perhaps one that joins what was sent apart. Of an ACK, when the number was acknowledged
        first, if its receiver has repeated something since and thus made the first one doubtful."""
        frame = passage.frame
        if frame.next_seq() == frame.seq:
            first = min((one.left for one in self.packets.values()
                         if one.frame.source == frame.source and one.frame.has(ACK) and one.frame.ack == frame.ack),
                        default=passage.left)
            return first if self._repeats(frame.target, first, passage.left) else passage.left
        return min(one.left for one in self.packets.values()
                   if one.frame.source == frame.source and one.frame.next_seq() == frame.next_seq()
                   and one.frame.seq != one.frame.next_seq())

    def _repeats(self, sender, begin, end):
        """Whether the sender repeats a segment in that time, as this capture sees it."""
        return any(begin < one.seen < end and one.frame.source == sender and one.frame.next_seq() != one.frame.seq
                   and self.first_copy(one) < one.left for one in self.packets.values())

    def is_unheard(self, sender, when):
        """Whether the sender sent something after `when`, and none of it is in this capture."""
        return any(left > when and frame.source == sender for left, frame in self.hidden) and \
            not any(one.left > when and one.frame.source == sender for one in self.packets.values())

    def is_dim(self):
        """Whether the wire lost a SYN, FIN or RST, or what acknowledges one, before it was seen here, or let it be
        overtaken. Where the acknowledgement is missing a repetition does not tell which of the two was lost."""
        control = SYN | FIN | RST
        ends = {(one.frame.source, one.frame.next_seq()) for one in self.packets.values() if one.frame.flags & control}
        if any(frame.has(ACK) and (frame.target, frame.ack) in ends for _, frame in self.hidden):
            return True
        arrived = [one for one in self.packets.values() if one.arrived is not None]
        return any(frame.flags & control for _, frame in self.hidden) or any(
            one.frame.source == other.frame.source and one.left < other.left and one.arrived > other.arrived
            and (one.frame.flags | other.frame.flags) & control for one in arrived for other in arrived)

    def is_quiet(self, begin, end, slack):
        """Whether no packet was under way from `slack` before `begin` to `slack` after `end`."""
        return begin > self.last + slack and begin > self.end() + slack or not any(
            one.left - slack <= end and begin <= one.end() + slack for one in self.packets.values())

    def end(self):
        return max(one.end() for one in self.packets.values())


def connections(packets, passages):
    """{frozenset of both ends: Connection} of a capture."""
    found, last = {}, max((when for when, _ in packets), default=0)
    here = {data for _, data in packets}
    for number, one in enumerate(passages.of(packets)):
        both = frozenset((one.frame.source, one.frame.target))
        found.setdefault(both, Connection({}, [], [], last)).packets[number] = one
    for left, frame in passages.lost():
        connection = found.get(frozenset((frame.source, frame.target)))
        if connection:
            connection.losses.append((left, frame))
            if frame.data not in here:
                connection.hidden.append((left, frame))
    return found
