// SPDX-License-Identifier: Apache-2.0
//
// Hands on the time axis of the connections table: the wheel with Ctrl zooms about the pointer over the life column and
// its heading, with Shift or sideways it moves; dragging the axis, or the lanes with the middle button, moves too, and
// a double click on the axis shows all. With the keyboard: + and -, Shift+Left and Shift+Right, Backspace for all.
#pragma once

#include <QObject>

#include <optional>

class QKeyEvent;
class QMouseEvent;
class QTableView;
class QWheelEvent;

namespace synscope::ui {

class ConnectionsHeader;
class TimeAxis;

class AxisGestures : public QObject {
    Q_OBJECT

public:
    /// Watches the table, its viewport and its heading; all three outlive it.
    AxisGestures(QTableView& table, ConnectionsHeader& header, TimeAxis& axis);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] bool wheel(const QWheelEvent& event);
    [[nodiscard]] bool press(const QMouseEvent& event, bool isOnHeader);
    [[nodiscard]] bool drag(const QMouseEvent& event);
    [[nodiscard]] bool release();
    [[nodiscard]] bool doubleClick(const QMouseEvent& event);
    [[nodiscard]] bool key(const QKeyEvent& event);
    [[nodiscard]] bool isOverLife(double x) const;

    ConnectionsHeader& m_header;
    TimeAxis& m_axis;
    QTableView& m_table;
    std::optional<double> m_dragX; ///< where the pointer was when the axis moved last
};

} // namespace synscope::ui
