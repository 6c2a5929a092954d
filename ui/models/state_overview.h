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

/// Bottom to top in the strip. A connection is of the first kind that one of its endpoints is of, but for TimeWait:
/// there the other end is over, too.
enum class OverviewKind : std::uint8_t { CloseWait, Established, Opening, Closing, TimeWait };
inline constexpr std::size_t kOverviewKindCount = 5;
inline constexpr std::array<OverviewKind, kOverviewKindCount> kOverviewKinds{
    OverviewKind::CloseWait, OverviewKind::Established, OverviewKind::Opening, OverviewKind::Closing,
    OverviewKind::TimeWait};

struct StateOverview {
    TimeRange range;
    std::array<std::vector<std::uint32_t>, kOverviewKindCount> counts; ///< by OverviewKind, then bucket
    std::uint32_t highest = 0;                                         ///< of the sums over the kinds
    std::uint32_t closeWaitAtEnd = 0;
    std::optional<Timestamp> closeWaitSince; ///< when the oldest of those began

    [[nodiscard]] std::uint32_t at(OverviewKind kind, std::size_t bucket) const {
        return counts[static_cast<std::size_t>(kind)][bucket];
    }
    /// Those that there are, the largest area first.
    [[nodiscard]] std::vector<OverviewKind> byArea() const;
};

/// A connection counts once in every bucket it touches. It counts as CLOSE_WAIT only where it is so at the
/// bucket's end: a close that passes within a bucket is no leak, and adding those up would look like one.
/// Empty when cancelled. Cost: every transition once.
[[nodiscard]] std::optional<StateOverview> stateOverview(const Snapshot& snapshot, std::size_t buckets,
                                                         const std::atomic<bool>& cancelled);

} // namespace synscope::ui
