// SPDX-License-Identifier: Apache-2.0
#include "ui/overview_strip.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace synscope::ui {
namespace {

constexpr qint64 kShortestPauseMs = 250; // between two counts while loading
constexpr double kSmallestBrushPx = 4;   // less is a click, not a drag
constexpr double kKeyStep = 0.05;        // share of the capture an arrow key moves the brush

QColor areaColour(OverviewKind kind, Theme theme) {
    QColor out;
    switch (kind) {
    case OverviewKind::CloseWait:
        out = colour(Ink::Attention, theme);
        out.setAlphaF(0.95F);
        break;
    case OverviewKind::Established:
        out = colour(State::Established, theme);
        out.setAlphaF(0.45F);
        break;
    case OverviewKind::Other:
        out = colour(State::TimeWait, theme);
        out.setAlphaF(0.45F);
        break;
    }
    return out;
}

} // namespace

OverviewStrip::OverviewStrip(ViewState& state, QWidget* parent) : QWidget(parent), m_state(state) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Connections by state over time"));
    setAccessibleDescription(tr("Drag to filter by time; arrow keys move the stretch, Escape clears it"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::IBeamCursor);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &OverviewStrip::count);
    connect(&state, &ViewState::snapshotChanged, this, &OverviewStrip::countSoon);
    connect(&state, &ViewState::timeRangeChanged, this, qOverload<>(&QWidget::update));
    connect(&state, &ViewState::lookChanged, this, [this] {
        updateGeometry();
        update();
    });
}

QSize OverviewStrip::sizeHint() const {
    return {400, qRound(94 * m_state.zoom())};
}

QRectF OverviewStrip::chartRect() const {
    const double zoom = m_state.zoom();
    return QRectF(rect()).adjusted(12 * zoom, 28 * zoom, -12 * zoom, -8 * zoom);
}

TimeRange OverviewStrip::capture() const {
    return {m_state.snapshot()->begin, m_state.snapshot()->end};
}

void OverviewStrip::countSoon() {
    if (m_state.snapshot()->size() == 0) {
        m_job.cancel();
        m_overview = {};
        update();
        return;
    }
    if (!m_timer.isActive() && !m_job.isRunning())
        m_timer.start(
            m_state.snapshot()->load.finished ? 0 : static_cast<int>(std::max(kShortestPauseMs, 3 * m_lastCostMs)));
}

void OverviewStrip::count() {
    const auto buckets = static_cast<std::size_t>(std::max(1.0, chartRect().width()));
    const SnapshotPtr snapshot = m_state.snapshot();
    m_sinceStart.start();
    m_job.start([snapshot,
                 buckets](const std::atomic<bool>& cancelled) { return stateOverview(*snapshot, buckets, cancelled); },
                [this, snapshot](std::optional<StateOverview> overview) {
                    m_lastCostMs = m_sinceStart.elapsed();
                    if (!overview)
                        return;
                    m_overview = std::move(*overview);
                    update();
                    if (snapshot != m_state.snapshot())
                        countSoon();
                    else
                        Q_EMIT counted();
                });
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAreas(painter);
    paintBrush(painter);
    paintTitles(painter);
    if (hasFocus()) {
        painter.setPen(QPen(colour(Ink::Accent, m_state.theme()), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6);
    }
}

void OverviewStrip::paintAreas(QPainter& painter) const {
    const QRectF chart = chartRect();
    const std::size_t buckets = m_overview.counts[0].size();
    if (buckets == 0 || m_overview.highest == 0)
        return;
    const double step = chart.width() / static_cast<double>(buckets);
    const double perConnection = chart.height() / m_overview.highest;
    std::vector<double> below(buckets, 0);
    for (const OverviewKind kind : {OverviewKind::CloseWait, OverviewKind::Established, OverviewKind::Other}) {
        QPolygonF area;
        for (std::size_t b = 0; b < buckets; ++b) {
            const double x = chart.left() + static_cast<double>(b) * step;
            const double y = chart.bottom() - (below[b] + m_overview.at(kind, b)) * perConnection;
            area << QPointF(x, y) << QPointF(x + step, y);
        }
        for (std::size_t b = buckets; b-- > 0;) {
            const double x = chart.left() + static_cast<double>(b) * step;
            const double y = chart.bottom() - below[b] * perConnection;
            area << QPointF(x + step, y) << QPointF(x, y);
            below[b] += m_overview.at(kind, b);
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(areaColour(kind, m_state.theme()));
        painter.drawPolygon(area);
    }
}

void OverviewStrip::paintTitles(QPainter& painter) const {
    const double zoom = m_state.zoom();
    const QRectF line(12 * zoom, 6 * zoom, width() - 24 * zoom, 18 * zoom);
    painter.setFont(wordsFont(11 * zoom, QFont::DemiBold));
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    const QString title = tr("Connections by state");
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, title);
    QRectF rest = line.adjusted(painter.fontMetrics().horizontalAdvance(title) + 16 * zoom, 0, 0, 0);
    if (m_overview.closeWaitAtEnd > 0 && m_overview.closeWaitSince) {
        const QString leaks = tr("CLOSE_WAIT %1 at the end, the oldest since %2 UTC")
                                  .arg(groupedNumber(m_overview.closeWaitAtEnd), clockText(*m_overview.closeWaitSince));
        painter.setFont(wordsFont(12 * zoom, QFont::Bold));
        painter.setPen(colour(Ink::Attention, m_state.theme()));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, leaks);
        rest.setRight(line.right() - painter.fontMetrics().horizontalAdvance(leaks) - 16 * zoom);
    }
    paintLegend(painter, rest);
}

