// SPDX-License-Identifier: Apache-2.0
//
// How it stands at the end of the capture: closes that are owed, connections that are open.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// When the side got the FIN, by its newest move into CLOSE_WAIT.
const DetailTransition* intoCloseWait(const Story& s, Side side) {
    const auto& moves = s.detail.transitions;
    const auto found = std::find_if(moves.rbegin(), moves.rend(),
                                    [side](const auto& t) { return t.side == side && t.to == State::CloseWait; });
    return found == moves.rend() ? nullptr : &*found;
}

/// The side has sent data since.
bool hasSentSince(const Story& s, Side side, Timestamp since) {
    for (auto it = s.segments.rbegin(); it != s.segments.rend() && it->time > since; ++it) {
        if (it->sender == side && it->payloadBytes > 0 && !it->marks.has(Mark::KeepAlive))
            return true;
    }
    return false;
}

void tellCloseWait(const Story& s, Side side, Explanations& told) {
    const DetailTransition* got = intoCloseWait(s, side);
    if (got == nullptr)
        return;
    const std::string waited = durationText(s.detail.captureEnd - got->time);
    const bool isLeak =
        s.detail.captureEnd - got->time >= DiagnosePolicy{}.leakAfter && !hasSentSince(s, side, got->time);
    Explanation e = explanationAtEnd(ExplanationKind::CloseWait, side);
    restOn(e, got->packet);
    restOn(s, e, s.facts.finAnswer);
    e.rfc = "RFC 9293, 3.6";
    e.title = say(s.language, "CLOSE_WAIT: {0} owes a close()", {s.who(side)});
    if (got->basis == Basis::Kernel)
        e.sentences.push_back(say(
            s.language, "The kernel's socket table says that {0} is in CLOSE_WAIT; when the FIN came was not captured.",
            {s.who(side)}));
    else
        e.sentences.push_back(say(s.language,
                                  "{0} got the FIN {1} before the end of the capture, and its own FIN was not seen.",
                                  {s.whoFirst(side), waited}));
    e.sentences.push_back(
        say(s.language, "CLOSE_WAIT waits for its program's close() and for nothing else: without close() no FIN."));
    if (isLeak) {
        e.sentences.push_back(
            say(s.language, "Look in the program whether close() is called once recv() has returned 0, and whether "
                            "that line is reached: an early return, an exception, a worker that hangs."));
        e.sentences.push_back(say(
            s.language,
            "No timer of TCP ends CLOSE_WAIT. Each such connection holds a file descriptor until the process ends."));
    } else {
        e.sentences.push_back(say(s.language, "That alone is no leak yet: the program may still have work to do."));
    }
    told.push_back(std::move(e));
}

void tellMaybeCloseWait(const Story& s, Side side, Explanations& told) {
    Explanation e = explanationAtEnd(ExplanationKind::MaybeCloseWait, side);
    restOn(s, e, s.facts.last[at(side)]);
    e.rfc = "RFC 9293, 3.6";
    e.title = say(s.language, "Perhaps CLOSE_WAIT");
    e.sentences.push_back(say(s.language,
                              "Whether {0} is in CLOSE_WAIT the packets captured do not decide: what would prove it is "
                              "not in the capture. So nobody is blamed.",
                              {s.who(side)}));
    told.push_back(std::move(e));
}

void tellStillOpen(const Story& s, Explanations& told) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        if (s.end(side).state != State::Established || !s.end(side).possible.isCertain())
            return;
    }
    if (s.segments.empty())
        return;
    Explanation e = explanationAtEnd(ExplanationKind::StillOpen);
    restOn(e, s.segments.back().packet);
    e.rfc = "RFC 9293, 3.3.2";
    e.title = say(s.language, "Open at the end of the capture");
    const Duration silence = s.detail.captureEnd - s.segments.back().time;
    if (silence >= std::chrono::seconds(1))
        e.sentences.push_back(
            say(s.language, "Nobody has closed; the last packet came {0} before the end.", {durationText(silence)}));
    else
        e.sentences.push_back(say(s.language, "Nobody has closed until the end of the capture."));
    e.sentences.push_back(
        say(s.language, "No timer of TCP ends ESTABLISHED: a connection may be silent for days and is still there."));
    told.push_back(std::move(e));
}

} // namespace

void tellEnd(const Story& s, Explanations& told) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const EndpointView& end = s.end(side);
        if (end.state == State::CloseWait && end.possible.isCertain())
            tellCloseWait(s, side, told);
        else if (end.possible.has(State::CloseWait) && !s.segments.empty())
            tellMaybeCloseWait(s, side, told);
    }
    tellStillOpen(s, told);
}

} // namespace synscope
