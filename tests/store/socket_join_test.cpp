// SPDX-License-Identifier: Apache-2.0
//
// A capture and readings of a socket table, both made by hand, and what is known of them together.
#include "core/store/socket_join.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr SocketAddress kClient{IpAddress::fromV4(0x0a000001), 40000};
constexpr SocketAddress kServer{IpAddress::fromV4(0x0a000002), 80};

/// A server's machine: its end of connections from 10.0.0.1 to 10.0.0.2:80.
class Join : public testing::Test {
protected:
    Join() { m_reading.processes = {process(4711, "orders-api")}; }
    static MachineProcess process(std::int32_t pid, const char* name) { return {pid, 998, name, {}, {}, {}}; }
    MachineSocket& addSocket(State state, std::uint64_t inode = 88) {
        MachineSocket socket;
        socket.local = kServer;
        socket.peer = kClient;
        socket.state = state;
        socket.isServerSide = true;
        socket.inode = inode;
        socket.holder = SocketHolder::Known;
        socket.process = 0;
        m_reading.sockets.push_back(socket);
        return m_reading.sockets.back();
    }
    const JoinedSocket& read(const ConnectionSpec& spec) {
        m_join.add(m_reading, SnapshotBuilder().add(spec).build());
        return m_join.sockets().at(0);
    }
    MachineReading m_reading;
    SocketJoin m_join;
};

TEST_F(Join, FindsTheConnectionAndTheSideOfASocket) {
    addSocket(State::Established);
    const JoinedSocket& joined = read({});
    EXPECT_EQ(joined.connection, ConnectionId{0});
    EXPECT_EQ(joined.side, Side::Responder);
    EXPECT_EQ(joined.packetsSay, State::Established);
    EXPECT_FALSE(joined.isApart);
}

TEST_F(Join, ASocketWithoutPacketsIsKnownFromTheTableOnly) {
    addSocket(State::Established).peer.port = 40001;
    const Snapshot snapshot = SnapshotBuilder().add({}).build();
    m_join.add(m_reading, snapshot);
    EXPECT_EQ(m_join.sockets().at(0).connection, kNoConnection);
    EXPECT_EQ(m_join.sockets().at(0).origin(snapshot), Origin::SocketTable);
    m_reading.sockets[0].peer.port = 40000;
    m_join.add(m_reading, snapshot);
    EXPECT_EQ(m_join.sockets().at(0).origin(snapshot), Origin::Handshake);
}

TEST_F(Join, BothEndsOfALoopbackConnectionAreFound) {
    addSocket(State::Established);
    MachineSocket& client = addSocket(State::Established, 89);
    std::swap(client.local, client.peer);
    read({});
    EXPECT_EQ(m_join.sockets().at(0).side, Side::Responder);
    EXPECT_EQ(m_join.sockets().at(1).side, Side::Initiator);
}

TEST_F(Join, TheLatestConnectionOfItsPortsIsASocketsOwn) {
    addSocket(State::Established);
    m_join.add(m_reading, SnapshotBuilder().add({.serverState = State::Closed}).add({.incarnation = 1}).build());
    EXPECT_EQ(m_join.sockets().at(0).connection, ConnectionId{1});
}

TEST_F(Join, StatesThatStayApartSayThatPacketsWereMissed) {
    addSocket(State::CloseWait);
    const ConnectionSpec spec{.quietSeconds = 5};
    EXPECT_FALSE(read(spec).isApart) << "its packets may be on their way";
    EXPECT_TRUE(read(spec).isApart);
    EXPECT_EQ(m_join.apart(), 1U);
    EXPECT_EQ(apartSentence(State::CloseWait, State::Established),
              "The kernel says CLOSE_WAIT, the packets say ESTABLISHED: packets were missed.");
}

TEST_F(Join, AStateThatAPacketFollowedIsLookedAtAnew) {
    addSocket(State::CloseWait);
    EXPECT_FALSE(read({.quietSeconds = 5}).isApart);
    EXPECT_FALSE(read({.quietSeconds = 4}).isApart);
    EXPECT_TRUE(read({.quietSeconds = 4}).isApart);
}

TEST_F(Join, AStateThatThePacketsLeavePossibleIsNotApart) {
    addSocket(State::CloseWait);
    const ConnectionSpec spec{.serverPossible = {State::CloseWait}};
    EXPECT_TRUE(read(spec).isUndecided);
    EXPECT_FALSE(read(spec).isApart);
}

TEST_F(Join, ClocksOfTimeWaitMayDiffer) {
    addSocket(State::TimeWait);
    const ConnectionSpec spec{.serverState = State::Closed};
    EXPECT_FALSE(read(spec).isApart);
    EXPECT_FALSE(read(spec).isApart);
}

TEST_F(Join, ASocketIsBoundToWhoHeldItFirst) {
    addSocket(State::Established);
    read({});
    m_reading.processes = {process(1, "init")};
    read({});
    ASSERT_NE(m_join.processOf(kServer, kClient), nullptr);
    EXPECT_EQ(m_join.processOf(kServer, kClient)->name, "orders-api");
    m_reading.sockets.clear();
    m_join.add(m_reading, Snapshot());
    ASSERT_NE(m_join.processOf(kServer, kClient), nullptr) << "also after it is gone";
    addSocket(State::Established, 99);
    read({});
    EXPECT_EQ(m_join.processOf(kServer, kClient)->name, "init") << "a new socket on the same ports";
    EXPECT_EQ(m_join.processOf(kClient, kServer), nullptr) << "the other end is elsewhere";
}

/// Of very many sockets: the machine need not keep in mind all that it ever saw.
TEST_F(Join, ForgetsWhoHeldSocketsThatAreGoneAndOfWhichNoConnectionIsKept) {
    addSocket(State::Established);
    m_join.add(m_reading, Snapshot());
    ASSERT_NE(m_join.processOf(kServer, kClient), nullptr);
    m_reading.sockets.clear();
    m_reading.processes = {process(1, "init")};
    for (std::uint32_t i = 0; i < 70'000; ++i)
        addSocket(State::Established, 100 + i).peer.address = IpAddress::fromV4(0x0b000000 + i);
    m_join.add(m_reading, Snapshot());
    EXPECT_EQ(m_join.processOf(kServer, kClient), nullptr);
    EXPECT_NE(m_join.processOf(kServer, m_reading.sockets.back().peer), nullptr);
    EXPECT_NE(m_join.processOf(kServer, m_reading.sockets.front().peer), nullptr);
}

} // namespace
} // namespace synscope::test
