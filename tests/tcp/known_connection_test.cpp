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
