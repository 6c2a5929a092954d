// SPDX-License-Identifier: Apache-2.0
//
// Data beyond the sender's own FIN, which had promised that none follows.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectDataAfterFin(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::DataAfterFin);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} sent data beyond its own FIN, which had said that none follows: {1} ignores it. No "
                           "sound TCP does that; look for a device on the way that writes into connections.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
