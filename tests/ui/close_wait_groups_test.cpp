// SPDX-License-Identifier: Apache-2.0
#include "ui/models/close_wait_groups.h"

#include "core/store/filter.h"
#include "tests/ui/fake_session.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const std::atomic<bool> kGoOn{false};

TEST(CloseWaitGroups, GatherByServerWithTheMostWaitingFirst) {
    FakeCapture capture;
    capture.addEstablished(0, 9200);
    capture.addLeak(1, 50, 9200);
    capture.addLeak(1, 30);
    const ConnectionId oldest = capture.addLeak(2, 20);
    capture.setEnd(100);
    const auto groups = ui::closeWaitGroups(*capture.snapshot(), kGoOn);
    ASSERT_TRUE(groups);
    ASSERT_EQ(groups->size(), 2U);
    EXPECT_EQ(ui::ownerText((*groups)[0]).toStdString(), "10.9.9.9:8080");
    EXPECT_EQ((*groups)[0].waiting, 2U);
    EXPECT_EQ((*groups)[0].oldest, oldest);
    EXPECT_EQ((*groups)[0].oldestAge, std::chrono::seconds(80));
    EXPECT_EQ((*groups)[1].waiting, 1U);
}

TEST(CloseWaitGroups, AreNoneWhereEverybodyClosed) {
    FakeCapture capture;
    capture.addClosing(1, 10);
    EXPECT_TRUE(ui::closeWaitGroups(*capture.snapshot(), kGoOn)->empty());
}

TEST(CloseWaitGroups, SayWhoOwesTheClose) {
    FakeCapture capture;
    capture.addLeak(0, 40);
    capture.setEnd(458);
    const auto groups = ui::closeWaitGroups(*capture.snapshot(), kGoOn);
    EXPECT_EQ(ui::owedSentence(groups->front()).toStdString(),
              "10.9.9.9:8080 got FIN 6:58 ago and still owes a close.");
}

TEST(CloseWaitGroups, SayWhereTheCloseIsPerhapsOwed) {
    FakeCapture capture;
    capture.row(capture.addLeak(0, 40)).alternatives[1] = {State::Established};
    capture.setEnd(458);
    EXPECT_EQ(ui::owedSentence(ui::closeWaitGroups(*capture.snapshot(), kGoOn)->front()).toStdString(),
              "Perhaps 10.9.9.9:8080 owes a close: the packets do not decide.");
    capture.addLeak(1, 50);
    EXPECT_EQ(
        ui::owedSentence(ui::closeWaitGroups(*capture.snapshot(), kGoOn)->front()).toStdString(),
        "10.9.9.9:8080 got the first FIN 6:58 ago and owes 2 closes, 1 of them perhaps: the packets do not decide.");
}

TEST(CloseWaitGroups, OfferAFilterThatShowsExactlyThem) {
    FakeCapture capture;
    capture.addEstablished(0);
    const ConnectionId leak = capture.addLeak(0, 40);
    capture.addLeak(0, 40, 9200);
    const auto snapshot = capture.snapshot();
    const auto groups = ui::closeWaitGroups(*snapshot, kGoOn);
    for (const ui::CloseWaitGroup& group : *groups) {
        const auto filter = Filter::parse(group.filterText().toStdString());
        ASSERT_TRUE(filter.hasValue()) << filter.error().message;
        EXPECT_EQ(filter.value().matches(*snapshot, leak), group.owner.port == 8080);
        EXPECT_TRUE(filter.value().matches(*snapshot, group.oldest));
        EXPECT_FALSE(filter.value().matches(*snapshot, ConnectionId{0}));
    }
}

TEST(CloseWaitGroups, StopWhenCancelled) {
    FakeCapture capture;
    capture.addLeak(0, 40);
    const std::atomic<bool> cancelled{true};
    EXPECT_FALSE(ui::closeWaitGroups(*capture.snapshot(), cancelled));
}

} // namespace
} // namespace synscope::test
