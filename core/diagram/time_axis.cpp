// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/time_axis.h"

#include <algorithm>
#include <cmath>

namespace synscope {
namespace {

constexpr double kLeastTickPx = 40;

double heightIn(const TimeStretch& stretch, Timestamp time) {
    const auto all = static_cast<double>((stretch.to - stretch.from).count());
    if (all <= 0)
        return stretch.y;
    const double part = static_cast<double>((time - stretch.from).count()) / all;
    return stretch.y + (stretch.bottom - stretch.y) * std::clamp(part, 0.0, 1.0);
}

} // namespace

TimeAxis::TimeAxis(Timestamp begin, double top, double pxPerNs) : m_time(begin), m_bottom(top), m_pxPerNs(pxPerNs) {}

double TimeAxis::runTo(Timestamp time) {
    if (time <= m_time)
        return m_bottom;
    const double bottom = m_bottom + static_cast<double>((time - m_time).count()) * m_pxPerNs;
    if (!m_stretches.empty() && m_stretches.back().isToScale) {
        m_stretches.back().to = time;
        m_stretches.back().bottom = bottom;
    } else {
        m_stretches.push_back({m_time, time, m_bottom, bottom, true});
    }
    m_time = time;
    m_bottom = bottom;
    return bottom;
}

double TimeAxis::breakTo(Timestamp time, double height) {
    const double top = m_bottom;
    const Timestamp to = std::max(time, m_time);
    m_stretches.push_back({m_time, to, top, top + height, false});
    m_time = to;
    m_bottom = top + height;
    return top;
}

double TimeAxis::upperAt(Timestamp time) const {
    const auto found = std::partition_point(m_stretches.begin(), m_stretches.end(),
                                            [time](const TimeStretch& s) { return s.to < time; });
    return found == m_stretches.end() ? m_bottom : heightIn(*found, time);
}

double TimeAxis::lowerAt(Timestamp time) const {
    const auto after = std::partition_point(m_stretches.begin(), m_stretches.end(),
                                            [time](const TimeStretch& s) { return s.from <= time; });
    if (after == m_stretches.begin())
        return m_stretches.empty() ? m_bottom : m_stretches.front().y;
    const TimeStretch& stretch = *(after - 1);
    return stretch.from == stretch.to ? stretch.bottom : heightIn(stretch, time);
}

Duration TimeAxis::tick() const {
    if (m_pxPerNs <= 0)
        return Duration{1};
    const double least = std::max(1.0, kLeastTickPx / m_pxPerNs);
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least)
            return Duration{static_cast<Duration::rep>(std::llround(factor * power))};
    }
    return Duration{static_cast<Duration::rep>(std::llround(10 * power))};
}

} // namespace synscope
