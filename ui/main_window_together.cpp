// SPDX-License-Identifier: Apache-2.0
//
// What the main window does with captures that lie in several files: opens them as one, and offers to where a file
// belongs to a rotated set.
#include "ui/capture_pages.h"
#include "ui/language/ui_language.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/pages/welcome_page.h"
#include "ui/recent_files.h"
#include "ui/session_opener.h"

#include <QFileInfo>

#include <utility>

namespace synscope::ui {
namespace {

CaptureSet filesOf(const QStringList& paths) {
    CaptureSet set;
    for (const QString& path : paths)
        set.paths.push_back(path.toStdString());
    return set;
}

QStringList pathsOf(const CaptureSet& set) {
    QStringList paths;
    for (const std::string& path : set.paths)
        paths << QString::fromStdString(path);
    return paths;
}

} // namespace

void MainWindow::setCaptureSets(OpenTogether open, FindCaptureSet find) {
    m_openTogether = std::move(open);
    m_findSet = std::move(find);
}

void MainWindow::openTogether(const QStringList& paths) {
    if (paths.size() == 1 && m_findSet && QFileInfo(paths.first()).isDir())
        openSet(paths.first());
    else if (paths.size() == 1 || !m_openTogether)
        open(paths.first());
    else
        openAll([paths] { return filesOf(paths); }, {});
}

void MainWindow::openSet(const QString& path) {
    openAll([find = m_findSet, path = path.toStdString()] { return find(path); }, path);
}

void MainWindow::openRecent(const QString& recent) {
    const RecentCapture capture = recentCapture(recent);
    if (capture.isSet && m_findSet)
        openSet(capture.paths.first());
    else
        openTogether(capture.paths);
}

QStringList MainWindow::paths() const {
    return m_together.isEmpty() && !m_path.isEmpty() ? QStringList{m_path} : m_together;
}

/// `files` runs on another thread. `setPath` is what the set was found by; empty where there is none.
void MainWindow::openAll(const std::function<CaptureSet()>& files, const QString& setPath) {
    leaveCapture([this, files, setPath] {
        forgetCapture();
        auto set = std::make_shared<CaptureSet>();
        m_opener->begin(
            [open = m_openTogether, files, set](std::stop_token stop) {
                *set = files();
                return open(set->paths, std::move(stop));
            },
            [this, set, setPath](const SessionOpener::Opened& session) { openedTogether(*set, setPath, *session); });
        m_notice->setText(tr("Looking for the first packet of each file…"), NoticeBar::Tone::Calm);
    });
}

void MainWindow::openedTogether(const CaptureSet& set, const QString& setPath,
                                Result<std::unique_ptr<Session>>& session) {
    m_notice->setText({});
    const QStringList paths = pathsOf(set);
    const QString name = titleOfFiles(paths);
    if (!session) {
        m_welcome->setError(name, messageOf(session.error()));
        showPage();
        return;
    }
    m_path = paths.first();
    m_together = paths;
    m_setPath = setPath;
    addRecentCapture({setPath.isEmpty() ? paths : QStringList{setPath}, !setPath.isEmpty()});
    fillRecent();
    session.value()->name = name.toStdString();
    if (!set.missing.empty())
        m_captureTold = tr("⚠ Files of the set are missing: %1. What they held is not shown.")
                            .arg(QString::fromStdString(set.missing));
    follow(std::move(session).value());
    m_notice->setText(m_captureTold);
}

/// On a worker: a folder may be large, or far away.
void MainWindow::offerSet(const QString& path) {
    if (!m_findSet || m_lesson || !QFileInfo(path).isFile())
        return;
    m_setJob.start([find = m_findSet, path = path.toStdString()](const std::atomic<bool>&) { return find(path); },
                   [this, path](const CaptureSet& set) {
                       const int files = static_cast<int>(set.paths.size());
                       if (files > 1)
                           m_notice->setOffer(tr("%1 belongs to a rotated set.").arg(QFileInfo(path).fileName()),
                                              tr("Open all %n files of the set", nullptr, files));
                   });
}

/// What stays said of the capture that is open.
QStringList MainWindow::toldOfCapture() const {
    QStringList told;
    if (!m_captureTold.isEmpty())
        told << m_captureTold;
    const std::optional<Damage>& damage = m_state.snapshot()->load.damage;
    if (damage && (told.isEmpty() || !m_together.isEmpty()))
        told << damageMessages(*damage);
    return told;
}

} // namespace synscope::ui
