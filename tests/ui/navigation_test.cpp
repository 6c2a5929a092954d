// SPDX-License-Identifier: Apache-2.0
//
// Going back and forward: what counts as a place, and what is forgotten.
#include "ui/navigation.h"

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

using namespace std::chrono_literals;

class NavigationTest : public ::testing::Test {
protected:
    static Place at(std::uint32_t connection, const QString& filter = {}) {
        return {CapturePages::Page::Connections, ConnectionId{connection}, filter, std::nullopt};
    }
    void visit(const Place& place, std::chrono::milliseconds after = 5s) {
        now += after;
        navigation.visit(place, now);
    }

    Navigation navigation;
    Navigation::Moment now{};
};

TEST_F(NavigationTest, GoesBackAndForward) {
    visit(at(1));
    visit(at(2));
    visit(at(2, "state == CLOSE_WAIT"));
    EXPECT_FALSE(navigation.canGoForward());
    EXPECT_EQ(navigation.back(), at(2));
    EXPECT_EQ(navigation.back(), at(1));
    EXPECT_EQ(navigation.back(), std::nullopt);
    EXPECT_EQ(navigation.forward(), at(2));
    EXPECT_TRUE(navigation.canGoForward());
}

TEST_F(NavigationTest, ForgetsWhatWasForwardOnceTheReaderGoesElsewhere) {
    visit(at(1));
    visit(at(2));
    (void)navigation.back();
    visit(at(3));
    EXPECT_FALSE(navigation.canGoForward());
    EXPECT_EQ(navigation.back(), at(1));
}

TEST_F(NavigationTest, ComesBackToNoConnectionThatWasOnlyPassed) {
    visit(at(1));
    visit(at(2));
    for (std::uint32_t i = 3; i < 60; ++i)
        visit(at(i), 30ms);
    EXPECT_EQ(navigation.back(), at(1)); // 2 was left after 30 ms
}

TEST_F(NavigationTest, TakesTheFirstChoiceAsPartOfOpening) {
    visit({});
    visit(at(4));
    EXPECT_FALSE(navigation.canGoBack());
}

TEST_F(NavigationTest, IsTheSamePlaceAfterGoingThere) {
    visit(at(1));
    visit(at(2));
    visit(at(*navigation.back() == at(1) ? 1 : 9));
    EXPECT_EQ(navigation.forward(), at(2));
}

TEST_F(NavigationTest, IsBounded) {
    for (std::uint32_t i = 0; i < 1'000; ++i)
        visit(at(i));
    std::size_t steps = 0;
    while (navigation.back())
        ++steps;
    EXPECT_EQ(steps, Navigation::kMostPlaces - 1);
}

} // namespace
} // namespace synscope::ui
