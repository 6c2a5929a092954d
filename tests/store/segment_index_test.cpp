// SPDX-License-Identifier: Apache-2.0
#include "core/store/segment_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace synscope {
namespace {

constexpr std::uint32_t kMany = 20 * PackedSegments::kEntries + 7;

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

/// Packets as in a capture, or with whatever `odd` in a hundred of them may be; the same for a seed.
void appendAndCompare(std::uint32_t odd, std::uint32_t seed, std::uint64_t most) {
    std::mt19937_64 random(seed);
    const auto isOdd = [&] { return random() % 100 < odd; };
    SegmentIndex index;
    std::vector<Segment> segments;
    std::vector<SegmentId> previous;
    std::uint64_t packet = 0;
    std::uint64_t position = 24;
    for (std::uint32_t i = 0; i < kMany; ++i) {
        packet += isOdd() ? random() % 3'000'000 : 1;
        position = isOdd() ? random() >> 21 : position + 16 + random() % 1500;
        segments.push_back(at(packet, position));
        segments.back().reassembled = isOdd();
        previous.push_back(i == 0 || isOdd()
                               ? kNoSegment
                               : SegmentId{i - 1 - static_cast<std::uint32_t>(random() % std::min(i, 5000U))});
        ASSERT_EQ(index.append(segments.back(), previous.back()), SegmentId{i});
    }
    EXPECT_LT(index.bytes(), most);
    const SegmentIndex::View view = index.view();
    for (std::uint32_t i = 0; i < kMany; ++i) {
        const SegmentIndex::Place place = view.place(SegmentId{i});
        ASSERT_EQ(place.packet, segments[i].packet) << "the segment " << i;
        ASSERT_EQ(place.isReassembled, segments[i].reassembled) << "the segment " << i;
        ASSERT_EQ(place.isReassembled ? view.reassembled(place.position).position : place.position,
                  segments[i].position)
            << "the segment " << i;
        ASSERT_EQ(view.previousOf(SegmentId{i}), previous[i]) << "the segment " << i;
    }
}

TEST(SegmentIndex, takesHalfForWhatCameLongAgo) {
    appendAndCompare(0, 1, kMany * 6 + 9 * PackedSegments::kEntries * 12);
}

TEST(SegmentIndex, tellsOddOnesHoweverLongAgoTheyCame) {
    appendAndCompare(1, 2, kMany * 1000ULL);
    appendAndCompare(50, 3, kMany * 1000ULL);
}

} // namespace
} // namespace synscope
