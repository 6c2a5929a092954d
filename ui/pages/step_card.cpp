// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/step_card.h"

#include "core/diagram/evidence_text.h"
#include "core/diagram/ladder_text.h"
#include "core/explain/explain.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QStringList>
#include <QVBoxLayout>

#include <array>

namespace synscope::ui {
namespace {

constexpr int kPaddingPx = 12;
constexpr int kGapPx = 6;
constexpr int kColumnGapPx = 16;

QString words(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QLabel* makeLabel(const QString& text, const char* name) {
    auto* label = new QLabel(text);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setAttribute(Qt::WA_TransparentForMouseEvents); // a click is the card's
    return label;
}

/// "the client" and "the server" above two columns.
void addSides(QGridLayout& grid, const ConnectionDetail& detail, Language language, const QString& title) {
    grid.addWidget(makeLabel(title, "columnTitle"), 0, 0);
    for (int side = 0; side < 2; ++side)
        grid.addWidget(makeLabel(words(say(language, theRole(detail, static_cast<Side>(side)))), "columnTitle"), 0,
                       side + 1);
}

QGridLayout* makeGrid() {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, kGapPx, 0, 0);
    grid->setHorizontalSpacing(kColumnGapPx);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 4);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 3);
    return grid;
}

} // namespace

StepCard::StepCard(const ConnectionDetail& detail, const Explanation& explanation, Language language, QWidget* parent)
    : QFrame(parent) {
    setObjectName(QStringLiteral("step"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(words(explanation.title));
    setAccessibleDescription(words(explanationText(detail, explanation, language)));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(kPaddingPx, kPaddingPx - 2, kPaddingPx, kPaddingPx - 2);
    m_column->setSpacing(kGapPx);
    m_column->addWidget(makeLabel(words(explanation.title), "stepTitle"));
    addSentences(explanation);
    addKnowledge(detail, explanation, language);
    addTerms(detail, explanation, language);
    addSources(detail, explanation);
    applyStyle();
}

void StepCard::addSentences(const Explanation& explanation) {
    for (const std::string& sentence : explanation.sentences)
        m_column->addWidget(makeLabel(words(sentence), "stepText"));
}

void StepCard::addKnowledge(const ConnectionDetail& detail, const Explanation& explanation, Language language) {
    const std::vector<KnowledgeLine> lines = knowledgeLines(detail, explanation, language);
    if (lines.empty())
        return;
    QGridLayout* grid = makeGrid();
    addSides(*grid, detail, language, tr("Who knows it now"));
    int row = 1;
    for (const KnowledgeLine& line : lines) {
        grid->addWidget(makeLabel(words(line.fact), "muted"), row, 0);
        for (int side = 0; side < 2; ++side)
            grid->addWidget(makeLabel(line.known[static_cast<std::size_t>(side)] ? tr("✓ yes") : tr("not yet"),
                                      line.known[static_cast<std::size_t>(side)] ? "stepText" : "muted"),
                            row, side + 1);
        ++row;
    }
    m_column->addLayout(grid);
}

void StepCard::addTerms(const ConnectionDetail& detail, const Explanation& explanation, Language language) {
    if (explanation.agreed.empty())
        return;
    QGridLayout* grid = makeGrid();
    addSides(*grid, detail, language, tr("What was agreed"));
    int row = 1;
    for (const AgreedTerm& term : explanation.agreed) {
        const QString outcome = term.outcome.empty() ? QString() : QStringLiteral(": ") + words(term.outcome);
        grid->addWidget(makeLabel(words(term.name) + outcome, "muted"), row, 0);
        for (int side = 0; side < 2; ++side)
            grid->addWidget(makeLabel(words(term.offered[static_cast<std::size_t>(side)]), "stepText"), row, side + 1);
        ++row;
    }
    m_column->addLayout(grid);
}

/// Packets that the page shows are links, others plain numbers.
void StepCard::addSources(const ConnectionDetail& detail, const Explanation& explanation) {
    QStringList parts;
    for (const PacketNumber packet : explanation.packets) {
        const QString name = tr("packet %1").arg(indexOf(packet)).replace(u' ', QChar::Nbsp);
        const DetailSegment* segment = segmentOf(detail, packet);
        parts << (segment == nullptr ? name
                                     : QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                                           .arg(segment - detail.segments.data())
                                           .arg(QStringLiteral("@accent"), name));
    }
    if (!explanation.rfc.empty())
        parts << words(explanation.rfc).replace(u' ', QChar::Nbsp);
    if (parts.isEmpty())
        return;
    m_packetsMarkup = parts.join(QStringLiteral(" · "));
    m_packets = new QLabel;
    m_packets->setObjectName(QStringLiteral("muted"));
    m_packets->setWordWrap(true);
    m_packets->setTextFormat(Qt::RichText);
    m_packets->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_packets, &QLabel::linkActivated, this,
            [this](const QString& link) { Q_EMIT packetChosen(link.toULongLong()); });
    m_column->addWidget(m_packets);
}

void StepCard::setTheme(Theme theme) {
    m_theme = theme;
    applyStyle();
}

void StepCard::setChosen(bool isChosen) {
    if (isChosen == m_isChosen)
        return;
    m_isChosen = isChosen;
    applyStyle();
}

void StepCard::applyStyle() {
    // A chosen card has a broad edge besides its colour.
    setStyleSheet(QStringLiteral("QFrame#step { background: %1; border: 1px solid %2; border-left: %3px solid %4;"
                                 " border-radius: 6px; }"
                                 "QFrame#step:focus { border-color: %4; }"
                                 "QLabel#stepTitle { font-weight: 700; color: %5; }"
                                 "QLabel#stepText { color: %6; }")
                      .arg(colour(m_isChosen ? Ink::AccentSurface : Ink::Surface, m_theme).name(),
                           colour(Ink::Border, m_theme).name())
                      .arg(m_isChosen ? 4 : 1)
                      .arg(colour(m_isChosen ? Ink::Accent : Ink::Border, m_theme).name(),
                           colour(Ink::Accent, m_theme).name(), colour(Ink::Text, m_theme).name()));
    if (m_packets != nullptr)
        m_packets->setText(
            QString(m_packetsMarkup).replace(QStringLiteral("@accent"), colour(Ink::Accent, m_theme).name()));
}

void StepCard::mousePressEvent(QMouseEvent* event) {
    QFrame::mousePressEvent(event);
    if (event->button() == Qt::LeftButton)
        Q_EMIT chosen();
}

void StepCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT chosen();
    else
        QFrame::keyPressEvent(event);
}

} // namespace synscope::ui
