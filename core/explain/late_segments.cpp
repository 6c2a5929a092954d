// SPDX-License-Identifier: Apache-2.0
//
// Segments of an earlier connection of the same ports, and old copies that timestamps give away: the arithmetic that
// shows whose they are.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

namespace synscope {
namespace {

/// What a side would take at a moment: its newest acknowledgement number and the window beside it.
struct Expected {
    SeqNum number;
    std::uint32_t window = 0;
};

std::optional<Expected> expectedBy(const Story& s, Side receiver, std::optional<std::size_t> newest) {
    for (std::size_t i = newest ? *newest + 1 : 0; i-- > 0;) {
        const DetailSegment& segment = s.segments[i];
        if (segment.sender == receiver && segment.flags.ack() && isAccepted(segment) && !segment.flags.rst())
            return Expected{segment.ack, segment.window};
    }
    return std::nullopt;
}

/// The number it has, the one that is expected, and how far the first lies from the window.
std::string windowSentence(const Story& s, const DetailSegment& stray, const Expected& expected) {
    const std::string receiver = s.who(other(stray.sender));
    const auto ahead = stray.seq.distanceFrom(expected.number);
    if (ahead < 0)
        return say(s.language,
                   "On the wire it has number {0}; {1} expects {2} and what follows. That is {3} too low, so it is not "
                   "delivered.",
                   {groupedNumber(stray.seq.value()), receiver, groupedNumber(expected.number.value()),
                    groupedNumber(static_cast<std::uint64_t>(-std::int64_t{ahead}))});
    return say(s.language,
               "On the wire it has number {0}; {1} expects {2} and takes {3} numbers from there on. It lies {4} above, "
               "so it is not delivered.",
               {groupedNumber(stray.seq.value()), receiver, groupedNumber(expected.number.value()),
                groupedNumber(expected.window), groupedNumber(static_cast<std::uint64_t>(ahead))});
}

std::string beginningsSentence(const Story& s, Side sender) {
    const auto at = static_cast<std::size_t>(sender);
    const HandshakeOffer& now = s.end(sender).offer;
    if (!s.detail.earlier || !s.detail.earlier->isn[at] || !now.has(HandshakeOffer::HasIsn))
        return {};
    return say(s.language,
               "The numbers of {0} began at {1} then and at {2} now, {3} apart: that is what initial numbers are for.",
               {s.who(sender), groupedNumber(s.detail.earlier->isn[at]->value()), groupedNumber(now.isn),
                distanceText(SeqNum(now.isn), *s.detail.earlier->isn[at])});
}

/// The ACK with which the receiver only repeats what it expects.
std::optional<std::size_t> answerTo(const Story& s, const DetailSegment& stray, std::size_t place) {
    const std::size_t next = place + 1;
    const bool isAnswer = next < s.segments.size() && s.segments[next].sender == other(stray.sender) &&
                          s.segments[next].payloadBytes == 0 && s.segments[next].flags.ack();
    return isAnswer ? std::optional(next) : std::nullopt;
}

void tellStale(const Story& s, Explanations& told) {
    if (s.detail.strays.empty())
        return;
    const DetailSegment& stray = s.detail.strays.front();
    const std::optional<std::size_t> place = s.segmentAt(stray.packet);
    if (!place)
        return;
    Explanation e = explanationAt(s, ExplanationKind::StaleSegment, *place, stray.sender);
    e.packets.clear();
    restOn(e, stray.packet);
    e.rfc = "RFC 9293, 3.4.1";
    e.title = say(s.language, "A segment of the earlier connection arrives");
    e.sentences.push_back(say(
        s.language, "Packet {0}, held up on the way, was sent by {1} in an earlier connection between the same ports.",
        {std::to_string(indexOf(stray.packet)), s.who(stray.sender)}));
    const std::optional<Expected> expected = expectedBy(s, other(stray.sender), place);
    if (expected && !stray.seq.inWindow(expected->number, expected->window))
        e.sentences.push_back(windowSentence(s, stray, *expected));
    if (std::string beginnings = beginningsSentence(s, stray.sender); !beginnings.empty())
        e.sentences.push_back(std::move(beginnings));
    if (const auto answer = answerTo(s, stray, *place)) {
        restOn(s, e, answer);
        e.sentences.push_back(say(s.language, "{0} only repeats in packet {1} what it expects.",
                                  {s.whoFirst(other(stray.sender)), s.packet(*answer)}));
    } else if (s.detail.strays.size() > 1) {
        e.sentences.push_back(say(s.language, "More such segments: {0}.", {groupedNumber(s.detail.strays.size() - 1)}));
    }
    told.push_back(std::move(e));
}

void tellStaleUndecided(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::StaleUndecided);
    const std::optional<std::size_t> at = incident == nullptr ? std::nullopt : s.segmentAt(incident->packet);
    if (!at)
        return;
    Explanation e = explanationAt(s, ExplanationKind::StaleUndecided, *at, incident->side);
    e.rfc = "RFC 1337";
    e.title = say(s.language, "Whose segment is this?");
    e.sentences.push_back(say(s.language,
                              "The number of packet {0} fits the earlier connection and this one alike; without "
                              "timestamps nobody can tell. That is the danger that TIME_WAIT guards against.",
                              {std::to_string(indexOf(incident->packet))}));
    told.push_back(std::move(e));
}

/// Seen from the connection that sent it: it came when that one was over.
void tellArrivedTooLate(const Story& s, Explanations& told) {
    const std::vector<std::size_t>& stale = s.marked(Mark::Stale);
    if (stale.empty())
        return;
    const std::size_t first = stale.front();
    const Side side = s.segments[first].sender;
    Explanation e = explanationAt(s, ExplanationKind::ArrivedTooLate, first, side);
    e.lastSegment = stale.back();
    restOn(s, e, stale.back());
    e.rfc = "RFC 9293, 3.4.1";
    e.title = say(s.language, "Too late");
    e.sentences.push_back(say(
        s.language, "Packet {0} of {1} arrives too late to count: {2} throws it away. On the wire it has number {3}.",
        {s.packet(first), s.who(side), s.who(other(side)), groupedNumber(s.segments[first].seq.value())}));
    if (stale.size() > 1)
        e.sentences.push_back(say(s.language, "More such segments: {0}.", {groupedNumber(stale.size() - 1)}));
    told.push_back(std::move(e));
}

/// The newest before it that has a newer timestamp and came in order, so that the receiver had taken that over.
std::optional<std::size_t> newerTimestampBefore(const Story& s, std::size_t late) {
    const DetailSegment& old = s.segments[late];
    const std::uint32_t oldValue = old.options().tsValue;
    std::optional<SeqNum> expected;
    for (std::size_t i = late; i-- > 0;) {
        const DetailSegment& one = s.segments[i];
        if (!isAccepted(one))
            continue;
        if (one.sender != old.sender) {
            if (one.flags.ack() && (!expected || one.ack.after(*expected)))
                expected = one.ack;
            continue;
        }
        const bool cameInOrder = one.flags.syn() || (expected && one.seq.atOrBefore(*expected));
        const TcpOptions options = one.options();
        const auto ahead = static_cast<std::int32_t>(options.tsValue - oldValue);
        if (options.hasTimestamps && ahead > 0 && cameInOrder)
            return i;
    }
    return std::nullopt;
}

void tellOldTimestamp(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::PawsRejected);
    const std::optional<std::size_t> at = incident == nullptr ? std::nullopt : s.segmentAt(incident->packet);
    const std::optional<std::size_t> newer = at ? newerTimestampBefore(s, *at) : std::nullopt;
    if (!newer)
        return;
    Explanation e = explanationAt(s, ExplanationKind::OldTimestamp, *at, incident->side);
    restOn(s, e, newer);
    e.rfc = "RFC 7323, 5";
    e.title = say(s.language, "Given away by its timestamp");
    e.sentences.push_back(
        say(s.language,
            "The timestamp in packet {0} is older than one that {1} has seen already (packet {2}), "
            "so {1} throws the segment away, although its number might fit.",
            {std::to_string(indexOf(incident->packet)), s.who(other(incident->side)), s.packet(*newer)}));
    told.push_back(std::move(e));
}

} // namespace

void tellLateSegments(const Story& s, Explanations& told) {
    tellStale(s, told);
    tellStaleUndecided(s, told);
    tellArrivedTooLate(s, told);
    tellOldTimestamp(s, told);
}

} // namespace synscope
