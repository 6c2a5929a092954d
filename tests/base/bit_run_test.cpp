// SPDX-License-Identifier: Apache-2.0
#include "core/base/bit_run.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

namespace synscope {
namespace {

TEST(BitRun, givesBackEveryNumberFromWhereItWasPut) {
    std::mt19937_64 random(1);
    BitRun run;
    std::vector<std::tuple<std::size_t, unsigned, std::uint64_t>> expected;
    for (int i = 0; i < 10'000; ++i) {
        const auto bits = static_cast<unsigned>(random() % (kWordBits + 1));
        const std::uint64_t number = bits == 0 ? 0 : random() >> (kWordBits - bits);
        expected.emplace_back(run.size(), bits, number);
        run.put(number, bits);
    }
    run.end();
    for (const auto& [at, bits, number] : expected)
        ASSERT_EQ(run.read(at, bits), number) << bits << " bits at " << at;
}

TEST(BitRun, takesNoMoreThanItsBits) {
    BitRun run;
    for (std::uint64_t i = 0; i < 64 * 100; ++i)
        run.put(i % 8, 3);
    run.end();
    EXPECT_EQ(run.bytes(), (300U + 2U) * sizeof(std::uint64_t)) << "and two words at its end";
}

TEST(BitRun, smallDifferencesOfEitherSignTakeFewBits) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(widthOf(signedLow(static_cast<std::uint64_t>(-4))), 3U);
    EXPECT_EQ(widthOf(signedLow(3)), 3U);
    for (const std::int64_t difference : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, kMost, kLeast}) {
        const auto plain = static_cast<std::uint64_t>(difference);
        EXPECT_EQ(fromSignedLow(signedLow(plain)), plain);
    }
}

} // namespace
} // namespace synscope
