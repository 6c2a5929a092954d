// SPDX-License-Identifier: Apache-2.0
//
// The line over a lesson's capture while all of it is shown: which lesson it is, and back to its steps.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace synscope::ui {

class LessonBar : public QFrame {
    Q_OBJECT

public:
    explicit LessonBar(QWidget* parent = nullptr);

    /// An empty title hides it; `nextTitle` is empty for the last lesson.
    void setLesson(const QString& title, const QString& nextTitle);
    [[nodiscard]] QPushButton* stepsButton() const { return m_steps; }

Q_SIGNALS:
    void stepsWanted();
    void nextLessonWanted();

private:
    QLabel* m_title;
    QPushButton* m_steps;
    QPushButton* m_next;
};

} // namespace synscope::ui
