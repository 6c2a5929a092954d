// SPDX-License-Identifier: Apache-2.0
//
// Exports diagrams: which connections and segments, in which format and colours, with a preview of what comes out.
// Files are written, pictures drawn and connections read on a worker; closing the dialog gives it up.
#pragma once

#include "ui/export/export_subject.h"
#include "ui/latest_job.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace synscope::ui {

class ExportPreview;

class ExportDialog : public QDialog {
    Q_OBJECT

public:
    static constexpr std::size_t kMostConnections = 500; ///< in one export: what people print or read

    /// `ending` is the format to begin with ("svg"); empty: that of the last time. `language` is the explanations'.
    ExportDialog(ExportSubject subject, const QString& ending, Language language, QWidget* parent = nullptr);

    /// What the boxes say.
    [[nodiscard]] DiagramWish wish() const;
    [[nodiscard]] QString ending() const;
    [[nodiscard]] std::vector<ConnectionId> connections() const;
    /// Writes the file, or one a connection, without asking for a name.
    void exportTo(const QString& path);
    /// In the chosen format: pictures as a picture, sources as text.
    void copy();

    [[nodiscard]] QComboBox* which() const { return m_which; }
    [[nodiscard]] QComboBox* format() const { return m_format; }
    [[nodiscard]] QComboBox* colours() const { return m_colours; }
    [[nodiscard]] QComboBox* scale() const { return m_scale; }
    [[nodiscard]] QSpinBox* firstSegment() const { return m_first; }
    [[nodiscard]] QSpinBox* lastSegment() const { return m_last; }
    [[nodiscard]] QCheckBox* explains() const { return m_explains; }
    [[nodiscard]] QCheckBox* anonymises() const { return m_anonymises; }
    [[nodiscard]] QCheckBox* together() const { return m_together; }
    [[nodiscard]] ExportPreview* preview() const { return m_preview; }
    /// What is going on, came of it, or went wrong.
    [[nodiscard]] QString message() const;
    /// What the whole picture measures, or why it cannot be made.
    [[nodiscard]] QString sizeText() const;
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

protected:
    void done(int result) override;

private:
    void fillBoxes(const QString& ending);
    QFormLayout* makeForm();
    void makeLayout();
    void chooseFile();
    void printWithPreview();
    void changed();
    void segmentsChanged();
    void allow();
    [[nodiscard]] bool isPicture() const;
    [[nodiscard]] bool isTogether() const;
    [[nodiscard]] bool mayBeTogether() const;
    void tell(const Result<DiagramFile>& written);
    void remember() const;

    ExportSubject m_subject;
    Language m_language;
    QComboBox* m_which;
    QComboBox* m_format;
    QComboBox* m_colours;
    QComboBox* m_scale;
    QSpinBox* m_first;
    QSpinBox* m_last;
    QCheckBox* m_explains;
    QCheckBox* m_anonymises;
    QCheckBox* m_together;
    ExportPreview* m_preview;
    QLabel* m_size; ///< of what the preview shows, or why there is none
    QLabel* m_message;
    QPushButton* m_copy;
    QPushButton* m_print;
    QPushButton* m_export;
    LatestJob m_job;
};

} // namespace synscope::ui
