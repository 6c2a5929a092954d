// SPDX-License-Identifier: Apache-2.0
//
// One side had lost the connection (a crash, a restart) while the other held it open, and found out by RST.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectHalfOpen(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::HalfOpen);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} had lost the connection while {1} still held it open, and ended it with RST. Look "
                           "for a crash or a restart of that host, or for a firewall that forgets idle connections.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
