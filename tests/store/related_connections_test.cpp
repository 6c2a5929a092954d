// SPDX-License-Identifier: Apache-2.0
//
// Which connections are shown beside one: those of its ports and those of its hosts, in either direction.
#include "core/store/related_connections.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr std::size_t kAll = 100;

/// Of 10.0.0.1 and 10.0.0.2: twice the same ports, the other way round, another port; and two of other hosts.
Snapshot severalConnections() {
    return SnapshotBuilder()
        .add({})
        .add({.server = "10.0.0.3"})
        .add({.incarnation = 1})
        .add({.client = "10.0.0.2", .clientPort = 80, .server = "10.0.0.1", .serverPort = 40000})
        .add({.clientPort = 40001})
        .add({.client = "10.0.0.4"})
        .build();
}

std::vector<std::uint32_t> related(ConnectionId id, Relation relation, std::size_t most = kAll) {
    std::vector<std::uint32_t> numbers;
    for (const ConnectionId other : relatedTo(severalConnections(), id, relation, most))
        numbers.push_back(indexOf(other));
    return numbers;
}

using Numbers = std::vector<std::uint32_t>;

TEST(RelatedConnections, OfTheSamePortsWhoeverOpened) {
    EXPECT_EQ(related(ConnectionId{0}, Relation::SamePorts), (Numbers{2, 3}));
    EXPECT_EQ(related(ConnectionId{3}, Relation::SamePorts), (Numbers{0, 2}));
    EXPECT_EQ(related(ConnectionId{4}, Relation::SamePorts), Numbers{});
}

TEST(RelatedConnections, OfTheSameHostsWhoeverOpened) {
    EXPECT_EQ(related(ConnectionId{4}, Relation::SameHosts), (Numbers{0, 2, 3}));
    EXPECT_EQ(related(ConnectionId{1}, Relation::SameHosts), Numbers{});
}

TEST(RelatedConnections, OfTooManyTheNearestInOrder) {
    EXPECT_EQ(related(ConnectionId{4}, Relation::SameHosts, 2), (Numbers{2, 3}));
    EXPECT_EQ(related(ConnectionId{0}, Relation::SameHosts, 2), (Numbers{2, 3}));
}

TEST(RelatedConnections, OfNoneThereAreNone) {
    EXPECT_EQ(related(kNoConnection, Relation::SameHosts), Numbers{});
    EXPECT_EQ(related(ConnectionId{6}, Relation::SameHosts), Numbers{});
}

} // namespace
} // namespace synscope::test
