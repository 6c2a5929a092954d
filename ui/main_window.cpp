// SPDX-License-Identifier: Apache-2.0
#include "ui/main_window.h"

#include "core/store/capture_facts.h"
#include "ui/capture/capture_starter.h"
#include "ui/capture/live_bar.h"
#include "ui/capture/recovery_bar.h"
#include "ui/capture_pages.h"
#include "ui/close_wait_panel.h"
#include "ui/connections_table.h"
#include "ui/detail_loader.h"
#include "ui/diagram/diagram_options.h"
#include "ui/diagram/ladder_view.h"
#include "ui/filter_bar.h"
#include "ui/language/ui_language.h"
#include "ui/latest_job.h"
#include "ui/lesson/lesson_bar.h"
#include "ui/lesson/lesson_panel.h"
#include "ui/lesson/lesson_player.h"
#include "ui/machine/machine_feed.h"
#include "ui/machine/machine_page.h"
#include "ui/notice_bar.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/recent_files.h"
#include "ui/second_capture.h"
#include "ui/session_opener.h"
#include "ui/snapshot_feed.h"
#include "ui/theme.h"
#include "ui/top_bar.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr int kDetailPx = 440; // the narrowest diagram that shows its labels whole

/// The local files of a drag.
QStringList draggedFiles(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

QString nameOf(const QString& path) {
    return path == QLatin1String("-") ? MainWindow::tr("Standard input") : QFileInfo(path).fileName();
}

} // namespace

MainWindow::MainWindow(OpenSession openSession, std::optional<Theme> theme, QWidget* parent)
    : QMainWindow(parent),
      m_opener(new SessionOpener(openSession, this)),
      m_second(new SecondCapture(std::move(openSession), this)),
      m_starter(new CaptureStarter(this)),
      m_desktopTheme(themeOf(QApplication::palette())),
      m_menu(makeMainMenu(*this)),
      m_judging(new LatestJob(this)),
      m_loader(new DetailLoader(m_state, this)),
      m_topBar(new TopBar(m_state, m_menu.exportMenu, this)),
      m_filterError(new QLabel(this)),
      m_liveBar(new LiveBar(m_state, this)),
      m_recovery(new RecoveryBar(this)),
      m_notice(new NoticeBar(this)),
      m_pages(new QStackedWidget(this)),
      m_welcome(new WelcomePage(this)),
      m_machine(new MachinePage(m_state, this)),
      m_player(new LessonPlayer(this)),
      m_lessonPanel(new LessonPanel(*m_player, this)),
      m_lessonBar(new LessonBar(this)),
      m_left(new QStackedWidget(this)),
      m_capture(new CapturePages(m_state, this)),
      m_connections(&m_capture->connections()),
      m_detail(new ConnectionDetailPage(this)),
      m_workspace(new Workspace(m_left, m_detail, this)) {
    setAcceptDrops(true);
    setWindowTitle(QStringLiteral("synscope"));
    makeLayout();
    connectViews();
    connectLeaks();
    connectPorts();
    connectMenu();
    connectGo();
    connectCapture();
    connectMachine();
    connectLesson();
    connectNavigation();
    connectSecond();
    connectWorkspace();
    chooseTheme(theme ? (*theme == Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
                      : QSettings().value(QStringLiteral("theme"), QStringLiteral("system")).toString());
    m_state.setZoom(QSettings().value(QStringLiteral("zoom"), 1.0).toDouble());
    setPreferences(loadPreferences());
    resize(1600, 1000);
    restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
    m_workspace->resize(size());
    if (!m_workspace->restoreState(QSettings().value(QStringLiteral("workspace")).toByteArray()))
        m_workspace->reset();
    fillRecent();
    showPage();
}

MainWindow::~MainWindow() {
    m_loader->setFetch({});
    delete takeCentralWidget(); // the views refer to m_state, which goes before the children do
}

void MainWindow::makeLayout() {
    m_filterError->setObjectName(QStringLiteral("filterError"));
    m_filterError->setWordWrap(true);
    m_filterError->hide();
    m_detail->setMinimumWidth(kDetailPx);
    m_detail->setLanguage(spokenLanguage());
    m_left->addWidget(m_capture);
    m_left->addWidget(m_lessonPanel);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_workspace);
    m_pages->addWidget(m_machine);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(16, 12, 16, 16);
    body->setSpacing(12);
    body->addWidget(m_filterError);
    body->addWidget(m_recovery);
    body->addWidget(m_liveBar);
    body->addWidget(m_lessonBar);
    body->addWidget(m_notice);
    body->addWidget(m_pages, 1);
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("page"));
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_topBar);
    layout->addLayout(body, 1);
    setCentralWidget(page);
}

