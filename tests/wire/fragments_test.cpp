// SPDX-License-Identifier: Apache-2.0
//
// IP fragments give one segment when the last one missing arrives, whatever their order; memory is bounded.
#include "core/wire/fragments.h"
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const Bytes kSegment = tcp("0123456789abcdefghijklmnopqrstuvwxyz"); // 20 + 36 bytes
constexpr std::string_view kWhole = "10.0.0.1:40000 > 10.0.0.2:80 len=36 reassembled";

Bytes part(const Bytes& whole, std::size_t from, std::size_t to) {
    return {whole.begin() + static_cast<std::ptrdiff_t>(from), whole.begin() + static_cast<std::ptrdiff_t>(to)};
}

Packet v4(unsigned id, std::size_t from, std::size_t to, const Bytes& whole = kSegment) {
    return {ipv4Fragment(id, static_cast<unsigned>(from), to < whole.size(), part(whole, from, to)), LinkType::Raw};
}

Packet v6(unsigned id, std::size_t from, std::size_t to) {
    return {ipv6Fragment(id, static_cast<unsigned>(from), to < kSegment.size(), part(kSegment, from, to)),
            LinkType::Raw};
}

std::string payloadText(const Segment& segment) {
    return {reinterpret_cast<const char*>(segment.payload.data()), segment.payload.size()};
}

TEST(Fragments, InOrder) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 24, 40)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 40, 56)), kWhole);
}

TEST(Fragments, InReverse) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 40, 56)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 24, 40)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), kWhole);
}

TEST(Fragments, OfIpv6) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v6(70000, 24, 56)), "fragment");
    EXPECT_EQ(decoded(decoder, v6(70000, 0, 24)), "[2001:db8::1]:40000 > [2001:db8::2]:80 len=36 reassembled");
}

TEST(Fragments, SegmentIsThatOfThePacketThatCompletesIt) {
    Decoder decoder;
    Segment segment;
    Packet last = v4(1, 24, 56);
    last.number = 9;
    last.second = 5;
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), "fragment");
    ASSERT_EQ(decoder.decode(rawPacket(last), segment), PacketFate::Tracked);
    EXPECT_EQ(segment.packet, PacketNumber{9});
    EXPECT_EQ(segment.position, 9000U);
    EXPECT_EQ(nsSinceEpoch(segment.time), 5'000'000'000);
    EXPECT_EQ(payloadText(segment), "0123456789abcdefghijklmnopqrstuvwxyz");
}

TEST(Fragments, TheTcpHeaderMayBeSplit) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 0, 8)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 8, 16)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 16, 56)), kWhole);
}

TEST(Fragments, DuplicatesChangeNothing) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 24, 56)), kWhole);
    EXPECT_EQ(decoded(decoder, v4(1, 24, 56)), "fragment") << "of a datagram already complete";
}

TEST(Fragments, OfSeveralDatagramsInterleave) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(2, 0, 24)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(2, 24, 56)), kWhole);
    EXPECT_EQ(decoded(decoder, v4(1, 24, 56)), kWhole);
}

TEST(Fragments, OfBytesThatComeTwiceTheFirstStand) {
    Bytes other = kSegment;
    std::fill(other.begin() + 20, other.end(), std::uint8_t{'X'});
    Decoder decoder;
    Segment segment;
    EXPECT_EQ(decoded(decoder, v4(1, 24, 32)), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 48, 56)), "fragment");
    ASSERT_EQ(decoder.decode(rawPacket({ipv4Fragment(1, 0, true, part(other, 0, 48)), LinkType::Raw}), segment),
              PacketFate::Tracked);
    EXPECT_EQ(payloadText(segment), "XXXX456789abXXXXXXXXXXXXXXXXstuvwxyz");
}

TEST(Fragments, BytesBeyondTheEndAreDropped) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 24, 56)), "fragment");
    EXPECT_EQ(decoded(decoder, {ipv4Fragment(1, 56, true, zeros(80)), LinkType::Raw}), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), kWhole);
}

TEST(Fragments, CutOnesGiveTheSegmentWithItsLength) {
    Decoder decoder;
    Packet cut = v4(1, 0, 40);
    cut.originalLength = 60;
    cut.bytes = firstOf(cut.bytes, 20 + 24);
    EXPECT_EQ(decoded(decoder, cut), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 40, 56)), "10.0.0.1:40000 > 10.0.0.2:80 len=36 captured=4 reassembled");
}

