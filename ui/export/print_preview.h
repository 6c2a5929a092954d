// SPDX-License-Identifier: Apache-2.0
//
// What will come out of the printer, page by page, and the way there. Connections are read, pages drawn and printed on
// workers: the dialog tells how far they are, and gives up when asked.
#pragma once

#include "ui/diagram/diagram_printing.h"
#include "ui/latest_job.h"

#include <QDialog>
#include <QTimer>

#include <atomic>
#include <memory>
#include <vector>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QPrinter;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSpinBox;
class QToolButton;

namespace synscope::ui {

class PrintPreview : public QDialog {
    Q_OBJECT

public:
    PrintPreview(DiagramSource source, DiagramWish wish, QWidget* parent = nullptr);
    ~PrintPreview() override;

    /// Prints without asking for a printer.
    void print();
    /// Gives up printing; pages drawn by then may come out all the same.
    void stop();

    [[nodiscard]] QPrinter& printer() const { return *m_printer; }
    [[nodiscard]] QSpinBox* page() const { return m_page; }
    [[nodiscard]] QCheckBox* whole() const { return m_whole; }
    /// The page shown; null while none was drawn yet.
    [[nodiscard]] QPixmap picture() const;
    /// What is going on, came of it, or went wrong.
    [[nodiscard]] QString message() const;
    [[nodiscard]] bool isCounting() const { return m_counting.isRunning(); }
    [[nodiscard]] bool isDrawing() const { return m_drawing.isRunning(); }
    [[nodiscard]] bool isPrinting() const { return m_printing.isRunning(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void done(int result) override;

private:
    QHBoxLayout* makeTop();
    void makeLayout();
    void choosePaper();
    void choosePrinter();
    void count();
    void counted(Result<std::vector<SheetPlace>> sheets);
    void draw();
    void printed(const std::optional<Error>& error);
    void allow();
    void tellProgress();
    [[nodiscard]] double drawnScale() const;
    /// Afresh from none; a worker counts up what it is through with.
    std::shared_ptr<std::atomic<int>> newProgress();

    DiagramSource m_source;
    DiagramWish m_wish;
    std::unique_ptr<QPrinter> m_printer; ///< the worker's alone while it prints
    Paper m_paper;
    std::vector<SheetPlace> m_sheets; ///< empty while they are counted
    std::shared_ptr<std::atomic<int>> m_progress;
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    QLabel* m_picture;
    QScrollArea* m_area;
    QToolButton* m_back;
    QToolButton* m_on;
    QSpinBox* m_page;
    QLabel* m_of;
    QCheckBox* m_whole;
    QLabel* m_message;
    QProgressBar* m_bar;
    QPushButton* m_stopButton;
    QPushButton* m_paperButton;
    QPushButton* m_printButton;
    QTimer m_timer; ///< looks at the progress
    LatestJob m_counting;
    LatestJob m_drawing;
    LatestJob m_printing;
};

} // namespace synscope::ui
