// SPDX-License-Identifier: Apache-2.0
//
// Each link type leads to the TCP segment it carries; frames that carry something else say so.
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

TEST(Ethernet, CarriesBothIpVersions) {
    EXPECT_EQ(decoded({ethernet(0x0800, tcpOverIpv4())}), kOverIpv4);
    EXPECT_EQ(decoded({ethernet(0x86dd, tcpOverIpv6())}), kOverIpv6);
}

TEST(Ethernet, CarriesAnyStackOfVlanTags) {
    EXPECT_EQ(decoded({ethernet(0x8100, hex("0064 0800") + tcpOverIpv4())}), kOverIpv4);
    EXPECT_EQ(decoded({ethernet(0x88a8, hex("0064 8100 00c8 86dd") + tcpOverIpv6())}), kOverIpv6);
    EXPECT_EQ(decoded({ethernet(0x9100, hex("0001 9200 0002 9300 0003 8100 0004 0800") + tcpOverIpv4())}), kOverIpv4);
}

TEST(Ethernet, CarriesLlc) {
    const Bytes frame = snap(0x0800, tcpOverIpv4());
    EXPECT_EQ(decoded({ethernet(static_cast<unsigned>(frame.size()), frame)}), kOverIpv4);
    EXPECT_EQ(decoded({ethernet(48, hex("060603") + tcpOverIpv4())}), kOverIpv4) << "IP's own access point";
    EXPECT_EQ(decoded({ethernet(0x8100, hex("0064") + number16(53) + frame)}), kOverIpv4) << "behind a VLAN tag";
}

TEST(Ethernet, FramesWithoutIpAreNotIp) {
    EXPECT_EQ(decoded({ethernet(0x0806, zeros(46))}), "not-ip") << "ARP";
    EXPECT_EQ(decoded({ethernet(0x88cc, zeros(46))}), "not-ip") << "LLDP";
    EXPECT_EQ(decoded({ethernet(38, hex("424203") + zeros(43))}), "not-ip") << "spanning tree";
    EXPECT_EQ(decoded({ethernet(38, hex("aaaa03 00000c 2000") + zeros(43))}), "not-ip") << "CDP";
    EXPECT_EQ(decoded({ethernet(0x8863, hex("1109 0000 0000") + zeros(40))}), "not-ip") << "PPPoE discovery";
}

TEST(Ethernet, PaddingAndCheckSequenceAreNoPayload) {
    EXPECT_EQ(decoded({ethernet(0x0800, tcpOverIpv4()) + zeros(15)}), kOverIpv4);
    EXPECT_EQ(decoded({ethernet(0x0800, ipv4(6, tcp(""))) + zeros(6) + hex("deadbeef")}),
              "10.0.0.1:40000 > 10.0.0.2:80 len=0");
}

TEST(Ethernet, CarriesMpls) {
    EXPECT_EQ(decoded({ethernet(0x8847, hex("00010040 00020140") + tcpOverIpv4())}), kOverIpv4);
    EXPECT_EQ(decoded({ethernet(0x8848, hex("00002140") + tcpOverIpv6())}), kOverIpv6);
}

TEST(Ethernet, CarriesPseudowires) {
    const Bytes inner = ethernet(0x0800, tcpOverIpv4());
    EXPECT_EQ(decoded({ethernet(0x8847, hex("00010140 00000000") + inner)}), kOverIpv4) << "with control word";
    EXPECT_EQ(decoded({ethernet(0x8847, hex("00010140") + inner)}), kOverIpv4) << "without control word";
    const Bytes addressLikeIp = hex("45ffffff0002 020000000001 86dd") + tcpOverIpv6();
    EXPECT_EQ(decoded({ethernet(0x8847, hex("00010140") + addressLikeIp)}), kOverIpv6)
        << "an address like IPv4's start";
}

