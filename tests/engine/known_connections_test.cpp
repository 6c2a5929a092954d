// SPDX-License-Identifier: Apache-2.0
//
// Connections that were there before a live capture: from socket tables made by hand, over a stand-in for the capturing
// program. They are there at once, without a packet; packets move them, and so does a table that has them no more.
#include "core/engine/kernel_watch.h"
#include "core/engine/live_session.h"
#include "core/store/leak_ledger.h"
#include "core/store/replay.h"
#include "tests/engine/kernel_readings.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr Timestamp kBegin{std::chrono::seconds(1'700'000'000)};
constexpr ConnectionId kFirst{0};

SocketEntry listenerOn(SocketAddress local) {
    SocketEntry entry;
    entry.state = SocketState::Listen;
    entry.local = local;
    return entry;
}

const SocketEntry kListener = listenerOn(address(2, 80));
const SocketEntry kLeak = socketIn(SocketState::CloseWait, address(2, 80), address(1, 40000));

/// Each reading is a second after the one before.
class TablesByHand : public SocketSource {
public:
    Result<SocketTable> read() override {
        SocketTable table;
        table.time = kBegin + std::chrono::seconds(m_reads++);
        table.entries = {kListener, kLeak};
        return table;
    }

private:
    int m_reads = 0;
};

std::unique_ptr<Session> started(std::string filter = {}) {
    auto result = startCapture({.interfaces = {"any"}, .filter = std::move(filter)},
                               {.program = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py",
                                .patience = std::chrono::minutes(1),
                                .sockets = [] { return std::make_unique<TablesByHand>(); }},
                               {});
    const auto* const trouble = std::get_if<CaptureTrouble>(&result);
    EXPECT_EQ(trouble, nullptr) << trouble->message;
    return std::move(std::get<0>(result));
}

TEST(KnownBefore, isARowBeforeAnyPacket) {
    const auto session = started();
    const SnapshotPtr snapshot = waitFor(*session, [](const Snapshot& s) { return s.size() > 0; });
    const ConnectionRow& row = snapshot->row(kFirst);
    EXPECT_EQ(static_cast<Origin>(row.origin), Origin::SocketTable);
    EXPECT_EQ(snapshot->addressOf(row, Side::Responder), address(2, 80));
    EXPECT_EQ(row.stateOf(Side::Responder), State::CloseWait);
    EXPECT_TRUE(row.possibleOf(Side::Responder).isCertain());
    EXPECT_EQ(row.possibleOf(Side::Initiator), (StateSet{State::FinWait2, State::Closed}));
    EXPECT_EQ(row.packets(), 0U);
    EXPECT_EQ(row.rolesGuessed, 0U);
}

TEST(KnownBefore, growsOlderWithoutAPacketAndIsOwed) {
    const auto session = started();
    const SnapshotPtr snapshot =
        waitFor(*session, [](const Snapshot& s) { return s.end >= kBegin + std::chrono::seconds(7); });
    EXPECT_EQ(snapshot->begin, kBegin);
    const LeakLedger ledger = ledgerOf(*snapshot, {});
    ASSERT_EQ(ledger.entries.size(), 1U);
    EXPECT_TRUE(ledger.entries[0].isOlder);
    EXPECT_FALSE(ledger.entries[0].isPerhaps);
    EXPECT_EQ(ledger.end - ledger.entries[0].since, std::chrono::seconds(97));
    const Result<ConnectionDetail> detail = replay(*snapshot, kFirst, session->fetch, {});
    ASSERT_TRUE(detail) << detail.error().message;
    EXPECT_TRUE(detail.value().segments.empty());
}

