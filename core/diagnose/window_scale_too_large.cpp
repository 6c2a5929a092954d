// SPDX-License-Identifier: Apache-2.0
//
// A window scale above the largest that is allowed.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectWindowScaleTooLarge(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::WindowScaleTooLarge);
    if (incident == nullptr)
        return;
    const HandshakeOffer& offer = facts.row.offer[static_cast<std::size_t>(incident->side)];
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} offered a window scale of {1}, but 14 is the largest allowed: its peer uses 14, so "
                           "windows seem smaller than it means.",
                           {facts.name(incident->side), std::to_string(offer.windowScale)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
