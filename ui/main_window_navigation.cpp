// SPDX-License-Identifier: Apache-2.0
//
// What the main window does to go back and forward: notes where the reader is, and goes where they were.
#include "ui/filter_bar.h"
#include "ui/main_window.h"
#include "ui/top_bar.h"

#include <QAction>
#include <QTabBar>

namespace synscope::ui {

void MainWindow::connectNavigation() {
    for (const auto signal : {&ViewState::selectionChanged, &ViewState::filterChanged, &ViewState::timeRangeChanged})
        connect(&m_state, signal, this, &MainWindow::notePlace);
    connect(m_capture->tabs(), &QTabBar::currentChanged, this, &MainWindow::notePlace);
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

void MainWindow::showNavigation() {
    const bool mayGo = isOpen() && !isInLesson();
    m_menu.goBack->setEnabled(mayGo && m_navigation.canGoBack());
    m_menu.goForward->setEnabled(mayGo && m_navigation.canGoForward());
}

} // namespace synscope::ui
