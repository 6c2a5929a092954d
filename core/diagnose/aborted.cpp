// SPDX-License-Identifier: Apache-2.0
//
// An open connection ended by RST: no FIN from the side that sent it, so data may be lost. Resets with a better
// explanation have a detector of their own.
#include "core/diagnose/detectors.h"

#include <algorithm>
#include <chrono>

namespace synscope {
namespace {

/// The RST that ended an open connection; null when none did.
const Transition* abortOf(const ConnectionFacts& facts) {
    constexpr StateSet kOpen{State::Established, State::CloseWait, State::FinWait1, State::FinWait2};
    for (const Transition& transition : facts.transitions) {
        if (transition.to() == State::Closed && transition.basis() == Basis::Sent && kOpen.has(transition.from()))
            return &transition;
    }
    return nullptr;
}

bool isExplainedOtherwise(const ConnectionFacts& facts, SegmentId reset) {
    return facts.shows(reset, IncidentKind::HalfOpen) || facts.shows(reset, IncidentKind::KilledByReset) ||
           facts.shows(reset, IncidentKind::ForeignReset);
}

/// Why it may have sent RST: its close() with unread data, when the peer's data came last; else a choice.
std::string likelyReason(const ConnectionFacts& facts, const Transition& reset) {
    const std::optional<Timestamp> received = facts.row.lastDataOf(other(reset.side()));
    const std::optional<Timestamp> sent = facts.row.lastDataOf(reset.side());
    if (!received || (sent && *sent > *received))
        return say(facts.policy.language, " Look for SO_LINGER set to 0, or a proxy that enforces a time limit.");
    constexpr std::chrono::milliseconds kKnownTo(1); // the time of data is cut to it
    const Duration before = std::chrono::ceil<std::chrono::milliseconds>(reset.time() - *received);
    return say(facts.policy.language,
               " The last data came from its peer, {0} before: a close() before all of it was read has "
               "this effect (RFC 2525, section 2.17).",
               {durationInWords(std::max<Duration>(before, kKnownTo))});
}

} // namespace

void detectAborted(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    if (facts.row.resetSeen == 0 || facts.row.refused != 0)
        return;
    const Transition* reset = abortOf(facts);
    if (reset == nullptr || isExplainedOtherwise(facts, reset->segment()))
        return;
    Finding finding = facts.about(*reset);
    if (facts.areWordsWanted)
        finding.text = say(facts.policy.language, "{0} aborted with RST in {1}: whatever was not yet read is lost.{2}",
                           {facts.name(reset->side()), toText(reset->from()), likelyReason(facts, *reset)});
    findings.push_back(std::move(finding));
}

} // namespace synscope
