// SPDX-License-Identifier: Apache-2.0
//
// A connection that sends more than half of the sequence space, and more than all of it: its first number is no
// measure any more, and nothing of it may be taken for old, stray or impossible.
#include "core/tcp/flow_table.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr std::uint32_t kPayload = 60'000;
constexpr std::uint32_t kRounds = 90'000; ///< 5.4 GB

class LongStream : public testing::Test {
protected:
    Marks send(bool fromClient, std::uint16_t flags, SeqNum seq, SeqNum ack, std::uint32_t payload) {
        Segment segment;
        const SocketAddress client{IpAddress::fromV4(0xc0000201), 40000};
        const SocketAddress server{IpAddress::fromV4(0xc6336401), 80};
        segment.source = fromClient ? client : server;
        segment.destination = fromClient ? server : client;
        m_ns += 10'000;
        segment.time = timestampFromNs(m_ns);
        segment.flags.bits = flags;
        segment.seq = seq;
        segment.ack = ack;
        segment.payloadBytes = payload;
        segment.window = 65535;
        segment.options.hasWindowScale = (flags & 0x02U) != 0;
        segment.options.windowScale = 7;
        return m_table.track(segment, SegmentId{m_count++}).marks;
    }

    FlowTable m_table{std::chrono::seconds(60)};
    std::int64_t m_ns = 1'700'000'000'000'000'000;
    std::uint32_t m_count = 0;
};

TEST_F(LongStream, StaysWhatItIsPastTheWholeSequenceSpace) {
    SeqNum next(1000);
    const SeqNum reply(5001);
    send(true, 0x02, next, SeqNum(0), 0);
    next = next + 1;
    send(false, 0x12, SeqNum(5000), next, 0);
    send(true, 0x10, next, reply, 0);
    for (std::uint32_t i = 0; i < kRounds; ++i) {
        EXPECT_EQ(send(true, 0x10, next, reply, kPayload), Marks{}) << "round " << i;
        next = next + kPayload;
        EXPECT_EQ(send(false, 0x10, reply, next, 0), Marks{}) << "round " << i;
        if (HasFailure())
            return;
    }
    const ConnectionRow& row = m_table.row(ConnectionId{0});
    EXPECT_EQ(m_table.rows().size(), 1U);
    EXPECT_EQ(row.bytes[0], std::uint64_t{kPayload} * kRounds);
    EXPECT_EQ(row.lastIncident, kNoIncident);
    EXPECT_TRUE(row.possibleOf(Side::Initiator).isCertain());
    EXPECT_EQ(row.stateOf(Side::Initiator), State::Established);
}

} // namespace
} // namespace synscope::test