void MainWindow::connectViews() {
    FilterBar* filter = m_topBar->filterBar();
    connect(m_topBar, &TopBar::openWanted, this, &MainWindow::openByDialog);
    connect(m_topBar, &TopBar::cancelWanted, this, &MainWindow::stopLoading);
    connect(m_notice, &NoticeBar::offerTaken, this, [this] { openSet(m_path); });
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::openByDialog);
    connect(m_welcome, &WelcomePage::pathWanted, this, &MainWindow::openRecent);
    connect(m_connections, &ConnectionsPage::countChanged, filter, &FilterBar::setCount);
    connect(&m_connections->table(), &ConnectionsTable::typed, filter, &FilterBar::type);
    connect(&m_connections->table(), &ConnectionsTable::filterWanted, filter, &FilterBar::join);
    connect(&m_connections->closeWaitPanel(), &CloseWaitPanel::showWanted, this, &MainWindow::showLeaks);
    connect(filter, &FilterBar::left, &m_connections->table(), qOverload<>(&QWidget::setFocus));
    connect(filter, &FilterBar::errorChanged, this, [this](const QString& message) {
        m_filterError->setText(message.isEmpty() ? QString() : tr("Filter: %1").arg(message));
        m_filterError->setVisible(!message.isEmpty());
    });
    connect(m_loader, &DetailLoader::busy, m_detail, &ConnectionDetailPage::setBusy);
    connect(m_loader, &DetailLoader::loaded, this, [this](const auto& detail) {
        if (isInLesson())
            return; // which shows no more than its step
        m_detail->setProcesses(processesOf(*detail));
        m_detail->setDetail(detail);
        takeMoment();
        showPage();
    });
    connect(m_detail->shown(), &DiagramOptions::besideWanted, m_loader, &DetailLoader::loadBeside);
    connect(m_detail->shown(), &DiagramOptions::selectedWanted, this, &MainWindow::showSelectedTogether);
    connect(m_loader, &DetailLoader::besideLoaded, m_detail->ladderView(), &LadderView::setBeside);
    connect(m_detail->shown(), &DiagramOptions::aloneWanted, m_detail->ladderView(),
            [this] { m_detail->ladderView()->setBeside({}); });
    connect(m_detail->ladderView(), &LadderView::connectionWanted, this,
            [this](ConnectionId id) { m_state.select(id); });
    connect(m_loader, &DetailLoader::failed, m_detail, &ConnectionDetailPage::setBusy);
    connect(m_loader, &DetailLoader::cleared, this, [this] {
        if (isInLesson())
            return;
        m_detail->clear();
        showPage();
    });
    connect(&m_state, &ViewState::lookSet, this, &MainWindow::applyLook);
    connect(&m_state, &ViewState::selectionChanged, this,
            [this] { m_isFirstChoiceMade = m_isFirstChoiceMade || m_state.selected() != kNoConnection; });
    connect(&m_connections->closeWaitPanel(), &CloseWaitPanel::counted, this, &MainWindow::selectByDefault);
}

void MainWindow::open(const QString& path) {
    leaveCapture([this, path] {
        forgetCapture();
        const bool waits =
            m_opener->open(path, [this, path](const SessionOpener::Opened& session) { opened(path, *session); });
        if (waits)
            m_notice->setText(tr("Waiting for the first packets of %1…").arg(nameOf(path)), NoticeBar::Tone::Calm);
    });
}