TEST(Fragments, CutBeforeTheTcpFlagsAreCut) {
    Decoder decoder;
    Packet cut = v4(1, 0, 40);
    cut.originalLength = 60;
    cut.bytes = firstOf(cut.bytes, 20 + 13);
    EXPECT_EQ(decoded(decoder, cut), "fragment");
    EXPECT_EQ(decoded(decoder, v4(1, 40, 56)), "cut-by-snap-length");
}

TEST(Fragments, NeverCompletedOnesAreForgottenAfterThirtySeconds) {
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, v4(1, 0, 24)), "fragment");
    Packet inTime = v4(1, 24, 40);
    inTime.second = 30;
    EXPECT_EQ(decoded(decoder, inTime), "fragment");
    Packet late = v4(1, 40, 56);
    late.second = 31;
    EXPECT_EQ(decoded(decoder, late), "fragment") << "its beginning is forgotten";
}

TEST(Fragments, OfATunnelLeadToItsInnermostSegment) {
    const Bytes inner = tcpOverIpv6();
    const auto fragment = [&](unsigned offset, bool more, const Bytes& bytes) {
        Bytes packet = ipv4Fragment(1, offset, more, bytes);
        packet[9] = 41;
        return Packet{packet, LinkType::Raw};
    };
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, fragment(0, true, part(inner, 0, 48))), "fragment");
    EXPECT_EQ(decoded(decoder, fragment(48, false, part(inner, 48, inner.size()))),
              std::string(kOverIpv6) + " reassembled");
}

TEST(Fragments, WithinFragments) {
    const Bytes outerOfFirst = v4(5, 0, 24).bytes;
    const auto outer = [](unsigned id, unsigned offset, bool more, const Bytes& bytes) {
        Bytes packet = ipv4Fragment(id, offset, more, bytes);
        packet[9] = 4;
        return Packet{packet, LinkType::Raw};
    };
    Decoder decoder;
    EXPECT_EQ(decoded(decoder, outer(1, 0, true, part(outerOfFirst, 0, 32))), "fragment");
    EXPECT_EQ(decoded(decoder, outer(1, 32, false, part(outerOfFirst, 32, 44))), "fragment");
    EXPECT_EQ(decoded(decoder, v4(5, 24, 56)), kWhole);
}

TEST(Fragments, ThatNoSenderCanMeanAreMalformed) {
    EXPECT_EQ(decoded({ipv4Fragment(1, 0, true, zeros(7)), LinkType::Raw}), "malformed") << "not a multiple of 8";
    EXPECT_EQ(decoded({ipv4Fragment(1, 65528, false, zeros(100)), LinkType::Raw}), "malformed") << "beyond 65535";
    EXPECT_EQ(decoded({ipv4Fragment(1, 8, false, {}), LinkType::Raw}), "malformed") << "empty";
}

/// Feeds one fragment straight to a table.
void feed(FragmentTable& table, std::uint32_t id, std::uint32_t offset, bool more, const Bytes& bytes) {
    Segment segment;
    segment.source.address = IpAddress::fromV4(1);
    const Walk walk{.rest = Slice(std::as_bytes(std::span(bytes)), bytes.size()),
                    .segment = segment,
                    .fragment = {true, more, 6, id, offset}};
    EXPECT_FALSE(table.add(walk, Timestamp{}).has_value());
}

TEST(FragmentTable, IsBoundedInDatagrams) {
    FragmentTable table;
    for (std::uint32_t id = 0; id < 3 * kMaxFragmentedDatagrams; ++id)
        feed(table, id, 0, true, zeros(8));
    EXPECT_EQ(table.datagramCount(), kMaxFragmentedDatagrams);
}

TEST(FragmentTable, IsBoundedInBytes) {
    FragmentTable table;
    constexpr std::size_t kLargest = 65528;
    for (std::uint32_t id = 0; id < 600; ++id)
        feed(table, id, 0, true, zeros(kLargest));
    EXPECT_LE(table.storedBytes(), kMaxFragmentBytes + 2 * kLargest);
}

TEST(FragmentTable, IsBoundedInPiecesOfADatagram) {
    FragmentTable table;
    for (std::uint32_t piece = 0; piece <= kMaxPiecesOfDatagram; ++piece)
        feed(table, 1, piece * 16, true, zeros(8));
    EXPECT_EQ(table.datagramCount(), 0U);
    EXPECT_EQ(table.storedBytes(), 0U);
}

} // namespace
} // namespace synscope::test
