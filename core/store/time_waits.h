// SPDX-License-Identifier: Apache-2.0
//
// Who is in TIME_WAIT at the end of a capture, towards whom, and when each is over: 2MSL after it began, or after the
// peer's FIN came once more (RFC 9293, 3.10.7.4 and 3.10.8). Pure.
#pragma once

#include "core/store/row_pass.h"

#include <cstdint>
#include <vector>

namespace synscope {

struct TimeWaitEntry {
    Timestamp ends{};
    ConnectionId connection = kNoConnection;
    Side side = Side::Initiator; ///< who holds it
    SocketAddress holder;
    SocketAddress peer;
};

/// What one program holds: a listener's socket address, or a client's host towards one server, as its ports differ.
struct TimeWaitGroup {
    SocketAddress holder; ///< port 0 for a client
    SocketAddress peer;   ///< the server; of a client only
    Side side = Side::Initiator;
    std::uint64_t count = 0;
    Timestamp firstEnds{};
    Timestamp lastEnds{};

    [[nodiscard]] bool holderListens() const { return side == Side::Responder; }
};

struct TimeWaits {
    std::uint64_t count = 0;
    Timestamp lastEnds{};              ///< of all; valid with `count`
    std::vector<TimeWaitGroup> groups; ///< the largest first, at most as many as wanted
    std::uint64_t moreGroups = 0;      ///< beyond these
    std::vector<TimeWaitEntry> next;   ///< the soonest to end first, at most as many as wanted
    Duration timeWait{};               ///< 2MSL
    bool isWhole = true;               ///< false: cancelled; the rest means nothing
};

/// `most` groups and `most` entries. Cost: one pass over the rows; memory: the groups.
[[nodiscard]] TimeWaits timeWaitsOf(const Snapshot& snapshot, std::size_t most, const IsCancelled& isCancelled = {});

} // namespace synscope
