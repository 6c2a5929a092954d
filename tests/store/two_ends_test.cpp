// SPDX-License-Identifier: Apache-2.0
//
// One connection captured at client and server with clocks of their own: what the join finds against what was so.
#include "core/store/two_ends.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kStart = Timestamp(Duration(1'700'000'000'000'000'000));

/// A segment's true times at the client and at the server; none where it was not captured, or did not arrive.
struct Sent {
    DetailSegment segment;
    std::optional<Timestamp> atClient;
    std::optional<Timestamp> atServer;
};

class TwoEndsTest : public testing::Test {
protected:
    /// From `sender` after `since` the beginning; on its way for `way`.
    Sent& send(Side sender, Duration since, std::uint32_t seq, std::uint32_t bytes, Duration way = 12ms) {
        Sent sent;
        sent.segment.sender = sender;
        sent.segment.seq = SeqNum(seq);
        sent.segment.ack = SeqNum(1);
        sent.segment.flags.bits = static_cast<std::uint16_t>(TcpFlag::Ack);
        sent.segment.payloadBytes = bytes;
        const Timestamp left = kStart + since;
        (sender == Side::Initiator ? sent.atClient : sent.atServer) = left;
        (sender == Side::Initiator ? sent.atServer : sent.atClient) = left + way;
        m_sent.push_back(sent);
        return m_sent.back();
    }
    /// A question and its answer every `pause`, `count` times.
    void talk(int count, Duration pause) {
        std::mt19937 random(7); // a queue on the way, now and then none
        for (int i = 0; i < count; ++i) {
            const auto queue = [&random] { return std::chrono::microseconds(random() % 4 == 0 ? 0 : random() % 3000); };
            const auto number = static_cast<std::uint32_t>(i);
            send(Side::Initiator, i * pause, 1000 + 10 * number, 10, 12ms + queue());
            send(Side::Responder, i * pause + 20ms, 5000 + 7 * number, 7, 12ms + queue());
        }
    }
    [[nodiscard]] Timestamp serverClock(Timestamp time) const {
        const auto since = static_cast<double>((time - kStart).count());
        return time + m_offset + Duration(static_cast<Duration::rep>(m_drift * since));
    }
    [[nodiscard]] ConnectionDetail captured(bool atServer) const {
        ConnectionDetail detail;
        for (const Sent& sent : m_sent) {
            const auto& seen = atServer ? sent.atServer : sent.atClient;
            if (!seen)
                continue;
            detail.segments.push_back(sent.segment);
            detail.segments.back().time = atServer ? serverClock(*seen) : *seen;
        }
        std::stable_sort(detail.segments.begin(), detail.segments.end(),
                         [](const auto& a, const auto& b) { return a.time < b.time; });
        detail.captureBegin = detail.segments.front().time - 1s;
        detail.captureEnd = detail.segments.back().time + 1s;
        return detail;
    }
    [[nodiscard]] ConnectionDetail joined(bool fromServer = false) const {
        ConnectionDetail here = captured(fromServer);
        joinEnds(here, captured(!fromServer));
        return here;
    }

    std::vector<Sent> m_sent;
    Duration m_offset{};
    double m_drift = 0;
};

TEST_F(TwoEndsTest, SetsTheOtherClockByTheShortestWays) {
    m_offset = 1700ms;
    talk(200, 30ms);
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->near, Side::Initiator);
    EXPECT_EQ(here.ends->matched, 400U);
    EXPECT_EQ(here.ends->roundTrip, 24ms);
    EXPECT_LT(std::abs((here.ends->offset - 1700ms).count()), 1000);
    for (const DetailSegment& segment : here.segments) {
        const Duration way = segment.sender == Side::Initiator ? *segment.elsewhere() - segment.time
                                                               : segment.time - *segment.elsewhere();
        EXPECT_GE(way, 12ms - 1us);
        EXPECT_LE(way, 15ms + 1us);
    }
}