TEST(KnownBefore, goesOnWithItsPackets) {
    const auto session = started();
    (void)waitFor(*session, [](const Snapshot& s) { return s.size() > 0; });
    session->cancel();
    const SnapshotPtr snapshot = finished(*session);
    ASSERT_EQ(snapshot->size(), 1U);
    const ConnectionRow& row = snapshot->row(kFirst);
    EXPECT_EQ(row.packets(), 2U);
    EXPECT_EQ(row.stateOf(Side::Responder), State::Closed);
    EXPECT_EQ(row.stateOf(Side::Initiator), State::TimeWait);
    EXPECT_EQ(static_cast<Origin>(row.origin), Origin::SocketTable);
    const Result<ConnectionDetail> detail = replay(*snapshot, kFirst, session->fetch, {});
    ASSERT_TRUE(detail) << detail.error().message;
    ASSERT_EQ(detail.value().segments.size(), 2U);
    EXPECT_EQ(detail.value().segments[0].stateAfter[1], State::LastAck);
    EXPECT_EQ(detail.value().segments[1].stateAfter, row.state);
}

TEST(KnownBefore, isTakenWhereTheFilterLetsItsPacketsThrough) {
    const auto session = started("80");
    session->cancel();
    const SnapshotPtr snapshot = finished(*session);
    ASSERT_EQ(snapshot->size(), 1U);
    EXPECT_EQ(static_cast<Origin>(snapshot->row(kFirst).origin), Origin::SocketTable);
}

TEST(KnownBefore, isNotTakenWhereTheFilterKeepsItsPacketsOut) {
    const auto session = started("443");
    session->cancel();
    const SnapshotPtr snapshot = finished(*session);
    ASSERT_EQ(snapshot->size(), 1U);
    EXPECT_EQ(static_cast<Origin>(snapshot->row(kFirst).origin), Origin::Midstream);
}

TEST(KnownBefore, isNotTakenWhereTheFilterCannotBeAsked) {
    const auto session = started("ether host 02:00:00:00:00:01");
    session->cancel();
    const SnapshotPtr snapshot = finished(*session);
    ASSERT_EQ(snapshot->size(), 1U);
    EXPECT_EQ(static_cast<Origin>(snapshot->row(kFirst).origin), Origin::Midstream);
}

class Watched : public testing::Test {
protected:
    Watched() { m_watch.begin(m_table, readingAt(kBegin, {kListener, kLeak}), SegmentId{0}); }

    void readAfter(int seconds, std::vector<SocketEntry> entries) {
        m_watch.heed(m_table, readingAt(kBegin + std::chrono::seconds(seconds), std::move(entries)), SegmentId{0});
    }
    [[nodiscard]] State leaks() const { return m_table.row(kFirst).stateOf(Side::Responder); }

    FlowTable m_table{std::chrono::seconds(60)};
    KernelWatch m_watch;
};

TEST_F(Watched, isGoneWhenTwoReadingsMissIt) {
    readAfter(1, {kListener});
    EXPECT_EQ(leaks(), State::CloseWait);
    readAfter(2, {kListener});
    EXPECT_EQ(leaks(), State::Closed);
    EXPECT_TRUE(m_table.row(kFirst).possibleOf(Side::Initiator).has(State::Closed));
}

TEST_F(Watched, isNotGoneWhenOneReadingMissesIt) {
    readAfter(1, {kListener});
    readAfter(2, {kListener, kLeak});
    readAfter(3, {kListener});
    EXPECT_EQ(leaks(), State::CloseWait);
}

TEST_F(Watched, movesWithTheTableWhereNoPacketTold) {
    const SocketEntry closing = socketIn(SocketState::LastAck, kLeak.local, kLeak.remote);
    readAfter(1, {kListener, closing});
    readAfter(2, {kListener, closing});
    EXPECT_EQ(leaks(), State::LastAck);
}

TEST(KernelFeed, waitsForTheClockOfTheCapture) {
    KernelFeed feed(readingAt(kBegin, {}));
    feed.put(readingAt(kBegin + std::chrono::seconds(2), {}));
    EXPECT_FALSE(feed.take(kBegin + std::chrono::seconds(1)));
    EXPECT_TRUE(feed.take(kBegin + std::chrono::seconds(2)));
    EXPECT_FALSE(feed.take(kBegin + std::chrono::seconds(3)));
}

