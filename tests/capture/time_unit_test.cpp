// SPDX-License-Identifier: Apache-2.0
//
// Timestamps of pcapng in every unit, up to where they no longer fit.
#include "core/capture/pcapng_format.h"

#include <gtest/gtest.h>

#include <limits>

namespace synscope::test {
namespace {

constexpr std::uint64_t kMostTicks = std::numeric_limits<std::uint64_t>::max();
constexpr std::int64_t kLatest = 4611686018427387903; // 2116
constexpr std::int64_t kEarliest = -4611686018427387904;

std::int64_t nsAt(unsigned resolution, std::uint64_t ticks, std::int64_t offset = 0) {
    return nsSinceEpoch(TimeUnit(static_cast<std::uint8_t>(resolution), offset).at(ticks));
}

TEST(TimeUnit, PowersOfTen) {
    EXPECT_EQ(nsAt(0, 1700000000), 1700000000000000000);
    EXPECT_EQ(nsAt(3, 1700000000123), 1700000000123000000);
    EXPECT_EQ(nsAt(6, 1700000000123456), 1700000000123456000);
    EXPECT_EQ(nsAt(9, 1700000000123456789), 1700000000123456789);
    EXPECT_EQ(nsAt(12, 1700000123456789), 1700000123456);
    EXPECT_EQ(nsAt(19, kMostTicks), 1844674407);
    EXPECT_EQ(nsAt(28, kMostTicks), 1);
    EXPECT_EQ(nsAt(29, kMostTicks), 0);
    EXPECT_EQ(nsAt(127, kMostTicks), 0);
}

TEST(TimeUnit, PowersOfTwo) {
    EXPECT_EQ(nsAt(0x80, 1700000000), 1700000000000000000);
    EXPECT_EQ(nsAt(0x81, 3), 1500000000);
    EXPECT_EQ(nsAt(0x80 + 20, (std::uint64_t{1700000000} << 20) + (1 << 19)), 1700000000500000000);
    EXPECT_EQ(nsAt(0x80 + 32, (std::uint64_t{1700000000} << 32) + 1), 1700000000000000000);
    EXPECT_EQ(nsAt(0x80 + 63, kMostTicks), 1999999999);
    EXPECT_EQ(nsAt(0xff, kMostTicks), 0);
}

TEST(TimeUnit, NothingOverflowsWhereTheResultFits) {
    EXPECT_EQ(nsAt(9, static_cast<std::uint64_t>(kLatest)), kLatest);
    EXPECT_EQ(nsAt(6, 4611686018427387), 4611686018427387000);
    EXPECT_EQ(nsAt(9, kMostTicks, -18446744073), 709551615);
    EXPECT_EQ(nsAt(0, 20000000000, -19000000000), 1000000000000000000);
}

TEST(TimeUnit, ATimeThatDoesNotFitIsTheNearestThatDoes) {
    EXPECT_EQ(nsAt(6, kMostTicks), kLatest);
    EXPECT_EQ(nsAt(0, 9223372037), kLatest);
    EXPECT_EQ(nsAt(6, 4611686018427388), kLatest);
    EXPECT_EQ(nsAt(0x80, kMostTicks), kLatest);
    EXPECT_EQ(nsAt(6, 0, std::numeric_limits<std::int64_t>::max()), kLatest);
    EXPECT_EQ(nsAt(6, 0, std::numeric_limits<std::int64_t>::min()), kEarliest);
}

TEST(TimeUnit, TheDistanceOfAnyTwoTimesFits) {
    EXPECT_EQ(kLatest - kEarliest, std::numeric_limits<std::int64_t>::max());
}

TEST(TimeUnit, AnOffsetCountsForTickZeroToo) {
    EXPECT_EQ(nsAt(6, 0, 1000000000), 1000000000000000000);
    EXPECT_EQ(nsAt(9, 5, -1), -999999995);
}

} // namespace
} // namespace synscope::test
