// SPDX-License-Identifier: Apache-2.0
//
// From readings of the kernel's socket table to what the ledger of a live capture says: with tables made by hand.
#include "core/engine/tracker.h"
#include "core/store/owed_close.h"
#include "tests/engine/kernel_readings.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr Timestamp kBegin{std::chrono::seconds(1'700'000'000)};

SocketEntry listener() {
    SocketEntry entry;
    entry.state = SocketState::Listen;
    entry.local = address(2, 80);
    entry.inode = 5;
    entry.receiveQueue = 1;
    return entry;
}

SocketEntry leaked(std::uint32_t receiveQueue, std::uint64_t inode = 77) {
    SocketEntry entry = socketIn(SocketState::CloseWait, address(2, 80), address(1, 40000));
    entry.receiveQueue = receiveQueue;
    entry.inode = inode;
    entry.tcp->bytesReceived = 1515;
    entry.tcp->bytesAcked = 300;
    entry.tcp->dataSegmentsSent = 3;
    return entry;
}

SocketTable tableAt(int seconds, std::vector<SocketEntry> entries) {
    SocketTable table;
    table.time = kBegin + std::chrono::seconds(seconds);
    table.entries = std::move(entries);
    Process orders;
    orders.pid = 4711;
    orders.name = "orders";
    orders.sockets = {{5, 3}, {77, 7}};
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{orders});
    return table;
}

KernelReading ghostReading(int seconds) {
    const SocketTable table = tableAt(seconds, {listener()});
    GhostDescriptor ghost;
    ghost.pid = 4711;
    ghost.descriptor = 7;
    ghost.inode = 77;
    return kernelReadingOf(table, machineReadingOf(table, nullptr, std::vector{ghost}, {}),
                           CaptureScope(std::vector<std::string>{"any"}, {}));
}

class Owing : public testing::Test {
protected:
    [[nodiscard]] OwedClose owed() {
        m_snapshot = m_tracker.snapshot();
        const LeakLedger ledger = ledgerOf(*m_snapshot, {});
        return owedCloseOf(*m_snapshot, ledger, ledger.entries.at(0), {});
    }
    [[nodiscard]] LeakGroup group() { return ledgerOf(*m_tracker.snapshot(), {}).groups.at(0); }

    Tracker m_tracker{std::chrono::seconds(60)};
    SnapshotPtr m_snapshot;
};

TEST_F(Owing, TellsOfUnreadData) {
    m_tracker.beginWith(readingOf(tableAt(0, {listener(), leaked(1515)})));
    EXPECT_EQ(owed().cause, OwedCause::UnreadData);
    EXPECT_EQ(owed().receiveQueue, 1515U);
    EXPECT_EQ(owed().ownersBytes, 300U);
    EXPECT_EQ(owed().peersBytes, 1514U) << "without its FIN";
    EXPECT_EQ(owed().peersLastData, kBegin - std::chrono::seconds(90));
    EXPECT_NE(owedSentence(owed()).find("the program stopped reading: 1514 bytes lie unread"), std::string::npos);
    EXPECT_EQ(toText(group().process.get()), "orders[4711]");
}

TEST_F(Owing, TellsWhoOughtToAccept) {
    m_tracker.beginWith(readingOf(tableAt(0, {listener(), leaked(1515, 0)})));
    EXPECT_EQ(owed().cause, OwedCause::NeverAccepted);
    EXPECT_EQ(toText(group().process.get()), "orders[4711]");
}

TEST_F(Owing, HeedsTheNewestReading) {
    m_tracker.beginWith(readingOf(tableAt(0, {listener(), leaked(1515, 0)})));
    m_tracker.heed(readingOf(tableAt(1, {listener(), leaked(1)})));
    EXPECT_EQ(owed().cause, OwedCause::NotClosed);
    EXPECT_NE(causeSentence(owed()).find("never came back to see the end of the stream"), std::string::npos);
}

TEST_F(Owing, FollowsADescriptorThatOutlivesItsConnection) {
    m_tracker.beginWith(readingOf(tableAt(0, {listener(), leaked(1)})));
    for (const int second : {1, 2, 3})
        m_tracker.heed(ghostReading(second));
    const OwedClose ghost = owed();
    EXPECT_EQ(ghost.likeliest, State::Closed);
    EXPECT_EQ(ghost.cause, OwedCause::GhostDescriptor);
    EXPECT_NE(causeSentence(ghost).find("descriptor 7 still holds its socket"), std::string::npos);
    m_tracker.heed(readingOf(tableAt(4, {listener()})));
    EXPECT_TRUE(ledgerOf(*m_tracker.snapshot(), {}).entries.empty());
}

} // namespace
} // namespace synscope::test
