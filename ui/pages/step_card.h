// SPDX-License-Identifier: Apache-2.0
//
// One explanation in full: title, sentences, who knows what, what was agreed, the packets it rests on, its source. It
// takes the keyboard's focus, so that a reader goes from card to card.
#pragma once

#include "core/diagram/theme.h"
#include "core/explain/explanation.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace synscope::ui {

class StepCard : public QFrame {
    Q_OBJECT
public:
    StepCard(const ConnectionDetail& detail, const Explanation& explanation, Language language,
             QWidget* parent = nullptr);

    void setTheme(Theme theme);
    /// It belongs to the segment that is selected.
    void setChosen(bool isChosen);
    [[nodiscard]] bool isChosen() const { return m_isChosen; }

Q_SIGNALS:
    /// The reader chose the card: by a click, Enter or Space.
    void chosen();
    /// The reader followed the link of a packet (index into ConnectionDetail::segments).
    void packetChosen(std::size_t segment);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addSentences(const Explanation& explanation);
    void addKnowledge(const ConnectionDetail& detail, const Explanation& explanation, Language language);
    void addTerms(const ConnectionDetail& detail, const Explanation& explanation, Language language);
    void addSources(const ConnectionDetail& detail, const Explanation& explanation);
    void applyStyle();

    QVBoxLayout* m_column = nullptr;
    QLabel* m_packets = nullptr;
    QString m_packetsMarkup; ///< "@accent" stands for the links' colour
    Theme m_theme = Theme::Light;
    bool m_isChosen = false;
};

} // namespace synscope::ui
