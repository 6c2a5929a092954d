// SPDX-License-Identifier: Apache-2.0
//
// A close() while the peer was still sending: its data meets RST, and it cannot know what was read.
#include "core/diagnose/detectors.h"

#include "core/diagnose/late_data.h"

namespace synscope {

void detectClosedWithUnreadData(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* killed = facts.incident(IncidentKind::KilledByReset);
    if (killed == nullptr || outlivedOrphan(facts, *killed))
        return;
    Finding finding = facts.about(*killed);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} closed before it had read everything: data of {1} arrived after its FIN, so it "
                           "answered with RST, and that side cannot know what was read. Look for a close() without "
                           "reading up to the end of the stream first.",
                           {facts.name(killed->side), facts.name(other(killed->side))});
    findings.push_back(std::move(finding));
}

} // namespace synscope
