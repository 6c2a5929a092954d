// SPDX-License-Identifier: Apache-2.0
//
// What the views share: the snapshot they show, the connection selected, the filter, the stretch of time,
// theme and zoom. Views write here and listen here, and do not know each other.
#pragma once

#include "core/diagram/theme.h"
#include "core/store/filter.h"
#include "core/store/snapshot.h"
#include "core/store/socket_join.h"
#include "ui/time_range.h"

#include <QObject>

#include <memory>
#include <optional>

namespace synscope::ui {

using FilterPtr = std::shared_ptr<const Filter>; ///< null: everything matches

class ViewState : public QObject {
    Q_OBJECT

public:
    explicit ViewState(QObject* parent = nullptr);

    [[nodiscard]] const SnapshotPtr& snapshot() const { return m_snapshot; } ///< never null
    [[nodiscard]] ConnectionId selected() const { return m_selected; }
    [[nodiscard]] const FilterPtr& filter() const { return m_filter; }
    [[nodiscard]] const std::optional<TimeRange>& timeRange() const { return m_timeRange; }
    /// A moment of the selected connection, that of the segment chosen in its diagram.
    [[nodiscard]] const std::optional<Timestamp>& mark() const { return m_mark; }
    [[nodiscard]] Theme theme() const { return m_theme; }
    [[nodiscard]] double zoom() const { return m_zoom; }
    /// Of every snapshot shown.
    [[nodiscard]] const DiagnosePolicy& policy() const { return m_policy; }
    /// The time axis all views use: the brushed stretch, or the whole capture.
    [[nodiscard]] TimeRange axis() const;

    /// Of a live capture with this machine's sockets; null without. Changes in place: socketsChanged() says when.
    [[nodiscard]] const SocketJoin* sockets() const { return m_sockets; }

    void setSnapshot(SnapshotPtr snapshot);
    /// What is shown is judged by it at once.
    void setPolicy(DiagnosePolicy policy);
    /// `sockets` is not mine and lives until another is set.
    void setSockets(const SocketJoin* sockets);
    /// Another connection takes the mark away.
    void select(ConnectionId id);
    void setMark(std::optional<Timestamp> mark);
    void setFilter(FilterPtr filter);
    void setTimeRange(std::optional<TimeRange> range);
    void setTheme(Theme theme);
    void setZoom(double zoom);
    /// Nothing open: empty snapshot, no selection, no filter, no stretch of time.
    void clear();

Q_SIGNALS:
    void snapshotChanged();
    void selectionChanged();
    void markChanged();
    void filterChanged();
    void timeRangeChanged();
    void socketsChanged();
    void lookSet();     ///< theme or zoom, before anybody else hears of it: for the application's own style
    void lookChanged(); ///< theme or zoom; fonts that views set now are not undone by a new style sheet

private:
    SnapshotPtr m_snapshot = std::make_shared<const Snapshot>();
    ConnectionId m_selected = kNoConnection;
    std::optional<Timestamp> m_mark;
    FilterPtr m_filter;
    std::optional<TimeRange> m_timeRange;
    const SocketJoin* m_sockets = nullptr;
    Theme m_theme = Theme::Light;
    double m_zoom = 1;
    DiagnosePolicy m_policy;
};

} // namespace synscope::ui
