// SPDX-License-Identifier: Apache-2.0
//
// The accept queues of a machine's listeners, as the kernel's socket table tells them: connections that are open and
// wait for the program to call accept(), and what was dropped since there was no room. Pure.
#pragma once

#include "core/store/machine_sockets.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

struct AcceptQueue {
    SocketAddress listener;
    std::uint32_t waiting = 0;
    std::optional<std::uint32_t> limit; ///< the lesser of listen()'s backlog and net.core.somaxconn; empty: not told
    std::optional<std::uint32_t> drops; ///< openings that the kernel has dropped since it listens; empty: not told
    std::string process;                ///< empty where it may not be read

    /// Linux takes one connection more than the limit says, and then no other.
    [[nodiscard]] bool isFull() const { return limit && waiting > *limit; }
    /// Of what it takes, 0 to 1; 0 where the limit is not told.
    [[nodiscard]] double share() const;
};

struct AcceptQueues {
    std::vector<AcceptQueue> queues; ///< the fullest first, then who dropped most; at most as many as wanted
    std::uint64_t more = 0;          ///< beyond these
    std::uint64_t listeners = 0;
    std::uint64_t withWaiting = 0; ///< of these
    std::uint64_t full = 0;        ///< of these
    std::optional<ListenTotals> totals;
};

/// Sockets that share an address and port (SO_REUSEPORT) have a queue each. Cost: one pass over the sockets.
[[nodiscard]] AcceptQueues acceptQueuesOf(const MachineReading& reading, std::size_t most);

} // namespace synscope
