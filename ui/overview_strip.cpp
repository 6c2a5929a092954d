// SPDX-License-Identifier: Apache-2.0
#include "ui/overview_strip.h"

#include "ui/axis_bar.h"
#include "ui/chart_parts.h"
#include "ui/format.h"
#include "ui/theme.h"
#include "ui/time_axis.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace synscope::ui {
namespace {

constexpr qint64 kShortestPauseMs = 250; // between two counts while loading
constexpr double kSmallestBrushPx = 4;   // less is a click, not a drag
constexpr double kKeyStep = 0.05;        // share of the capture an arrow key moves the brush

constexpr double kLeastLeakPx = 2; // a single leak among a million

QColor areaColour(OverviewKind kind, Theme theme) {
    const auto pale = [theme](State state) {
        QColor out = colour(state, theme);
        out.setAlphaF(0.45F);
        return out;
    };
    switch (kind) {
    case OverviewKind::CloseWait:
        return colour(Ink::Attention, theme);
    case OverviewKind::Established:
        return pale(State::Established);
    case OverviewKind::Opening:
        return pale(State::SynSent);
    case OverviewKind::Closing:
        return pale(State::FinWait1);
    case OverviewKind::TimeWait:
        return pale(State::TimeWait);
    }
    return {};
}

QString nameOf(OverviewKind kind) {
    switch (kind) {
    case OverviewKind::CloseWait:
        return QStringLiteral("CLOSE_WAIT");
    case OverviewKind::Established:
        return QStringLiteral("ESTABLISHED");
    case OverviewKind::Opening:
        return OverviewStrip::tr("opening");
    case OverviewKind::Closing:
        return OverviewStrip::tr("closing");
    case OverviewKind::TimeWait:
        return QStringLiteral("TIME_WAIT");
    }
    return {};
}

} // namespace

