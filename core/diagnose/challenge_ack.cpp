// SPDX-License-Identifier: Apache-2.0
//
// A SYN or RST on a live connection that was not obeyed but questioned, as RFC 5961 asks.
#include "core/diagnose/detectors.h"

namespace synscope {
namespace {

/// What became of it, where later packets tell.
std::string outcomeOf(const ConnectionFacts& facts, const Incident& syn) {
    if (facts.shows(syn.segment, IncidentKind::OldDuplicateSyn))
        return say(facts.policy.language, ". It knows nothing of that SYN, which was late or somebody else's.");
    if (facts.incident(IncidentKind::HalfOpen) != nullptr)
        return say(facts.policy.language,
                   ". It answered with RST, so it had lost the old one; look for a restart, or for a leaked "
                   "connection on ports that are used again.");
    return say(facts.policy.language,
               ": it has lost the old one, or the SYN was not its own. A RST from it in answer means "
               "that it had lost it; look for a restart, or for a leaked connection on ports that are "
               "used again.");
}

std::string questionedSyn(const ConnectionFacts& facts, const Incident& syn) {
    return say(facts.policy.language,
               "{0} sent SYN on a connection that {1} holds open, and got a challenge ACK instead of a "
               "new connection{2}",
               {facts.name(syn.side), facts.name(other(syn.side)), outcomeOf(facts, syn)});
}

std::string questionedReset(const ConnectionFacts& facts, Side sender) {
    return say(facts.policy.language,
               "{0} sent RST with a number that was near but not exact, so {1} went on and asked back "
               "with a challenge ACK. If it meant to end the connection, a second RST follows with the "
               "exact number; if none does, the first was late or forged.",
               {facts.name(sender), facts.name(other(sender))});
}

} // namespace

void detectChallengeAck(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const Incident& incident : facts.incidents) {
        const bool bySyn = incident.kind == IncidentKind::ChallengedSyn;
        if (!bySyn && incident.kind != IncidentKind::ChallengedReset)
            continue;
        Finding finding = facts.about(incident);
        if (facts.areWordsWanted)
            finding.text = bySyn ? questionedSyn(facts, incident) : questionedReset(facts, incident.side);
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
