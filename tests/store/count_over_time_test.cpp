// SPDX-License-Identifier: Apache-2.0
//
// Counting stretches of time at a few moments, and the straight line through the counts.
#include "core/store/count_over_time.h"

#include <gtest/gtest.h>

#include <random>

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

/// As many as there are counts.
std::vector<Timestamp> every(Duration step, std::size_t count) {
    std::vector<Timestamp> times;
    for (std::size_t i = 0; i < count; ++i)
        times.push_back(kBegin + step * i);
    return times;
}

TEST(SlopePerMinute, IsThatOfTheLineThroughTheCounts) {
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{1, 3, 5, 7}, every(minutes(1), 4)).value(), 2);
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{9, 6, 3}, every(seconds(30), 3)).value(), -6);
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{5, 5, 5}, every(seconds(1), 3)).value(), 0);
}

TEST(SlopePerMinute, LeansTowardsMostOfTheCountsRatherThanTheEnds) {
    EXPECT_DOUBLE_EQ(slopePerMinute(Counts{0, 0, 0, 0, 10}, every(minutes(1), 5)).value(), 2);
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
    EXPECT_FALSE(slopePerMinute(Counts{1, 2}, every(minutes(1), 2)));
    EXPECT_FALSE(slopePerMinute(Counts{}, {}));
}

/// A count a second: `before` of 0, then five more each of `growing`, then the same for `flat`.
Counts ramp(std::size_t before, std::size_t growing, std::size_t flat) {
    Counts counts(before, 0);
    for (std::size_t i = 1; i <= growing; ++i)
        counts.push_back(static_cast<std::uint32_t>(5 * i));
    counts.insert(counts.end(), flat, static_cast<std::uint32_t>(5 * growing));
    return counts;
}

double growthOf(const Counts& counts, Duration step = seconds(1)) {
    return growthNow(counts, every(step, counts.size())).value().perMinute;
}

TEST(GrowthNow, IsNotThinnedByTheTimeBeforeItBegan) {
    EXPECT_DOUBLE_EQ(growthOf(ramp(120, 20, 0)), 300);
    EXPECT_NEAR(growthOf(ramp(300, 90, 0)), 300, 1e-9);
}

TEST(GrowthNow, EndsForTheLongestTimeThereIs) {
    const std::vector<Timestamp> times{timestampFromNs(-(std::int64_t{1} << 61)), timestampFromNs(0),
                                       timestampFromNs(std::int64_t{1} << 61), timestampFromNs(std::int64_t{1} << 62)};
    EXPECT_EQ(growthNow(Counts{1, 1, 1, 1}, times).value().perMinute, 0);
}

TEST(GrowthNow, IsNotTakenFromWhatComesAndGoes) {
    std::mt19937 random(5);
    std::poisson_distribution<std::uint32_t> around(30);
    int grown = 0;
    for (int capture = 0; capture < 300; ++capture) {
        Counts counts;
        for (int i = 0; i < 120; ++i)
            counts.push_back(around(random));
        grown += growthNow(counts, every(minutes(1), counts.size())).value().isMoreThan(3) ? 1 : 0;
    }
    EXPECT_LT(grown, 15) << "of 300";
    Counts rising;
    for (int i = 0; i < 120; ++i)
        rising.push_back(around(random) + 4U * static_cast<std::uint32_t>(i));
    EXPECT_TRUE(growthNow(rising, every(minutes(1), rising.size())).value().isMoreThan(3)) << "what grows is seen";
}

TEST(GrowthNow, IsNoneWhereTheCountStays) {
    EXPECT_DOUBLE_EQ(growthOf(ramp(30, 60, 180)), 0);
    EXPECT_DOUBLE_EQ(growthOf(ramp(0, 1, 100)), 0);
    EXPECT_DOUBLE_EQ(growthOf(ramp(5, 0, 0)), 0);
}

TEST(GrowthNow, SeesSlowGrowthOverAllOfIt) {
    Counts slow;
    for (std::uint32_t second = 0; second < 7200; second += 10)
        slow.push_back(1 + second / 600); // one in ten minutes
    const Growth growth = growthNow(slow, every(seconds(10), slow.size())).value();
    EXPECT_NEAR(growth.perMinute, 0.1, 0.01);
    EXPECT_EQ(growth.over, seconds(7190));
}

TEST(GrowthNow, IsOfSeveralCountsWhereTheyLieFarApart) {
    EXPECT_DOUBLE_EQ(growthOf({0, 0, 9, 9, 9, 9, 9}, minutes(2)), 0);
    const Growth growth = growthNow(Counts{50, 10, 20, 30, 40, 50}, every(minutes(1), 6)).value();
    EXPECT_DOUBLE_EQ(growth.perMinute, 10);
    EXPECT_EQ(growth.over, minutes(4));
    EXPECT_FALSE(growthNow(Counts{1, 2}, every(minutes(1), 2)));
    EXPECT_FALSE(growthNow(Counts{}, SampleTimes{}));
}

} // namespace
} // namespace synscope::test
