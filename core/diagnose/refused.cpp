// SPDX-License-Identifier: Apache-2.0
//
// A SYN answered by RST: nobody listens on the port, or a firewall rejects.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectRefused(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    if (facts.row.refused == 0)
        return;
    const Transition* closed = facts.lastInto(Side::Initiator, State::Closed);
    if (closed == nullptr)
        return;
    Finding finding;
    finding.kind = "refused";
    finding.severity = Severity::Warning;
    finding.endpoint = Side::Responder;
    finding.packet = facts.packetOf(closed->segment());
    finding.since = closed->time();
    finding.text =
        toText(facts.address[1]) + " answered SYN with RST: nothing listens there, or a firewall rejects it.";
    finding.rfc = "RFC 9293, section 3.5.2";
    findings.push_back(std::move(finding));
}

} // namespace synscope
