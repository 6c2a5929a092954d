// SPDX-License-Identifier: Apache-2.0
//
// Connections that the kernel's socket table told of before their first packet: every tests/data/tcp/known/NAME.trace
// states what has to hold after which segment.
#include "tests/tcp/trace.h"
#include "tests/tcp/trace_files.h"
#include "tests/tcp/trace_segment.h"
#include "tests/tcp/traced_table.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Known : public testing::TestWithParam<std::string> {};

TEST_P(Known, goesOnAsWritten) {
    const std::string trace = contentOf(traceFolder() / "known" / (GetParam() + ".trace"));
    const TraceReport report = runTrace(trace, GetParam() + ".trace");
    EXPECT_GT(report.expectations, 0U);
    EXPECT_TRUE(report.failures.empty()) << joined(report.failures) << report.moves;
}

INSTANTIATE_TEST_SUITE_P(Tcp, Known, testing::ValuesIn(traceNames(traceFolder() / "known")),
                         [](const auto& one) { return one.param; });

TEST(KnownConnection, isOneRowBeforeAnyPacket) {
    TracedTable traced;
    traced.addKnown(knownOf({"known", "-", "CLOSE_WAIT", "90"}));
    const Snapshot snapshot = traced.snapshot();
    ASSERT_EQ(snapshot.size(), 1U);
    const ConnectionRow& row = snapshot.row(ConnectionId{0});
    EXPECT_EQ(static_cast<Origin>(row.origin), Origin::SocketTable);
    EXPECT_EQ(row.packets(), 0U);
    EXPECT_EQ(row.firstSegment, kNoSegment);
    EXPECT_TRUE(row.isKnownToKernel(Side::Responder));
    EXPECT_FALSE(row.isKnownToKernel(Side::Initiator));
    EXPECT_EQ(row.closedFirst, 1U);
    const std::vector<Transition> moves = snapshot.transitionsOf(ConnectionId{0});
    ASSERT_EQ(moves.size(), 2U);
    for (const Transition& move : moves) {
        EXPECT_EQ(move.from(), State::Unknown);
        EXPECT_EQ(move.basis(), Basis::Kernel);
        EXPECT_EQ(move.segment(), kNoSegment);
        EXPECT_EQ(move.time(), timestampFromNs(-90'000'000'000));
    }
}

TEST(KnownConnection, isNotAddedWhereAPacketWasFirst) {
    TracedTable traced;
    traced.track(segmentOf({"0", ">", "A", "seq=100", "ack=500"}));
    traced.addKnown(knownOf({"known", "-", "CLOSE_WAIT", "90"}));
    EXPECT_EQ(traced.snapshot().size(), 1U);
    EXPECT_EQ(static_cast<Origin>(traced.table().row(ConnectionId{0}).origin), Origin::Midstream);
}

/// The capture began before the table was read: its first packets are older than that, and no clock went backwards.
TEST(KnownConnection, hasTheTimesOfItsPacketsOnceThereAreSome) {
    TracedTable traced;
    traced.addKnown(knownOf({"known", "-", "CLOSE_WAIT", "90"}));
    Segment older = segmentOf({"0", ">", "A", "seq=100", "ack=500"});
    older.time -= std::chrono::milliseconds(300);
    traced.track(older);
    const ConnectionRow& row = traced.table().row(ConnectionId{0});
    EXPECT_EQ(row.first, older.time);
    EXPECT_EQ(row.last, older.time);
    EXPECT_FALSE(row.has(QualityBit::ClockBackwards));
}

TEST(KnownConnection, hasItsOwnTimesWhereItsOnlyPacketBecomesAnothers) {
    const KnownConnection known = knownOf({"known", "-", "ESTABLISHED", "90"});
    TracedTable traced;
    traced.addKnown(known);
    Segment older = segmentOf({"0", ">", "S", "seq=9000"});
    older.time -= std::chrono::milliseconds(300);
    traced.track(older);
    traced.track(segmentOf({"0.1", "<", "SA", "seq=5000", "ack=9001"}));
    ASSERT_EQ(traced.snapshot().size(), 2U);
    const ConnectionRow& row = traced.table().row(ConnectionId{0});
    EXPECT_EQ(row.packets(), 0U);
    EXPECT_EQ(row.first, known.seen);
    EXPECT_EQ(row.last, known.seen);
}

TEST(KnownConnection, hasAPeerInEveryStateThatCanLast) {
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        const PeerStates peer = peerStatesOf(state);
        EXPECT_EQ(isLastingState(state), !peer.possible.empty()) << toText(state);
        EXPECT_EQ(isLastingState(state), peer.possible.has(peer.likeliest)) << toText(state);
    }
}

} // namespace
} // namespace synscope::test
