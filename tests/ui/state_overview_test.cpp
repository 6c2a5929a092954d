// SPDX-License-Identifier: Apache-2.0
#include "ui/models/state_overview.h"

#include "tests/ui/fake_session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace synscope::test {
namespace {

using ui::OverviewKind;

const std::atomic<bool> kGoOn{false};

TEST(StateOverview, CountsAConnectionOnceInEachBucketOfItsLife) {
    FakeCapture capture;
    capture.addEstablished(20);
    capture.setEnd(100);
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    ASSERT_TRUE(overview);
    EXPECT_EQ(overview->at(OverviewKind::Established, 1), 0U);
    EXPECT_EQ(overview->at(OverviewKind::Established, 3), 1U);
    EXPECT_EQ(overview->at(OverviewKind::Established, 9), 1U);
    EXPECT_EQ(overview->highest, 1U);
}

TEST(StateOverview, ShowsALeakUntilTheEnd) {
    FakeCapture capture;
    capture.addLeak(0, 50);
    capture.setEnd(100);
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    EXPECT_EQ(overview->at(OverviewKind::CloseWait, 3), 0U);
    EXPECT_EQ(overview->at(OverviewKind::CloseWait, 7), 1U);
    EXPECT_EQ(overview->at(OverviewKind::CloseWait, 9), 1U);
    EXPECT_EQ(overview->closeWaitAtEnd, 1U);
    EXPECT_EQ(overview->closeWaitSince, FakeCapture::at(50));
}

TEST(StateOverview, DoesNotAddUpClosesThatPassWithinABucket) {
    FakeCapture capture;
    capture.addClosing(0, 52);
    capture.addClosing(0, 53);
    capture.setEnd(100);
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    for (std::size_t bucket = 0; bucket < 10; ++bucket)
        EXPECT_EQ(overview->at(OverviewKind::CloseWait, bucket), 0U) << "bucket " << bucket;
    EXPECT_EQ(overview->closeWaitAtEnd, 0U);
    EXPECT_FALSE(overview->closeWaitSince);
}

TEST(StateOverview, NamesTheLargestAreaFirst) {
    FakeCapture capture;
    for (int i = 0; i < 3; ++i)
        capture.addClosing(0, 20);
    capture.addEstablished(50);
    capture.setEnd(60);
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    const std::vector<OverviewKind> kinds = overview->byArea();
    ASSERT_FALSE(kinds.empty());
    EXPECT_EQ(kinds.front(), OverviewKind::TimeWait);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), OverviewKind::CloseWait), 0) << "there is none";
}

TEST(StateOverview, ShowsALeakThatBeginsInTheLastBucket) {
    FakeCapture capture;
    capture.addLeak(0, 99.99);
    capture.setEnd(100);
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    EXPECT_EQ(overview->at(OverviewKind::CloseWait, 9), 1U);
    EXPECT_EQ(overview->at(OverviewKind::Established, 9), 0U);
    EXPECT_EQ(overview->at(OverviewKind::Established, 8), 1U);
    EXPECT_EQ(overview->highest, 1U);
}

TEST(StateOverview, TellsOpeningClosingAndTimeWaitApart) {
    FakeCapture capture;
    capture.add({{0, Side::Initiator, State::SynSent}});
    capture.add({{0, Side::Initiator, State::Unknown},
                 {0, Side::Initiator, State::FinWait1},
                 {0, Side::Responder, State::Unknown}});
    capture.add({{0, Side::Initiator, State::TimeWait}});
    capture.setEnd(100);
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    for (const OverviewKind kind : {OverviewKind::Opening, OverviewKind::Closing, OverviewKind::TimeWait})
        EXPECT_EQ(overview->at(kind, 5), 1U);
    EXPECT_EQ(overview->highest, 3U);
}

TEST(StateOverview, SurvivesACaptureOfOneInstant) {
    FakeCapture capture;
    capture.add({{0, Side::Initiator, State::SynSent}});
    const auto overview = ui::stateOverview(*capture.snapshot(), 10, kGoOn);
    EXPECT_EQ(overview->at(OverviewKind::Opening, 0), 1U);
    EXPECT_TRUE(ui::stateOverview(*capture.snapshot(), 0, kGoOn));
}

TEST(StateOverview, StopsWhenCancelled) {
    FakeCapture capture;
    capture.addEstablished(0);
    const std::atomic<bool> cancelled{true};
    EXPECT_FALSE(ui::stateOverview(*capture.snapshot(), 10, cancelled));
}

} // namespace
} // namespace synscope::test
