// SPDX-License-Identifier: Apache-2.0
//
// Readings of a socket table made by hand, one after the other, and what the ledger makes of them.
#include "core/store/socket_ledger.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t kNamespace = 4026531840;
constexpr SocketAddress kServer{IpAddress::fromV4(0x0a000002), 8080};

MachineSocket socketOf(std::uint16_t clientPort, State state = State::Established) {
    MachineSocket socket;
    socket.local = kServer;
    socket.peer = {IpAddress::fromV4(0x0a000001), clientPort};
    socket.state = state;
    socket.isServerSide = true;
    socket.inode = 1000 + clientPort;
    socket.cookie = 5000 + clientPort;
    socket.netNamespace = kNamespace;
    socket.holder = SocketHolder::Known;
    socket.process = 0;
    return socket;
}

/// A machine whose clock a test turns.
class Machine : public testing::Test {
protected:
    Machine() { m_reading.netNamespaces = {kNamespace}; }
    static Timestamp at(Duration time) { return timestampFromNs(1'700'000'000'000'000'000) + time; }

    void establish(std::uint16_t clientPort) { m_reading.sockets.push_back(socketOf(clientPort)); }
    OwedSocket& closeWait(std::uint16_t clientPort) {
        std::erase_if(m_reading.sockets, [&](const MachineSocket& s) { return s.peer.port == clientPort; });
        OwedSocket owed;
        owed.socket = socketOf(clientPort, State::CloseWait);
        owed.cause = OwedCause::NotClosed;
        m_reading.sockets.push_back(owed.socket);
        m_reading.owed.push_back(owed);
        return m_reading.owed.back();
    }
    void remove(std::uint16_t clientPort) {
        std::erase_if(m_reading.sockets, [&](const MachineSocket& s) { return s.peer.port == clientPort; });
        std::erase_if(m_reading.owed, [&](const OwedSocket& o) { return o.socket.peer.port == clientPort; });
    }
    OwedSocket& ghost(std::uint64_t inode) {
        OwedSocket owed;
        owed.socket.inode = inode;
        owed.socket.holder = SocketHolder::Known;
        owed.socket.process = 0;
        owed.cause = OwedCause::GhostDescriptor;
        m_reading.owed.push_back(owed);
        return m_reading.owed.back();
    }
    void read(Duration time) {
        m_reading.time = at(time);
        m_reading.processes = {m_process};
        m_ledger.add(m_reading);
        m_leaks = m_ledger.leaks();
    }
    /// Of the socket whose client has the port.
    const SocketLeak& leak(std::uint16_t clientPort) {
        return *std::ranges::find(m_leaks.leaks, clientPort,
                                  [](const SocketLeak& l) { return l.owed.socket.peer.port; });
    }

    MachineProcess m_process{4711, 998, "orders-api", {}, {}, {}};
    MachineReading m_reading;
    SocketLedger m_ledger;
    SocketLeaks m_leaks;
};

TEST_F(Machine, OlderThanTheWatchIsAsOldAsTheKernelKnowsAndPerhapsMore) {
    closeWait(40000).atLeast = minutes(3);
    read(seconds(0));
    ASSERT_EQ(m_leaks.owed(), 1U);
    EXPECT_EQ(leak(40000).since, at(-minutes(3)));
    EXPECT_TRUE(leak(40000).isOlder);
    EXPECT_TRUE(m_leaks.groups[0].isOldestOlder);
}

TEST_F(Machine, AnAgeThatTheKernelKnowsIsTheAge) {
    OwedSocket& owed = closeWait(40000);
    owed.atLeast = minutes(3);
    owed.isAgeKnown = true;
    read(seconds(0));
    EXPECT_FALSE(leak(40000).isOlder);
}

TEST_F(Machine, WhatCameIntoCloseWaitBetweenTwoReadingsHasAnAge) {
    establish(40000);
    read(seconds(0));
    OwedSocket& owed = closeWait(40000);
    owed.atLeast = milliseconds(400);
    read(seconds(1));
    EXPECT_EQ(leak(40000).since, at(milliseconds(600)));
    EXPECT_FALSE(leak(40000).isOlder);
}

TEST_F(Machine, ANewSocketOfAnUnknownNetworkNamespaceMayBeOld) {
    m_reading.netNamespaces = {};
    read(seconds(0));
    closeWait(40000);
    read(seconds(1));
    EXPECT_TRUE(leak(40000).isOlder);
}

