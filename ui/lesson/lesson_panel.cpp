// SPDX-License-Identifier: Apache-2.0
#include "ui/lesson/lesson_panel.h"

#include "ui/lesson/lesson_player.h"
#include "ui/theme.h"
#include "ui/words_button.h"

#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

namespace synscope::ui {
namespace {

constexpr int kPaddingPx = 24;
constexpr int kTextPx = 620; ///< longer lines are hard to read

QLabel* wordsIn(QWidget* parent, const char* objectName) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(objectName));
    label->setWordWrap(true);
    label->setTextFormat(Qt::MarkdownText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// A dot in the state's colour and its name.
QString chip(const QString& who, const ConnectionDetail& detail, Side side, Theme theme) {
    const EndpointView& endpoint = detail.endpoint[static_cast<std::size_t>(side)];
    return QStringLiteral("%1&nbsp;&nbsp;<span style='color:%2'>●</span>&nbsp;<b>%3</b>")
        .arg(who.toHtmlEscaped(), colour(endpoint.state, theme).name(),
             QString::fromStdString(toText(endpoint.state, endpoint.possible)).toHtmlEscaped());
}

QString plain(const QLabel& label) {
    return label.textFormat() == Qt::RichText ? QTextDocumentFragment::fromHtml(label.text()).toPlainText()
                                              : label.text();
}

} // namespace

LessonPanel::LessonPanel(LessonPlayer& player, QWidget* parent)
    : QFrame(parent),
      m_player(player),
      m_where(new QLabel(this)),
      m_title(new QLabel(this)),
      m_question(wordsIn(this, "lessonQuestion")),
      m_verdict(wordsIn(this, "lessonVerdict")),
      m_text(wordsIn(this, "lessonText")),
      m_states(wordsIn(this, "lessonStates")),
      m_stepName(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_showAll(new QPushButton(tr("Show all"), this)),
      m_back(new QPushButton(tr("← Back"), this)),
      m_next(new QPushButton(this)) {
    setObjectName(QStringLiteral("panel"));
    setAccessibleName(tr("Lesson"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 16, 0, 16);
    column->setSpacing(12);
    column->addWidget(makeTop());
    column->addWidget(makeScrolled(), 1);
    column->addWidget(makeBottom());
    makeKeys();
    connect(&m_player, &LessonPlayer::moved, this, &LessonPanel::showPlace);
    connect(m_showAll, &QPushButton::clicked, this, &LessonPanel::showAllWanted);
    connect(m_back, &QPushButton::clicked, &m_player, &LessonPlayer::back);
    connect(m_next, &QPushButton::clicked, this, &LessonPanel::goOn);
}

QWidget* LessonPanel::makeTop() {
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(kPaddingPx, 0, kPaddingPx, 0);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    m_where->setObjectName(QStringLiteral("stripTitle"));
    m_title->setObjectName(QStringLiteral("lessonTitle"));
    m_title->setWordWrap(true);
    words->addWidget(m_where);
    words->addWidget(m_title);
    row->addLayout(words, 1);
    m_showAll->setObjectName(QStringLiteral("link"));
    m_showAll->setToolTip(tr("Leave the steps and show the whole capture"));
    m_showAll->setAccessibleDescription(m_showAll->toolTip());
    row->addWidget(m_showAll, 0, Qt::AlignTop);
    return top;
}

QWidget* LessonPanel::makeScrolled() {
    auto* inside = new QWidget;
    inside->setObjectName(QStringLiteral("scrolled"));
    inside->setMaximumWidth(kTextPx + 2 * kPaddingPx);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(kPaddingPx, 4, kPaddingPx, 4);
    column->setSpacing(12);
    m_states->setTextFormat(Qt::RichText);
    m_verdict->setTextFormat(Qt::PlainText);
    m_answerColumn = new QVBoxLayout;
    m_answerColumn->setSpacing(8);
    column->addWidget(m_question);
    column->addLayout(m_answerColumn);
    column->addWidget(m_verdict);
    column->addWidget(m_text);
    column->addWidget(m_states);
    column->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(inside);
    return m_scroll;
}

QWidget* LessonPanel::makeBottom() {
    auto* bottom = new QWidget(this);
    auto* row = new QHBoxLayout(bottom);
    row->setContentsMargins(kPaddingPx, 0, kPaddingPx, 0);
    row->setSpacing(12);
    m_stepName->setObjectName(QStringLiteral("muted"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setMaximumWidth(160);
    m_back->setToolTip(tr("Left, Page Up or Backspace; from everywhere Alt+Left"));
    m_next->setToolTip(tr("Right, Page Down or Space; from everywhere Alt+Right"));
    m_next->setObjectName(QStringLiteral("primary"));
    row->addWidget(m_stepName);
    row->addWidget(m_progress);
    row->addStretch(1);
    row->addWidget(m_back);
    row->addWidget(m_next);
    return bottom;
}

/// Before the buttons get them, which would move the focus. Space stays theirs: on an answer it chooses.
void LessonPanel::makeKeys() {
    const auto add = [this](int key, auto&& what) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, what);
    };
    for (const int key : {Qt::Key_Right, Qt::Key_PageDown})
        add(key, [this] { m_player.next(); });
    for (const int key : {Qt::Key_Left, Qt::Key_PageUp, Qt::Key_Backspace})
        add(key, [this] { m_player.back(); });
    for (int number = 0; number < 4; ++number)
        add(Qt::Key_1 + number, [this, number] { m_player.answer(static_cast<std::size_t>(number)); });
}

void LessonPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space)
        m_player.next();
    else
        QFrame::keyPressEvent(event);
}

void LessonPanel::goOn() {
    if (!m_player.isAtEnd())
        m_player.next();
    else if (m_nextTitle.isEmpty())
        Q_EMIT showAllWanted();
    else
        Q_EMIT nextLessonWanted();
}

void LessonPanel::setPlace(const QString& group, const QString& nextTitle) {
    m_group = group;
    m_nextTitle = nextTitle;
    showPlace();
}

void LessonPanel::setTheme(Theme theme) {
    m_theme = theme;
    showStates();
}

void LessonPanel::showPlace() {
    if (!m_player.isPlaying())
        return;
    const bool hadFocus = isAncestorOf(window()->focusWidget()); // answers take it with them
    const LessonStep* step = m_player.step();
    const std::size_t number = m_player.stepNumber() ? *m_player.stepNumber() + 1 : 0;
    m_where->setText(tr("LESSON · %1").arg(m_group));
    m_title->setText(QString::fromStdString(m_player.lesson().title));
    m_question->setText(step == nullptr ? QString() : QString::fromStdString(step->question));
    m_question->setVisible(!m_question->text().isEmpty());
    const std::string& words = step == nullptr ? m_player.lesson().intro : step->text;
    m_text->setText(step == nullptr || m_player.isRevealed() ? QString::fromStdString(words) : QString());
    m_text->setVisible(!m_text->text().isEmpty());
    showAnswers();
    showVerdict();
    showStates();
    const int count = static_cast<int>(m_player.stepCount());
    m_stepName->setText(number == 0 ? tr("%n step(s)", nullptr, count) : tr("Step %1 of %2").arg(number).arg(count));
    m_progress->setRange(0, count);
    m_progress->setValue(static_cast<int>(number));
    m_progress->setAccessibleName(m_stepName->text());
    m_back->setEnabled(!m_player.isAtBegin());
    const bool asks = step != nullptr && !m_player.isRevealed();
    m_next->setText(m_player.isAtEnd() ? (m_nextTitle.isEmpty() ? tr("Show all") : tr("Next lesson →"))
                    : number == 0      ? tr("Begin →")
                    : asks             ? tr("Show me →")
                                       : tr("Next →"));
    m_next->setAccessibleDescription(m_player.isAtEnd() ? m_nextTitle : QString());
    m_scroll->verticalScrollBar()->setValue(0);
    setAccessibleDescription(shownText());
    if (hadFocus)
        focusOnNext();
}

/// The answers stay, with their marks, when the packets are shown.
void LessonPanel::showAnswers() {
    qDeleteAll(m_answers);
    m_answers.clear();
    const LessonStep* step = m_player.step();
    for (std::size_t i = 0; step != nullptr && i < step->answers.size(); ++i) {
        const LessonAnswer& answer = step->answers[i];
        const QString text = QString::fromStdString(answer.text);
        const bool isChosen = m_player.chosen() == i;
        const QString mark = !m_player.isRevealed() ? QStringLiteral("%1 ").arg(i + 1)
                             : answer.isRight       ? QStringLiteral("✓ ")
                             : isChosen             ? QStringLiteral("✗ ")
                                                    : QStringLiteral("   ");
        auto* button = new WordsButton(mark + QStringLiteral(" ") + text, {}, "answer", this);
        button->setProperty("right", m_player.isRevealed() && answer.isRight);
        button->setEnabled(!m_player.isRevealed());
        button->setAccessibleName(!m_player.isRevealed() ? tr("Answer %1: %2").arg(i + 1).arg(text)
                                  : answer.isRight       ? tr("Right: %1").arg(text)
                                                         : tr("Not right: %1").arg(text));
        connect(
            button, &QPushButton::clicked, &m_player, [this, i] { m_player.answer(i); }, Qt::QueuedConnection);
        m_answerColumn->addWidget(button);
        button->show(); // now, as what is hidden cannot be given the focus
        m_answers.push_back(button);
    }
}

void LessonPanel::showVerdict() {
    const LessonStep* step = m_player.step();
    const bool isJudged = step != nullptr && m_player.isRevealed() && m_player.chosen();
    m_verdict->setVisible(isJudged);
    if (isJudged)
        m_verdict->setText(step->answers[*m_player.chosen()].isRight ? tr("Right.") : tr("Not quite."));
}

void LessonPanel::showStates() {
    m_states->setText(stateText());
    m_states->setVisible(m_player.isRevealed() && !m_states->text().isEmpty());
}

/// Both ends' states, and which connection they are of where the capture has several.
QString LessonPanel::stateText() const {
    const LessonPlayer::DetailPtr detail = m_player.detail();
    if (!detail)
        return {};
    const QString chips = QStringLiteral("<nobr>%1</nobr>&nbsp;&nbsp;&nbsp; <nobr>%2</nobr>")
                              .arg(chip(tr("client"), *detail, Side::Initiator, m_theme),
                                   chip(tr("server"), *detail, Side::Responder, m_theme));
    const QString packet = tr("After packet %1:").arg(indexOf(m_player.step()->packet));
    const QString which = m_player.connectionCount() < 2
                              ? QString()
                              : tr("connection %1 of %2").arg(indexOf(detail->id) + 1).arg(m_player.connectionCount());
    return QStringLiteral("%1 %2%3").arg(m_player.step()->showsTheRest ? tr("At the end:") : packet, chips,
                                         which.isEmpty() ? QString() : QStringLiteral("<br>") + which);
}

void LessonPanel::focusOnNext() {
    const bool asks = !m_answers.isEmpty() && !m_player.isRevealed();
    (asks ? m_answers.first() : m_next)->setFocus(Qt::OtherFocusReason);
}

QString LessonPanel::shownText() const {
    QStringList lines{m_title->text()};
    for (const QLabel* label : {m_question, m_verdict, m_text, m_states})
        if (!label->isHidden())
            lines += plain(*label);
    return lines.join(QLatin1Char('\n'));
}

} // namespace synscope::ui
