// SPDX-License-Identifier: Apache-2.0
//
// Where an axis of time has its marks, and what they say: round times of day in UTC, as exact as the axis is long.
// Pure.
#pragma once

#include "ui/time_range.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace synscope::ui {

/// Ascending, at equal distances of 1, 2 or 5 of a decimal unit below a second, or of what clocks are divided by; at
/// most `most`, and none of an empty range.
struct TimeTicks {
    std::vector<Timestamp> times;
    Duration step{};

    /// "17:02" from a minute on, "17:02:11" from a second on, "11.25 s" of a minute below; "28 Nov" from a day on.
    [[nodiscard]] QString label(Timestamp time) const;
};

[[nodiscard]] TimeTicks timeTicks(const TimeRange& range, std::size_t most);

} // namespace synscope::ui
