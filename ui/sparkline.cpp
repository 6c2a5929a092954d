// SPDX-License-Identifier: Apache-2.0
#include "ui/sparkline.h"

#include "ui/chart_parts.h"
#include "ui/format.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr double kWordsPx = 11;
constexpr double kLabelPx = 10;
constexpr double kTitleHeightPx = 18;
constexpr double kLabelHeightPx = 15;

} // namespace

Sparkline::Sparkline(const ViewState& state, const QString& title, QWidget* parent)
    : QWidget(parent), m_state(state), m_title(title) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(title);
    connect(&state, &ViewState::lookChanged, this, [this] {
        updateGeometry();
        update();
    });
}

QSize Sparkline::sizeHint() const {
    return {qRound(220 * m_state.zoom()), qRound(70 * m_state.zoom())};
}

void Sparkline::setCounts(std::vector<std::uint32_t> counts, const SampleTimes& samples) {
    m_counts = std::move(counts);
    m_samples = samples;
    m_highest = m_counts.empty() ? 0 : *std::max_element(m_counts.begin(), m_counts.end());
    setAccessibleDescription(
        m_counts.empty()
            ? QString()
            : tr("At most %1, %2 at the end").arg(groupedNumber(m_highest), groupedNumber(m_counts.back())));
    setVisible(m_highest > 0);
    update();
}

QRectF Sparkline::chartRect() const {
    const double zoom = m_state.zoom();
    return QRectF(rect()).adjusted(0, kTitleHeightPx * zoom, 0, -kLabelHeightPx * zoom);
}

void Sparkline::paintEvent(QPaintEvent*) {
    const double zoom = m_state.zoom();
    const QRectF chart = chartRect();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(wordsFont(kWordsPx * zoom, QFont::DemiBold));
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    painter.drawText(QRectF(0, 0, width(), kTitleHeightPx * zoom), Qt::AlignLeft | Qt::AlignTop, m_title);
    if (m_counts.empty())
        return;
    painter.setFont(numbersFont(kWordsPx * zoom));
    painter.drawText(QRectF(0, 0, width(), kTitleHeightPx * zoom), Qt::AlignRight | Qt::AlignTop,
                     tr("≤ %1").arg(groupedNumber(m_highest)));
    const double step = chart.width() / static_cast<double>(m_counts.size());
    QPolygonF area{chart.bottomLeft()};
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const double x = chart.left() + static_cast<double>(i) * step;
        const double y = chart.bottom() - chart.height() * m_counts[i] / std::max(1U, m_highest);
        area << QPointF(x, y) << QPointF(x + step, y);
    }
    area << chart.bottomRight();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(State::SynReceived, m_state.theme()));
    painter.drawPolygon(area);
    painter.setPen(QPen(colour(Ink::Border, m_state.theme()), 1));
    painter.drawLine(chart.bottomLeft(), chart.bottomRight());
    painter.setFont(numbersFont(kLabelPx * zoom));
    painter.setPen(colour(Ink::MutedText, m_state.theme()));
    const AxisEnds ends = axisEnds(m_samples.at(0) - m_samples.step, m_samples.end);
    const QRectF labels(chart.left(), chart.bottom(), chart.width(), kLabelHeightPx * zoom);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignBottom, ends.begin);
    painter.drawText(labels, Qt::AlignRight | Qt::AlignBottom, ends.end);
}

QString Sparkline::tipAt(const QPointF& place) const {
    const std::optional<std::size_t> moment = countAt(chartRect(), m_counts.size(), place);
    if (!moment)
        return {};
    const Timestamp time = m_samples.at(static_cast<std::uint32_t>(*moment));
    return QStringLiteral("%1: %2").arg(clockText(time), groupedNumber(m_counts[*moment]));
}

bool Sparkline::event(QEvent* event) {
    return showTip(*event, *this, [this](const QPointF& place) { return tipAt(place); }) || QWidget::event(event);
}

} // namespace synscope::ui
