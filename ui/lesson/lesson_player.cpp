// SPDX-License-Identifier: Apache-2.0
#include "ui/lesson/lesson_player.h"

#include "core/store/detail_until.h"

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

bool has(const ConnectionDetail& detail, PacketNumber packet) {
    return std::ranges::find(detail.segments, packet, &DetailSegment::packet) != detail.segments.end();
}

} // namespace

void LessonPlayer::start(Lesson lesson, std::vector<DetailPtr> connections) {
    m_lesson = std::move(lesson);
    m_connections = std::move(connections);
    m_step.reset();
    m_isRevealed = false;
    m_chosen.reset();
    Q_EMIT moved();
}

void LessonPlayer::stop() {
    start({}, {});
}

const LessonStep* LessonPlayer::step() const {
    return m_step ? &m_lesson.steps[*m_step] : nullptr;
}

bool LessonPlayer::isAtEnd() const {
    return m_isRevealed && *m_step + 1 == m_lesson.steps.size();
}

/// At its question, or at its packets where it asks none.
void LessonPlayer::enter(std::size_t step) {
    m_step = step;
    m_chosen.reset();
    m_isRevealed = m_lesson.steps[step].question.empty();
}

void LessonPlayer::next() {
    if (!isPlaying() || isAtEnd())
        return;
    if (m_step && !m_isRevealed)
        m_isRevealed = true;
    else
        enter(m_step ? *m_step + 1 : 0);
    Q_EMIT moved();
}

void LessonPlayer::back() {
    if (isAtBegin())
        return;
    m_chosen.reset();
    if (m_isRevealed && !step()->question.empty()) {
        m_isRevealed = false;
    } else if (*m_step == 0) {
        m_step.reset();
        m_isRevealed = false;
    } else {
        m_step = *m_step - 1;
        m_isRevealed = true;
    }
    Q_EMIT moved();
}

void LessonPlayer::answer(std::size_t number) {
    if (step() == nullptr || m_isRevealed || number >= step()->answers.size())
        return;
    m_chosen = number;
    m_isRevealed = true;
    Q_EMIT moved();
}

/// The last step whose packets may be seen; null before the first.
const LessonStep* LessonPlayer::revealedStep() const {
    if (m_isRevealed)
        return step();
    return m_step && *m_step > 0 ? &m_lesson.steps[*m_step - 1] : nullptr;
}

LessonPlayer::DetailPtr LessonPlayer::detail() const {
    const LessonStep* shown = revealedStep();
    if (shown == nullptr)
        return nullptr;
    const auto whole =
        std::ranges::find_if(m_connections, [shown](const DetailPtr& one) { return has(*one, shown->packet); });
    if (whole == m_connections.end())
        return nullptr;
    return shown->showsTheRest ? *whole : std::make_shared<const ConnectionDetail>(detailUntil(**whole, shown->packet));
}

std::optional<std::size_t> LessonPlayer::segment() const {
    const DetailPtr shown = detail();
    if (!shown)
        return std::nullopt;
    const auto found = std::ranges::find(shown->segments, revealedStep()->packet, &DetailSegment::packet);
    return static_cast<std::size_t>(found - shown->segments.begin());
}

} // namespace synscope::ui
