// SPDX-License-Identifier: Apache-2.0
//
// Socket tables in numbers: who is named, who is among the others, and that nothing is counted twice or lost.
#include "core/sockets/owed_since.h"
#include "core/sockets/socket_census.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

Process process(std::int32_t pid, const std::string& name, std::vector<std::uint64_t> inodes) {
    Process made;
    made.pid = pid;
    made.startTicks = static_cast<std::uint64_t>(pid);
    made.name = name;
    made.descriptors = inodes.size();
    for (const std::uint64_t inode : inodes)
        made.sockets.push_back({inode, 3});
    return made;
}

SocketEntry listening(std::uint16_t port, std::uint64_t inode, std::uint32_t waiting, std::uint32_t limit = 8) {
    SocketEntry entry;
    entry.local = {IpAddress{}, port};
    entry.state = SocketState::Listen;
    entry.inode = inode;
    entry.receiveQueue = waiting;
    entry.backlogLimit = limit;
    return entry;
}

/// A socket in CLOSE_WAIT for so long.
SocketEntry owed(std::uint16_t port, std::uint64_t inode, std::uint32_t seconds = 1) {
    SocketEntry entry;
    entry.local = {IpAddress::fromV4(0x0a000001), port};
    entry.remote = {IpAddress::fromV4(0xc0a80a63), static_cast<std::uint16_t>(50000 + inode)};
    entry.state = SocketState::CloseWait;
    entry.inode = inode;
    entry.tcp = TcpFacts{};
    entry.tcp->lastAckReceivedMs = seconds * 1000;
    return entry;
}

SocketTable tableOf(std::vector<SocketEntry> entries, std::vector<Process> processes) {
    SocketTable table;
    table.entries = std::move(entries);
    table.processes = std::make_shared<ProcessTable>(std::move(processes));
    return table;
}

SocketCensus censusOf(const SocketTable& table, std::size_t mostNamed = 10) {
    return takeCensus(table, findLeaks(table, nullptr, {}), mostNamed);
}

std::size_t notClosed(const OwedCloses& owed) {
    return owed.byCause[static_cast<std::size_t>(LeakCause::NotClosed)];
}

TEST(SocketCensus, NamesWhoOwesOnWhichListener) {
    const SocketTable table = tableOf({listening(8080, 1, 0), owed(8080, 11, 5), owed(8080, 12, 90), owed(9000, 13)},
                                      {process(4, "orders", {1, 11, 12}), process(5, "client", {13})});
    const SocketCensus census = censusOf(table);
    ASSERT_EQ(census.owed.size(), 3U);
    EXPECT_EQ(census.owed[0].key, (CensusKey{"orders", "0.0.0.0:8080"}));
    EXPECT_EQ(notClosed(census.owed[0]), 2U);
    EXPECT_EQ(census.owed[0].oldest, 90s);
    EXPECT_EQ(census.owed[1].key, (CensusKey{"client", "none"}));
    EXPECT_EQ(census.owed[2].key, (CensusKey{"other", "other"}));
    EXPECT_EQ(census.owed[2].count(), 0U);
    EXPECT_EQ(census.inState[static_cast<std::size_t>(SocketState::CloseWait)], 3U);
    EXPECT_EQ(census.inState[static_cast<std::size_t>(SocketState::Listen)], 1U);
}

TEST(SocketCensus, WhatNobodyAcceptedIsTheListenersProcesss) {
    SocketEntry waiting = owed(8080, 0);
    const SocketTable table = tableOf({listening(8080, 1, 1), waiting}, {process(4, "orders", {1})});
    const SocketCensus census = censusOf(table);
    EXPECT_EQ(census.owed[0].key, (CensusKey{"orders", "0.0.0.0:8080"}));
    EXPECT_EQ(census.owed[0].byCause[static_cast<std::size_t>(LeakCause::NeverAccepted)], 1U);
}

TEST(SocketCensus, TheRestIsOtherAndNothingIsLost) {
    std::vector<SocketEntry> entries;
    std::vector<Process> processes;
    for (std::uint64_t i = 1; i <= 9; ++i) {
        std::vector<std::uint64_t> inodes;
        for (std::uint64_t k = 0; k < i; ++k) {
            inodes.push_back(100 * i + k);
            entries.push_back(owed(static_cast<std::uint16_t>(8000 + i), inodes.back(), static_cast<std::uint32_t>(i)));
        }
        processes.push_back(process(static_cast<std::int32_t>(i), "p" + std::to_string(i), inodes));
    }
    const SocketCensus census = censusOf(tableOf(entries, processes), 2);
    ASSERT_EQ(census.owed.size(), 3U);
    EXPECT_EQ(census.owed[0].key.process, "p9");
    EXPECT_EQ(census.owed[1].key.process, "p8");
    EXPECT_EQ(census.owed[2].key, (CensusKey{"other", "other"}));
    EXPECT_EQ(census.owed[2].count(), 28U);
    EXPECT_EQ(census.owed[2].oldest, 7s);
    EXPECT_EQ(census.ages.size(), 45U);
    EXPECT_EQ(census.owing.size(), 2U) << "descriptors are looked at of those that are named";
}

