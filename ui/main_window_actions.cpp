// SPDX-License-Identifier: Apache-2.0
//
// What the main window's menus do: opening by dialog and elsewhere, recent files, export, zoom, colours.
#include "ui/capture_pages.h"
#include "ui/close_wait_panel.h"
#include "ui/connections_table.h"
#include "ui/detail_loader.h"
#include "ui/diagram/ladder_view.h"
#include "ui/filter/wireshark.h"
#include "ui/filter_bar.h"
#include "ui/language/language_menu.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/overview_strip.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/pages/leaks_page.h"
#include "ui/pages/ports_page.h"
#include "ui/recent_files.h"
#include "ui/rows_panel.h"
#include "ui/theme.h"
#include "ui/top_bar.h"
#include "ui/workspace.h"

#include <QAction>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QProcess>
#include <QSettings>
#include <QTableView>

namespace synscope::ui {
namespace {

constexpr double kZoomStep = 1.1;

} // namespace

void MainWindow::connectMenu() {
    connect(m_menu.open, &QAction::triggered, this, &MainWindow::openByDialog);
    connect(m_menu.reload, &QAction::triggered, this, &MainWindow::reload);
    connect(m_menu.close, &QAction::triggered, this, &MainWindow::closeCapture);
    connect(m_menu.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_menu.exportDiagram, &QAction::triggered, this, [this] { exportByDialog({}); });
    connect(m_menu.print, &QAction::triggered, this, &MainWindow::printDiagram);
    connect(m_menu.exportPng, &QAction::triggered, this, [this] { exportByDialog(QStringLiteral("png")); });
    connect(m_menu.exportSvg, &QAction::triggered, this, [this] { exportByDialog(QStringLiteral("svg")); });
    connect(m_menu.exportPdf, &QAction::triggered, this, [this] { exportByDialog(QStringLiteral("pdf")); });
    connect(m_menu.exportText, &QAction::triggered, this, [this] { exportByDialog(QStringLiteral("txt")); });
    connect(m_menu.copyPicture, &QAction::triggered, this, &MainWindow::copyDiagram);
    ConnectionsTable* table = &m_connections->table();
    connect(m_menu.copyText, &QAction::triggered, table, &ConnectionsTable::copyAsText);
    connect(m_menu.copyCsv, &QAction::triggered, table, &ConnectionsTable::copyAsCsv);
    connect(m_menu.copyJson, &QAction::triggered, table, &ConnectionsTable::copyAsJson);
    connect(m_menu.copyDisplayFilter, &QAction::triggered, this, &MainWindow::copyDisplayFilter);
    connect(m_menu.openInWireshark, &QAction::triggered, this, &MainWindow::openInWireshark);
    connect(&m_state, &ViewState::selectionChanged, this, &MainWindow::showWireshark);
    table->setMoreActions({m_menu.copyDisplayFilter, m_menu.openInWireshark, m_menu.showTogether});
    connect(m_menu.showTogether, &QAction::triggered, this, [this] {
        goToDetail();
        showSelectedTogether();
    });
    connect(m_menu.zoomIn, &QAction::triggered, this, [this] { m_state.setZoom(m_state.zoom() * kZoomStep); });
    connect(m_menu.zoomOut, &QAction::triggered, this, [this] { m_state.setZoom(m_state.zoom() / kZoomStep); });
    connect(m_menu.zoomReset, &QAction::triggered, this, [this] { m_state.setZoom(1); });
    const auto theme = [this](QAction* action, const char* name) {
        connect(action, &QAction::triggered, this, [this, name] {
            QSettings().setValue(QStringLiteral("theme"), QLatin1String(name));
            chooseTheme(QLatin1String(name));
        });
    };
    theme(m_menu.themeSystem, "system");
    theme(m_menu.themeLight, "light");
    theme(m_menu.themeDark, "dark");
    connect(m_menu.preferences, &QAction::triggered, this, &MainWindow::preferencesByDialog);
    connect(m_menu.language, &LanguageMenu::chosen, this, &MainWindow::chooseLanguage);
    connect(m_menu.keys, &QAction::triggered, this, [this] { showKeys(*this, m_menu); });
    connect(m_menu.about, &QAction::triggered, this, [this] { showAbout(*this); });
}

void MainWindow::connectGo() {
    const auto focus = [this](QAction* action, QWidget* target) {
        connect(action, &QAction::triggered, target, [target] { target->setFocus(Qt::ShortcutFocusReason); });
    };
    const auto goToConnections = [this] { m_capture->show(CapturePages::Page::Connections); };
    for (const QAction* action : {m_menu.find, m_menu.goOverview, m_menu.goTable})
        connect(action, &QAction::triggered, this, goToConnections);
    connect(m_menu.find, &QAction::triggered, this,
            [this] { m_topBar->filterBar()->setFocus(Qt::ShortcutFocusReason); });
    connect(m_menu.clearFilter, &QAction::triggered, this, [this] {
        setFilterText({});
        m_state.setTimeRange(std::nullopt);
    });
    focus(m_menu.goOverview, &m_connections->strip());
    focus(m_menu.goTable, &m_connections->table());
    connect(m_menu.goDetail, &QAction::triggered, this, &MainWindow::goToDetail);
    connect(m_menu.goOldestCloseWait, &QAction::triggered, this, &MainWindow::showLongestCloseWait);
    connect(m_menu.goLeaks, &QAction::triggered, this, [this] { showLedger(m_state.selected()); });
}

/// Where the connection's panel is, in the menu.
void MainWindow::connectWorkspace() {
    const auto seat = [this](QAction* action, Workspace::Seat where) {
        connect(action, &QAction::triggered, this, [this, where] { m_workspace->setSeat(where); });
        connect(m_workspace, &Workspace::seatChanged, action, [this, action, where] {
            action->setChecked(m_workspace->dock()->isVisible() && m_workspace->seat() == where);
        });
    };
    seat(m_menu.panelRight, Workspace::Seat::Right);
    seat(m_menu.panelLeft, Workspace::Seat::Left);
    seat(m_menu.panelBelow, Workspace::Seat::Below);
    seat(m_menu.panelFloating, Workspace::Seat::Floating);
    connect(m_menu.panelHidden, &QAction::triggered, m_workspace->dock(), &QWidget::hide);
    connect(m_workspace, &Workspace::seatChanged, this,
            [this] { m_menu.panelHidden->setChecked(isOpen() && !m_workspace->dock()->isVisible()); });
    connect(m_menu.resetLayout, &QAction::triggered, m_workspace, &Workspace::reset);
}

void MainWindow::goToDetail() {
    m_workspace->dock()->show();
    m_detail->setFocus(Qt::ShortcutFocusReason);
    if (QWidget* first = m_detail->nextInFocusChain(); !m_detail->hasFocus() && first)
        first->setFocus(Qt::ShortcutFocusReason);
}

/// In the diagram, a lane each.
void MainWindow::showSelectedTogether() {
    std::vector<ConnectionId> others = m_connections->table().selectedConnections();
    std::erase(others, m_state.selected());
    if (others.empty()) {
        m_detail->setBusy(tr("Select several connections in the table: with Shift, Ctrl, or both"));
        return;
    }
    m_detail->setCurrentTab(ConnectionDetailPage::Tab::Diagram);
    m_loader->loadTogether(std::move(others));
}

LeaksPage& MainWindow::leaks() const {
    return m_capture->leaks();
}

void MainWindow::connectLeaks() {
    LeaksPage* leaks = &m_capture->leaks();
    connect(leaks, &LeaksPage::connectionsWanted, this, &MainWindow::showLeaks);
    connect(leaks, &LeaksPage::ladderWanted, this, [this] {
        m_detail->setCurrentTab(ConnectionDetailPage::Tab::Diagram);
        m_detail->ladderView()->setFocus(Qt::OtherFocusReason);
    });
    connect(leaks, &LeaksPage::reportWanted, this, &MainWindow::reportByDialog);
    connect(&m_connections->closeWaitPanel(), &CloseWaitPanel::ledgerWanted, this, &MainWindow::showLedger);
}

PortsPage& MainWindow::ports() const {
    return m_capture->ports();
}

void MainWindow::setAskThisHost(AskThisHost ask) {
    m_capture->ports().setAskThisHost(std::move(ask));
}

void MainWindow::connectPorts() {
    connect(&ports(), &PortsPage::connectionsWanted, this, &MainWindow::showLeaks);
    connect(m_menu.goPorts, &QAction::triggered, this, [this] {
        m_capture->show(CapturePages::Page::Ports);
        ports().timeWaits().tables()[0]->view()->setFocus(Qt::ShortcutFocusReason);
    });
}

/// The leaks, and among them the one of this connection, if it is one.
void MainWindow::showLedger(ConnectionId id) {
    m_capture->show(CapturePages::Page::Leaks);
    m_capture->leaks().showConnection(id);
    m_capture->leaks().groups()->setFocus(Qt::ShortcutFocusReason);
}

QString MainWindow::displayFilter() const {
    const ConnectionId id = m_state.selected();
    return id == kNoConnection ? QString() : QString::fromStdString(displayFilterOf(*m_state.snapshot(), id));
}

void MainWindow::copyDisplayFilter() {
    if (m_state.selected() != kNoConnection)
        QGuiApplication::clipboard()->setText(displayFilter());
}

/// Whether the connection can be shown there; the tip says why not.
void MainWindow::showWireshark() {
    const QString obstacle = m_together.size() < 2
                                 ? wiresharkObstacle(wiresharkProgram(), m_path)
                                 : tr("Wireshark opens one file at a time, and this capture lies in several.");
    m_menu.openInWireshark->setToolTip(
        obstacle.isEmpty() ? tr("Open the capture there, with this connection as display filter") : obstacle);
    m_menu.openInWireshark->setEnabled(isOpen() && obstacle.isEmpty() && m_state.selected() != kNoConnection);
}

void MainWindow::openInWireshark() {
    const QString program = wiresharkProgram();
    if (!QProcess::startDetached(program, wiresharkArguments(m_path, displayFilter())))
        m_notice->setText(tr("%1 could not be started.").arg(program));
}

void MainWindow::openByDialog() {
    const QString folder = m_path.isEmpty() ? QString() : QFileInfo(m_path).absolutePath();
    const QStringList paths = QFileDialog::getOpenFileNames(
        this, tr("Open a capture, or several as one"), folder,
        tr("Captures (*.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz *.pcap.zst *.pcapng.zst *.pcap.lz4 *.pcapng.lz4);;"
           "All files (*)"));
    if (!paths.isEmpty())
        openTogether(paths);
}

void MainWindow::reload() {
    const QString filter = m_topBar->filterBar()->text();
    if (m_setPath.isEmpty())
        openTogether(paths());
    else
        openSet(m_setPath);
    setFilterText(filter);
}

void MainWindow::fillRecent() {
    m_menu.recent->clear();
    const QStringList files = recentFiles();
    for (const QString& recent : files) {
        const QStringList paths = recentCapture(recent).paths;
        m_menu.recent->addAction(titleOfRecent(recent), this, [this, recent] { openRecent(recent); })
            ->setToolTip(paths.first());
    }
    m_menu.recent->setToolTipsVisible(true);
    m_menu.recent->setEnabled(!files.isEmpty());
    if (files.isEmpty())
        return;
    m_menu.recent->addSeparator();
    m_menu.recent->addAction(tr("Forget these"), this, [this] {
        clearRecentFiles();
        fillRecent();
    });
}

/// A window of another language is made anew, which a capture that no file holds would not outlive.
void MainWindow::chooseLanguage(LanguageChoice choice) {
    keepLanguageChoice(choice);
    if (languageOf(choice) == spokenLanguage())
        return;
    if (live() != nullptr || m_path == QLatin1String("-"))
        m_notice->setText(tr("synscope speaks the other language once it is started again."), NoticeBar::Tone::Calm);
    else
        Q_EMIT languageChosen();
}

void MainWindow::chooseTheme(const QString& name) {
    const auto chosen = themeFromText(name.toStdString());
    m_menu.themeSystem->setChecked(!chosen);
    m_menu.themeLight->setChecked(chosen == Theme::Light);
    m_menu.themeDark->setChecked(chosen == Theme::Dark);
    const Theme theme = chosen.value_or(m_desktopTheme);
    if (theme == m_state.theme())
        applyLook();
    m_state.setTheme(theme);
}

} // namespace synscope::ui
