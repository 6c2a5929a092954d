// SPDX-License-Identifier: Apache-2.0
#include "core/base/byte_cells.h"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <random>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::size_t kMost = 100;
using Cells = ByteCells<kMost>;

struct Filled {
    std::size_t bytes = 0;
    int filledWith = 0;
};

void fill(Cells& cells, Cells::Place place, const Filled& run) {
    std::memset(cells.at(place), run.filledWith, run.bytes);
}

bool isWhole(const Cells& cells, Cells::Place place, const Filled& run) {
    const std::vector<std::byte> expected(run.bytes, static_cast<std::byte>(run.filledWith));
    return std::memcmp(cells.at(place), expected.data(), run.bytes) == 0;
}

TEST(ByteCells, runsNeverOverlap) {
    std::mt19937 random(7);
    Cells cells;
    std::map<Cells::Place, Filled> runs;
    for (int i = 0; i < 50'000; ++i) {
        if (runs.size() > 3000 || (!runs.empty() && random() % 3 == 0)) {
            const auto run = runs.lower_bound(static_cast<Cells::Place>(random() % (runs.rbegin()->first + 1)));
            ASSERT_TRUE(isWhole(cells, run->first, run->second)) << "the run at " << run->first;
            cells.give(run->first, run->second.bytes);
            runs.erase(run);
        } else {
            const Filled run{1 + random() % kMost, i % 256};
            const Cells::Place place = cells.take(run.bytes);
            fill(cells, place, run);
            ASSERT_TRUE(runs.try_emplace(place, run).second) << "given twice: " << place;
        }
    }
    for (const auto& [place, run] : runs)
        EXPECT_TRUE(isWhole(cells, place, run)) << "the run at " << place;
}

TEST(ByteCells, roomThatWasGivenBackIsUsedAgain) {
    Cells cells;
    for (int i = 0; i < 100'000; ++i) {
        const Cells::Place first = cells.take(40);
        const Cells::Place second = cells.take(kMost);
        cells.give(first, 40);
        cells.give(second, kMost);
    }
    EXPECT_LE(cells.bytes(), std::size_t{1} << 17);
}

} // namespace
} // namespace synscope::test
