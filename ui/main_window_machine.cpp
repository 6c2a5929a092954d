// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with this machine's sockets: begin to watch them, alone or beside a live capture,
// and follow.
#include "ui/capture_pages.h"
#include "ui/machine/machine_bar.h"
#include "ui/machine/machine_feed.h"
#include "ui/machine/machine_leaks_view.h"
#include "ui/machine/machine_page.h"
#include "ui/machine/sockets_view.h"
#include "ui/main_window.h"
#include "ui/pages/welcome_page.h"

#include <QAction>
#include <QLineEdit>
#include <QTabBar>
#include <QTableView>

namespace synscope::ui {

void MainWindow::connectMachine() {
    connect(m_menu.attach, &QAction::triggered, this, &MainWindow::attachToSockets);
    connect(m_welcome, &WelcomePage::attachWanted, this, &MainWindow::attachToSockets);
    connect(m_machine, &MachinePage::pauseWanted, this, [this](bool isPaused) {
        if (m_machineFeed)
            m_machineFeed->setPaused(isPaused);
    });
    connect(m_menu.find, &QAction::triggered, this, [this] {
        if (!isAttached())
            return;
        m_machine->show(MachinePage::Page::Sockets);
        m_machine->sockets().words()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(&m_capture->sockets(), &SocketsView::connectionWanted, this, [this](ConnectionId id) {
        m_state.select(id);
        goToDetail();
    });
    connect(&m_capture->machineLeaks(), &MachineLeaksView::socketChosen, this, [this](const MachineSocket& socket) {
        const ConnectionId id = m_join ? m_join->connectionOf(socket.local, socket.peer) : kNoConnection;
        if (m_state.snapshot()->has(id))
            m_state.select(id);
    });
    const auto go = [this](MachinePage::Page page, QWidget* target) {
        return [this, page, target] {
            if (!isAttached())
                return;
            m_machine->show(page);
            target->setFocus(Qt::ShortcutFocusReason);
        };
    };
    connect(m_menu.goTable, &QAction::triggered, this, go(MachinePage::Page::Sockets, m_machine->sockets().table()));
    connect(m_menu.goLeaks, &QAction::triggered, this, go(MachinePage::Page::Leaks, m_machine->leaks().groups()));
}

void MainWindow::attachToSockets() {
    leaveCapture([this] {
        forgetCapture();
        m_machineFeed = std::make_unique<MachineFeed>(m_tools.watch());
        m_machineFeed->setPolicy(m_preferences.policy);
        connect(m_machineFeed.get(), &MachineFeed::arrived, m_machine, &MachinePage::setView);
        m_machine->show(MachinePage::Page::Leaks);
        setWindowTitle(tr("Sockets of this machine – synscope"));
        showPage();
        m_machine->tabs()->setFocus();
    });
}

/// The kernel knows what packets do not tell: who holds a socket, and what was there before the capture began.
void MainWindow::watchBesideCapture() {
    if (!live()->machine)
        return;
    m_join = std::make_unique<SocketJoin>();
    m_machineFeed = std::make_unique<MachineFeed>(live()->machine);
    m_machineFeed->setPolicy(m_preferences.policy);
    connect(m_machineFeed.get(), &MachineFeed::arrived, this, &MainWindow::joinSockets);
}

/// Once the capture has ended the sockets stay as they were then.
void MainWindow::joinSockets(const MachineViewPtr& view) {
    if (!isCapturing() || view->readings == 0)
        return;
    m_join->add(view->reading, *m_state.snapshot());
    m_state.setSockets(m_join.get());
    m_capture->setMachine(view);
}

/// By Side, as far as a live capture's socket table told.
std::array<std::string, 2> MainWindow::processesOf(const ConnectionDetail& detail) const {
    std::array<std::string, 2> names;
    for (std::size_t side = 0; side < 2 && m_state.sockets() != nullptr; ++side) {
        const MachineProcess* const process =
            m_state.sockets()->processOf(detail.endpoint[side].address, detail.endpoint[1 - side].address);
        names[side] = process == nullptr ? std::string() : process->name;
    }
    return names;
}

void MainWindow::forgetMachine() {
    m_machineFeed.reset();
    m_state.setSockets(nullptr);
    m_join.reset();
    m_capture->setMachine(nullptr);
    m_machine->setView(nullptr);
}

} // namespace synscope::ui
