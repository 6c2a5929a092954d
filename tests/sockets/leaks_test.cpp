// SPDX-License-Identifier: Apache-2.0
//
// Which rule names the cause of a socket in CLOSE_WAIT, how old it is, and how the list is ordered.
#include "core/sockets/leaks.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

SocketAddress address(const char* text, std::uint16_t port) {
    return {*parseIpAddress(text), port};
}

/// A server's socket that its program has read to the end.
SocketEntry closeWait() {
    SocketEntry entry;
    entry.local = address("10.2.0.1", 8080);
    entry.remote = address("10.2.0.42", 51812);
    entry.state = SocketState::CloseWait;
    entry.inode = 88123;
    entry.uid = 998;
    entry.tcp = TcpFacts{};
    return entry;
}

SocketEntry listening(const char* local, std::uint32_t waiting = 0) {
    SocketEntry entry;
    entry.local = address(local, 8080);
    entry.remote = address(entry.local.address.isV6 ? "::" : "0.0.0.0", 0);
    entry.isV6Socket = entry.local.address.isV6;
    entry.state = SocketState::Listen;
    entry.receiveQueue = waiting;
    entry.backlogLimit = 128;
    entry.inode = 7;
    return entry;
}

Leak only(std::vector<SocketEntry> entries, const SocketTable* earlier = nullptr) {
    SocketTable table;
    table.entries = std::move(entries);
    const std::vector<Leak> leaks = findLeaks(table, earlier, {});
    EXPECT_EQ(leaks.size(), 1U);
    Leak leak = leaks.empty() ? Leak{} : leaks[0];
    leak.owner.holders.clear(); // they end with the table
    leak.listener = nullptr;    // it, too
    return leak;
}

SocketEntry withQueues(std::uint32_t receiveQueue, std::uint32_t sendQueue = 0) {
    SocketEntry entry = closeWait();
    entry.receiveQueue = receiveQueue;
    entry.sendQueue = sendQueue;
    return entry;
}

TEST(LeakCause, NotClosedAfterTheEndOfTheStreamWasRead) {
    const Leak leak = only({withQueues(0), listening("0.0.0.0")});
    EXPECT_EQ(leak.cause, LeakCause::NotClosed);
    EXPECT_EQ(leak.text, "the program has read everything and never called close()");
    EXPECT_TRUE(leak.isServerSide);
}

TEST(LeakCause, NotClosedByAServerThatNeverCameBackToRead) {
    const Leak leak = only({withQueues(1), listening("10.2.0.1")});
    EXPECT_EQ(leak.cause, LeakCause::NotClosed);
    EXPECT_EQ(leak.text, "the program has read all data, but never came back to see the end of the stream");
}

TEST(LeakCause, UnreadDataLiesInTheQueue) {
    const Leak leak = only({withQueues(101), listening("0.0.0.0")});
    EXPECT_EQ(leak.cause, LeakCause::UnreadData);
    EXPECT_EQ(leak.text, "the program stopped reading: 100 bytes lie unread; look for a blocked thread or event loop");
}

TEST(LeakCause, DataThatIsBeingReadIsNoCause) {
    SocketTable earlier;
    earlier.entries = {withQueues(500)};
    EXPECT_EQ(only({withQueues(101), listening("0.0.0.0")}, &earlier).cause, LeakCause::Unknown);
    earlier.entries[0].inode = 1; // another socket on the same addresses
    EXPECT_EQ(only({withQueues(101), listening("0.0.0.0")}, &earlier).cause, LeakCause::UnreadData);
}

TEST(LeakCause, NeverAcceptedHasNoInodeAndWaitsAtTheListener) {
    SocketEntry waiting = withQueues(6);
    waiting.inode = 0;
    const Leak leak = only({waiting, listening("0.0.0.0", 3)});
    EXPECT_EQ(leak.cause, LeakCause::NeverAccepted);
    EXPECT_EQ(leak.text, "the program has not called accept() while 3 connections wait for it (128 may)");
    EXPECT_EQ(leak.owner.kind, Ownership::Kind::NeverAccepted);
    EXPECT_EQ(only({waiting, listening("0.0.0.0", 0)}).cause, LeakCause::Unknown);
}

TEST(LeakCause, ListenersThatShareAPortAreTakenTogether) {
    SocketEntry waiting = withQueues(1);
    waiting.inode = 0;
    EXPECT_EQ(only({waiting, listening("0.0.0.0", 0), listening("0.0.0.0", 2)}).text,
              "the program has not called accept() while 2 connections wait for it (256 may)");
}

