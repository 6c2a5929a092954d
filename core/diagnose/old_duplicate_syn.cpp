// SPDX-License-Identifier: Apache-2.0
//
// A SYN that its apparent sender knows nothing of: it refuses the answer.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectOldDuplicateSyn(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::OldDuplicateSyn);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    finding.text = facts.name(incident->side) +
                   " refused the answer to a SYN that bears its address: the SYN was a late copy of an earlier one, or "
                   "somebody else sent it. It did no harm; many of them speak for forged addresses.";
    findings.push_back(std::move(finding));
}

} // namespace synscope
