// SPDX-License-Identifier: Apache-2.0
//
// A SYN that its apparent sender knows nothing of: it refuses the answer or goes on as before.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectOldDuplicateSyn(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::OldDuplicateSyn);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} knows nothing of a SYN that bears its address: it refused the answer, or went on as "
                           "before. The SYN was a late copy of an earlier one, or somebody else sent it; it did no "
                           "harm, but many of them speak for forged addresses.",
                           {facts.name(incident->side)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
