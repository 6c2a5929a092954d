// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram's keys, wheel and clicks.
#include "ui/diagram/ladder_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <cmath>

namespace synscope::ui {
namespace {

constexpr double kZoomStep = 1.1892; // four steps double
constexpr int kWheelStep = 120;      // eighths of a degree, one notch of a common wheel

bool isSelectable(const LadderRow& row) {
    return row.segmentCount > 0;
}

} // namespace

std::optional<std::size_t> LadderView::stepFrom(std::optional<std::size_t> row, int direction) const {
    const auto count = static_cast<std::ptrdiff_t>(m_layout.rows.size());
    auto at = row ? static_cast<std::ptrdiff_t>(*row) + direction : (direction > 0 ? 0 : count - 1);
    while (at >= 0 && at < count && !isSelectable(m_layout.rows[static_cast<std::size_t>(at)]))
        at += direction;
    if (at < 0 || at >= count)
        return std::nullopt;
    return static_cast<std::size_t>(at);
}

std::optional<std::size_t> LadderView::rowOfKey(int key) const {
    const double page = verticalScrollBar()->pageStep() / m_zoom;
    const auto paged = [&](int direction) -> std::optional<std::size_t> {
        const double from = m_selectedRow ? m_layout.rows[*m_selectedRow].y : topOfRows();
        const auto near = rowNear(from + direction * page);
        if (near && isSelectable(m_layout.rows[*near]) && near != m_selectedRow)
            return near;
        const auto next = stepFrom(near, direction);
        return next ? next : stepFrom(std::nullopt, -direction);
    };
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int direction = key == Qt::Key_Down ? 1 : -1;
        if (m_selectedRow)
            return stepFrom(m_selectedRow, direction);
        const auto first = rowNear(topOfRows());
        return first && isSelectable(m_layout.rows[*first]) ? first : stepFrom(first, 1);
    }
    case Qt::Key_PageDown:
        return paged(1);
    case Qt::Key_PageUp:
        return paged(-1);
    case Qt::Key_Home:
        return stepFrom(std::nullopt, 1);
    case Qt::Key_End:
        return stepFrom(std::nullopt, -1);
    default:
        return std::nullopt;
    }
}

bool LadderView::zoomByKey(const QKeyEvent& event) {
    if (!event.modifiers().testFlag(Qt::ControlModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom(m_zoom * kZoomStep);
        return true;
    case Qt::Key_Minus:
        setZoom(m_zoom / kZoomStep);
        return true;
    case Qt::Key_0:
        setZoom(1);
        return true;
    default:
        return false;
    }
}

void LadderView::keyPressEvent(QKeyEvent* event) {
    if (zoomByKey(*event))
        return;
    const bool moves = event->key() == Qt::Key_Down || event->key() == Qt::Key_Up || event->key() == Qt::Key_PageDown ||
                       event->key() == Qt::Key_PageUp || event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (!moves || !m_detail) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (const auto row = rowOfKey(event->key()))
        chooseRow(*row);
    // The ends show what lies beyond the first and last segment: notes, and how the states go on.
    if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(0);
    if (event->key() == Qt::Key_End)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void LadderView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        setZoom(m_zoom * std::pow(kZoomStep, static_cast<double>(event->angleDelta().y()) / kWheelStep));
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void LadderView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    if (const LadderLane* lane = otherLaneAt(event->position())) {
        Q_EMIT connectionWanted(lane->layout.detail->id);
        return;
    }
    const auto row = rowAt(event->position());
    if (row && isSelectable(m_layout.rows[*row]))
        chooseRow(*row);
}

} // namespace synscope::ui
