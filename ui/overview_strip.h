// SPDX-License-Identifier: Apache-2.0
//
// "Connections by state": stacked areas over the whole capture, CLOSE_WAIT in its own colour over all others and
// never too small to see, and a brush that keeps connections out that are not alive in a stretch of time. Drag to
// brush, double click to clear; with the keyboard: arrows move and size it, Escape clears it. A chip says what is
// brushed and takes it away. Below lies the window that the lanes show. Heights are counted on a worker.
#pragma once

#include "ui/latest_job.h"
#include "ui/models/state_overview.h"
#include "ui/view_state.h"

#include <QElapsedTimer>
#include <QFont>
#include <QFontMetrics>
#include <QPixmap>
#include <QRectF>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QToolButton;

namespace synscope::ui {

class AxisBar;
class TimeAxis;

class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    OverviewStrip(ViewState& state, TimeAxis& axis, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] const StateOverview& overview() const { return m_overview; }
    /// Where the areas are drawn; its left and right are the ends of the time axis.
    [[nodiscard]] QRectF chartRect() const;
    [[nodiscard]] AxisBar* bar() const { return m_bar; }
    /// Says what is brushed, and removes it; hidden without a brush.
    [[nodiscard]] QToolButton* chip() const { return m_chip; }
    /// Shows all; hidden where all is shown.
    [[nodiscard]] QToolButton* fitButton() const { return m_fit; }
    /// What there is at a place of the chart, a line a kind of state; empty beside it.
    [[nodiscard]] QString tipAt(const QPointF& place) const;
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
    void makeButtons();
    void placeParts();
    /// What only changes with the overview, the size and the colours is painted once.
    struct Layer {
        QPixmap picture;
        std::uint64_t overview = 0; ///< m_overviewNumber
        Theme theme = Theme::Light;
        double zoom = 0;
    };
    void paintLayer(QPainter& painter, Layer& layer, void (OverviewStrip::*paint)(QPainter&) const);
    void paintAreas(QPainter& painter) const;
    void paintCloseWait(QPainter& painter) const;
    void paintOutside(QPainter& painter) const;
    void paintTitles(QPainter& painter) const;
    [[nodiscard]] QString leaksText(double width, const QFontMetrics& metrics) const;
    void paintLegend(QPainter& painter, QRectF room) const;
    void paintBrush(QPainter& painter) const;
    void setBrush(double fromX, double toX);
    void moveBrush(double beginShare, double endShare);
    [[nodiscard]] TimeRange capture() const;
    [[nodiscard]] QString title() const;
    [[nodiscard]] QFont titleFont() const;

    ViewState& m_state;
    TimeAxis& m_axis;
    AxisBar* m_bar;
    QToolButton* m_chip;
    QToolButton* m_fit;
    StateOverview m_overview;
    std::uint64_t m_overviewNumber = 1; ///< goes up when there is another
    Layer m_areas;
    Layer m_closeWait;
    LatestJob m_job;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    qint64 m_lastCostMs = 0;
    double m_titlesEnd = 0;           ///< x right of title, chip and button
    std::optional<double> m_dragFrom; ///< x where the mouse went down
};

} // namespace synscope::ui
