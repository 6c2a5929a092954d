// SPDX-License-Identifier: Apache-2.0
//
// A segment with an older timestamp than one before it, discarded by PAWS.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectOldTimestamp(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::PawsRejected);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} sent a packet with an older timestamp than one before it, so {1} discards it (PAWS)."
                           " It was delayed on its way, or several machines with clocks of their own share that "
                           "address: look for a load balancer or an address translator.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
