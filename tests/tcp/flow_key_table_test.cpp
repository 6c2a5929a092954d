// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/flow_key_table.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace synscope {
namespace {

Segment between(const std::string& source, std::uint16_t sourcePort, const std::string& destination,
                std::uint16_t destinationPort) {
    Segment segment;
    segment.source = {parseIpAddress(source).value(), sourcePort};
    segment.destination = {parseIpAddress(destination).value(), destinationPort};
    return segment;
}

Segment backOf(Segment segment) {
    std::swap(segment.source, segment.destination);
    return segment;
}

FlowKeyTable::Found find(FlowKeyTable& table, const Segment& segment) {
    return table.find(segment, FlowKeyTable::hashOf(segment));
}

TEST(FlowKeyTable, bothDirectionsAreOneFlow) {
    FlowKeyTable table;
    for (const Segment& there :
         {between("10.0.0.1", 40000, "10.0.0.2", 80), between("2001:db8::1", 40000, "2001:db8::2", 80),
          between("127.0.0.1", 40000, "127.0.0.1", 80)}) {
        const Segment back = backOf(there);
        EXPECT_EQ(FlowKeyTable::hashOf(there), FlowKeyTable::hashOf(back));
        const FlowKeyTable::Found first = find(table, there);
        const FlowKeyTable::Found second = find(table, back);
        EXPECT_TRUE(first.isNew);
        EXPECT_FALSE(second.isNew);
        EXPECT_EQ(first.flow, second.flow);
        EXPECT_NE(first.sourceIsLow, second.sourceIsLow);
    }
}

TEST(FlowKeyTable, exchangedPortsAreAnotherFlow) {
    const Segment one = between("10.0.0.1", 1000, "10.0.0.2", 2000);
    const Segment other = between("10.0.0.1", 2000, "10.0.0.2", 1000);
    FlowKeyTable table;
    EXPECT_NE(FlowKeyTable::hashOf(one), FlowKeyTable::hashOf(other));
    EXPECT_NE(find(table, one).flow, find(table, other).flow);
}

TEST(FlowKeyTable, anAddressOfOneFamilyIsNotTheOthers) {
    FlowKeyTable table;
    const FlowId v4 = find(table, between("0.0.0.1", 1, "0.0.0.2", 2)).flow;
    EXPECT_NE(find(table, between("::1", 1, "::2", 2)).flow, v4);
}

TEST(FlowKeyTable, aGuessIsWhatFindAnswers) {
    FlowKeyTable table;
    int guessed = 0;
    constexpr int kFlows = 60000;
    for (int port = 1; port <= kFlows; ++port)
        find(table, between("10.0.0.1", static_cast<std::uint16_t>(port), "10.0.0.2", 443));
    for (int port = 1; port <= kFlows; ++port) {
        const Segment segment = between("10.0.0.2", 443, "10.0.0.1", static_cast<std::uint16_t>(port));
        const FlowId guess = table.guess(FlowKeyTable::hashOf(segment));
        if (guess == kNoFlow)
            continue;
        ++guessed;
        EXPECT_EQ(guess, find(table, segment).flow);
    }
    EXPECT_GT(guessed, kFlows * 9 / 10);
    EXPECT_EQ(table.guess(FlowKeyTable::hashOf(between("192.0.2.1", 1, "192.0.2.2", 2))), kNoFlow);
}

} // namespace
} // namespace synscope
