// SPDX-License-Identifier: Apache-2.0
//
// The stretch of time that all lanes of the life column show, with their heading and the window in the overview
// strip. It narrows what is drawn and keeps no row out: that is what the brush does.
#pragma once

#include "ui/view_state.h"

#include <QObject>

#include <optional>

namespace synscope::ui {

class TimeAxis : public QObject {
    Q_OBJECT

public:
    /// Begins with all there is, and goes back to that when the brush or the capture changes.
    explicit TimeAxis(const ViewState& state, QObject* parent = nullptr);

    /// What is shown: the window chosen, else the brushed stretch, else the whole capture.
    [[nodiscard]] TimeRange range() const;
    [[nodiscard]] TimeRange capture() const;
    /// range() is less than the whole capture.
    [[nodiscard]] bool isPart() const;

    /// Moved into the capture, and no shorter than a microsecond. Beyond the capture's both ends: all of it.
    void show(TimeRange range);
    /// By `factor` (2: twice as much detail); `at` stays at its place.
    void zoom(Timestamp at, double factor);
    /// About the middle.
    void zoom(double factor);
    /// By a share of what is shown: 1 is a whole page later. Its length stays.
    void pan(double share);
    /// All there is: the brushed stretch, and from there the whole capture.
    void fit();

Q_SIGNALS:
    void changed(); ///< range() may be another one

private:
    void setWindow(std::optional<TimeRange> window);
    void onSnapshot();

    const ViewState& m_state;
    std::optional<TimeRange> m_window;
};

} // namespace synscope::ui