TEST_F(Machine, ALaterAckOfThePeerMakesNothingYounger) {
    closeWait(40000).atLeast = minutes(3);
    read(seconds(0));
    m_reading.owed[0].atLeast = seconds(5); // a keep-alive was answered
    read(seconds(10));
    EXPECT_EQ(leak(40000).since, at(-minutes(3)));
    EXPECT_TRUE(leak(40000).isOlder);
}

TEST_F(Machine, GroupsByListenerAndProcess) {
    for (std::uint16_t port = 40000; port <= 40002; ++port)
        closeWait(port).atLeast = seconds(port - 39998);
    m_reading.owed[2].socket.local.port = 9200;
    read(seconds(0));
    ASSERT_EQ(m_leaks.groups.size(), 2U);
    EXPECT_EQ(m_leaks.groups[0].owner, kServer);
    EXPECT_EQ(m_leaks.groups[0].owed, 2U);
    EXPECT_EQ(m_leaks.groups[0].process.value().pid, 4711);
    EXPECT_EQ(m_leaks.groups[0].oldest, at(-seconds(3)));
    EXPECT_EQ(m_leaks.groups[0].ages[1], 2U); // 1 to 10 s
    EXPECT_EQ(m_leaks.leaksOf(0).size(), 2U);
    EXPECT_EQ(m_leaks.groups[1].owner.port, 9200);
}

TEST_F(Machine, AClientIsGroupedByItsServer) {
    OwedSocket& owed = closeWait(5432);
    owed.socket.isServerSide = false;
    owed.socket.local.port = 50001;
    read(seconds(0));
    EXPECT_EQ(m_leaks.groups[0].owner, (SocketAddress{kServer.address, 0}));
    EXPECT_EQ(m_leaks.groups[0].peer.port, 5432);
    EXPECT_FALSE(m_leaks.groups[0].ownerListens);
}

TEST_F(Machine, StaysWithItsListenerWhenThatIsGone) {
    closeWait(40000);
    read(seconds(0));
    m_reading.owed[0].socket.isServerSide = false;
    read(seconds(1));
    ASSERT_EQ(m_leaks.groups.size(), 1U);
    EXPECT_TRUE(m_leaks.groups[0].ownerListens);
}

TEST_F(Machine, AProcessNotLookedForYetIsThatOfItsLike) {
    closeWait(40000);
    read(seconds(0));
    OwedSocket& owed = closeWait(40001);
    owed.socket.process = kNoProcess;
    owed.socket.holder = SocketHolder::NotFound;
    read(seconds(1));
    ASSERT_EQ(m_leaks.groups.size(), 1U);
    EXPECT_EQ(m_leaks.groups[0].owed, 2U);
}

TEST_F(Machine, GrowthIsTheSlopeThroughTheReadings) {
    for (std::uint16_t i = 0; i < 5; ++i) {
        closeWait(static_cast<std::uint16_t>(40000 + i));
        read(seconds(2 * i));
        EXPECT_EQ(m_leaks.groups[0].perMinute.has_value(), i >= 2);
    }
    EXPECT_DOUBLE_EQ(m_leaks.groups[0].perMinute.value(), 30);
    EXPECT_TRUE(m_leaks.isGrowing(m_leaks.groups[0], {}));
    EXPECT_EQ(m_leaks.groups[0].counts.back(), 5U);
}

TEST_F(Machine, GrowthBeginsWithTheFirstReadingThatHadTheGroup) {
    for (int i = 0; i < 120; ++i)
        read(seconds(i));
    for (std::uint16_t i = 0; i < 10; ++i) {
        closeWait(static_cast<std::uint16_t>(40000 + i));
        read(seconds(120 + i));
    }
    EXPECT_DOUBLE_EQ(m_leaks.groups[0].perMinute.value(), 60);
    for (int i = 130; i < 250; ++i)
        read(seconds(i));
    EXPECT_DOUBLE_EQ(m_leaks.groups[0].perMinute.value(), 0);
    EXPECT_FALSE(m_leaks.isGrowing(m_leaks.groups[0], {}));
}

TEST_F(Machine, GhostsThatWereThereBeforeDoNotGrow) {
    read(seconds(0)); // a ghost is only told apart one reading later
    for (std::uint64_t inode = 70; inode < 73; ++inode)
        ghost(inode);
    for (int i = 1; i < 30; ++i)
        read(seconds(i));
    EXPECT_DOUBLE_EQ(m_leaks.groups[0].perMinute.value(), 0);
}

