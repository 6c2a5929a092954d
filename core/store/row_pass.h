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
    std::uint32_t seen = 0;
    for (const ConnectionId id : snapshot.connections()) {
        if (seen++ % kAskEvery == 0 && isCancelled && isCancelled())
            return false;
        each(id);
    }
    return true;
}

} // namespace synscope
