// SPDX-License-Identifier: Apache-2.0
//
// Findings about the ways a connection closes, or does not: leak, half-close, abort, RST that comes too late.
#include "tests/diagnose/talk.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

constexpr Side kA = Side::Initiator;
constexpr Side kB = Side::Responder;

std::size_t place(Side side) {
    return static_cast<std::size_t>(side);
}

TEST(CloseWaitLeak, IsFoundAfterTheUsersPatience) {
    EXPECT_EQ(Talk::halfClosed().captureEnds(60'999).listed(), "");
    EXPECT_EQ(Talk::halfClosed().captureEnds(61'000).listed(), "close-wait-leak b #4 proof #5 at 1.000\n");
}

TEST(CloseWaitLeak, SaysWhoOwesTheCloseAndSinceWhen) {
    EXPECT_EQ(Talk::halfClosed().captureEnds(122'000).words("close-wait-leak"),
              "198.51.100.1:80 got FIN from 192.0.2.1:40000 2 min 1 s before the end of the capture and still owes a "
              "close(): its kernel acknowledged it, its program never closed.");
}

TEST(CloseWaitLeak, SpeaksTheReadersLanguage) {
    Talk talk = Talk::halfClosed();
    talk.policy.language = Language::Chinese;
    EXPECT_EQ(talk.captureEnds(122'000).words("close-wait-leak"),
              "198.51.100.1:80 在抓包结束前 2 min 1 s 收到 192.0.2.1:40000 的 FIN，至今没有 close()：它的内核已经确认，"
              "它的程序始终没有关闭。");
}

TEST(CloseWaitLeak, DoesNotClaimAnAcknowledgementThatWasNotSeen) {
    Talk talk = Talk::open();
    talk.move(1000, 4, kA, State::Established, State::FinWait1);
    talk.move(1000, 4, kB, State::Established, State::CloseWait, Basis::Received);
    EXPECT_NE(talk.captureEnds(122'000).words("close-wait-leak").find("no acknowledgement of the FIN was captured"),
              std::string::npos);
}

TEST(CloseWaitLeak, WaitsForTheSilenceAfterTheLastData) {
    EXPECT_EQ(Talk::halfClosed().data(50'000, kB).captureEnds(100'000).listed(),
              "half-close-in-use b #4 proof #5 at 1.000\n");
    EXPECT_EQ(Talk::halfClosed().data(50'000, kB).captureEnds(110'000).listed(),
              "close-wait-leak b #4 proof #5 at 1.000\n");
}

TEST(CloseWaitLeak, TellsThatOnlyKeepAlivesPass) {
    Talk talk = Talk::halfClosed().seen(900'000);
    EXPECT_EQ(talk.words("close-wait-leak").find("keep-alives"), std::string::npos);
    talk.counters.side[place(kB)].keepAlives = 12;
    EXPECT_NE(talk.words("close-wait-leak").find(" Only keep-alives pass (12)"), std::string::npos);
    talk.data(2'000, kB);
    EXPECT_EQ(talk.words("close-wait-leak").find("Only keep-alives"), std::string::npos) << "data passed, too";
}

TEST(CloseWaitLeak, TellsThatThePeerDoesNotRead) {
    Talk talk = Talk::halfClosed().seen(900'000);
    talk.counters.side[place(kB)].zeroWindows = 3;
    EXPECT_EQ(talk.words("close-wait-leak").find("zero window"), std::string::npos) << "its own window stops nobody";
    talk.counters.side[place(kA)].zeroWindows = 3;
    EXPECT_NE(talk.words("close-wait-leak").find(" Its peer announced a zero window 3 times:"), std::string::npos);
}

TEST(PeerNotReading, TakesTheBlameFromTheSideThatCannotSend) {
    Talk talk = Talk::halfClosed().seen(900'000);
    talk.row.windowsClosed = 1; // the client's
    EXPECT_EQ(talk.listed(), "peer-not-reading a #4 proof #5 at 1.000\n");
    EXPECT_NE(talk.words("peer-not-reading").find("its window is zero"), std::string::npos);
    talk.row.windowsClosed = 2; // the server's
    EXPECT_EQ(talk.listed(), "close-wait-leak b #4 proof #5 at 1.000\n") << "its own window stops nobody";
}

TEST(HalfCloseInUse, IsFoundWhereDataFollowsThePeersFin) {
    Talk talk = Talk::halfClosed().data(5'500, kB);
    EXPECT_EQ(talk.listed(), "half-close-in-use b #4 proof #5 at 1.000\n");
    EXPECT_NE(talk.words("half-close-in-use").find("went on sending for 4.5 s after 192.0.2.1:40000 had closed"),
              std::string::npos);
    talk.move(6'000, 9, kB, State::CloseWait, State::LastAck);
    EXPECT_EQ(talk.listed(), "half-close-in-use b #4 proof #5 at 1.000\n") << "it still was one";
}

TEST(HalfCloseInUse, IsNotWhatWasOnItsWayWhenTheFinCame) {
    EXPECT_EQ(Talk::halfClosed().data(900, kB).listed(), "");
    EXPECT_EQ(Talk::halfClosed().data(1'199, kB).listed(), "");
    EXPECT_EQ(Talk::halfClosed().data(1'200, kB).listed(), "half-close-in-use b #4 proof #5 at 1.000\n");
}

TEST(HalfCloseInUse, IsNotDataThatMetReset) {
    Talk talk = Talk::halfClosed().data(2'000, kB);
    talk.move(2'010, 8, kA, State::FinWait2, State::Closed);
    talk.move(2'010, 8, kB, State::CloseWait, State::Closed, Basis::Received);
    EXPECT_EQ(talk.listed(), "aborted a #8 at 2.010\n");
}

TEST(Aborted, SaysInWhichStateAndGuessesWhy) {
    Talk talk = Talk::open().data(500, kA).data(600, kB);
    talk.move(700, 7, kB, State::Established, State::Closed);
    talk.move(700, 7, kA, State::Established, State::Closed, Basis::Received);
    EXPECT_EQ(talk.listed(), "aborted b #7 at 0.700\n");
    EXPECT_EQ(talk.words("aborted"), "198.51.100.1:80 aborted with RST in ESTABLISHED: whatever was not yet read is "
                                     "lost. Look for SO_LINGER set to 0, or a proxy that enforces a time limit.");
}

TEST(Aborted, SuspectsUnreadDataWhereThePeerSentLast) {
    Talk talk = Talk::open().data(500, kA).data(400, kB);
    talk.move(700, 7, kB, State::Established, State::Closed);
    EXPECT_NE(talk.words("aborted").find("The last data came from its peer, 200 ms before:"), std::string::npos);
}

TEST(Aborted, IsNotAnEndByFinOrTimer) {
    Talk talk = Talk::halfClosed();
    talk.move(2'000, 6, kB, State::CloseWait, State::LastAck);
    talk.move(2'010, 7, kB, State::LastAck, State::Closed, Basis::Received);
    talk.row.resetSeen = 1;
    EXPECT_EQ(talk.listed(), "");
}

/// The client's RST in packet 8, `ms` after the beginning, answers data of the server in packet 7.
Talk killed(std::int64_t ms) {
    Talk talk = Talk::halfClosed().data(ms - 10, kB);
    talk.move(ms, 8, kA, State::FinWait2, State::Closed);
    talk.move(ms, 8, kB, State::CloseWait, State::Closed, Basis::Received);
    return talk.happened(IncidentKind::KilledByReset, kA, 8, 7);
}

TEST(ClosedWithUnreadData, IsAResetSoonAfterTheFin) {
    EXPECT_EQ(killed(2'000).listed(), "closed-with-unread-data a #8 proof #7 at 2.000\n");
    EXPECT_TRUE(
        killed(2'000)
            .words("closed-with-unread-data")
            .starts_with(
                "192.0.2.1:40000 closed before it had read everything: data of 198.51.100.1:80 arrived after its FIN"));
}

TEST(AbandonedHalfClose, IsAResetAfterTheKernelsPatience) {
    EXPECT_EQ(killed(60'999).listed(), "closed-with-unread-data a #8 proof #7 at 60.999\n");
    EXPECT_EQ(killed(61'000).listed(), "abandoned-half-close b #8 proof #7 at 61.000\n");
    EXPECT_TRUE(killed(301'000)
                    .words("abandoned-half-close")
                    .starts_with("198.51.100.1:80 wrote again 5 min 0 s after the FIN of 192.0.2.1:40000"));
}

TEST(IncompleteCapture, NamesTheStatesThatAreLeft) {
    Talk talk = Talk::open();
    talk.row.alternatives[1] = {State::CloseWait};
    EXPECT_EQ(talk.listed(), "") << "nothing is missing: the packets alone do not decide";
    talk.flagged(QualityBit::MissedFromInitiator);
    EXPECT_EQ(talk.listed(), "incomplete-capture b\n");
    EXPECT_TRUE(
        talk.words("incomplete-capture")
            .starts_with("198.51.100.1:80 is in ESTABLISHED or CLOSE_WAIT: packets of 192.0.2.1:40000 were not"));
}

TEST(IncompleteCapture, NamesBothSidesWhereBothAreUncertain) {
    Talk talk = Talk::open().flagged(QualityBit::MissedFromInitiator).flagged(QualityBit::MissedFromResponder);
    EXPECT_EQ(talk.listed(), "") << "the states are certain all the same";
    talk.row.alternatives = {StateSet{State::FinWait1}, StateSet{State::CloseWait}};
    EXPECT_TRUE(
        talk.words("incomplete-capture")
            .starts_with("192.0.2.1:40000 is in ESTABLISHED or FIN_WAIT_1, 198.51.100.1:80 is in ESTABLISHED or "
                         "CLOSE_WAIT: packets of both sides were not captured"));
}

} // namespace
} // namespace synscope::test
