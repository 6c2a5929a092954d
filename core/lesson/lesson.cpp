// SPDX-License-Identifier: Apache-2.0
#include "core/lesson/lesson.h"

#include <charconv>

namespace synscope {
namespace {

constexpr std::string_view kStep = "## Step: packet ";
constexpr std::string_view kTheRest = ", and the rest";
constexpr std::string_view kRight = "- [x] ";
constexpr std::string_view kWrong = "- [ ] ";
constexpr std::string_view kStates = "States: ";
constexpr std::string_view kBold = "**";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

/// Takes `prefix` away; false, with `text` as it was, where it does not begin with it.
bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// The next line without its end, taken away from `text`.
std::string_view takeLine(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return trimmed(line);
}

std::optional<State> stateNamed(std::string_view name) {
    for (std::size_t i = 0; i < kStateCount; ++i) {
        if (const State state = static_cast<State>(i); state != State::Unknown && toText(state) == name)
            return state;
    }
    return std::nullopt;
}

/// "3" or "3, and the rest".
bool readPlace(std::string_view text, LessonStep& step) {
    if (text.ends_with(kTheRest)) {
        step.showsTheRest = true;
        text.remove_suffix(kTheRest.size());
    }
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    step.packet = PacketNumber{number};
    return error == std::errc() && end == text.data() + text.size() && number > 0;
}

/// "client SYN_SENT, server LISTEN", or one of the two.
bool readStates(std::string_view text, LessonStep& step) {
    while (!text.empty()) {
        const bool isClient = take(text, "client ");
        if (!isClient && !take(text, "server "))
            return false;
        const std::size_t end = text.find(", ");
        const std::optional<State> state = stateNamed(text.substr(0, end));
        if (!state)
            return false;
        step.state[static_cast<std::size_t>(isClient ? Side::Initiator : Side::Responder)] = state;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    }
    return true;
}

/// Reads a lesson line by line.
class Reader {
public:
    /// What is wrong with the line; empty where nothing is.
    std::string_view read(std::string_view line) {
        if (std::string_view rest = line; take(rest, "# ") && lesson.title.empty()) {
            lesson.title = rest;
            return {};
        }
        if (lesson.title.empty())
            return line.empty() ? "" : "a lesson begins with '# TITLE'";
        if (line.starts_with("#"))
            return beginStep(line);
        return lesson.steps.empty() ? addTo(lesson.intro, line) : readInStep(line, lesson.steps.back());
    }

    Lesson lesson;

private:
    std::string_view beginStep(std::string_view line) {
        LessonStep step;
        if (!take(line, kStep) || !readPlace(line, step))
            return "a heading is '## Step: packet N' or '## Step: packet N, and the rest'";
        lesson.steps.push_back(std::move(step));
        return {};
    }

    std::string_view readInStep(std::string_view line, LessonStep& step) {
        const bool isBare = step.text.empty() && step.answers.empty() && step.question.empty();
        if (isBare && line.size() > 2 * kBold.size() && line.starts_with(kBold) && line.ends_with(kBold)) {
            step.question = line.substr(kBold.size(), line.size() - 2 * kBold.size());
            return {};
        }
        const bool isRight = take(line, kRight);
        if (isRight || take(line, kWrong)) {
            if (step.question.empty() || !step.text.empty())
                return "answers follow a question in **bold**";
            step.answers.push_back({std::string(line), isRight});
            return {};
        }
        if (take(line, kStates))
            return readStates(line, step) ? "" : "states are 'States: client STATE, server STATE'";
        return addTo(step.text, line);
    }

    /// An empty line parts paragraphs; those before and after all text are dropped.
    static std::string_view addTo(std::string& text, std::string_view line) {
        if (line.empty() && (text.empty() || text.ends_with("\n\n")))
            return {};
        text += line;
        text += '\n';
        return {};
    }
};

void trimEnd(std::string& text) {
    while (text.ends_with('\n'))
        text.pop_back();
}

/// Why a step is no good; empty where it is.
std::string_view faultOf(const LessonStep& step) {
    std::size_t right = 0;
    for (const LessonAnswer& answer : step.answers)
        right += answer.isRight ? 1 : 0;
    if (!step.answers.empty() && (step.answers.size() < 2 || step.answers.size() > 4 || right != 1))
        return "a question has two to four answers, one of them right, or none";
    return step.text.empty() ? "a step explains what it shows" : "";
}

} // namespace

Result<Lesson> parseLesson(std::string_view markdown) {
    Reader reader;
    for (std::uint64_t number = 1; !markdown.empty(); ++number) {
        if (const std::string_view fault = reader.read(takeLine(markdown)); !fault.empty())
            return Error{"line " + std::to_string(number) + ": " + std::string(fault), {}, {}};
    }
    Lesson lesson = std::move(reader.lesson);
    trimEnd(lesson.intro);
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        trimEnd(lesson.steps[i].text);
        if (const std::string_view fault = faultOf(lesson.steps[i]); !fault.empty())
            return Error{"step " + std::to_string(i + 1) + ": " + std::string(fault), {}, {}};
    }
    if (lesson.title.empty() || lesson.intro.empty() || lesson.steps.empty())
        return Error{"a lesson has a title, words to begin with, and steps", {}, {}};
    return lesson;
}

std::vector<LessonGroup> parseLessonContents(std::string_view markdown) {
    std::vector<LessonGroup> groups;
    while (!markdown.empty()) {
        std::string_view line = takeLine(markdown);
        if (take(line, "## ")) {
            groups.push_back({std::string(line), {}});
            continue;
        }
        const std::size_t titleEnd = line.find("](");
        const std::size_t nameEnd = line.find(".md): ");
        if (groups.empty() || !line.starts_with("- [") || titleEnd >= nameEnd || nameEnd == std::string_view::npos)
            continue;
        const std::string_view file = line.substr(titleEnd + 2, nameEnd - titleEnd - 2);
        groups.back().lessons.push_back({std::string(file.substr(0, file.find('.'))),
                                         std::string(line.substr(3, titleEnd - 3)),
                                         std::string(line.substr(nameEnd + 6))});
    }
    return groups;
}

} // namespace synscope
