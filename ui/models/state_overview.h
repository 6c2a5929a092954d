// SPDX-License-Identifier: Apache-2.0
//
// How many connections were in which kind of state over time: the heights of the overview strip's stacked
// areas, a bucket a pixel column. Pure; runs on a worker.
#pragma once

#include "core/store/snapshot.h"
#include "ui/time_range.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace synscope::ui {

/// Bottom to top in the strip.
enum class OverviewKind : std::uint8_t { CloseWait, Established, Other };
inline constexpr std::size_t kOverviewKindCount = 3;

struct StateOverview {
    TimeRange range;
    std::array<std::vector<std::uint32_t>, kOverviewKindCount> counts; ///< by OverviewKind, then bucket
    std::uint32_t highest = 0;                                         ///< of the sums over the kinds
    std::uint32_t closeWaitAtEnd = 0;
    std::optional<Timestamp> closeWaitSince; ///< when the oldest of those began

    [[nodiscard]] std::uint32_t at(OverviewKind kind, std::size_t bucket) const {
        return counts[static_cast<std::size_t>(kind)][bucket];
    }
};

/// A connection counts once in every bucket it touches. It counts as CLOSE_WAIT only where it is so at the
/// bucket's end: a close that passes within a bucket is no leak, and adding those up would look like one.
/// Empty when cancelled. Cost: every transition once.
[[nodiscard]] std::optional<StateOverview> stateOverview(const Snapshot& snapshot, std::size_t buckets,
                                                         const std::atomic<bool>& cancelled);

} // namespace synscope::ui
