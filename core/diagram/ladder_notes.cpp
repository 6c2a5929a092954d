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
    const Language language = detail.language;
    std::string howLong = durationText(detail.captureEnd - since);
    if (isAtLatest)
        howLong = say(language, "at least {0}", {howLong});
    const std::string owner = theRole(detail, side);
    const std::string closer = theRole(detail, other(side));
    LadderNote note{NoteTone::Attention, {}, {}, {}};
    const StateSet possible = detail.endpoint[at(side)].possible;
    note.title = say(language, "CLOSE_WAIT for {0}", {howLong});
    if (!possible.isCertain()) { // no alarm for what may not be so
        note = {NoteTone::Muted, say(language, "perhaps CLOSE_WAIT"), {}, say(language, "for {0}", {howLong})};
        note.body = say(language, "{0} is in {1}.",
                        {theRole(detail, side), undecidedText(State::CloseWait, possible, language)});
        return {side, std::move(note), false};
    }
    note.body = say(language,
                    facts.finAnswer
                        ? phrase("{0} closed; the kernel answered ACK; FIN waits for {1}'s program to call close().")
                        : phrase("{0} closed; FIN waits for {1}'s program to call close()."),
                    {closer, owner});
    if (const auto last = facts.last[at(side)]) {
        const std::string clock = clockText(detail.segments[*last].time);
        note.figure = say(language,
                          sentDataAfter(detail, side, since) ? phrase("still sent data, last at {0}")
                                                             : phrase("nothing sent since {0}"),
                          {clock});
    }
    return {side, std::move(note), true};
}

ClosingNote timeWaitNote(const ConnectionDetail& detail, Side side, Duration timeWait) {
    const Duration left = std::max(Duration{0}, timeWait - (detail.captureEnd - stateSince(detail, side).time));
    LadderNote note{NoteTone::Muted, {}, {}, {}};
    note.title =
        say(detail.language,
            detail.isPartial ? phrase("{0} left of 2MSL") : phrase("{0} left of 2MSL at the end of the capture"),
            {durationText(left)});
    note.body = say(detail.language,
                    "If the last ACK is lost the other side sends FIN again; only who still remembers can answer.");
    return {side, std::move(note), false};
}

ClosingNote unansweredNote(const ConnectionDetail& detail, const ConversationFacts& facts) {
    LadderNote note{NoteTone::Reset, {}, {}, {}};
    const std::string syns = say(detail.language, facts.sent[0] == 1 ? phrase("{0} SYN") : phrase("{0} SYNs"),
                                 {groupedNumber(facts.sent[0])});
    const Duration waited = detail.captureEnd - detail.segments[*facts.syn].time;
    note.title = waited > Duration{0} ? say(detail.language, "no answer to {0} in {1}", {syns, durationText(waited)})
                                      : say(detail.language, "no answer to {0}", {syns});
    note.body =
        say(detail.language, "Neither SYN + ACK nor RST came: the path is broken, filtered, or nobody is there.");
    return {Side::Initiator, std::move(note), false};
}

} // namespace

LadderNote openedNote(const ConnectionDetail& detail, const ConversationFacts& facts) {
    const Duration took = detail.segments[*facts.opened].time - detail.segments[*facts.syn].time;
    return {NoteTone::Accent,
            say(detail.language, "opened in {0}: both sides can send and hear", {durationText(took)}),
            {},
            {}};
}

LadderNote resetNote(const ConnectionDetail& detail, const ConversationFacts& facts) {
    const DetailSegment& reset = detail.segments[*facts.reset];
    LadderNote note{NoteTone::Reset, {}, {}, {}};
    if (facts.syn && !facts.synAck && reset.sender == Side::Responder) {
        note.title = say(detail.language, "refused: nobody listens on port {0}",
                         {std::to_string(detail.endpoint[1].address.port)});
        return note;
    }
    note.title = say(detail.language, "reset by {0}", {theRole(detail, reset.sender)});
    const State before = *facts.reset > 0 ? detail.segments[*facts.reset - 1].stateAfter[at(reset.sender)]
                                          : detail.initialState[at(reset.sender)];
    if (before == State::CloseWait)
        note.body = say(detail.language, "It ended in CLOSE_WAIT without FIN; what was on the way is lost.");
    else if (facts.closedFirst == reset.sender)
        note.body = say(detail.language, "It had closed already: what came afterwards has no reader.");
    else
        note.body = say(detail.language, "Both sides forget the connection at once; no TIME_WAIT follows.");
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
