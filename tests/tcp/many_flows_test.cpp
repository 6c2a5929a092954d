// SPDX-License-Identifier: Apache-2.0
//
// Many connections at once: whatever is bounded in the tracker, a connection is not given up for others.
#include "tests/tcp/trace_segment.h"
#include "tests/tcp/traced_table.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr std::uint32_t kOthers = 100'000; // more than candidates are kept

TracedTable halfClosed() {
    TracedTable traced;
    traced.track(segmentOf({"0", ">", "S", "seq=1000"}));
    traced.track(segmentOf({"0.02", "<", "SA", "seq=5000", "ack=1001"}));
    traced.track(segmentOf({"0.021", ">", "A", "seq=1001", "ack=5001"}));
    traced.track(segmentOf({"1", ">", "FA", "seq=1001", "ack=5001"}));
    traced.track(segmentOf({"1.02", "<", "A", "seq=5001", "ack=1002"}));
    return traced;
}

/// Others open from a host each and are attacked with a SYN that nobody answers.
void addOthers(TracedTable& traced) {
    Segment syn = segmentOf({"2", ">", "S", "seq=1000"});
    Segment second = segmentOf({"2", ">", "S", "seq=900000"});
    Segment synAck = segmentOf({"2", "<", "SA", "seq=5000", "ack=1001"});
    for (std::uint32_t i = 0; i < kOthers; ++i) {
        const SocketAddress host{IpAddress::fromV4(0x0a000000 + i), 40000};
        syn.source = second.source = synAck.destination = host;
        traced.track(syn);
        traced.track(synAck);
        traced.track(second);
    }
}

TEST(ManyFlows, takeNothingFromAConnection) {
    TracedTable traced = halfClosed();
    addOthers(traced);
    traced.track(segmentOf({"100", "<", "PA", "seq=5001", "ack=1002", "len=10"}));
    traced.advance(timeOf("1000"));
    const Snapshot snapshot = traced.snapshot();
    const ConnectionRow& row = snapshot.row(ConnectionId{0});
    EXPECT_EQ(traced.fates().back().owner, ConnectionId{0});
    EXPECT_EQ(row.stateOf(Side::Initiator), State::FinWait2);
    EXPECT_EQ(row.stateOf(Side::Responder), State::CloseWait);
    EXPECT_EQ(row.bytes[1], 10U);
    EXPECT_EQ(snapshot.size(), 1 + kOthers);
    const std::vector<Finding> findings = findingsOf(snapshot, ConnectionId{0}, DiagnosePolicy{});
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.front().kind, "close-wait-leak");
}

} // namespace
} // namespace synscope::test
