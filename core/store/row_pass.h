// SPDX-License-Identifier: Apache-2.0
//
// One look at every connection of a snapshot, which whoever waits for it may end early.
#pragma once

#include "core/store/snapshot.h"

#include <cstdint>
#include <functional>

namespace synscope {

/// Asked now and then; true ends the work early. Empty: never.
using IsCancelled = std::function<bool()>;

/// Calls `each(ConnectionId)`, the oldest first. False: it was cancelled.
template <typename Each>
[[nodiscard]] bool passOver(const Snapshot& snapshot, const IsCancelled& isCancelled, Each each) {
    constexpr std::uint32_t kAskEvery = 4096;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) {
        if (i % kAskEvery == 0 && isCancelled && isCancelled())
            return false;
        each(ConnectionId{i});
    }
    return true;
}

} // namespace synscope
