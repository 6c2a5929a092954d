// SPDX-License-Identifier: Apache-2.0
//
// Sequence numbers, addresses as text, and the counts of fates.
#include "core/wire/decode.h"
#include "core/wire/ip_address.h"
#include "core/wire/seq_num.h"

#include <gtest/gtest.h>

#include <set>

namespace synscope::test {
namespace {

std::string throughText(std::string_view text) {
    const auto address = parseIpAddress(text);
    return address ? toText(*address) : "no address";
}

TEST(SeqNum, AdditionAndSubtractionWrap) {
    EXPECT_EQ(SeqNum(0xffffffffU) + 1, SeqNum(0));
    EXPECT_EQ(SeqNum(0) - 1, SeqNum(0xffffffffU));
}

TEST(SeqNum, OrderHoldsAcrossTheWrap) {
    const SeqNum before(0xfffffff0U);
    const SeqNum after(0x10);
    EXPECT_EQ(after.distanceFrom(before), 32);
    EXPECT_EQ(before.distanceFrom(after), -32);
    EXPECT_TRUE(before.before(after) && after.after(before));
    EXPECT_TRUE(before.atOrBefore(before) && before.atOrAfter(before));
    EXPECT_FALSE(before.before(before) || before.after(before));
}

TEST(SeqNum, WindowIsHalfOpenAndWraps) {
    const SeqNum start(0xfffffffeU);
    EXPECT_TRUE(start.inWindow(start, 1));
    EXPECT_TRUE(SeqNum(1).inWindow(start, 4));
    EXPECT_FALSE(SeqNum(2).inWindow(start, 4));
    EXPECT_FALSE(SeqNum(0xfffffffdU).inWindow(start, 4));
    EXPECT_FALSE(start.inWindow(start, 0));
}

TEST(IpAddress, Ipv4Text) {
    EXPECT_EQ(toText(IpAddress::fromV4(0x0a000001)), "10.0.0.1");
    EXPECT_EQ(throughText("255.255.255.255"), "255.255.255.255");
    EXPECT_EQ(parseIpAddress("10.0.0.1")->v4(), 0x0a000001U);
}

TEST(IpAddress, Ipv6TextFollowsRfc5952) {
    EXPECT_EQ(throughText("2001:0DB8:0000:0000:0000:0000:0000:0001"), "2001:db8::1");
    EXPECT_EQ(throughText("::"), "::");
    EXPECT_EQ(throughText("::1"), "::1");
    EXPECT_EQ(throughText("fe80::"), "fe80::");
    EXPECT_EQ(throughText("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1") << "one group is not shortened";
    EXPECT_EQ(throughText("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1") << "the longest run";
    EXPECT_EQ(throughText("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1") << "the first of equals";
    EXPECT_EQ(throughText("::ffff:c000:0201"), "::ffff:192.0.2.1") << "IPv4-mapped";
    EXPECT_EQ(throughText("64:ff9b::192.0.2.33"), "64:ff9b::c000:221");
    EXPECT_EQ(throughText("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
    EXPECT_EQ(throughText("1:2:3:4:5:6:1.2.3.4"), "1:2:3:4:5:6:102:304");
}

TEST(IpAddress, WhatIsNoAddressIsRefused) {
    for (const std::string_view text : {"",
                                        "10.0.0",
                                        "10.0.0.1.2",
                                        "10.0.0.256",
                                        "10.0.0.01",
                                        "10.0.0.",
                                        ".1.2.3",
                                        "a.b.c.d",
                                        "1.2.3.4 ",
                                        ":",
                                        ":::",
                                        "1::2::3",
                                        "1:2:3:4:5:6:7",
                                        "1:2:3:4:5:6:7:8:9",
                                        "1:2:3:4:5:6:7:8::",
                                        "12345::",
                                        "g::",
                                        "1:",
                                        ":1",
                                        "::1.2.3",
                                        "1.2.3.4::",
                                        "::1%eth0",
                                        "[::1]",
                                        "1:2:3:4:5:6:7:1.2.3.4",
                                        "+1::",
                                        "-1.2.3.4"})
        EXPECT_EQ(throughText(text), "no address") << text;
}

TEST(IpAddress, WithAPort) {
    EXPECT_EQ(toText(SocketAddress{*parseIpAddress("10.0.0.1"), 80}), "10.0.0.1:80");
    EXPECT_EQ(toText(SocketAddress{*parseIpAddress("2001:db8::1"), 443}), "[2001:db8::1]:443");
}

TEST(PacketFate, EachHasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (std::size_t fate = 0; fate < kPacketFateCount; ++fate)
        names.insert(toText(static_cast<PacketFate>(fate)));
    EXPECT_EQ(names.size(), kPacketFateCount);
    EXPECT_FALSE(names.contains(""));
}

TEST(PacketCounts, AddUpToThePackets) {
    PacketCounts counts;
    counts.add(PacketFate::Tracked);
    counts.add(PacketFate::Tracked);
    counts.add(PacketFate::ProtectedFrame);
    EXPECT_EQ(counts[PacketFate::Tracked], 2U);
    EXPECT_EQ(counts[PacketFate::Malformed], 0U);
    EXPECT_EQ(counts.total(), 3U);
}

} // namespace
} // namespace synscope::test
