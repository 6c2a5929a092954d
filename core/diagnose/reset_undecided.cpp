// SPDX-License-Identifier: Apache-2.0
//
// A RST inside the window but not exact, which nobody answered: old hosts obey it, others ask back.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectResetUndecided(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::ResetUndecided);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} sent a RST whose number is in the window of {1} but not exactly the next one: hosts "
                           "that follow RFC 5961 ask back, older ones close. Nobody answered it, so whether the "
                           "connection lives is not known.",
                           {facts.name(incident->side), facts.name(other(incident->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
