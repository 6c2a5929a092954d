// SPDX-License-Identifier: Apache-2.0
//
// A RST that its receiver drops, because its numbers show that it is not of this connection.
#include "core/diagnose/detectors.h"

namespace synscope {
namespace {

std::string reasonOf(const ConnectionFacts& facts, bool isOutside) {
    return isOutside ? say(facts.policy.language, "its number lies outside the window")
                     : say(facts.policy.language, "it does not acknowledge the SYN it would have to answer");
}

} // namespace

void detectResetIgnored(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* outside = facts.incident(IncidentKind::ResetOutOfWindow);
    const Incident* incident = outside != nullptr ? outside : facts.incident(IncidentKind::ResetRefused);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text =
            say(facts.policy.language,
                "{0} sent a RST that {1} ignores: {2}. The connection goes on; the RST is late, or "
                "somebody tries to cut the connection blindly.",
                {facts.name(incident->side), facts.name(other(incident->side)), reasonOf(facts, outside != nullptr)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