TEST_F(TwoEndsTest, KnowsWhichEndItIsNearerTo) {
    m_offset = -3s;
    talk(20, 30ms);
    const ConnectionDetail here = joined(true);
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->near, Side::Responder);
    EXPECT_LT(std::abs((here.ends->offset - 3s).count()), 1'000'000);
    for (const DetailSegment& segment : here.segments)
        EXPECT_EQ(segment.time < *segment.elsewhere(), segment.sender == Side::Responder);
}

TEST_F(TwoEndsTest, TimesTheFarSidesMovesWhereItIs) {
    m_offset = 5s;
    talk(3, 30ms);
    ConnectionDetail here = captured(false);
    for (std::size_t i = 0; i < here.segments.size(); ++i)
        here.segments[i].packet = PacketNumber{static_cast<std::uint32_t>(i + 1)};
    const DetailSegment asked = here.segments[0];
    for (const Side side : {Side::Initiator, Side::Responder}) {
        DetailTransition move;
        move.time = asked.time;
        move.packet = asked.packet;
        move.side = side;
        here.transitions.push_back(move);
    }
    joinEnds(here, captured(true));
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.transitions[0].time, asked.time);
    EXPECT_GE(here.transitions[1].time, asked.time + 11ms);
}

TEST_F(TwoEndsTest, FollowsAClockThatRunsFaster) {
    m_offset = 250ms;
    m_drift = 40e-6;
    talk(2000, 50ms); // 100 s: 4 ms of drift
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_NEAR(here.ends->drift, 40e-6, 2e-6);
    const DetailSegment& last = here.segments.back();
    const Duration way = last.time - *last.elsewhere();
    EXPECT_GT(way, 11500us);
    EXPECT_LT(way, 15500us);
}

TEST_F(TwoEndsTest, TellsWhichCopyWasLostOnItsWay) {
    talk(10, 30ms);
    send(Side::Initiator, 400ms, 2000, 100).atServer.reset();
    send(Side::Initiator, 700ms, 2000, 100);
    send(Side::Responder, 720ms, 6000, 50).atClient.reset();
    send(Side::Responder, 920ms, 6000, 50);
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->lost, 2U);
    std::vector<Timestamp> lost;
    for (const DetailSegment& segment : here.segments)
        if (segment.isLost)
            lost.push_back(segment.time);
    EXPECT_EQ(lost, std::vector{kStart + 400ms});
    ASSERT_EQ(here.seenElsewhere.size(), 1U);
    EXPECT_TRUE(here.seenElsewhere[0].isLost);
    EXPECT_LT(std::abs((here.seenElsewhere[0].time - (kStart + 720ms)).count()), 1'000'000);
}

TEST_F(TwoEndsTest, TakesADoubleForNoSegmentOfItsOwn) {
    talk(10, 30ms);
    for (const Side sender : {Side::Initiator, Side::Responder}) {
        send(sender, 400ms, 7000, 100);
        Sent& copy = send(sender, 400ms, 7000, 100, 13ms); // only where it arrived
        (sender == Side::Initiator ? copy.atClient : copy.atServer).reset();
    }
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->lost + here.ends->onlyHere + here.ends->onlyThere, 0U);
    EXPECT_TRUE(here.seenElsewhere.empty());
}

TEST_F(TwoEndsTest, TellsEqualSegmentsApartByTheTimeTheyNeed) {
    talk(10, 30ms);
    send(Side::Initiator, 400ms, 7000, 0);
    send(Side::Initiator, 401ms, 7000, 0); // left before the first arrived
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->lost, 0U);
    EXPECT_EQ(here.ends->matched, 22U);
}

