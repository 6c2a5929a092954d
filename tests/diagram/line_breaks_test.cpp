// SPDX-License-Identifier: Apache-2.0
//
// Where lines may be broken, written with a bar at each such place.
#include "core/diagram/line_breaks.h"

#include "core/diagram/ladder_text.h"

#include <gtest/gtest.h>

#include <string>

namespace synscope::test {
namespace {

std::string broken(std::string_view text) {
    std::string line;
    for (const TextPiece& piece : piecesOf(text))
        line += (line.empty() ? "" : piece.isAfterSpace ? " |" : "|") + std::string(piece.text);
    return line;
}

TEST(LineBreaks, AreAtSpaces) {
    EXPECT_EQ(broken("both sides can send"), "both |sides |can |send");
    EXPECT_EQ(broken("  two   spaces "), "two |spaces");
    EXPECT_EQ(broken(""), "");
}

TEST(LineBreaks, AreBetweenChineseCharacters) {
    EXPECT_EQ(broken("双方都"), "双|方|都");
    EXPECT_EQ(broken("发送 SYN 后"), "发|送 |SYN |后");
    EXPECT_EQ(broken("用SYN建立"), "用|SYN|建|立");
}

TEST(LineBreaks, KeepSignsWithWhatTheyBelongTo) {
    EXPECT_EQ(broken("好，对。"), "好，|对。");
    EXPECT_EQ(broken("甲（乙）丙"), "甲|（乙）|丙");
    EXPECT_EQ(broken("答“好的”。"), "答|“好|的”。");
}

TEST(LineBreaks, LeaveNumbersInGroupsWhole) {
    EXPECT_EQ(broken("from 2 589 772 385 on"), "from |2 589 772 385 |on");
    EXPECT_EQ(broken("packet 12 1448 B"), "packet |12 |1448 |B");
}

TEST(LineBreaks, SurviveDamagedText) {
    EXPECT_EQ(broken("a\xe5"), "a\xe5");
}

TEST(WrapText, BreaksChineseWithoutSpaces) {
    const std::vector<std::string> lines = wrapText("双方都能收发，连接已经建立。", Face::Words, 10, 72);
    EXPECT_EQ(lines, (std::vector<std::string>{"双方都能收发，", "连接已经建立。"}));
}

} // namespace
} // namespace synscope::test
