// SPDX-License-Identifier: Apache-2.0
//
// TIME_WAIT cut short by a RST that answers a late packet: RFC 1337.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectTimeWaitAssassination(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::TimeWaitAssassination);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} was in TIME_WAIT when a RST from {1} ended it early: a new connection of these ports"
                           " may now take late packets of this one for its own. Hosts that follow RFC 1337 ignore "
                           "such a RST.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
