// SPDX-License-Identifier: Apache-2.0
//
// Plain packets are read at once; behind a VLAN tag the same packets are walked through layer by layer. Both ways come
// to the same, whatever the bytes are.
#include "core/wire/plain_segment.h"

#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

namespace synscope::test {
namespace {

std::string describe(PacketFate fate, const Segment& segment) {
    std::string text(toText(fate));
    if (fate != PacketFate::Tracked)
        return text;
    for (const std::uint64_t value :
         {indexOf(segment.packet), segment.position, std::uint64_t{segment.seq.value()},
          std::uint64_t{segment.ack.value()}, std::uint64_t{segment.flags.bits}, std::uint64_t{segment.window},
          std::uint64_t{segment.payloadBytes}, std::uint64_t{segment.ipId}, std::uint64_t{segment.ttl},
          std::uint64_t{segment.reassembled}, std::uint64_t{segment.windowIsCut},
          std::uint64_t{segment.lengthFromCapture}, std::uint64_t{segment.options.hasMss},
          std::uint64_t{segment.options.mss}, std::uint64_t{segment.options.hasTimestamps},
          std::uint64_t{segment.options.tsValue}, std::uint64_t{segment.options.malformed},
          std::uint64_t{segment.options.cut}, std::uint64_t{segment.payload.size()}})
        text += " " + std::to_string(value);
    return text + " " + toText(segment.source) + " " + toText(segment.destination);
}

std::string whatIsRead(const Packet& packet) {
    Decoder decoder;
    Segment segment;
    const PacketFate fate = decoder.decode(rawPacket(packet), segment);
    return describe(fate, segment);
}

Packet tagged(Packet packet) {
    const Bytes tag = hex("81 00 00 01");
    packet.bytes.insert(packet.bytes.begin() + 12, tag.begin(), tag.end());
    if (packet.originalLength != 0)
        packet.originalLength += static_cast<std::uint32_t>(tag.size());
    return packet;
}

bool isPlain(const Packet& packet) {
    Segment segment;
    return readPlainSegment(rawPacket(packet), segment);
}

const Bytes kTimestamps = hex("01 01 08 0a 00 00 10 00 00 00 20 00");

TEST(PlainSegment, isWhatMostPacketsAre) {
    EXPECT_TRUE(isPlain({ethernet(0x0800, tcpOverIpv4())}));
    EXPECT_TRUE(isPlain({ethernet(0x0800, ipv4(6, tcp("hello", kTimestamps)))}));
    EXPECT_TRUE(isPlain({ethernet(0x0800, tcpOverIpv4()) + zeros(6)}));
}

TEST(PlainSegment, isNothingElse) {
    EXPECT_FALSE(isPlain(tagged({ethernet(0x0800, tcpOverIpv4())})));
    EXPECT_FALSE(isPlain({ethernet(0x86dd, tcpOverIpv6())}));
    EXPECT_FALSE(isPlain({ethernet(0x0800, ipv4(17, udp(53, zeros(30))))}));
    EXPECT_FALSE(isPlain({ethernet(0x0800, ipv4(6, tcp(), zeros(4)))}));
    EXPECT_FALSE(isPlain({ethernet(0x0800, ipv4Fragment(1, 0, true, tcp("abcdabcd")))}));
    EXPECT_FALSE(isPlain({tcpOverIpv4(), LinkType::Ipv4}));
    EXPECT_FALSE(isPlain({firstOf(ethernet(0x0800, tcpOverIpv4()), 53), LinkType::Ethernet, 59}));
}

TEST(PlainSegment, hasAllThatTheWalkWouldFind) {
    for (const Packet& packet :
         {Packet{ethernet(0x0800, tcpOverIpv4())}, Packet{ethernet(0x0800, tcpOverIpv4()) + zeros(6)},
          Packet{ethernet(0x0800, ipv4(6, tcp("hello", kTimestamps)))},
          Packet{firstOf(ethernet(0x0800, tcpOverIpv4()), 56), LinkType::Ethernet, 59}}) {
        ASSERT_TRUE(isPlain(packet));
        EXPECT_EQ(whatIsRead(packet), whatIsRead(tagged(packet)));
    }
}

TEST(PlainSegment, agreesWithTheWalkOverDamagedPackets) {
    std::mt19937 random(1);
    const Bytes whole = ethernet(0x0800, ipv4(6, tcp("hello", kTimestamps)));
    int plain = 0;
    for (int i = 0; i < 20'000; ++i) {
        Packet packet{whole};
        packet.originalLength = static_cast<std::uint32_t>(whole.size());
        for (std::uint32_t changes = static_cast<std::uint32_t>(random()) % 3; changes > 0; --changes)
            packet.bytes[12 + random() % (whole.size() - 12)] = static_cast<std::uint8_t>(random());
        if (random() % 4 == 0)
            packet.bytes = firstOf(packet.bytes, 14 + random() % (whole.size() - 14));
        plain += isPlain(packet) ? 1 : 0;
        ASSERT_EQ(whatIsRead(packet), whatIsRead(tagged(packet))) << i;
    }
    EXPECT_GT(plain, 5'000);
}

} // namespace
} // namespace synscope::test
