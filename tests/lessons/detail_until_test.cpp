// SPDX-License-Identifier: Apache-2.0
//
// What is left of a connection where only its beginning has been seen.
#include "core/store/detail_until.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using std::chrono::seconds;

DetailSegment segment(std::uint64_t packet, Side sender, State client, State server, bool syn = false) {
    DetailSegment out;
    out.packet = PacketNumber{packet};
    out.time = Timestamp{seconds(packet)};
    out.sender = sender;
    out.flags = TcpFlags{static_cast<std::uint16_t>(syn ? TcpFlag::Syn : TcpFlag::Ack)};
    out.payloadBytes = syn ? 0 : 10;
    out.stateAfter = {client, server};
    out.possibleAfter = {StateSet{client}, StateSet{server}};
    return out;
}

/// Three packets: SYN, SYN+ACK that the third proves, and data.
ConnectionDetail opened() {
    ConnectionDetail detail;
    detail.id = ConnectionId{7};
    detail.initialState = {State::Closed, State::Listen};
    detail.captureEnd = Timestamp{seconds(90)};
    detail.segments = {segment(1, Side::Initiator, State::SynSent, State::Listen, true),
                       segment(2, Side::Responder, State::Established, State::SynReceived, true),
                       segment(3, Side::Initiator, State::Established, State::Established)};
    detail.transitions = {
        {Timestamp{seconds(1)}, PacketNumber{1}, Side::Initiator, State::Closed, State::SynSent},
        {Timestamp{seconds(2)}, PacketNumber{2}, Side::Initiator, State::SynSent, State::Established, Basis::Proven,
         PacketNumber{3}},
        {Timestamp{seconds(80)}, kNoPacket, Side::Initiator, State::TimeWait, State::Closed, Basis::Timer}};
    detail.incidents = {{IncidentKind::ImpossibleFlags, Side::Initiator, PacketNumber{2}, PacketNumber{3}}};
    detail.findings.resize(1);
    detail.endpoint[1].offer.mss = 1460;
    return detail;
}

TEST(DetailUntil, KeepsEverythingWhereAllWasSeen) {
    const ConnectionDetail detail = detailUntil(opened(), PacketNumber{3});
    EXPECT_EQ(detail.segments.size(), 3U);
    EXPECT_EQ(detail.transitions.size(), 3U);
    EXPECT_EQ(detail.findings.size(), 1U);
    EXPECT_EQ(detail.captureEnd, Timestamp{seconds(90)});
}

TEST(DetailUntil, KnowsNothingOfLaterPackets) {
    const ConnectionDetail detail = detailUntil(opened(), PacketNumber{2});
    ASSERT_EQ(detail.segments.size(), 2U);
    EXPECT_EQ(detail.captureEnd, Timestamp{seconds(2)});
    EXPECT_TRUE(detail.incidents.empty());
    EXPECT_TRUE(detail.findings.empty());
    EXPECT_EQ(detail.endpoint[0].state, State::Established);
    EXPECT_EQ(detail.endpoint[0].segments, 1U);
    EXPECT_EQ(detail.endpoint[0].bytes, 0U);
}

TEST(DetailUntil, WhatALaterPacketProvesIsOnlyTakenAsDelivered) {
    const ConnectionDetail detail = detailUntil(opened(), PacketNumber{2});
    ASSERT_EQ(detail.transitions.size(), 2U);
    EXPECT_EQ(detail.transitions[1].basis, Basis::Received);
    EXPECT_EQ(detail.transitions[1].proof, kNoPacket);
}

TEST(DetailUntil, WhatALaterPacketDisprovesIsStillBelieved) {
    ConnectionDetail whole = opened();
    whole.disproved = {{Timestamp{seconds(1)}, PacketNumber{1}, Side::Responder, State::Listen, State::SynReceived,
                        Basis::Received, PacketNumber{3}}};
    const ConnectionDetail detail = detailUntil(whole, PacketNumber{2});
    EXPECT_TRUE(detail.disproved.empty());
    ASSERT_EQ(detail.transitions.size(), 3U);
    EXPECT_EQ(detail.transitions[1].to, State::SynReceived);
}

TEST(DetailUntil, OffersAreKnownWithTheirSyn) {
    EXPECT_FALSE(detailUntil(opened(), PacketNumber{1}).endpoint[1].offer.mss);
    EXPECT_TRUE(detailUntil(opened(), PacketNumber{2}).endpoint[1].offer.mss);
}

TEST(DetailUntil, IsEmptyBeforeTheConnectionBegan) {
    ConnectionDetail whole = opened();
    const ConnectionDetail detail = detailUntil(whole, kNoPacket);
    EXPECT_TRUE(detail.segments.empty());
    EXPECT_TRUE(detail.transitions.empty());
    EXPECT_EQ(detail.endpoint[0].state, State::Closed);
    EXPECT_EQ(detail.endpoint[1].state, State::Listen);
}

} // namespace
} // namespace synscope::test