TEST(Ethernet, CarriesPppoeSessions) {
    EXPECT_EQ(decoded({ethernet(0x8864, hex("1100 0001 002f 0021") + tcpOverIpv4())}), kOverIpv4);
    EXPECT_EQ(decoded({ethernet(0x8864, hex("1100 0001 0043 0057") + tcpOverIpv6())}), kOverIpv6);
    EXPECT_EQ(decoded({ethernet(0x8864, hex("1100 0001 0006 c021") + zeros(4))}), "not-ip") << "link control";
}

TEST(Ethernet, CarriesServiceAndPortTags) {
    EXPECT_EQ(decoded({ethernet(0x88e7, hex("00000001") + ethernet(0x0800, tcpOverIpv4()))}), kOverIpv4) << "802.1ah";
    EXPECT_EQ(decoded({ethernet(0x8926, hex("00000000 0800") + tcpOverIpv4())}), kOverIpv4) << "VN-Tag";
    EXPECT_EQ(decoded({ethernet(0x893f, hex("000000000000 0800") + tcpOverIpv4())}), kOverIpv4) << "802.1BR";
}

TEST(LinuxCooked, FirstVersion) {
    const Bytes header = hex("0000 0001 0006 020000000001 0000");
    EXPECT_EQ(decoded({header + hex("0800") + tcpOverIpv4(), LinkType::LinuxSll}), kOverIpv4);
    EXPECT_EQ(decoded({header + hex("8100 0064 86dd") + tcpOverIpv6(), LinkType::LinuxSll}), kOverIpv6);
    EXPECT_EQ(decoded({header + hex("0004") + snap(0x0800, tcpOverIpv4()), LinkType::LinuxSll}), kOverIpv4);
    EXPECT_EQ(decoded({header + hex("0806") + zeros(28), LinkType::LinuxSll}), "not-ip");
}

TEST(LinuxCooked, SecondVersion) {
    const Bytes header = hex("0000 00000002 0001 00 06 0200000000010000");
    EXPECT_EQ(decoded({hex("0800") + header + tcpOverIpv4(), LinkType::LinuxSll2}), kOverIpv4);
    EXPECT_EQ(decoded({hex("8100") + header + hex("0064 86dd") + tcpOverIpv6(), LinkType::LinuxSll2}), kOverIpv6);
    EXPECT_EQ(decoded({hex("88cc") + header + zeros(28), LinkType::LinuxSll2}), "not-ip");
}

TEST(BsdLoopback, TakesEitherByteOrderAndEveryFamilyOfIpv6) {
    EXPECT_EQ(decoded({hex("02000000") + tcpOverIpv4(), LinkType::Null}), kOverIpv4);
    EXPECT_EQ(decoded({hex("00000002") + tcpOverIpv4(), LinkType::Null}), kOverIpv4);
    EXPECT_EQ(decoded({hex("00000002") + tcpOverIpv4(), LinkType::Loop}), kOverIpv4);
    for (const unsigned family : {10U, 24U, 28U, 30U}) {
        EXPECT_EQ(decoded({little32(family) + tcpOverIpv6(), LinkType::Null}), kOverIpv6) << family;
        EXPECT_EQ(decoded({number32(family) + tcpOverIpv6(), LinkType::Loop}), kOverIpv6) << family;
    }
    EXPECT_EQ(decoded({hex("07000000") + zeros(20), LinkType::Null}), "not-ip");
}

TEST(RawIp, TellsTheVersionByItself) {
    for (const LinkType link : {LinkType::Raw, LinkType::Raw12, LinkType::Raw14}) {
        EXPECT_EQ(decoded({tcpOverIpv4(), link}), kOverIpv4);
        EXPECT_EQ(decoded({tcpOverIpv6(), link}), kOverIpv6);
        EXPECT_EQ(decoded({hex("50") + zeros(40), link}), "not-ip");
    }
}

