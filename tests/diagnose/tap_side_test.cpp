// SPDX-License-Identifier: Apache-2.0
//
// Where a handshake was captured.
#include "core/diagnose/tap_side.h"

#include <gtest/gtest.h>

#include <vector>

namespace synscope::test {
namespace {

struct Handshake {
    ConnectionRow row;
    std::vector<Transition> transitions;
};

/// SYN at 0, SYN+ACK and final ACK as many microseconds later.
Handshake handshake(std::int64_t synAckUs, std::int64_t ackUs) {
    Handshake made;
    made.row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
    made.row.segments = {2, 1};
    made.row.syn = 2;
    const auto move = [&made](std::int64_t us, std::uint32_t packet, Side side, State from, State to) {
        made.transitions.emplace_back(us * 1000, SegmentId{packet}, side, from, to, Basis::Received);
    };
    move(0, 0, Side::Initiator, State::Closed, State::SynSent);
    move(0, 0, Side::Responder, State::Listen, State::SynReceived);
    move(synAckUs, 1, Side::Initiator, State::SynSent, State::Established);
    move(ackUs, 2, Side::Responder, State::SynReceived, State::Established);
    return made;
}

std::string wordsOf(const Handshake& handshake) {
    const std::optional<TapSide> tap = tapSideOf(handshake.row, handshake.transitions);
    return tap ? std::string(toText(tap->place)) + ": " + placeInWords(*tap) + " " + meaningInWords(*tap) : "unknown";
}

TEST(TapSide, IsNearTheClientWhereItAnswersAtOnce) {
    EXPECT_EQ(wordsOf(handshake(24'000, 24'050)),
              "a: Captured beside the client: 50 µs of the round trip lie on its side, 24 ms on the server's. Times of "
              "the client's moves are its own; the server's are off by up to 24 ms.");
}

TEST(TapSide, IsNearTheServerWhereItAnswersAtOnce) {
    EXPECT_EQ(wordsOf(handshake(42, 8'142)),
              "b: Captured beside the server: 42 µs of the round trip lie on its side, 8.1 ms on the client's. Times "
              "of the server's moves are its own; the client's are off by up to 8.1 ms.");
}

TEST(TapSide, IsBetweenWhereBothTakeTime) {
    EXPECT_EQ(wordsOf(handshake(8'000, 12'000)),
              "middle: Captured between the two: 4 ms of the round trip lie on the client's side, 8 ms on the "
              "server's. Times of the client's moves are off by up to 4 ms, the server's by up to 8 ms.");
}

TEST(TapSide, IsNearBothWhereBothAnswerAtOnce) {
    EXPECT_EQ(wordsOf(handshake(40, 65)),
              "both: Captured beside both, as on one machine: 25 µs of the round trip lie on the client's side, 40 µs "
              "on the server's. Times of the moves of both are their own.");
}

TEST(TapSide, DoesNotChooseBetweenRoundTripsTooAlike) {
    EXPECT_EQ(wordsOf(handshake(600, 750)), "unknown");
    EXPECT_NE(wordsOf(handshake(1'500, 1'650)), "unknown") << "ten times as long";
    EXPECT_EQ(wordsOf(handshake(150, 750)), "unknown");
}

TEST(TapSide, TellsBothRoundTrips) {
    const Handshake far = handshake(60, 30'060);
    const std::optional<TapSide> tap = tapSideOf(far.row, far.transitions);
    ASSERT_TRUE(tap);
    EXPECT_EQ(tap->toResponder, std::chrono::microseconds(60));
    EXPECT_EQ(tap->toInitiator, std::chrono::microseconds(30'000));
}

TEST(TapSide, IsUnknownWithoutAPlainHandshake) {
    Handshake repeated = handshake(40, 65);
    repeated.row.syn = 3;
    EXPECT_EQ(wordsOf(repeated), "unknown") << "which SYN was answered?";

    Handshake late = handshake(40, 65);
    late.row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    EXPECT_EQ(wordsOf(late), "unknown");

    Handshake gaps = handshake(40, 65);
    gaps.row.quality = static_cast<std::uint8_t>(QualityBit::MissedFromInitiator);
    EXPECT_EQ(wordsOf(gaps), "unknown");

    Handshake unfinished = handshake(40, 65);
    unfinished.transitions.pop_back();
    EXPECT_EQ(wordsOf(unfinished), "unknown");

    EXPECT_EQ(wordsOf(handshake(40, 20)), "unknown") << "the clock went backwards";

    EXPECT_NE(wordsOf(handshake(42, 900'000)), "unknown");
    EXPECT_EQ(wordsOf(handshake(42, 5'000'000)), "unknown") << "the request, after an ACK that was not captured";
}

} // namespace
} // namespace synscope::test
