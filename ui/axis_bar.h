// SPDX-License-Identifier: Apache-2.0
//
// The window of time that the lanes show, under the overview of the whole capture: drag it to move, its edges to zoom,
// double click for all. With the keyboard: arrows move and zoom, + and - zoom, Home shows all.
#pragma once

#include <QWidget>

namespace synscope::ui {

class TimeAxis;
class ViewState;

class AxisBar : public QWidget {
    Q_OBJECT

public:
    AxisBar(TimeAxis& axis, const ViewState& state, QWidget* parent = nullptr);

    /// The window in this widget's pixels: at least a few wide, and in the bar, however far it is zoomed in.
    [[nodiscard]] QRectF windowRect() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Grip { None, Begin, Window, End };
    [[nodiscard]] Grip gripAt(double x) const;
    void dragTo(double x);

    TimeAxis& m_axis;
    const ViewState& m_state;
    Grip m_grip = Grip::None;
    double m_lastX = 0;
};

} // namespace synscope::ui
