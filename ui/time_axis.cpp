// SPDX-License-Identifier: Apache-2.0
#include "ui/time_axis.h"

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr Duration kShortest = std::chrono::microseconds(1);

Duration scaled(Duration length, double by) {
    return Duration(static_cast<Duration::rep>(static_cast<double>(length.count()) * by));
}

} // namespace

TimeAxis::TimeAxis(const ViewState& state, QObject* parent) : QObject(parent), m_state(state) {
    connect(&state, &ViewState::timeRangeChanged, this, [this] {
        m_window.reset();
        Q_EMIT changed();
    });
    connect(&state, &ViewState::snapshotChanged, this, &TimeAxis::onSnapshot);
}

TimeRange TimeAxis::range() const {
    return m_window.value_or(m_state.axis());
}

TimeRange TimeAxis::capture() const {
    return {m_state.snapshot()->begin, m_state.snapshot()->end};
}

bool TimeAxis::isPart() const {
    const TimeRange shown = range();
    return shown.begin > capture().begin || shown.end < capture().end;
}

void TimeAxis::show(TimeRange range) {
    const TimeRange all = capture();
    if (all.end - all.begin <= kShortest)
        return;
    const Duration length = std::max(kShortest, range.end - range.begin);
    if (length >= all.end - all.begin)
        return setWindow(all);
    range.begin = std::clamp(range.begin, all.begin, all.end - length);
    setWindow(TimeRange{range.begin, range.begin + length});
}

void TimeAxis::zoom(Timestamp at, double factor) {
    const TimeRange shown = range();
    show({at - scaled(at - shown.begin, 1 / factor), at + scaled(shown.end - at, 1 / factor)});
}

void TimeAxis::zoom(double factor) {
    const TimeRange shown = range();
    zoom(shown.begin + (shown.end - shown.begin) / 2, factor);
}

void TimeAxis::pan(double share) {
    const TimeRange shown = range();
    const Duration by = scaled(shown.end - shown.begin, share);
    show({shown.begin + by, shown.end + by});
}

void TimeAxis::fit() {
    const bool isFitted = range() == m_state.axis();
    setWindow(isFitted ? std::optional(capture()) : std::nullopt);
}

void TimeAxis::setWindow(std::optional<TimeRange> window) {
    if (window && *window == m_state.axis())
        window.reset();
    if (m_window == window)
        return;
    m_window = window;
    Q_EMIT changed();
}

/// A live capture grows and the window stays; of another capture it would show nothing.
void TimeAxis::onSnapshot() {
    if (m_window && (m_window->begin < capture().begin || m_window->end > capture().end))
        m_window.reset();
    Q_EMIT changed();
}

} // namespace synscope::ui
