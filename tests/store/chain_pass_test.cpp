// SPDX-License-Identifier: Apache-2.0
#include "core/store/chain_pass.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

#include <vector>

namespace synscope::test {
namespace {

/// Chains of 1, 2, 3, ... transitions, every third of them disproved.
Snapshot snapshotOf(std::size_t connections) {
    SnapshotBuilder builder;
    for (std::size_t i = 0; i < connections; ++i) {
        std::vector<MoveSpec> moves;
        for (std::size_t move = 0; move <= i % 20; ++move)
            moves.push_back({.secondsBeforeEnd = static_cast<double>(100 - move), .isDisproved = (i + move) % 3 == 0});
        builder.add({.moves = std::move(moves)});
    }
    return builder.build();
}

std::vector<std::int64_t> timesOf(std::span<const Transition> chain) {
    std::vector<std::int64_t> times;
    for (const Transition& transition : chain)
        times.push_back(transition.timeNs());
    return times;
}

TEST(ChainPass, hasTheTransitionsOfEachConnectionInTurn) {
    for (const std::size_t connections : {0U, 1U, 15U, 16U, 17U, 100U}) {
        const Snapshot snapshot = snapshotOf(connections);
        std::uint32_t next = 0;
        const bool isWhole = passOverChains(snapshot, {}, [&](ConnectionId id, std::span<const Transition> chain) {
            EXPECT_EQ(id, ConnectionId{next++});
            EXPECT_EQ(timesOf(chain), timesOf(snapshot.transitionsOf(id))) << "of " << indexOf(id);
        });
        EXPECT_TRUE(isWhole);
        EXPECT_EQ(next, connections);
    }
}

TEST(ChainPass, endsEarlyWhereItIsCancelled) {
    const Snapshot snapshot = snapshotOf(40);
    int seen = 0;
    EXPECT_FALSE(passOverChains(
        snapshot, [] { return true; }, [&](ConnectionId, std::span<const Transition>) { ++seen; }));
    EXPECT_EQ(seen, 0);
}

} // namespace
} // namespace synscope::test
