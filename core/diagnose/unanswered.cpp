// SPDX-License-Identifier: Apache-2.0
//
// A SYN that nobody answered before the capture ended.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectUnanswered(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const ConnectionRow& row = facts.row;
    if (row.stateOf(Side::Initiator) != State::SynSent || row.segments[1] != 0 || facts.transitions.empty())
        return;
    Finding finding;
    finding.kind = "unanswered";
    finding.severity = Severity::Warning;
    finding.endpoint = Side::Responder;
    finding.packet = facts.packetOf(facts.transitions.front().segment());
    finding.since = facts.transitions.front().time();
    finding.text =
        toText(facts.address[1]) + " never answered: " +
        (row.syn == 1 ? std::string("one SYN was sent.")
                      : std::to_string(row.syn) + " SYNs were sent in " + durationInWords(row.last - row.first) + ".");
    finding.rfc = "RFC 9293, section 3.8.3";
    findings.push_back(std::move(finding));
}

} // namespace synscope
