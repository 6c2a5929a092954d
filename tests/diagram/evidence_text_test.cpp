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

TEST(TransitionText, SpeaksTheLanguageOfTheDetail) {
    ConnectionDetail detail = *closedInFour();
    detail.language = Language::Chinese;
    EXPECT_EQ(moveInto(std::make_shared<const ConnectionDetail>(detail), kServer, State::SynReceived),
              "服务器：LISTEN → SYN_RECEIVED（分组 1）：SYN 到达；由分组 2 证明（RFC 9293, 3.10.7.2）");
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
    EXPECT_EQ(certaintyOf(*closedInFour()),
              "- beginning: The opening was captured.\n"
              "- roles: Who opened is known from the SYN or its answer.\n"
              "- place: Captured beside the client: 51 µs of the round trip lie on its side, 21 ms on the server's. "
              "Times of the client's moves are its own; the server's are off by up to 21 ms.\n"
              "- capture: Nothing of this connection is known to be missing.\n");
    EXPECT_EQ(doubtText(*closedInFour()), "");
}

TEST(Certainty, NamesWhatLowersTheTrust) {
    ConnectionDetail detail = *midstream();
    detail.reuse = ReuseReason::HigherIsn;
    detail.quality = qualityNotes(Origin::Midstream, {QualityBit::MissedFromResponder}, true);
    detail.endpoint[1].possible.add(State::CloseWait);
    EXPECT_EQ(certaintyOf(detail),
              "! beginning: The capture began after the connection had been opened; window scales are unknown.\n"
              "! roles: No opening was seen, so who opened the connection is a guess.\n"
              "- ports: A new connection: its ISN is above the last number used (RFC 9293, 3.6.1).\n"
              "! states: The other side is in ESTABLISHED or CLOSE_WAIT: the packets captured do not decide.\n"
              "! capture: Packets that the other side sent were not captured; its states and counts may lack "
              "something.\n");
    EXPECT_EQ(doubtText(detail), "Not sure: opening not seen · roles guessed · other side's state undecided · other "
                                 "side's packets missing");
}

TEST(Certainty, TakesEveryWordOfQualityFromItsOneSource) {
    ConnectionDetail detail = *closedInFour();
    const auto bits = {QualityBit::MissedFromInitiator, QualityBit::MissedFromResponder, QualityBit::CutHeaders,
                       QualityBit::ClockBackwards,      QualityBit::DuplicateFrames,     QualityBit::SuperSegments};
    detail.quality = qualityNotes(Origin::Handshake, bits);
    ASSERT_EQ(detail.quality.size(), bits.size());
    for (const QualityNote& note : detail.quality) {
        EXPECT_NE(certaintyOf(detail).find("! capture: " + note.text + '\n'), std::string::npos) << note.key;
        EXPECT_NE(doubtText(detail).find(note.shortText), std::string::npos) << note.key;
    }
}

TEST(Certainty, SaysOnceWhyThePlaceIsNotKnown) {
    ConnectionDetail detail = *closedInFour();
    detail.tap.reset();
    EXPECT_NE(certaintyOf(detail).find("- place: Where it was captured is not known: "), std::string::npos);
    EXPECT_EQ(certaintyOf(*midstream()).find("place: "), std::string::npos) << "beginning says why";
}

TEST(Certainty, SaysWhatTheKernelKnewBeforeTheCapture) {
    ConnectionDetail detail = *closedInFour();
    detail.origin = Origin::SocketTable;
    EXPECT_NE(certaintyOf(detail).find("the kernel's socket table told in which state"), std::string::npos);
    EXPECT_EQ(doubtText(detail), "Not sure: opening not seen");
}

TEST(Gone, PacketsAreCounted) {
    ConnectionDetail detail = *closedInFour();
    EXPECT_EQ(goneText(detail), "");
    detail.goneSegments = 1;
    EXPECT_EQ(goneText(detail), "1 packet of the beginning is no longer kept.");
    detail.goneSegments = 12;
    EXPECT_EQ(goneText(detail), "12 packets of the beginning are no longer kept.");
    detail.segments.clear();
    EXPECT_EQ(goneText(detail), "The packets of this connection are no longer kept.");
}

TEST(TwoCaptures, AreComparedInWords) {
    ConnectionDetail detail = *closedInFour();
    EXPECT_EQ(endsText(detail), "");
    detail.ends = TwoEnds{.near = kClient,
                          .offset = -std::chrono::milliseconds(250),
                          .drift = 40e-6,
                          .roundTrip = std::chrono::milliseconds(20),
                          .matched = 9,
                          .lost = 1,
                          .onlyHere = 2,
                          .onlyThere = 1};
    EXPECT_EQ(endsText(detail),
              "Captured beside the client, and beside the server in a second capture, which holds 9 of these segments, "
              "too. Between the two a segment takes 10 ms at least, if both ways take as long: half of the shortest "
              "round trip. The second one's "
              "clock is 250 ms behind. It gains 40 ppm. 1 segment lost on the way between them. 3 segments missed by "
              "one of the captures.");
}

TEST(Footnotes, TellDoubtsThenThePlace) {
    ConnectionDetail detail = *closedInFour();
    detail.quality = qualityNotes(Origin::Handshake, {QualityBit::CutHeaders});
    EXPECT_EQ(footnotes(detail, stateClaims(detail)),
              (std::vector<std::string>{
                  "STATE?: taken as delivered, no later packet proves it", "Not sure: headers cut",
                  "Captured beside the client: 51 µs of the round trip lie on its side, 21 ms on the server's.",
                  "Times of the client's moves are its own; the server's are off by up to 21 ms."}));
}

} // namespace
} // namespace synscope::test
