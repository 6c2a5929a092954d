// SPDX-License-Identifier: Apache-2.0
//
// "Connections by state": stacked areas over the whole capture, CLOSE_WAIT at the bottom in its own colour,
// and a brush that cuts out a stretch of time for all views. Drag to brush, double click to clear; with
// the keyboard: arrows move and size it, Escape clears it. Heights are counted on a worker.
#pragma once

#include "ui/latest_job.h"
#include "ui/models/state_overview.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QRectF>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace synscope::ui {

class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    explicit OverviewStrip(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] const StateOverview& overview() const { return m_overview; }
    /// Where the areas are drawn; its left and right are the ends of the time axis.
    [[nodiscard]] QRectF chartRect() const;
    /// The areas do not show the latest snapshot yet.
    [[nodiscard]] bool isBusy() const { return m_job.isRunning() || m_timer.isActive(); }

Q_SIGNALS:
    void counted(); ///< the areas show the latest snapshot

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void countSoon();
    void count();
    void paintAreas(QPainter& painter) const;
    void paintTitles(QPainter& painter) const;
    void paintLegend(QPainter& painter, QRectF room) const;
    void paintBrush(QPainter& painter) const;
    void setBrush(double fromX, double toX);
    void moveBrush(double beginShare, double endShare);
    void showTip(const QPoint& at, const QPoint& global);
    [[nodiscard]] TimeRange capture() const;

    ViewState& m_state;
    StateOverview m_overview;
    LatestJob m_job;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    qint64 m_lastCostMs = 0;
    std::optional<double> m_dragFrom; ///< x where the mouse went down
};

} // namespace synscope::ui
