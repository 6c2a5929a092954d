// SPDX-License-Identifier: Apache-2.0
//
// The kernel's range of local ports and its reserved ones, as its files say them.
#include "core/store/local_ports.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

TEST(PortRange, IsReadAsTheKernelWritesIt) {
    EXPECT_EQ(parsePortRange("32768\t60999\n"), (PortSpan{32768, 60999}));
    EXPECT_EQ(parsePortRange("  1024   65535 "), (PortSpan{1024, 65535}));
    EXPECT_EQ(parsePortRange("5000\t5000\n"), (PortSpan{5000, 5000}));
}

TEST(PortRange, IsNothingElse) {
    for (const char* text : {"", "\n", "32768", "60999\t32768", "32768\t70000", "a\tb", "1\t2\t3", "-1\t5"})
        EXPECT_FALSE(parsePortRange(text)) << '"' << text << '"';
}

TEST(PortList, IsReadAsTheKernelWritesIt) {
    EXPECT_EQ(parsePortList("\n"), std::vector<PortSpan>{});
    EXPECT_EQ(parsePortList("8080\n"), (std::vector<PortSpan>{{8080, 8080}}));
    EXPECT_EQ(parsePortList("8080,9148-9150\n"), (std::vector<PortSpan>{{8080, 8080}, {9148, 9150}}));
}

TEST(PortList, IsBroughtInOrderWithoutOverlaps) {
    EXPECT_EQ(parsePortList("50-60,10,55-70,12"), (std::vector<PortSpan>{{10, 10}, {12, 12}, {50, 70}}));
}

TEST(PortList, IsNothingElse) {
    for (const char* text : {"8080,", ",8080", "8080 9090", "9150-9148", "8080-", "x", "65536"})
        EXPECT_FALSE(parsePortList(text)) << '"' << text << '"';
}

TEST(LocalPorts, AreTheRangeLessTheReservedInIt) {
    const LocalPorts ports{{32768, 32777}, {{80, 80}, {32760, 32769}, {32775, 32775}}};
    EXPECT_EQ(ports.size(), 7U);
    EXPECT_FALSE(ports.has(80));
    EXPECT_FALSE(ports.has(32769));
    EXPECT_TRUE(ports.has(32770));
    EXPECT_FALSE(ports.has(32775));
    EXPECT_TRUE(ports.has(32777));
    EXPECT_FALSE(ports.has(32778));
}

TEST(LocalPorts, BeginAsLinuxBegins) {
    EXPECT_EQ(LocalPorts().size(), 28232U);
}

} // namespace
} // namespace synscope::test
