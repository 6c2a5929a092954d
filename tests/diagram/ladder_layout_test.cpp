// SPDX-License-Identifier: Apache-2.0
//
// The geometry of the laid-out diagram: nothing overlaps, nothing has a hole, places and rows find each other.
#include "core/diagram/ladder_layout.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::vector<State> statesOf(const LadderLayout& layout, Side side) {
    std::vector<State> states;
    for (const LadderBand& band : layout.bands[static_cast<std::size_t>(side)])
        states.push_back(band.claim.state);
    return states;
}

class EveryConversation : public testing::TestWithParam<Detail (*)()> {};

TEST_P(EveryConversation, HasRowsInOrderWithoutOverlap) {
    const LadderLayout layout = layoutLadder(GetParam()(), {});
    double y = layout.headerBottom;
    for (const LadderRow& row : layout.rows) {
        EXPECT_GE(row.y, y);
        EXPECT_GT(row.height, 0);
        y = row.y + row.height;
    }
    EXPECT_LE(y, layout.lifelineBottom);
    EXPECT_LT(layout.lifelineBottom, layout.height);
}

TEST_P(EveryConversation, HasLifelinesWithoutHoles) {
    const LadderLayout layout = layoutLadder(GetParam()(), {});
    for (const auto& bands : layout.bands) {
        ASSERT_FALSE(bands.empty());
        EXPECT_EQ(bands.front().y, layout.headerBottom);
        for (std::size_t i = 0; i < bands.size(); ++i) {
            EXPECT_GT(bands[i].bottom, bands[i].y);
            if (i > 0) {
                EXPECT_EQ(bands[i].y, bands[i - 1].bottom);
                EXPECT_FALSE(bands[i].claim.saysTheSameAs(bands[i - 1].claim));
            }
        }
        EXPECT_LE(bands.back().bottom, layout.lifelineBottom);
    }
}

TEST_P(EveryConversation, FindsEachSegmentsRowAndBack) {
    const LadderLayout layout = layoutLadder(GetParam()(), {});
    for (std::size_t i = 0; i < layout.detail->segments.size(); ++i) {
        const auto row = layout.rowOfSegment(i);
        ASSERT_TRUE(row.has_value()) << "segment " << i;
        const LadderRow& shown = layout.rows[*row];
        EXPECT_LE(shown.firstSegment, i);
        EXPECT_GT(shown.firstSegment + shown.segmentCount, i);
        EXPECT_EQ(layout.rowAt(shown.y), row);
        EXPECT_EQ(layout.rowAt(shown.y + shown.height - 0.01), row);
    }
    EXPECT_FALSE(layout.rowOfSegment(layout.detail->segments.size()).has_value());
}

INSTANTIATE_TEST_SUITE_P(Ladder, EveryConversation,
                         testing::Values(
                             closedInFour, closedInThree, leak, refused, reset, unanswered, troubled, midstream,
                             finLost, undecided, +[] { return longRun(213); }));

TEST(LadderLayout, FindsNoRowOutsideOfTheRows) {
    const LadderLayout layout = layoutLadder(closedInFour(), {});
    EXPECT_FALSE(layout.rowAt(0).has_value());
    EXPECT_FALSE(layout.rowAt(layout.height).has_value());
}

TEST(LadderLayout, GivesEachSideItsStatesInOrder) {
    const LadderLayout layout = layoutLadder(closedInFour(), {});
    EXPECT_EQ(statesOf(layout, kClient), (std::vector{State::Closed, State::SynSent, State::Established,
                                                      State::FinWait1, State::FinWait2, State::TimeWait}));
    EXPECT_EQ(statesOf(layout, kServer), (std::vector{State::Listen, State::SynReceived, State::Established,
                                                      State::CloseWait, State::LastAck, State::Closed}));
}

TEST(LadderLayout, EndsTimeWaitBelowTheLastSegmentWhenItsTimerRanOut) {
    const LadderLayout layout = layoutLadder(closedInThree(), {});
    const auto& bands = layout.bands[0];
    ASSERT_GE(bands.size(), 2U);
    EXPECT_EQ(bands.back().claim.state, State::Closed);
    EXPECT_EQ(bands[bands.size() - 2].claim.state, State::TimeWait);
    EXPECT_GE(bands.back().y, layout.rowsBottom);
}

