// SPDX-License-Identifier: Apache-2.0
//
// What an export will look like: the beginning of the picture, or of the text. Made on a worker, anew at each wish.
#pragma once

#include "ui/diagram/diagram_export.h"
#include "ui/latest_job.h"

#include <QStackedWidget>

class QLabel;
class QPlainTextEdit;
class QScrollArea;

namespace synscope::ui {

class ExportPreview : public QStackedWidget {
    Q_OBJECT

public:
    explicit ExportPreview(QWidget* parent = nullptr);

    /// Shows the first picture of the source, as the wish wants it.
    void show(const DiagramSource& source, const QString& ending, const DiagramWish& wish);

    /// The picture that is shown; null while there is none, and for source text.
    [[nodiscard]] QPixmap picture() const;
    /// The beginning of the source text; empty for pictures.
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    /// What the whole of it measures ("880 × 1,240 px"), or why it cannot be made.
    void told(const QString& text);

private:
    QLabel* m_picture;
    QScrollArea* m_area;
    QPlainTextEdit* m_text;
    LatestJob m_job;
};

} // namespace synscope::ui
