// SPDX-License-Identifier: Apache-2.0
//
// The words of the leaks page: who owes what, how it grows, what to look for, and the report to paste.
#include "ui/models/leak_view.h"

#include "core/store/filter.h"
#include "tests/ui/fake_session.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

ui::LeakView viewOf(FakeCapture& capture) {
    const SnapshotPtr snapshot = capture.snapshot();
    return {snapshot, ledgerOf(*snapshot, {}), {}};
}

/// A client of 10.9.9.9:`port` that does not close.
ConnectionId addClientLeak(FakeCapture& capture, double closed) {
    const ConnectionId id = capture.addEstablished(1, 6379);
    capture.change(id, {closed, Side::Responder, State::FinWait1});
    capture.change(id, {closed, Side::Initiator, State::CloseWait});
    return id;
}

std::string owes(const ui::LeakView& view) {
    return ui::owesSentence(view, view.ledger.groups.at(0)).toStdString();
}

std::string trend(const ui::LeakView& view) {
    return ui::trendSentence(view, view.ledger.groups.at(0)).toStdString();
}

TEST(LeakWords, SayWhoOwesHowManyCloses) {
    FakeCapture capture;
    capture.addLeak(0, 40);
    capture.setEnd(458);
    EXPECT_EQ(owes(viewOf(capture)), "10.9.9.9:8080 got FIN 6:58 ago and still owes a close.");
    capture.addLeak(0, 50);
    EXPECT_EQ(owes(viewOf(capture)), "10.9.9.9:8080 owes 2 closes, the oldest for 6:58.");
}

TEST(LeakWords, SayWhatIsInDoubt) {
    FakeCapture capture;
    capture.row(capture.addLeak(0, 40)).alternatives[1] = {State::Established};
    capture.setEnd(458);
    const ui::LeakView view = viewOf(capture);
    EXPECT_EQ(owes(view), "10.9.9.9:8080 perhaps owes a close: the packets do not decide.");
    EXPECT_EQ(trend(view), "");
    EXPECT_TRUE(ui::adviceSentence(view, view.ledger.groups[0]).startsWith(QStringLiteral("A capture without gaps")));
    capture.addLeak(0, 50);
    EXPECT_EQ(owes(viewOf(capture)), "10.9.9.9:8080 got FIN 6:48 ago and still owes a close. Perhaps it owes one more: "
                                     "the packets do not decide.");
}

TEST(LeakWords, AcquitAHalfCloseInUse) {
    FakeCapture capture;
    capture.row(capture.addLeak(0, 40)).lastDataMs[1] = 450'001;
    capture.setEnd(458);
    const ui::LeakView view = viewOf(capture);
    EXPECT_EQ(owes(view), "10.9.9.9:8080 got FIN 6:58 ago and still owes a close. Data still flows: a half-close in "
                          "use, and no leak.");
    EXPECT_EQ(ui::adviceSentence(view, view.ledger.groups[0]).toStdString(), "There is nothing to look for.");
}

TEST(LeakWords, PointAtAPeerThatDoesNotRead) {
    FakeCapture capture;
    capture.row(capture.addLeak(0, 40)).windowsClosed = 1;
    capture.setEnd(458);
    const ui::LeakView view = viewOf(capture);
    EXPECT_EQ(owes(view), "10.9.9.9:8080 got FIN 6:58 ago and still owes a close. The peer does not read, so what is "
                          "left to send cannot go: no leak.");
    EXPECT_TRUE(ui::adviceSentence(view, view.ledger.groups[0]).startsWith(QStringLiteral("Look at the peers")));
}

TEST(LeakWords, TellGrowthFromAFewThatStay) {
    FakeCapture few;
    few.addLeak(0, 1);
    few.setEnd(600);
    EXPECT_EQ(trend(viewOf(few)), "The number does not change.");
    FakeCapture growing;
    for (int i = 1; i <= 10; ++i)
        growing.addLeak(0, i * 60);
    growing.setEnd(660);
    const ui::LeakView view = viewOf(growing);
    EXPECT_EQ(trend(view), "It grows by 1.0 a minute.");
    EXPECT_EQ(ui::growthLabel(view.ledger.groups[0].perMinute).toStdString(), "+1.0/min");
    FakeCapture brief;
    brief.addLeak(0, 0.5);
    brief.setEnd(2);
    EXPECT_EQ(trend(viewOf(brief)), "The capture is too short to tell whether it grows.");
    EXPECT_EQ(ui::growthLabel(viewOf(brief).ledger.groups[0].perMinute).toStdString(), "–");
}

TEST(LeakWords, RememberWhatEnded) {
    FakeCapture capture;
    capture.change(capture.addLeak(0, 10), {110, Side::Responder, State::Closed});
    capture.change(capture.addLeak(0, 10), {210, Side::Responder, State::LastAck});
    capture.setEnd(600);
    EXPECT_EQ(owes(viewOf(capture)), "10.9.9.9:8080 owes no close at the end of the capture.");
    EXPECT_NE(trend(viewOf(capture)).find("2 leaks ended, 1 of them by RST, the longest after 3:20."),
              std::string::npos)
        << trend(viewOf(capture));
}

TEST(LeakWords, AdviseClientsOfTheirPools) {
    FakeCapture capture;
    addClientLeak(capture, 40);
    capture.setEnd(458);
    const ui::LeakView view = viewOf(capture);
    const LeakGroup& group = view.ledger.groups.at(0);
    EXPECT_EQ(ui::groupName(group).toStdString(), "10.0.0.1 → 10.9.9.9:6379");
    EXPECT_EQ(owes(view), "10.0.0.1 got FIN 6:58 ago and still owes a close.");
    EXPECT_TRUE(ui::adviceSentence(view, group).contains(QStringLiteral("idle time-out")));
    EXPECT_EQ(ui::causeLabel(view.owed(view.ledger.entries[0])).toStdString(), "idle in a pool");
}

TEST(LeakWords, OfferAFilterThatShowsTheGroup) {
    FakeCapture capture;
    const ConnectionId server = capture.addLeak(0, 40);
    const ConnectionId client = addClientLeak(capture, 40);
    capture.setEnd(458);
    const ui::LeakView view = viewOf(capture);
    ASSERT_EQ(view.ledger.groups.size(), 2U);
    for (const LeakGroup& group : view.ledger.groups) {
        const auto filter = Filter::parse(ui::filterText(group).toStdString());
        ASSERT_TRUE(filter.hasValue()) << filter.error().message;
        EXPECT_EQ(filter.value().matches(*view.snapshot, server), group.ownerListens());
        EXPECT_EQ(filter.value().matches(*view.snapshot, client), !group.ownerListens());
    }
}

TEST(LeakWords, MakeAReportToPaste) {
    FakeCapture capture;
    capture.addLeak(0, 40);
    capture.setEnd(458);
    const std::string report = ui::reportText(viewOf(capture), 0).toStdString();
    EXPECT_EQ(report.rfind("10.9.9.9:8080 got FIN 6:58 ago and still owes a close.\n", 0), 0U) << report;
    EXPECT_NE(report.find("\nowes the close "), std::string::npos) << report;
    EXPECT_NE(report.find("\n6 min 58 s  not-closed  10.9.9.9:8080  10.0.0.1:40000 "), std::string::npos) << report;
}

} // namespace
} // namespace synscope::test
