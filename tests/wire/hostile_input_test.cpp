// SPDX-License-Identifier: Apache-2.0
//
// Packets cut at every byte and bytes changed at random: the decoder answers, and reads nothing that is
// not there (each buffer is exactly as long as the packet, so a sanitizer would see it).
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

#include <random>

namespace synscope::test {
namespace {

const Bytes kOptions = hex("020405b4 0402080a 00000001 00000002 01030307 1e041000 2202 0101");

Bytes segment() {
    return tcp("payload", kOptions);
}

/// Nested packets of every kind of layer.
std::vector<Packet> nestedPackets() {
    const Bytes v4Packet = ipv4(6, segment(), hex("01 830704 0a000009"));
    const Bytes v6Packet = ipv6(0, hex("2b00 0104 00000000 3c02 0001 00000000 20010db8 00000000 00000000 00000005"
                                       "3302 0102 0000 c910 20010db8 00000000 00000000 00000077"
                                       "0602 0000 00000001 00000001 00000000") +
                                       segment());
    const Bytes frame = ethernet(0x88a8, hex("0001 8100 0002 0800") + v4Packet);
    const Bytes wifi = hex("8803 0000 020000000001 020000000002 020000000003 0000 020000000004 8000"
                           "020000000001 020000000002 0080") +
                       snap(0x0800, v4Packet);
    return {
        {ethernet(0x8847, hex("00010040 00020140 00000000") + frame)},
        {ethernet(0x0800, ipv4(47, hex("f000 6558 00000000 00000001 00000002 08000404 0a000003 00000000") + frame))},
        {ethernet(0x0800, ipv4(47, hex("1000 22eb 00000001 2001 0001 00000000 00000001 0000000000000000") + frame))},
        {ethernet(0x86dd, ipv6(17, udp(4789, hex("08000000 00000100") + ethernet(0x86dd, v6Packet))))},
        {ethernet(0x0800, ipv4(17, udp(6081, hex("0200 6558 00000100 01020001 00000000") + frame)))},
        {ethernet(0x0800, ipv4(17, udp(2152, hex("34ff 0035 00000001 0000 00 85 01 100900") + v4Packet)))},
        {ethernet(0x0800, ipv4(17, udp(3544, hex("0001 0000 0102030405060708 00 0000 63bf 3ffffdd2") + v6Packet)))},
        {ethernet(0x8864, hex("1100 0001 0060 0021") + v4Packet)},
        {hex("0000 1900 030000a0 00000020 00000000 0000000000000000 30") + wifi + zeros(4), LinkType::Radiotap},
        {hex("44000000 10000000") + zeros(8) + wifi, LinkType::Prism},
        {hex("02000000") + little16(5) + little16(10) + zeros(4) + little16(87) + little16(9) + v4Packet + zeros(1),
         LinkType::Nflog},
        {hex("8100") + zeros(18) + hex("0064 86dd") + v6Packet, LinkType::LinuxSll2},
    };
}

TEST(HostileInput, CutAtEveryByteIsCutOrWhole) {
    for (const Packet& whole : nestedPackets()) {
        ASSERT_TRUE(decoded(whole).ends_with(" len=7")) << decoded(whole);
        for (std::size_t captured = 0; captured < whole.bytes.size(); ++captured) {
            Packet cut = whole;
            cut.originalLength = static_cast<std::uint32_t>(whole.bytes.size());
            cut.bytes = Bytes(whole.bytes.begin(), whole.bytes.begin() + static_cast<std::ptrdiff_t>(captured));
            const std::string answer = decoded(cut);
            EXPECT_NE(answer, "malformed") << captured << " of " << whole.bytes.size();
        }
    }
}

TEST(HostileInput, ShortFramesAreAnswered) {
    for (const Packet& whole : nestedPackets()) {
        for (std::size_t length = 0; length < whole.bytes.size(); ++length)
            EXPECT_NE(decoded({firstOf(whole.bytes, length), whole.link}), "");
    }
}

TEST(HostileInput, ChangedBytesAreAnswered) {
    std::mt19937 random(1);
    Decoder decoder;
    PacketCounts counts;
    const std::vector<Packet> packets = nestedPackets();
    for (std::uint64_t round = 0; round < 20000; ++round) {
        Packet changed = packets[random() % packets.size()];
        for (unsigned change = 0; change <= random() % 4; ++change)
            changed.bytes[random() % changed.bytes.size()] = static_cast<std::uint8_t>(random());
        changed.bytes = firstOf(changed.bytes, random() % (changed.bytes.size() + 1));
        Segment out;
        counts.add(decoder.decode(rawPacket(changed), out));
    }
    EXPECT_EQ(counts.total(), 20000U);
    EXPECT_GT(counts[PacketFate::Tracked], 0U);
}

TEST(HostileInput, FragmentsOfEveryShapeAreAnswered) {
    std::mt19937 random(2);
    Decoder decoder;
    std::uint64_t answered = 0;
    for (int round = 0; round < 20000; ++round) {
        const Packet fragment{
            ipv4Fragment(random() % 4, (random() % 32) * 8, random() % 3 != 0, zeros(1 + random() % 80)),
            LinkType::Raw};
        answered += decoded(decoder, fragment).empty() ? 0 : 1;
    }
    EXPECT_EQ(answered, 20000U);
}

} // namespace
} // namespace synscope::test