TEST(LeakCause, AListenerOfAnotherAddressOrNamespaceIsNotTheSockets) {
    EXPECT_TRUE(only({withQueues(0), listening("::")}).isServerSide);
    EXPECT_FALSE(only({withQueues(0), listening("10.2.0.9")}).isServerSide);
    EXPECT_FALSE(only({withQueues(0), listening("::1")}).isServerSide);
    SocketEntry v6Only = listening("::");
    v6Only.refusesV4 = true;
    EXPECT_FALSE(only({withQueues(0), v6Only}).isServerSide);
    SocketEntry elsewhere = listening("0.0.0.0");
    elsewhere.netNamespace = 5;
    EXPECT_FALSE(only({withQueues(0), elsewhere}).isServerSide);
}

TEST(LeakCause, TheListenerOfTheAddressItselfIsNamedBeforeOneOfAll) {
    SocketTable table;
    table.entries = {listening("0.0.0.0"), withQueues(0), listening("10.2.0.1"), listening("::")};
    const std::vector<Leak> leaks = findLeaks(table, nullptr, {});
    EXPECT_EQ(leaks.at(0).listener, &table.entries[2]);
    table.entries[2].local.port = 1;
    table.entries[3].local.port = 1;
    EXPECT_EQ(findLeaks(table, nullptr, {}).at(0).listener, &table.entries[0]);
    table.entries[0].local.port = 1;
    EXPECT_EQ(findLeaks(table, nullptr, {}).at(0).listener, nullptr);
}

TEST(LeakCause, AHalfCloseInUseIsStillSending) {
    EXPECT_EQ(only({withQueues(0, 1000), listening("0.0.0.0")}).cause, LeakCause::StillSending);
    SocketTable earlier;
    earlier.entries = {withQueues(0)};
    earlier.entries[0].tcp->bytesAcked = 100;
    SocketEntry moved = withQueues(0);
    moved.tcp->bytesAcked = 200;
    EXPECT_EQ(only({moved, listening("0.0.0.0")}, &earlier).cause, LeakCause::StillSending);
    moved.tcp->bytesAcked = 100;
    EXPECT_EQ(only({moved, listening("0.0.0.0")}, &earlier).cause, LeakCause::NotClosed);
}

/// How long ago it sent, and heard an ACK and data, in milliseconds.
SocketEntry thatSent(std::uint32_t sentMs, std::uint32_t lastAckMs, std::uint32_t lastDataMs) {
    SocketEntry entry = closeWait();
    entry.tcp->lastDataSentMs = sentMs;
    entry.tcp->lastAckReceivedMs = lastAckMs;
    entry.tcp->lastDataReceivedMs = lastDataMs;
    entry.tcp->dataSegmentsSent = 3;
    return entry;
}

LeakCause causeOfOne(const SocketEntry& entry) {
    return only({entry, listening("0.0.0.0")}).cause;
}

