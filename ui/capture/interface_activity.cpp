// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/interface_activity.h"

#include "ui/format.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr int kPeriodMs = 1000;
constexpr int kCurvePx = 60; ///< at the font's usual size, as all widths here
constexpr int kGapPx = 6;

} // namespace

void ActivityHistory::add(std::uint64_t packets, qint64 atMs) {
    const qint64 tookMs = atMs - m_atMs;
    if (m_atMs >= 0 && packets >= m_packets && tookMs > 0)
        m_perSecond.append(static_cast<double>(packets - m_packets) * 1000.0 / static_cast<double>(tookMs));
    if (m_perSecond.size() > kMost)
        m_perSecond.removeFirst();
    m_packets = packets;
    m_atMs = atMs;
}

InterfaceActivity::InterfaceActivity(CountTraffic count, QObject* parent) : QObject(parent), m_count(std::move(count)) {
    m_clock.start();
    connect(&m_timer, &QTimer::timeout, this, &InterfaceActivity::measure);
    if (m_count) {
        m_timer.start(kPeriodMs);
        measure();
    }
}

void InterfaceActivity::measure() {
    if (!m_job.isRunning())
        m_job.start([count = m_count](const std::atomic<bool>&) { return count(); },
                    [this](const std::vector<InterfaceTraffic>& counts) { take(counts, m_clock.elapsed()); });
}

void InterfaceActivity::take(const std::vector<InterfaceTraffic>& counts, qint64 atMs) {
    for (const InterfaceTraffic& traffic : counts)
        m_histories[QString::fromStdString(traffic.name)].add(traffic.packets, atMs);
    Q_EMIT changed();
}

QList<double> InterfaceActivity::perSecond(const QString& interface) const {
    return m_histories.value(interface).perSecond();
}

void ActivityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariantList history = index.data(kHistoryRole).toList();
    if (history.size() < 2)
        return;
    double most = 1;
    for (const QVariant& value : history)
        most = std::max(most, value.toDouble());
    const QRectF box =
        QRectF(option.rect.right() - kGapPx - kCurvePx, option.rect.top() + 3, kCurvePx, option.rect.height() - 6);
    const double step = box.width() / (ActivityHistory::kMost - 1);
    QPolygonF curve;
    double x = box.right() - step * static_cast<double>(history.size() - 1);
    for (const QVariant& value : history) {
        curve << QPointF(x, box.bottom() - value.toDouble() / most * box.height());
        x += step;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option.palette.color(QPalette::Link), 1.2));
    painter->drawPolyline(curve);
    painter->restore();
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(kCurvePx + 2 * kGapPx, 0);
}

QString activityText(const QList<double>& perSecond) {
    if (perSecond.isEmpty())
        return {};
    return InterfaceActivity::tr("%1 per second")
        .arg(groupedNumber(static_cast<std::uint64_t>(perSecond.last() + 0.5)));
}

} // namespace synscope::ui
