// SPDX-License-Identifier: Apache-2.0
//
// Estimated text widths: sane, additive, and aware of UTF-8.
#include "core/diagram/picture.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

TEST(TextWidth, OfNothingIsNothing) {
    EXPECT_EQ(estimateTextWidth("", Face::Words, 12), 0);
}

TEST(TextWidth, OfNumbersIsTheSameForEveryCharacter) {
    EXPECT_DOUBLE_EQ(estimateTextWidth("1.i W", Face::Numbers, 10), 5 * estimateTextWidth("0", Face::Numbers, 10));
}

TEST(TextWidth, GrowsWithTheSize) {
    EXPECT_DOUBLE_EQ(estimateTextWidth("ESTABLISHED", Face::Words, 24),
                     2 * estimateTextWidth("ESTABLISHED", Face::Words, 12));
}

TEST(TextWidth, IsWithinEightPercentOfDejaVuSans) {
    EXPECT_NEAR(estimateTextWidth("both sides can send and hear", Face::Words, 100), 1479, 118);
}

TEST(TextWidth, BoldIsWider) {
    EXPECT_GT(estimateTextWidth("SYN", Face::WordsBold, 12), estimateTextWidth("SYN", Face::Words, 12));
}

TEST(TextWidth, CountsCodePointsAndNotBytes) {
    EXPECT_DOUBLE_EQ(estimateTextWidth("µ", Face::Numbers, 10), estimateTextWidth("u", Face::Numbers, 10));
    EXPECT_DOUBLE_EQ(estimateTextWidth("三次握手", Face::Words, 10), 40);
}

TEST(TextWidth, SurvivesDamagedUtf8) {
    EXPECT_GT(estimateTextWidth("\xe4\xb8", Face::Words, 10), 0);
    EXPECT_GT(estimateTextWidth("\xff\xff", Face::Words, 10), 0);
}

} // namespace
} // namespace synscope::test
