// SPDX-License-Identifier: Apache-2.0
//
// The diagram on the screen: keys and clicks select, zoom and scrolling keep their place, a frame costs
// what is visible, and a screen reader finds rows.
#include "core/store/detail_part.h"
#include "tests/diagram/conversations.h"
#include "ui/diagram/ladder_view.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

class LadderViewTest : public ::testing::Test {
protected:
    /// Waits for the worker that lays out what is very long.
    void show(const std::shared_ptr<const ConnectionDetail>& detail) {
        view.resize(560, 400);
        view.show();
        view.setDetail(detail);
        ASSERT_TRUE(QTest::qWaitFor([&] { return view.layoutShown().detail == detail; }, 20'000));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&view, key, modifiers);
    }

    LadderView view;
};

TEST_F(LadderViewTest, SelectsTheFirstSegmentWithTheFirstArrowKey) {
    show(test::leak());
    const QSignalSpy chosen(&view, &LadderView::segmentSelected);
    press(Qt::Key_Down);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(view.selectedSegment(), 0U);
}

TEST_F(LadderViewTest, MovesBetweenSegmentsAndSkipsNotes) {
    show(test::leak());
    press(Qt::Key_Home);
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Down);
    EXPECT_EQ(view.selectedSegment(), 3U); // "opened in ..." lies between 2 and 3
    press(Qt::Key_Up);
    EXPECT_EQ(view.selectedSegment(), 2U);
}

TEST_F(LadderViewTest, LaysASmallDiagramOutAtOnceWhenResized) {
    show(test::leak());
    view.resize(900, 500);
    EXPECT_GT(view.layoutShown().width, 850);
    view.resize(700, 500);
    EXPECT_LT(view.layoutShown().width, 700);
}

TEST_F(LadderViewTest, GoesToBothEnds) {
    show(test::leak());
    press(Qt::Key_End);
    EXPECT_EQ(view.selectedSegment(), 6U);
    EXPECT_EQ(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    press(Qt::Key_Home);
    EXPECT_EQ(view.selectedSegment(), 0U);
    EXPECT_EQ(view.verticalScrollBar()->value(), 0);
}

TEST_F(LadderViewTest, StaysOnTheLastSegment) {
    show(test::leak());
    press(Qt::Key_End);
    press(Qt::Key_Down);
    press(Qt::Key_PageDown);
    EXPECT_EQ(view.selectedSegment(), 6U);
}

TEST_F(LadderViewTest, PagesThroughALongConnection) {
    show(test::troubled());
    press(Qt::Key_Home);
    press(Qt::Key_PageDown);
    const auto afterOnePage = view.selectedSegment();
    ASSERT_TRUE(afterOnePage);
    EXPECT_GT(*afterOnePage, 2U);
    EXPECT_LT(*afterOnePage, 12U);
    press(Qt::Key_PageUp);
    EXPECT_LT(*view.selectedSegment(), *afterOnePage);
}

TEST_F(LadderViewTest, SelectsTheRowUnderAClick) {
    show(test::leak());
    const QSignalSpy chosen(&view, &LadderView::segmentSelected);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.rowRect(1).center().toPoint());
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(view.selectedSegment(), view.layoutShown().rows[1].firstSegment);
}

TEST_F(LadderViewTest, IgnoresAClickOnTheNamesOfTheLifelines) {
    show(test::troubled());
    view.verticalScrollBar()->setValue(200);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(200, 5));
    EXPECT_FALSE(view.selectedSegment());
}

TEST_F(LadderViewTest, ScrollsToASegmentSelectedElsewhereWithoutAnsweringBack) {
    show(test::troubled());
    const QSignalSpy chosen(&view, &LadderView::segmentSelected);
    view.selectSegment(15);
    EXPECT_EQ(chosen.count(), 0);
    ASSERT_TRUE(view.selectedRow());
    EXPECT_TRUE(QRectF(view.viewport()->rect()).contains(view.rowRect(*view.selectedRow()).center()));
}

TEST_F(LadderViewTest, ShowsAnotherConnectionBesideIt) {
    auto other = std::make_shared<ConnectionDetail>(*test::closedInFour());
    other->id = ConnectionId{7};
    show(test::leak());
    view.setBeside({other});
    ASSERT_EQ(view.lanesBeside().size(), 1U);
    const QSignalSpy wanted(&view, &LadderView::connectionWanted);
    const double x = view.lanesBeside()[0].x + 100 - view.horizontalScrollBar()->value();
    view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + static_cast<int>(x) - 100);
    const double place = view.lanesBeside()[0].x + 100 - view.horizontalScrollBar()->value();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(static_cast<int>(place), 300));
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.front().front().value<ConnectionId>(), ConnectionId{7});
    view.selectSegment(3);
    EXPECT_TRUE(view.selectedRow());
    EXPECT_FALSE(view.grab().isNull());
    view.setDetail(other);
    EXPECT_TRUE(view.lanesBeside().empty());
}

