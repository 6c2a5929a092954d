// SPDX-License-Identifier: Apache-2.0
//
// Who is in TIME_WAIT, towards whom, and when each is over.
#include "core/store/time_waits.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

#include <string>

namespace synscope::test {
namespace {

using std::chrono::seconds;

/// The client closed first, so many seconds before the end.
ConnectionSpec clientWaits(std::int64_t ago, std::uint16_t port, const char* server = "10.0.0.2") {
    return {.clientPort = port,
            .server = server,
            .clientState = State::TimeWait,
            .serverState = State::Closed,
            .stateAgeSeconds = ago,
            .fin = 2};
}

ConnectionSpec serverWaits(std::int64_t ago, std::uint16_t port, const char* client = "10.0.0.1") {
    return {.client = client,
            .clientPort = port,
            .clientState = State::Closed,
            .serverState = State::TimeWait,
            .stateAgeSeconds = ago,
            .fin = 2};
}

Snapshot snapshotOf(const std::vector<ConnectionSpec>& specs) {
    SnapshotBuilder builder;
    for (const ConnectionSpec& spec : specs)
        builder.add(spec);
    return builder.build();
}

std::int64_t leftSeconds(const Snapshot& snapshot, Timestamp ends) {
    return (ends - snapshot.end) / seconds(1);
}

/// "10.0.0.1:0 10.0.0.2:80 x2 20..55", a line a group.
std::string groupsIn(const std::vector<ConnectionSpec>& specs) {
    const Snapshot snapshot = snapshotOf(specs);
    std::string lines;
    for (const TimeWaitGroup& group : timeWaitsOf(snapshot, 10).groups)
        lines += toText(group.holder) + " " + (group.holderListens() ? "-" : toText(group.peer)) + " x" +
                 std::to_string(group.count) + " " + std::to_string(leftSeconds(snapshot, group.firstEnds)) + ".." +
                 std::to_string(leftSeconds(snapshot, group.lastEnds)) + "\n";
    return lines;
}

TEST(TimeWaits, AreGatheredByClientAndServerLargestFirst) {
    EXPECT_EQ(groupsIn({clientWaits(1, 40000, "10.0.0.3"), clientWaits(40, 40001), clientWaits(5, 40002), {}}),
              "10.0.0.1:0 10.0.0.2:80 x2 20..55\n"
              "10.0.0.1:0 10.0.0.3:80 x1 59..59\n");
}

TEST(TimeWaits, OfAListenerAreOneGroupWhoeverItsClients) {
    EXPECT_EQ(groupsIn({serverWaits(10, 40000, "10.0.0.5"), serverWaits(30, 40001, "10.0.0.6")}),
              "10.0.0.2:80 - x2 30..50\n");
}

TEST(TimeWaits, HaveTheSoonestToEndFirst) {
    const Snapshot snapshot = snapshotOf({clientWaits(10, 40000), clientWaits(50, 40001), serverWaits(30, 40002)});
    const TimeWaits waits = timeWaitsOf(snapshot, 2);
    EXPECT_EQ(waits.count, 3U);
    ASSERT_EQ(waits.next.size(), 2U);
    EXPECT_EQ(waits.next[0].connection, ConnectionId{1});
    EXPECT_EQ(leftSeconds(snapshot, waits.next[0].ends), 10);
    EXPECT_EQ(waits.next[1].connection, ConnectionId{2});
    EXPECT_EQ(toText(waits.next[1].holder), "10.0.0.2:80");
    EXPECT_EQ(toText(waits.next[1].peer), "10.0.0.1:40002");
}

TEST(TimeWaits, GoByTheTimeTheCaptureWasReadWith) {
    Snapshot snapshot = snapshotOf({clientWaits(10, 40000)});
    snapshot.timeWait = seconds(120);
    EXPECT_EQ(timeWaitsOf(snapshot, 1).timeWait, seconds(120));
    EXPECT_EQ(leftSeconds(snapshot, timeWaitsOf(snapshot, 1).next.at(0).ends), 110);
}

TEST(TimeWaits, BeginAnewWhenTheFinComesAgain) {
    ConnectionSpec again = clientWaits(50, 40000);
    again.fin = 3;
    again.quietSeconds = 20;
    const Snapshot snapshot = snapshotOf({again});
    EXPECT_EQ(leftSeconds(snapshot, timeWaitsOf(snapshot, 1).next.at(0).ends), 40);
}

TEST(TimeWaits, CountWhatTheyDoNotList) {
    const Snapshot snapshot = snapshotOf(
        {clientWaits(9, 40000, "10.0.0.3"), clientWaits(9, 40000, "10.0.0.4"), clientWaits(1, 40000, "10.0.0.5")});
    const TimeWaits waits = timeWaitsOf(snapshot, 1);
    EXPECT_EQ(waits.groups.size(), 1U);
    EXPECT_EQ(waits.moreGroups, 2U);
    EXPECT_EQ(waits.count, 3U);
    EXPECT_EQ(leftSeconds(snapshot, waits.lastEnds), 59);
}

TEST(TimeWaits, CanBeCancelled) {
    const Snapshot snapshot = snapshotOf({clientWaits(1, 40000)});
    EXPECT_FALSE(timeWaitsOf(snapshot, 1, [] { return true; }).isWhole);
    EXPECT_TRUE(timeWaitsOf(snapshot, 1, [] { return false; }).isWhole);
}

} // namespace
} // namespace synscope::test
