// SPDX-License-Identifier: Apache-2.0
//
// Packets of an earlier connection of the same ports that arrive in this one, with the arithmetic that shows it.
#include "core/diagnose/detectors.h"

#include "core/wire/seq_num.h"

namespace synscope {
namespace {

/// What the endpoint offered in the earlier connection, in which it may have had the other role.
const HandshakeOffer& earlierOffer(const ConnectionFacts& facts, Side side) {
    const bool sameRoles = facts.row.initiatorIsLow == facts.earlier->initiatorIsLow;
    return facts.earlier->offer[static_cast<std::size_t>(sameRoles ? side : other(side))];
}

/// " Its numbers began at 900 then and at 5000 now, 4100 higher."; empty where one of them was not seen.
std::string arithmetic(const ConnectionFacts& facts, Side side) {
    const HandshakeOffer& now = facts.row.offer[static_cast<std::size_t>(side)];
    if (facts.earlier == nullptr || !now.has(HandshakeOffer::HasIsn))
        return "";
    const HandshakeOffer& then = earlierOffer(facts, side);
    if (!then.has(HandshakeOffer::HasIsn))
        return "";
    const std::int64_t distance = SeqNum(now.isn).distanceFrom(SeqNum(then.isn));
    const std::string apart = std::to_string(distance < 0 ? -distance : distance);
    const std::string before = std::to_string(then.isn);
    const std::string after = std::to_string(now.isn);
    return distance < 0 ? say(facts.policy.language, " Its numbers began at {0} then and at {1} now, {2} lower.",
                              {before, after, apart})
                        : say(facts.policy.language, " Its numbers began at {0} then and at {1} now, {2} higher.",
                              {before, after, apart});
}

std::string whoseItIs(const ConnectionFacts& facts, Side side, bool isKnown) {
    if (isKnown)
        return say(facts.policy.language,
                   "{0} sent a packet that belongs to an earlier connection of the same ports; {1} discards it.",
                   {facts.name(side), facts.name(other(side))});
    return say(facts.policy.language,
               "{0} sent a packet whose number fits an earlier connection of the same ports and this "
               "one: whose it is cannot be known, the danger that TIME_WAIT guards against.",
               {facts.name(side)});
}

} // namespace

void detectStaleSegment(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    const Incident* stale = facts.incident(IncidentKind::StaleSegment);
    const Incident* incident = stale != nullptr ? stale : facts.incident(IncidentKind::StaleUndecided);
    if (incident == nullptr)
        return;
    const Side side = incident->side;
    Finding finding = facts.about(*incident);
    if (facts.areWordsWanted)
        finding.text = whoseItIs(facts, side, stale != nullptr) + arithmetic(facts, side);
    findings.push_back(std::move(finding));
}

} // namespace synscope
