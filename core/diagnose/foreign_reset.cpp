// SPDX-License-Identifier: Apache-2.0
//
// A RST whose apparent sender goes on as if it had sent none: somebody between the two forged it.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectForeignReset(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::ForeignReset);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} did not send the RST that bears its address: it went on sending afterwards. A "
                           "firewall, a filter or an attacker on the way did; compare the TTL and the IP ID of that "
                           "RST with those of its other packets.",
                           {facts.name(incident->side)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
