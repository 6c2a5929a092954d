// SPDX-License-Identifier: Apache-2.0
//
// What is said of an endpoint's state, and with which sign of doubt.
#include "core/diagram/state_claims.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

/// Each claim with the segment it begins with: "2 ESTABLISHED"; "-" for none.
std::string claimsOf(const Detail& detail, Side side) {
    std::string text;
    const StateClaims claims = stateClaims(*detail);
    for (const StateClaim& claim : claims[static_cast<std::size_t>(side)])
        text += (claim.fromSegment ? std::to_string(*claim.fromSegment) : "-") + ' ' + claimText(claim) + '\n';
    return text;
}

TEST(StateClaims, BeginWithTheSegmentThatMovesTheEndpoint) {
    EXPECT_EQ(claimsOf(closedInThree(), kClient),
              "- CLOSED\n0 SYN_SENT\n1 ESTABLISHED\n3 FIN_WAIT_1\n4 TIME_WAIT\n- CLOSED\n");
}

TEST(StateClaims, DoubtWhatWasTakenAsDeliveredAndNeverProven) {
    EXPECT_EQ(claimsOf(closedInThree(), kServer),
              "- LISTEN\n0 SYN_RECEIVED\n2 ESTABLISHED\n3 CLOSE_WAIT\n4 LAST_ACK\n5 CLOSED?\n");
}

TEST(StateClaims, NameEveryStateThatIsPossible) {
    EXPECT_EQ(claimsOf(undecided(), kServer),
              "- LISTEN\n0 SYN_RECEIVED\n2 ESTABLISHED\n6 ESTABLISHED? or CLOSE_WAIT\n");
    EXPECT_EQ(claimsOf(undecided(), kClient),
              "- CLOSED\n0 SYN_SENT\n1 ESTABLISHED\n6 ESTABLISHED? or CLOSED or FIN_WAIT_1 or FIN_WAIT_2\n");
}

TEST(StateClaims, ForgetADoubtThatALaterPacketResolved) {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent).becomes(kServer, State::SynReceived);
    b.mayBe(kServer, {State::Listen, State::SynReceived});
    b.wait(1s).send(kClient, "S").atSequence(0).mark(Mark::Retransmission);
    b.wait(1ms).send(kServer, "SA").mayBe(kServer, {State::SynReceived});
    EXPECT_EQ(claimsOf(b.endAfter(1s), kServer), "- LISTEN\n0 SYN_RECEIVED\n");
}

TEST(StateClaims, ForgetADoubtSettledByAMoveThatTheTrackerMadeLater) {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent);
    b.mayBe(kServer, {State::Closed, State::Listen, State::SynReceived});
    b.wait(1ms).send(kServer, "SA").provenAt(1, kServer, State::SynReceived).becomes(kClient, State::Established);
    EXPECT_EQ(claimsOf(b.endAfter(1s), kServer), "- LISTEN\n0 SYN_RECEIVED\n");
}

TEST(StateClaims, KeepADoubtThatNothingResolved) {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent).becomes(kServer, State::SynReceived);
    b.mayBe(kServer, {State::Listen, State::SynReceived});
    EXPECT_EQ(claimsOf(b.endAfter(1s), kServer), "- LISTEN\n0 SYN_RECEIVED? or LISTEN\n");
}

TEST(StateClaims, SaySoOnceADoubtIsOver) {
    DetailBuilder b;
    b.handshake().send(kServer, "A").mayBe(kServer, {State::Established, State::CloseWait});
    b.wait(1ms).send(kServer, "A").mayBe(kServer, {State::Established});
    EXPECT_EQ(claimsOf(b.endAfter(1s), kServer),
              "- LISTEN\n0 SYN_RECEIVED\n2 ESTABLISHED\n3 ESTABLISHED? or CLOSE_WAIT\n4 ESTABLISHED\n");
}

TEST(ClaimLegend, ExplainsTheSignsThatAreUsed) {
    EXPECT_EQ(claimLegend(stateClaims(*midstream())), std::vector<std::string>{});
    EXPECT_EQ(claimLegend(stateClaims(*closedInFour())),
              std::vector<std::string>{"STATE?: taken as delivered, no later packet proves it"});
    EXPECT_EQ(claimLegend(stateClaims(*undecided())),
              std::vector<std::string>{"STATE? or STATE: the packets captured do not decide"});
}

TEST(UndecidedText, IsEmptyForACertainState) {
    EXPECT_EQ(undecidedText(State::Established, {State::Established}), "");
    EXPECT_EQ(undecidedText(State::Established, {State::Established, State::CloseWait}),
              "ESTABLISHED or CLOSE_WAIT: the packets captured do not decide");
}

} // namespace
} // namespace synscope::test
