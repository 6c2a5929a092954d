// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_panels.h"

#include "ui/words_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>

namespace synscope::ui {
namespace {

constexpr int kGapPx = 16;

QLabel* wordsIn(QWidget* parent, const QString& text, const char* objectName) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(QLatin1String(objectName));
    label->setWordWrap(true);
    return label;
}

} // namespace

WelcomeCard::WelcomeCard(const QString& title, const QString& action, const QString& hint, QWidget* parent)
    : QFrame(parent),
      m_button(new QPushButton(action, this)),
      m_empty(wordsIn(this, {}, "muted")),
      m_rows(new QVBoxLayout) {
    setObjectName(QStringLiteral("panel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapPx, kGapPx, kGapPx, 12);
    column->setSpacing(8);
    m_button->setAccessibleDescription(hint);
    m_rows->setSpacing(0);
    m_rows->setContentsMargins(-10, 0, -10, 0); // the rows' words stand below the title's
    m_empty->hide();
    column->addWidget(wordsIn(this, title, "groupTitle"));
    column->addWidget(wordsIn(this, hint, "muted"));
    column->addWidget(m_button, 0, Qt::AlignLeft);
    column->addSpacing(4);
    column->addLayout(m_rows);
    column->addWidget(m_empty);
    column->addStretch(1);
}

void WelcomeCard::setRows(const std::vector<WelcomeRow>& rows, const QString& empty) {
    qDeleteAll(rowButtons());
    for (const WelcomeRow& row : rows) {
        auto* button = new WordsButton(row.words, row.quiet, "row", this);
        button->setToolTip(row.target);
        connect(button, &QPushButton::clicked, this, [this, target = row.target] { Q_EMIT chosen(target); });
        m_rows->addWidget(button);
    }
    m_empty->setText(empty);
    m_empty->setVisible(rows.empty() && !empty.isEmpty());
}

QList<QPushButton*> WelcomeCard::rowButtons() const {
    QList<QPushButton*> buttons;
    for (int i = 0; i < m_rows->count(); ++i)
        buttons.push_back(qobject_cast<QPushButton*>(m_rows->itemAt(i)->widget()));
    return buttons;
}

QString WelcomeCard::emptyText() const {
    return m_empty->isHidden() ? QString() : m_empty->text();
}

LessonList::LessonList(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 8, 0, 0);
    m_column->setSpacing(4);
    m_column->addWidget(wordsIn(this, tr("How TCP works, step by step"), "groupTitle"));
    m_column->addWidget(wordsIn(this,
                                tr("Lessons recorded from the Linux kernel. Each asks what happens next, then shows "
                                   "the packets and says why."),
                                "muted"));
    m_column->addSpacing(8);
    hide();
}

QFrame* LessonList::makeGroup(const LessonLibrary& library, const LessonGroup& group) {
    auto* panel = new QFrame(m_groups);
    panel->setObjectName(QStringLiteral("panel"));
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(kGapPx - 10, 12, kGapPx - 10, 12);
    column->setSpacing(0);
    QLabel* title = wordsIn(panel, QString::fromStdString(group.title), "panelTitle");
    title->setContentsMargins(10, 0, 10, 4);
    column->addWidget(title);
    for (const LessonEntry& entry : group.lessons) {
        auto* button =
            new WordsButton(QString::fromStdString(entry.title), QString::fromStdString(entry.summary), "row", panel);
        connect(button, &QPushButton::clicked, this, [this, path = library.pathOf(entry)] { Q_EMIT chosen(path); });
        column->addWidget(button);
    }
    return panel;
}

void LessonList::setLessons(const LessonLibrary& library) {
    delete m_groups;
    m_groups = new QWidget(this);
    auto* row = new QHBoxLayout(m_groups);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGapPx);
    std::array<QVBoxLayout*, 2> columns{new QVBoxLayout, new QVBoxLayout};
    for (QVBoxLayout* column : columns) {
        column->setSpacing(kGapPx);
        row->addLayout(column, 1);
    }
    std::size_t number = 0;
    for (const LessonGroup& group : library.groups())
        columns[number++ % columns.size()]->addWidget(makeGroup(library, group));
    for (QVBoxLayout* column : columns)
        column->addStretch(1);
    m_column->addWidget(m_groups);
    setVisible(!library.groups().empty());
}

} // namespace synscope::ui
