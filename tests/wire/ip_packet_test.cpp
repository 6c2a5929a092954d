// SPDX-License-Identifier: Apache-2.0
//
// Length rules, options and extension headers of both IP versions.
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::string raw(const Bytes& packet) {
    return decoded({packet, LinkType::Raw});
}

Bytes withByte(Bytes bytes, std::size_t at, unsigned value) {
    bytes[at] = static_cast<std::uint8_t>(value);
    return bytes;
}

TEST(Ipv4, HeaderFieldsReachTheSegment) {
    const Packet packet{tcpOverIpv4(), LinkType::Raw};
    const Segment segment = segmentOf(packet);
    EXPECT_EQ(segment.ipId, 7);
    EXPECT_EQ(segment.ttl, 64);
    EXPECT_EQ(segment.packet, PacketNumber{1});
    EXPECT_EQ(segment.position, 1000U);
    EXPECT_FALSE(segment.lengthFromCapture);
    EXPECT_FALSE(segment.reassembled);
}

TEST(Ipv4, OptionsArePassedOver) {
    EXPECT_EQ(raw(ipv4(6, tcp(), hex("01010100"))), kOverIpv4);
    EXPECT_EQ(raw(ipv4(6, tcp(), hex("9404000000000000"))), kOverIpv4) << "router alert";
    EXPECT_EQ(raw(ipv4(6, tcp(), hex("01ff0000"))), kOverIpv4) << "an option longer than the header";
}

TEST(Ipv4, AnUntravelledSourceRouteNamesTheDestination) {
    EXPECT_EQ(raw(ipv4(6, tcp(), hex("01 830b04 0a000005 0a000009"))), "10.0.0.1:40000 > 10.0.0.9:80 len=5");
    EXPECT_EQ(raw(ipv4(6, tcp(), hex("01 830b0c 0a000005 0a000009"))), kOverIpv4) << "travelled";
}

TEST(Ipv4, TotalLengthOfZeroMeansTheFrames) {
    const Bytes packet = withByte(tcpOverIpv4(), 3, 0);
    EXPECT_EQ(raw(packet), std::string(kOverIpv4) + " from-capture");
    const Packet cut{packet, LinkType::Raw, 65000};
    EXPECT_EQ(decoded(cut), "10.0.0.1:40000 > 10.0.0.2:80 len=64960 captured=5 from-capture");
}

TEST(Ipv4, PayloadLengthIsTheHeadersHoweverMuchWasCaptured) {
    const Packet cut{firstOf(ethernet(0x0800, ipv4(6, tcp(std::string(1400, 'x')))), 60), LinkType::Ethernet, 1454};
    EXPECT_EQ(decoded(cut), "10.0.0.1:40000 > 10.0.0.2:80 len=1400 captured=6");
}

TEST(Ipv4, ContradictionsAreMalformed) {
    EXPECT_EQ(raw(withByte(tcpOverIpv4(), 0, 0x41)), "malformed") << "header of 4 bytes";
    EXPECT_EQ(raw(withByte(tcpOverIpv4(), 3, 19)), "malformed") << "shorter than its header";
    EXPECT_EQ(raw(withByte(tcpOverIpv4(), 3, 30)), "malformed") << "ends within the TCP header";
    EXPECT_EQ(raw(firstOf(tcpOverIpv4(), 19)), "malformed") << "never was a whole header";
}

TEST(Ipv4, OtherProtocolsAreNotTcp) {
    EXPECT_EQ(raw(ipv4(17, udp(53, zeros(20)))), "not-tcp");
    EXPECT_EQ(raw(ipv4(50, zeros(40))), "not-tcp") << "encrypted";
    EXPECT_EQ(raw(ipv4(1, hex("0301000000000000") + tcpOverIpv4())), "not-tcp") << "ICMP that quotes TCP";
    EXPECT_EQ(raw(ipv6(58, hex("0100000000000000") + tcpOverIpv6())), "not-tcp") << "ICMPv6 that quotes TCP";
}

TEST(Ipv4, AuthenticationHeaderIsPassedOver) {
    const Bytes authentication = hex("0604 0000 00000001 00000001") + zeros(12);
    EXPECT_EQ(raw(ipv4(51, authentication + tcp())), kOverIpv4);
    EXPECT_EQ(raw(ipv6(51, authentication + tcp())), kOverIpv6);
}

