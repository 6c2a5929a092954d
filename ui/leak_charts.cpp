// SPDX-License-Identifier: Apache-2.0
#include "ui/leak_charts.h"

#include "ui/chart_parts.h"
#include "ui/format.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPolygonF>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr double kTitlePx = 11;
constexpr double kLabelPx = 10;
constexpr double kTitleHeightPx = 20;
constexpr double kLabelHeightPx = 16;

/// Between the steps of kAgeStepNames, short enough for a narrow window.
constexpr std::array<const char*, kAgeStepNames.size() - 1> kAgeBoundNames{"1 s", "10 s", "1 m",  "10 m",
                                                                           "1 h", "10 h", "100 h"};

void paintTitle(QPainter& painter, const ViewState& state, const QString& title) {
    painter.setFont(wordsFont(kTitlePx * state.zoom(), QFont::DemiBold));
    painter.setPen(colour(Ink::MutedText, state.theme()));
    painter.drawText(QPointF(0, 13 * state.zoom()), title);
}

/// What is left of the widget below the title and above the labels.
QRectF plotRect(const QWidget& widget, double zoom) {
    return QRectF(widget.rect()).adjusted(0, kTitleHeightPx * zoom, 0, -kLabelHeightPx * zoom);
}

QString stepName(std::size_t step) {
    return QString::fromLatin1(kAgeStepNames[step].data(), static_cast<qsizetype>(kAgeStepNames[step].size()))
        .replace(QLatin1Char('-'), QChar(0x2013));
}

} // namespace

OwedOverTimeChart::OwedOverTimeChart(const ViewState& state, QWidget* parent) : QWidget(parent), m_state(state) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(120);
    connect(&state, &ViewState::lookChanged, this, [this] {
        updateGeometry();
        update();
    });
}

QSize OwedOverTimeChart::sizeHint() const {
    return {320, qRound(104 * m_state.zoom())};
}

void OwedOverTimeChart::setCounts(std::vector<std::uint32_t> counts, const SampleTimes& samples) {
    m_counts = std::move(counts);
    m_samples = samples;
    m_highest = m_counts.empty() ? 0 : *std::max_element(m_counts.begin(), m_counts.end());
    setAccessibleName(tr("Closes owed over time"));
    setAccessibleDescription(m_counts.empty() ? QString()
                                              : tr("From %1 to %2, at most %3")
                                                    .arg(groupedNumber(m_counts.front()),
                                                         groupedNumber(m_counts.back()), groupedNumber(m_highest)));
    update();
}

QRectF OwedOverTimeChart::chartRect() const {
    const double zoom = m_state.zoom();
    const auto digits = static_cast<double>(QString::number(m_highest).size());
    return plotRect(*this, zoom).adjusted(0, 0, -(8 + 7 * digits) * zoom, 0);
}

void OwedOverTimeChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTitle(painter, m_state, tr("Owed over time"));
    const QRectF chart = chartRect();
    if (m_counts.empty()) {
        painter.setPen(colour(Ink::FaintText, m_state.theme()));
        painter.drawText(chart, Qt::AlignLeft | Qt::AlignVCenter, tr("Too short a time to count over."));
        return;
    }
    const double step = chart.width() / static_cast<double>(m_counts.size());
    const double each = chart.height() / std::max(1U, m_highest);
    QPolygonF top;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const double x = chart.left() + static_cast<double>(i) * step;
        const double y = chart.bottom() - m_counts[i] * each;
        top << QPointF(x, y) << QPointF(x + step, y);
    }
    QPolygonF area = top;
    area << chart.bottomRight() << chart.bottomLeft();
    QColor owed = colour(Ink::Attention, m_state.theme());
    painter.setPen(QPen(owed, 1.5 * m_state.zoom()));
    owed.setAlphaF(0.25F);
    painter.setBrush(Qt::NoBrush);
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setBrush(owed);
    painter.drawPolygon(area);
    painter.restore();
    painter.drawPolyline(top);
    paintAxis(painter, chart);
}

void OwedOverTimeChart::paintAxis(QPainter& painter, const QRectF& chart) const {
    const double zoom = m_state.zoom();
    painter.setPen(QPen(colour(Ink::Border, m_state.theme()), 1));
    painter.drawLine(chart.bottomLeft(), chart.bottomRight());
    painter.setFont(numbersFont(kLabelPx * zoom));
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    const AxisEnds ends = axisEnds(m_samples.at(0) - m_samples.step, m_samples.end);
    const QRectF labels(chart.left(), chart.bottom(), chart.width(), kLabelHeightPx * zoom);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignBottom, ends.begin);
    painter.drawText(labels, Qt::AlignRight | Qt::AlignBottom, ends.end);
    const double last = chart.bottom() - chart.height() * m_counts.back() / std::max(1U, m_highest);
    painter.setFont(numbersFont(kTitlePx * zoom, QFont::Bold));
    painter.setPen(colour(m_counts.back() > 0 ? Ink::Attention : Ink::MutedText, m_state.theme()));
    const double y = std::clamp(last + 4 * zoom, chart.top() + 8 * zoom, chart.bottom());
    painter.drawText(QPointF(chart.right() + 6 * zoom, y), QString::number(m_counts.back()));
}

