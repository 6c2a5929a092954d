// SPDX-License-Identifier: Apache-2.0
//
// Findings about openings that failed, and the list of detectors itself.
#include "tests/diagnose/talk.h"

#include <gtest/gtest.h>

#include <set>

namespace synscope::test {
namespace {

Talk lonelySyn() {
    Talk talk;
    talk.move(0, 1, Side::Initiator, State::Closed, State::SynSent);
    talk.row.state[1] = State::Listen;
    talk.row.segments = {3, 0};
    talk.row.syn = 3;
    return talk.seen(3000);
}

TEST(Findings, OfAnOrdinaryConnectionAreNone) {
    EXPECT_EQ(Talk::open().data(500, Side::Initiator).data(600, Side::Responder).listed(), "");
}

TEST(Unanswered, CountsTheSynsInVain) {
    EXPECT_EQ(lonelySyn().listed(), "unanswered b #1 at 0.000\n");
    EXPECT_TRUE(
        lonelySyn().words("unanswered").starts_with("198.51.100.1:80 never answered: 3 SYNs were sent in 3.0 s."));
}

TEST(Unanswered, IsNoOpeningThatGotAnAnswer) {
    Talk talk = lonelySyn();
    talk.row.segments[1] = 1;
    EXPECT_EQ(talk.listed(), "");
}

TEST(Refused, PointsToTheReset) {
    Talk talk = lonelySyn();
    talk.move(3010, 4, Side::Initiator, State::SynSent, State::Closed, Basis::Received);
    talk.row.state[1] = State::Closed;
    talk.row.segments[1] = 1;
    EXPECT_EQ(talk.listed(), "") << "the RST did not answer the SYN";
    talk.row.refused = talk.row.resetSeen = 1;
    EXPECT_EQ(talk.listed(), "refused b #4 at 3.010\n");
}

TEST(Detectors, HaveKindsOfTheirOwn) {
    std::set<std::string_view> kinds;
    for (const Detector& detector : detectors())
        EXPECT_TRUE(kinds.insert(detector.kind).second) << detector.kind << " is there twice";
}

} // namespace
} // namespace synscope::test
