// SPDX-License-Identifier: Apache-2.0
//
// Data that flows on from the side whose peer has closed: a half-close put to use, and no leak.
#include "core/diagnose/detectors.h"

#include <algorithm>

namespace synscope {
namespace {

/// It ended in RST, so what it sent was not wanted.
bool endedByReset(const ConnectionFacts& facts, Side side) {
    return std::any_of(facts.transitions.begin(), facts.transitions.end(), [side](const Transition& t) {
        return t.side() == side && t.from() == State::CloseWait && t.to() == State::Closed;
    });
}

} // namespace

void detectHalfCloseInUse(const ConnectionFacts& facts, std::vector<Finding>& findings) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const Transition* entered = facts.lastInto(side, State::CloseWait);
        const std::optional<Timestamp> lastData = facts.row.lastDataOf(side);
        if (entered == nullptr || !lastData || *lastData - entered->time() < facts.policy.halfCloseFrom ||
            endedByReset(facts, side))
            continue;
        const bool silent = facts.captureEnd - *lastData >= facts.policy.leakAfter;
        if (facts.row.stateOf(side) == State::CloseWait && silent)
            continue; // a leak by now
        Finding finding = facts.about(*entered);
        if (facts.areWordsWanted)
            finding.text =
                say(facts.policy.language,
                    "{0} went on sending for {1} after {2} had closed its own direction: a half-close in use,"
                    " CLOSE_WAIT is no leak here.",
                    {facts.name(side), durationInWords(*lastData - entered->time()), facts.name(other(side))});
        findings.push_back(std::move(finding));
    }
}

} // namespace synscope