void MainWindow::opened(const QString& path, Result<std::unique_ptr<Session>>& session) {
    m_notice->setText({});
    const QString name = nameOf(path);
    if (!session) {
        m_welcome->setError(name, messageOf(session.error()));
        showPage();
        return;
    }
    m_path = path;
    expectLesson(path);
    if (!m_lesson)
        addRecentFile(path); // lessons have a place of their own
    fillRecent();
    session.value()->name = name.toStdString();
    follow(std::move(session).value());
    offerSet(path);
}

void MainWindow::follow(std::unique_ptr<Session> session) {
    m_welcome->setError({}, {});
    m_feed = std::make_unique<SnapshotFeed>(std::move(session));
    m_loader->setFetch(m_feed->session().fetch);
    connect(m_feed.get(), &SnapshotFeed::arrived, this, &MainWindow::onSnapshot);
    setWindowTitle(tr("%1 – synscope").arg(QString::fromStdString(m_feed->session().name)));
    showPage();
    m_connections->table().setFocus();
}

void MainWindow::closeCapture() {
    leaveCapture([this] { forgetCapture(); });
}

void MainWindow::forgetCapture() {
    const std::optional<Error> leftover = discardRecovered();
    m_opener->cancel();
    m_starter->cancel();
    m_loader->setFetch({});
    m_loader->setSecond(nullptr, {});
    m_second->close();
    m_feed.reset();
    forgetMachine();
    forgetLesson();
    m_path.clear();
    m_together.clear();
    m_setPath.clear();
    m_setJob.cancel();
    m_notice->setOffer({}, {});
    m_judging->cancel();
    m_topBar->setCaptureFindings({});
    m_captureTold.clear();
    m_liveBar->setCapture(nullptr);
    m_newest.reset();
    m_isPaused = false;
    m_isDamageSaid = false;
    m_isJudged = false;
    m_isFirstChoiceMade = false;
    m_navigation.clear();
    m_notice->setText({});
    m_topBar->filterBar()->setText({});
    m_state.clear();
    m_capture->show(CapturePages::Page::Connections);
    m_welcome->refresh();
    setWindowTitle(QStringLiteral("synscope"));
    showPage();
    if (leftover)
        m_notice->setText(QStringLiteral("⚠ ") + QString::fromStdString(leftover->message));
}

void MainWindow::setFilterText(const QString& text) {
    m_topBar->filterBar()->setText(text);
}

QString MainWindow::filterError() const {
    return m_filterError->isHidden() ? QString() : m_filterError->text();
}

void MainWindow::onSnapshot(const SnapshotPtr& snapshot) {
    m_newest = snapshot;
    if (live() != nullptr)
        followCapture();
    if (m_isPaused)
        return;
    m_state.setSnapshot(snapshot);
    if (snapshot->load.damage && !m_isDamageSaid) {
        m_isDamageSaid = true;
        m_notice->setMessages(m_together.isEmpty() ? damageMessages(*snapshot->load.damage) : toldOfCapture(),
                              NoticeBar::Tone::Warning);
    }
    if (snapshot->load.finished && !m_isJudged)
        judgeCapture();
    if (snapshot->load.finished)
        beginLesson();
}

/// A pass over all connections: on a worker, once all is read.
void MainWindow::judgeCapture() {
    m_isJudged = true;
    m_judging->start(
        [snapshot = m_state.snapshot()](const std::atomic<bool>&) {
            const DiagnosePolicy& policy = snapshot->policy;
            return captureFindings(captureFactsOf(*snapshot, policy), policy);
        },
        [this](const std::vector<CaptureFinding>& findings) { showCaptureFindings(findings); });
}

void MainWindow::showCaptureFindings(const std::vector<CaptureFinding>& findings) {
    m_topBar->setCaptureFindings(findings);
    const QStringList messages = captureMessages(findings);
    if (messages.isEmpty())
        return; // damage stays said
    const QStringList told = toldOfCapture();
    m_notice->setMessages(told + messages, told.isEmpty() ? NoticeBar::Tone::Calm : NoticeBar::Tone::Warning);
}

const QString& MainWindow::detailFailure() const {
    return m_loader->failure();
}

bool MainWindow::isSettled() const {
    return m_connections->isSettled() && !m_judging->isRunning();
}

