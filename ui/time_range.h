// SPDX-License-Identifier: Apache-2.0
//
// A stretch of the capture's time and its projection on pixels: the one axis that the overview strip,
// the life column and its heading share.
#pragma once

#include "core/base/time.h"

namespace synscope::ui {

/// [begin, end) of the capture's time.
struct TimeRange {
    Timestamp begin{};
    Timestamp end{};
    friend bool operator==(const TimeRange&, const TimeRange&) = default;

    /// Where `time` lies on an axis `width` px wide, in px, not clamped. An empty range puts all at 0.
    [[nodiscard]] double xOf(Timestamp time, double width) const {
        const auto span = static_cast<double>((end - begin).count());
        return span > 0 ? static_cast<double>((time - begin).count()) / span * width : 0;
    }
    /// The time at `x` px; `begin` when the axis has no width.
    [[nodiscard]] Timestamp timeAt(double x, double width) const {
        const auto span = static_cast<double>((end - begin).count());
        return width > 0 ? begin + Duration(static_cast<Duration::rep>(span * x / width)) : begin;
    }
};

} // namespace synscope::ui
