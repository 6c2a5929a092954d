// SPDX-License-Identifier: Apache-2.0
//
// The same ports once more: why a new connection could begin, or could not.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

namespace synscope {
namespace {

/// How far above the earlier connection's this side's initial number is; empty where one is not known.
std::string aboveEarlier(const Story& s, Side side) {
    const auto at = static_cast<std::size_t>(side);
    const HandshakeOffer& offer = s.end(side).offer;
    if (!s.detail.earlier || !s.detail.earlier->isn[at] || !offer.has(HandshakeOffer::HasIsn))
        return {};
    return say(s.language, "Its initial number {0} is {1} away from the {2} of the earlier connection.",
               {groupedNumber(offer.isn), distanceText(SeqNum(offer.isn), *s.detail.earlier->isn[at]),
                groupedNumber(s.detail.earlier->isn[at]->value())});
}

std::string reasonFor(const Story& s) {
    const std::string server = s.who(Side::Responder);
    switch (s.detail.reuse) {
    case ReuseReason::AfterClose:
        return say(s.language, "Both sides had closed the earlier connection; nothing stood in the way of a new one.");
    case ReuseReason::AfterReset:
        return say(s.language, "RST had ended the earlier connection, so nobody had to wait in TIME_WAIT.");
    case ReuseReason::HigherIsn:
        return say(s.language,
                   "{0} still held the earlier connection in TIME_WAIT. It may take this SYN all the same, since its "
                   "number lies above all that was used before.",
                   {s.whoFirst(Side::Responder)});
    case ReuseReason::NewerTimestamp:
        return say(s.language,
                   "{0} still held the earlier connection in TIME_WAIT. It may take this SYN all the same, since its "
                   "timestamp is newer than all that were seen before.",
                   {s.whoFirst(Side::Responder)});
    case ReuseReason::None:
    case ReuseReason::AnsweredSyn:
    case ReuseReason::NextAttempt:
        break;
    }
    return {};
}

std::string_view sourceOf(ReuseReason reason) {
    return reason == ReuseReason::NewerTimestamp ? "RFC 6191" : "RFC 9293, 3.6.1";
}

void tellPortsAgain(const Story& s, std::size_t syn, Explanations& told) {
    std::string reason = reasonFor(s);
    if (reason.empty())
        return;
    Explanation e = explanationAt(s, ExplanationKind::PortsAgain, syn, s.segments[syn].sender);
    e.rfc = sourceOf(s.detail.reuse);
    e.title = say(s.language, "The same ports again: use {0}", {std::to_string(s.detail.incarnation + 1)});
    e.sentences.push_back(std::move(reason));
    if (std::string distance = aboveEarlier(s, Side::Initiator); !distance.empty())
        e.sentences.push_back(std::move(distance));
    told.push_back(std::move(e));
}

void tellNextAttempt(const Story& s, std::size_t syn, Explanations& told) {
    if (s.detail.reuse != ReuseReason::NextAttempt)
        return;
    Explanation e = explanationAt(s, ExplanationKind::NextAttempt, syn, Side::Initiator);
    e.rfc = "RFC 9293, 3.5";
    e.title = say(s.language, "A new attempt");
    e.sentences.push_back(say(s.language, "Nobody had answered the SYN before this one. The number differs, so it is a "
                                          "new attempt and not a repetition."));
    if (std::string distance = aboveEarlier(s, Side::Initiator); !distance.empty())
        e.sentences.push_back(std::move(distance));
    told.push_back(std::move(e));
}

void tellForgottenConnection(const Story& s, std::size_t syn, Explanations& told) {
    if (s.detail.reuse != ReuseReason::AnsweredSyn)
        return;
    Explanation e = explanationAt(s, ExplanationKind::OldConnectionForgotten, syn, Side::Responder);
    e.rfc = "RFC 9293, 3.5.1";
    e.title = say(s.language, "The earlier connection was over, unseen");
    e.sentences.push_back(say(s.language,
                              "By its packets the earlier connection on these ports was still alive. But {0} answers "
                              "this SYN and opens, so it had forgotten the old one; how that ended was not captured.",
                              {s.who(Side::Responder)}));
    told.push_back(std::move(e));
}

void tellTooEarly(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::ReuseTooEarly);
    const std::optional<std::size_t> at = incident == nullptr ? std::nullopt : s.segmentAt(incident->packet);
    if (!at)
        return;
    Explanation e = explanationAt(s, ExplanationKind::ReuseTooEarly, *at, incident->side);
    e.packets.clear();
    restOn(e, incident->packet);
    restOn(e, incident->related);
    e.rfc = "RFC 9293, 3.6.1";
    e.title = say(s.language, "Too early for these ports");
    e.sentences.push_back(
        say(s.language,
            "{0} wants to use the ports again (packet {1}) while {2} still holds them in TIME_WAIT. Neither the number "
            "nor the timestamp of its SYN is newer, so it opens nothing.",
            {s.whoFirst(incident->side), std::to_string(indexOf(incident->packet)), s.who(other(incident->side))}));
    e.sentences.push_back(
        say(s.language, "Were it taken, segments of the old connection could pass for parts of the new one."));
    told.push_back(std::move(e));
}

} // namespace

void tellPorts(const Story& s, Explanations& told) {
    const std::optional<std::size_t> begins = s.facts.syn ? s.facts.syn : s.facts.synAck;
    if (s.detail.incarnation > 0 && begins) {
        tellPortsAgain(s, *begins, told);
        tellNextAttempt(s, *begins, told);
        tellForgottenConnection(s, *begins, told);
    }
    tellTooEarly(s, told);
}

} // namespace synscope
