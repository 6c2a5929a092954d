// SPDX-License-Identifier: Apache-2.0
//
// What the main window does to make an issue report: says what it is about and where to begin with.
#include "ui/capture_pages.h"
#include "ui/main_window.h"
#include "ui/pages/leaks_page.h"
#include "ui/report_dialog.h"
#include "ui/snapshot_feed.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include <utility>

namespace synscope::ui {

void MainWindow::setReportWriter(WriteIssueReport writer, std::string program) {
    m_reportWriter = std::move(writer);
    m_program = std::move(program);
    m_capture->leaks().setReportable(static_cast<bool>(m_reportWriter));
}

/// About the closes that one group of the ledger owes.
IssueReportRequest MainWindow::reportRequest(std::uint32_t group) const {
    const LeakView& view = *m_capture->leaks().view();
    IssueReportRequest request;
    request.snapshot = view.snapshot;
    request.fetch = m_feed->session().fetch;
    for (const std::uint32_t entry : view.ledger.entriesOf(group))
        request.connections.push_back(view.ledger.entries[entry].connection);
    request.program = m_program;
    request.group = issueGroupOf(view.ledger.groups[group]);
    request.policy = view.policy;
    request.policy.language = Language::English; // as all of the report
    if (live() == nullptr) {
        request.origin.name = m_feed->session().name;
        return request;
    }
    for (const std::string& interface : live()->request.interfaces)
        request.origin.interfaces.append(request.origin.interfaces.empty() ? "" : ", ").append(interface);
    request.origin.filter = live()->request.filter;
    return request;
}

void MainWindow::reportByDialog(std::uint32_t group) {
    if (!m_feed || !m_capture->leaks().view())
        return;
    const QFileInfo capture(m_path);
    const QString beside = m_path.isEmpty() ? QDir::homePath() : capture.absolutePath();
    const QString name = m_path.isEmpty() ? QStringLiteral("synscope") : capture.completeBaseName();
    auto* dialog = new ReportDialog(m_reportWriter, reportRequest(group), m_capture->leaks().sentence(),
                                    unusedPath(beside + QLatin1Char('/') + name + QStringLiteral("-report")), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ReportDialog::folderWanted, this,
            [](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    dialog->open();
}

} // namespace synscope::ui
