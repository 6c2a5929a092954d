// SPDX-License-Identifier: Apache-2.0
//
// A flood of SYNs takes little memory, and says of each connection what is said of it alone.
#include "core/tcp/flow_table.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kSyns = 120'000;
constexpr SegmentId kAnswer{kSyns};

Segment synOf(std::uint32_t i) {
    Segment segment;
    segment.packet = PacketNumber{i + 1};
    segment.time = Timestamp(std::chrono::seconds(1'700'000'000) + i * 3us);
    segment.source = {IpAddress::fromV4(0x0a000000 + i * 2654435761U % 0x00ffffff),
                      static_cast<std::uint16_t>(1024 + i % 60'000)};
    segment.destination = {IpAddress::fromV4(0xc0000201), 443};
    segment.seq = SeqNum(i * 2654435761U);
    segment.flags.bits = static_cast<std::uint16_t>(TcpFlag::Syn);
    segment.window = 64'240;
    segment.options.hasMss = true;
    segment.options.mss = 1460;
    return segment;
}

/// Long after.
Segment answerTo(const Segment& syn) {
    Segment segment = syn;
    std::swap(segment.source, segment.destination);
    segment.packet = PacketNumber{kSyns + 1};
    segment.time = syn.time + 5s;
    segment.seq = SeqNum(77);
    segment.ack = syn.seq + 1U;
    segment.flags.bits = static_cast<std::uint16_t>(TcpFlag::Syn) | static_cast<std::uint16_t>(TcpFlag::Ack);
    return segment;
}

/// But for its numbers in the logs, which depend on the others.
ConnectionRow withoutNumbers(ConnectionRow row) {
    row.flow = kNoFlow;
    row.firstSegment = row.lastSegment = kNoSegment;
    row.lastTransition = kNoTransition;
    return row;
}

ConnectionRow rowAlone(std::uint32_t i, bool isAnswered) {
    FlowTable table(60s);
    table.track(synOf(i), SegmentId{0});
    if (isAnswered)
        table.track(answerTo(synOf(i)), SegmentId{1});
    return withoutNumbers(table.rows()[0]);
}

TEST(FloodRows, TakeAFewBytesEach) {
    FlowTable table(60s);
    for (std::uint32_t i = 0; i < kSyns; ++i)
        table.track(synOf(i), SegmentId{i});
    EXPECT_LT(table.rows().bytes(), kRowsAtHand * sizeof(ConnectionRow) + kSyns * 30);
    const ConnectionRows::View view = table.rows().publish();
    for (std::uint32_t i = 0; i < kSyns; i += 997) {
        ASSERT_EQ(withoutNumbers(view[i]), rowAlone(i, false)) << i;
        EXPECT_EQ(view[i].firstSegment, SegmentId{i});
    }
    EXPECT_EQ(view[0].stateOf(Side::Initiator), State::SynSent);
}

TEST(FloodRows, AreWrittenWhenAnAnswerComes) {
    FlowTable table(60s);
    for (std::uint32_t i = 0; i < kSyns; ++i)
        table.track(synOf(i), SegmentId{i});
    const ConnectionRows::View before = table.rows().publish();
    std::uint32_t answers = 0;
    for (std::uint32_t i = 0; i < kSyns; i += 1009)
        table.track(answerTo(synOf(i)), SegmentId{indexOf(kAnswer) + answers++});
    const ConnectionRows::View after = table.rows().publish();
    for (std::uint32_t i = 0; i < kSyns; i += 1009) {
        ASSERT_EQ(withoutNumbers(after[i]), rowAlone(i, true)) << i;
        ASSERT_EQ(withoutNumbers(before[i]), rowAlone(i, false)) << i;
        ASSERT_EQ(after[i + 1], before[i + 1]) << i;
    }
    EXPECT_EQ(after[0].segments[1], 1U);
}

} // namespace
} // namespace synscope::test
