// SPDX-License-Identifier: Apache-2.0
//
// A SYN that nobody answered before the capture ended.
#include "core/diagnose/detectors.h"

namespace synscope {
namespace {

std::string whatWasAsked(const ConnectionFacts& facts) {
    const ConnectionRow& row = facts.row;
    return row.syn == 1 ? say(facts.policy.language, "one SYN was sent.")
                        : say(facts.policy.language, "{0} SYNs were sent in {1}.",
                              {std::to_string(row.syn), durationInWords(row.last - row.first)});
}

} // namespace

void detectUnanswered(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const ConnectionRow& row = facts.row;
    if (row.stateOf(Side::Initiator) != State::SynSent || row.segments[1] != 0 || facts.transitions.empty())
        return;
    Finding finding = facts.about(facts.transitions.front());
    finding.endpoint = Side::Responder;
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0} never answered: {1} Look for a firewall that drops packets, a host that is down, or "
                           "a listener whose queue is full.",
                           {facts.name(Side::Responder), whatWasAsked(facts)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
