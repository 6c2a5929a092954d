// SPDX-License-Identifier: Apache-2.0
//
// Tunnels are walked inwards to the innermost TCP header; UDP that only uses a tunnel's port stays UDP.
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::string raw(const Bytes& packet) {
    return decoded({packet, LinkType::Raw});
}

Bytes innerFrame() {
    return ethernet(0x0800, tcpOverIpv4());
}

Bytes gre(std::string_view header, const Bytes& payload) {
    return ipv6(47, hex(header) + payload);
}

/// The outer packet has the other IP version, so that its addresses cannot be taken for the inner ones.
Bytes overUdp(unsigned port, const Bytes& payload) {
    return ipv6(17, udp(port, payload));
}

TEST(IpInIp, EveryPairOfVersions) {
    EXPECT_EQ(raw(ipv6(4, tcpOverIpv4())), kOverIpv4);
    EXPECT_EQ(raw(ipv4(41, tcpOverIpv6())), kOverIpv6);
    EXPECT_EQ(raw(ipv4(4, tcpOverIpv4())), kOverIpv4);
    EXPECT_EQ(raw(ipv6(41, tcpOverIpv6())), kOverIpv6);
}

TEST(Gre, EveryOptionalField) {
    EXPECT_EQ(raw(gre("0000 0800", tcpOverIpv4())), kOverIpv4);
    EXPECT_EQ(raw(gre("8000 0800 00000000", tcpOverIpv4())), kOverIpv4) << "checksum";
    EXPECT_EQ(raw(gre("2000 0800 00000001", tcpOverIpv4())), kOverIpv4) << "key";
    EXPECT_EQ(raw(gre("b000 0800 00000000 00000001 00000002", tcpOverIpv4())), kOverIpv4) << "all three";
    EXPECT_EQ(raw(gre("4000 0800 00000000 08000404 0a000003 00000000", tcpOverIpv4())), kOverIpv4) << "routing";
    EXPECT_EQ(raw(gre("0000 0806", zeros(28))), "not-tcp") << "ARP";
}

TEST(Gre, CarriesFrames) {
    EXPECT_EQ(raw(gre("0000 6558", innerFrame())), kOverIpv4) << "transparent bridging";
    EXPECT_EQ(raw(gre("1000 88be 00000001 1001 0001 00000000", innerFrame())), kOverIpv4) << "ERSPAN II";
    EXPECT_EQ(raw(gre("0000 88be", innerFrame())), kOverIpv4) << "ERSPAN I";
    EXPECT_EQ(raw(gre("1000 22eb 00000001 2001 0001 00000000 00000000", innerFrame())), kOverIpv4) << "ERSPAN III";
    EXPECT_EQ(raw(gre("1000 22eb 00000001 2001 0001 00000000 00000001 0000000000000000", innerFrame())), kOverIpv4)
        << "ERSPAN III with a platform header";
}

TEST(Gre, OfVersionOneCarriesPpp) {
    EXPECT_EQ(raw(gre("3081 880b 0031 0001 00000001 00000002", hex("ff03 0021") + tcpOverIpv4())), kOverIpv4);
    EXPECT_EQ(raw(gre("2081 880b 0000 0001 00000002", {})), "not-tcp") << "an acknowledgement alone";
    EXPECT_EQ(raw(gre("3001 880b 0004 0001 00000001", hex("00fd 9000 1234"))), "not-tcp") << "compressed";
}

TEST(OtherIpProtocols, CarryFramesAndLabels) {
    EXPECT_EQ(raw(ipv6(97, hex("3000") + innerFrame())), kOverIpv4) << "EtherIP";
    EXPECT_EQ(raw(ipv6(143, innerFrame())), kOverIpv4) << "Ethernet";
    EXPECT_EQ(raw(ipv6(137, hex("00010140") + tcpOverIpv4())), kOverIpv4) << "MPLS";
}

TEST(Teredo, WithAndWithoutItsHeaders) {
    const Bytes authentication = hex("0001 02 03 aabb ccddee 0102030405060708 00");
    const Bytes origin = hex("0000 63bf 3ffffdd2");
    const auto teredo = [](const Bytes& payload) { return raw(ipv4(17, udp(3544, payload))); };
    EXPECT_EQ(teredo(tcpOverIpv6()), kOverIpv6);
    EXPECT_EQ(teredo(origin + tcpOverIpv6()), kOverIpv6);
    EXPECT_EQ(teredo(authentication + tcpOverIpv6()), kOverIpv6);
    EXPECT_EQ(teredo(authentication + origin + tcpOverIpv6()), kOverIpv6);
    EXPECT_EQ(raw(ipv4(17, udp(50000, tcpOverIpv6(), 3544))), kOverIpv6) << "from the server's port";
    EXPECT_EQ(teredo(hex("ffff") + zeros(60)), "not-tcp");
}

