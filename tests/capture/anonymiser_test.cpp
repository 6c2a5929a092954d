// SPDX-License-Identifier: Apache-2.0
//
// Packets without their addresses: what stays, what goes, and that checksums tell what they told before.
#include "core/capture/anonymiser.h"

#include "core/capture/anonymised_headers.h"
#include "tests/wire/packet_builder.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace synscope::test {
namespace {

/// A rewritten packet that owns its bytes; without any where it was refused.
Packet rewritten(const Packet& packet, AnonymiserOptions options = {}) {
    Anonymiser anonymiser(options);
    anonymiser.learn(rawPacket(packet));
    const std::optional<AnonymisedPacket> hidden = anonymiser.rewrite(rawPacket(packet));
    if (!hidden)
        return {};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(hidden->bytes.data());
    return {
        .bytes = {bytes, bytes + hidden->bytes.size()}, .link = hidden->link, .originalLength = hidden->originalLength};
}

/// What becomes of a segment whose packets are not kept, as a packet that owns its bytes.
Packet putTogether(const Packet& packet) {
    Anonymiser anonymiser;
    const Segment segment = segmentOf(packet);
    anonymiser.learn(segment);
    const AnonymisedPacket hidden = anonymiser.rewrite(segment);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(hidden.bytes.data());
    return {
        .bytes = {bytes, bytes + hidden.bytes.size()}, .link = hidden.link, .originalLength = hidden.originalLength};
}

bool holds(const Packet& packet, std::string_view hexText) {
    const Bytes wanted = hex(hexText);
    return std::search(packet.bytes.begin(), packet.bytes.end(), wanted.begin(), wanted.end()) != packet.bytes.end();
}

void store(Bytes& bytes, std::size_t at, unsigned value) {
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}

std::uint16_t sumOf(const Bytes& bytes) {
    return onesSum(std::as_bytes(std::span(bytes)));
}

Bytes part(const Bytes& bytes, std::size_t at, std::size_t count) {
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

/// What a TCP checksum covers of an IPv4 packet with a 20-byte header: 0xffff when it is right.
std::uint16_t tcpSum(const Bytes& packet) {
    const Bytes segment = part(packet, 20, packet.size() - 20);
    return sumOf(part(packet, 12, 8) + number16(6) + number16(static_cast<unsigned>(segment.size())) + segment);
}

/// An IPv4 packet with right checksums, then `ipError` and `tcpError` added to them.
Packet checksummed(std::string_view payload, const Bytes& options = {}, unsigned ipError = 0, unsigned tcpError = 0) {
    Bytes bytes = ipv4(6, tcp(payload, options));
    store(bytes, 10, 0);
    store(bytes, 10, (sumOf(firstOf(bytes, 20)) ^ 0xffffU) + ipError);
    store(bytes, 36, (tcpSum(bytes) ^ 0xffffU) + tcpError);
    return {.bytes = bytes, .link = LinkType::Raw};
}

TEST(Anonymiser, GivesBothEndsAddressesOfDocumentation) {
    EXPECT_EQ(decoded(rewritten({.bytes = ethernet(0x0800, tcpOverIpv4())})),
              "192.0.2.1:40000 > 192.0.2.2:80 len=5 captured=0");
}

TEST(Anonymiser, NeverUsesAnAddressThatTheCaptureHolds) {
    const Packet packet{.bytes = ethernet(0x86dd, tcpOverIpv6())};
    EXPECT_EQ(decoded(packet), kOverIpv6);
    EXPECT_EQ(decoded(rewritten(packet)), "[2001:db8::3]:40000 > [2001:db8::4]:80 len=5 captured=0");
}

TEST(Anonymiser, KeepsEthernetAndItsVlansWithOtherAddresses) {
    const Packet packet{.bytes = ethernet(0x8100, hex("0064 0800") + tcpOverIpv4())};
    const Packet hidden = rewritten(packet);
    EXPECT_EQ(hidden.link, LinkType::Ethernet);
    EXPECT_EQ(firstOf(hidden.bytes, 18), hex("020000000004 020000000003 8100 0064 0800"));
    EXPECT_EQ(hidden.originalLength, packet.bytes.size());
}

TEST(Anonymiser, KeepsCookedAndLoopbackHeaders) {
    const Packet sll{.bytes = hex("0000 0001 0006 001122334455 0000 0800") + tcpOverIpv4(), .link = LinkType::LinuxSll};
    EXPECT_EQ(firstOf(rewritten(sll).bytes, 16), hex("0000 0001 0006 020000000001 0000 0800"));
    const Packet sll2{.bytes = hex("0800 0000 00000003 0001 04 06 001122334455 0000") + tcpOverIpv4(),
                      .link = LinkType::LinuxSll2};
    EXPECT_EQ(firstOf(rewritten(sll2).bytes, 20), hex("0800 0000 00000003 0001 04 06 020000000001 0000"));
    const Packet loopback{.bytes = hex("02000000") + tcpOverIpv4(), .link = LinkType::Null};
    EXPECT_EQ(decoded(rewritten(loopback)), "192.0.2.1:40000 > 192.0.2.2:80 len=5 captured=0");
    EXPECT_EQ(rewritten(loopback).link, LinkType::Null);
}

TEST(Anonymiser, LeavesTheInnermostPacketOfATunnel) {
    const Bytes outer = hex("45000000 00010000 40040000 c6336401 c6336402"); // protocol 4, length left open
    const Packet hidden = rewritten({.bytes = ethernet(0x0800, outer + tcpOverIpv4())});
    EXPECT_EQ(hidden.link, LinkType::Raw);
    EXPECT_EQ(decoded(hidden), "192.0.2.1:40000 > 192.0.2.2:80 len=5 captured=0");
    EXPECT_FALSE(holds(hidden, "c6336401"));
}

TEST(Anonymiser, LeavesTheIpPacketOfOtherLinkLayers) {
    const Packet hidden = rewritten({.bytes = hex("ff03 0021") + tcpOverIpv4(), .link = LinkType::Ppp});
    EXPECT_EQ(hidden.link, LinkType::Raw);
    EXPECT_EQ(decoded(hidden), "192.0.2.1:40000 > 192.0.2.2:80 len=5 captured=0");
}

TEST(Anonymiser, DropsIpOptionsThatRecordTheRoute) {
    const Packet packet{.bytes = ipv4(6, tcp(), hex("070708 0a090807 00")), .link = LinkType::Raw};
    const Packet hidden = rewritten(packet);
    EXPECT_EQ(decoded(hidden), "192.0.2.1:40000 > 192.0.2.2:80 len=5 captured=0");
    EXPECT_FALSE(holds(hidden, "0a090807"));
}

TEST(Anonymiser, DropsExtensionHeadersWithAddresses) {
    const Bytes homeAddress = hex("06 02 c910 20010db8 00000000 00000000 000000aa 0102 0000");
    const Packet packet{.bytes = ipv6(60, homeAddress + tcp()), .link = LinkType::Raw};
    ASSERT_EQ(decoded(packet), "[2001:db8::aa]:40000 > [2001:db8::2]:80 len=5");
    const Packet hidden = rewritten(packet);
    EXPECT_EQ(decoded(hidden), "[2001:db8::3]:40000 > [2001:db8::4]:80 len=5 captured=0");
    EXPECT_FALSE(holds(hidden, "000000aa"));
}

TEST(Anonymiser, HidesOptionsThatHoldAddressesAndKeepsTheOthers) {
    const Bytes addAddress = hex("1e08 3001 0a000009");
    const Bytes vendorsClientAddress = hex("fe08 1234 0a000008");
    const Bytes timestamps = hex("0101 080a 00000001 00000002");
    const Packet hidden = rewritten(checksummed("", addAddress + vendorsClientAddress + timestamps));
    EXPECT_EQ(part(hidden.bytes, 40, 28), hex("0101010101010101 0101010101010101") + timestamps);
}

TEST(Anonymiser, KeepsTheSignaturesOfRouters) {
    const Bytes md5 = hex("1312 000102030405060708090a0b0c0d0e0f");
    const Bytes authentication = hex("1d10 0102 000102030405060708090a0b");
    const Bytes padding = hex("0101");
    const Packet hidden = rewritten(checksummed("", md5 + authentication + padding));
    EXPECT_EQ(part(hidden.bytes, 40, 36), md5 + authentication + padding);
}

TEST(Anonymiser, EmptiesCookiesAndWhatStandsBehindTheEndOfOptions) {
    const Packet hidden = rewritten(checksummed("", hex("2206 0a000009 0101 00 0a0000 07000000")));
    EXPECT_EQ(part(hidden.bytes, 40, 16), hex("2206 00000000 0101 00 000000 00000000"));
}

TEST(Anonymiser, KeepsAnOptionsBadLengthButNotItsContent) {
    const Packet packet = checksummed("", hex("1ec8 0a000009 0a00"));
    const Packet hidden = rewritten(packet);
    EXPECT_EQ(part(hidden.bytes, 40, 8), hex("1ec8 00000000 0000"));
    EXPECT_TRUE(segmentOf(hidden).options.malformed);
}

TEST(Anonymiser, RightChecksumsStayRight) {
    const Packet hidden = rewritten(checksummed("", hex("1e08 3001 0a000009")));
    EXPECT_EQ(sumOf(firstOf(hidden.bytes, 20)), 0xffff);
    EXPECT_EQ(tcpSum(hidden.bytes), 0xffff);
    EXPECT_EQ(tcpSum(rewritten(checksummed("payload!"), {.keepPayload = true}).bytes), 0xffff);
}

TEST(Anonymiser, WrongChecksumsStayAsWrongAsTheyWere) {
    const Packet hidden = rewritten(checksummed("", {}, 3, 5));
    EXPECT_EQ(sumOf(firstOf(hidden.bytes, 20)), 3);
    EXPECT_EQ(tcpSum(hidden.bytes), 5);
}

TEST(Anonymiser, CutsPayloadsUnlessToldToKeepThem) {
    const Packet packet{.bytes = ethernet(0x0800, ipv4(6, tcp("from 10.0.0.1"))) + zeros(7)};
    const Packet cut = rewritten(packet);
    EXPECT_EQ(cut.bytes.size(), 54U);
    EXPECT_EQ(cut.originalLength, 67U);
    EXPECT_EQ(decoded(rewritten(packet, {.keepPayload = true})), "192.0.2.1:40000 > 192.0.2.2:80 len=13");
}

TEST(Anonymiser, KeepsACutHeaderCutAndItsLengths) {
    Packet packet{.bytes = ethernet(0x0800, tcpOverIpv4())};
    packet.originalLength = static_cast<std::uint32_t>(packet.bytes.size());
    packet.bytes.resize(14 + 20 + 15);
    const Packet hidden = rewritten(packet);
    EXPECT_EQ(hidden.bytes.size(), packet.bytes.size());
    EXPECT_EQ(hidden.originalLength, packet.originalLength);
    EXPECT_TRUE(segmentOf(hidden).windowIsCut);
}

TEST(Anonymiser, RefusesWhatHasNoTcpHeader) {
    EXPECT_TRUE(rewritten({.bytes = ethernet(0x0806, zeros(28))}).bytes.empty());
    EXPECT_TRUE(rewritten({.bytes = ethernet(0x0800, ipv4(17, udp(53, zeros(4))))}).bytes.empty());
    EXPECT_TRUE(rewritten({.bytes = ethernet(0x0800, ipv4Fragment(7, 0, true, zeros(8)))}).bytes.empty());
    EXPECT_TRUE(rewritten({.bytes = firstOf(ethernet(0x0800, tcpOverIpv4()), 40)}).bytes.empty());
    EXPECT_TRUE(rewritten({.bytes = tcpOverIpv4(), .link = LinkType{9999}}).bytes.empty());
}

TEST(Anonymiser, IsNotUpsetByAPacketCutOrTurnedAnywhere) {
    const Bytes whole = ethernet(0x8100, hex("0001 0800") + ipv4(6, tcp("hello", hex("1e08 3001 0a000009"))));
    for (std::size_t length = 0; length <= whole.size(); ++length)
        EXPECT_LE(rewritten({.bytes = firstOf(whole, length)}).bytes.size(), length);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes turned = whole;
        turned[at] ^= 0xff;
        EXPECT_LE(rewritten({.bytes = turned}).bytes.size(), whole.size());
    }
}

TEST(Anonymiser, MakesOnePacketOfASegmentPutTogether) {
    const Packet again = putTogether(
        {.bytes = ipv4(6, tcp("hello", hex("0204 05b4 0101 080a 00000007 00000008"))), .link = LinkType::Raw});
    EXPECT_EQ(decoded(again), "192.0.2.1:40000 > 192.0.2.2:80 len=5 captured=0");
    EXPECT_EQ(segmentOf(again).options.mss, 1460);
    EXPECT_EQ(segmentOf(again).options.tsEcho, 8U);
    EXPECT_EQ(sumOf(firstOf(again.bytes, 20)), 0xffff);
}

TEST(Anonymiser, MakesOnePacketOfAnIpv6SegmentPutTogether) {
    const Packet again = putTogether({.bytes = tcpOverIpv6(), .link = LinkType::Raw});
    EXPECT_EQ(decoded(again), "[2001:db8::3]:40000 > [2001:db8::4]:80 len=5 captured=0");
    EXPECT_EQ(again.originalLength, 40U + 20U + 5U);
}

TEST(Anonymiser, TellsTheOptionsOfASegmentPutTogether) {
    const Bytes opening = hex("0303 07 0402 1e0c 0081 0102030405060708 2206 0a000009 01");
    const TcpOptions opened =
        segmentOf(putTogether({.bytes = ipv4(6, tcp("", opening)), .link = LinkType::Raw})).options;
    EXPECT_EQ(opened.windowScale, 7);
    EXPECT_TRUE(opened.sackPermitted);
    EXPECT_EQ(opened.fastOpenCookieBytes, 4);
    EXPECT_TRUE(opened.hasMultipath);
    EXPECT_EQ(opened.multipathSubtype, 0);
    const Bytes holes = hex("0101 0512 00000bb8 00000fa0 00001388 00001770");
    const TcpOptions told = segmentOf(putTogether({.bytes = ipv4(6, tcp("", holes)), .link = LinkType::Raw})).options;
    ASSERT_EQ(told.sackCount, 2);
    EXPECT_EQ(told.sack[0].left, SeqNum(3000));
    EXPECT_EQ(told.sack[1].right, SeqNum(6000));
}

std::string standIn(AnonymisedAddresses& addresses, std::string_view text) {
    return toText(addresses.of(parseIpAddress(text).value()));
}

TEST(AnonymisedAddresses, KeepTheKindOfAnAddress) {
    AnonymisedAddresses addresses;
    EXPECT_EQ(standIn(addresses, "127.0.0.1"), "127.0.0.1");
    EXPECT_EQ(standIn(addresses, "127.3.2.1"), "127.0.0.2");
    EXPECT_EQ(standIn(addresses, "239.1.2.3"), "233.252.0.1");
    EXPECT_EQ(standIn(addresses, "0.0.0.0"), "0.0.0.0");
    EXPECT_EQ(standIn(addresses, "255.255.255.255"), "255.255.255.255");
    EXPECT_EQ(standIn(addresses, "::1"), "::1");
    EXPECT_EQ(standIn(addresses, "fe80::a:b"), "fe80::1");
    EXPECT_EQ(standIn(addresses, "ff02::1:3"), "ff02::db8:0:1");
    EXPECT_EQ(standIn(addresses, "2a00:1450::1"), "2001:db8::1");
}

TEST(AnonymisedAddresses, AreTheSameForTheSameAddress) {
    AnonymisedAddresses addresses;
    EXPECT_EQ(standIn(addresses, "10.1.1.1"), "192.0.2.1");
    EXPECT_EQ(standIn(addresses, "10.1.1.2"), "192.0.2.2");
    EXPECT_EQ(standIn(addresses, "10.1.1.1"), "192.0.2.1");
}

TEST(AnonymisedAddresses, GoOnBeyondTheRangesOfDocumentation) {
    AnonymisedAddresses addresses;
    IpAddress last;
    for (std::uint32_t host = 1; host <= 763; ++host)
        last = addresses.of(IpAddress::fromV4(0xac100000 + host));
    EXPECT_EQ(toText(last), "10.0.0.1");
    EXPECT_EQ(standIn(addresses, "172.16.0.255"), "198.51.100.1");
}

TEST(AnonymisedAddresses, LeaveGroupsGroups) {
    AnonymisedAddresses addresses;
    EXPECT_EQ(addresses.of(MacAddress{1, 0, 0x5e, 1, 2, 3}), (MacAddress{3, 0, 0, 0, 0, 1}));
    EXPECT_EQ(addresses.of(MacAddress{0, 1, 2, 3, 4, 5}), (MacAddress{2, 0, 0, 0, 0, 2}));
    const MacAddress everybody{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    EXPECT_EQ(addresses.of(everybody), everybody);
}

} // namespace
} // namespace synscope::test
