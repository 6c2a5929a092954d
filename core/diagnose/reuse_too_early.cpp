// SPDX-License-Identifier: Apache-2.0
//
// A SYN onto ports whose earlier connection is still held in TIME_WAIT, with numbers that do not permit it.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectReuseTooEarly(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::ReuseTooEarly);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} used the ports again while {1} still held them in TIME_WAIT, and its SYN had neither"
                           " a higher number nor a newer timestamp: it opens nothing. Look for too few local ports, "
                           "a fixed local port, or an address translator that hands ports out again too soon.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
