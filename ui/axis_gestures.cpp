// SPDX-License-Identifier: Apache-2.0
#include "ui/axis_gestures.h"

#include "ui/connections_header.h"
#include "ui/time_axis.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QTableView>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace synscope::ui {
namespace {

constexpr double kZoomOfNotch = 1.25; // of a wheel
constexpr double kZoomOfKey = 1.5;
constexpr double kPanOfNotch = 0.1; // shares of what is shown
constexpr double kPanOfKey = 0.1;
constexpr double kNotch = 120; // as Qt counts: eighths of a degree

} // namespace

AxisGestures::AxisGestures(QTableView& table, ConnectionsHeader& header, TimeAxis& axis)
    : QObject(&table), m_header(header), m_axis(axis), m_table(table) {
    table.installEventFilter(this);
    table.viewport()->installEventFilter(this);
    header.viewport()->installEventFilter(this);
}

bool AxisGestures::eventFilter(QObject* watched, QEvent* event) {
    const bool isOnHeader = watched == m_header.viewport();
    const bool isOnTable = watched == m_table.viewport();
    switch (event->type()) {
    case QEvent::KeyPress:
        return watched == &m_table && key(static_cast<const QKeyEvent&>(*event));
    case QEvent::Wheel:
        return (isOnHeader || isOnTable) && wheel(static_cast<const QWheelEvent&>(*event));
    case QEvent::MouseButtonPress:
        return (isOnHeader || isOnTable) && press(static_cast<const QMouseEvent&>(*event), isOnHeader);
    case QEvent::MouseMove:
        return (isOnHeader || isOnTable) && drag(static_cast<const QMouseEvent&>(*event));
    case QEvent::MouseButtonRelease:
        return release();
    case QEvent::MouseButtonDblClick:
        return isOnHeader && doubleClick(static_cast<const QMouseEvent&>(*event));
    default: // events are Qt's open set
        return false;
    }
}

bool AxisGestures::isOverLife(double x) const {
    const QRect axis = m_header.axisRect();
    return x >= axis.left() && x <= axis.right();
}

bool AxisGestures::wheel(const QWheelEvent& event) {
    const double x = event.position().x();
    const QRect axis = m_header.axisRect();
    if (!isOverLife(x))
        return false;
    const double down = event.angleDelta().y() / kNotch;
    const double sideways = event.angleDelta().x() / kNotch;
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        const double notches = down != 0 ? down : sideways;
        m_axis.zoom(m_axis.range().timeAt(x - axis.left(), axis.width()), std::pow(kZoomOfNotch, notches));
        return true;
    }
    const bool isSideways = std::abs(sideways) > std::abs(down);
    if (!isSideways && !event.modifiers().testFlag(Qt::ShiftModifier))
        return false;
    m_axis.pan(-(isSideways ? sideways : down) * kPanOfNotch);
    return true;
}

bool AxisGestures::press(const QMouseEvent& event, bool isOnHeader) {
    const bool isMine = isOnHeader ? event.button() == Qt::LeftButton && m_header.axisRect().contains(event.pos())
                                   : event.button() == Qt::MiddleButton && isOverLife(event.position().x());
    if (isMine)
        m_dragX = event.position().x();
    return isMine;
}

bool AxisGestures::drag(const QMouseEvent& event) {
    if (!m_dragX)
        return false;
    const double by = *m_dragX - event.position().x();
    m_axis.pan(by / std::max(1, m_header.axisRect().width()));
    m_dragX = event.position().x();
    return true;
}

bool AxisGestures::release() {
    const bool wasMine = m_dragX.has_value();
    m_dragX.reset();
    return wasMine;
}

bool AxisGestures::doubleClick(const QMouseEvent& event) {
    if (!m_header.axisRect().contains(event.pos()))
        return false;
    m_axis.fit();
    return true;
}

bool AxisGestures::key(const QKeyEvent& event) {
    const Qt::KeyboardModifiers held = event.modifiers() & ~Qt::KeypadModifier;
    if ((held & ~Qt::ShiftModifier) != 0)
        return false;
    switch (event.key()) {
    case Qt::Key_Plus:
        m_axis.zoom(kZoomOfKey);
        return true;
    case Qt::Key_Minus:
        m_axis.zoom(1 / kZoomOfKey);
        return true;
    case Qt::Key_Backspace:
        m_axis.fit();
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (held != Qt::ShiftModifier)
            return false;
        m_axis.pan(event.key() == Qt::Key_Left ? -kPanOfKey : kPanOfKey);
        return true;
    default: // keys are Qt's open set
        return false;
    }
}

} // namespace synscope::ui
