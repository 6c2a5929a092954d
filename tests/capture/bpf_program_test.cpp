// SPDX-License-Identifier: Apache-2.0
//
// Compiled capture filters: what they let through, compiled by libpcap and step by step; and what is no program.
#include "core/capture/bpf_program.h"

#include "core/capture/capture_filter.h"
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

bool passes(const std::string& filter, const Bytes& packet) {
    const Result<std::string> compiled = compiledFilter(filter, LinkType::Raw);
    EXPECT_TRUE(compiled) << compiled.error().message;
    const std::optional<BpfProgram> program = BpfProgram::parse(compiled.value());
    EXPECT_TRUE(program) << filter;
    return program && program->passes(std::as_bytes(std::span(packet)));
}

/// What a program of these steps, and then an answer from the accumulator, makes of the packet.
bool runs(const std::string& steps, const Bytes& packet) {
    const std::optional<BpfProgram> program = BpfProgram::parse(steps + "22 0 0 0\n");
    EXPECT_TRUE(program) << steps;
    return program && program->passes(std::as_bytes(std::span(packet)));
}

TEST(BpfProgram, LetsThroughWhatItsFilterDoes) {
    const Bytes v4 = ipv4(6, tcp());
    const Bytes v6 = ipv6(6, tcp());
    for (const char* filter : {"", "tcp", "tcp port 80", "port 40000 or port 9", "tcp dst port 80", "not udp",
                               "tcp[13] & 16 != 0", "tcp portrange 70-90", "len > 20", "greater 20"})
        EXPECT_TRUE(passes(filter, v4)) << filter;
    for (const char* filter : {"udp", "tcp port 81", "tcp src port 80", "ip6", "host 10.0.0.9", "net 10.1.0.0/16",
                               "tcp[tcpflags] & tcp-syn != 0", "less 20", "tcp port 80 and not host 10.0.0.1"})
        EXPECT_FALSE(passes(filter, v4)) << filter;
    for (const char* filter : {"host 10.0.0.1", "src host 10.0.0.1 and dst net 10.0.0.0/24", "ip[8] = 64",
                               "(ip[2:2] - ((ip[0] & 0xf) << 2)) - ((tcp[12] & 0xf0) >> 2) = 5", "ip[8] / 2 * 2 = 64",
                               "ip[8] % 3 = 1", "(ip[8] ^ 1) | 2 = 67", "4294967295 - ip[8] > 9"})
        EXPECT_TRUE(passes(filter, v4)) << filter;
    for (const char* filter : {"ip6", "tcp", "tcp port 80", "host 2001:db8::1", "net 2001:db8::/32"})
        EXPECT_TRUE(passes(filter, v6)) << filter;
    EXPECT_FALSE(passes("host 2001:db8::9", v6));
}

TEST(BpfProgram, KeepsOutWhatEndsTooSoonAndWhatCannotBeDivided) {
    EXPECT_FALSE(passes("tcp port 80", firstOf(ipv4(6, tcp()), 21)));
    EXPECT_FALSE(passes("tcp", {}));
    EXPECT_TRUE(runs("0 0 0 6\n52 0 0 2\n", {}));
    EXPECT_FALSE(runs("0 0 0 6\n1 0 0 0\n60 0 0 0\n", {})) << "by an index of 0";
    EXPECT_FALSE(runs("0 0 0 6\n148 0 0 0\n", {}));
}

TEST(BpfProgram, KeepsNumbersInItsCells) {
    EXPECT_TRUE(runs("0 0 0 7\n2 0 0 15\n0 0 0 0\n96 0 0 15\n", {}));
    EXPECT_FALSE(runs("0 0 0 7\n2 0 0 15\n96 0 0 14\n", {}));
    EXPECT_TRUE(runs("1 0 0 7\n3 0 0 2\n1 0 0 0\n97 0 0 2\n135 0 0 0\n", {}));
    EXPECT_TRUE(runs("0 0 0 7\n7 0 0 0\n0 0 0 0\n12 0 0 0\n", {}));
}

TEST(BpfProgram, IsNoneWhereItWouldGoAstray) {
    for (const char* text : {"", "6 0 0", "6 0 0 1 2", "6 0 0 x", "0 0 0 1", "96 0 0 16\n6 0 0 1", "2 0 0 16\n6 0 0 1",
                             "21 1 0 1\n6 0 0 1", "21 0 9 1\n6 0 0 1", "5 0 0 1\n6 0 0 1", "5 0 0 4294967295\n6 0 0 1",
                             "6 300 0 1", "224 0 0 1\n6 0 0 1", "56 0 0 1\n6 0 0 1", "181 0 0 0\n6 0 0 1"})
        EXPECT_FALSE(BpfProgram::parse(text)) << text;
    EXPECT_TRUE(BpfProgram::parse("5 0 0 0\n6 0 0 1\n"));
}

TEST(CompiledFilter, HasAnErrorForWordsOfTheLinkLayerOnBareIp) {
    EXPECT_FALSE(compiledFilter("ether host 02:00:00:00:00:01", LinkType::Raw));
    EXPECT_FALSE(compiledFilter("vlan 5", LinkType::Raw));
    EXPECT_FALSE(compiledFilter("tcp prt 80", LinkType::Ethernet));
    EXPECT_TRUE(compiledFilter("ether host 02:00:00:00:00:01", LinkType::Ethernet));
}
} // namespace
} // namespace synscope::test
