// SPDX-License-Identifier: Apache-2.0
//
// The TCP header and its options.
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::string raw(const Bytes& segment) {
    return decoded({ipv4(6, segment), LinkType::Raw});
}

TcpOptions optionsOf(std::string_view options) {
    const Packet packet{ipv4(6, tcp("hello", hex(options))), LinkType::Raw};
    return segmentOf(packet).options;
}

/// A segment with `offset` in the data offset field, whatever its real header.
Bytes withDataOffset(unsigned offset, std::string_view payload) {
    Bytes bytes = tcp(payload);
    bytes[12] = static_cast<std::uint8_t>(offset * 16);
    return bytes;
}

TEST(TcpHeader, FieldsReachTheSegment) {
    const Packet packet{ipv4(6, tcp("hello")), LinkType::Raw};
    const Segment segment = segmentOf(packet);
    EXPECT_EQ(segment.source.port, 40000);
    EXPECT_EQ(segment.destination.port, 80);
    EXPECT_EQ(segment.seq.value(), 1000U);
    EXPECT_EQ(segment.ack.value(), 2000U);
    EXPECT_EQ(segment.flags.bits, 0x18);
    EXPECT_EQ(segment.window, 512);
    EXPECT_EQ(segment.payload.data(), rawPacket(packet).bytes.data() + 40);
    EXPECT_EQ(segment.end().value(), 1005U);
}

TEST(TcpHeader, CutAfterItsFlagsStillSaysWhatMovesStates) {
    const Bytes whole = ipv4(6, tcp("hello"));
    const Packet cut{firstOf(whole, 20 + 14), LinkType::Raw, static_cast<std::uint32_t>(whole.size())};
    const Segment segment = segmentOf(cut);
    EXPECT_EQ(segment.seq.value(), 1000U);
    EXPECT_EQ(segment.flags.bits, 0x18);
    EXPECT_EQ(segment.payloadBytes, 5U);
    EXPECT_TRUE(segment.windowIsCut);
    EXPECT_TRUE(segment.options.cut);
    EXPECT_FALSE(segmentOf(Packet{whole, LinkType::Raw}).windowIsCut);
}

TEST(TcpHeader, AllNineFlagsAreKept) {
    Bytes bytes = tcp();
    bytes[12] |= 0x0f;
    bytes[13] = 0xff;
    const Packet packet{ipv4(6, bytes), LinkType::Raw};
    EXPECT_EQ(segmentOf(packet).flags.bits, 0x1ff) << "and none of the three reserved bits";
}

TEST(TcpHeader, DataOffsetIsJudged) {
    EXPECT_EQ(raw(withDataOffset(4, "hello")), "malformed");
    EXPECT_EQ(raw(withDataOffset(0, "hello")), "malformed");
    EXPECT_EQ(raw(withDataOffset(7, "hello")), "malformed") << "beyond the segment";
    EXPECT_EQ(raw(withDataOffset(6, "hello")), "10.0.0.1:40000 > 10.0.0.2:80 len=1");
    EXPECT_EQ(raw(firstOf(tcp(), 19)), "malformed");
}

TEST(TcpHeader, AWrongChecksumIsNotHeldAgainstTheSegment) { // network cards fill it in behind the capture point
    Bytes bytes = tcp("hello");
    bytes[16] = 0xde;
    bytes[17] = 0xad;
    EXPECT_EQ(raw(bytes), "10.0.0.1:40000 > 10.0.0.2:80 len=5");
}

TEST(TcpOptions, OfAnOpeningSegment) {
    const TcpOptions options = optionsOf("020405b4 0402 080a 00000001 00000002 01 030307");
    EXPECT_TRUE(options.hasMss && options.sackPermitted && options.hasTimestamps && options.hasWindowScale);
    EXPECT_EQ(options.mss, 1460);
    EXPECT_EQ(options.windowScale, 7);
    EXPECT_EQ(options.tsValue, 1U);
    EXPECT_EQ(options.tsEcho, 2U);
    EXPECT_FALSE(options.malformed || options.cut || options.hasFastOpen || options.hasMultipath);
}

