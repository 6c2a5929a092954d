// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_notes.h"

#include "core/diagram/ladder_text.h"
#include "core/diagram/state_claims.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// When the endpoint entered the state it has at the end: from its transitions, which are exact.
struct Since {
    Timestamp time{};
    bool isAtLatest = false; ///< the kernel told of it, and not when it began
};

Since stateSince(const ConnectionDetail& detail, Side side) {
    for (auto it = detail.transitions.rbegin(); it != detail.transitions.rend(); ++it) {
        if (it->side == side)
            return {it->time, it->basis == Basis::Kernel};
    }
    return {detail.endpoint[at(side)].since, false};
}

bool sentDataAfter(const ConnectionDetail& detail, Side side, Timestamp since) {
    for (auto it = detail.segments.rbegin(); it != detail.segments.rend() && it->time > since; ++it) {
        if (it->sender == side && it->payloadBytes > 0 && !it->marks.has(Mark::KeepAlive))
            return true;
    }
    return false;
}

ClosingNote closeWaitNote(const ConnectionDetail& detail, const ConversationFacts& facts, Side side) {
    const auto [since, isAtLatest] = stateSince(detail, side);
    const std::string howLong = (isAtLatest ? "at least " : "") + durationText(detail.captureEnd - since);
    const std::string owner = theRole(detail, side);
    const std::string closer = theRole(detail, other(side));
    LadderNote note{NoteTone::Attention, {}, {}, {}};
    const StateSet possible = detail.endpoint[at(side)].possible;
    note.title = "CLOSE_WAIT for " + howLong;
    if (!possible.isCertain()) { // no alarm for what may not be so
        note = {NoteTone::Muted, "perhaps CLOSE_WAIT", {}, "for " + howLong};
        note.body = theRole(detail, side) + " is in " + undecidedText(State::CloseWait, possible) + ".";
        return {side, std::move(note), false};
    }
    note.body = closer + " closed; " + (facts.finAnswer ? "the kernel answered ACK; " : "") + "FIN waits for " + owner +
                "'s program to call close().";
    if (const auto last = facts.last[at(side)]) {
        const std::string clock = clockText(detail.segments[*last].time);
        note.figure =
            sentDataAfter(detail, side, since) ? "still sent data, last at " + clock : "nothing sent since " + clock;
    }
    return {side, std::move(note), true};
}

ClosingNote timeWaitNote(const ConnectionDetail& detail, Side side, Duration timeWait) {
    const Duration left = std::max(Duration{0}, timeWait - (detail.captureEnd - stateSince(detail, side).time));
    LadderNote note{NoteTone::Muted, durationText(left) + " left of 2MSL", {}, {}};
    if (!detail.isPartial)
        note.title += " at the end of the capture";
    note.body = "If the last ACK is lost the other side sends FIN again; only who still remembers can answer.";
    return {side, std::move(note), false};
}

ClosingNote unansweredNote(const ConnectionDetail& detail, const ConversationFacts& facts) {
    LadderNote note{NoteTone::Reset, {}, {}, {}};
    note.title = "no answer to " + countText(facts.sent[0], "SYN");
    const Duration waited = detail.captureEnd - detail.segments[*facts.syn].time;
    if (waited > Duration{0})
        note.title += " in " + durationText(waited);
    note.body = "Neither SYN + ACK nor RST came: the path is broken, filtered, or nobody is there.";
    return {Side::Initiator, std::move(note), false};
}

} // namespace

LadderNote openedNote(const ConnectionDetail& detail, const ConversationFacts& facts) {
    const Duration took = detail.segments[*facts.opened].time - detail.segments[*facts.syn].time;
    return {NoteTone::Accent, "opened in " + durationText(took) + ": both sides can send and hear", {}, {}};
}

LadderNote resetNote(const ConnectionDetail& detail, const ConversationFacts& facts) {
    const DetailSegment& reset = detail.segments[*facts.reset];
    LadderNote note{NoteTone::Reset, {}, {}, {}};
    if (facts.syn && !facts.synAck && reset.sender == Side::Responder) {
        note.title = "refused: nobody listens on port " + std::to_string(detail.endpoint[1].address.port);
        return note;
    }
    note.title = "reset by " + theRole(detail, reset.sender);
    const State before = *facts.reset > 0 ? detail.segments[*facts.reset - 1].stateAfter[at(reset.sender)]
                                          : detail.initialState[at(reset.sender)];
    if (before == State::CloseWait)
        note.body = "It ended in CLOSE_WAIT without FIN; what was on the way is lost.";
    else if (facts.closedFirst == reset.sender)
        note.body = "It had closed already: what came afterwards has no reader.";
    else
        note.body = "Both sides forget the connection at once; no TIME_WAIT follows.";
    return note;
}

std::optional<ClosingNote> closingNote(const ConnectionDetail& detail, const ConversationFacts& facts,
                                       Duration timeWait) {
    for (const Side side : {Side::Responder, Side::Initiator}) {
        if (detail.endpoint[at(side)].state == State::CloseWait)
            return closeWaitNote(detail, facts, side);
    }
    for (const Side side : {Side::Initiator, Side::Responder}) {
        if (detail.endpoint[at(side)].state == State::TimeWait)
            return timeWaitNote(detail, side, timeWait);
    }
    const bool waits = facts.syn && facts.sent[1] == 0 && detail.endpoint[0].state == State::SynSent;
    if (waits && !detail.isPartial) // else the answer may still come
        return unansweredNote(detail, facts);
    return std::nullopt;
}

} // namespace synscope
