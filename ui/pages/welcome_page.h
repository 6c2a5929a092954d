// SPDX-License-Identifier: Apache-2.0
//
// What the window shows when no capture is open: how to open one, those opened last, the samples that
// came with the program; and why the last one could not be opened.
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace synscope::ui {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// Looks anew for recent files and samples.
    void refresh();
    /// Says that `what` could not be opened; an empty message takes it away.
    void setError(const QString& what, const QString& message);
    [[nodiscard]] QString errorMessage() const;
    void setAttachVisible(bool isVisible);
    [[nodiscard]] QPushButton* attachButton() const { return m_attach; }

Q_SIGNALS:
    void openWanted(); ///< by dialog
    void pathWanted(const QString& path);
    void attachWanted(); ///< to this machine's sockets

private:
    QWidget* makeError();
    QWidget* makeOpen();
    QWidget* makeAttach();
    QWidget* makeList(const QString& title, QVBoxLayout** rows);
    void addRow(QVBoxLayout* rows, const QString& name, const QString& path);

    QWidget* m_error = nullptr;
    QLabel* m_errorTitle = nullptr;
    QLabel* m_errorText = nullptr;
    QWidget* m_recent = nullptr;
    QVBoxLayout* m_recentRows = nullptr;
    QWidget* m_lessons = nullptr;
    QVBoxLayout* m_lessonRows = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_attach = nullptr;
    QWidget* m_attachPanel = nullptr;
};

} // namespace synscope::ui
