// SPDX-License-Identifier: Apache-2.0
#include "ui/view_state.h"

#include "ui/language/ui_language.h"

#include <algorithm>
#include <utility>

namespace synscope::ui {

ViewState::ViewState(QObject* parent) : QObject(parent) {
    m_policy.language = spokenLanguage();
}

TimeRange ViewState::axis() const {
    return m_timeRange.value_or(TimeRange{m_snapshot->begin, m_snapshot->end});
}

void ViewState::setPolicy(DiagnosePolicy policy) {
    policy.language = m_policy.language;
    if (m_policy == policy)
        return;
    m_policy = policy;
    setSnapshot(m_snapshot);
}

void ViewState::setSnapshot(SnapshotPtr snapshot) {
    m_snapshot = std::move(snapshot);
    if (m_snapshot->policy != m_policy) {
        auto judged = std::make_shared<Snapshot>(*m_snapshot);
        judged->policy = m_policy;
        m_snapshot = std::move(judged);
    }
    if (m_snapshot->connectionsLetGo() > 0 && !m_snapshot->has(m_selected))
        select(kNoConnection);
    Q_EMIT snapshotChanged();
}

void ViewState::setSockets(const SocketJoin* sockets) {
    m_sockets = sockets;
    Q_EMIT socketsChanged();
}

void ViewState::select(ConnectionId id) {
    if (m_selected == id)
        return;
    m_selected = id;
    setMark(std::nullopt);
    Q_EMIT selectionChanged();
}

void ViewState::setMark(std::optional<Timestamp> mark) {
    if (m_mark == mark)
        return;
    m_mark = mark;
    Q_EMIT markChanged();
}

void ViewState::setFilter(FilterPtr filter) {
    if (m_filter == filter)
        return;
    m_filter = std::move(filter);
    Q_EMIT filterChanged();
}

void ViewState::setTimeRange(std::optional<TimeRange> range) {
    if (m_timeRange == range)
        return;
    m_timeRange = range;
    Q_EMIT timeRangeChanged();
}

void ViewState::setTheme(Theme theme) {
    if (m_theme == theme)
        return;
    m_theme = theme;
    Q_EMIT lookSet();
    Q_EMIT lookChanged();
}

void ViewState::setZoom(double zoom) {
    const double wanted = std::clamp(zoom, 0.5, 3.0);
    if (m_zoom == wanted)
        return;
    m_zoom = wanted;
    Q_EMIT lookSet();
    Q_EMIT lookChanged();
}

void ViewState::clear() {
    select(kNoConnection);
    setTimeRange(std::nullopt);
    setFilter(nullptr);
    setSnapshot(std::make_shared<const Snapshot>());
}

} // namespace synscope::ui