TEST(SocketCensus, AProcessThatIsCalledOtherIsCountedAmongTheOthers) {
    SocketTable table = tableOf({listening(8080, 1, 3), owed(9000, 11)}, {process(4, "other", {1, 11})});
    std::vector<Leak> leaks = findLeaks(table, nullptr, {});
    const SocketCensus census = takeCensus(table, leaks, 0);
    ASSERT_EQ(census.owed.size(), 1U);
    EXPECT_EQ(census.owed[0].count(), 1U);
    ASSERT_EQ(census.queues.size(), 1U);
    EXPECT_EQ(census.queues[0].key, (CensusKey{"other", "other"}));
}

TEST(SocketCensus, TheFullestQueuesAreNamedAndTheRestAddsUp) {
    const SocketTable table = tableOf({listening(1, 1, 2, 100), listening(2, 2, 4, 4), listening(3, 3, 1, 8),
                                       listening(3, 4, 2, 8), listening(4, 5, 0, 0)},
                                      {process(4, "web", {1, 2, 3, 4, 5})});
    const SocketCensus census = censusOf(table, 2);
    ASSERT_EQ(census.queues.size(), 3U);
    EXPECT_EQ(census.queues[0].key, (CensusKey{"web", "0.0.0.0:2"}));
    EXPECT_EQ(census.queues[0].length, 4U);
    EXPECT_EQ(census.queues[1].key, (CensusKey{"web", "0.0.0.0:3"})) << "two listeners of one address, together";
    EXPECT_EQ(census.queues[1].length, 3U);
    EXPECT_EQ(census.queues[1].limit, 16U);
    EXPECT_EQ(census.queues[2].key, (CensusKey{"other", "other"}));
    EXPECT_EQ(census.queues[2].length, 2U);
    EXPECT_EQ(census.queues[2].limit, 100U);
}

TEST(SocketCensus, OfProcessesOfOneNameTheOneWithTheMostDescriptorsIsLookedAt) {
    const SocketTable table =
        tableOf({owed(9000, 11), owed(9000, 12)}, {process(4, "pool", {11}), process(5, "pool", {12, 13, 14})});
    const SocketCensus census = censusOf(table);
    ASSERT_EQ(census.owing.size(), 1U);
    EXPECT_EQ(census.owing[0].name, "pool");
    EXPECT_EQ(census.owing[0].pid, 5);
}

TEST(SocketCensus, ASocketOfNoKnownProcessIsStillCounted) {
    const SocketCensus census = censusOf(tableOf({owed(9000, 11)}, {}));
    EXPECT_EQ(census.owed[0].key, (CensusKey{"unknown", "none"}));
    EXPECT_TRUE(census.owing.empty());
}

TEST(OwedSinceTest, AnAgeNeverFallsWhileItIsWatched) {
    OwedSince since;
    const auto begin = OwedSince::Clock::time_point(1h);
    const auto ageAt = [&](std::chrono::seconds later, std::uint32_t kernelSays) {
        const SocketTable table = tableOf({owed(8080, 11, kernelSays)}, {});
        std::vector<Leak> leaks = findLeaks(table, nullptr, {});
        since.raiseAges(leaks, begin + later);
        return leaks[0].age->atLeast;
    };
    EXPECT_EQ(ageAt(0s, 90), 90s);
    EXPECT_EQ(ageAt(10s, 2), 100s) << "the peer sent a keep-alive 2 s ago";
    EXPECT_EQ(ageAt(20s, 500), 500s) << "the kernel knows more";
    EXPECT_EQ(ageAt(30s, 3), 510s);
    since.raiseAges({}, begin + 40s);
    EXPECT_EQ(ageAt(50s, 1), 1s) << "it was gone in between";
}

TEST(OwedSinceTest, AGhostIsAsOldAsItWasSeen) {
    OwedSince since;
    const SocketTable table = tableOf({}, {process(4, "pool", {77})});
    const GhostDescriptor ghost{4, 3, 77, false};
    std::vector<Leak> leaks = findLeaks(table, nullptr, {&ghost, 1});
    since.raiseAges(leaks, OwedSince::Clock::time_point(1h));
    EXPECT_EQ(leaks[0].age->atLeast, 0s);
    since.raiseAges(leaks, OwedSince::Clock::time_point(1h) + 7s);
    EXPECT_EQ(leaks[0].age->atLeast, 7s);
    EXPECT_TRUE(leaks[0].age->isLowerBound);
}

} // namespace
} // namespace synscope::test
