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
    finding.text = facts.name(incident->side) + " offered a window scale of " + std::to_string(offer.windowScale) +
                   ", but 14 is the largest allowed: its peer uses 14, so windows seem smaller than it means.";
    findings.push_back(std::move(finding));
}

} // namespace synscope
