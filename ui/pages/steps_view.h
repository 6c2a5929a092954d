// SPDX-License-Identifier: Apache-2.0
//
// All explanations of a connection in full, one card below the other. Up and Down go from card to card, Enter chooses
// one; the card of the selected segment is marked.
#pragma once

#include "core/diagram/theme.h"
#include "core/explain/explanation.h"

#include <QScrollArea>

#include <memory>
#include <optional>
#include <vector>

class QVBoxLayout;

namespace synscope::ui {

class StepCard;

class StepsView : public QScrollArea {
    Q_OBJECT
public:
    using Explanations = std::shared_ptr<const std::vector<Explanation>>;

    explicit StepsView(QWidget* parent = nullptr);

    /// Null empties it. What is chosen and the place stay when the connection is the one already shown.
    void setSteps(std::shared_ptr<const ConnectionDetail> detail, Explanations explanations, Language language);
    void setTheme(Theme theme);
    /// Marks the explanation of the segment, or the nearest one before it, and scrolls there. Emits nothing.
    void showSegment(std::optional<std::size_t> segment);
    [[nodiscard]] std::optional<std::size_t> chosenStep() const { return m_chosen; }
    [[nodiscard]] const std::vector<StepCard*>& cards() const { return m_cards; }

Q_SIGNALS:
    /// The reader chose an explanation of this segment (into ConnectionDetail::segments).
    void segmentChosen(std::size_t segment);
    /// The reader followed a link to a packet, to see it drawn.
    void packetChosen(std::size_t segment);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addCard(std::size_t step, Language language);
    void choose(std::size_t step);
    void mark(std::optional<std::size_t> step);
    [[nodiscard]] std::optional<std::size_t> focusedCard() const;

    std::shared_ptr<const ConnectionDetail> m_detail;
    Explanations m_explanations;
    QWidget* m_inside = nullptr;
    QVBoxLayout* m_column = nullptr;
    std::vector<StepCard*> m_cards;
    std::optional<std::size_t> m_chosen;
    Theme m_theme = Theme::Light;
};

} // namespace synscope::ui
