// SPDX-License-Identifier: Apache-2.0
//
// What listeners drop: the kernel's text and messages, counts that only grow, and a real listener that overflows.
#include "core/sockets/linux/listen_counters.h"
#include "core/sockets/linux/netlink_dump.h"
#include "core/sockets/listen_drops.h"
#include "core/sockets/system_sockets.h"
#include "tests/sockets/loopback.h"
#include "tests/sockets/netlink_bytes.h"
#include "tests/sockets/own_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <optional>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::uint8_t kListen = 10;

TEST(ListenCounters, ComeFromTheNamedColumns) {
    const auto counters = parseNetstat("IpExt: InNoRoutes\nIpExt: 7\n"
                                       "TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPReqQFullDoCookies "
                                       "TCPReqQFullDrop\nTcpExt: 1 20 300 4000 50000\n");
    ASSERT_TRUE(counters);
    EXPECT_EQ(counters->overflows, 20U);
    EXPECT_EQ(counters->drops, 300U);
    EXPECT_EQ(counters->synCookies, 4000U);
    EXPECT_EQ(counters->fullSynQueues, 50000U);
}

TEST(ListenCounters, AreMissingWhereTheTextHasNone) {
    EXPECT_FALSE(parseNetstat(""));
    EXPECT_FALSE(parseNetstat("TcpExt: ListenDrops"));
    EXPECT_FALSE(parseNetstat("TcpExt: Other\nTcpExt: 1\n"));
    EXPECT_FALSE(parseNetstat("TcpExt: ListenDrops\nTcpExt: many\n"));
    EXPECT_EQ(parseNetstat("TcpExt: ListenDrops ListenOverflows\nTcpExt: 5\n").value().drops, 5U);
}

std::vector<SocketEntry> parsed(std::uint8_t state, std::size_t words) {
    ByteVector payload;
    appendBytes(payload, diagMessage(state, socketAddress("10.0.0.2", 8080), socketAddress("0.0.0.0", 0)));
    ByteVector memory;
    for (std::uint32_t i = 0; i < words; ++i)
        appendBytes(memory, 100 + i);
    append(payload, attribute(INET_DIAG_SKMEMINFO, memory));
    std::vector<SocketEntry> entries;
    const ByteVector bytes = message(SOCK_DIAG_BY_FAMILY, 1, payload);
    EXPECT_EQ(parseDump(bytes, 1, entries).malformed, 0U);
    return entries;
}

TEST(ListenDrops, AreReadFromTheKernelsMessages) {
    EXPECT_EQ(parsed(kListen, 9).at(0).drops, 108U);
    EXPECT_EQ(parsed(kListen, 8).at(0).drops, std::nullopt) << "an older kernel";
    EXPECT_EQ(parsed(1, 9).at(0).drops, std::nullopt) << "of other sockets it counts something else";
}

SocketEntry listener(std::uint64_t cookie, std::uint16_t port, std::uint32_t drops) {
    SocketEntry entry;
    entry.local = {IpAddress::fromV4(0x0a000001), port};
    entry.state = SocketState::Listen;
    entry.cookie = cookie;
    entry.drops = drops;
    return entry;
}

SocketTable tableOf(std::vector<SocketEntry> entries, std::map<std::uint64_t, ListenCounters> counters = {}) {
    SocketTable table;
    table.entries = std::move(entries);
    table.listenCounters = std::move(counters);
    return table;
}

std::string told(const ListenDrops& drops) {
    std::string text;
    for (const ListenerDrops& listener : drops.listeners())
        text += listener.key.listener + " " + std::to_string(listener.drops) + "\n";
    return text;
}

TEST(ListenDrops, CountFromTheFirstTableOn) {
    ListenDrops drops(10);
    drops.add(tableOf({listener(1, 80, 1000)}, {{7, {10, 20, 30, 40}}}));
    EXPECT_EQ(told(drops), "");
    EXPECT_EQ(drops.counters().drops, 0U);
    drops.add(tableOf({listener(1, 80, 1003)}, {{7, {11, 22, 33, 44}}}));
    EXPECT_EQ(told(drops), "10.0.0.1:80 3\n");
    EXPECT_EQ(drops.counters().overflows, 1U);
    EXPECT_EQ(drops.counters().drops, 2U);
    EXPECT_EQ(drops.counters().fullSynQueues, 3U);
    EXPECT_EQ(drops.counters().synCookies, 4U);
}

TEST(ListenDrops, NeverFall) {
    ListenDrops drops(10);
    drops.add(tableOf({listener(1, 80, 0)}, {{7, {0, 5, 0, 0}}}));
    drops.add(tableOf({listener(1, 80, 6)}, {{7, {0, 11, 0, 0}}}));
    drops.add(tableOf({listener(2, 80, 1)}, {{8, {0, 2, 0, 0}}})); // the program was started anew, in another namespace
    EXPECT_EQ(told(drops), "10.0.0.1:80 7\n");
    EXPECT_EQ(drops.counters().drops, 6U);
}

TEST(ListenDrops, GoRoundWithTheKernels32Bits) {
    ListenDrops drops(10);
    drops.add(tableOf({listener(1, 80, 0xfffffffeU)}));
    drops.add(tableOf({listener(1, 80, 1)}));
    EXPECT_EQ(told(drops), "10.0.0.1:80 3\n");
}

TEST(ListenDrops, NameSoManyListenersAndNoMore) {
    ListenDrops drops(1);
    drops.add(tableOf({}));
    drops.add(tableOf({listener(1, 80, 2), listener(2, 81, 3), listener(3, 82, 4)}));
    EXPECT_EQ(told(drops), "10.0.0.1:80 2\nother 7\n");
}

struct Overflow {
    std::string obstacle;
    SocketEntry listener;
    ListenCounters counters;
    std::string told;
};

Overflow overflowOne() {
    Overflow result;
    result.obstacle = enterOwnNetwork();
    if (!result.obstacle.empty())
        return result;
    const std::unique_ptr<SocketSource> source = openSystemSockets({});
    const Listener listener(Family::V4, 1);
    ListenDrops drops(10);
    drops.add(source->read().value());
    std::vector<Descriptor> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(listener.ask());
    const SocketTable table = source->read().value();
    drops.add(table);
    const auto found = std::find_if(table.entries.begin(), table.entries.end(),
                                    [&](const SocketEntry& entry) { return entry.state == SocketState::Listen; });
    result.listener = found == table.entries.end() ? SocketEntry{} : *found;
    result.counters = drops.counters();
    result.told = std::to_string(drops.listeners().size()) + " " + toText(listener.address()) + " " +
                  (drops.listeners().empty() ? "" : drops.listeners().front().key.listener);
    return result;
}

TEST(ListenDrops, AreCountedOfARealListenerThatOverflows) {
    const Overflow overflow = std::async(std::launch::async, overflowOne).get(); // the namespace is that thread's
    if (!overflow.obstacle.empty())
        GTEST_SKIP() << overflow.obstacle;
    EXPECT_EQ(overflow.listener.receiveQueue, 2U) << "one more than its backlog";
    EXPECT_EQ(overflow.listener.drops, 6U);
    EXPECT_EQ(overflow.counters.overflows, 6U);
    EXPECT_EQ(overflow.counters.drops, 6U);
    const std::string address = overflow.told.substr(2, overflow.told.rfind(' ') - 2);
    EXPECT_EQ(overflow.told, "1 " + address + " " + address);
}

} // namespace
} // namespace synscope::test
