// SPDX-License-Identifier: Apache-2.0
//
// A RST that its receiver drops, because its numbers show that it is not of this connection.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectResetIgnored(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* outside = facts.incident(IncidentKind::ResetOutOfWindow);
    const Incident* incident = outside != nullptr ? outside : facts.incident(IncidentKind::ResetRefused);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    finding.text = facts.name(incident->side) + " sent a RST that " + facts.name(other(incident->side)) + " ignores: " +
                   (outside != nullptr ? "its number lies outside the window"
                                       : "it does not acknowledge the SYN it would have to answer") +
                   ". The connection goes on; the RST is late, or somebody tries to cut the connection blindly.";
    findings.push_back(std::move(finding));
}

} // namespace synscope
