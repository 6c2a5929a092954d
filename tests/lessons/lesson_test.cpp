// SPDX-License-Identifier: Apache-2.0
//
// How the Markdown of a lesson is read, and what is said of one that is not in form.
#include "core/lesson/lesson.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr std::string_view kWhole = "# A lesson\n\nWords to\nbegin with.\n\nMore of them.\n\n"
                                    "## Step: packet 2\n\n**What comes?**\n\n- [ ] Nothing\n- [x] An **ACK**\n\n"
                                    "It came.\n\nStates: client SYN_SENT, server LISTEN\n\n"
                                    "## Step: packet 7, and the rest\n\n**And why?**\n\nBecause.\n";

std::string errorOf(std::string_view markdown) {
    const Result<Lesson> lesson = parseLesson(markdown);
    return lesson ? "" : lesson.error().message;
}

TEST(LessonText, HasTitleIntroAndSteps) {
    const Result<Lesson> lesson = parseLesson(kWhole);
    ASSERT_TRUE(lesson) << lesson.error().message;
    EXPECT_EQ(lesson.value().title, "A lesson");
    EXPECT_EQ(lesson.value().intro, "Words to\nbegin with.\n\nMore of them.");
    ASSERT_EQ(lesson.value().steps.size(), 2U);
}

TEST(LessonText, AStepAsksAndAnswers) {
    const LessonStep step = parseLesson(kWhole).value().steps[0];
    EXPECT_EQ(step.packet, PacketNumber{2});
    EXPECT_FALSE(step.showsTheRest);
    EXPECT_EQ(step.question, "What comes?");
    ASSERT_EQ(step.answers.size(), 2U);
    EXPECT_FALSE(step.answers[0].isRight);
    EXPECT_TRUE(step.answers[1].isRight);
    EXPECT_EQ(step.answers[1].text, "An **ACK**");
    EXPECT_EQ(step.text, "It came.");
}

TEST(LessonText, AStepClaimsStates) {
    const Lesson lesson = parseLesson(kWhole).value();
    EXPECT_EQ(lesson.steps[0].state[0], State::SynSent);
    EXPECT_EQ(lesson.steps[0].state[1], State::Listen);
    EXPECT_EQ(lesson.steps[1].state[0], std::nullopt);
}

TEST(LessonText, AQuestionMayBeOpen) {
    const LessonStep step = parseLesson(kWhole).value().steps[1];
    EXPECT_TRUE(step.showsTheRest);
    EXPECT_EQ(step.question, "And why?");
    EXPECT_TRUE(step.answers.empty());
}

TEST(LessonText, LineEndsOfOtherSystemsAreRead) {
    const Result<Lesson> lesson = parseLesson("# A\r\n\r\nB.\r\n\r\n## Step: packet 1\r\n\r\nC.\r\n");
    ASSERT_TRUE(lesson) << lesson.error().message;
    EXPECT_EQ(lesson.value().steps[0].text, "C.");
}

TEST(LessonText, FaultsAreNamedWithTheirPlace) {
    EXPECT_EQ(errorOf("Words\n"), "line 1: a lesson begins with '# TITLE'");
    EXPECT_EQ(errorOf("# A\n\nB.\n## Step: 4\n"),
              "line 4: a heading is '## Step: packet N' or '## Step: packet N, and the rest'");
    EXPECT_EQ(errorOf("# A\n\nB.\n## Step: packet 0\n"),
              "line 4: a heading is '## Step: packet N' or '## Step: packet N, and the rest'");
    EXPECT_EQ(errorOf("# A\n\nB.\n## Step: packet 1\n- [x] C\n"), "line 5: answers follow a question in **bold**");
    EXPECT_EQ(errorOf("# A\n\nB.\n## Step: packet 1\nC.\nStates: client OPEN\n"),
              "line 6: states are 'States: client STATE, server STATE'");
    EXPECT_EQ(errorOf("# A\n\nB.\n"), "a lesson has a title, words to begin with, and steps");
}

TEST(LessonText, AQuestionHasOneRightAnswer) {
    const std::string begin = "# A\n\nB.\n## Step: packet 1\n**C?**\n";
    const std::string fault = "step 1: a question has two to four answers, one of them right, or none";
    EXPECT_EQ(errorOf(begin + "- [x] D\n\nE.\n"), fault);
    EXPECT_EQ(errorOf(begin + "- [ ] D\n- [ ] E\n\nF.\n"), fault);
    EXPECT_EQ(errorOf(begin + "- [x] D\n- [x] E\n\nF.\n"), fault);
    EXPECT_EQ(errorOf(begin + "- [x] D\n- [ ] E\n"), "step 1: a step explains what it shows");
}

TEST(LessonContents, ListsLessonsByGroup) {
    const auto groups = parseLessonContents("# Lessons\n\nWords [of](x.md) no lesson.\n\n## First\n\n"
                                            "- [One](01-one.md): how it begins\n- [Two](02-two.md): how it goes on\n\n"
                                            "## Second\n\n- [三](03-three.zh_CN.md): 结束\n");
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].title, "First");
    ASSERT_EQ(groups[0].lessons.size(), 2U);
    EXPECT_EQ(groups[0].lessons[1].name, "02-two");
    EXPECT_EQ(groups[0].lessons[1].title, "Two");
    EXPECT_EQ(groups[0].lessons[1].summary, "how it goes on");
    EXPECT_EQ(groups[1].lessons.at(0).name, "03-three");
}

} // namespace
} // namespace synscope::test
