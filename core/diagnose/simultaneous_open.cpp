// SPDX-License-Identifier: Apache-2.0
//
// Two SYNs that crossed on the way.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectSimultaneousOpen(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::SimultaneousOpen);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} sent its SYN while that of {1} was on its way: both opened, nobody listened, and one"
                           " connection came of it. Legal and rare; programs that traverse address translators do it"
                           " on purpose.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
