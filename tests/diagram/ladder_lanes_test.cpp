// SPDX-License-Identifier: Apache-2.0
//
// Several connections side by side: what comes later in any of them stands lower, and lanes keep to themselves.
#include "core/diagram/ladder_lanes.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::test {
namespace {

/// A connection with the handshake's times, begun later, with packet numbers behind the others'.
Detail begunLater(const Detail& detail, Duration later, std::uint64_t packets) {
    auto moved = std::make_shared<ConnectionDetail>(*detail);
    moved->id = ConnectionId{1};
    moved->incarnation = 1;
    const auto shift = [packets](PacketNumber& packet) {
        if (packet != kNoPacket)
            packet = PacketNumber(indexOf(packet) + packets);
    };
    for (DetailSegment& segment : moved->segments) {
        segment.time += later;
        shift(segment.packet);
    }
    for (DetailTransition& transition : moved->transitions) {
        transition.time += later;
        shift(transition.packet);
        shift(transition.proof);
    }
    moved->captureEnd += later;
    return moved;
}

LadderLanes twoLanes(LadderTime time) {
    LadderOptions options;
    options.width = 900;
    options.time = time;
    auto first = std::make_shared<ConnectionDetail>(*closedInFour());
    first->id = ConnectionId{0};
    const std::vector<Detail> details{begunLater(first, 5s, 100), first};
    return layoutLanes(details, options);
}

class BothTimes : public testing::TestWithParam<LadderTime> {};

TEST_P(BothTimes, StandSideBySideTheEarlierFirst) {
    const LadderLanes lanes = twoLanes(GetParam());
    ASSERT_EQ(lanes.lanes.size(), 2U);
    EXPECT_EQ(lanes.lanes[0].layout.detail->id, ConnectionId{0});
    EXPECT_GE(lanes.lanes[1].x, lanes.lanes[0].x + lanes.lanes[0].layout.width);
    EXPECT_GE(lanes.width, lanes.lanes[1].x + lanes.lanes[1].layout.width);
}

TEST_P(BothTimes, ShareOneOrderOfTime) {
    const LadderLanes lanes = twoLanes(GetParam());
    const auto& earlier = lanes.lanes[0].layout;
    const auto& later = lanes.lanes[1].layout;
    const auto last = earlier.rowOfSegment(earlier.detail->segments.size() - 1);
    ASSERT_TRUE(last);
    EXPECT_GT(later.rows[*later.rowOfSegment(0)].tail, earlier.rows[*last].tail);
    EXPECT_EQ(earlier.lifelineBottom, later.lifelineBottom);
    EXPECT_EQ(earlier.headerBottom, later.headerBottom);
}

TEST_P(BothTimes, KeepTheirShapesApart) {
    const LadderLanes lanes = twoLanes(GetParam());
    const Picture picture = paintLanes(lanes);
    EXPECT_EQ(picture.title, "2 TCP connections side by side");
    const double border = lanes.lanes[1].x;
    for (const Shape& shape : picture.shapes) {
        if (const auto* line = std::get_if<LineShape>(&shape)) {
            EXPECT_EQ(line->from.x < border, line->to.x < border);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Lanes, BothTimes, testing::Values(LadderTime::Rows, LadderTime::True));

TEST(Lanes, SayWhichConnectionEachIs) {
    const LadderLanes lanes = twoLanes(LadderTime::Rows);
    EXPECT_EQ(lanes.lanes[0].layout.caption, "connection 0");
    EXPECT_EQ(lanes.lanes[1].layout.caption, "connection 1, use 2 of these ports");
}

TEST(Lanes, OfOneConnectionAreItsDiagram) {
    const std::vector<Detail> one{leak()};
    const LadderLanes lanes = layoutLanes(one, {});
    ASSERT_EQ(lanes.lanes.size(), 1U);
    EXPECT_TRUE(lanes.lanes[0].layout.caption.empty());
    EXPECT_EQ(lanes.lanes[0].layout.height, layoutLadder(one[0], {}).height);
}

TEST(Lanes, AreNoneWithoutAConnection) {
    EXPECT_TRUE(layoutLanes({}, {}).lanes.empty());
}

} // namespace
} // namespace synscope::test
