// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli leaks -i: what packets add to the kernel's socket table, and what is said where nobody may capture.
#include "app/cli/interface_leaks.h"
#include "tests/app/cli_runner.h"
#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr Timestamp kNow{std::chrono::seconds(SnapshotBuilder::kEndSecond)};
const SocketAddress kServer{IpAddress::fromV4(0x0a000002), 80};

Leak leakOf(std::uint16_t clientPort, Duration atLeast) {
    Leak leak;
    leak.socket.local = kServer;
    leak.socket.remote = {IpAddress::fromV4(0x0a000001), clientPort};
    leak.age = LeakAge{atLeast, true};
    return leak;
}

std::vector<cli::ListedLeak> joined(std::vector<Leak> leaks, const Snapshot& snapshot) {
    SocketTable table;
    table.time = kNow;
    const CaptureScope scope(std::vector<std::string>{"eth0"}, {{"eth0", {kServer.address}}});
    return cli::joinLeaks(std::move(leaks), table, snapshot, scope);
}

Snapshot snapshotWith(Basis basis) {
    ConnectionSpec spec;
    spec.serverState = State::CloseWait;
    const State from = basis == Basis::Kernel ? State::Unknown : State::Established;
    spec.moves = {{30, Side::Responder, from, State::CloseWait, basis}};
    return SnapshotBuilder().add(spec).build();
}

TEST(InterfaceLeaks, AreAsOldAsTheirCapturedFin) {
    const auto leaks = joined({leakOf(40000, std::chrono::seconds(5))}, snapshotWith(Basis::Proven));
    ASSERT_EQ(leaks.size(), 1U);
    EXPECT_EQ(leaks[0].leak.age->atLeast, std::chrono::seconds(30));
    EXPECT_FALSE(leaks[0].leak.age->isLowerBound);
}

TEST(InterfaceLeaks, AreAsOldAsTheKernelKnowsWhereNoFinWasCaptured) {
    const auto leaks = joined({leakOf(40000, std::chrono::seconds(5))}, snapshotWith(Basis::Kernel));
    ASSERT_EQ(leaks.size(), 1U);
    EXPECT_EQ(leaks[0].leak.age->atLeast, std::chrono::seconds(5));
    EXPECT_TRUE(leaks[0].leak.age->isLowerBound);
}

TEST(InterfaceLeaks, AreThoseOfTheInterfaceOldestFirst) {
    Leak elsewhere = leakOf(40002, std::chrono::seconds(50));
    elsewhere.socket.local.address = IpAddress::fromV4(0x0a000102);
    Leak ghost;
    ghost.ghost = GhostDescriptor{};
    const auto leaks =
        joined({leakOf(40001, std::chrono::seconds(9)), elsewhere, ghost, leakOf(40000, std::chrono::seconds(5))},
               snapshotWith(Basis::Proven));
    ASSERT_EQ(leaks.size(), 2U);
    EXPECT_EQ(leaks[0].leak.socket.remote.port, 40000);
    EXPECT_EQ(leaks[1].leak.socket.remote.port, 40001);
}

TEST(InterfaceLeaks, SayInOneLineWhyNothingCanBeCaptured) {
    const CliResult result = runCli({"leaks", "-i", "nosuch0"});
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
}

TEST(InterfaceLeaks, OfTheInterfaceMinusAreThoseOfStandardInput) {
    const CliResult piped = runCli({"leaks", "-i", "-"}, "no capture");
    EXPECT_EQ(piped.status, 1);
    EXPECT_NE(piped.errors.find("standard input"), std::string::npos) << piped.errors;
    EXPECT_EQ(piped.errors, runCli({"leaks", "-"}, "no capture").errors);
    const CliResult watched = runCli({"watch", "-i", "-", "--metrics", "127.0.0.1:0"});
    EXPECT_EQ(watched.status, 2);
    EXPECT_NE(watched.errors.find("reads no standard input"), std::string::npos) << watched.errors;
}

TEST(InterfaceLeaks, AreNoneOfAFile) {
    EXPECT_EQ(runCli({"leaks", "-i", "lo", "file.pcap"}).status, 2);
}

} // namespace
} // namespace synscope::test
