// SPDX-License-Identifier: Apache-2.0
//
// A SYN or RST on a live connection that was not obeyed but questioned, as RFC 5961 asks.
#include "core/diagnose/detectors.h"

namespace synscope {
namespace {

std::string questionedSyn(const ConnectionFacts& facts, Side sender) {
    return facts.name(sender) + " sent SYN on a connection that " + facts.name(other(sender)) +
           " holds open, and got a challenge ACK instead of a new connection: it has lost the old one, or the SYN was "
           "not its own. A RST from it in answer means that it had lost it; look for a restart, or for a leaked "
           "connection on ports that are used again.";
}

std::string questionedReset(const ConnectionFacts& facts, Side sender) {
    return facts.name(sender) + " sent RST with a number that was near but not exact, so " + facts.name(other(sender)) +
           " went on and asked back with a challenge ACK. If it meant to end the connection, a second RST follows with "
           "the exact number; if none does, the first was late or forged.";
}

} // namespace

void detectChallengeAck(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const Incident& incident : facts.incidents) {
        const bool bySyn = incident.kind == IncidentKind::ChallengedSyn;
        if (!bySyn && incident.kind != IncidentKind::ChallengedReset)
            continue;
        Finding finding = facts.about(incident);
        finding.text = bySyn ? questionedSyn(facts, incident.side) : questionedReset(facts, incident.side);
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
