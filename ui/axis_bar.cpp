// SPDX-License-Identifier: Apache-2.0
#include "ui/axis_bar.h"

#include "ui/theme.h"
#include "ui/time_axis.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr double kEdgePx = 6; // at zoom 1: as wide as an edge can be taken
constexpr double kNarrowestPx = 14;
constexpr double kZoomOfKey = 1.5;
constexpr double kPanOfKey = 0.1;

} // namespace

AxisBar::AxisBar(TimeAxis& axis, const ViewState& state, QWidget* parent)
    : QWidget(parent), m_axis(axis), m_state(state) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Stretch of time that is shown"));
    setAccessibleDescription(tr("Drag to move, drag its edges to zoom, double click for all; Left and Right move, "
                                "Up, Down, + and - zoom, Home shows all"));
    setToolTip(tr("The time that the lanes show: drag to move, drag an edge to zoom, double click for all"));
    connect(&axis, &TimeAxis::changed, this, qOverload<>(&QWidget::update));
}

QRectF AxisBar::windowRect() const {
    const TimeRange all = m_axis.capture();
    const TimeRange shown = m_axis.range();
    const double left = all.xOf(shown.begin, width());
    const double right = all.end > all.begin ? all.xOf(shown.end, width()) : width();
    const double narrowest = std::min<double>(kNarrowestPx * m_state.zoom(), width());
    const double wide = std::clamp(right - left, narrowest, std::max<double>(narrowest, width()));
    const double from = std::clamp((left + right - wide) / 2, 0.0, std::max(0.0, width() - wide));
    return {from, 0.5, wide, height() - 1.0};
}

void AxisBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double zoom = m_state.zoom();
    const QRectF track = QRectF(rect()).adjusted(0, height() / 2.0 - 1.5 * zoom, 0, -(height() / 2.0 - 1.5 * zoom));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(Ink::Border, m_state.theme()));
    painter.drawRoundedRect(track, 1.5 * zoom, 1.5 * zoom);
    const QRectF window = windowRect();
    const QColor ink = colour(m_axis.isPart() ? Ink::Accent : Ink::FaintText, m_state.theme());
    QColor fill = ink;
    fill.setAlphaF(m_axis.isPart() ? 0.25F : 0.12F);
    painter.setPen(QPen(ink, hasFocus() ? 2 : 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(window.adjusted(0.5, 0.5, -0.5, -0.5), 3 * zoom, 3 * zoom);
    for (const double x : {window.left() + 4 * zoom, window.right() - 4 * zoom})
        painter.drawLine(QPointF(x, window.top() + 3 * zoom), QPointF(x, window.bottom() - 3 * zoom));
}

AxisBar::Grip AxisBar::gripAt(double x) const {
    const QRectF window = windowRect();
    const double edge = std::min(kEdgePx * m_state.zoom(), window.width() / 3);
    if (x < window.left() - edge || x > window.right() + edge)
        return Grip::None;
    if (x <= window.left() + edge)
        return Grip::Begin;
    return x >= window.right() - edge ? Grip::End : Grip::Window;
}

void AxisBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_lastX = event->position().x();
    m_grip = gripAt(m_lastX);
    if (m_grip != Grip::None)
        return;
    const TimeRange shown = m_axis.range(); // beside the window: it comes there
    const Duration half = (shown.end - shown.begin) / 2;
    const Timestamp middle = m_axis.capture().timeAt(m_lastX, width());
    m_axis.show({middle - half, middle + half});
    m_grip = Grip::Window;
}

void AxisBar::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (m_grip != Grip::None)
        return dragTo(x);
    const Grip under = gripAt(x);
    setCursor(under == Grip::None ? Qt::ArrowCursor : under == Grip::Window ? Qt::OpenHandCursor : Qt::SizeHorCursor);
}

/// Edges are where the pointer is; the window moves as far as the pointer did.
void AxisBar::dragTo(double x) {
    const TimeRange all = m_axis.capture();
    const TimeRange shown = m_axis.range();
    const double inside = std::clamp(x, 0.0, static_cast<double>(width()));
    const Timestamp at = all.timeAt(inside, width());
    if (m_grip == Grip::Begin)
        m_axis.show({std::min(at, shown.end), shown.end});
    else if (m_grip == Grip::End)
        m_axis.show({shown.begin, std::max(at, shown.begin)});
    else {
        const Duration by = at - all.timeAt(std::clamp(m_lastX, 0.0, static_cast<double>(width())), width());
        m_axis.show({shown.begin + by, shown.end + by});
    }
    m_lastX = x;
}

void AxisBar::mouseReleaseEvent(QMouseEvent*) {
    m_grip = Grip::None;
}

void AxisBar::mouseDoubleClickEvent(QMouseEvent*) {
    m_grip = Grip::None;
    m_axis.fit();
}

void AxisBar::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return m_axis.pan(-kPanOfKey);
    case Qt::Key_Right:
        return m_axis.pan(kPanOfKey);
    case Qt::Key_Up:
    case Qt::Key_Plus:
        return m_axis.zoom(kZoomOfKey);
    case Qt::Key_Down:
    case Qt::Key_Minus:
        return m_axis.zoom(1 / kZoomOfKey);
    case Qt::Key_Home:
        return m_axis.fit();
    default: // keys are Qt's open set
        QWidget::keyPressEvent(event);
    }
}

} // namespace synscope::ui
