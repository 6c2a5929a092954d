// SPDX-License-Identifier: Apache-2.0
//
// The words of a lesson beside the diagram: title, the question of a step, its answers, and after the packets have been
// shown what they mean. Everything can be done with the keyboard: Right, Page Down and Space go on, Left, Page Up and
// Backspace go back, the digits choose answers.
#pragma once

#include "core/diagram/theme.h"

#include <QFrame>
#include <QList>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace synscope::ui {

class LessonPlayer;

class LessonPanel : public QFrame {
    Q_OBJECT

public:
    explicit LessonPanel(LessonPlayer& player, QWidget* parent = nullptr);

    /// `group`: "Opening"; `nextTitle`: of the lesson that follows, empty for the last.
    void setPlace(const QString& group, const QString& nextTitle);
    void setTheme(Theme theme);
    /// To what comes next: the first answer, or the button that goes on.
    void focusOnNext();

    [[nodiscard]] QPushButton* nextButton() const { return m_next; }
    [[nodiscard]] QPushButton* backButton() const { return m_back; }
    [[nodiscard]] QPushButton* showAllButton() const { return m_showAll; }
    [[nodiscard]] const QList<QPushButton*>& answerButtons() const { return m_answers; } ///< of the step shown
    [[nodiscard]] QString shownText() const; ///< what can be read now, as plain lines

Q_SIGNALS:
    void showAllWanted();
    void nextLessonWanted();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeScrolled();
    QWidget* makeBottom();
    void makeKeys();
    void goOn();
    void showPlace();
    void showAnswers();
    void showVerdict();
    void showStates();
    [[nodiscard]] QString stateText() const;

    LessonPlayer& m_player;
    Theme m_theme = Theme::Light;
    QString m_group;
    QString m_nextTitle;
    QLabel* m_where;
    QLabel* m_title;
    QScrollArea* m_scroll = nullptr;
    QLabel* m_question;
    QLabel* m_verdict;
    QLabel* m_text;
    QLabel* m_states;
    QVBoxLayout* m_answerColumn = nullptr;
    QList<QPushButton*> m_answers;
    QLabel* m_stepName;
    QProgressBar* m_progress;
    QPushButton* m_showAll;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace synscope::ui
