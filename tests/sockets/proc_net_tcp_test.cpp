// SPDX-License-Identifier: Apache-2.0
//
// /proc/net/tcp and tcp6, as kernels printed them, and damaged.
#include "core/sockets/linux/proc_net_tcp.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr std::string_view kTitle =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
// Recorded from Linux 6.18 on a little-endian machine.
constexpr std::string_view kListen =
    "   0: 0100007F:872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 1214849 3 "
    "00000000a3b1a0b3 100 0 0 10 0                   \n";
constexpr std::string_view kCloseWait =
    "   2: 0100007F:872B 0100007F:DAA4 08 00000000:00000004 00:00000000 00000000     0        0 1214851 1 "
    "00000000ef76f38f 20 4 28 10 -1                  \n";
constexpr std::string_view kNeverAccepted =
    "   6: 0100007F:872B 0100007F:DAAE 08 00000000:00000001 00:00000000 00000000     0        0 0 1 "
    "00000000eddc869f 20 4 0 10 -1                   \n";
constexpr std::string_view kTimeWait =
    "   5: 0100007F:1F90 0200007F:C350 06 00000000:00000000 03:00000BB8 00000000     0        0 0 3 "
    "0000000000000000\n";
constexpr std::string_view kRetransmitting =
    "   7: 0200000A:0016 0100000A:CA64 01 00000024:00000000 01:00000015 00000005  1000        0 31337 4 "
    "00000000eddc869f 20 4 0 10 -1\n";
constexpr std::string_view kV6 =
    "   1: B80D0120000000000000000001000000:01BB B80D0120000000000000000002000000:D431 01 00000000:00000000 "
    "02:000002D7 00000000    33        0 4242 1 00000000f5ab3c60 20 0 0 10 -1\n";
constexpr std::string_view kMapped =
    "   1: 0000000000000000FFFF00000200000A:0050 0000000000000000FFFF00000100000A:D431 08 00000000:00000001 "
    "00:00000000 00000000    33        0 4243 1 00000000f5ab3c60 20 0 0 10 -1\n";

ProcTable parse(std::string_view lines) {
    return parseProcNetTcp(std::string(kTitle).append(lines), 100, std::endian::little);
}

SocketEntry only(std::string_view line) {
    const ProcTable table = parse(line);
    EXPECT_EQ(table.malformed, 0U);
    EXPECT_EQ(table.entries.size(), 1U);
    return table.entries.empty() ? SocketEntry{} : table.entries[0];
}

TEST(ProcNetTcp, AListenerHasItsQueueAndNoPeer) {
    const SocketEntry entry = only(kListen);
    EXPECT_EQ(entry.state, SocketState::Listen);
    EXPECT_EQ(toText(entry.local), "127.0.0.1:34603");
    EXPECT_EQ(toText(entry.remote), "0.0.0.0:0");
    EXPECT_EQ(entry.receiveQueue, 2U);
    EXPECT_FALSE(entry.backlogLimit.has_value());
    EXPECT_EQ(entry.inode, 1214849U);
}

TEST(ProcNetTcp, ASocketInCloseWaitHasItsUnreadBytes) {
    const SocketEntry entry = only(kCloseWait);
    EXPECT_EQ(entry.state, SocketState::CloseWait);
    EXPECT_EQ(toText(entry.remote), "127.0.0.1:55972");
    EXPECT_EQ(entry.receiveQueue, 4U);
    EXPECT_EQ(entry.sendQueue, 0U);
    EXPECT_EQ(entry.inode, 1214851U);
    EXPECT_FALSE(entry.tcp.has_value());
}

TEST(ProcNetTcp, ASocketThatWasNeverAcceptedHasNoInode) {
    EXPECT_EQ(only(kNeverAccepted).inode, 0U);
}

