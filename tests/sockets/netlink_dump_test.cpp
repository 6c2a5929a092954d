// SPDX-License-Identifier: Apache-2.0
//
// The kernel's answers as bytes: whole, cut at every byte, and changed at random.
#include "core/sockets/linux/netlink_dump.h"
#include "tests/sockets/netlink_bytes.h"

#include <cerrno>
#include <gtest/gtest.h>
#include <random>

namespace synscope::test {
namespace {

constexpr std::uint32_t kSequence = 7;

struct Parsed {
    DumpPiece piece;
    std::vector<SocketEntry> entries;
};

Parsed parse(const ByteVector& bytes) {
    Parsed parsed;
    parsed.piece = parseDump(bytes, kSequence, parsed.entries);
    return parsed;
}

TEST(NetlinkDump, ASocketHasEverythingTheKernelSaid) {
    const Parsed parsed = parse(closeWaitMessage(kSequence));
    EXPECT_EQ(parsed.piece.malformed, 0U);
    EXPECT_FALSE(parsed.piece.isLast);
    ASSERT_EQ(parsed.entries.size(), 1U);
    const SocketEntry& entry = parsed.entries[0];
    EXPECT_EQ(toText(entry.local), "10.0.0.2:8080");
    EXPECT_EQ(toText(entry.remote), "10.0.0.1:51812");
    EXPECT_EQ(entry.state, SocketState::CloseWait);
    EXPECT_FALSE(entry.isV6Socket);
    EXPECT_EQ(entry.timer, SocketTimer::KeepAlive);
    EXPECT_EQ(entry.retransmits, 3);
    EXPECT_EQ(entry.timerMs, 7000U);
    EXPECT_EQ(entry.receiveQueue, 1U);
    EXPECT_EQ(entry.sendQueue, 5U);
    EXPECT_FALSE(entry.backlogLimit.has_value());
    EXPECT_EQ(entry.uid, 998U);
    EXPECT_EQ(entry.inode, 88123U);
    EXPECT_EQ(entry.interface, 4U);
    EXPECT_EQ(entry.cookie, 0x5511223344U);
    ASSERT_TRUE(entry.tcp.has_value());
    EXPECT_EQ(entry.tcp->lastDataSentMs, 100U);
    EXPECT_EQ(entry.tcp->lastDataReceivedMs, 200U);
    EXPECT_EQ(entry.tcp->lastAckReceivedMs, 150U);
    EXPECT_EQ(entry.tcp->rttUs, 42U);
    EXPECT_EQ(entry.tcp->unacked, 2U);
    EXPECT_EQ(entry.tcp->totalRetransmits, 9U);
    EXPECT_EQ(entry.tcp->bytesAcked, 1'000'000'000'000U);
    EXPECT_EQ(entry.tcp->bytesReceived, 77U);
    EXPECT_EQ(entry.tcp->segmentsSent, 11U);
    EXPECT_EQ(entry.tcp->segmentsReceived, 12U);
    EXPECT_EQ(entry.tcp->dataSegmentsSent, 10U);
    EXPECT_EQ(entry.tcp->sendWindow, 65536U);
}

TEST(NetlinkDump, AnOlderKernelLeavesTheNewerFieldsEmpty) {
    const Parsed parsed = parse(closeWaitMessage(kSequence, offsetof(tcp_info, tcpi_segs_out)));
    ASSERT_EQ(parsed.entries.size(), 1U);
    ASSERT_TRUE(parsed.entries[0].tcp.has_value());
    EXPECT_EQ(parsed.entries[0].tcp->bytesReceived, 77U);
    EXPECT_FALSE(parsed.entries[0].tcp->segmentsSent.has_value());
    EXPECT_FALSE(parsed.entries[0].tcp->sendWindow.has_value());
}

TEST(NetlinkDump, TcpInfoTooShortForItsOldestFieldsIsNone) {
    const Parsed parsed = parse(closeWaitMessage(kSequence, 20));
    ASSERT_EQ(parsed.entries.size(), 1U);
    EXPECT_FALSE(parsed.entries[0].tcp.has_value());
}

TEST(NetlinkDump, AListenerTellsItsQueueAndWhomItRefuses) {
    inet_diag_msg diag = diagMessage(10, socketAddress("::", 443), socketAddress("::", 0));
    diag.idiag_rqueue = 3;
    diag.idiag_wqueue = 128;
    ByteVector payload;
    appendBytes(payload, diag);
    append(payload, attribute(INET_DIAG_SKV6ONLY, {std::byte{1}}));
    const Parsed parsed = parse(message(SOCK_DIAG_BY_FAMILY, kSequence, payload));
    ASSERT_EQ(parsed.entries.size(), 1U);
    EXPECT_EQ(parsed.entries[0].receiveQueue, 3U);
    EXPECT_EQ(parsed.entries[0].sendQueue, 0U);
    EXPECT_EQ(parsed.entries[0].backlogLimit, 128U);
    EXPECT_TRUE(parsed.entries[0].refusesV4);
    EXPECT_TRUE(parsed.entries[0].isV6Socket);
    EXPECT_EQ(toText(parsed.entries[0].local), "[::]:443");
}

TEST(NetlinkDump, AMappedAddressIsGivenAsIpv4) {
    ByteVector payload;
    appendBytes(payload, diagMessage(1, socketAddress("::ffff:10.0.0.2", 80), socketAddress("::ffff:10.0.0.1", 5000)));
    const Parsed parsed = parse(message(SOCK_DIAG_BY_FAMILY, kSequence, payload));
    ASSERT_EQ(parsed.entries.size(), 1U);
    EXPECT_EQ(toText(parsed.entries[0].local), "10.0.0.2:80");
    EXPECT_EQ(toText(parsed.entries[0].remote), "10.0.0.1:5000");
    EXPECT_TRUE(parsed.entries[0].isV6Socket);
}

TEST(NetlinkDump, AnIpv4SocketIgnoresTheRestOfTheAddressField) {
    inet_diag_msg diag = diagMessage(1, socketAddress("10.0.0.2", 80), socketAddress("10.0.0.1", 5000));
    diag.id.idiag_src[2] = 0xffffffff;
    ByteVector payload;
    appendBytes(payload, diag);
    const Parsed parsed = parse(message(SOCK_DIAG_BY_FAMILY, kSequence, payload));
    ASSERT_EQ(parsed.entries.size(), 1U);
    EXPECT_EQ(parsed.entries[0].local, socketAddress("10.0.0.2", 80));
}

TEST(NetlinkDump, TheEndOfTheAnswerIsSeenAndWhatFollowsIsNotRead) {
    ByteVector bytes = closeWaitMessage(kSequence);
    append(bytes, endMessage(NLMSG_DONE, kSequence, 0));
    append(bytes, closeWaitMessage(kSequence));
    const Parsed parsed = parse(bytes);
    EXPECT_TRUE(parsed.piece.isLast);
    EXPECT_EQ(parsed.piece.errorNumber, 0);
    EXPECT_EQ(parsed.entries.size(), 1U);
}

TEST(NetlinkDump, ARefusalCarriesItsReason) {
    const Parsed parsed = parse(endMessage(NLMSG_ERROR, kSequence, -EACCES));
    EXPECT_TRUE(parsed.piece.isLast);
    EXPECT_EQ(parsed.piece.errorNumber, EACCES);
}

TEST(NetlinkDump, AnInterruptedWalkAndLostMessagesAreTold) {
    EXPECT_TRUE(parse(message(NLMSG_DONE, kSequence, {}, NLM_F_MULTI | NLM_F_DUMP_INTR)).piece.wasInterrupted);
    EXPECT_TRUE(parse(message(NLMSG_OVERRUN, kSequence, {})).piece.overran);
    EXPECT_EQ(parse(message(NLMSG_NOOP, kSequence, {})).piece.malformed, 0U);
}

TEST(NetlinkDump, AnswersToAnotherRequestAreNotRead) {
    const Parsed parsed = parse(closeWaitMessage(kSequence + 1));
    EXPECT_TRUE(parsed.entries.empty());
    EXPECT_EQ(parsed.piece.malformed, 0U);
}

TEST(NetlinkDump, UnknownTypesStatesAndFamiliesAreCounted) {
    const SocketAddress address = socketAddress("10.0.0.2", 80);
    ByteVector unknownState;
    appendBytes(unknownState, diagMessage(14, address, address));
    ByteVector unknownFamily;
    inet_diag_msg diag = diagMessage(1, address, address);
    diag.idiag_family = 99;
    appendBytes(unknownFamily, diag);
    ByteVector bytes = message(SOCK_DIAG_BY_FAMILY, kSequence, unknownState);
    append(bytes, message(SOCK_DIAG_BY_FAMILY, kSequence, unknownFamily));
    append(bytes, message(999, kSequence, {}));
    append(bytes, closeWaitMessage(kSequence));
    const Parsed parsed = parse(bytes);
    EXPECT_EQ(parsed.piece.malformed, 3U);
    EXPECT_EQ(parsed.entries.size(), 1U);
}

TEST(NetlinkDump, ASocketWithABrokenAttributeStaysWithoutIt) {
    ByteVector payload;
    appendBytes(payload, diagMessage(1, socketAddress("10.0.0.2", 80), socketAddress("10.0.0.1", 5000)));
    appendBytes(payload, nlattr{2, INET_DIAG_INFO}); // shorter than its own head
    const Parsed parsed = parse(message(SOCK_DIAG_BY_FAMILY, kSequence, payload));
    EXPECT_EQ(parsed.piece.malformed, 1U);
    ASSERT_EQ(parsed.entries.size(), 1U);
    EXPECT_FALSE(parsed.entries[0].tcp.has_value());
}

TEST(NetlinkDump, AnAnswerCutAtAnyByteGivesTheSocketsBeforeTheCut) {
    ByteVector whole = closeWaitMessage(kSequence);
    const std::size_t one = whole.size();
    append(whole, closeWaitMessage(kSequence));
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const Parsed parsed = parse(ByteVector(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
        const bool isBetweenMessages = length % one == 0;
        EXPECT_EQ(parsed.entries.size(), length / one) << length;
        EXPECT_EQ(parsed.piece.malformed, isBetweenMessages ? 0U : 1U) << length;
    }
}

TEST(NetlinkDump, AMessageWhoseOwnLengthIsCutAtAnyByteIsCountedOnce) {
    const ByteVector whole = closeWaitMessage(kSequence);
    for (std::size_t length = sizeof(nlmsghdr); length < sizeof(nlmsghdr) + sizeof(inet_diag_msg); ++length) {
        ByteVector cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        const auto shorter = static_cast<std::uint32_t>(length);
        std::memcpy(cut.data(), &shorter, sizeof shorter);
        const Parsed parsed = parse(cut);
        EXPECT_EQ(parsed.entries.size(), 0U) << length;
        EXPECT_EQ(parsed.piece.malformed, 1U) << length;
    }
}

TEST(NetlinkDump, RandomChangesNeverGiveMoreSocketsThanMessages) {
    ByteVector whole = closeWaitMessage(kSequence);
    append(whole, closeWaitMessage(kSequence));
    append(whole, endMessage(NLMSG_DONE, kSequence, 0));
    std::mt19937 random(20240501);
    for (int round = 0; round < 20000; ++round) {
        ByteVector changed = whole;
        for (int change = 0; change < 4; ++change)
            changed[random() % changed.size()] = static_cast<std::byte>(random());
        const Parsed parsed = parse(changed);
        ASSERT_LE(parsed.entries.size(), changed.size() / sizeof(inet_diag_msg)) << round;
    }
}

TEST(NetlinkDump, TheRequestAsksForTheFamilyAndTheStates) {
    const ByteVector bytes = dumpRequest(true, SocketStates::none().with(SocketState::CloseWait), 42);
    nlmsghdr head{};
    inet_diag_req_v2 request{};
    ASSERT_EQ(bytes.size(), sizeof head + sizeof request);
    std::memcpy(&head, bytes.data(), sizeof head);
    std::memcpy(&request, bytes.data() + sizeof head, sizeof request);
    EXPECT_EQ(head.nlmsg_len, bytes.size());
    EXPECT_EQ(head.nlmsg_seq, 42U);
    EXPECT_EQ(request.sdiag_family, AF_INET6);
    EXPECT_EQ(request.sdiag_protocol, IPPROTO_TCP);
    EXPECT_EQ(request.idiag_states, 1U << 8);
}

} // namespace
} // namespace synscope::test