TEST(LeakCause, AHalfCloseStaysInUseBetweenItsSends) {
    EXPECT_EQ(causeOfOne(thatSent(250, 250, 90'000)), LeakCause::StillSending);
    EXPECT_EQ(causeOfOne(thatSent(4'900, 4'880, 90'000)), LeakCause::StillSending);
    EXPECT_EQ(causeOfOne(thatSent(59'000, 58'900, 90'000)), LeakCause::StillSending);
    EXPECT_EQ(causeOfOne(thatSent(60'000, 60'000, 90'000)), LeakCause::NotClosed) << "silent for as long as a leak";
}

TEST(LeakCause, WhatWasSentBeforeTheFinIsNoUse) {
    EXPECT_EQ(causeOfOne(thatSent(5'000, 1'000, 90'000)), LeakCause::NotClosed) << "the FIN is what came 1 s ago";
    EXPECT_EQ(causeOfOne(thatSent(5'000, 5'000, 5'010)), LeakCause::NotClosed) << "an answer, and then the FIN";
    EXPECT_EQ(causeOfOne(thatSent(9'000, 5'000, 5'000)), LeakCause::NotClosed);
    SocketEntry silent = thatSent(250, 250, 90'000);
    silent.tcp->dataSegmentsSent = 0; // the clocks began with the connection
    EXPECT_EQ(causeOfOne(silent), LeakCause::NotClosed);
}

TEST(LeakCause, DataThatWasSentAfterTheLastAckWasSentAfterTheFin) {
    EXPECT_EQ(causeOfOne(thatSent(100, 5'000, 5'000)), LeakCause::StillSending);
    EXPECT_EQ(causeOfOne(thatSent(4'900, 5'000, 5'000)), LeakCause::NotClosed) << "it may have been on its way";
}

TEST(LeakCause, DataThatWasSentSinceItWasSeenWasSentAfterTheFin) {
    SocketTable earlier;
    earlier.entries = {thatSent(60'000, 60'000, 60'000)};
    SocketTable table;
    table.time = earlier.time + 3s;
    table.entries = {thatSent(2'000, 500, 2'010), listening("0.0.0.0")}; // a keep-alive was answered since
    EXPECT_EQ(findLeaks(table, &earlier, {}).at(0).cause, LeakCause::StillSending);
    earlier.time += 1500ms;
    EXPECT_EQ(findLeaks(table, &earlier, {}).at(0).cause, LeakCause::NotClosed);
}

TEST(LeakCause, ThePolicySaysWhenAHalfCloseIsInUse) {
    SocketTable table;
    table.entries = {thatSent(5'000, 5'000, 5'500), listening("0.0.0.0")};
    EXPECT_EQ(findLeaks(table, nullptr, {}).at(0).cause, LeakCause::StillSending);
    EXPECT_EQ(findLeaks(table, nullptr, {}, {.halfCloseFrom = 1s}).at(0).cause, LeakCause::NotClosed);
    EXPECT_EQ(findLeaks(table, nullptr, {}, {.leakAfter = 5s}).at(0).cause, LeakCause::NotClosed);
}

TEST(LeakCause, APeerThatDoesNotReadKeepsDataWaiting) {
    SocketEntry stuck = withQueues(0, 262'144);
    stuck.timer = SocketTimer::ZeroWindowProbe;
    stuck.tcp->lastDataSentMs = 25 * 60'000;
    const Leak leak = only({stuck, listening("0.0.0.0")});
    EXPECT_EQ(leak.cause, LeakCause::StillSending);
    EXPECT_EQ(leak.text, "the peer does not read: its window is closed, and 262144 bytes wait to be sent or "
                         "acknowledged, the last data went 25 min ago; look at the peer's program, this is not a leak");
    stuck.timer = SocketTimer::None; // between two probes
    stuck.tcp->sendWindow = 0;
    EXPECT_EQ(only({stuck, listening("0.0.0.0")}).text, leak.text);
    stuck.tcp->sendWindow = 64'000;
    EXPECT_EQ(only({stuck, listening("0.0.0.0")}).text,
              "data still goes to the peer, a half-close in use and not a leak");
}

TEST(LeakCause, AFewUnnoticedClosesAtAClientAreAPool) {
    EXPECT_EQ(only({withQueues(1)}).cause, LeakCause::IdleInPool);
    EXPECT_EQ(only({withQueues(0)}).cause, LeakCause::NotClosed) << "the end was read: the program knows";
    SocketTable table;
    for (std::uint16_t port = 40000; port < 40017; ++port) {
        table.entries.push_back(withQueues(1));
        table.entries.back().local.port = port;
    }
    for (const Leak& leak : findLeaks(table, nullptr, {}))
        EXPECT_EQ(leak.cause, LeakCause::NotClosed);
    table.entries.pop_back();
    for (const Leak& leak : findLeaks(table, nullptr, {}))
        EXPECT_EQ(leak.cause, LeakCause::IdleInPool);
}

TEST(LeakCause, APoolIsThatOfOneProcess) {
    Process pool;
    pool.pid = 10;
    Process leaky;
    leaky.pid = 11;
    SocketTable table;
    for (std::uint16_t i = 0; i < 35; ++i) {
        table.entries.push_back(withQueues(1));
        table.entries.back().local.port = static_cast<std::uint16_t>(40000 + i);
        table.entries.back().inode = 100U + i;
        (i < 5 ? pool : leaky).sockets.push_back({100U + i, i});
    }
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{pool, leaky});
    for (const Leak& leak : findLeaks(table, nullptr, {}))
        EXPECT_EQ(leak.cause, leak.socket.inode < 105 ? LeakCause::IdleInPool : LeakCause::NotClosed);
}

TEST(LeakCause, APeerThatConnectsAgainFromTheSamePortCollides) {
    SocketEntry again;
    again.local = address("10.2.0.42", 51812);
    again.remote = address("10.2.0.1", 8080);
    again.state = SocketState::SynSent;
    EXPECT_EQ(only({withQueues(0), again}).cause, LeakCause::PortCollision);
    again.local.port = 51813;
    EXPECT_NE(only({withQueues(0), again}).cause, LeakCause::PortCollision);
}

TEST(LeakCause, HasTheNamesThatScriptsRead) {
    std::string names;
    for (int cause = 0; cause <= static_cast<int>(LeakCause::Unknown); ++cause)
        names.append(toText(static_cast<LeakCause>(cause))).append(" ");
    EXPECT_EQ(names, "not-closed unread-data never-accepted ghost-descriptor still-sending idle-in-pool port-collision "
                     "unknown ");
}

SocketEntry heard(std::uint32_t lastAckMs, std::uint32_t lastDataMs) {
    SocketEntry entry = closeWait();
    entry.tcp->lastAckReceivedMs = lastAckMs;
    entry.tcp->lastDataReceivedMs = lastDataMs;
    entry.tcp->dataSegmentsSent = 1;
    return entry;
}

TEST(CloseWaitAge, IsKnownWhereLastAckAndLastDataAgree) {
    const auto age = closeWaitAge(heard(60'000, 60'400));
    ASSERT_TRUE(age.has_value());
    EXPECT_EQ(age->atLeast, 60s);
    EXPECT_FALSE(age->isLowerBound);
}

TEST(CloseWaitAge, IsAtLeastTheLastAckWhereDataIsOlder) {
    const auto age = closeWaitAge(heard(60'000, 3'600'000));
    ASSERT_TRUE(age.has_value());
    EXPECT_EQ(age->atLeast, 60s);
    EXPECT_TRUE(age->isLowerBound);
}

TEST(CloseWaitAge, IsKnownWhereNothingWasSentThatCouldBeAcknowledgedLater) {
    SocketEntry silent = heard(60'000, 3'600'000);
    silent.tcp->dataSegmentsSent = 0;
    EXPECT_FALSE(closeWaitAge(silent)->isLowerBound);
    silent.timer = SocketTimer::KeepAlive; // its probes are acknowledged
    EXPECT_TRUE(closeWaitAge(silent)->isLowerBound);
}

TEST(CloseWaitAge, IsNotKnownFromTextTables) {
    SocketEntry entry = closeWait();
    entry.tcp.reset();
    EXPECT_FALSE(closeWaitAge(entry).has_value());
}

TEST(FindLeaks, ListsTheOldestFirstAndNothingButCloseWait) {
    SocketTable table;
    table.entries = {heard(1000, 1000), heard(9000, 9000), closeWait(), heard(5000, 5000)};
    table.entries[2].state = SocketState::Established;
    const std::vector<Leak> leaks = findLeaks(table, nullptr, {});
    ASSERT_EQ(leaks.size(), 3U);
    EXPECT_EQ(leaks[0].age->atLeast, 9s);
    EXPECT_EQ(leaks[1].age->atLeast, 5s);
    EXPECT_EQ(leaks[2].age->atLeast, 1s);
}

TEST(FindLeaks, AGhostNamesItsProcessAndDescriptor) {
    Process process;
    process.pid = 4711;
    process.uid = 998;
    process.name = "orders-api";
    process.sockets = {{88123, 12}};
    SocketTable table;
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{process});
    const GhostDescriptor ghost{4711, 12, 88123, true};
    const std::vector<Leak> leaks = findLeaks(table, nullptr, {&ghost, 1});
    ASSERT_EQ(leaks.size(), 1U);
    EXPECT_EQ(leaks[0].cause, LeakCause::GhostDescriptor);
    EXPECT_EQ(leaks[0].socket.inode, 88123U);
    EXPECT_EQ(leaks[0].socket.uid, 998U);
    EXPECT_FALSE(leaks[0].age.has_value());
    EXPECT_EQ(leaks[0].owner.text, "orders-api (4711)");
    EXPECT_EQ(leaks[0].text, "the connection is over or was never made, but descriptor 12 still holds its socket; "
                             "the program never called close()");
}

TEST(SocketTableValues, StatesAreNamedAsInTheRfc) {
    EXPECT_EQ(toText(SocketState::NewSynReceived), "SYN_RECEIVED");
    EXPECT_EQ(toText(SocketState::BoundInactive), "CLOSED");
    EXPECT_EQ(toText(SocketState::FinWait2), "FIN_WAIT_2");
    EXPECT_EQ(socketStateFrom(8), SocketState::CloseWait);
    EXPECT_FALSE(socketStateFrom(0).has_value());
    EXPECT_FALSE(socketStateFrom(14).has_value());
}

} // namespace
} // namespace synscope::test
