// SPDX-License-Identifier: Apache-2.0
#include "ui/lesson/lesson_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace synscope::ui {

LessonBar::LessonBar(QWidget* parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_steps(new QPushButton(tr("Go through it in steps"), this)),
      m_next(new QPushButton(tr("Next lesson →"), this)) {
    setObjectName(QStringLiteral("panel"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->addWidget(m_title, 1);
    row->addWidget(m_steps);
    row->addWidget(m_next);
    connect(m_steps, &QPushButton::clicked, this, &LessonBar::stepsWanted);
    connect(m_next, &QPushButton::clicked, this, &LessonBar::nextLessonWanted);
    hide();
}

void LessonBar::setLesson(const QString& title, const QString& nextTitle) {
    m_title->setText(tr("Lesson: %1").arg(title));
    m_next->setVisible(!nextTitle.isEmpty());
    m_next->setToolTip(nextTitle);
    m_next->setAccessibleDescription(nextTitle);
    setVisible(!title.isEmpty());
}

} // namespace synscope::ui