TEST(TcpOptions, TimestampsAlone) {
    const TcpOptions options = optionsOf("0101080a 00000003 00000004");
    EXPECT_TRUE(options.hasTimestamps);
    EXPECT_EQ(options.tsValue, 3U);
    EXPECT_EQ(options.tsEcho, 4U);
}

TEST(TcpOptions, SackBlocks) {
    const TcpOptions options = optionsOf("0101 0512 00000064 000000c8 fffffff0 00000010");
    ASSERT_EQ(options.sackCount, 2);
    EXPECT_EQ(options.sack[0], (SackBlock{SeqNum(100), SeqNum(200)}));
    EXPECT_EQ(options.sack[1], (SackBlock{SeqNum(0xfffffff0U), SeqNum(0x10)}));
}

TEST(TcpOptions, FastOpenInBothForms) {
    EXPECT_TRUE(optionsOf("2202 0101").hasFastOpen) << "a request";
    EXPECT_EQ(optionsOf("220a 0102030405060708 0101").fastOpenCookieBytes, 8);
    EXPECT_TRUE(optionsOf("fe04f989").hasFastOpen) << "experimental request";
    EXPECT_EQ(optionsOf("fe0cf989 0102030405060708").fastOpenCookieBytes, 8);
    EXPECT_FALSE(optionsOf("fe041234").hasFastOpen) << "another experiment";
}

TEST(TcpOptions, MultipathIsNamedWithItsSubtype) {
    const TcpOptions options = optionsOf("1e0c1001 01020304 05060708");
    EXPECT_TRUE(options.hasMultipath);
    EXPECT_EQ(options.multipathSubtype, 1);
}

TEST(TcpOptions, UnknownOnesArePassedOver) {
    EXPECT_EQ(optionsOf("c8041234 020405b4").mss, 1460);
}

TEST(TcpOptions, OfAKnownKindButAnotherLengthArePassedOver) {
    const TcpOptions options = optionsOf("0203ff 03040707 0402 020405b4 000000");
    EXPECT_EQ(options.mss, 1460);
    EXPECT_FALSE(options.hasWindowScale);
    EXPECT_FALSE(options.malformed);
}

TEST(TcpOptions, NothingCountsBehindTheEndOfTheList) {
    EXPECT_FALSE(optionsOf("01010100 020405b4").hasMss);
}

TEST(TcpOptions, ALengthThatCannotBeEndsThem) {
    const TcpOptions tooShort = optionsOf("020405b4 0301 0000");
    EXPECT_TRUE(tooShort.malformed);
    EXPECT_EQ(tooShort.mss, 1460) << "those before stand";
    EXPECT_TRUE(optionsOf("020405b4 03000000").malformed);
    EXPECT_TRUE(optionsOf("020405b4 01010308").malformed) << "beyond the header";
    EXPECT_TRUE(optionsOf("010101 03").malformed) << "no room for a length";
}

TEST(TcpOptions, CutBySnapLengthSayNothingWrong) {
    const Bytes whole = ipv4(6, tcp("hello", hex("020405b4 0402080a 00000001 00000002")));
    const Packet cut{firstOf(whole, 20 + 20 + 8), LinkType::Raw, static_cast<std::uint32_t>(whole.size())};
    const Segment segment = segmentOf(cut);
    EXPECT_TRUE(segment.options.cut);
    EXPECT_FALSE(segment.options.malformed);
    EXPECT_FALSE(segment.options.hasTimestamps);
    EXPECT_TRUE(segment.options.sackPermitted);
    EXPECT_EQ(segment.payloadBytes, 5U);
    EXPECT_TRUE(segment.payload.empty());
}

TEST(TcpOptions, DoNotLeakFromTheSegmentBefore) {
    Decoder decoder;
    Segment segment;
    const Packet first{ipv4(6, tcp("", hex("020405b4"))), LinkType::Raw};
    const Packet second{ipv4(6, tcp("")), LinkType::Raw};
    ASSERT_EQ(decoder.decode(rawPacket(first), segment), PacketFate::Tracked);
    ASSERT_TRUE(segment.options.hasMss);
    ASSERT_EQ(decoder.decode(rawPacket(second), segment), PacketFate::Tracked);
    EXPECT_FALSE(segment.options.hasMss);
}

} // namespace
} // namespace synscope::test
