// SPDX-License-Identifier: Apache-2.0
//
// Connections in sections: by server, client or process, those that owe closes first; within a section in the order
// they had. Made on a worker; which rows are seen, as sections are folded, is worked out from it at once. Pure.
#pragma once

#include "core/store/snapshot.h"
#include "ui/models/connection_order.h"

#include <atomic>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace synscope::ui {

enum class GroupBy : std::uint8_t { Nothing, Server, Client, Process };

/// What the connections of a section have in common.
struct GroupKey {
    SocketAddress address; ///< of clients without port: each connection has another; none of processes
    std::string process;   ///< "nginx[1234]" at either end, the server's first; empty where none is known
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer
    friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

struct ConnectionGroup {
    GroupKey key;
    std::size_t first = 0; ///< place of its first connection
    std::uint32_t count = 0;
    std::uint32_t inCloseWait = 0;
    State worst = State::Closed; ///< of all its endpoints
};

struct GroupedOrder {
    Order order;                         ///< section by section
    std::vector<ConnectionGroup> groups; ///< none where nothing is grouped: then the order is what it was
};

/// Empty when cancelled on the way. Cost: every connection of the order a few times.
[[nodiscard]] std::optional<GroupedOrder> groupedOrder(const Snapshot& snapshot, Order order, GroupBy by,
                                                       const std::atomic<bool>& cancelled);

/// A row that heads a section stands in an Order as this bit with the place of its group.
inline constexpr std::uint32_t kGroupRow = std::uint32_t{1} << 31U;

/// Sections that are folded: their rows are not seen.
using FoldedGroups = std::set<GroupKey>;

/// The rows there are to see: each section's heading, and below it its connections. Cost: a copy of the order.
[[nodiscard]] Order rowsOf(const GroupedOrder& grouped, const FoldedGroups& folded);

/// "10.0.0.1:8080", "10.0.0.42", "nginx[1234]", as people should read it.
[[nodiscard]] QString groupName(const ConnectionGroup& group, GroupBy by);

} // namespace synscope::ui