TEST(KnownConnections, areOneForBothEndsOfThisMachine) {
    const SocketAddress server = address(2, 80);
    const SocketAddress client = address(2, 40000);
    const KernelReading reading =
        readingAt(kBegin, {kListener, socketIn(SocketState::CloseWait, server, client, 3000),
                           socketIn(SocketState::FinWait2, client, server, 2000),
                           socketIn(SocketState::SynSent, address(2, 40001), address(9, 443))});
    const std::vector<KnownConnection> known = knownConnections(reading);
    ASSERT_EQ(known.size(), 1U);
    EXPECT_EQ(known[0].end[0].address, client);
    EXPECT_EQ(known[0].end[0].state, State::FinWait2);
    EXPECT_EQ(known[0].end[0].since, kBegin - std::chrono::seconds(2));
    EXPECT_EQ(known[0].end[1].state, State::CloseWait);
    EXPECT_EQ(known[0].end[1].since, kBegin - std::chrono::seconds(3));
    EXPECT_FALSE(known[0].areRolesGuessed);
}

TEST(KnownConnections, guessTheRolesWhereNobodyListens) {
    const std::vector<KnownConnection> known = knownConnections(readingAt(kBegin, {kLeak}));
    ASSERT_EQ(known.size(), 1U);
    EXPECT_TRUE(known[0].areRolesGuessed);
    EXPECT_EQ(known[0].end[0].address, kLeak.local);
}

TEST(KnownConnections, takeTheMissingEndOfOneMachineForGone) {
    const std::vector<KnownConnection> known =
        knownConnections(readingAt(kBegin, {socketIn(SocketState::CloseWait, address(2, 80), address(2, 40000))}));
    ASSERT_EQ(known.size(), 1U);
    EXPECT_EQ(known[0].end[1].state, State::Closed);
    EXPECT_FALSE(known[0].end[1].isInTable);
}

TEST(CaptureScope, seesWhatItsInterfacesCarry) {
    const IpAddress own = IpAddress::fromV4(0x0a000002);
    const IpAddress others = IpAddress::fromV4(0x0a000102);
    const InterfaceAddresses addresses{{"eth0", {own}}, {"eth1", {others}}, {"lo", {IpAddress::fromV4(0x7f000001)}}};
    const SocketAddress far = address(99, 443);
    const CaptureScope eth0(std::vector<std::string>{"eth0"}, addresses);
    EXPECT_TRUE(eth0.sees({own, 1}, far));
    EXPECT_FALSE(eth0.sees({others, 1}, far));
    EXPECT_FALSE(eth0.sees({own, 1}, {own, 2})) << "stays within the machine";
    const CaptureScope lo(std::vector<std::string>{"lo"}, addresses);
    EXPECT_TRUE(lo.sees({own, 1}, {own, 2}));
    EXPECT_TRUE(lo.sees({IpAddress::fromV4(0x7f000001), 1}, {IpAddress::fromV4(0x7f000002), 2}));
    EXPECT_FALSE(lo.sees({own, 1}, far));
    EXPECT_TRUE(CaptureScope(std::vector<std::string>{"any"}, addresses).sees({others, 1}, far));
}

TEST(StateAge, isWhatTheKernelsClocksProve) {
    SocketEntry socket = socketIn(SocketState::Established, {}, {});
    socket.tcp = factsOf(3000, 9000, 2000);
    EXPECT_EQ(stateAge(socket), std::chrono::seconds(9));
    socket.state = SocketState::CloseWait;
    EXPECT_EQ(stateAge(socket), std::chrono::seconds(2));
    socket.state = SocketState::LastAck;
    EXPECT_EQ(stateAge(socket), Duration::zero());
    socket.state = SocketState::TimeWait;
    socket.timer = SocketTimer::TimeWait;
    socket.timerMs = 45'000;
    EXPECT_EQ(stateAge(socket), std::chrono::seconds(15));
}

} // namespace
} // namespace synscope::test
