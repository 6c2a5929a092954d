// SPDX-License-Identifier: Apache-2.0
//
// Which connections the table shows, and in what order: a plain vector of connection numbers, made on a
// worker. Pure function of a snapshot, a filter, a stretch of time and a column.
#pragma once

#include "ui/view_state.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace synscope::ui {

struct OrderRequest {
    static constexpr int kNaturalOrder = -1;

    SnapshotPtr snapshot;
    FilterPtr filter;
    std::optional<TimeRange> timeRange; ///< only connections alive in it
    int column = kNaturalOrder;         ///< of connectionColumns()
    bool descending = false;

    /// Every connection in order of its first packet: no vector is needed.
    [[nodiscard]] bool isNatural() const { return !filter && !timeRange && column == kNaturalOrder; }
};

using Order = std::vector<std::uint32_t>;

/// Whether the connection was alive at some time of the range.
[[nodiscard]] bool isAliveIn(const Snapshot& snapshot, const ConnectionRow& row, const TimeRange& range);

/// Empty when cancelled on the way.
[[nodiscard]] std::optional<Order> orderedConnections(const OrderRequest& request, const std::atomic<bool>& cancelled);

} // namespace synscope::ui
