// SPDX-License-Identifier: Apache-2.0
//
// A SYN that nobody answered before the capture ended.
#include "core/diagnose/detectors.h"

namespace synscope {

void detectUnanswered(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const ConnectionRow& row = facts.row;
    if (row.stateOf(Side::Initiator) != State::SynSent || row.segments[1] != 0 || facts.transitions.empty())
        return;
    Finding finding = facts.about(facts.transitions.front());
    finding.endpoint = Side::Responder;
    finding.text =
        facts.name(Side::Responder) + " never answered: " +
        (row.syn == 1 ? std::string("one SYN was sent.")
                      : std::to_string(row.syn) + " SYNs were sent in " + durationInWords(row.last - row.first) + ".") +
        " Look for a firewall that drops packets, a host that is down, or a listener whose queue is full.";
    findings.push_back(std::move(finding));
}

} // namespace synscope
