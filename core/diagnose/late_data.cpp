// SPDX-License-Identifier: Apache-2.0
#include "core/diagnose/late_data.h"

namespace synscope {

std::optional<Duration> outlivedOrphan(const ConnectionFacts& facts, const Incident& killedByReset) {
    const Transition* fin = facts.lastInto(killedByReset.side, State::FinWait1);
    const std::optional<Timestamp> reset = facts.timeOf(killedByReset.segment);
    if (fin == nullptr || !reset || *reset - fin->time() < facts.policy.orphanTimeout)
        return std::nullopt;
    return *reset - fin->time();
}

} // namespace synscope
