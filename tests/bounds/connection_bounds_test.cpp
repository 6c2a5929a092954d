// SPDX-License-Identifier: Apache-2.0
//
// Packets made to use up the tracker's memory or time, and filters the parser's: both stay in proportion to what came.
#include "core/store/filter.h"
#include "core/tcp/flow_table.h"
#include "core/wire/decode.h"
#include "tests/bounds/counted_memory.h"
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

#include <ctime>
#include <functional>

namespace synscope::test {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;
constexpr std::uint16_t kSyn = 0x02;
constexpr std::uint16_t kSynAck = 0x12;
constexpr std::uint16_t kRstAck = 0x14;
constexpr std::uint16_t kAck = 0x10;

/// Tracks segments of which only what is given differs.
class Feeder {
public:
    void send(std::uint32_t client, bool fromClient, std::uint16_t flags, std::uint32_t seq, std::uint32_t ack,
              std::uint32_t payloadBytes = 0) {
        Segment segment;
        const SocketAddress low{IpAddress::fromV4(client), 1000};
        const SocketAddress high{IpAddress::fromV4(0xc0000201), 80};
        segment.source = fromClient ? low : high;
        segment.destination = fromClient ? high : low;
        segment.flags.bits = flags;
        segment.seq = SeqNum(seq);
        segment.ack = SeqNum(ack);
        segment.payloadBytes = payloadBytes;
        segment.window = 65535;
        segment.time = timestampFromNs(std::int64_t{1'000} * m_count);
        segment.packet = PacketNumber{m_count + 1};
        (void)m_table.track(segment, SegmentId{m_count++});
    }
    [[nodiscard]] std::size_t connections() const { return m_table.rows().size(); }
    [[nodiscard]] std::uint32_t segments() const { return m_count; }

private:
    FlowTable m_table{std::chrono::seconds(60)};
    std::uint32_t m_count = 0;
};

double cpuSeconds(const std::function<void()>& work) {
    timespec before{};
    timespec after{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    work();
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    return static_cast<double>(after.tv_sec - before.tv_sec) +
           1e-9 * static_cast<double>(after.tv_nsec - before.tv_nsec);
}

/// How much longer four times the work takes: 4 where time is in proportion, 16 where it grows with the square.
double growth(const std::function<void(std::uint32_t)>& work, std::uint32_t count) {
    const double once = cpuSeconds([&] { work(count); });
    return cpuSeconds([&] { work(4 * count); }) / once;
}
constexpr double kInProportion = 9; ///< caches are left, and machines are busy

void openAndRefuse(std::uint32_t times) { // the same ports again and again
    Feeder feeder;
    for (std::uint32_t i = 0; i < times; ++i) {
        feeder.send(1, true, kSyn, i * 1'000'003, 0);
        feeder.send(1, false, kRstAck, 0, i * 1'000'003 + 1);
    }
}

void knock(std::uint32_t times) { // SYNs with other numbers into a connection that stands
    Feeder feeder;
    feeder.send(1, true, kSyn, 0, 0);
    feeder.send(1, false, kSynAck, 0, 1);
    feeder.send(1, true, kAck, 1, 1);
    for (std::uint32_t i = 0; i < times; ++i)
        feeder.send(1, true, kSyn, i * 1'000'003, 0);
}

void leaveHoles(std::uint32_t times) {
    Feeder feeder;
    feeder.send(1, true, kSyn, 0, 0);
    feeder.send(1, false, kSynAck, 0, 1);
    for (std::uint32_t i = 0; i < times; ++i)
        feeder.send(1, true, kAck, 1 + 20 * i, 1, 10);
}

TEST(ConnectionBounds, ASynOfAnotherCostsLessThan150Bytes) {
    constexpr std::uint32_t kClients = 300'000;
    const PeakMemory peak;
    Feeder feeder;
    for (std::uint32_t i = 0; i < kClients; ++i)
        feeder.send(0x0a000000 + i, true, kSyn, i, 0);
    EXPECT_EQ(feeder.connections(), kClients);
    EXPECT_LT(peak.bytes(), 12 * kMiB + 150 * std::size_t{kClients});
}

TEST(ConnectionBounds, WhatOneConnectionLacksIsNotKeptForEver) {
    constexpr std::uint32_t kTimes = 300'000;
    for (const auto& work : {&knock, &leaveHoles}) {
        const PeakMemory peak;
        work(kTimes);
        EXPECT_LT(peak.bytes(), 8 * kMiB);
    }
}

TEST(ConnectionBounds, ConnectionsOfTheSamePortsCostLessThan500BytesEach) {
    constexpr std::uint32_t kTimes = 100'000;
    const PeakMemory peak;
    openAndRefuse(kTimes);
    EXPECT_LT(peak.bytes(), 4 * kMiB + 500 * std::size_t{kTimes});
}

TEST(ConnectionBounds, TimeIsInProportion) {
    EXPECT_LT(growth(openAndRefuse, 25'000), kInProportion);
    EXPECT_LT(growth(knock, 50'000), kInProportion);
    EXPECT_LT(growth(leaveHoles, 50'000), kInProportion);
}

TEST(FragmentBounds, DatagramsThatNeverCompleteAreForgotten) {
    const Bytes half = zeros(1400);
    Decoder decoder;
    const PeakMemory peak;
    std::uint64_t fragments = 0;
    for (std::uint32_t id = 0; id < 100'000; ++id) // all at the same time: none is too old
        fragments +=
            decoded(decoder, {ipv4Fragment(id % 65536, (id / 65536) * 1400, true, half), LinkType::Raw}) == "fragment";
    EXPECT_EQ(fragments, 100'000U);
    EXPECT_LT(peak.bytes(), 24 * kMiB);
}

TEST(PacketBounds, TimeIsInProportionToTheLabels) {
    const auto labels = [](std::uint32_t count) {
        const Packet packet{ethernet(0x8847, Bytes(4 * std::size_t{count}, 0x00))};
        for (int i = 0; i < 20; ++i)
            EXPECT_NE(decoded(packet), "");
    };
    EXPECT_LT(growth(labels, 400'000), kInProportion);
}

TEST(FilterBounds, AMegabyteOfAnythingIsRefusedSoon) {
    for (const char* const piece :
         {"(", "!", "not ", "443 ", "443 or ", "port in {80,", "\"", "~", "state matches \"(((("}) {
        std::string text;
        while (text.size() < kMiB)
            text += piece;
        const PeakMemory peak;
        EXPECT_LT(cpuSeconds([&] { EXPECT_FALSE(Filter::parse(text)); }), 5) << piece;
        EXPECT_LT(peak.bytes(), 64 * kMiB) << piece;
    }
}

} // namespace
} // namespace synscope::test
