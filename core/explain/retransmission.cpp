// SPDX-License-Identifier: Apache-2.0
//
// Data sent again, and why: three duplicate ACKs (RFC 5681), a timer that ran out (RFC 6298), or neither.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>
#include <array>

namespace synscope {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFarthestBack = 1024;     ///< segments in which the first sending is looked for
constexpr std::size_t kDuplicateAcksNeeded = 3; ///< RFC 5681, 3.2
constexpr Duration kShortestTimeout = 190ms;    ///< Linux waits 200 ms at least, RFC 6298 a second

enum class Cause : std::uint8_t { DuplicateAcks, Timeout, Unknown };

struct Resent {
    std::size_t segment = 0;
    std::optional<std::size_t> before; ///< the sending before it
    std::size_t duplicateAcks = 0;     ///< of its first byte, since then
    Cause cause = Cause::Unknown;
};

bool covers(const DetailSegment& earlier, const DetailSegment& again) {
    return earlier.sender == again.sender && earlier.payloadBytes > 0 && again.seq.atOrAfter(earlier.seq) &&
           again.seq.before(earlier.seq + earlier.payloadBytes);
}

/// Whether the segment confirms what was sent before, and asks for `wanted`, once more.
bool asksAgain(const DetailSegment& segment, const DetailSegment& wanted) {
    return segment.sender != wanted.sender && segment.marks.has(Mark::DuplicateAck) && segment.ack == wanted.seq;
}

Resent examine(const Story& s, std::size_t segment) {
    Resent resent{segment, std::nullopt, 0, Cause::Unknown};
    const DetailSegment& again = s.segments[segment];
    const std::size_t farthest = segment - std::min(segment, kFarthestBack);
    for (std::size_t i = segment; i-- > farthest && !resent.before;) {
        if (covers(s.segments[i], again) && !s.segments[i].marks.has(Mark::DuplicateFrame))
            resent.before = i;
        else if (asksAgain(s.segments[i], again))
            ++resent.duplicateAcks;
    }
    if (resent.duplicateAcks >= kDuplicateAcksNeeded)
        resent.cause = Cause::DuplicateAcks;
    else if (resent.before && s.between(*resent.before, segment) >= kShortestTimeout)
        resent.cause = Cause::Timeout;
    return resent;
}

/// Those of one cause: the first, and how many there are.
struct Group {
    std::optional<Resent> first;
    std::size_t count = 0;
    std::size_t last = 0;
};

std::array<Group, 3> groupsOf(const Story& s) {
    std::array<Group, 3> groups;
    for (const std::size_t i : s.marked(Mark::Retransmission)) {
        const DetailSegment& segment = s.segments[i];
        if (segment.payloadBytes == 0 || segment.flags.syn() || segment.flags.fin() ||
            segment.marks.has(Mark::DuplicateFrame))
            continue;
        const Resent resent = examine(s, i);
        Group& group = groups[static_cast<std::size_t>(resent.cause)];
        if (!group.first)
            group.first = resent;
        ++group.count;
        group.last = i;
    }
    return groups;
}

Explanation beginning(const Story& s, ExplanationKind kind, const Group& group) {
    Explanation e = explanationAt(s, kind, group.first->segment, s.segments[group.first->segment].sender);
    e.lastSegment = group.last;
    restOn(s, e, group.first->before);
    restOn(s, e, group.last);
    return e;
}

void addFold(const Story& s, const Group& group, Explanation& e) {
    if (group.count > 1)
        e.sentences.push_back(say(s.language, "More of the kind: {0}, the last of them packet {1}.",
                                  {groupedNumber(group.count - 1), s.packet(group.last)}));
}

void tellFast(const Story& s, const Group& group, Explanations& told) {
    const DetailSegment& again = s.segments[group.first->segment];
    Explanation e = beginning(s, ExplanationKind::FastRetransmission, group);
    e.rfc = "RFC 5681, 3.2";
    e.title = say(s.language, "Sent again at once: fast retransmission");
    e.sentences.push_back(say(s.language,
                              "{0} duplicate ACKs told {1} that number {2} is missing, so it sent these {3} again "
                              "without waiting for its timer.",
                              {groupedNumber(group.first->duplicateAcks), s.who(again.sender),
                               groupedNumber(again.relativeSeq), byteCountText(again.payloadBytes)}));
    if (group.first->before)
        e.sentences.push_back(
            say(s.language, "The first try was packet {0}, {1} before.",
                {s.packet(*group.first->before), durationText(s.between(*group.first->before, group.first->segment))}));
    e.sentences.push_back(say(s.language, "This is what makes TCP reliable: acknowledgement and retransmission."));
    addFold(s, group, e);
    told.push_back(std::move(e));
}

void tellTimeout(const Story& s, const Group& group, Explanations& told) {
    const DetailSegment& again = s.segments[group.first->segment];
    Explanation e = beginning(s, ExplanationKind::TimeoutRetransmission, group);
    e.rfc = "RFC 6298, 5";
    const std::string waited = durationText(s.between(*group.first->before, group.first->segment));
    e.title = say(s.language, "Sent again: the timer ran out");
    e.sentences.push_back(
        say(s.language, "Within {0} no acknowledgement of these {1} (number {2}) came, so {3} sent them again.",
            {waited, byteCountText(again.payloadBytes), groupedNumber(again.relativeSeq), s.who(again.sender)}));
    e.sentences.push_back(say(s.language, "The data or their acknowledgement were lost. The sender cannot tell which, "
                                          "and need not: what the receiver has already, it throws away."));
    addFold(s, group, e);
    told.push_back(std::move(e));
}

void tellOther(const Story& s, const Group& group, Explanations& told) {
    const DetailSegment& again = s.segments[group.first->segment];
    Explanation e = beginning(s, ExplanationKind::OtherRetransmission, group);
    e.rfc = "RFC 8985, 7";
    e.title = say(s.language, "Sent again");
    e.sentences.push_back(
        group.first->before
            ? say(s.language, "{0} sent {1} from number {2} on a second time, {3} after the first.",
                  {s.whoFirst(again.sender), byteCountText(again.payloadBytes), groupedNumber(again.relativeSeq),
                   durationText(s.between(*group.first->before, group.first->segment))})
            : say(s.language, "{0} sent {1} from number {2} on again; the first time was not captured.",
                  {s.whoFirst(again.sender), byteCountText(again.payloadBytes), groupedNumber(again.relativeSeq)}));
    e.sentences.push_back(
        say(s.language, "Neither three duplicate ACKs nor a long silence came before it, so the packets do not tell "
                        "why; a probe for a lost end of the data looks like this."));
    addFold(s, group, e);
    told.push_back(std::move(e));
}

} // namespace

void tellRetransmissions(const Story& s, Explanations& told) {
    const std::array<Group, 3> groups = groupsOf(s);
    if (groups[0].first)
        tellFast(s, groups[0], told);
    if (groups[1].first)
        tellTimeout(s, groups[1], told);
    if (groups[2].first)
        tellOther(s, groups[2], told);
}

} // namespace synscope
