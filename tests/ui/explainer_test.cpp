// SPDX-License-Identifier: Apache-2.0
//
// Explanations come at once where the connection is short; of a long one a worker makes them, and the page waits with
// what it has.
#include "tests/diagram/conversations.h"
#include "ui/many_segments.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/explainer.h"
#include "ui/pages/step_card.h"
#include "ui/pages/steps_view.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace synscope::ui {
namespace {

/// Its third segment again and again, at the end.
std::shared_ptr<const ConnectionDetail> longLeak() {
    auto detail = std::make_shared<ConnectionDetail>(*test::leak());
    const DetailSegment copy = detail->segments[2];
    detail->segments.resize(kManySegments + 1, copy);
    return detail;
}

TEST(Explainer, ExplainsAShortConnectionAtOnce) {
    Explainer explainer;
    EXPECT_EQ(explainer.explanations(), nullptr);
    explainer.setDetail(test::leak());
    ASSERT_NE(explainer.explanations(), nullptr);
    EXPECT_FALSE(explainer.explanations()->empty());
    EXPECT_FALSE(explainer.isBusy());
}

TEST(Explainer, ExplainsALongOneOnAWorker) {
    Explainer explainer;
    QSignalSpy made(&explainer, &Explainer::made);
    explainer.setDetail(longLeak());
    EXPECT_EQ(explainer.explanations(), nullptr);
    EXPECT_TRUE(explainer.isBusy());
    EXPECT_EQ(explainer.explanations(), nullptr); // and starts no second one
    ASSERT_TRUE(made.wait(20'000));
    EXPECT_FALSE(explainer.isBusy());
    ASSERT_NE(explainer.explanations(), nullptr);
    EXPECT_EQ(explainer.explanations()->front().title, explain(*test::leak(), {}).front().title);
}

TEST(Explainer, ForgetsWhatIsNotWantedAnyMore) {
    Explainer explainer;
    QSignalSpy made(&explainer, &Explainer::made);
    explainer.setDetail(longLeak());
    EXPECT_EQ(explainer.explanations(), nullptr);
    explainer.setDetail(test::leak());
    EXPECT_FALSE(explainer.isBusy());
    ASSERT_NE(explainer.explanations(), nullptr);
    explainer.setLanguage(Language::Chinese);
    const auto chinese = explainer.explanations();
    EXPECT_EQ(chinese->front().title, explain(*test::leak(), {Language::Chinese}).front().title);
    EXPECT_FALSE(made.wait(50)); // of the first
}

TEST(Explainer, ThePageSaysThatItIsAtWork) {
    ConnectionDetailPage page;
    page.resize(700, 900);
    page.show();
    page.setDetail(longLeak());
    const auto isBusy = [&page] {
        const QList<QLabel*> labels = page.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text() == QStringLiteral("Explaining…");
        });
    };
    EXPECT_FALSE(isBusy());
    page.setCurrentTab(ConnectionDetailPage::Tab::Steps);
    EXPECT_TRUE(isBusy());
    EXPECT_TRUE(page.steps()->findChildren<StepCard*>().empty());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page.steps()->findChildren<StepCard*>().empty(); }, 20'000));
    EXPECT_FALSE(isBusy());
}

} // namespace
} // namespace synscope::ui
