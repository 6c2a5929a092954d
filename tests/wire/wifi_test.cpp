// SPDX-License-Identifier: Apache-2.0
//
// 802.11 data frames in all their header lengths, and the capture headers before them.
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const Bytes kThreeAddresses = hex("0000 020000000001 020000000002 020000000003 0000");
const Bytes kFourthAddress = hex("020000000004");
const Bytes kQos = hex("0000");
const Bytes kQosOfAggregate = hex("8000");
const Bytes kHtControl = hex("00000000");

Bytes body() {
    return snap(0x0800, tcpOverIpv4());
}

/// A plain data frame to the distribution system.
Bytes dataFrame() {
    return hex("0801") + kThreeAddresses + body();
}

std::string wifi(const Bytes& frame) {
    return decoded({frame, LinkType::Ieee80211});
}

TEST(Wifi, DataFramesOfEveryHeaderLength) {
    EXPECT_EQ(wifi(dataFrame()), kOverIpv4);
    EXPECT_EQ(wifi(hex("0803") + kThreeAddresses + kFourthAddress + body()), kOverIpv4) << "four addresses";
    EXPECT_EQ(wifi(hex("8802") + kThreeAddresses + kQos + body()), kOverIpv4) << "quality of service";
    EXPECT_EQ(wifi(hex("8803") + kThreeAddresses + kFourthAddress + kQos + body()), kOverIpv4) << "both";
    EXPECT_EQ(wifi(hex("8882") + kThreeAddresses + kQos + kHtControl + body()), kOverIpv4) << "HT control";
}

TEST(Wifi, OfAnAggregateTheFirstPartIsFollowed) {
    const Bytes part = hex("020000000001 020000000002") + number16(static_cast<unsigned>(body().size())) + body();
    EXPECT_EQ(wifi(hex("8802") + kThreeAddresses + kQosOfAggregate + part + zeros(3) + part), kOverIpv4);
}

TEST(Wifi, OtherFramesAreNotIp) {
    EXPECT_EQ(wifi(hex("8000") + kThreeAddresses + zeros(40)), "not-ip") << "beacon";
    EXPECT_EQ(wifi(hex("d400 0000 020000000001")), "not-ip") << "acknowledgement";
    EXPECT_EQ(wifi(hex("4801") + kThreeAddresses), "not-ip") << "null function";
    EXPECT_EQ(wifi(hex("0801") + kThreeAddresses + snap(0x888e, zeros(20))), "not-ip") << "EAPOL";
}

TEST(Wifi, EncryptedFramesSaySo) {
    EXPECT_EQ(wifi(hex("0841") + kThreeAddresses + zeros(60)), "protected-frame");
}

TEST(Wifi, PartsOfAFrameAreFragments) {
    EXPECT_EQ(wifi(hex("0805") + kThreeAddresses + body()), "fragment") << "more follow";
    EXPECT_EQ(wifi(hex("0801") + firstOf(kThreeAddresses, 20) + hex("0100") + zeros(30)), "fragment") << "a second";
}

TEST(Radiotap, IsPassedOver) {
    EXPECT_EQ(decoded({hex("0000 0800 00000000") + dataFrame(), LinkType::Radiotap}), kOverIpv4);
    EXPECT_EQ(decoded({hex("0000 0c00 00000080 00000000") + dataFrame(), LinkType::Radiotap}), kOverIpv4);
    EXPECT_EQ(decoded({hex("0100 0800 00000000") + dataFrame(), LinkType::Radiotap}), "malformed");
    EXPECT_EQ(decoded({hex("0000 0700 00000000") + dataFrame(), LinkType::Radiotap}), "malformed");
}

/// With a total length of 0 the IP packet ends where the frame does, so a check sequence not taken off shows.
Bytes frameWithoutIpLength() {
    Bytes packet = tcpOverIpv4();
    packet[2] = packet[3] = 0;
    return hex("0801") + kThreeAddresses + snap(0x0800, packet);
}

TEST(Radiotap, FlagsTellOfACheckSequence) {
    const Bytes frame = frameWithoutIpLength() + hex("deadbeef");
    const std::string expected = std::string(kOverIpv4) + " from-capture";
    EXPECT_EQ(decoded({hex("0000 0900 02000000 10") + frame, LinkType::Radiotap}), expected);
    const Bytes behindTimestamp = hex("0000 1900 030000a0 00000020") + hex("00000000") + zeros(8) + hex("10");
    EXPECT_EQ(decoded({behindTimestamp + frame, LinkType::Radiotap}), expected)
        << "behind one more presence word and an aligned timestamp";
}

TEST(Radiotap, ACheckSequenceIsTakenOffOnce) {
    Packet packet{hex("0000 0900 02000000 10") + frameWithoutIpLength() + hex("deadbeef"), LinkType::Radiotap};
    packet.fcsBytes = 4;
    EXPECT_EQ(decoded(packet), std::string(kOverIpv4) + " from-capture");
}

TEST(Radiotap, FlagsTellOfPaddingBehindTheHeader) {
    const Bytes frame = hex("8802") + kThreeAddresses + kQos + zeros(2) + body();
    EXPECT_EQ(decoded({hex("0000 0900 02000000 20") + frame, LinkType::Radiotap}), kOverIpv4);
}

TEST(Prism, HeaderTellsItsLengthInEitherByteOrder) {
    EXPECT_EQ(decoded({hex("44000000 90000000") + zeros(136) + dataFrame(), LinkType::Prism}), kOverIpv4);
    EXPECT_EQ(decoded({hex("00000044 00000090") + zeros(136) + dataFrame(), LinkType::Prism}), kOverIpv4);
    EXPECT_EQ(decoded({hex("80211001 00000040") + zeros(56) + dataFrame(), LinkType::Prism}), kOverIpv4) << "AVS";
    EXPECT_EQ(decoded({hex("44000000 04000000") + dataFrame(), LinkType::Prism}), "malformed");
}

} // namespace
} // namespace synscope::test
