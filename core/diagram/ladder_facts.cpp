// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_facts.h"

#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <vector>

namespace synscope {
namespace {

constexpr std::size_t kSpacingSamples = 4096;

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

bool accepted(const DetailSegment& segment) {
    return !segment.marks.has(Mark::Stale) && !segment.marks.has(Mark::Discarded) && !segment.marks.has(Mark::BadFlags);
}

bool acknowledges(const DetailSegment& segment, const DetailSegment& fin) {
    const SeqNum afterFin = fin.seq + fin.payloadBytes + 1U;
    return segment.sender != fin.sender && segment.flags.ack() && segment.ack.atOrAfter(afterFin);
}

Duration medianSpacing(const std::vector<DetailSegment>& segments) {
    if (segments.size() < 2)
        return Duration{0};
    const std::size_t stride = (segments.size() - 1 + kSpacingSamples - 1) / kSpacingSamples;
    std::vector<Duration> spacings;
    for (std::size_t i = 1; i < segments.size(); i += stride)
        spacings.push_back(segments[i].time - segments[i - 1].time);
    const auto middle = spacings.begin() + static_cast<std::ptrdiff_t>(spacings.size() / 2);
    std::nth_element(spacings.begin(), middle, spacings.end());
    return *middle;
}

void noteOpening(ConversationFacts& facts, const DetailSegment& segment, std::size_t i) {
    if (segment.flags.syn() && !segment.flags.ack() && segment.sender == Side::Initiator && !facts.syn)
        facts.syn = i;
    if (segment.flags.syn() && !segment.flags.ack() && segment.sender == Side::Initiator && !facts.synAck)
        facts.answeredSyn = i;
    if (segment.flags.syn() && segment.flags.ack() && !facts.synAck)
        facts.synAck = i;
    const bool bothOpen = segment.stateAfter[0] == State::Established && segment.stateAfter[1] == State::Established;
    if (bothOpen && facts.syn && !facts.opened)
        facts.opened = i;
}

void noteClosing(ConversationFacts& facts, const std::vector<DetailSegment>& segments, std::size_t i) {
    const DetailSegment& segment = segments[i];
    if (facts.closedFirst && !facts.finAnswer && acknowledges(segment, segments[*facts.fin[at(*facts.closedFirst)]]))
        facts.finAnswer = i;
    if (segment.flags.rst() && !facts.reset)
        facts.reset = i;
    if (!segment.flags.fin() || facts.fin[at(segment.sender)])
        return;
    facts.fin[at(segment.sender)] = i;
    if (!facts.closedFirst)
        facts.closedFirst = segment.sender;
    else if (!facts.finAnswer)
        facts.closedTogether = true;
}

std::string livedText(const ConnectionDetail& detail, const ConversationFacts& facts) {
    const Language language = detail.language;
    if (detail.segments.empty() && detail.origin == Origin::SocketTable && detail.goneSegments == 0)
        return say(language, "known from the kernel's socket table; no packet captured yet");
    if (detail.segments.empty())
        return say(language, "no segments captured");
    const std::string span = durationText(detail.segments.back().time - detail.segments.front().time);
    const bool refused = facts.reset && !facts.synAck && detail.segments[*facts.reset].sender == Side::Responder;
    const bool closed = facts.fin[0] && facts.fin[1];
    if (facts.syn && refused)
        return say(language, "refused after {0}", {span});
    if (facts.reset)
        return say(language, facts.opened ? phrase("opened and reset in {0}") : phrase("reset after {0}"), {span});
    if (closed)
        return say(language, facts.opened ? phrase("opened and closed in {0}") : phrase("closed, seen for {0}"),
                   {span});
    const bool waits = detail.endpoint[0].state == State::SynSent; // else answers were sent, and not captured
    if (facts.syn && facts.sent[1] == 0 && waits)
        return say(language, "not answered in {0}",
                   {durationText(detail.captureEnd - detail.segments[*facts.syn].time)});
    if (facts.closedFirst && !closed) {
        const Timestamp fin = detail.segments[*facts.fin[at(*facts.closedFirst)]].time;
        return say(language, "half-closed for {0}", {durationText(detail.captureEnd - fin)});
    }
    return say(language, facts.opened ? phrase("open for {0}") : phrase("seen for {0}"),
               {durationText(detail.captureEnd - detail.segments.front().time)});
}

} // namespace

ConversationFacts factsOf(const ConnectionDetail& detail) {
    ConversationFacts facts;
    for (std::size_t i = 0; i < detail.segments.size(); ++i) {
        const DetailSegment& segment = detail.segments[i];
        ++facts.sent[at(segment.sender)];
        facts.last[at(segment.sender)] = i;
        if (!accepted(segment))
            continue;
        noteOpening(facts, segment, i);
        noteClosing(facts, detail.segments, i);
    }
    facts.quiet = std::max<Duration>(std::chrono::milliseconds(1), 20 * medianSpacing(detail.segments));
    if (facts.opened)
        facts.quiet = std::max<Duration>(
            facts.quiet, 2 * (detail.segments[*facts.opened].time - detail.segments[facts.answeredSyn].time));
    return facts;
}

std::string partText(const SegmentPart& part, Language language) {
    const std::string first = groupedNumber(part.first + 1);
    const std::string of = groupedNumber(part.of);
    if (part.first == part.last)
        return say(language, "only segment {0} of {1}", {first, of});
    return say(language, "only segments {0} to {1} of {2}", {first, groupedNumber(part.last + 1), of});
}

std::string summaryText(const ConnectionDetail& detail, const ConversationFacts& facts) {
    const Language language = detail.language;
    if (detail.part)
        return partText(*detail.part, language);
    std::string text = livedText(detail, facts);
    if (facts.closedTogether)
        text += " · " + say(language, "both closed at once");
    else if (facts.closedFirst)
        text += " · " + say(language, "{0} closed first", {roleText(detail, *facts.closedFirst)});
    text += " · " + segmentsText(detail.segments.size() + detail.omittedSegments, language);
    if (detail.incarnation > 0)
        text += " · " + say(language, "use {0} of these ports", {std::to_string(detail.incarnation + 1)});
    return text;
}

} // namespace synscope