/// The page for what is open, and what is possible with it.
void MainWindow::showPage() {
    QWidget* const page = isAttached() ? static_cast<QWidget*>(m_machine) : m_welcome;
    m_pages->setCurrentWidget(isOpen() ? static_cast<QWidget*>(m_workspace) : page);
    m_topBar->setOpen(isOpen() && !isInLesson());
    const bool hasDetail = isOpen() && m_detail->detail() != nullptr;
    m_topBar->setExportEnabled(hasDetail);
    m_menu.exportMenu->menuAction()->setEnabled(hasDetail);
    for (QAction* action : {m_menu.exportDiagram, m_menu.exportPng, m_menu.exportSvg, m_menu.exportPdf,
                            m_menu.exportText, m_menu.copyPicture, m_menu.print})
        action->setEnabled(hasDetail);
    for (QAction* action :
         {m_menu.clearFilter, m_menu.copyText, m_menu.copyCsv, m_menu.copyJson, m_menu.copyDisplayFilter,
          m_menu.showTogether, m_menu.goOverview, m_menu.goDetail, m_menu.goOldestCloseWait, m_menu.goPorts})
        action->setEnabled(isOpen() && !isInLesson());
    for (QAction* action : {m_menu.find, m_menu.goTable, m_menu.goLeaks})
        action->setEnabled((isOpen() && !isInLesson()) || isAttached());
    m_menu.close->setEnabled(isOpen() || isAttached());
    m_menu.addSecond->setEnabled(isOpen() && !isInLesson());
    for (QAction* action : {m_menu.lessonNext, m_menu.lessonBack, m_menu.lessonLeave})
        action->setEnabled(isInLesson());
    showWireshark();
    showNavigation();
    showCaptureState();
}

void MainWindow::showLeaks(const QString& filterText, ConnectionId oldest) {
    m_state.setTimeRange(std::nullopt);
    setFilterText(filterText);
    if (oldest != kNoConnection)
        m_state.select(oldest);
    m_capture->show(CapturePages::Page::Connections);
    m_connections->table().setFocus();
}

/// Once all is read, or a capture is live, something is shown without asking: the longest CLOSE_WAIT, or the first
/// connection.
void MainWindow::selectByDefault() {
    const bool hasRows = m_state.snapshot()->size() > 0;
    const bool isTime = m_state.snapshot()->load.finished || live() != nullptr;
    if (m_isFirstChoiceMade || m_state.filter() || !isTime || !hasRows)
        return;
    const auto& groups = m_connections->closeWaitPanel().groups();
    const auto worst = std::ranges::max_element(groups, {}, &CloseWaitGroup::oldestAge);
    m_state.select(worst == groups.end() ? m_state.snapshot()->connections().at(0) : worst->oldest);
}

void MainWindow::showLongestCloseWait() {
    const auto& groups = m_connections->closeWaitPanel().groups();
    const auto worst = std::ranges::max_element(groups, {}, &CloseWaitGroup::oldestAge);
    if (worst == groups.end())
        return;
    m_state.setTimeRange(std::nullopt);
    setFilterText({});
    m_state.select(worst->oldest);
    m_capture->show(CapturePages::Page::Connections);
    m_connections->table().setFocus();
}

void MainWindow::applyLook() {
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance()))
        applyTheme(*application, m_state.theme(), m_state.zoom());
    m_detail->setTheme(m_state.theme());
    m_lessonPanel->setTheme(m_state.theme());
    m_detail->ladderView()->setZoom(m_state.zoom());
    m_detail->setMinimumWidth(std::max(kDetailPx, std::min(qRound(kDetailPx * m_state.zoom()), width() / 2)));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    openTogether(draggedFiles(*event->mimeData()));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (hasUnsavedPackets()) {
        event->ignore();
        leaveCapture([this] {
            forgetCapture();
            close();
        });
        return;
    }
    (void)discardRecovered(); // it was saved; what cannot be deleted is offered again
    QSettings settings;
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    if (!isInLesson())
        settings.setValue(QStringLiteral("workspace"), m_workspace->saveState());
    settings.setValue(QStringLiteral("zoom"), m_state.zoom());
    QMainWindow::closeEvent(event);
}

} // namespace synscope::ui
