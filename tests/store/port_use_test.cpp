// SPDX-License-Identifier: Apache-2.0
//
// How many local ports a client has in use towards a server, against the range they come from.
#include "core/store/port_use.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

#include <string>

namespace synscope::test {
namespace {

ConnectionSpec from(std::uint16_t port, State client = State::Established, const char* server = "10.0.0.2") {
    return {.clientPort = port, .server = server, .clientState = client};
}

/// "10.0.0.1 10.0.0.2:80 2+1 of 28232", a line a use; what lies outside the range and what is known are told, too.
std::string usesIn(const std::vector<ConnectionSpec>& specs, const PortUseOptions& options = {}) {
    SnapshotBuilder builder;
    for (const ConnectionSpec& spec : specs)
        builder.add(spec);
    std::string lines;
    for (const PortUse& use : portUsesOf(builder.build(), options).uses)
        lines += toText(use.client) + " " + toText(use.server) + " " + std::to_string(use.used) + "+" +
                 std::to_string(use.timeWait) + " of " + std::to_string(use.size) +
                 (use.outside > 0 ? " outside " + std::to_string(use.outside) : "") + (use.isAssumed ? "" : " known") +
                 "\n";
    return lines;
}

ThisHost hostWith(const char* address, PortSpan range) {
    return {{range, {}}, {*parseIpAddress(address)}};
}

TEST(PortUse, CountsPortsThatAreNotClosedAndTimeWaitApart) {
    EXPECT_EQ(usesIn({from(40000), from(40001, State::TimeWait), from(40002, State::Closed),
                      from(40003, State::FinWait2), from(40004, State::SynSent)}),
              "10.0.0.1 10.0.0.2:80 3+1 of 28232\n");
}

TEST(PortUse, IsCountedTowardsEachServerApart) {
    EXPECT_EQ(usesIn({from(40000), from(40000, State::Established, "10.0.0.3"), from(40001)}),
              "10.0.0.1 10.0.0.2:80 2+0 of 28232\n"
              "10.0.0.1 10.0.0.3:80 1+0 of 28232\n");
}

TEST(PortUse, TellsPortsThatTheRangeDoesNotHave) {
    EXPECT_EQ(usesIn({from(40000), from(61000), from(1024, State::TimeWait)}),
              "10.0.0.1 10.0.0.2:80 2+1 of 28232 outside 2\n");
}

TEST(PortUse, TakesTheHigherPortForTheClientsWhereNoOpeningWasSeen) {
    ConnectionSpec unseen = from(80);
    unseen.client = "10.0.0.2";
    unseen.server = "10.0.0.1";
    unseen.serverPort = 40000;
    unseen.clientState = State::Closed;
    unseen.serverState = State::TimeWait;
    unseen.areRolesGuessed = true;
    EXPECT_EQ(usesIn({unseen}), "10.0.0.1 10.0.0.2:80 0+1 of 28232\n");
}

TEST(PortUse, GoesByTheHostsOwnRangeWhereItIsTheClient) {
    const PortUseOptions options{.host = hostWith("10.0.0.1", {40000, 40009})};
    EXPECT_EQ(usesIn({from(40000)}, options), "10.0.0.1 10.0.0.2:80 1+0 of 10 known\n");
    ConnectionSpec others = from(40000);
    others.client = "10.0.0.9";
    EXPECT_EQ(usesIn({others}, options), "10.0.0.9 10.0.0.2:80 1+0 of 28232\n");
}

TEST(PortUse, KnowsTheLoopbackOnlyWhereTheCaptureIsMadeHere) {
    ConnectionSpec loop = from(40000, State::Established, "127.0.0.1");
    loop.client = "127.0.0.1";
    ConnectionSpec loop6 = from(40000, State::Established, "::1");
    loop6.client = "::1";
    PortUseOptions options{.host = hostWith("127.0.0.1", {40000, 40009})};
    EXPECT_EQ(usesIn({loop, loop6}, options), "127.0.0.1 127.0.0.1:80 1+0 of 28232\n"
                                              "::1 [::1]:80 1+0 of 28232\n");
    options.isHere = true;
    EXPECT_EQ(usesIn({loop, loop6}, options), "127.0.0.1 127.0.0.1:80 1+0 of 10 known\n"
                                              "::1 [::1]:80 1+0 of 10 known\n");
}

TEST(PortUse, IsScarceFromFourFifthsOfTheRangeOn) {
    PortUse use;
    use.size = 10;
    use.used = 5;
    use.timeWait = 2;
    EXPECT_EQ(use.free(), 3U);
    EXPECT_FALSE(use.isScarce());
    use.timeWait = 3;
    EXPECT_TRUE(use.isScarce());
    use.outside = 1;
    EXPECT_FALSE(use.isScarce());
}

TEST(PortUse, ListsTheLargestPartOfItsRangeFirstAndCountsTheRest) {
    const PortUseOptions options{.host = hostWith("10.0.0.1", {40000, 40009}), .most = 1};
    ConnectionSpec more = from(40000);
    more.client = "10.0.0.9";
    ConnectionSpec evenMore = from(40001);
    evenMore.client = "10.0.0.9";
    EXPECT_EQ(usesIn({more, evenMore, from(40000)}, options), "10.0.0.1 10.0.0.2:80 1+0 of 10 known\n");
    EXPECT_EQ(portUsesOf(SnapshotBuilder().add(more).add(from(40000)).build(), options).more, 1U);
}

TEST(PortUse, CanBeCancelled) {
    EXPECT_FALSE(portUsesOf(SnapshotBuilder().add({}).build(), {}, [] { return true; }).isWhole);
}

} // namespace
} // namespace synscope::test
