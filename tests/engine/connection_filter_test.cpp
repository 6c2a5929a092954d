// SPDX-License-Identifier: Apache-2.0
//
// Which connections a capture filter lets through, told by their addresses alone.
#include "core/engine/connection_filter.h"

#include "core/capture/capture_filter.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

SocketAddress at(const char* address, std::uint16_t port) {
    return {*parseIpAddress(address), port};
}

bool passes(const std::string& filter, const SocketAddress& one, const SocketAddress& other) {
    return ConnectionFilter(BpfProgram::parse(compiledFilter(filter, LinkType::Raw).value()).value())
        .passes(one, other);
}

TEST(ConnectionFilter, IsAskedInBothDirections) {
    const SocketAddress server = at("10.0.0.2", 8080);
    const SocketAddress client = at("10.0.0.1", 40000);
    for (const char* filter : {"tcp port 8080 or tcp port 8380", "src port 8080", "dst port 8080", "host 10.0.0.1",
                               "src host 10.0.0.1", "portrange 8000-9000", "ip", "less 100", "tcp[13] & 16 != 0"}) {
        EXPECT_TRUE(passes(filter, server, client)) << filter;
        EXPECT_TRUE(passes(filter, client, server)) << filter;
    }
    for (const char* filter : {"port 443", "udp", "ip6", "not tcp", "src host 10.0.0.1 and src port 8080",
                               "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "greater 100"})
        EXPECT_FALSE(passes(filter, server, client)) << filter;
}

TEST(ConnectionFilter, KnowsIpv6) {
    const SocketAddress server = at("2001:db8::2", 8080);
    const SocketAddress client = at("2001:db8::1", 40000);
    EXPECT_TRUE(passes("ip6 and tcp port 8080", server, client));
    EXPECT_TRUE(passes("src host 2001:db8::1 and dst port 8080", server, client));
    EXPECT_FALSE(passes("ip", server, client));
    EXPECT_FALSE(passes("host 2001:db8::3", server, client));
}

} // namespace
} // namespace synscope::test
