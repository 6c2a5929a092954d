// SPDX-License-Identifier: Apache-2.0
//
// Two FINs that crossed on the way.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectSimultaneousClose(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::SimultaneousClose);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} sent its FIN before it had got that of {1}: both closed first, so both pass through "
                           "CLOSING and both keep TIME_WAIT. Nothing is wrong.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