TEST(Vxlan, OnBothPorts) {
    const Bytes header = hex("08000000 00000100");
    EXPECT_EQ(raw(overUdp(4789, header + innerFrame())), kOverIpv4);
    EXPECT_EQ(raw(overUdp(8472, header + innerFrame())), kOverIpv4);
    EXPECT_EQ(raw(overUdp(4789, header + ethernet(0x0806, zeros(28)))), "not-tcp") << "ARP";
    EXPECT_EQ(raw(overUdp(4789, hex("00000000 00000100") + innerFrame())), "not-tcp") << "no network identifier";
}

TEST(Geneve, WithOptionsAndOtherPayloads) {
    EXPECT_EQ(raw(overUdp(6081, hex("0000 6558 00000100") + innerFrame())), kOverIpv4);
    EXPECT_EQ(raw(overUdp(6081, hex("0200 6558 00000100 01020001 00000000") + innerFrame())), kOverIpv4);
    EXPECT_EQ(raw(overUdp(6081, hex("0000 0800 00000100") + tcpOverIpv4())), kOverIpv4);
    EXPECT_EQ(raw(overUdp(6081, hex("4000 6558 00000100") + innerFrame())), "not-tcp") << "unknown version";
}

TEST(GtpU, WithOptionalFieldsAndExtensions) {
    EXPECT_EQ(raw(overUdp(2152, hex("30ff 002d 00000001") + tcpOverIpv4())), kOverIpv4);
    EXPECT_EQ(raw(overUdp(2152, hex("32ff 0031 00000001 0001 00 00") + tcpOverIpv4())), kOverIpv4) << "sequence number";
    EXPECT_EQ(raw(overUdp(2152, hex("34ff 0035 00000001 0000 00 85 01 100900") + tcpOverIpv4())), kOverIpv4)
        << "an extension";
    EXPECT_EQ(raw(overUdp(2152, hex("34ff 0035 00000001 0000 00 85 00 100900") + tcpOverIpv4())), "not-tcp")
        << "an extension of no length";
    EXPECT_EQ(raw(overUdp(2152, hex("3001 0004 00000001 00000000"))), "not-tcp") << "echo request";
}

TEST(UdpTunnels, WhatOnlyUsesTheirPortIsNotTcp) {
    for (const unsigned port : {2152U, 3544U, 4789U, 6081U, 8472U}) {
        EXPECT_EQ(raw(overUdp(port, {})), "not-tcp") << port;
        EXPECT_EQ(raw(overUdp(port, hex("0e"))), "not-tcp") << port;
        EXPECT_EQ(raw(overUdp(port, hex("08000000 00000000 ffff"))), "not-tcp") << port;
        EXPECT_EQ(raw(overUdp(port, Bytes(64, 0x68))), "not-tcp") << port;
    }
}

TEST(UdpTunnels, AnInnerPacketThatContradictsItselfIsMalformed) {
    const Bytes noSuchHeaderLength = number16(40000) + number16(80) + zeros(8) + hex("1010") + zeros(6);
    EXPECT_EQ(raw(overUdp(4789, hex("08000000 00000100") + ethernet(0x0800, ipv4(6, noSuchHeaderLength)))),
              "malformed");
}

TEST(Tunnels, WithinEachOther) {
    const Bytes vxlan = udp(4789, hex("08000000 00000100") + innerFrame());
    const Bytes greInMpls = hex("00010140") + ipv4(47, hex("0000 86dd") + ipv6(17, vxlan));
    EXPECT_EQ(decoded({ethernet(0x8100, hex("0064 8847") + greInMpls)}), kOverIpv4);
}

TEST(Tunnels, NestingIsBounded) {
    Bytes packet = tcpOverIpv4();
    for (int i = 0; i < 16; ++i)
        packet = ipv4(4, packet);
    EXPECT_EQ(raw(packet), kOverIpv4);
    for (int i = 0; i < 100; ++i)
        packet = ipv4(4, packet);
    EXPECT_EQ(raw(packet), "malformed");
}

} // namespace
} // namespace synscope::test