TEST(LadderLayout, BeginsMidstreamWithAnUnknownState) {
    const LadderLayout layout = layoutLadder(midstream(), {});
    EXPECT_EQ(statesOf(layout, kServer), (std::vector{State::Unknown, State::Established}));
    EXPECT_EQ(layout.roles[0], "first seen sending");
}

TEST(LadderLayout, NamesWhoClosedFirst) {
    const LadderLayout layout = layoutLadder(leak(), {});
    EXPECT_EQ(layout.roles[0], "client · closed first");
    EXPECT_EQ(layout.roles[1], "server");
}

TEST(LadderLayout, SaysInExportsAloneWhereItWasCaptured) {
    LadderOptions options;
    EXPECT_TRUE(layoutLadder(closedInFour(), options).footnotes.empty());
    options.showHeading = true;
    options.width = 900;
    const std::vector<std::string> wide = layoutLadder(closedInFour(), options).footnotes;
    ASSERT_EQ(wide.size(), 3U);
    EXPECT_EQ(wide[2], "Times of the client's moves are its own; the server's are off by up to 21 ms.");
}

TEST(LadderLayout, BreaksFootnotesWhereThePictureIsNarrow) {
    LadderOptions options;
    options.showHeading = true;
    const LadderLayout layout = layoutLadder(closedInFour(), options);
    EXPECT_GT(layout.footnotes.size(), 3U);
    for (const std::string& line : layout.footnotes)
        EXPECT_LE(estimateTextWidth(line, Face::Words, 11), layout.width) << line;
}

TEST(LadderLayout, WidensToItsMinimum) {
    LadderOptions options;
    options.width = 10;
    const Detail detail = leak();
    const LadderLayout layout = layoutLadder(detail, options);
    EXPECT_EQ(layout.width, minimumLadderWidth(*detail, options));
    EXPECT_GT(layout.lifelineX[1] - layout.lifelineX[0], 150);
}

TEST(LadderLayout, SurvivesAConnectionWithoutSegments) {
    DetailBuilder b;
    const LadderLayout layout = layoutLadder(b.endAfter(1s), {});
    EXPECT_TRUE(layout.rows.empty());
    EXPECT_EQ(statesOf(layout, kServer), (std::vector{State::Listen}));
}

TEST(LadderLayout, OfAMillionSegmentsIsShort) {
    const LadderLayout layout = layoutLadder(longRun(1'000'000), {});
    EXPECT_LT(layout.height, 1'000);
    EXPECT_EQ(layout.rowOfSegment(500'000), layout.rowOfSegment(500'001));
}

TEST(LadderLayout, CountsNoWaitingWhenTheCaptureEndsWithTheSyn) {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent);
    LadderOptions wide;
    wide.width = 900;
    EXPECT_EQ(layoutLadder(b.endAfter(0s), wide).notes.back().title, "no answer to 1 SYN");
}

TEST(LadderLayout, SaysTheOpeningInOneLineAtEveryWidth) {
    LadderOptions options;
    options.width = 900;
    EXPECT_EQ(layoutLadder(leak(), options).notes.front().title, "opened in 21.4 ms: both sides can send and hear");
    options.width = 430;
    EXPECT_EQ(layoutLadder(leak(), options).notes.front().title, "opened in 21.4 ms");
}

TEST(LadderLayout, ShrinksTheLoudTitleBeforeItBreaksIt) {
    LadderOptions wide;
    wide.width = 900;
    const LadderLayout roomy = layoutLadder(leak(), wide);
    LadderOptions usual;
    usual.width = 530;
    const LadderLayout tight = layoutLadder(leak(), usual);
    const LadderNote& loud = roomy.notes.back();
    const LadderNote& small = tight.notes.back();
    EXPECT_EQ(loud.title, "CLOSE_WAIT for 6 min 58 s");
    EXPECT_EQ(small.title, loud.title);
    EXPECT_LT(small.titleSize, loud.titleSize);
    LadderOptions narrow;
    narrow.width = 430;
    EXPECT_EQ(layoutLadder(leak(), narrow).notes.back().title, "CLOSE_WAIT\nfor 6 min 58 s");
}

} // namespace
} // namespace synscope::test