TEST(Ipv6, HeaderFieldsReachTheSegment) {
    const Packet packet{tcpOverIpv6(), LinkType::Raw};
    const Segment segment = segmentOf(packet);
    EXPECT_EQ(segment.ipId, 0);
    EXPECT_EQ(segment.ttl, 64);
}

TEST(Ipv6, ExtensionHeadersArePassedOver) {
    const Bytes padding = hex("0104 00000000");
    EXPECT_EQ(raw(ipv6(0, hex("2b00") + padding + hex("3c00 0000 00000000") + hex("0600") + padding + tcp())),
              kOverIpv6)
        << "hop-by-hop, routing, destination options";
    EXPECT_EQ(raw(ipv6(135, hex("0600") + padding + tcp())), kOverIpv6) << "mobility";
    EXPECT_EQ(raw(ipv6(59, {})), "not-tcp") << "no next header";
    EXPECT_EQ(raw(ipv6(50, zeros(40))), "not-tcp") << "encrypted";
}

TEST(Ipv6, AtomicFragmentIsAWholePacket) {
    EXPECT_EQ(raw(ipv6(44, hex("0600 0000 00000009") + tcp())), kOverIpv6);
}

TEST(Ipv6, RoutingHeaderNamesTheLastDestination) {
    const Bytes addresses = hex("20010db8 00000000 00000000 00000005 20010db8 00000000 00000000 00000009");
    const std::string last = "[2001:db8::1]:40000 > [2001:db8::9]:80 len=5";
    EXPECT_EQ(raw(ipv6(43, hex("0604 00 02 00000000") + addresses + tcp())), last);
    EXPECT_EQ(raw(ipv6(43, hex("0604 00 00 00000000") + addresses + tcp())), kOverIpv6) << "travelled";
    EXPECT_EQ(raw(ipv6(43, hex("0604 04 01 01000000") + addresses + tcp())),
              "[2001:db8::1]:40000 > [2001:db8::5]:80 len=5")
        << "segment routing lists in reverse";
}

TEST(Ipv6, HomeAddressIsTheSource) {
    const Bytes option = hex("0602 0102 0000 c910 20010db8 00000000 00000000 00000077");
    EXPECT_EQ(raw(ipv6(60, option + tcp())), "[2001:db8::77]:40000 > [2001:db8::2]:80 len=5");
}

TEST(Ipv6, JumboPayloadTellsTheLength) {
    const Bytes packet = withByte(ipv6(0, hex("0600 c204 00018000") + tcp()), 5, 0);
    const Packet cut{packet, LinkType::Raw, 98344};
    EXPECT_EQ(decoded(cut), "[2001:db8::1]:40000 > [2001:db8::2]:80 len=98276 captured=5");
    EXPECT_EQ(raw(withByte(ipv6(0, hex("0600 c204 00000004") + tcp()), 5, 0)), "malformed") << "ends in its header";
}

TEST(Ipv6, PayloadLengthOfZeroMeansTheFrames) {
    EXPECT_EQ(raw(withByte(tcpOverIpv6(), 5, 0)), std::string(kOverIpv6) + " from-capture");
}

TEST(Ipv6, ExtensionHeadersAreBounded) {
    Bytes headers;
    for (int i = 0; i < 40; ++i)
        headers = headers + hex("3c00 0104 00000000");
    EXPECT_EQ(raw(ipv6(60, headers + tcp())), "malformed");
}

TEST(Ip, CutBeforeTheTcpFlagsIsCutBySnapLength) {
    const Bytes packet = tcpOverIpv4();
    for (std::size_t captured = 0; captured < 34; ++captured) {
        const Packet cut{firstOf(packet, captured), LinkType::Raw, static_cast<std::uint32_t>(packet.size())};
        EXPECT_EQ(decoded(cut), "cut-by-snap-length") << captured << " bytes";
    }
    for (std::size_t captured = 34; captured < 40; ++captured) {
        const Packet cut{firstOf(packet, captured), LinkType::Raw, static_cast<std::uint32_t>(packet.size())};
        EXPECT_EQ(decoded(cut), "10.0.0.1:40000 > 10.0.0.2:80 len=5 captured=0") << captured << " bytes";
    }
    const Packet whole{firstOf(packet, 40), LinkType::Raw, static_cast<std::uint32_t>(packet.size())};
    EXPECT_EQ(decoded(whole), "10.0.0.1:40000 > 10.0.0.2:80 len=5 captured=0");
}

} // namespace
} // namespace synscope::test
