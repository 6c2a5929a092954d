// SPDX-License-Identifier: Apache-2.0
//
// Counting stretches of time at a few moments, and the straight line through the counts.
#include "core/store/count_over_time.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Timestamp kBegin{seconds(1000)};

using Counts = std::vector<std::uint32_t>;

TEST(SampleTimes, EndWithTheCapture) {
    const SampleTimes samples = SampleTimes::over(kBegin, kBegin + seconds(100), 4, seconds(1));
    ASSERT_EQ(samples.count, 4U);
    EXPECT_EQ(samples.at(0), kBegin + seconds(25));
    EXPECT_EQ(samples.at(3), kBegin + seconds(100));
}

TEST(SampleTimes, AreNoCloserThanAsked) {
    EXPECT_EQ(SampleTimes::over(kBegin, kBegin + milliseconds(2500), 120, seconds(1)).count, 2U);
    EXPECT_EQ(SampleTimes::over(kBegin, kBegin + milliseconds(999), 120, seconds(1)).count, 0U);
    EXPECT_EQ(SampleTimes::over(kBegin, kBegin - seconds(5), 120, seconds(1)).count, 0U);
}

TEST(SampleTimes, FindTheFirstAtOrAfterATime) {
    const SampleTimes samples = SampleTimes::over(kBegin, kBegin + seconds(100), 4, seconds(1));
    EXPECT_EQ(samples.firstFrom(kBegin - seconds(7)), 0U);
    EXPECT_EQ(samples.firstFrom(kBegin), 0U);
    EXPECT_EQ(samples.firstFrom(kBegin + seconds(25)), 0U);
    EXPECT_EQ(samples.firstFrom(kBegin + seconds(25) + Duration(1)), 1U);
    EXPECT_EQ(samples.firstFrom(kBegin + seconds(100)), 3U);
    EXPECT_EQ(samples.firstFrom(kBegin + seconds(100) + Duration(1)), 4U);
}

TEST(CountOverTime, CountsWhatCoversEachMoment) {
    CountOverTime count;
    count.add(0, 2);
    count.add(1, 4);
    count.add(1, 1);
    EXPECT_EQ(count.counts(4), (Counts{1, 2, 1, 1}));
}

TEST(CountOverTime, CountsAMillionStretchesAsItCountsOne) {
    CountOverTime count;
    for (std::uint32_t i = 0; i < 1'000'000; ++i)
        count.add(i % 4, 4);
    EXPECT_EQ(count.counts(4), (Counts{250'000, 500'000, 750'000, 1'000'000}));
}

TEST(SlopePerMinute, IsThatOfTheLineThroughTheCounts) {
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{1, 3, 5, 7}, minutes(1)).value(), 2);
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{9, 6, 3}, seconds(30)).value(), -6);
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{5, 5, 5}, seconds(1)).value(), 0);
}

TEST(SlopePerMinute, LeansTowardsMostOfTheCountsRatherThanTheEnds) {
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{0, 0, 0, 0, 10}, minutes(1)).value(), 2);
}

TEST(SlopePerMinute, HeedsTheTimesOfTheCounts) {
    const std::vector<Timestamp> times{kBegin, kBegin + minutes(1), kBegin + minutes(4)};
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{0, 2, 8}, times).value(), 2);
    EXPECT_FALSE(slopePerMinute(Counts{0, 2, 8}, std::vector<Timestamp>(3, kBegin)));
}

TEST(CountsAt, AreThoseOfTheLatestTimeUntilThen) {
    const SampleTimes samples = SampleTimes::over(kBegin, kBegin + seconds(100), 4, seconds(1));
    const std::vector<Timestamp> times{kBegin + seconds(50), kBegin + seconds(80)};
    EXPECT_EQ(countsAt(samples, Counts{7, 9}, times), (Counts{0, 7, 7, 9}));
}

TEST(SlopePerMinute, IsNotKnownOfTwoMoments) {
    EXPECT_FALSE(slopePerMinute(Counts{1, 2}, minutes(1)));
    EXPECT_FALSE(slopePerMinute(Counts{}, minutes(1)));
}

} // namespace
} // namespace synscope::test
