// SPDX-License-Identifier: Apache-2.0
//
// How busy interfaces are, once a second: the column of the capture dialog that shows where the packets are.
#pragma once

#include "core/store/live_capture.h"
#include "ui/latest_job.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QString>
#include <QStyledItemDelegate>
#include <QTimer>

#include <vector>

namespace synscope::ui {

/// Packets per second of an interface, oldest first; at most kMost of them.
class ActivityHistory {
public:
    static constexpr int kMost = 30;

    /// Packets counted up to now, and when. Counters that were reset say nothing.
    void add(std::uint64_t packets, qint64 atMs);
    [[nodiscard]] const QList<double>& perSecond() const { return m_perSecond; }

private:
    std::uint64_t m_packets = 0;
    qint64 m_atMs = -1;
    QList<double> m_perSecond;
};

/// Counts in a worker while it exists.
class InterfaceActivity : public QObject {
    Q_OBJECT

public:
    explicit InterfaceActivity(CountTraffic count, QObject* parent = nullptr);

    /// What was counted at that moment of a clock that never goes back.
    void take(const std::vector<InterfaceTraffic>& counts, qint64 atMs);
    /// Empty as long as nothing can be said of the interface.
    [[nodiscard]] QList<double> perSecond(const QString& interface) const;

Q_SIGNALS:
    void changed();

private:
    void measure();

    CountTraffic m_count;
    QHash<QString, ActivityHistory> m_histories;
    QElapsedTimer m_clock;
    QTimer m_timer;
    LatestJob m_job;
};

/// Paints an item's history, a QVariantList under kHistoryRole, as a small curve in front of its text.
class ActivityDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int kHistoryRole = Qt::UserRole + 1;
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// "1 204 per second"; empty without a measurement.
[[nodiscard]] QString activityText(const QList<double>& perSecond);

} // namespace synscope::ui