TEST(RawIp, OfOneVersionRefusesTheOther) {
    EXPECT_EQ(decoded({tcpOverIpv4(), LinkType::Ipv4}), kOverIpv4);
    EXPECT_EQ(decoded({tcpOverIpv6(), LinkType::Ipv6}), kOverIpv6);
    EXPECT_EQ(decoded({tcpOverIpv6(), LinkType::Ipv4}), "malformed");
    EXPECT_EQ(decoded({tcpOverIpv4(), LinkType::Ipv6}), "malformed");
}

TEST(PointToPoint, TakesEveryFormOfTheProtocolField) {
    EXPECT_EQ(decoded({hex("ff03 0021") + tcpOverIpv4(), LinkType::Ppp}), kOverIpv4);
    EXPECT_EQ(decoded({hex("0021") + tcpOverIpv4(), LinkType::Ppp}), kOverIpv4);
    EXPECT_EQ(decoded({hex("21") + tcpOverIpv4(), LinkType::Ppp}), kOverIpv4) << "compressed";
    EXPECT_EQ(decoded({hex("ff03 57") + tcpOverIpv6(), LinkType::Ppp}), kOverIpv6);
    EXPECT_EQ(decoded({hex("ff03 0281 00010140") + tcpOverIpv4(), LinkType::Ppp}), kOverIpv4) << "MPLS";
    EXPECT_EQ(decoded({hex("ff03 c021 01010004"), LinkType::Ppp}), "not-ip");
}

TEST(PointToPoint, SerialLinesMayBeCiscos) {
    EXPECT_EQ(decoded({hex("ff03 0021") + tcpOverIpv4(), LinkType::PppHdlc}), kOverIpv4);
    EXPECT_EQ(decoded({hex("0f00 0800") + tcpOverIpv4(), LinkType::PppHdlc}), kOverIpv4);
    EXPECT_EQ(decoded({hex("0f00 86dd") + tcpOverIpv6(), LinkType::CiscoHdlc}), kOverIpv6);
    EXPECT_EQ(decoded({hex("8f00 8035") + zeros(18), LinkType::CiscoHdlc}), "not-ip");
}

TEST(PointToPoint, OverEthernetMayLackTheEthernetHeader) {
    EXPECT_EQ(decoded({hex("1100 0001 002f 0021") + tcpOverIpv4(), LinkType::PppEther}), kOverIpv4);
    EXPECT_EQ(decoded({hex("2100 0001 002f 0021") + tcpOverIpv4(), LinkType::PppEther}), "malformed");
}

TEST(Fddi, CarriesLlc) {
    const Bytes header = hex("50 020000000002 020000000001");
    EXPECT_EQ(decoded({header + snap(0x0800, tcpOverIpv4()), LinkType::Fddi}), kOverIpv4);
    EXPECT_EQ(decoded({hex("c1") + zeros(40), LinkType::Fddi}), "not-ip") << "a frame of the ring itself";
}

TEST(NetfilterLog, FindsThePayloadAmongItsValues) {
    const Bytes payload = tcpOverIpv4();
    const auto length = static_cast<unsigned>(4 + payload.size());
    const Bytes little = hex("02 00 0000") + little16(5) + little16(10) + hex("00 000000") + little16(length) +
                         little16(9) + payload + zeros(3);
    const Bytes big = hex("02 00 0000") + number16(5) + number16(10) + hex("00 000000") + number16(length) +
                      number16(9) + payload + zeros(3);
    EXPECT_EQ(decoded({little, LinkType::Nflog}), kOverIpv4);
    EXPECT_EQ(decoded({big, LinkType::Nflog}), kOverIpv4);
    EXPECT_EQ(decoded({hex("02 00 0000") + little16(5) + little16(10) + zeros(4), LinkType::Nflog}), "not-ip");
    EXPECT_EQ(decoded({hex("02 00 0000") + little16(3) + little16(10), LinkType::Nflog}), "malformed");
}

TEST(UnknownLinkType, IsCountedAsSuch) {
    EXPECT_EQ(decoded({tcpOverIpv4(), LinkType{147}}), "unknown-link-type");
}

} // namespace
} // namespace synscope::test