/// As many entries as fit into `room`: the leaks on the right come first.
void OverviewStrip::paintLegend(QPainter& painter, QRectF room) const {
    const double zoom = m_state.zoom();
    painter.setFont(wordsFont(11 * zoom));
    for (const auto& [kind, text] : {std::pair(OverviewKind::Established, tr("ESTABLISHED")),
                                     std::pair(OverviewKind::Other, tr("opening or closing"))}) {
        const double width = painter.fontMetrics().horizontalAdvance(text) + 12 * zoom;
        if (width > room.width())
            return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(areaColour(kind, m_state.theme()));
        painter.drawRoundedRect(QRectF(room.left(), room.center().y() - 3.5 * zoom, 7 * zoom, 7 * zoom), 2 * zoom,
                                2 * zoom);
        painter.setPen(colour(Ink::FaintText, m_state.theme()));
        painter.drawText(room.adjusted(11 * zoom, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
        room.setLeft(room.left() + width + 12 * zoom);
    }
}

void OverviewStrip::paintBrush(QPainter& painter) const {
    if (!m_state.timeRange())
        return;
    const QRectF chart = chartRect();
    const double from = chart.left() + capture().xOf(m_state.timeRange()->begin, chart.width());
    const double to = chart.left() + capture().xOf(m_state.timeRange()->end, chart.width());
    QColor fill = colour(Ink::Accent, m_state.theme());
    painter.setPen(QPen(fill, 1));
    fill.setAlphaF(0.1F);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(from, 4.5, to - from, height() - 9.0), 4, 4);
}

void OverviewStrip::setBrush(double fromX, double toX) {
    const QRectF chart = chartRect();
    const auto time = [&](double x) {
        return capture().timeAt(std::clamp(x - chart.left(), 0.0, chart.width()), chart.width());
    };
    const auto [low, high] = std::minmax(fromX, toX);
    m_state.setTimeRange(TimeRange{time(low), time(high) + Duration(1)});
}

/// Shares of the whole capture are added to the brush's two ends; without a brush there is one in the middle.
void OverviewStrip::moveBrush(double beginShare, double endShare) {
    const QRectF chart = chartRect();
    if (!m_state.timeRange()) {
        setBrush(chart.left() + chart.width() * 0.4, chart.left() + chart.width() * 0.6);
        return;
    }
    const double from = capture().xOf(m_state.timeRange()->begin, 1) + beginShare;
    const double to = capture().xOf(m_state.timeRange()->end, 1) + endShare;
    if (from >= -kKeyStep / 2 && to <= 1 + kKeyStep / 2 && to - from >= kKeyStep / 2)
        setBrush(chart.left() + from * chart.width(), chart.left() + to * chart.width());
}

void OverviewStrip::resizeEvent(QResizeEvent*) {
    if (m_state.snapshot()->size() > 0)
        m_timer.start(0);
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_state.snapshot()->size() > 0)
        m_dragFrom = event->position().x();
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragFrom && std::abs(event->position().x() - *m_dragFrom) >= kSmallestBrushPx)
        setBrush(*m_dragFrom, event->position().x());
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent* event) {
    mouseMoveEvent(event);
    m_dragFrom.reset();
}

void OverviewStrip::mouseDoubleClickEvent(QMouseEvent*) {
    m_dragFrom.reset();
    m_state.setTimeRange(std::nullopt);
}

void OverviewStrip::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return moveBrush(-kKeyStep, -kKeyStep);
    case Qt::Key_Right:
        return moveBrush(kKeyStep, kKeyStep);
    case Qt::Key_Up:
        return moveBrush(-kKeyStep / 2, kKeyStep / 2);
    case Qt::Key_Down:
        return moveBrush(kKeyStep / 2, -kKeyStep / 2);
    case Qt::Key_Escape:
        return m_state.setTimeRange(std::nullopt);
    default: // keys are Qt's open set
        QWidget::keyPressEvent(event);
    }
}

bool OverviewStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    showTip(help->pos(), help->globalPos());
    return true;
}

void OverviewStrip::showTip(const QPoint& at, const QPoint& global) {
    const QRectF chart = chartRect();
    const std::size_t buckets = m_overview.counts[0].size();
    const double share = (at.x() - chart.left()) / std::max(1.0, chart.width());
    if (buckets == 0 || share < 0 || share >= 1)
        return QToolTip::hideText();
    const auto bucket = static_cast<std::size_t>(share * static_cast<double>(buckets));
    QToolTip::showText(global,
                       tr("%1\nCLOSE_WAIT %2\nESTABLISHED %3\nopening or closing %4")
                           .arg(clockText(capture().timeAt(share, 1), true),
                                groupedNumber(m_overview.at(OverviewKind::CloseWait, bucket)),
                                groupedNumber(m_overview.at(OverviewKind::Established, bucket)),
                                groupedNumber(m_overview.at(OverviewKind::Other, bucket))),
                       this);
}

} // namespace synscope::ui
