// SPDX-License-Identifier: Apache-2.0
//
// SYNs and RSTs that are not obeyed: questioned with a challenge ACK (RFC 5961), or dropped for their numbers.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

namespace synscope {
namespace {

/// At the answer where there is one, else at the packet itself.
std::optional<Explanation> atAnswer(const Story& s, ExplanationKind kind, const DetailIncident* incident) {
    if (incident == nullptr)
        return std::nullopt;
    const std::optional<std::size_t> place =
        s.segmentAt(incident->related > incident->packet ? incident->related : incident->packet);
    if (!place)
        return std::nullopt;
    Explanation e = explanationAt(s, kind, *place, incident->side);
    e.packets.clear();
    restOn(e, incident->packet);
    restOn(e, incident->related);
    return e;
}

std::string numberOf(PacketNumber packet) {
    return std::to_string(indexOf(packet));
}

void tellChallengedSyn(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::ChallengedSyn);
    std::optional<Explanation> e = atAnswer(s, ExplanationKind::ChallengedSyn, incident);
    if (!e)
        return;
    e->rfc = "RFC 5961, 4";
    e->title = say(s.language, "SYN on a live connection: a challenge ACK");
    e->sentences.push_back(say(s.language,
                               "{0} sent SYN (packet {1}) on ports where {2} still has a connection; {2} opens "
                               "nothing, but asks back with an ACK of its old numbers.",
                               {s.whoFirst(incident->side), numberOf(incident->packet), s.who(other(incident->side))}));
    e->sentences.push_back(say(s.language,
                               "If {0} has truly forgotten the connection it answers with RST and may then open anew; "
                               "if the SYN was late or forged, nothing is harmed.",
                               {s.who(incident->side)}));
    told.push_back(std::move(*e));
}

void tellChallengedReset(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::ChallengedReset);
    std::optional<Explanation> e = atAnswer(s, ExplanationKind::ChallengedReset, incident);
    if (!e)
        return;
    e->rfc = "RFC 5961, 3";
    e->title = say(s.language, "RST questioned: a challenge ACK");
    e->sentences.push_back(say(s.language,
                               "The RST of {0} (packet {1}) lies in the window, but is not exactly the number that {2} "
                               "expects; {2} goes on and asks back with an ACK.",
                               {s.who(incident->side), numberOf(incident->packet), s.who(other(incident->side))}));
    e->sentences.push_back(say(
        s.language,
        "Who meant it answers with a RST that is exact; a forger would have to guess one number among 4 294 967 296."));
    told.push_back(std::move(*e));
}

void tellIgnoredReset(const Story& s, Explanations& told) {
    const DetailIncident* outside = s.incident(IncidentKind::ResetOutOfWindow);
    const DetailIncident* incident = outside != nullptr ? outside : s.incident(IncidentKind::ResetRefused);
    std::optional<Explanation> e = atAnswer(s, ExplanationKind::ResetIgnored, incident);
    if (!e)
        return;
    e->rfc = outside != nullptr ? "RFC 9293, 3.10.7.4" : "RFC 9293, 3.10.7.3";
    e->title = say(s.language, "A RST that does not count");
    e->sentences.push_back(
        outside != nullptr
            ? say(s.language,
                  "The number of {0}'s RST (packet {1}) lies outside the window that {2} offers, so {2} drops it.",
                  {s.who(incident->side), numberOf(incident->packet), s.who(other(incident->side))})
            : say(s.language, "The RST of {0} (packet {1}) acknowledges no SYN of {2}, so {2} ignores it.",
                  {s.who(incident->side), numberOf(incident->packet), s.who(other(incident->side))}));
    e->sentences.push_back(
        say(s.language, "Numbers are looked at before flags: otherwise anybody could end any connection."));
    told.push_back(std::move(*e));
}

void tellUndecidedReset(const Story& s, Explanations& told) {
    const DetailIncident* incident = s.incident(IncidentKind::ResetUndecided);
    const bool isDecided =
        s.incident(IncidentKind::ChallengedReset) != nullptr || s.incident(IncidentKind::ForeignReset) != nullptr;
    std::optional<Explanation> e = isDecided ? std::nullopt : atAnswer(s, ExplanationKind::ResetUndecided, incident);
    if (!e)
        return;
    e->rfc = "RFC 5961, 3";
    e->title = say(s.language, "A RST that nobody answered");
    e->sentences.push_back(say(s.language,
                               "The RST of {0} (packet {1}) is in the window but not exact. Whether {2} closed on it "
                               "or would have asked back, the packets do not show.",
                               {s.who(incident->side), numberOf(incident->packet), s.who(other(incident->side))}));
    told.push_back(std::move(*e));
}

} // namespace

void tellChallenges(const Story& s, Explanations& told) {
    tellChallengedSyn(s, told);
    tellChallengedReset(s, told);
    tellIgnoredReset(s, told);
    tellUndecidedReset(s, told);
}

} // namespace synscope
