// SPDX-License-Identifier: Apache-2.0
#include "core/store/segment_index.h"

#include <gtest/gtest.h>

namespace synscope {
namespace {

Segment at(std::uint64_t packet, std::uint64_t position) {
    Segment segment;
    segment.packet = PacketNumber{packet};
    segment.position = position;
    return segment;
}

TEST(SegmentIndex, givesBackPositionNumberAndPrevious) {
    SegmentIndex index;
    const SegmentId first = index.append(at(1, 24), kNoSegment);
    const SegmentId second = index.append(at(7, (1ULL << 43) - 1), first);
    const SegmentIndex::View view = index.view();
    EXPECT_EQ(view.place(first).position, 24U);
    EXPECT_EQ(indexOf(view.packetOf(first)), 1U);
    EXPECT_EQ(view.place(second).position, (1ULL << 43) - 1);
    EXPECT_EQ(indexOf(view.packetOf(second)), 7U);
    EXPECT_EQ(view.previousOf(second), first);
}

TEST(SegmentIndex, packetNumbersSurviveGapsOfMillionsOfOtherPackets) {
    SegmentIndex index;
    const std::uint64_t numbers[] = {1, 2, 1048575, 1048577, 1048578, 5'000'000'000, 5'000'000'001, 5'001'048'576};
    for (const std::uint64_t number : numbers)
        index.append(at(number, 0), kNoSegment);
    const SegmentIndex::View view = index.view();
    for (std::uint32_t i = 0; i < std::size(numbers); ++i)
        EXPECT_EQ(indexOf(view.packetOf(SegmentId{i})), numbers[i]);
}

TEST(SegmentIndex, keepsReassembledSegmentsDecoded) {
    SegmentIndex index;
    Segment whole = at(9, 500);
    whole.reassembled = true;
    whole.payloadBytes = 4000;
    const SegmentId id = index.append(whole, kNoSegment);
    const SegmentIndex::View view = index.view();
    ASSERT_TRUE(view.place(id).isReassembled);
    EXPECT_EQ(view.reassembled(view.place(id).position).payloadBytes, 4000U);
    EXPECT_EQ(indexOf(view.packetOf(id)), 9U);
}

TEST(SegmentIndex, costsTwelveBytesASegment) {
    SegmentIndex index;
    constexpr std::uint32_t kCount = 1U << 20;
    for (std::uint32_t i = 0; i < kCount; ++i)
        index.append(at(i + 1, i), kNoSegment);
    EXPECT_LT(index.bytes(), kCount * 12.5);
}

} // namespace
} // namespace synscope
