// SPDX-License-Identifier: Apache-2.0
//
// TIME_WAIT: why the side that closed first remembers for 2MSL, and what happens when the last ACK is lost.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// The segment with which the side acknowledges the other's FIN; empty where it was not captured.
std::optional<std::size_t> lastAckOf(const Story& s, Side waiting) {
    const std::optional<std::size_t> fin = s.facts.fin[at(other(waiting))];
    return fin ? s.acknowledgementOf(*fin) : std::nullopt;
}

/// The other side's FIN once more: it waits in LAST_ACK.
std::optional<std::size_t> finAgainFor(const Story& s, Side waiting) {
    const std::optional<std::size_t> fin = s.facts.fin[at(other(waiting))];
    if (!fin)
        return std::nullopt;
    for (const std::size_t i : s.controls()) {
        const DetailSegment& segment = s.segments[i];
        if (i > *fin && segment.sender == other(waiting) && segment.flags.fin() &&
            !segment.marks.has(Mark::DuplicateFrame) && isAccepted(segment))
            return i;
    }
    return std::nullopt;
}

void tellLastAck(const Story& s, Side waiting, Explanations& told) {
    const DetailTransition& began = *s.firstInto(waiting, State::TimeWait);
    const std::optional<std::size_t> ack = lastAckOf(s, waiting);
    const std::optional<std::size_t> beganAt = s.segmentAt(began.packet);
    if (!ack && !beganAt)
        return;
    const bool isBoth = s.firstInto(other(waiting), State::TimeWait) != nullptr;
    const std::string wait = durationText(s.detail.timeWait);
    Explanation e = explanationAt(s, ExplanationKind::LastAck, ack ? *ack : *beganAt, waiting);
    restOn(e, began.packet);
    e.rfc = "RFC 9293, 3.6";
    e.title = say(s.language, "TIME_WAIT: {0} remembers for {1}", {s.who(waiting), wait});
    e.sentences.push_back(say(s.language,
                              "If the last ACK is lost, {0} sends its FIN again, and only who still remembers can "
                              "answer. Silence for that long means that the ACK arrived.",
                              {s.who(other(waiting))}));
    if (!ack)
        e.sentences.push_back(say(s.language,
                                  "{0} got the FIN of {1}; its last ACK was not captured. It stays in TIME_WAIT for "
                                  "2MSL, reckoned as {2} here.",
                                  {s.whoFirst(waiting), s.who(other(waiting)), wait}));
    else if (isBoth)
        e.sentences.push_back(say(s.language,
                                  "{0} acknowledges the FIN of {1} and stays in TIME_WAIT for 2MSL, reckoned as {2} "
                                  "here. As both closed at once, both wait.",
                                  {s.whoFirst(waiting), s.who(other(waiting)), wait}));
    else
        e.sentences.push_back(say(s.language,
                                  "{0} acknowledges the FIN of {1} and, as it closed first, stays in TIME_WAIT for "
                                  "2MSL, reckoned as {2} here.",
                                  {s.whoFirst(waiting), s.who(other(waiting)), wait}));
    e.sentences.push_back(
        say(s.language, "Meanwhile late segments of this connection die out before its ports serve another."));
    told.push_back(std::move(e));
}

void tellFinAgain(const Story& s, Side waiting, Explanations& told) {
    const std::optional<std::size_t> again = finAgainFor(s, waiting);
    if (!again)
        return;
    const std::size_t fin = *s.facts.fin[at(other(waiting))];
    const std::optional<std::size_t> ack = lastAckOf(s, waiting);
    const std::optional<std::size_t> answer = s.acknowledgementOf(*again);
    const bool isAcked = ack && *ack < *again;
    const std::string waited = durationText(s.between(fin, *again));
    Explanation e = explanationAt(s, ExplanationKind::FinAgainInTimeWait, *again, other(waiting));
    restOn(s, e, fin);
    restOn(s, e, answer);
    e.rfc = "RFC 9293, 3.10.7.4";
    e.title =
        isAcked ? say(s.language, "The last ACK was lost: FIN again") : say(s.language, "No last ACK came: FIN again");
    if (isAcked) {
        e.sentences.push_back(say(s.language,
                                  "{0} waited {1} in LAST_ACK and then sent its FIN again: packet {2} had acknowledged "
                                  "the first one, but was lost behind the capture point.",
                                  {s.whoFirst(other(waiting)), waited, s.packet(*ack)}));
        restOn(s, e, ack);
    } else {
        e.sentences.push_back(say(s.language,
                                  "{0} waited {1} in LAST_ACK and then sent its FIN again, for no ACK of the first one "
                                  "had come: it was lost, or the FIN was.",
                                  {s.whoFirst(other(waiting)), waited}));
    }
    if (answer)
        e.sentences.push_back(say(s.language,
                                  "{0} can answer (packet {1}) only because it remembers the connection, and its "
                                  "TIME_WAIT begins anew. Had it forgotten, its kernel would answer with RST.",
                                  {s.whoFirst(waiting), s.packet(*answer)}));
    else
        e.sentences.push_back(
            say(s.language, "That begins the TIME_WAIT of {0} anew; an answer was not captured.", {s.who(waiting)}));
    told.push_back(std::move(e));
}

void tellForgotten(const Story& s, Side waiting, Explanations& told) {
    const auto ran = std::find_if(s.detail.transitions.begin(), s.detail.transitions.end(), [&](const auto& t) {
        return t.side == waiting && t.from == State::TimeWait && t.to == State::Closed && t.basis == Basis::Timer;
    });
    if (ran == s.detail.transitions.end())
        return;
    Explanation e = explanationAtEnd(ExplanationKind::Forgotten, waiting);
    restOn(e, s.firstInto(waiting, State::TimeWait)->packet);
    e.rfc = "RFC 9293, 3.6";
    e.title = say(s.language, "The connection is forgotten");
    e.sentences.push_back(say(s.language,
                              "2MSL passed without another FIN, so {0} forgets the connection, too (on the capture's "
                              "clock, with 2MSL reckoned as {1}).",
                              {s.who(waiting), durationText(s.detail.timeWait)}));
    e.sentences.push_back(
        say(s.language,
            "A connection is nothing but what each side remembers of the other; now that nobody does, it is gone."));
    told.push_back(std::move(e));
}

void tellInTimeWait(const Story& s, Side waiting, Explanations& told) {
    if (s.end(waiting).state != State::TimeWait || !s.end(waiting).possible.isCertain())
        return;
    const Duration waited = s.detail.captureEnd - s.end(waiting).since;
    Explanation e = explanationAtEnd(ExplanationKind::InTimeWait, waiting);
    restOn(e, s.firstInto(waiting, State::TimeWait)->packet);
    e.rfc = "RFC 9293, 3.6";
    e.title = say(s.language, "Still in TIME_WAIT at the end of the capture");
    e.sentences.push_back(say(s.language,
                              "{0} has {1} of {2} still to wait. That is no leak: TIME_WAIT ends by itself.",
                              {s.whoFirst(waiting), durationText(std::max(Duration{0}, s.detail.timeWait - waited)),
                               durationText(s.detail.timeWait)}));
    told.push_back(std::move(e));
}

} // namespace

void tellTimeWait(const Story& s, Explanations& told) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        if (s.firstInto(side, State::TimeWait) == nullptr)
            continue;
        tellLastAck(s, side, told);
        tellFinAgain(s, side, told);
        tellForgotten(s, side, told);
        tellInTimeWait(s, side, told);
    }
}

} // namespace synscope