QString OwedOverTimeChart::tipAt(const QPointF& place) const {
    const std::optional<std::size_t> moment = countAt(chartRect(), m_counts.size(), place);
    if (!moment)
        return {};
    const Timestamp time = m_samples.at(static_cast<std::uint32_t>(*moment));
    return tr("%1: %2 owed").arg(clockText(time), groupedNumber(m_counts[*moment]));
}

bool OwedOverTimeChart::event(QEvent* event) {
    return showTip(*event, *this, [this](const QPointF& place) { return tipAt(place); }) || QWidget::event(event);
}

OwedByAgeChart::OwedByAgeChart(const ViewState& state, QWidget* parent) : QWidget(parent), m_state(state) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(120);
    connect(&state, &ViewState::lookChanged, this, [this] {
        updateGeometry();
        update();
    });
}

QSize OwedByAgeChart::sizeHint() const {
    return {320, qRound(104 * m_state.zoom())};
}

void OwedByAgeChart::setAges(const Ages& ages, std::size_t leakFrom) {
    m_ages = ages;
    m_leakFrom = leakFrom;
    QStringList words;
    for (std::size_t i = 0; i < m_ages.size(); ++i)
        if (m_ages[i] > 0)
            words += stepName(i) + QStringLiteral(": ") + groupedNumber(m_ages[i]);
    setAccessibleName(tr("Closes owed by age"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setToolTip(words.join(QLatin1Char('\n')));
    update();
}

void OwedByAgeChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTitle(painter, m_state, tr("Owed for"));
    const QRectF plot = plotRect(*this, m_state.zoom());
    const std::uint64_t highest = std::max<std::uint64_t>(1, *std::max_element(m_ages.begin(), m_ages.end()));
    const double width = plot.width() / static_cast<double>(m_ages.size());
    for (std::size_t i = 0; i < m_ages.size(); ++i)
        paintBar(painter, QRectF(plot.left() + static_cast<double>(i) * width, plot.top(), width, plot.height()), i,
                 static_cast<double>(m_ages[i]) / static_cast<double>(highest));
    paintBounds(painter, plot, width);
}

/// The ages between two bars.
void OwedByAgeChart::paintBounds(QPainter& painter, const QRectF& plot, double columnPx) const {
    const double zoom = m_state.zoom();
    painter.setFont(numbersFont(kLabelPx * zoom));
    for (std::size_t i = 0; i < kAgeBoundNames.size(); ++i) {
        const double x = plot.left() + static_cast<double>(i + 1) * columnPx;
        painter.setPen(QPen(colour(Ink::Border, m_state.theme()), 1));
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3 * zoom));
        painter.setPen(colour(Ink::MutedText, m_state.theme()));
        painter.drawText(QRectF(x - columnPx / 2, plot.bottom(), columnPx, kLabelHeightPx * zoom),
                         Qt::AlignHCenter | Qt::AlignBottom, QLatin1String(kAgeBoundNames[i]));
    }
    painter.setPen(QPen(colour(Ink::Border, m_state.theme()), 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
}

void OwedByAgeChart::paintBar(QPainter& painter, const QRectF& column, std::size_t step, double share) const {
    const double zoom = m_state.zoom();
    const double room = column.height() - 14 * zoom; // above a bar stands its number
    const QRectF bar(column.left() + 3 * zoom, column.bottom() - room * share, column.width() - 6 * zoom, room * share);
    const bool isLeak = step >= m_leakFrom;
    if (m_ages[step] > 0) {
        painter.setPen(QPen(colour(Ink::Attention, m_state.theme()), 1, isLeak ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(colour(isLeak ? Ink::Attention : Ink::AttentionSurface, m_state.theme()));
        painter.drawRect(bar);
        painter.setFont(numbersFont(kTitlePx * zoom, QFont::Bold));
        painter.setPen(colour(isLeak ? Ink::Attention : Ink::MutedText, m_state.theme()));
        painter.drawText(QRectF(column.left(), bar.top() - 15 * zoom, column.width(), 14 * zoom),
                         Qt::AlignHCenter | Qt::AlignBottom, groupedNumber(m_ages[step]));
    }
}

} // namespace synscope::ui
