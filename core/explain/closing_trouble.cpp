// SPDX-License-Identifier: Apache-2.0
//
// Closes that do not go straight: FINs sent again, FINs that were not captured, moves that a repetition took back.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

/// FINs that their sender repeated, except those that answer TIME_WAIT's question: see tellTimeWait().
std::optional<std::size_t> firstFinAgain(const Story& s, Side side) {
    for (const std::size_t i : s.controls()) {
        const DetailSegment& segment = s.segments[i];
        if (segment.sender == side && segment.flags.fin() && segment.marks.has(Mark::Retransmission) &&
            !segment.marks.has(Mark::DuplicateFrame))
            return i;
    }
    return std::nullopt;
}

void tellFinAgain(const Story& s, Side side, Explanations& told) {
    const std::optional<std::size_t> again = firstFinAgain(s, side);
    const std::optional<std::size_t> first = s.facts.fin[static_cast<std::size_t>(side)];
    if (!again || !first || *first >= *again || s.facts.closedFirst != side)
        return;
    Explanation e = explanationAt(s, ExplanationKind::FinAgain, *again, side);
    restOn(s, e, first);
    e.rfc = "RFC 6298, 5";
    e.title = say(s.language, "FIN again");
    e.sentences.push_back(say(s.language,
                              "{0} waited {1} for an ACK of its FIN and then sent the FIN again: it was lost, or its "
                              "ACK was. A FIN is repeated like data, for it has a number of its own.",
                              {s.whoFirst(side), durationText(s.between(*first, *again))}));
    told.push_back(std::move(e));
}

void tellUncapturedFin(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::UncapturedFin);
    const std::optional<std::size_t> at = incident == nullptr ? std::nullopt : s.segmentAt(incident->packet);
    if (!at)
        return;
    Explanation e = explanationAt(s, ExplanationKind::UncapturedFin, *at, incident->side);
    e.rfc = "RFC 9293, 3.6";
    e.title = say(s.language, "A FIN that was not captured");
    e.sentences.push_back(say(s.language,
                              "Packet {1} speaks for a FIN of {0} that the capture does not hold: the number after the "
                              "last byte is acknowledged.",
                              {s.who(incident->side), s.packet(*at)}));
    e.sentences.push_back(
        say(s.language, "When it was sent is not known exactly, and one unseen byte would look the same."));
    told.push_back(std::move(e));
}

void tellNotDelivered(const Story& s, Explanations& told) {
    if (s.detail.disproved.empty())
        return;
    const DetailTransition& move = s.detail.disproved.front();
    const bool isToldOtherwise = std::any_of(s.detail.incidents.begin(), s.detail.incidents.end(), [&](const auto& i) {
        return (i.kind == IncidentKind::HandshakeAckIgnored || i.kind == IncidentKind::OldDuplicateSyn) &&
               (i.packet == move.proof || i.related == move.proof);
    });
    if (isToldOtherwise || move.to == State::Closed)
        return; // a RST, or the last ACK: told with those
    const std::optional<std::size_t> at = s.segmentAt(move.proof == kNoPacket ? move.packet : move.proof);
    const std::optional<std::size_t> cause = s.segmentAt(move.packet);
    if (!at || !cause || s.segments[*cause].packet != move.packet || move.proof == kNoPacket)
        return;
    Explanation e = explanationAt(s, ExplanationKind::NotDelivered, *at, move.side);
    restOn(e, move.packet);
    e.rfc = "RFC 9293, 3.8";
    e.title = say(s.language, "It had not arrived after all");
    e.sentences.push_back(say(s.language,
                              "When packet {0} was seen, {1} seemed to be in {2} by it. Packet {3} shows that it was "
                              "not: what is seen here need not arrive there.",
                              {std::to_string(indexOf(move.packet)), s.who(move.side), toText(move.to),
                               std::to_string(indexOf(move.proof))}));
    told.push_back(std::move(e));
}

} // namespace

void tellClosingTrouble(const Story& s, Explanations& told) {
    for (const Side side : {Side::Initiator, Side::Responder})
        tellFinAgain(s, side, told);
    tellUncapturedFin(s, told);
    tellNotDelivered(s, told);
}

} // namespace synscope