TEST(ProcNetTcp, TimersAreInMilliseconds) {
    const SocketEntry waiting = only(kTimeWait);
    EXPECT_EQ(waiting.state, SocketState::TimeWait);
    EXPECT_EQ(waiting.timer, SocketTimer::TimeWait);
    EXPECT_EQ(waiting.timerMs, 30000U);
    const SocketEntry retransmitting = only(kRetransmitting);
    EXPECT_EQ(retransmitting.timer, SocketTimer::Retransmit);
    EXPECT_EQ(retransmitting.timerMs, 210U);
    EXPECT_EQ(retransmitting.retransmits, 5);
    EXPECT_EQ(retransmitting.sendQueue, 36U);
    EXPECT_EQ(retransmitting.uid, 1000U);
}

TEST(ProcNetTcp, Ipv6IsRead) {
    const SocketEntry entry = only(kV6);
    EXPECT_EQ(toText(entry.local), "[2001:db8::1]:443");
    EXPECT_EQ(toText(entry.remote), "[2001:db8::2]:54321");
    EXPECT_TRUE(entry.isV6Socket);
    EXPECT_EQ(entry.timer, SocketTimer::KeepAlive);
}

TEST(ProcNetTcp, AMappedAddressIsGivenAsIpv4) {
    const SocketEntry entry = only(kMapped);
    EXPECT_EQ(toText(entry.local), "10.0.0.2:80");
    EXPECT_EQ(toText(entry.remote), "10.0.0.1:54321");
    EXPECT_TRUE(entry.isV6Socket);
}

TEST(ProcNetTcp, ABigEndianMachinePrintsTheWordsAsTheyAre) {
    const std::string text =
        std::string(kTitle) + "   0: 0A000002:0050 0A000001:D431 01 00000000:00000000 00:00000000 00000000  0 0 1\n";
    const ProcTable table = parseProcNetTcp(text, 100, std::endian::big);
    ASSERT_EQ(table.entries.size(), 1U);
    EXPECT_EQ(toText(table.entries[0].local), "10.0.0.2:80");
}

TEST(ProcNetTcp, ManyLinesAreReadInOrderAndEmptyTextIsEmpty) {
    const ProcTable table = parse(std::string(kListen).append(kCloseWait).append(kNeverAccepted));
    ASSERT_EQ(table.entries.size(), 3U);
    EXPECT_EQ(table.entries[1].inode, 1214851U);
    EXPECT_TRUE(parse("").entries.empty());
    EXPECT_TRUE(parseProcNetTcp("").entries.empty());
}

TEST(ProcNetTcp, ADamagedLineIsCountedAndTheNextOneRead) {
    for (const std::string_view damaged : {
             "garbage\n",
             "   0: 0100007F:872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0\n",
             "   0: 0100007:872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000  0  0 1 3\n",
             "   0: 0100007F:1872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000  0  0 1 3\n",
             "   0: 0100007F:872B 00000000:0000 1A 00000000:00000002 00:00000000 00000000  0  0 1 3\n",
             "   0: 0100007F:872B 00000000:0000 00 00000000:00000002 00:00000000 00000000  0  0 1 3\n",
             "   0: 0100007F:872B 00000000:0000 0A 0000000000000002 00:00000000 00000000  0  0 1 3\n",
             "   0: 0100007F:872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000  -1  0 1 3\n",
             "   0: 0100007F:872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000  0  0 1x 3\n",
         }) {
        const ProcTable table = parse(std::string(damaged).append(kCloseWait));
        EXPECT_EQ(table.malformed, 1U) << damaged;
        EXPECT_EQ(table.entries.size(), 1U) << damaged;
    }
}

TEST(ProcNetTcp, ALineCutAtAnyByteIsCountedUntilItsInodeBegins) {
    const std::size_t inodeBegins = kCloseWait.find("1214851");
    for (std::size_t length = 4; length < kCloseWait.size(); ++length) {
        const ProcTable table = parse(kCloseWait.substr(0, length));
        EXPECT_EQ(table.entries.size(), length > inodeBegins ? 1U : 0U) << length;
        EXPECT_EQ(table.malformed, length > inodeBegins ? 0U : 1U) << length;
    }
}

} // namespace
} // namespace synscope::test
