// SPDX-License-Identifier: Apache-2.0
//
// The text of a lesson, and the list of all lessons, from their Markdown. A lesson goes through a capture in steps:
// each asks what happens next, then shows the packets up to one more and explains them. The form is that of
// CONTRIBUTING.md, "A lesson". Knows no capture: whether its packets exist is for the tests of the lessons.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/tcp/state.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

struct LessonAnswer {
    std::string text;
    bool isRight = false;
};

struct LessonStep {
    PacketNumber packet = kNoPacket;           ///< revealed up to it; the connection shown is the one it belongs to
    bool showsTheRest = false;                 ///< also what that connection did later, until the capture's end
    std::string question;                      ///< empty: the step only shows and explains
    std::vector<LessonAnswer> answers;         ///< none: the question is an open one
    std::string text;                          ///< Markdown, after the reveal
    std::array<std::optional<State>, 2> state; ///< by Side, after the packet; what the lesson claims
};

struct Lesson {
    std::string title;
    std::string intro; ///< Markdown, before the first step
    std::vector<LessonStep> steps;
};

/// Fails with the line's number and what is wrong with it.
[[nodiscard]] Result<Lesson> parseLesson(std::string_view markdown);

struct LessonEntry {
    std::string name; ///< of its files, without language and ending
    std::string title;
    std::string summary;
};

struct LessonGroup {
    std::string title;
    std::vector<LessonEntry> lessons;
};

/// `## GROUP` lines, and under each `- [TITLE](NAME.md): SUMMARY`, or `NAME.zh_CN.md`. Other text is for readers of the
/// file.
[[nodiscard]] std::vector<LessonGroup> parseLessonContents(std::string_view markdown);

} // namespace synscope
