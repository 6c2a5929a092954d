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
    Finding finding = facts.about(*closed);
    finding.endpoint = Side::Responder;
    finding.text =
        say(facts.policy.language, "{0} answered SYN with RST: nothing listens there, or a firewall rejects it.",
            {facts.name(Side::Responder)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
