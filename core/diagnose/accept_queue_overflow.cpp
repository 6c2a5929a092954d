// SPDX-License-Identifier: Apache-2.0
//
// A listener that repeats its SYN+ACK although the final ACK was captured: it had no room for the connection.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectAcceptQueueOverflow(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* incident = facts.incident(IncidentKind::HandshakeAckIgnored);
    if (incident == nullptr)
        return;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} sent its SYN+ACK again although the final ACK had been captured: its queue of "
                           "connections to accept is probably full, so the client believes in a connection that the "
                           "server has not got. Look at the listener's queue (ss -ltn) and at a program that does "
                           "not accept(); else the ACK was lost after the capture point, or the listener waits for "
                           "data first (TCP_DEFER_ACCEPT).",
                           {facts.name(incident->side)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
