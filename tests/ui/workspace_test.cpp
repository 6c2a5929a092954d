// SPDX-License-Identifier: Apache-2.0
//
// The panel of the connection: where it can be, that it is remembered, and that it goes with the rest.
#include "ui/workspace.h"

#include <QDockWidget>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

#include <cstdlib>

namespace synscope::ui {
namespace {

class WorkspaceTest : public ::testing::Test {
protected:
    WorkspaceTest() {
        workspace.resize(1'000, 600);
        workspace.show();
    }

    Workspace workspace{new QLabel, new QLabel};
};

TEST_F(WorkspaceTest, BeginsAtTheRight) {
    workspace.reset();
    EXPECT_EQ(workspace.seat(), Workspace::Seat::Right);
    EXPECT_TRUE(QTest::qWaitFor([this] { return std::abs(workspace.dockSize() - 380) < 20; })) << workspace.dockSize();
}

TEST_F(WorkspaceTest, KeepsItsShareOfTheWindow) {
    workspace.setDockSize(400);
    ASSERT_TRUE(QTest::qWaitFor([this] { return std::abs(workspace.dockSize() - 400) < 5; }));
    workspace.resize(500, 600);
    EXPECT_TRUE(QTest::qWaitFor([this] { return std::abs(workspace.dockSize() - 200) < 10; })) << workspace.dockSize();
}

TEST_F(WorkspaceTest, GoesWhereItIsSent) {
    using Seat = Workspace::Seat;
    for (const Seat seat : {Seat::Below, Seat::Left, Seat::Floating, Seat::Right}) {
        workspace.setSeat(seat);
        EXPECT_EQ(workspace.seat(), seat);
        EXPECT_TRUE(workspace.dock()->isVisible());
    }
}

TEST_F(WorkspaceTest, ComesBackWhereItWas) {
    workspace.setSeat(Workspace::Seat::Below);
    const QByteArray state = workspace.saveState();
    Workspace again(new QLabel, new QLabel);
    again.resize(1'000, 600);
    EXPECT_TRUE(again.restoreState(state));
    EXPECT_EQ(again.seat(), Workspace::Seat::Below);
}

TEST_F(WorkspaceTest, TakesAFloatingPanelAlong) {
    workspace.setSeat(Workspace::Seat::Floating);
    workspace.hide();
    EXPECT_FALSE(workspace.dock()->isVisible());
    workspace.show();
    EXPECT_TRUE(workspace.dock()->isVisible());
}

TEST_F(WorkspaceTest, SaysWhenThePanelIsHiddenAndShown) {
    const QSignalSpy spy(&workspace, &Workspace::seatChanged);
    workspace.dock()->hide();
    EXPECT_FALSE(spy.isEmpty());
    workspace.setSeat(Workspace::Seat::Right);
    EXPECT_TRUE(workspace.dock()->isVisible());
}

} // namespace
} // namespace synscope::ui
