// SPDX-License-Identifier: Apache-2.0
//
// What the welcome page is built of: a card with one thing to do and what it may be done to, and the list of lessons.
#pragma once

#include "ui/lesson/lesson_library.h"

#include <QFrame>
#include <QList>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace synscope::ui {

struct WelcomeRow {
    QString words;
    QString quiet;
    QString target; ///< what is handed over where it is chosen
};

/// A title, a button, a sentence, and rows to choose from; words instead where there are none.
class WelcomeCard : public QFrame {
    Q_OBJECT

public:
    WelcomeCard(const QString& title, const QString& action, const QString& hint, QWidget* parent);

    [[nodiscard]] QPushButton* button() const { return m_button; }
    /// `empty` is said where there are no rows; it may be empty.
    void setRows(const std::vector<WelcomeRow>& rows, const QString& empty);
    [[nodiscard]] QList<QPushButton*> rowButtons() const;
    [[nodiscard]] QString emptyText() const;

Q_SIGNALS:
    void chosen(const QString& target);

private:
    QPushButton* m_button;
    QLabel* m_empty;
    QVBoxLayout* m_rows;
};

/// All lessons by group, in two columns; hidden without lessons.
class LessonList : public QWidget {
    Q_OBJECT

public:
    explicit LessonList(QWidget* parent);

    void setLessons(const LessonLibrary& library);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    QFrame* makeGroup(const LessonLibrary& library, const LessonGroup& group);

    QWidget* m_groups = nullptr;
    QVBoxLayout* m_column;
};

} // namespace synscope::ui
