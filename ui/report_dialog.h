// SPDX-License-Identifier: Apache-2.0
//
// Makes an issue report: where to, with or without addresses, and what came of it. The report is written on a worker;
// closing the dialog gives it up.
#pragma once

#include "core/export/issue_report.h"
#include "ui/latest_job.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace synscope::ui {

/// `base`, or with "-2", "-3" behind it: the first that does not exist.
[[nodiscard]] QString unusedPath(const QString& base);

class ReportDialog : public QDialog {
    Q_OBJECT

public:
    /// `request` lacks the folder and what the boxes say; `about` says which connections it is about.
    ReportDialog(WriteIssueReport write, IssueReportRequest request, const QString& about, const QString& folder,
                 QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* folder() const { return m_folder; }
    [[nodiscard]] QCheckBox* anonymise() const { return m_anonymise; }
    [[nodiscard]] QPushButton* createButton() const { return m_create; }
    /// Visible once there is something to open.
    [[nodiscard]] QPushButton* openFolderButton() const { return m_openFolder; }
    /// What is going on, came of it, or went wrong.
    [[nodiscard]] QString message() const;
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void folderWanted(const QString& path);

private:
    void makeLayout(const QString& about);
    void chooseFolder();
    void create();
    void tell(const QString& path, const Result<IssueReportResult>& result);
    void allow();

    WriteIssueReport m_write;
    IssueReportRequest m_request;
    QLineEdit* m_folder;
    QPushButton* m_choose;
    QCheckBox* m_anonymise;
    QLabel* m_message;
    QPushButton* m_openFolder;
    QPushButton* m_create;
    QString m_made; ///< the folder of the report that was made last
    LatestJob m_job;
};

} // namespace synscope::ui
