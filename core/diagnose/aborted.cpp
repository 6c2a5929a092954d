// SPDX-License-Identifier: Apache-2.0
//
// An open connection ended by RST: no FIN from the side that sent it, so data may be lost.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectAborted(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    if (facts.row.resetSeen == 0 || facts.row.refused != 0)
        return;
    for (const Transition& transition : facts.transitions) {
        const bool open = transition.from() == State::Established || transition.from() == State::CloseWait ||
                          transition.from() == State::FinWait1 || transition.from() == State::FinWait2;
        if (transition.to() != State::Closed || transition.basis() != Basis::Sent || !open)
            continue;
        const Side side = transition.side();
        Finding finding;
        finding.kind = "aborted";
        finding.severity = Severity::Warning;
        finding.endpoint = side;
        finding.packet = facts.packetOf(transition.segment());
        finding.since = transition.time();
        finding.text = toText(facts.address[static_cast<std::size_t>(side)]) + " aborted with RST in " +
                       std::string(toText(transition.from())) + ": whatever was not yet read is lost.";
        finding.rfc = "RFC 9293, section 3.10.5";
        findings.push_back(std::move(finding));
        return;
    }
}

} // namespace synscope