TEST_F(Machine, GrowthNowIsSeenAfterALongTime) {
    closeWait(40000);
    for (int i = 0; i < 3000; ++i)
        read(seconds(i));
    for (std::uint16_t i = 0; i < 70; ++i) {
        closeWait(static_cast<std::uint16_t>(41000 + i));
        read(seconds(3000 + i));
    }
    EXPECT_NEAR(m_leaks.groups[0].perMinute.value(), 60, 0.5);
}

TEST_F(Machine, CountsStayAFewOverALongTime) {
    m_ledger = SocketLedger({}, 8);
    closeWait(40000);
    for (int i = 0; i <= 1000; ++i) {
        if (i == 500)
            closeWait(40001);
        read(seconds(i));
    }
    const std::vector<std::uint32_t>& counts = m_leaks.groups[0].counts;
    ASSERT_EQ(counts.size(), 120U);
    EXPECT_EQ(counts.front(), 1U);
    EXPECT_EQ(counts.back(), 2U);
    EXPECT_TRUE(std::ranges::is_sorted(counts));
    EXPECT_NEAR(static_cast<double>(std::ranges::count(counts, 2U)), 60, 16);
}

TEST_F(Machine, WhatEndedKeepsHowLongItLasted) {
    closeWait(40000).atLeast = minutes(5);
    read(seconds(0));
    remove(40000);
    read(seconds(1));
    EXPECT_EQ(m_leaks.owed(), 0U);
    read(seconds(2));
    ASSERT_EQ(m_leaks.groups.size(), 1U);
    EXPECT_EQ(m_leaks.groups[0].owed, 0U);
    EXPECT_EQ(m_leaks.groups[0].ended, 1U);
    EXPECT_EQ(m_leaks.groups[0].longestEnded, minutes(5) + seconds(1));
    ASSERT_EQ(m_leaks.endedOf(0).size(), 1U);
    EXPECT_EQ(m_leaks.ended[0].peer.port, 40000);
    for (int i = 3; i < 2000; ++i)
        read(seconds(i));
    EXPECT_EQ(m_leaks.groups.at(0).ended, 1U) << "nothing ages out";
}

TEST_F(Machine, AShortCloseWaitIsACloseInTime) {
    closeWait(40000).atLeast = seconds(2);
    read(seconds(0));
    remove(40000);
    read(seconds(1));
    read(seconds(2));
    EXPECT_TRUE(m_leaks.groups.empty());
}

TEST_F(Machine, AHalfCloseInUseIsNoLeak) {
    OwedSocket& owed = closeWait(40000);
    owed.cause = OwedCause::StillSending;
    owed.atLeast = minutes(5);
    read(seconds(0));
    EXPECT_EQ(m_leaks.groups[0].inUse, 1U);
    EXPECT_EQ(m_leaks.groups[0].mature, 0U);
    remove(40000);
    read(seconds(1));
    read(seconds(2));
    EXPECT_TRUE(m_leaks.groups.empty());
}

TEST_F(Machine, AResetSocketGoesOnAsTheGhostOfItsDescriptor) {
    closeWait(40000).atLeast = minutes(2);
    read(seconds(0));
    remove(40000);
    read(seconds(1)); // a ghost is only told apart one reading later
    ghost(1000 + 40000);
    read(seconds(2));
    ASSERT_EQ(m_leaks.owed(), 1U);
    EXPECT_EQ(leak(40000).owed.cause, OwedCause::GhostDescriptor);
    EXPECT_EQ(leak(40000).since, at(-minutes(2)));
    EXPECT_EQ(m_leaks.groups[0].owner, kServer);
    EXPECT_EQ(m_leaks.groups[0].ended, 0U);
}

TEST_F(Machine, AGhostOfBeforeHasNoAddress) {
    ghost(77);
    read(seconds(0));
    ASSERT_EQ(m_leaks.groups.size(), 1U);
    EXPECT_TRUE(m_leaks.groups[0].isGhosts);
    EXPECT_TRUE(m_leaks.leaks[0].isOlder);
    m_reading.owed.clear();
    read(seconds(90));
    read(seconds(91));
    EXPECT_EQ(m_leaks.groups.at(0).ended, 1U);
}

TEST_F(Machine, ThatWaitedToBeAcceptedIsTheSameSocketAfterwards) {
    OwedSocket& owed = closeWait(40000);
    owed.socket.inode = 0;
    owed.socket.holder = SocketHolder::NeverAccepted;
    owed.atLeast = minutes(1);
    read(seconds(0));
    remove(40000);
    closeWait(40000).atLeast = seconds(1);
    read(seconds(1));
    ASSERT_EQ(m_leaks.owed(), 1U);
    EXPECT_EQ(leak(40000).since, at(-minutes(1)));
}

} // namespace
} // namespace synscope::test
