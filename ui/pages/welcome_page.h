// SPDX-License-Identifier: Apache-2.0
//
// What the window shows when no capture is open: captures opened last, interfaces to capture from, this machine's
// sockets, and the lessons; and why the last capture could not be opened.
#pragma once

#include "core/store/live_capture.h"
#include "ui/latest_job.h"
#include "ui/lesson/lesson_library.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace synscope::ui {

class LessonList;
class WelcomeCard;

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// Looks anew for recent files and interfaces.
    void refresh();
    void setLessons(const LessonLibrary& library);
    /// Asked for interfaces on a worker; empty: capturing is not offered.
    void setHelper(AskHelper ask);
    /// Says that `what` could not be opened; an empty message takes it away.
    void setError(const QString& what, const QString& message);
    [[nodiscard]] QString errorMessage() const;
    void setAttachVisible(bool isVisible);
    [[nodiscard]] QPushButton* attachButton() const;
    [[nodiscard]] WelcomeCard& captures() const { return *m_captures; }
    [[nodiscard]] WelcomeCard& interfaces() const { return *m_interfaces; }
    [[nodiscard]] LessonList& lessons() const { return *m_lessons; }

Q_SIGNALS:
    void openWanted(); ///< by dialog
    void pathWanted(const QString& path);
    void captureWanted(const QString& interface); ///< by dialog; empty: no interface in particular
    void attachWanted();                          ///< to this machine's sockets

private:
    QWidget* makeError();
    QWidget* makeCards();
    void askForInterfaces();
    void showInterfaces(const HelperAnswer& answer);

    QWidget* m_error = nullptr;
    QLabel* m_errorTitle = nullptr;
    QLabel* m_errorText = nullptr;
    WelcomeCard* m_captures = nullptr;
    WelcomeCard* m_interfaces = nullptr;
    WelcomeCard* m_sockets = nullptr;
    LessonList* m_lessons = nullptr;
    AskHelper m_ask;
    LatestJob m_listJob;
};

} // namespace synscope::ui
