// SPDX-License-Identifier: Apache-2.0
//
// Where somebody is in a lesson, and what they may see there: the question of a step before its packets, then the
// packets, and none that come later. Knows no widget.
#pragma once

#include "core/lesson/lesson.h"
#include "core/store/replay.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace synscope::ui {

class LessonPlayer : public QObject {
    Q_OBJECT

public:
    using DetailPtr = std::shared_ptr<const ConnectionDetail>;

    using QObject::QObject;

    /// Begins at the words before the first step. `connections`: all of the capture's, whole.
    void start(Lesson lesson, std::vector<DetailPtr> connections);
    void stop();
    [[nodiscard]] bool isPlaying() const { return !m_lesson.steps.empty(); }

    /// To the next question or its packets; does nothing at the end.
    void next();
    /// To where next() came from; does nothing at the beginning.
    void back();
    /// Answers the question asked and shows the packets; does nothing where none is asked.
    void answer(std::size_t number);

    [[nodiscard]] const Lesson& lesson() const { return m_lesson; }
    [[nodiscard]] std::size_t stepCount() const { return m_lesson.steps.size(); }
    /// From 0; null in the words before the first.
    [[nodiscard]] std::optional<std::size_t> stepNumber() const { return m_step; }
    /// The step's; null in the words before the first.
    [[nodiscard]] const LessonStep* step() const;
    /// The step's packets are shown, and its words may be read.
    [[nodiscard]] bool isRevealed() const { return m_isRevealed; }
    /// By answer(), to the step's question.
    [[nodiscard]] std::optional<std::size_t> chosen() const { return m_chosen; }
    [[nodiscard]] bool isAtBegin() const { return !m_step; }
    [[nodiscard]] bool isAtEnd() const;

    /// The connection as far as it may be seen; null before the first packets.
    [[nodiscard]] DetailPtr detail() const;
    /// The segment that the step is about, in detail(); null before the first packets.
    [[nodiscard]] std::optional<std::size_t> segment() const;
    [[nodiscard]] std::size_t connectionCount() const { return m_connections.size(); }

Q_SIGNALS:
    void moved();

private:
    void enter(std::size_t step);
    [[nodiscard]] const LessonStep* revealedStep() const;

    Lesson m_lesson;
    std::vector<DetailPtr> m_connections;
    std::optional<std::size_t> m_step;
    bool m_isRevealed = false;
    std::optional<std::size_t> m_chosen;
};

} // namespace synscope::ui