OverviewStrip::OverviewStrip(ViewState& state, TimeAxis& axis, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_axis(axis),
      m_bar(new AxisBar(axis, state, this)),
      m_chip(new QToolButton(this)),
      m_fit(new QToolButton(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Connections by state over time"));
    setAccessibleDescription(tr("Drag to filter by time; arrow keys move the stretch, Escape clears it"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::IBeamCursor);
    makeButtons();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &OverviewStrip::count);
    connect(&state, &ViewState::snapshotChanged, this, &OverviewStrip::countSoon);
    connect(&axis, &TimeAxis::changed, this, &OverviewStrip::placeParts);
    connect(&state, &ViewState::lookChanged, this, [this] {
        updateGeometry();
        placeParts();
    });
    placeParts();
}

void OverviewStrip::makeButtons() {
    for (QToolButton* button : {m_chip, m_fit}) {
        button->setObjectName(QStringLiteral("chip"));
        button->setCursor(Qt::ArrowCursor);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_bar->setCursor(Qt::ArrowCursor);
    m_chip->setToolTip(tr("Only connections that are alive in this time are listed. Click to list all (Escape)"));
    connect(m_chip, &QToolButton::clicked, this, [this] { m_state.setTimeRange(std::nullopt); });
    m_fit->setText(tr("Fit"));
    m_fit->setToolTip(tr("Show all of the time (Backspace in the table)"));
    connect(m_fit, &QToolButton::clicked, this, [this] { m_axis.fit(); });
}

/// The bar under the chart, the chip and the button right of the title.
void OverviewStrip::placeParts() {
    const double zoom = m_state.zoom();
    const QRectF chart = chartRect();
    m_bar->setGeometry(QRectF(chart.left(), chart.bottom() + 3 * zoom, chart.width(), 12 * zoom).toRect());
    m_chip->setVisible(m_state.timeRange().has_value());
    if (m_state.timeRange()) {
        const AxisEnds ends = axisEnds(m_state.timeRange()->begin, m_state.timeRange()->end);
        m_chip->setText(tr("alive %1 – %2 ✕").arg(ends.begin, ends.end));
        m_chip->setAccessibleName(tr("Remove the filter by time, %1 to %2").arg(ends.begin, ends.end));
    }
    m_fit->setVisible(m_axis.range() != capture() && m_state.snapshot()->size() > 0);
    double left = 12 * zoom + QFontMetrics(titleFont()).horizontalAdvance(title()) + 12 * zoom;
    for (QToolButton* button : {m_chip, m_fit}) {
        if (button->isHidden())
            continue;
        button->setFont(wordsFont(11 * zoom));
        const QSize size = button->sizeHint();
        button->setGeometry(qRound(left), qRound(4 * zoom), size.width(), qRound(21 * zoom));
        left += size.width() + 6 * zoom;
    }
    m_titlesEnd = left;
    update();
}

QString OverviewStrip::title() const {
    return tr("Connections by state");
}

QFont OverviewStrip::titleFont() const {
    return wordsFont(11 * m_state.zoom(), QFont::DemiBold);
}

QSize OverviewStrip::sizeHint() const {
    return {400, qRound(106 * m_state.zoom())};
}

QRectF OverviewStrip::chartRect() const {
    const double zoom = m_state.zoom();
    return QRectF(rect()).adjusted(12 * zoom, 28 * zoom, -12 * zoom, -19 * zoom);
}

TimeRange OverviewStrip::capture() const {
    return {m_state.snapshot()->begin, m_state.snapshot()->end};
}

void OverviewStrip::countSoon() {
    if (m_state.snapshot()->size() == 0) {
        m_job.cancel();
        m_overview = {};
        ++m_overviewNumber;
        update();
        return;
    }
    if (!m_timer.isActive() && !m_job.isRunning())
        m_timer.start(m_state.snapshot()->load.finished ? 0
                                                        : static_cast<int>(pauseAfter(m_lastCostMs, kShortestPauseMs)));
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
                    ++m_overviewNumber;
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
    paintLayer(painter, m_areas, &OverviewStrip::paintAreas);
    paintOutside(painter);
    paintLayer(painter, m_closeWait, &OverviewStrip::paintCloseWait);
    paintBrush(painter);
    paintTitles(painter);
    if (hasFocus()) {
        painter.setPen(QPen(colour(Ink::Accent, m_state.theme()), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6);
    }
}

void OverviewStrip::paintLayer(QPainter& painter, Layer& layer, void (OverviewStrip::*paint)(QPainter&) const) {
    const QSize pixels = size() * devicePixelRatioF();
    if (layer.picture.size() != pixels || layer.overview != m_overviewNumber || layer.theme != m_state.theme() ||
        layer.zoom != m_state.zoom()) {
        layer = {QPixmap(pixels), m_overviewNumber, m_state.theme(), m_state.zoom()};
        layer.picture.setDevicePixelRatio(devicePixelRatioF());
        layer.picture.fill(Qt::transparent);
        QPainter once(&layer.picture);
        once.setRenderHint(QPainter::Antialiasing);
        (this->*paint)(once);
    }
    painter.drawPixmap(0, 0, layer.picture);
}

void OverviewStrip::paintAreas(QPainter& painter) const {
    const QRectF chart = chartRect();
    const std::size_t buckets = m_overview.counts[0].size();
    if (buckets == 0 || m_overview.highest == 0)
        return;
    const double step = chart.width() / static_cast<double>(buckets);
    const double perConnection = chart.height() / m_overview.highest;
    std::vector<double> below(buckets, 0);
    for (const OverviewKind kind : kOverviewKinds) {
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

/// Once more over all others: what is owed is seen, however many others there are and however short it is.
void OverviewStrip::paintCloseWait(QPainter& painter) const {
    const QRectF chart = chartRect();
    const auto& counts = m_overview.counts[static_cast<std::size_t>(OverviewKind::CloseWait)];
    const double step = chart.width() / static_cast<double>(std::max<std::size_t>(1, counts.size()));
    const double perConnection = chart.height() / std::max(1U, m_overview.highest);
    const double least = kLeastLeakPx * m_state.zoom();
    const QColor ink = areaColour(OverviewKind::CloseWait, m_state.theme());
    for (std::size_t b = 0; b < counts.size(); ++b) {
        if (counts[b] == 0)
            continue;
        const double height = std::max(least, counts[b] * perConnection);
        const double left = std::min(chart.left() + static_cast<double>(b) * step, chart.right() - least);
        painter.fillRect(QRectF(left, chart.bottom() - height, std::max(step, least), height), ink);
    }
}

/// What the lanes do not show lies under a veil.
void OverviewStrip::paintOutside(QPainter& painter) const {
    if (!m_axis.isPart())
        return;
    const QRectF chart = chartRect();
    const double from = chart.left() + capture().xOf(m_axis.range().begin, chart.width());
    const double to = chart.left() + capture().xOf(m_axis.range().end, chart.width());
    QColor veil = colour(Ink::Surface, m_state.theme());
    veil.setAlphaF(0.5F);
    painter.fillRect(QRectF(chart.left(), chart.top(), from - chart.left(), chart.height()), veil);
    painter.fillRect(QRectF(to, chart.top(), chart.right() - to, chart.height()), veil);
    painter.setPen(QPen(colour(Ink::Accent, m_state.theme()), 1));
    for (const double x : {from, to})
        painter.drawLine(QPointF(x, chart.top()), QPointF(x, height() - 4.0 * m_state.zoom()));
}

/// How many closes are owed, as much of it as `width` takes.
QString OverviewStrip::leaksText(double width, const QFontMetrics& metrics) const {
    if (m_overview.closeWaitAtEnd == 0 || !m_overview.closeWaitSince)
        return {};
    const QString count = groupedNumber(m_overview.closeWaitAtEnd);
    const QString since = clockText(*m_overview.closeWaitSince);
    for (const QString& text : {tr("CLOSE_WAIT %1 at the end, the oldest since %2 UTC").arg(count, since),
                                tr("CLOSE_WAIT %1, since %2 UTC").arg(count, since)})
        if (metrics.horizontalAdvance(text) <= width)
            return text;
    return QStringLiteral("CLOSE_WAIT %1").arg(count);
}

void OverviewStrip::paintTitles(QPainter& painter) const {
    const double zoom = m_state.zoom();
    const QRectF line(12 * zoom, 6 * zoom, width() - 24 * zoom, 18 * zoom);
    painter.setFont(titleFont());
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, title());
    QRectF rest = line;
    rest.setLeft(m_titlesEnd + 4 * zoom);
    painter.setFont(wordsFont(12 * zoom, QFont::Bold));
    const QString leaks = leaksText(rest.width(), painter.fontMetrics());
    if (!leaks.isEmpty()) {
        painter.setPen(colour(Ink::Attention, m_state.theme()));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, leaks);
        rest.setRight(line.right() - painter.fontMetrics().horizontalAdvance(leaks) - 16 * zoom);
    }
    paintLegend(painter, rest);
}

/// As many entries as fit into `room`, the largest areas first: the leaks on the right come before them.
void OverviewStrip::paintLegend(QPainter& painter, QRectF room) const {
    const double zoom = m_state.zoom();
    painter.setFont(wordsFont(11 * zoom));
    for (const OverviewKind kind : m_overview.byArea()) {
        const QString text = nameOf(kind);
        const double width = painter.fontMetrics().horizontalAdvance(text) + 12 * zoom;
        if (kind == OverviewKind::CloseWait)
            continue; // the text on the right has its colour
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
    painter.drawRoundedRect(QRectF(from, chart.top() - 3, to - from, chart.height() + 4), 4, 4);
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
    placeParts();
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
    return showTip(*event, *this, [this](const QPointF& place) { return tipAt(place); }) || QWidget::event(event);
}

QString OverviewStrip::tipAt(const QPointF& place) const {
    const QRectF chart = chartRect();
    const auto bucket = countAt(chart, m_overview.counts[0].size(), place);
    if (!bucket)
        return {};
    QStringList lines{clockText(capture().timeAt(place.x() - chart.left(), chart.width()), true)};
    for (const OverviewKind kind : kOverviewKinds)
        lines << QStringLiteral("%1 %2").arg(nameOf(kind), groupedNumber(m_overview.at(kind, *bucket)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace synscope::ui
