// SPDX-License-Identifier: Apache-2.0
//
// Vertical distance as time: which height a moment has. Time runs to scale, save where an idle stretch is compressed or
// something without time of its own stands between (a note); such stretches are no measure of anything.
#pragma once

#include "core/base/time.h"

#include <vector>

namespace synscope {

/// [y, bottom) stands for [from, to). One that is not to scale is a break; time may stand still in it.
struct TimeStretch {
    Timestamp from{};
    Timestamp to{};
    double y = 0;
    double bottom = 0;
    bool isToScale = true;
};

class TimeAxis {
public:
    TimeAxis() = default;
    TimeAxis(Timestamp begin, double top, double pxPerNs);

    /// Time runs to `time`, to scale; nothing where it has come that far. Answers the height then.
    double runTo(Timestamp time);
    /// Time comes to `time` within `height` px. Answers the stretch's top.
    double breakTo(Timestamp time, double height);

    [[nodiscard]] Timestamp time() const { return m_time; }
    [[nodiscard]] double bottom() const { return m_bottom; }
    [[nodiscard]] double pxPerNs() const { return m_pxPerNs; }
    /// Height of a moment; where time stands still, the upper or the lower end. Outside, the nearest end. Logarithmic.
    [[nodiscard]] double upperAt(Timestamp time) const;
    [[nodiscard]] double lowerAt(Timestamp time) const;
    [[nodiscard]] const std::vector<TimeStretch>& stretches() const { return m_stretches; }
    /// A round number of ns whose ticks lie 40 to 100 px apart.
    [[nodiscard]] Duration tick() const;

private:
    std::vector<TimeStretch> m_stretches; ///< without holes
    Timestamp m_time{};
    double m_bottom = 0;
    double m_pxPerNs = 0;
};

} // namespace synscope
