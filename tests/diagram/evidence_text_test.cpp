// SPDX-License-Identifier: Apache-2.0
//
// The words of evidence: why a change is believed, what happened besides, how sure it all is.
#include "core/diagram/evidence_text.h"

#include "core/diagram/certainty_text.h"
#include "core/diagram/incident_text.h"
#include "core/diagram/ladder_remarks.h"
#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <set>

namespace synscope::test {
namespace {

/// The text of the endpoint's change into `to`.
std::string moveInto(const Detail& detail, Side side, State to) {
    for (const DetailTransition& transition : detail->transitions) {
        if (transition.side == side && transition.to == to)
            return transitionText(*detail, transition);
    }
    return "no such move";
}

std::string certaintyOf(const ConnectionDetail& detail) {
    std::string text;
    for (const CertaintyNote& note : certaintyNotes(detail))
        text += (note.lowersTrust ? "! " : "- ") + note.topic + ": " + note.text + '\n';
    return text;
}

TEST(TransitionText, NamesTheProof) {
    EXPECT_EQ(moveInto(closedInFour(), kServer, State::SynReceived),
              "the server: LISTEN → SYN_RECEIVED at packet 1: SYN arrived; proven by packet 2 (RFC 9293, 3.10.7.2)");
}

TEST(TransitionText, SaysWhatTheEndpointSentItself) {
    EXPECT_EQ(moveInto(closedInFour(), kClient, State::FinWait1),
              "the client: ESTABLISHED → FIN_WAIT_1 at packet 7: its program closed: FIN sent; sent by this endpoint "
              "(RFC 9293, 3.10.4)");
}

TEST(TransitionText, SaysWhatIsOnlyTakenAsDelivered) {
    EXPECT_EQ(moveInto(closedInFour(), kServer, State::Closed),
              "the server: LAST_ACK → CLOSED at packet 10: its FIN is acknowledged: nothing is left to remember; "
              "received: taken as delivered, no later packet proves it (RFC 9293, 3.10.7.4)");
}

TEST(TransitionText, TellsResetsTimersAndRefusalsApart) {
    EXPECT_EQ(moveInto(reset(), kServer, State::Closed),
              "the server: ESTABLISHED → CLOSED at packet 5: it gave up with RST and forgot the connection; sent by "
              "this endpoint (RFC 9293, 3.10.5)");
    EXPECT_EQ(moveInto(refused(), kClient, State::Closed),
              "the client: SYN_SENT → CLOSED at packet 2: RST arrived: the connection is forgotten at once; received: "
              "taken as delivered, no later packet proves it (RFC 9293, 3.10.7.3)");
    EXPECT_EQ(moveInto(closedInThree(), kClient, State::Closed),
              "the client: TIME_WAIT → CLOSED: 2MSL passed in silence: nothing is left to remember; by the capture's "
              "clock, no packet (RFC 9293, 3.10.8)");
}

TEST(TransitionText, KnowsNoSourceForWhatTheCaptureDidNotShow) {
    EXPECT_EQ(moveInto(midstream(), kClient, State::Established),
              "the first sender: ESTABLISHED at packet 1: first seen so: the capture does not show how it got there; "
              "sent by this endpoint");
}

TEST(DisproofWords, NameThePacketThatShowedIt) {
    const Detail detail = finLost();
    EXPECT_EQ(disproofWords(*detail, detail->disproved.at(0)),
              "believed until packet 7 (FIN sent again) showed it had not arrived");
}

TEST(DisproofWords, OfAGuessClaimNoLoss) {
    ConnectionDetail detail = *midstream();
    const DetailTransition guess{
        {}, PacketNumber(1), kServer, State::Unknown, State::Established, Basis::Received, PacketNumber(2)};
    EXPECT_EQ(disproofWords(detail, guess), "believed until packet 2 showed otherwise");
}

TEST(Remarks, TellADisproofOnce) {
    const auto remarks = remarksOf(*finLost());
    ASSERT_EQ(remarks.size(), 1U);
    EXPECT_EQ(remarks[0].packet, PacketNumber(6));
    EXPECT_EQ(remarks[0].remark.struck, "CLOSE_WAIT");
    EXPECT_EQ(remarks[0].remark.sentence,
              "the server: CLOSE_WAIT believed until packet 7 (FIN sent again) showed it had not arrived");
}

TEST(Remarks, AreInTheOrderOfTheirPackets) {
    ConnectionDetail detail = *troubled();
    detail.incidents = {{IncidentKind::WindowShrunk, kServer, PacketNumber(9), kNoPacket},
                        {IncidentKind::BeyondWindow, kClient, PacketNumber(4), PacketNumber(2)}};
    const auto remarks = remarksOf(detail);
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].remark.sentence,
              "the client sent more than the server had offered to take; packet 4, see packet 2");
    EXPECT_EQ(remarks[1].remark.sentence,
              "the server took back window that it had offered (RFC 9293, 3.8.6.2.1); packet 9");
}

TEST(Remarks, LeaveOutADoubtThatIsDecided) {
    ConnectionDetail detail = *troubled();
    detail.incidents = {{IncidentKind::ResetUndecided, kClient, PacketNumber(5), kNoPacket}};
    EXPECT_EQ(remarksOf(detail).at(0).remark.label, "RST not answered yet");
    detail.incidents.push_back({IncidentKind::ChallengedReset, kClient, PacketNumber(5), PacketNumber(6)});
    ASSERT_EQ(remarksOf(detail).size(), 1U);
    EXPECT_EQ(remarksOf(detail)[0].remark.label, "challenge ACK: RST ignored");
}

TEST(IncidentLabels, AreShortAndAllDifferent) {
    std::set<std::string_view> labels;
    for (int i = 0; i < kIncidentKindCount; ++i) {
        const std::string_view label = incidentLabel(static_cast<IncidentKind>(i));
        EXPECT_LE(label.size(), 32U) << label;
        EXPECT_TRUE(labels.insert(label).second) << label;
    }
}

TEST(Certainty, OfAWholeConnectionNamesNothingThatIsAmiss) {
    EXPECT_EQ(certaintyOf(*closedInFour()), "- beginning: the opening was captured\n"
                                            "- roles: who opened is known from the SYN or its answer\n"
                                            "- capture: nothing of this connection is known to be missing\n");
}

TEST(Certainty, NamesWhatLowersTheTrust) {
    ConnectionDetail detail = *midstream();
    detail.rolesGuessed = true;
    detail.reuse = ReuseReason::HigherIsn;
    detail.quality = static_cast<std::uint16_t>(QualityBit::MissedFromResponder);
    detail.endpoint[1].possible.add(State::CloseWait);
    EXPECT_EQ(certaintyOf(detail),
              "! beginning: the capture began later: what came before is not known\n"
              "! roles: guessed: no SYN was seen, so who opened is not known\n"
              "- ports: new connection: its ISN is above the last number used (RFC 9293, 3.6.1)\n"
              "! states: the other side is in ESTABLISHED or CLOSE_WAIT: the packets captured do not decide\n"
              "! capture: packets that the other side sent are missing\n");
}

} // namespace
} // namespace synscope::test
