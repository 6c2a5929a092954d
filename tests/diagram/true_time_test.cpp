// SPDX-License-Identifier: Apache-2.0
//
// True time: places follow the clock, silence is compressed and labelled, arrows lean by the way they go.
#include "core/diagram/ladder_layout.h"
#include "core/diagram/path_delays.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace synscope::test {
namespace {

LadderOptions trueTime() {
    LadderOptions options;
    options.time = LadderTime::True;
    options.width = 800;
    return options;
}

/// Segments `apart`, from both sides by turns; no handshake, so nothing is known of the way.
Detail evenly(std::size_t count, Duration apart) {
    DetailBuilder b;
    b.midstream();
    for (std::size_t i = 0; i < count; ++i)
        b.send(i % 2 == 0 ? kClient : kServer, "PA", 10).wait(apart);
    return b.endAfter(0s);
}

std::vector<double> arrowsOf(const LadderLayout& layout) {
    std::vector<double> heights;
    for (const LadderRow& row : layout.rows) {
        if (row.kind == LadderRowKind::Segment)
            heights.push_back(row.tail);
    }
    return heights;
}

std::vector<std::string> gapsOf(const LadderLayout& layout) {
    std::vector<std::string> gaps;
    for (const LadderRow& row : layout.rows) {
        if (row.kind == LadderRowKind::Gap)
            gaps.push_back(*row.text);
    }
    return gaps;
}

TEST(TrueTime, PlacesEqualTimesAtEqualDistances) {
    const std::vector<double> heights = arrowsOf(layoutLadder(evenly(6, 5ms), trueTime()));
    ASSERT_EQ(heights.size(), 6U);
    const double step = heights[1] - heights[0];
    EXPECT_GT(step, 20);
    for (std::size_t i = 1; i < heights.size(); ++i)
        EXPECT_NEAR(heights[i] - heights[i - 1], step, 0.01);
}

TEST(TrueTime, PlacesTwiceTheTimeAtTwiceTheDistance) {
    DetailBuilder b;
    b.midstream();
    b.send(kClient, "PA", 10).wait(10ms).send(kServer, "PA", 10).wait(20ms).send(kClient, "PA", 10);
    b.wait(10ms).send(kServer, "A");
    const std::vector<double> heights = arrowsOf(layoutLadder(b.endAfter(0s), trueTime()));
    EXPECT_NEAR(heights[2] - heights[1], 2 * (heights[1] - heights[0]), 0.01);
}

TEST(TrueTime, CompressesSilenceAndSaysHowLongItWas) {
    DetailBuilder b;
    b.midstream();
    for (int i = 0; i < 4; ++i)
        b.send(kClient, "PA", 10).wait(1ms);
    b.wait(58'299ms).send(kServer, "PA", 10);
    const Detail detail = b.endAfter(0s);
    const LadderLayout compressed = layoutLadder(detail, trueTime());
    EXPECT_EQ(gapsOf(compressed), std::vector<std::string>{"⋮ idle 58.3 s"});
    EXPECT_LT(compressed.height, 600);
    LadderOptions whole = trueTime();
    whole.compressGaps = false;
    const LadderLayout full = layoutLadder(detail, whole);
    EXPECT_TRUE(gapsOf(full).empty());
    EXPECT_GT(full.height, 100'000);
}

TEST(TrueTime, StaysBelowItsTallest) {
    LadderOptions options = trueTime();
    options.compressGaps = false;
    options.tallestTime = 5'000;
    DetailBuilder b;
    b.midstream();
    b.send(kClient, "PA", 10).wait(1us).send(kClient, "PA", 10).wait(1us).send(kClient, "PA", 10).wait(1h);
    const LadderLayout layout = layoutLadder(b.send(kServer, "A").endAfter(0s), options);
    EXPECT_LT(layout.rowsBottom, 5'300);
}

/// Somebody wants to see more of it than there is room for as a rule.
TEST(TrueTime, StretchesBeyondItsTallest) {
    LadderOptions options = trueTime();
    options.foldRuns = false;
    options.tallestTime = 5'000;
    const double usual = layoutLadder(longRun(2'000), options).rowsBottom;
    options.stretch = 4;
    EXPECT_GT(layoutLadder(longRun(2'000), options).rowsBottom, 3 * usual);
    options.stretch = 1e6;
    EXPECT_LT(layoutLadder(longRun(2'000), options).rowsBottom, 5e8);
}

TEST(TrueTime, StretchesOnDemand) {
    LadderOptions options = trueTime();
    const std::vector<double> usual = arrowsOf(layoutLadder(evenly(4, 5ms), options));
    options.stretch = 2;
    const std::vector<double> stretched = arrowsOf(layoutLadder(evenly(4, 5ms), options));
    EXPECT_NEAR(stretched[3] - stretched[0], 2 * (usual[3] - usual[0]), 0.01);
}

TEST(TrueTime, LeansArrowsByTheWayTheyGo) {
    const LadderLayout layout = layoutLadder(closedInFour(), trueTime());
    ASSERT_TRUE(layout.isSlanted);
    const LadderRow& syn = layout.rows.front();
    const PathDelays delays = pathDelays(*layout.detail).value();
    EXPECT_NEAR(syn.head - syn.tail, layout.axis.pxPerNs() * static_cast<double>((delays[0] + delays[1]).count()),
                0.01);
}

TEST(TrueTime, DrawsArrowsLevelWhereTheWayIsNotKnown) {
    for (const LadderTime time : {LadderTime::True, LadderTime::Rows}) {
        LadderOptions options = trueTime();
        options.time = time;
        const LadderLayout layout = layoutLadder(midstream(), options);
        for (const LadderRow& row : layout.rows)
            EXPECT_EQ(row.head, row.tail);
    }
}

TEST(TrueTime, DrawsArrowsLevelWhereTheReaderWantsIt) {
    LadderOptions options = trueTime();
    options.slant = false;
    const LadderLayout layout = layoutLadder(closedInFour(), options);
    EXPECT_EQ(layout.rows.front().head, layout.rows.front().tail);
}

class TrueTimeOf : public testing::TestWithParam<Detail (*)()> {};

TEST_P(TrueTimeOf, NeverRunsBackwards) {
    const LadderLayout layout = layoutLadder(GetParam()(), trueTime());
    double y = layout.headerBottom;
    for (const LadderRow& row : layout.rows) {
        EXPECT_GE(row.y, y);
        EXPECT_GE(row.head, row.tail);
        EXPECT_GE(row.height, 0);
        y = row.y;
    }
    EXPECT_LE(y, layout.rowsBottom);
    for (const auto& bands : layout.bands) {
        for (std::size_t i = 1; i < bands.size(); ++i)
            EXPECT_EQ(bands[i].y, bands[i - 1].bottom);
    }
}

TEST_P(TrueTimeOf, KeepsAnswersBehindTheirQuestions) {
    const LadderLayout layout = layoutLadder(GetParam()(), trueTime());
    const auto& segments = layout.detail->segments;
    std::array<double, 2> arrived{-1e9, -1e9}; // what each side received last
    std::array<SeqNum, 2> end;
    for (const LadderRow& row : layout.rows) {
        if (row.kind != LadderRowKind::Segment)
            continue;
        const DetailSegment& segment = segments[row.firstSegment];
        const auto me = static_cast<std::size_t>(segment.sender);
        if (segment.flags.ack() && segment.ack == end[me]) {
            EXPECT_GE(row.tail, arrived[me] - 0.01) << "packet " << indexOf(segment.packet);
        }
        arrived[1 - me] = row.head;
        end[1 - me] = segment.seq + segment.payloadBytes + (segment.flags.syn() || segment.flags.fin() ? 1U : 0U);
    }
}

TEST_P(TrueTimeOf, FindsEachSegmentsRow) {
    LadderOptions options = trueTime();
    options.foldRuns = false;
    const LadderLayout layout = layoutLadder(GetParam()(), options);
    for (std::size_t i = 0; i < layout.detail->segments.size(); ++i) {
        const auto row = layout.rowOfSegment(i);
        ASSERT_TRUE(row.has_value()) << "segment " << i;
        EXPECT_EQ(layout.rows[*row].firstSegment, i);
    }
}

TEST_P(TrueTimeOf, KeepsTextsApart) {
    const Picture picture = paintLadder(layoutLadder(GetParam()(), trueTime()));
    std::vector<TextShape> level;
    for (const Shape& shape : picture.shapes) {
        const auto* text = std::get_if<TextShape>(&shape);
        if (text != nullptr && text->anchor == Anchor::Middle && text->size > 10)
            level.push_back(*text);
    }
    for (std::size_t i = 0; i < level.size(); ++i) {
        for (std::size_t j = i + 1; j < level.size(); ++j) {
            const double width = (estimateTextWidth(level[i].text, level[i].face, level[i].size) +
                                  estimateTextWidth(level[j].text, level[j].face, level[j].size)) /
                                 2;
            if (std::abs(level[i].at.x - level[j].at.x) < width) {
                EXPECT_GT(std::abs(level[i].at.y - level[j].at.y), 8) << level[i].text << " / " << level[j].text;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Ladder, TrueTimeOf,
                         testing::Values(
                             closedInFour, closedInThree, leak, refused, reset, unanswered, troubled, midstream,
                             finLost, undecided, +[] { return longRun(213); }));

/// Words that arrows go through cannot be read.
TEST(TrueTime, DrawsNoArrowThroughWordsBelowAnother) {
    constexpr double kLetters = 8; // above a baseline
    LadderOptions options = trueTime();
    options.foldRuns = false;
    for (const double tallest : {4'000.0, 10'000.0, 20'000.0, 40'000.0}) {
        options.tallestTime = tallest;
        const LadderLayout layout = layoutLadder(longRun(2'000), options);
        for (std::size_t i = 0; i < layout.drawn.size(); ++i) {
            const LadderRow& row = layout.rows[layout.drawn[i]];
            if (row.kind != LadderRowKind::Segment || row.label != LabelPlace::Below)
                continue;
            for (std::size_t next = i + 1; next < layout.drawn.size(); ++next) {
                const LadderRow& other = layout.rows[layout.drawn[next]];
                if (other.kind != LadderRowKind::Segment || other.y > row.labelY)
                    break;
                const bool isAbove = std::max(other.tail, other.head) <= row.labelY - kLetters;
                EXPECT_TRUE(isAbove || std::min(other.tail, other.head) >= row.labelY)
                    << "arrow " << layout.drawn[next] << " through the words of " << layout.drawn[i] << ", " << tallest
                    << " px";
            }
        }
    }
}

TEST(TrueTime, DrawsFewArrowsWhereManyShareAPlace) {
    LadderOptions options = trueTime();
    options.foldRuns = false;
    options.tallestTime = 2'000;
    const LadderLayout layout = layoutLadder(longRun(50'000), options);
    EXPECT_GT(layout.rows.size(), 50'000U);
    EXPECT_LT(layout.drawn.size(), 2'000U);
}

TEST(TrueTime, DrawsTheGravestOfThoseThatShareAPlace) {
    DetailBuilder b;
    b.midstream();
    for (int i = 0; i < 200; ++i) {
        b.send(kServer, "A", 100).wait(1us);
        if (i == 100)
            b.send(kClient, "R");
    }
    LadderOptions options = trueTime();
    options.foldRuns = false;
    options.tallestTime = 100;
    const LadderLayout layout = layoutLadder(b.endAfter(0s), options);
    EXPECT_LT(layout.drawn.size(), 80U);
    EXPECT_TRUE(std::any_of(layout.drawn.begin(), layout.drawn.end(), [&](std::uint32_t row) {
        return layout.rows[row].segmentCount == 1 && layout.detail->segments[layout.rows[row].firstSegment].flags.rst();
    }));
}

TEST(TrueTime, FindsTheArrowUnderAPlace) {
    const LadderLayout layout = layoutLadder(closedInFour(), trueTime());
    const LadderRow& syn = layout.rows.front();
    const double middle = (layout.lifelineX[0] + layout.lifelineX[1]) / 2;
    EXPECT_EQ(layout.rowAt(Point{middle, (syn.tail + syn.head) / 2}), 0U);
    EXPECT_EQ(layout.rowAt(Point{layout.lifelineX[1], syn.head}), 0U);
}

TEST(TimeAxis, TicksAreRound) {
    const TimeAxis axis({}, 0, 30.0 / 1'000'000); // 30 px a ms
    EXPECT_EQ(axis.tick(), 2ms);
}

TEST(TimeAxis, StandsStillWhereNothingIsMeasured) {
    TimeAxis axis(timestampFromNs(0), 10, 0.5);
    EXPECT_EQ(axis.runTo(timestampFromNs(100)), 60);
    EXPECT_EQ(axis.breakTo(timestampFromNs(100), 40), 60);
    EXPECT_EQ(axis.runTo(timestampFromNs(200)), 150);
    EXPECT_EQ(axis.upperAt(timestampFromNs(100)), 60);
    EXPECT_EQ(axis.lowerAt(timestampFromNs(100)), 100);
    EXPECT_EQ(axis.upperAt(timestampFromNs(150)), 125);
    EXPECT_EQ(axis.lowerAt(timestampFromNs(-5)), 10);
    EXPECT_EQ(axis.upperAt(timestampFromNs(500)), 150);
}

TEST(PathDelays, AreHalfOfTheWayThereAndBack) {
    const auto delays = pathDelays(*closedInFour());
    ASSERT_TRUE(delays);
    EXPECT_LE((*delays)[1], 10'670us);
    EXPECT_GT((*delays)[1], 10'000us);
    EXPECT_LE((*delays)[0], 25'500ns);
}

TEST(PathDelays, AreUnknownWithoutAHandshake) {
    EXPECT_FALSE(pathDelays(*midstream()));
}

} // namespace
} // namespace synscope::test
