// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/steps_view.h"

#include "core/explain/explain.h"
#include "ui/pages/step_card.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr int kGapPx = 8;
constexpr int kPaddingPx = 16;
constexpr int kScrollMarginPx = 8;

} // namespace

StepsView::StepsView(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // the cards take it
    setAccessibleName(tr("The connection explained step by step"));
    m_inside = new QWidget;
    m_inside->setObjectName(QStringLiteral("scrolled"));
    m_column = new QVBoxLayout(m_inside);
    m_column->setContentsMargins(kPaddingPx, kGapPx, kPaddingPx, kGapPx);
    m_column->setSpacing(kGapPx);
    m_column->addStretch(1);
    setWidget(m_inside);
}

void StepsView::setSteps(std::shared_ptr<const ConnectionDetail> detail, Explanations explanations, Language language) {
    const bool same = m_detail && detail && m_detail->id == detail->id;
    const std::optional<std::size_t> chosen = same ? m_chosen : std::nullopt;
    for (StepCard* card : std::exchange(m_cards, {}))
        delete card;
    m_chosen.reset();
    m_detail = std::move(detail);
    m_explanations = std::move(explanations);
    for (std::size_t step = 0; m_explanations && step < m_explanations->size(); ++step)
        addCard(step, language);
    mark(chosen);
    if (!same)
        verticalScrollBar()->setValue(0);
}

void StepsView::addCard(std::size_t step, Language language) {
    auto* card = new StepCard(*m_detail, (*m_explanations)[step], language);
    card->setTheme(m_theme);
    connect(card, &StepCard::chosen, this, [this, step] { choose(step); });
    connect(card, &StepCard::packetChosen, this, &StepsView::packetChosen);
    m_column->insertWidget(static_cast<int>(step), card);
    m_cards.push_back(card);
}

void StepsView::setTheme(Theme theme) {
    m_theme = theme;
    for (StepCard* card : m_cards)
        card->setTheme(theme);
}

void StepsView::choose(std::size_t step) {
    mark(step);
    const Explanation& explanation = (*m_explanations)[step];
    const std::size_t segments = m_detail->segments.size();
    if (segments == 0)
        return;
    const bool isAtEnd = explanation.place == StepPlace::End;
    const std::size_t segment = isAtEnd                                     ? segments - 1
                                : explanation.place == StepPlace::Beginning ? 0
                                                                            : explanation.segment;
    Q_EMIT segmentChosen(segment);
}

void StepsView::mark(std::optional<std::size_t> step) {
    m_chosen = step && *step < m_cards.size() ? step : std::nullopt;
    for (std::size_t i = 0; i < m_cards.size(); ++i)
        m_cards[i]->setChosen(m_chosen == i);
}

void StepsView::showSegment(std::optional<std::size_t> segment) {
    if (!m_explanations || !segment) {
        mark(std::nullopt);
        return;
    }
    // Several explanations may belong to one step: the one that the reader chose stays.
    const auto belongs = [&](std::size_t step) {
        const Explanation& e = (*m_explanations)[step];
        return e.place == StepPlace::Segment && e.segment == *segment;
    };
    if (!m_chosen || !belongs(*m_chosen))
        mark(explanationOf(*m_explanations, *segment));
    if (m_chosen)
        ensureWidgetVisible(m_cards[*m_chosen], 0, kScrollMarginPx);
}

std::optional<std::size_t> StepsView::focusedCard() const {
    const auto found =
        std::find_if(m_cards.begin(), m_cards.end(), [](const StepCard* card) { return card->hasFocus(); });
    return found == m_cards.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - m_cards.begin()));
}

void StepsView::keyPressEvent(QKeyEvent* event) {
    const std::optional<std::size_t> at = focusedCard();
    const bool isDown = event->key() == Qt::Key_Down;
    if (!at || (!isDown && event->key() != Qt::Key_Up)) {
        QScrollArea::keyPressEvent(event);
        return;
    }
    const std::size_t next = isDown ? std::min(*at + 1, m_cards.size() - 1) : *at - std::min<std::size_t>(*at, 1);
    m_cards[next]->setFocus(Qt::OtherFocusReason);
    ensureWidgetVisible(m_cards[next], 0, kScrollMarginPx);
}

} // namespace synscope::ui