TEST_F(LadderViewTest, ScrollsThroughTrueTime) {
    LadderOptions options;
    options.time = LadderTime::True;
    view.setOptions(options);
    show(test::troubled());
    press(Qt::Key_End);
    EXPECT_EQ(view.selectedSegment(), 15U);
    press(Qt::Key_Home);
    EXPECT_EQ(view.selectedSegment(), 0U);
}

TEST_F(LadderViewTest, KeepsSelectionAndPlaceWhenTheConnectionGrew) {
    const auto whole = test::troubled();
    auto part = std::make_shared<ConnectionDetail>(*whole);
    part->segments.resize(14);
    show(part);
    view.selectSegment(12);
    const int place = view.verticalScrollBar()->value();
    view.setDetail(whole);
    EXPECT_EQ(view.selectedSegment(), 12U);
    EXPECT_EQ(view.verticalScrollBar()->value(), place);
}

TEST_F(LadderViewTest, StaysAtTheEndOfAConnectionThatGrows) {
    const auto whole = test::troubled();
    auto part = std::make_shared<ConnectionDetail>(*whole);
    part->segments.resize(14);
    show(part);
    const int shorter = view.verticalScrollBar()->maximum();
    view.verticalScrollBar()->setValue(shorter);
    view.setDetail(whole);
    EXPECT_GT(view.verticalScrollBar()->maximum(), shorter);
    EXPECT_EQ(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
}

TEST_F(LadderViewTest, StartsAtTheTopForAnotherConnection) {
    show(test::troubled());
    view.selectSegment(12);
    auto another = std::make_shared<ConnectionDetail>(*test::troubled());
    another->id = ConnectionId{3};
    view.setDetail(another);
    EXPECT_FALSE(view.selectedSegment());
    EXPECT_EQ(view.verticalScrollBar()->value(), 0);
}

TEST_F(LadderViewTest, ZoomsWithTheKeyboardAndBack) {
    show(test::leak());
    press(Qt::Key_Plus, Qt::ControlModifier);
    EXPECT_GT(view.zoom(), 1.1);
    press(Qt::Key_Minus, Qt::ControlModifier);
    press(Qt::Key_Minus, Qt::ControlModifier);
    EXPECT_LT(view.zoom(), 0.9);
    press(Qt::Key_0, Qt::ControlModifier);
    EXPECT_EQ(view.zoom(), 1);
}

TEST_F(LadderViewTest, ZoomEndsAtFourTimes) {
    show(test::leak());
    view.setZoom(100);
    EXPECT_EQ(view.zoom(), 4);
    EXPECT_GT(view.horizontalScrollBar()->maximum(), 0);
}

/// Laid out anew at each step, its frames would come late.
TEST_F(LadderViewTest, LaysALongDiagramOutOnceTheZoomRests) {
    LadderOptions unfolded;
    unfolded.foldRuns = false;
    view.setOptions(unfolded);
    show(test::longRun(200'000));
    view.selectSegment(100'000);
    const double width = view.layoutShown().width;
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Minus, Qt::ControlModifier);
    EXPECT_EQ(view.layoutShown().width, width);
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.layoutShown().width > width * 1.5; }, 20'000));
    const QRectF row = view.rowRect(*view.selectedRow());
    EXPECT_GE(row.top(), 0);
    EXPECT_LE(row.bottom(), view.viewport()->height());
}

/// A part is shown until all of it is laid out, which is not done on the GUI's thread.
TEST_F(LadderViewTest, KeepsTheBeginningUntilTheWholeIsLaidOut) {
    const auto whole = test::longRun(200'000);
    const auto beginning = std::make_shared<const ConnectionDetail>(detailPart(*whole, 0, 99));
    show(beginning);
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    view.selectSegment(2);
    const int place = view.verticalScrollBar()->value();
    view.setDetail(whole);
    EXPECT_EQ(view.layoutShown().detail, beginning);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.layoutShown().detail == whole; }, 20'000));
    EXPECT_EQ(view.selectedSegment(), 2U);
    EXPECT_LE(view.verticalScrollBar()->value(), place) << "who is at the end of a part stays there";
}

TEST_F(LadderViewTest, ForgetsWhatIsStillLaidOutForAnotherConnection) {
    show(test::leak());
    auto veryLong = std::make_shared<ConnectionDetail>(*test::longRun(200'000));
    veryLong->id = ConnectionId{2};
    view.setDetail(veryLong);
    EXPECT_EQ(view.layoutShown().detail, nullptr) << "what was shown is not what was chosen";
    auto another = std::make_shared<ConnectionDetail>(*test::troubled());
    another->id = ConnectionId{3};
    view.setDetail(another);
    EXPECT_EQ(view.layoutShown().detail, another);
    LadderView later; // begins when the first has begun, and takes as long
    later.setDetail(veryLong);
    ASSERT_TRUE(QTest::qWaitFor([&] { return later.layoutShown().detail == veryLong; }, 20'000));
    EXPECT_EQ(view.layoutShown().detail, another);
}

TEST_F(LadderViewTest, ShowsWhatWasSelectedWhileItWasLaidOut) {
    const auto whole = test::longRun(200'000);
    LadderOptions unfolded;
    unfolded.foldRuns = false;
    view.setOptions(unfolded);
    show(std::make_shared<const ConnectionDetail>(detailPart(*whole, 0, 99)));
    view.setDetail(whole);
    view.selectSegment(150'000);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.layoutShown().detail == whole; }, 20'000));
    const QRectF row = view.rowRect(*view.selectedRow());
    EXPECT_GE(row.top(), 0);
    EXPECT_LE(row.bottom(), view.viewport()->height());
}

TEST_F(LadderViewTest, GivesUpTheTimesWhereTheyWouldCutTheStates) {
    show(test::leak());
    EXPECT_TRUE(view.layoutShown().options.showTimes);
    view.resize(430, 400);
    view.setDetail(test::leak());
    EXPECT_FALSE(view.layoutShown().options.showTimes);
    EXPECT_EQ(view.horizontalScrollBar()->maximum(), 0);
}

TEST_F(LadderViewTest, LaysOutAnewAfterResizing) {
    show(test::leak());
    view.resize(800, 400);
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.layoutShown().width > 700; }));
}

TEST_F(LadderViewTest, DrawsOnlyTheVisibleStretchOfAMillionSegments) {
    LadderOptions unfolded;
    unfolded.foldRuns = false;
    view.setOptions(unfolded);
    show(test::longRun(1'000'000));
    ASSERT_GT(view.layoutShown().rows.size(), 1'000'000U);
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
    EXPECT_LT(view.visiblePicture().shapes.size(), 200U);
    EXPECT_GT(view.visiblePicture().shapes.size(), 10U);
}

TEST_F(LadderViewTest, ShowsNothingWithoutAConnection) {
    show(nullptr);
    press(Qt::Key_Down);
    EXPECT_TRUE(view.visiblePicture().shapes.empty());
    EXPECT_FALSE(view.selectedSegment());
    EXPECT_FALSE(view.grab().isNull());
}

TEST_F(LadderViewTest, SaysWhyAStateIsBelievedOverItsLifeline) {
    show(test::undecided());
    const LadderLayout& layout = view.layoutShown();
    const auto textAt = [&](double x, double y) { return view.stateTextAt({x, y}); }; // nothing is scrolled
    const LadderBand& open = layout.bands[1].back();
    const double y = (open.y + open.bottom) / 2;
    EXPECT_TRUE(
        textAt(layout.lifelineX[1], y).startsWith("ESTABLISHED or CLOSE_WAIT: the packets captured do not decide, "));
    EXPECT_TRUE(textAt(layout.lifelineX[1] + 40, y).contains("proven by packet 5"));
    EXPECT_EQ(textAt((layout.lifelineX[0] + layout.lifelineX[1]) / 2, y), "");
    EXPECT_EQ(view.stateTextAt({layout.lifelineX[1], 1}), "") << "the lifelines' names";
}

TEST_F(LadderViewTest, SaysARowInWordsToAScreenReader) {
    show(test::leak());
    press(Qt::Key_Down);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&view);
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->role(), QAccessible::List);
    ASSERT_EQ(list->childCount(), static_cast<int>(view.layoutShown().rows.size()));
    QAccessibleInterface* first = list->child(0);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->text(QAccessible::Name), "packet 1, client to server, SYN, client: CLOSED → SYN_SENT (sent), "
                                              "server: LISTEN → SYN_RECEIVED (proven)");
    EXPECT_TRUE(first->state().selected);
    EXPECT_EQ(list->child(0), first);
    EXPECT_EQ(list->indexOfChild(first), 0);
    EXPECT_EQ(first->parent(), list);
}

} // namespace
} // namespace synscope::ui
