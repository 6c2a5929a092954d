// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/waiting_syns.h"

#include <gtest/gtest.h>

#include <array>

namespace synscope::test {
namespace {

ConnectionId connection(std::size_t i) {
    return ConnectionId{static_cast<std::uint32_t>(i)};
}

SegmentId segment(std::size_t i) {
    return SegmentId{static_cast<std::uint32_t>(i)};
}

TEST(WaitingSyns, thoseThatWaitLongestAreFirstToGo) {
    WaitingSyns waiting;
    for (std::size_t i = 0; i < WaitingSyns::kMostConnections; ++i) {
        EXPECT_FALSE(waiting.longestOfFull(3));
        waiting.at(connection(i), 3, segment(100 + i)).emplace_back();
    }
    EXPECT_EQ(waiting.longestOfFull(3), connection(0));
    waiting.at(connection(0), 3, segment(1'000'000)).emplace_back(); // one more of the same waits no less long
    EXPECT_EQ(waiting.longestOfFull(3), connection(0));
    waiting.forget(connection(0));
    EXPECT_FALSE(waiting.longestOfFull(3));
    waiting.at(connection(0), 3, segment(2'000'000));
    EXPECT_EQ(waiting.longestOfFull(3), connection(1));
}

TEST(WaitingSyns, aFullShareTakesNothingFromOthers) {
    WaitingSyns waiting;
    for (std::size_t i = 0; i < WaitingSyns::kMostConnections; ++i)
        waiting.at(connection(i), 0, segment(i));
    for (unsigned share = 1; share < WaitingSyns::kShares; ++share)
        EXPECT_FALSE(waiting.longestOfFull(share)) << share;
}

TEST(WaitingSyns, areTheirConnections) {
    WaitingSyns waiting;
    EXPECT_EQ(waiting.of(connection(1)), nullptr);
    waiting.at(connection(1), 0, segment(7)).emplace_back().id = segment(7);
    ASSERT_NE(waiting.of(connection(1)), nullptr);
    EXPECT_EQ(waiting.of(connection(1))->front().id, segment(7));
    EXPECT_EQ(waiting.of(connection(2)), nullptr);
    waiting.forget(connection(2));
    waiting.forget(connection(1));
    EXPECT_EQ(waiting.of(connection(1)), nullptr);
}

TEST(WaitingSyns, sharesAreOfLikeSize) {
    std::array<int, WaitingSyns::kShares> counts{};
    constexpr std::uint32_t kHashes = 80'000;
    for (std::uint32_t i = 0; i < kHashes; ++i)
        ++counts[WaitingSyns::shareOf(i * 2654435769U ^ i >> 7)];
    for (const int count : counts)
        EXPECT_NEAR(count, kHashes / WaitingSyns::kShares, kHashes / 20);
}

} // namespace
} // namespace synscope::test
