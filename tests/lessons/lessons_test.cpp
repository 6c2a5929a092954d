// SPDX-License-Identifier: Apache-2.0
//
// The lessons that come with the program, each against its own capture: the packets that the steps name exist, and the
// states that they claim are those that the tracker has when no more than the step shows has been seen.
#include "core/engine/engine.h"
#include "core/lesson/lesson.h"
#include "core/store/detail_until.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace synscope::test {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "resources/lessons";

std::string read(const std::string& file) {
    std::ifstream stream(kFolder / file);
    EXPECT_TRUE(stream) << file;
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lessonNames() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder))
        if (entry.path().extension() == ".pcap")
            names.push_back(entry.path().stem());
    std::sort(names.begin(), names.end());
    return names;
}

/// Every connection of a capture, told whole.
std::vector<ConnectionDetail> replayAll(const std::string& name) {
    const Result<LoadedCapture> capture = loadCapture(kFolder / (name + ".pcap"), {});
    EXPECT_TRUE(capture) << name;
    std::vector<ConnectionDetail> details;
    for (std::uint32_t i = 0; capture && i < capture.value().snapshot->size(); ++i)
        details.push_back(replay(*capture.value().snapshot, ConnectionId{i}, capture.value().fetch, {}).value());
    return details;
}

const ConnectionDetail* connectionOf(PacketNumber packet, const std::vector<ConnectionDetail>& details) {
    for (const ConnectionDetail& detail : details)
        for (const DetailSegment& segment : detail.segments)
            if (segment.packet == packet)
                return &detail;
    return nullptr;
}

class EachLesson : public testing::TestWithParam<std::string> {
protected:
    Lesson parse(const std::string& ending) {
        const Result<Lesson> lesson = parseLesson(read(GetParam() + ending));
        EXPECT_TRUE(lesson) << GetParam() << ending << ": " << lesson.error().message;
        return lesson ? lesson.value() : Lesson{};
    }
};

std::size_t rightAnswer(const LessonStep& step) {
    const auto right = std::find_if(step.answers.begin(), step.answers.end(), [](const auto& a) { return a.isRight; });
    return static_cast<std::size_t>(right - step.answers.begin());
}

TEST_P(EachLesson, HasTheSameStepsInBothLanguages) {
    const Lesson english = parse(".md");
    const Lesson chinese = parse(".zh_CN.md");
    ASSERT_EQ(english.steps.size(), chinese.steps.size());
    for (std::size_t i = 0; i < english.steps.size(); ++i) {
        SCOPED_TRACE("step " + std::to_string(i + 1));
        const LessonStep& one = english.steps[i];
        const LessonStep& other = chinese.steps[i];
        EXPECT_EQ(one.packet, other.packet);
        EXPECT_EQ(one.showsTheRest, other.showsTheRest);
        EXPECT_EQ(one.state, other.state);
        EXPECT_EQ(one.question.empty(), other.question.empty());
        EXPECT_EQ(one.answers.size(), other.answers.size());
        EXPECT_EQ(rightAnswer(one), rightAnswer(other));
    }
}

TEST_P(EachLesson, NamesPacketsThatExistInTheirOrder) {
    const std::vector<ConnectionDetail> details = replayAll(GetParam());
    PacketNumber previous = kNoPacket;
    for (const LessonStep& step : parse(".md").steps) {
        EXPECT_NE(connectionOf(step.packet, details), nullptr) << "packet " << indexOf(step.packet);
        EXPECT_GE(step.packet, previous);
        previous = step.packet;
    }
}

TEST_P(EachLesson, ClaimsTheStatesThatTheTrackerHasByThen) {
    const std::vector<ConnectionDetail> details = replayAll(GetParam());
    std::size_t claims = 0;
    for (const LessonStep& step : parse(".md").steps) {
        const ConnectionDetail* whole = connectionOf(step.packet, details);
        ASSERT_NE(whole, nullptr);
        const ConnectionDetail shown = step.showsTheRest ? *whole : detailUntil(*whole, step.packet);
        for (std::size_t side = 0; side < 2; ++side) {
            if (!step.state[side])
                continue;
            ++claims;
            EXPECT_EQ(toText(shown.segments.back().stateAfter[side]), toText(*step.state[side]))
                << "packet " << indexOf(step.packet) << (side == 0 ? ", client" : ", server");
        }
    }
    EXPECT_GT(claims, 0U);
}

INSTANTIATE_TEST_SUITE_P(Lessons, EachLesson, testing::ValuesIn(lessonNames()), [](const auto& test) {
    std::string name = test.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

class Contents : public testing::TestWithParam<std::string> {};

TEST_P(Contents, ListsEachLessonOnceUnderItsTitle) {
    std::vector<std::string> listed;
    for (const LessonGroup& group : parseLessonContents(read("contents" + GetParam()))) {
        EXPECT_FALSE(group.lessons.empty()) << group.title;
        for (const LessonEntry& entry : group.lessons) {
            listed.push_back(entry.name);
            EXPECT_FALSE(entry.summary.empty()) << entry.name;
            EXPECT_EQ(parseLesson(read(entry.name + GetParam())).value().title, entry.title);
        }
    }
    std::sort(listed.begin(), listed.end());
    EXPECT_EQ(listed, lessonNames());
}

INSTANTIATE_TEST_SUITE_P(Lessons, Contents, testing::Values(".md", ".zh_CN.md"),
                         [](const auto& test) { return test.param == ".md" ? "english" : "chinese"; });

TEST(Contents, HasTheSameOrderInBothLanguages) {
    const auto english = parseLessonContents(read("contents.md"));
    const auto chinese = parseLessonContents(read("contents.zh_CN.md"));
    ASSERT_EQ(english.size(), chinese.size());
    for (std::size_t i = 0; i < english.size(); ++i)
        for (std::size_t j = 0; j < english[i].lessons.size(); ++j)
            EXPECT_EQ(english[i].lessons[j].name, chinese[i].lessons.at(j).name);
}

} // namespace
} // namespace synscope::test
