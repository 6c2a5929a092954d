// SPDX-License-Identifier: Apache-2.0
#include "ui/report_dialog.h"

#include "ui/format.h"
#include "ui/language/ui_language.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace synscope::ui {
namespace {

constexpr int kWidthPx = 620;

QLabel* wrappedLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    return label;
}

} // namespace

QString unusedPath(const QString& base) {
    QString path = base;
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1-%2").arg(base).arg(number);
    return path;
}

ReportDialog::ReportDialog(WriteIssueReport write, IssueReportRequest request, const QString& about,
                           const QString& folder, QWidget* parent)
    : QDialog(parent),
      m_write(std::move(write)),
      m_request(std::move(request)),
      m_folder(new QLineEdit(folder, this)),
      m_choose(new QPushButton(tr("C&hoose…"), this)),
      m_anonymise(new QCheckBox(tr("&Anonymise: stand-ins for all addresses, and no payloads"), this)),
      m_message(wrappedLabel({})),
      m_openFolder(new QPushButton(tr("&Open folder"), this)),
      m_create(new QPushButton(tr("&Create"), this)) {
    setWindowTitle(tr("Issue report"));
    m_anonymise->setChecked(true);
    m_anonymise->setToolTip(tr("Ports, sequence numbers and times stay: they are the evidence"));
    m_folder->setAccessibleName(tr("Folder to make"));
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_create->setDefault(true);
    makeLayout(about);
    m_openFolder->hide(); // the box of buttons shows what it gets
    connect(m_choose, &QPushButton::clicked, this, &ReportDialog::chooseFolder);
    connect(m_create, &QPushButton::clicked, this, &ReportDialog::create);
    connect(m_openFolder, &QPushButton::clicked, this, [this] { Q_EMIT folderWanted(m_made); });
    connect(m_folder, &QLineEdit::textChanged, this, &ReportDialog::allow);
    connect(this, &QDialog::finished, &m_job, &LatestJob::cancel);
    allow();
}

void ReportDialog::makeLayout(const QString& about) {
    auto* place = new QHBoxLayout;
    auto* folderLabel = new QLabel(tr("&Folder"));
    folderLabel->setBuddy(m_folder);
    place->addWidget(folderLabel);
    place->addWidget(m_folder, 1);
    place->addWidget(m_choose);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_create, QDialogButtonBox::ActionRole);
    buttons->addButton(m_openFolder, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(wrappedLabel(about));
    layout->addWidget(
        wrappedLabel(tr("It makes a folder for a bug ticket: the evidence as text, sequence diagrams, and "
                        "a capture of just these connections.")));
    layout->addLayout(place);
    layout->addWidget(m_anonymise);
    layout->addWidget(m_message, 1);
    layout->addWidget(buttons);
    resize(kWidthPx, sizeHint().height());
}

QString ReportDialog::message() const {
    return m_message->text();
}

void ReportDialog::chooseFolder() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Folder to make"), m_folder->text());
    if (!path.isEmpty())
        m_folder->setText(path);
}

void ReportDialog::create() {
    const QString path = m_folder->text();
    m_request.directory = QFile::encodeName(path).toStdString();
    m_request.anonymise = m_anonymise->isChecked();
    m_message->setText(tr("Writing the report…"));
    m_openFolder->hide();
    m_job.start(
        [write = m_write, request = m_request](const std::atomic<bool>& cancelled) {
            IssueReportRequest stoppable = request;
            stoppable.cancelled = &cancelled;
            return write(stoppable);
        },
        [this, path](const Result<IssueReportResult>& result) {
            tell(path, result);
            allow();
        });
    allow();
}

void ReportDialog::tell(const QString& path, const Result<IssueReportResult>& result) {
    if (!result) {
        m_message->setText(QStringLiteral("⚠ ") + messageOf(result.error()));
        return;
    }
    m_made = path;
    m_openFolder->show();
    m_message->setText(
        tr("Done: %1 connections with %2 packets are in %3.")
            .arg(groupedNumber(result.value().connections), groupedNumber(result.value().packets), path));
}

void ReportDialog::allow() {
    const bool isIdle = !m_job.isRunning();
    m_create->setEnabled(isIdle && !m_folder->text().isEmpty());
    for (QWidget* control :
         {static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_choose), static_cast<QWidget*>(m_anonymise)})
        control->setEnabled(isIdle);
}

} // namespace synscope::ui
