// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with lessons: offers them, goes through one in steps beside the diagram, and leaves the
// steps for the whole capture.
#include "ui/capture_pages.h"
#include "ui/connections_table.h"
#include "ui/detail_loader.h"
#include "ui/diagram/ladder_view.h"
#include "ui/language/ui_language.h"
#include "ui/lesson/lesson_bar.h"
#include "ui/lesson/lesson_panel.h"
#include "ui/lesson/lesson_player.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/snapshot_feed.h"
#include "ui/workspace.h"

#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QStackedWidget>

#include <utility>

namespace synscope::ui {
namespace {

/// A lesson's text and its connections, whole.
struct Loaded {
    Result<Lesson> lesson;
    std::vector<LessonPlayer::DetailPtr> connections;
};

Loaded loadLesson(const LessonLibrary& library, const LessonEntry& entry, const Snapshot& snapshot,
                  const FetchPacket& fetch, const std::atomic<bool>& cancelled) {
    Loaded loaded{library.read(entry), {}};
    ReplayOptions options;
    options.cancelled = &cancelled;
    options.policy = snapshot.policy;
    for (std::uint32_t i = 0; loaded.lesson && i < snapshot.size(); ++i) {
        Result<ConnectionDetail> detail = replay(snapshot, ConnectionId{i}, fetch, options);
        if (detail)
            loaded.connections.push_back(std::make_shared<const ConnectionDetail>(std::move(detail).value()));
        else
            loaded.lesson = detail.error();
    }
    return loaded;
}

QString titleOf(const LessonEntry* entry) {
    return entry == nullptr ? QString() : QString::fromStdString(entry->title);
}

} // namespace

void MainWindow::connectLesson() {
    connect(m_player, &LessonPlayer::moved, this, &MainWindow::showLessonPlace);
    connect(m_lessonPanel, &LessonPanel::showAllWanted, this, &MainWindow::leaveLesson);
    connect(m_lessonPanel, &LessonPanel::nextLessonWanted, this, &MainWindow::openNextLesson);
    connect(m_lessonBar, &LessonBar::nextLessonWanted, this, &MainWindow::openNextLesson);
    connect(m_lessonBar, &LessonBar::stepsWanted, this, &MainWindow::loadLessonSteps);
    connect(m_menu.lessonNext, &QAction::triggered, m_player, &LessonPlayer::next);
    connect(m_menu.lessonBack, &QAction::triggered, m_player, &LessonPlayer::back);
    connect(m_menu.lessonLeave, &QAction::triggered, this, &MainWindow::leaveLesson);
}

void MainWindow::setLessons(LessonLibrary library) {
    m_library = std::move(library);
    m_welcome->setLessons(m_library);
    m_menu.lessons->clear();
    for (const LessonGroup& group : m_library.groups()) {
        QMenu* menu = m_menu.lessons->addMenu(QString::fromStdString(group.title));
        for (const LessonEntry& entry : group.lessons)
            menu->addAction(titleOf(&entry), this, [this, path = m_library.pathOf(entry)] { open(path); });
    }
    m_menu.lessons->setEnabled(!m_library.groups().empty());
}

bool MainWindow::isInLesson() const {
    return m_player->isPlaying();
}

/// What was opened may be the capture of a lesson: then its steps are shown as soon as all is read.
void MainWindow::expectLesson(const QString& path) {
    const LessonEntry* entry = m_library.lessonAt(path);
    m_lesson = entry == nullptr ? std::nullopt : std::optional(*entry);
    m_isLessonDue = m_lesson.has_value();
}

void MainWindow::beginLesson() {
    if (!std::exchange(m_isLessonDue, false))
        return;
    loadLessonSteps();
}

void MainWindow::loadLessonSteps() {
    if (!m_lesson || !m_feed)
        return;
    m_lessonJob.start(
        [library = m_library, entry = *m_lesson, snapshot = m_state.snapshot(), fetch = m_feed->session().fetch](
            const std::atomic<bool>& cancelled) { return loadLesson(library, entry, *snapshot, fetch, cancelled); },
        [this](Loaded loaded) {
            if (!loaded.lesson) {
                m_notice->setText(tr("⚠ The lesson's steps cannot be shown: %1").arg(messageOf(loaded.lesson.error())));
                return;
            }
            const LessonGroup* group = m_library.groupOf(*m_lesson);
            m_player->start(std::move(loaded.lesson).value(), std::move(loaded.connections));
            m_lessonPanel->setPlace(group == nullptr ? QString() : QString::fromStdString(group->title),
                                    titleOf(m_library.after(*m_lesson)));
            m_lessonPanel->focusOnNext();
        });
}

/// The panel in place of the table, and no more of the packets than the step shows.
void MainWindow::showLessonPlace() {
    const bool isPlaying = m_player->isPlaying();
    if (isPlaying && m_left->currentWidget() != m_lessonPanel) {
        m_sizeOutsideLesson = m_workspace->dockSize();
        m_left->setCurrentWidget(m_lessonPanel);
        m_workspace->dock()->show();
        m_workspace->setDockSize((m_workspace->seat() == Workspace::Seat::Below ? height() : width()) * 55 / 100);
        m_detail->setCurrentTab(ConnectionDetailPage::Tab::Diagram);
        m_detail->setInvitation(tr("The packets appear here, step by step"));
    }
    if (!isPlaying && m_left->currentWidget() == m_lessonPanel) {
        m_left->setCurrentWidget(m_capture);
        m_workspace->setDockSize(m_sizeOutsideLesson);
        m_detail->setInvitation({});
        m_detail->clear();
    }
    if (isPlaying) {
        const LessonPlayer::DetailPtr detail = m_player->detail();
        m_detail->setDetail(detail);
        if (const std::optional<std::size_t> segment = m_player->segment())
            m_detail->selectSegment(*segment);
        m_lessonBar->setLesson({}, {});
    } else {
        m_lessonBar->setLesson(m_lesson ? titleOf(&*m_lesson) : QString(),
                               m_lesson ? titleOf(m_library.after(*m_lesson)) : QString());
    }
    showPage();
}

/// The whole capture, with the connection selected that was looked at last.
void MainWindow::leaveLesson() {
    const LessonPlayer::DetailPtr detail = m_player->detail();
    m_player->stop();
    m_state.select(kNoConnection);
    m_state.select(detail ? detail->id : ConnectionId{0});
    m_connections->table().setFocus();
}

void MainWindow::forgetLesson() {
    m_lessonJob.cancel();
    m_isLessonDue = false;
    m_lesson.reset();
    m_player->stop();
}

void MainWindow::openNextLesson() {
    if (!m_lesson)
        return;
    if (const LessonEntry* next = m_library.after(*m_lesson))
        open(m_library.pathOf(*next));
}

} // namespace synscope::ui
