// SPDX-License-Identifier: Apache-2.0
//
// What the main window does to export diagrams: says what there is to export.
#include "ui/connections_table.h"
#include "ui/diagram/ladder_view.h"
#include "ui/export/diagram_clipboard.h"
#include "ui/export/export_dialog.h"
#include "ui/export/print_preview.h"
#include "ui/language/ui_language.h"
#include "ui/main_window.h"
#include "ui/models/connections_model.h"
#include "ui/notice_bar.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/second_capture.h"
#include "ui/snapshot_feed.h"

#include <QCheckBox>

namespace synscope::ui {
namespace {

constexpr double kCopyScale = 2; ///< sharp on any screen it is pasted to

} // namespace

ExportSubject MainWindow::exportSubject() const {
    ExportSubject subject;
    subject.shown = m_detail->detail();
    subject.look = m_detail->ladderView()->options();
    for (const LadderLane& lane : m_detail->ladderView()->lanesBeside())
        subject.beside.push_back(lane.layout.detail->id);
    subject.snapshot = m_state.snapshot();
    subject.fetch = m_feed->session().fetch;
    subject.language = m_detail->language();
    if (m_second->isReady()) {
        subject.second = m_second->snapshot();
        subject.secondFetch = m_second->fetch();
    }
    if (isInLesson())
        return subject; // it shows one connection, as far as it has come
    subject.selected = m_connections->table().selectedConnections();
    subject.listed = m_connections->table().listedConnections(ExportDialog::kMostConnections + 1);
    return subject;
}

void MainWindow::exportByDialog(const QString& ending) {
    if (!m_feed || !m_state.snapshot())
        return;
    auto* dialog = new ExportDialog(exportSubject(), ending, m_detail->language(), this);
    dialog->explains()->setChecked(dialog->explains()->isChecked() || m_detail->doesExplain());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

DiagramWish MainWindow::wishOfShown() const {
    DiagramWish wish;
    wish.sideBySide = !m_detail->ladderView()->lanesBeside().empty();
    wish.choice.explains = m_detail->doesExplain();
    wish.choice.shown = m_detail->ladderView()->options();
    wish.choice.language = m_detail->language();
    return wish;
}

DiagramSource MainWindow::sourceOfShown() const {
    const ExportSubject subject = exportSubject();
    std::vector<ConnectionId> shown = subject.beside;
    shown.push_back(subject.shown->id);
    return sourceOf(subject, std::move(shown));
}

void MainWindow::printDiagram() {
    if (!m_detail->detail())
        return;
    auto* preview = new PrintPreview(sourceOfShown(), wishOfShown(), this);
    preview->setAttribute(Qt::WA_DeleteOnClose);
    preview->open();
}

void MainWindow::copyDiagram() {
    if (!m_detail->detail())
        return;
    DiagramWish wish = wishOfShown();
    wish.scale = kCopyScale;
    m_copyJob.start([source = sourceOfShown(),
                     wish](const std::atomic<bool>&) { return copyOfDiagram(source, QStringLiteral("png"), wish); },
                    [this](const Result<DiagramCopy>& copy) {
                        if (copy)
                            putOnClipboard(copy.value());
                        else
                            m_notice->setText(tr("⚠ The diagram was not copied: %1").arg(messageOf(copy.error())));
                    });
}

} // namespace synscope::ui