/// Duplicate ACKs are alike but for their IP identifications.
TEST_F(TwoEndsTest, KnowsWhichOfABurstWasLost) {
    for (const bool hasIds : {true, false}) {
        m_sent.clear();
        talk(50, 30ms);
        std::uint16_t id = 100;
        for (Sent& sent : m_sent)
            sent.segment.ipId = hasIds ? id++ : std::uint16_t{0};
        for (int i = 0; i < 8; ++i)
            send(Side::Initiator, 2s + i * 20us, 7000, 0, 12ms + i * 50us).segment.ipId =
                hasIds ? id++ : std::uint16_t{0};
        m_sent[m_sent.size() - 5].atServer.reset();
        const std::uint16_t lostId = m_sent[m_sent.size() - 5].segment.ipId;
        const ConnectionDetail here = joined();
        ASSERT_TRUE(here.ends);
        EXPECT_EQ(here.ends->lost, 1U);
        EXPECT_EQ(here.ends->matched, 107U);
        for (const DetailSegment& segment : here.segments) {
            if (segment.isLost) {
                EXPECT_EQ(segment.ipId, lostId);
                EXPECT_EQ(segment.payloadBytes, 0U);
            }
        }
    }
}

/// Something on the way writes them anew: they say nothing then.
TEST_F(TwoEndsTest, DoesNotRelyOnIdentificationsThatChange) {
    talk(50, 30ms);
    ConnectionDetail here = captured(false);
    ConnectionDetail there = captured(true);
    std::uint16_t id = 1;
    for (ConnectionDetail* detail : {&here, &there})
        for (DetailSegment& segment : detail->segments)
            segment.ipId = id++;
    joinEnds(here, there);
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->matched, 100U);
    EXPECT_EQ(here.ends->lost, 0U);
}

/// What was lost is often sent again together with what follows; both were segments of their own.
TEST_F(TwoEndsTest, CallsLostWhatWasSentAgainInALargerOne) {
    talk(10, 30ms);
    send(Side::Initiator, 400ms, 2000, 28).atServer.reset();
    send(Side::Initiator, 700ms, 2000, 500);
    for (const bool fromServer : {false, true}) {
        const ConnectionDetail here = joined(fromServer);
        ASSERT_TRUE(here.ends);
        EXPECT_EQ(here.ends->lost, 1U);
    }
}

TEST_F(TwoEndsTest, DoesNotCallLostWhatACaptureMissed) {
    talk(10, 30ms);
    send(Side::Responder, 400ms, 6000, 50).atServer.reset(); // arrived, and yet was not seen where it left
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->lost, 0U);
    EXPECT_EQ(here.ends->onlyHere, 1U);
    EXPECT_EQ(joined(true).ends->onlyThere, 1U);
}

TEST_F(TwoEndsTest, SaysNothingOfTheTimeThatOneCaptureDoesNotCover) {
    talk(10, 30ms);
    send(Side::Initiator, 5s, 2000, 100).atServer.reset(); // the server's capture had ended
    EXPECT_EQ(joined().ends->lost, 0U);
    EXPECT_EQ(joined().ends->onlyHere, 0U);
}

TEST_F(TwoEndsTest, MatchesWhatTheHostsCardTookApart) {
    talk(10, 30ms);
    send(Side::Responder, 400ms, 6000, 2900).atClient.reset();
    send(Side::Responder, 400ms, 6000, 1450).atServer.reset();
    send(Side::Responder, 400ms, 7450, 1450, 13ms).atServer.reset();
    const ConnectionDetail here = joined();
    ASSERT_TRUE(here.ends);
    EXPECT_EQ(here.ends->lost + here.ends->onlyHere + here.ends->onlyThere, 0U);
    EXPECT_EQ(here.ends->matched, 21U);
    const ConnectionDetail there = joined(true);
    EXPECT_EQ(there.ends->lost + there.ends->onlyHere + there.ends->onlyThere, 0U);
}

TEST_F(TwoEndsTest, LeavesADetailAloneWithoutACommonSegment) {
    talk(3, 30ms);
    ConnectionDetail here = captured(false);
    for (Sent& sent : m_sent)
        sent.segment.seq = sent.segment.seq + 100'000;
    joinEnds(here, captured(true));
    EXPECT_FALSE(here.ends.has_value());
    EXPECT_TRUE(here.seenElsewhere.empty());
}

} // namespace
} // namespace synscope::test
