// SPDX-License-Identifier: Apache-2.0
//
// Findings that tell what the tracker noted as an incident: each from its own kind of incident, with both packets,
// and from no other.
#include "tests/diagnose/talk.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

struct Pattern {
    IncidentKind incident;
    std::string_view finding;
    std::string_view words; ///< a part of what it says of an incident of b's
};

constexpr Pattern kPatterns[] = {
    {IncidentKind::OldDuplicateSyn, "old-duplicate-syn", "knows nothing of a SYN that bears its address"},
    {IncidentKind::ChallengedSyn, "challenge-ack", "sent SYN on a connection that 192.0.2.1:40000 holds open"},
    {IncidentKind::ChallengedReset, "challenge-ack", "so 192.0.2.1:40000 went on and asked back with a challenge ACK"},
    {IncidentKind::ResetUndecided, "reset-undecided", "in the window of 192.0.2.1:40000 but not exactly the next one"},
    {IncidentKind::ResetOutOfWindow, "reset-ignored", "its number lies outside the window"},
    {IncidentKind::ResetRefused, "reset-ignored", "it does not acknowledge the SYN it would have to answer"},
    {IncidentKind::ForeignReset, "foreign-reset", "did not send the RST that bears its address"},
    {IncidentKind::HalfOpen, "half-open", "had lost the connection while 192.0.2.1:40000 still held it open"},
    {IncidentKind::TimeWaitAssassination, "time-wait-assassination", "when a RST from 192.0.2.1:40000 ended it early"},
    {IncidentKind::HandshakeAckIgnored, "accept-queue-overflow", "queue of connections to accept is probably full"},
    {IncidentKind::SimultaneousOpen, "simultaneous-open", "while that of 192.0.2.1:40000 was on its way"},
    {IncidentKind::SimultaneousClose, "simultaneous-close", "before it had got that of 192.0.2.1:40000"},
    {IncidentKind::ReuseTooEarly, "reuse-too-early", "while 192.0.2.1:40000 still held them in TIME_WAIT"},
    {IncidentKind::StaleSegment, "stale-segment", "belongs to an earlier connection of the same ports"},
    {IncidentKind::StaleUndecided, "stale-segment", "whose it is cannot be known"},
    {IncidentKind::PawsRejected, "old-timestamp", "so 192.0.2.1:40000 discards it (PAWS)"},
    {IncidentKind::DataAfterFin, "data-after-fin", "sent data beyond its own FIN"},
    {IncidentKind::WindowScaleTooLarge, "window-scale-too-large", "offered a window scale of 15"},
    {IncidentKind::KilledByReset, "closed-with-unread-data", "data of 192.0.2.1:40000 arrived after its FIN"},
};

