// SPDX-License-Identifier: Apache-2.0
#include "core/explain/story.h"

#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <bit>

namespace synscope {

Story::Story(const ConnectionDetail& told, Language inLanguage)
    : detail(told), segments(told.segments), language(inLanguage), facts(factsOf(told)) {
    for (std::size_t i = 0; i < segments.size(); ++i)
        note(i);
}

void Story::note(std::size_t i) {
    const DetailSegment& segment = segments[i];
    for (std::uint32_t bits = segment.marks.bits; bits != 0; bits &= bits - 1)
        m_marked[static_cast<std::size_t>(std::countr_zero(bits))].push_back(i);
    if (segment.flags.syn() || segment.flags.fin() || segment.flags.rst())
        m_controls.push_back(i);
    std::optional<std::size_t>& first = m_firstData[static_cast<std::size_t>(segment.sender)];
    const bool isProbe = segment.marks.has(Mark::KeepAlive) || segment.marks.has(Mark::WindowProbe);
    if (!first && segment.payloadBytes > 0 && !segment.flags.syn() && !segment.flags.rst() && !isProbe &&
        isAccepted(segment))
        first = i;
}

const std::vector<std::size_t>& Story::marked(Mark mark) const {
    return m_marked[static_cast<std::size_t>(std::countr_zero(static_cast<std::uint32_t>(mark)))];
}

const DetailIncident* Story::incident(IncidentKind kind) const {
    const auto found = std::find_if(detail.incidents.begin(), detail.incidents.end(),
                                    [kind](const DetailIncident& i) { return i.kind == kind; });
    return found == detail.incidents.end() ? nullptr : &*found;
}

const DetailTransition* Story::firstInto(Side side, State state) const {
    const auto found =
        std::find_if(detail.transitions.begin(), detail.transitions.end(),
                     [&](const DetailTransition& t) { return t.side == side && t.to == state && t.from != state; });
    return found == detail.transitions.end() ? nullptr : &*found;
}

std::optional<std::size_t> Story::segmentAt(PacketNumber packet) const {
    const auto after = std::partition_point(segments.begin(), segments.end(),
                                            [packet](const DetailSegment& s) { return s.packet <= packet; });
    if (packet == kNoPacket || after == segments.begin())
        return std::nullopt;
    return static_cast<std::size_t>(after - segments.begin()) - 1;
}

std::optional<std::size_t> Story::acknowledgementOf(std::size_t segment) const {
    const DetailSegment& sent = segments[segment];
    for (std::size_t i = segment + 1; i < segments.size(); ++i) {
        const DetailSegment& answer = segments[i];
        if (answer.sender != sent.sender && answer.flags.ack() && isAccepted(answer) &&
            answer.ack.atOrAfter(endOf(sent)))
            return i;
    }
    return std::nullopt;
}

bool Story::beganWithOldSyn() const {
    const DetailIncident* old = incident(IncidentKind::OldDuplicateSyn);
    return old != nullptr && facts.syn && segments[*facts.syn].packet == old->packet;
}

std::string Story::who(Side side) const {
    return say(language, theRole(detail, side));
}

std::string Story::whoFirst(Side side) const {
    std::string words = who(side);
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

std::string Story::times(std::size_t count) const {
    if (count == 1)
        return say(language, "once");
    if (count == 2)
        return say(language, "twice");
    return say(language, "{0} times", {groupedNumber(count)});
}

std::string Story::packet(std::size_t segment) const {
    return std::to_string(indexOf(segments[segment].packet));
}

bool isAccepted(const DetailSegment& segment) {
    return !segment.marks.has(Mark::Stale) && !segment.marks.has(Mark::Discarded) && !segment.marks.has(Mark::BadFlags);
}

SeqNum endOf(const DetailSegment& segment) {
    return segment.seq + segment.payloadBytes + (segment.flags.syn() ? 1U : 0U) + (segment.flags.fin() ? 1U : 0U);
}

std::string distanceText(SeqNum one, SeqNum another) {
    const std::int64_t distance = one.distanceFrom(another);
    return groupedNumber(static_cast<std::uint64_t>(distance < 0 ? -distance : distance));
}

Explanation explanationAt(const Story& story, ExplanationKind kind, std::size_t segment, std::optional<Side> side) {
    Explanation made;
    made.kind = kind;
    made.segment = made.lastSegment = segment;
    made.side = side;
    restOn(story, made, segment);
    return made;
}

Explanation explanationAtEnd(ExplanationKind kind, std::optional<Side> side) {
    Explanation made;
    made.kind = kind;
    made.place = StepPlace::End;
    made.side = side;
    return made;
}

Explanation explanationAtBeginning(ExplanationKind kind, std::optional<Side> side) {
    Explanation made = explanationAtEnd(kind, side);
    made.place = StepPlace::Beginning;
    return made;
}

void restOn(Explanation& explanation, PacketNumber packet) {
    std::vector<PacketNumber>& packets = explanation.packets;
    const auto place = std::lower_bound(packets.begin(), packets.end(), packet);
    if (packet != kNoPacket && (place == packets.end() || *place != packet))
        packets.insert(place, packet);
}

void restOn(const Story& story, Explanation& explanation, std::optional<std::size_t> segment) {
    if (segment)
        restOn(explanation, story.segments[*segment].packet);
}

} // namespace synscope
