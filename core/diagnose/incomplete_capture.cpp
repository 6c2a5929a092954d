// SPDX-License-Identifier: Apache-2.0
//
// A connection whose packets were not all captured and whose state therefore is a choice of several.
#include "core/diagnose/detectors.h"

namespace synscope {
namespace {

/// Whose packets are missing.
std::string missingFrom(const ConnectionFacts& facts) {
    const bool initiator = facts.row.has(QualityBit::MissedFromInitiator);
    if (initiator && facts.row.has(QualityBit::MissedFromResponder))
        return say(facts.policy.language, "both sides");
    return facts.name(initiator ? Side::Initiator : Side::Responder);
}

std::string statesOf(const ConnectionFacts& facts, Side side) {
    return say(
        facts.policy.language, "{0} is in {1}",
        {facts.name(side), statesInWords(facts.policy.language, facts.row.stateOf(side), facts.row.possibleOf(side))});
}

/// Of those ends whose state is not certain.
std::string uncertainStates(const ConnectionFacts& facts) {
    if (facts.row.possibleOf(Side::Initiator).isCertain())
        return statesOf(facts, Side::Responder);
    if (facts.row.possibleOf(Side::Responder).isCertain())
        return statesOf(facts, Side::Initiator);
    return say(facts.policy.language, "{0}, {1}", {statesOf(facts, Side::Initiator), statesOf(facts, Side::Responder)});
}

} // namespace

void detectIncompleteCapture(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const ConnectionRow& row = facts.row;
    if (!row.has(QualityBit::MissedFromInitiator) && !row.has(QualityBit::MissedFromResponder))
        return;
    const bool initiatorCertain = row.possibleOf(Side::Initiator).isCertain();
    const bool responderCertain = row.possibleOf(Side::Responder).isCertain();
    if (initiatorCertain && responderCertain)
        return;
    Finding finding;
    finding.endpoint = initiatorCertain ? Side::Responder : Side::Initiator;
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language,
                           "{0}: packets of {1} were not captured, and those that were do not decide. Take what is "
                           "said of this connection as likely, not as certain.",
                           {uncertainStates(facts), missingFrom(facts)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