std::string nameOf(const testing::TestParamInfo<Pattern>& info) {
    std::string name(toText(info.param.incident));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

class IncidentFinding : public testing::TestWithParam<Pattern> {};

TEST_P(IncidentFinding, TellsWhoAndShowsBothPackets) {
    Talk talk = Talk::open();
    talk.row.offer[1].windowScale = 15;
    talk.happened(GetParam().incident, Side::Responder, 8, 9);
    EXPECT_EQ(talk.listed(), std::string(GetParam().finding) + " b #8 proof #9\n");
    const std::string words = talk.words(GetParam().finding);
    EXPECT_TRUE(words.starts_with("198.51.100.1:80 ")) << words;
    EXPECT_NE(words.find(GetParam().words), std::string::npos) << words;
}

TEST_P(IncidentFinding, IsDatedWhereThePacketMovedAState) {
    Talk talk = Talk::open().happened(GetParam().incident, Side::Responder, 3);
    EXPECT_EQ(talk.listed(), std::string(GetParam().finding) + " b #3 at 0.011\n") << "and has no proof without one";
}

TEST_P(IncidentFinding, NeedsAnIncidentOfItsOwn) {
    Talk talk = Talk::open();
    for (const Pattern& other : kPatterns) {
        if (other.finding != GetParam().finding)
            talk.happened(other.incident, Side::Responder, 8, 9);
    }
    EXPECT_EQ(talk.words(GetParam().finding), "");
    EXPECT_FALSE(talk.findings().empty());
}

INSTANTIATE_TEST_SUITE_P(Diagnose, IncidentFinding, testing::ValuesIn(kPatterns), nameOf);

TEST(ChallengeAck, IsToldOfSynAndOfReset) {
    const Talk talk = Talk::open()
                          .happened(IncidentKind::ChallengedSyn, Side::Initiator, 4, 5)
                          .happened(IncidentKind::ChallengedReset, Side::Responder, 6, 7);
    EXPECT_EQ(talk.listed(), "challenge-ack a #4 proof #5\n"
                             "challenge-ack b #6 proof #7\n");
}

TEST(ChallengeAck, TellsWhatBecameOfTheSyn) {
    Talk talk = Talk::open().happened(IncidentKind::ChallengedSyn, Side::Initiator, 4, 5);
    EXPECT_NE(talk.words("challenge-ack").find("it has lost the old one, or the SYN was not its own"),
              std::string::npos);
    Talk late = talk;
    late.happened(IncidentKind::OldDuplicateSyn, Side::Initiator, 4, 6);
    EXPECT_TRUE(
        late.words("challenge-ack").ends_with("It knows nothing of that SYN, which was late or somebody else's."));
    talk.happened(IncidentKind::HalfOpen, Side::Initiator, 6, 5);
    EXPECT_NE(talk.words("challenge-ack").find("It answered with RST, so it had lost the old one"), std::string::npos);
}

TEST(HalfOpen, TakesThePlaceOfAborted) {
    Talk talk = Talk::open().move(9'000, 7, Side::Initiator, State::Established, State::Closed);
    EXPECT_EQ(talk.listed(), "aborted a #7 at 9.000\n");
    talk.happened(IncidentKind::HalfOpen, Side::Initiator, 7, 6);
    EXPECT_EQ(talk.listed(), "half-open a #7 proof #6 at 9.000\n");
}

HandshakeOffer offer(std::uint32_t isn) {
    HandshakeOffer made;
    made.isn = isn;
    made.bits = HandshakeOffer::HasIsn;
    return made;
}

TEST(StaleSegment, ShowsTheArithmetic) {
    Talk talk = Talk::open().happened(IncidentKind::StaleSegment, Side::Initiator, 8);
    talk.hasEarlier = true;
    talk.earlier.offer = {offer(900), offer(70'000)};
    EXPECT_EQ(talk.words("stale-segment").find("numbers began"), std::string::npos) << "this handshake was not seen";
    talk.row.offer = {offer(5'000), offer(71'000)};
    EXPECT_TRUE(talk.words("stale-segment").ends_with(" Its numbers began at 900 then and at 5000 now, 4100 higher."));
}

TEST(StaleSegment, ReckonsPastTheEndOfTheNumbers) {
    Talk talk = Talk::open().happened(IncidentKind::StaleSegment, Side::Initiator, 8);
    talk.hasEarlier = true;
    talk.earlier.offer[0] = offer(100);
    talk.row.offer[0] = offer(0xffff'ffff);
    EXPECT_TRUE(talk.words("stale-segment").ends_with(" 101 lower."));
}

TEST(StaleSegment, FollowsAnEndpointThatChangedItsRole) {
    Talk talk = Talk::open().happened(IncidentKind::StaleSegment, Side::Initiator, 8);
    talk.hasEarlier = true;
    talk.earlier.initiatorIsLow = talk.row.initiatorIsLow == 0 ? 1 : 0;
    talk.earlier.offer = {offer(70'000), offer(900)};
    talk.row.offer[0] = offer(5'000);
    EXPECT_TRUE(talk.words("stale-segment").ends_with(" began at 900 then and at 5000 now, 4100 higher."));
}

TEST(Findings, ComeWorstFirst) {
    const Talk talk = Talk::halfClosed()
                          .happened(IncidentKind::SimultaneousOpen, Side::Responder, 2, 1)
                          .happened(IncidentKind::DataAfterFin, Side::Initiator, 6, 4)
                          .captureEnds(100'000);
    EXPECT_EQ(talk.listed(), "close-wait-leak b #4 proof #5 at 1.000\n"
                             "data-after-fin a #6 proof #4\n"
                             "simultaneous-open b #2 proof #1 at 0.010\n");
}

} // namespace
} // namespace synscope::test
