// SPDX-License-Identifier: Apache-2.0
//
// What the main window does to go back and forward: notes where the reader is, and goes where they were.
#include "ui/connections_table.h"
#include "ui/filter_bar.h"
#include "ui/main_window.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/top_bar.h"

#include <QAction>
#include <QTabBar>

#include <algorithm>
#include <utility>

namespace synscope::ui {

void MainWindow::connectNavigation() {
    for (const auto signal : {&ViewState::selectionChanged, &ViewState::filterChanged, &ViewState::timeRangeChanged})
        connect(&m_state, signal, this, &MainWindow::notePlace);
    connect(m_capture->tabs(), &QTabBar::currentChanged, this, &MainWindow::notePlace);
    connect(&m_connections->table(), &ConnectionsTable::timeChosen, this, &MainWindow::showMoment);
    connect(&m_state, &ViewState::selectionChanged, this, [this] { m_moment.reset(); });
    connect(m_detail, &ConnectionDetailPage::segmentSelected, this,
            [this](std::size_t index) { m_state.setMark(m_detail->detail()->segments[index].time); });
    connect(m_menu.goBack, &QAction::triggered, this, [this] { goTo(m_navigation.back()); });
    connect(m_menu.goForward, &QAction::triggered, this, [this] { goTo(m_navigation.forward()); });
}

void MainWindow::notePlace() {
    if (m_isGoing || !isOpen() || isInLesson())
        return;
    m_navigation.visit({m_capture->current(), m_state.selected(), m_topBar->filterBar()->text(), m_state.timeRange()},
                       std::chrono::steady_clock::now());
    showNavigation();
}

/// A connection that a live capture has let go since is not selected again.
void MainWindow::goTo(const std::optional<Place>& place) {
    if (!place || !isOpen())
        return;
    m_isGoing = true;
    m_capture->show(place->page);
    m_topBar->filterBar()->setText(place->filter);
    m_state.setTimeRange(place->timeRange);
    const bool isThere = place->selected != kNoConnection && m_state.snapshot()->has(place->selected);
    m_state.select(isThere ? place->selected : kNoConnection);
    m_isGoing = false;
    showNavigation();
}

/// In the connection's diagram and table: the last segment until then.
void MainWindow::showMoment(ConnectionId id, Timestamp time) {
    m_state.select(id);
    m_moment = time;
    takeMoment();
}

void MainWindow::takeMoment() {
    const auto& detail = m_detail->detail();
    if (!m_moment || !detail || detail->id != m_state.selected() || detail->segments.empty())
        return;
    if (detail->part && detail->segments.back().time < *m_moment)
        return; // the rest comes
    const Timestamp time = *std::exchange(m_moment, std::nullopt);
    const auto after = std::ranges::find_if(detail->segments, [time](const auto& one) { return one.time > time; });
    const auto count = static_cast<std::size_t>(after - detail->segments.begin());
    m_detail->selectSegment(count == 0 ? 0 : count - 1);
}

void MainWindow::showNavigation() {
    const bool mayGo = isOpen() && !isInLesson();
    m_menu.goBack->setEnabled(mayGo && m_navigation.canGoBack());
    m_menu.goForward->setEnabled(mayGo && m_navigation.canGoForward());
}

} // namespace synscope::ui
