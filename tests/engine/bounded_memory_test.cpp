// SPDX-License-Identifier: Apache-2.0
//
// Live captures that last: what is over goes, what is open, owed or was a leak stays, and what stays is told as if
// nothing had gone. Time is the packets', so an hour takes a second.
#include "core/capture/capture_file.h"
#include "core/engine/engine.h"
#include "core/engine/tracker.h"
#include "core/store/kept_connections.h"
#include "core/store/leak_ledger.h"
#include "core/store/replay.h"
#include "tests/bench/capture_generator.h"
#include "tests/bench/live_traffic.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include <unistd.h>

namespace synscope::test {
namespace {

constexpr Duration kTimeWait = std::chrono::seconds(60);
constexpr bench::TrafficShape kSmall{.connectionsPerSecond = 40, .spoolBytes = std::uint64_t{4} << 20};
constexpr std::size_t kMost = 8192;

/// The most bytes at any second of so many.
std::size_t pass(Tracker& tracker, bench::LiveTraffic& traffic, int seconds) {
    std::size_t most = 0;
    for (int second = 0; second < seconds; ++second) {
        tracker.consume(traffic.nextSecond());
        most = std::max(most, tracker.bytes());
    }
    return most;
}

TEST(BoundedMemory, reachesAPlateauAndKeepsEveryLeak) {
    Tracker tracker(kTimeWait, {.mostConnections = kMost});
    bench::LiveTraffic traffic(kSmall);
    const std::size_t first = pass(tracker, traffic, 1800);
    const std::size_t later = pass(tracker, traffic, 3600);
    EXPECT_LT(later, first + first / 10);
    const SnapshotPtr snapshot = tracker.snapshot();
    EXPECT_EQ(bench::faultsOf(*snapshot, traffic), "");
    EXPECT_EQ(snapshot->size(), traffic.connections());
    EXPECT_LT(snapshot->connections().size(), kMost + kMost / 2);
    EXPECT_EQ(snapshot->connectionsLetGo() + snapshot->connections().size(), snapshot->size());
    EXPECT_EQ(snapshot->load.packets, snapshot->counts.total());
}

TEST(BoundedMemory, whatReadersHoldStaysAsItIs) {
    Tracker tracker(kTimeWait, {.mostConnections = kMost});
    bench::LiveTraffic traffic(kSmall);
    (void)pass(tracker, traffic, 300);
    const SnapshotPtr held = tracker.snapshot();
    const std::string before = describe(*held);
    (void)pass(tracker, traffic, 900);
    EXPECT_GT(tracker.snapshot()->connectionsLetGo(), held->size());
    EXPECT_EQ(describe(*held), before);
}

TEST(BoundedMemory, withoutALimitEverythingStays) {
    Tracker tracker(kTimeWait);
    bench::LiveTraffic traffic({.connectionsPerSecond = 40, .spoolBytes = std::uint64_t{1} << 40});
    (void)pass(tracker, traffic, 600);
    const SnapshotPtr snapshot = tracker.snapshot();
    EXPECT_EQ(snapshot->connections().size(), traffic.connections());
    EXPECT_EQ(snapshot->segments.first(), SegmentId{0});
    EXPECT_EQ(snapshot->connectionsLetGo(), 0U);
}

TEST(BoundedMemory, whatIsGoneIsToldAsGone) {
    Tracker tracker(kTimeWait, {.mostConnections = kMost});
    bench::LiveTraffic traffic(kSmall);
    (void)pass(tracker, traffic, 900);
    const SnapshotPtr snapshot = tracker.snapshot();
    const ConnectionIds ids = snapshot->connections();
    std::uint32_t gone = 0;
    while (ids.has(ConnectionId{gone}))
        ++gone;
    EXPECT_FALSE(snapshot->has(ConnectionId{gone}));
    EXPECT_EQ(snapshot->row(ConnectionId{gone}).packets(), 0U);
    EXPECT_EQ(snapshot->addressOf(snapshot->row(ConnectionId{gone}), Side::Initiator), SocketAddress());
    EXPECT_TRUE(snapshot->transitionsOf(ConnectionId{gone}).empty());
    EXPECT_TRUE(findingsOf(*snapshot, ConnectionId{gone}, {}).empty());
    const FetchPacket never = [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> { return RawPacket{}; };
    const Result<ConnectionDetail> detail = replay(*snapshot, ConnectionId{gone}, never, {});
    ASSERT_FALSE(detail);
    EXPECT_NE(detail.error().message.find("was let go"), std::string::npos) << detail.error().message;
    EXPECT_GT(snapshot->segments.first(), SegmentId{0});
    EXPECT_EQ(snapshot->packetOf(SegmentId{0}), kNoPacket);
    EXPECT_TRUE(snapshot->segments.place(SegmentId{0}).isGone);
    EXPECT_EQ(snapshot->segments.previousOf(SegmentId{0}), kNoSegment);
}

TEST(BoundedMemory, openConnectionsStayHoweverOld) {
    Tracker tracker(kTimeWait, {.mostConnections = kMost});
    bench::LiveTraffic traffic(kSmall);
    (void)pass(tracker, traffic, 1200);
    const SnapshotPtr snapshot = tracker.snapshot();
    const ConnectionRow& first = snapshot->row(ConnectionId{0});
    ASSERT_TRUE(snapshot->has(ConnectionId{0})); // the traffic begins with those that stay open
    EXPECT_EQ(first.stateOf(Side::Initiator), State::Established);
    EXPECT_EQ(snapshot->endpoint(ConnectionId{0}, Side::Responder).since,
              snapshot->transitionsOf(ConnectionId{0})[3].time());
    EXPECT_GT(first.last, snapshot->end - std::chrono::seconds(61));
}

TEST(BoundedMemory, endsWhereNoMoreCanBeNumbered) {
    Tracker tracker(kTimeWait, {.mostNumbers = 100});
    bench::LiveTraffic traffic(kSmall);
    EXPECT_FALSE(tracker.isFull());
    tracker.consume(traffic.nextSecond());
    EXPECT_TRUE(tracker.isFull());
    tracker.finish(false, CutBy::Numbers);
    const SnapshotPtr snapshot = tracker.snapshot();
    ASSERT_TRUE(snapshot->load.damage);
    EXPECT_EQ(snapshot->load.damage->packet, snapshot->load.packets + 1);
    EXPECT_NE(snapshot->load.damage->reason.find("can number"), std::string::npos);
}

/// The same packets, with a limit and without.
class LimitedLoad : public testing::Test {
protected:
    void SetUp() override {
        m_path = (std::filesystem::temp_directory_path() / ("synscope-bounded-" + std::to_string(::getpid()))).string();
        bench::CaptureShape shape;
        shape.connections = 6'000;
        shape.packets = 60'000;
        shape.concurrent = 500;
        ASSERT_GT(bench::writeCapture(m_path, shape).packets, 0U);
        m_whole = loadCapture(m_path, {.timeWait = kShort}).value();
        m_session = beginSession(openCapture(m_path, {}).value(), kShort, nullptr, {.mostConnections = 1024});
        m_limited = finished(*m_session);
    }
    void TearDown() override { std::filesystem::remove(m_path); }

    [[nodiscard]] static std::string told(const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch) {
        std::string text = toText(snapshot.addressOf(snapshot.row(id), Side::Initiator));
        for (const Transition& t : snapshot.transitionsOf(id))
            text += " " + std::to_string(t.timeNs()) + std::string(toText(t.to())) +
                    std::to_string(indexOf(snapshot.packetOf(t.segment())));
        for (const Finding& finding : findingsOf(snapshot, id, {}))
            text += " " + std::string(finding.kind);
        const ConnectionDetail detail = replay(snapshot, id, fetch, {}).value();
        for (const DetailSegment& segment : detail.segments)
            text += " " + std::to_string(indexOf(segment.packet)) + std::string(toText(segment.stateAfter[1]));
        return text;
    }

    static constexpr Duration kShort = std::chrono::milliseconds(1); ///< 2MSL: else none of them is over in time
    std::string m_path;
    LoadedCapture m_whole;
    std::unique_ptr<Session> m_session;
    SnapshotPtr m_limited;
};

TEST_F(LimitedLoad, tellsOfTheConnectionsItKeepsWhatIsToldWithoutALimit) {
    ASSERT_EQ(m_limited->size(), m_whole.snapshot->size());
    ASSERT_GT(m_limited->connectionsLetGo(), 3'000U);
    for (const ConnectionId id : m_limited->connections())
        ASSERT_EQ(told(*m_limited, id, m_session->fetch), told(*m_whole.snapshot, id, m_whole.fetch))
            << "connection " << indexOf(id);
}

TEST_F(LimitedLoad, stopsReadingWhereNoMoreCanBeNumbered) {
    const std::unique_ptr<Session> session =
        beginSession(openCapture(m_path, {}).value(), kShort, nullptr, {.mostNumbers = 10'000});
    const SnapshotPtr snapshot = finished(*session);
    ASSERT_TRUE(snapshot->load.finished);
    EXPECT_TRUE(snapshot->load.damage);
    EXPECT_LT(snapshot->load.packets, m_whole.snapshot->load.packets);
    EXPECT_GE(snapshot->segments.size(), 5'000U);
}

TEST_F(LimitedLoad, letsNothingGoThatMayGoOnOrThatTheLedgerTellsOf) {
    for (const ConnectionId id : m_whole.snapshot->connections()) {
        if (m_limited->has(id))
            continue;
        EXPECT_FALSE(mayGoOn(*m_whole.snapshot, m_whole.snapshot->row(id))) << indexOf(id);
        EXPECT_FALSE(isInLedger(*m_whole.snapshot, id, {})) << indexOf(id);
    }
    EXPECT_EQ(ledgerOf(*m_limited, {}).entries.size(), ledgerOf(*m_whole.snapshot, {}).entries.size());
}

} // namespace
} // namespace synscope::test
