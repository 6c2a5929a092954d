// SPDX-License-Identifier: Apache-2.0
//
// CLOSE_WAIT for so long that the peer's kernel gave its half up: what is written then meets RST.
#include "core/diagnose/detectors.h"

#include "core/diagnose/late_data.h"

namespace synscope {

void detectAbandonedHalfClose(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* killed = facts.incident(IncidentKind::KilledByReset);
    if (killed == nullptr)
        return;
    const std::optional<Duration> late = outlivedOrphan(facts, *killed);
    if (!late)
        return;
    const Side owner = other(killed->side);
    Finding finding = facts.about(*killed);
    finding.endpoint = owner;
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} wrote again {1} after the FIN of {2}, which had given the connection up and answered"
                           " with RST: the data is lost and the close came too late. Look for a program that does "
                           "not notice the end of the stream and keep it from idling in CLOSE_WAIT.",
                           {facts.name(owner), durationInWords(*late), facts.name(killed->side)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
