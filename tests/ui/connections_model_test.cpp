// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connections_model.h"

#include "tests/ui/fake_session.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

#include <string_view>

namespace synscope::test {
namespace {

using ui::ConnectionsModel;

ui::FilterPtr filterOf(std::string_view text) {
    return std::make_shared<const Filter>(Filter::parse(text).value());
}

/// A model under the tester, which aborts at the first broken rule.
class ConnectionsModelTest : public testing::Test {
protected:
    void show(bool finished = true) { m_state.setSnapshot(m_capture.snapshot(finished)); }
    void waitForOrder() {
        ASSERT_TRUE(QTest::qWaitFor([this] { return !m_model.isBusy(); }));
    }
    void filter(std::string_view text) {
        m_state.setFilter(filterOf(text));
        waitForOrder();
    }
    std::vector<std::uint32_t> shown() const {
        std::vector<std::uint32_t> ids;
        for (int row = 0; row < m_model.rowCount(); ++row)
            ids.push_back(indexOf(m_model.connectionAt(row)));
        return ids;
    }

    FakeCapture m_capture;
    ui::ViewState m_state;
    ConnectionsModel m_model{m_state};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

using Ids = std::vector<std::uint32_t>;

TEST_F(ConnectionsModelTest, TellsInATipWhatACellMayCut) {
    m_capture.addEstablished(0);
    show();
    const auto tip = [this](int column) { return m_model.data(m_model.index(0, column), Qt::ToolTipRole).toString(); };
    EXPECT_FALSE(tip(1).isEmpty());
    EXPECT_EQ(tip(1), m_model.data(m_model.index(0, 1), Qt::DisplayRole).toString());
    EXPECT_FALSE(tip(ui::columnOf(ui::ColumnLook::Life)).isEmpty());
    EXPECT_TRUE(tip(ui::columnOf(ui::ColumnLook::Age)).isEmpty());
}

TEST_F(ConnectionsModelTest, AppendsRowsWithoutAResetWhileTheCaptureLoads) {
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&m_model, &QAbstractItemModel::rowsInserted);
    m_capture.addEstablished(0);
    show(false);
    m_capture.addEstablished(1);
    m_capture.addEstablished(2);
    show(false);
    EXPECT_EQ(m_model.rowCount(), 3);
    EXPECT_EQ(inserts.count(), 2);
    EXPECT_EQ(resets.count(), 0);
}

TEST_F(ConnectionsModelTest, ShowsTheNewStateOfARowThatChanged) {
    const ConnectionId id = m_capture.addEstablished(0);
    show(false);
    EXPECT_EQ(m_model.content(0).states[1], State::Established);
    m_capture.change(id, {5, Side::Responder, State::CloseWait});
    QSignalSpy changes(&m_model, &QAbstractItemModel::dataChanged);
    show(false);
    EXPECT_EQ(m_model.content(0).states[1], State::CloseWait);
    EXPECT_EQ(m_model.content(0).age, ui::AgeKind::CloseWait);
    EXPECT_GE(changes.count(), 1);
}

TEST_F(ConnectionsModelTest, FiltersOnAWorkerAndComesBackToAll) {
    m_capture.addEstablished(0);
    m_capture.addLeak(0, 10);
    m_capture.addEstablished(0);
    m_capture.addLeak(0, 10);
    show();
    filter("close_wait");
    EXPECT_EQ(shown(), (Ids{1, 3}));
    m_state.setFilter(nullptr);
    EXPECT_EQ(shown(), (Ids{0, 1, 2, 3}));
}

TEST_F(ConnectionsModelTest, ShowsNoRowWhereNothingMatches) {
    m_capture.addEstablished(0);
    show();
    filter("close_wait");
    EXPECT_EQ(m_model.rowCount(), 0);
}

TEST_F(ConnectionsModelTest, KeepsFollowingAFilterWhileTheCaptureGrows) {
    m_capture.addEstablished(0);
    show(false);
    filter("close_wait");
    m_capture.addLeak(0, 10);
    show(true);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_model.rowCount() == 1; }));
    EXPECT_EQ(shown(), (Ids{1}));
}

TEST_F(ConnectionsModelTest, KeepsSelectedRowsSelectedWhenTheyMove) {
    for (int i = 0; i < 5; ++i)
        m_capture.addEstablished(i);
    m_capture.row(ConnectionId{1}).bytes = {1'000'000, 0};
    show();
    const QPersistentModelIndex second = m_model.index(1, 0);
    const QPersistentModelIndex first = m_model.index(0, 0);
    for (int column = 0; column < m_model.columnCount(); ++column)
        if (std::string_view(ui::connectionColumns()[static_cast<std::size_t>(column)].name) == "bytes")
            m_model.sort(column, Qt::DescendingOrder);
    waitForOrder();
    EXPECT_EQ(second.row(), 0);
    EXPECT_EQ(m_model.connectionAt(first.row()), ConnectionId{0});
}

TEST_F(ConnectionsModelTest, InvalidatesSelectedRowsThatAreFilteredOut) {
    m_capture.addEstablished(0);
    m_capture.addLeak(0, 10);
    show();
    const QPersistentModelIndex established = m_model.index(0, 0);
    const QPersistentModelIndex leak = m_model.index(1, 0);
    filter("close_wait");
    EXPECT_FALSE(established.isValid());
    EXPECT_EQ(leak.row(), 0);
}

TEST_F(ConnectionsModelTest, FiltersByTheBrushedStretchOfTime) {
    m_capture.addEstablished(0);
    m_capture.addEstablished(50);
    m_capture.setEnd(100);
    show();
    m_state.setTimeRange(ui::TimeRange{FakeCapture::at(10), FakeCapture::at(20)});
    waitForOrder();
    EXPECT_EQ(shown(), (Ids{0}));
    m_state.setTimeRange(std::nullopt);
    EXPECT_EQ(m_model.rowCount(), 2);
}

TEST_F(ConnectionsModelTest, StartsAnewWithAnotherCapture) {
    m_capture.addEstablished(0);
    m_capture.addEstablished(1);
    show();
    m_state.clear();
    EXPECT_EQ(m_model.rowCount(), 0);
    FakeCapture another;
    another.addLeak(0, 1);
    m_state.setSnapshot(another.snapshot());
    EXPECT_EQ(m_model.rowCount(), 1);
    EXPECT_EQ(m_model.content(0).states[1], State::CloseWait);
}

TEST_F(ConnectionsModelTest, FindsTheRowOfAConnection) {
    m_capture.addEstablished(0);
    m_capture.addLeak(0, 10);
    show();
    EXPECT_EQ(m_model.rowOf(ConnectionId{1}), 1);
    EXPECT_EQ(m_model.rowOf(ConnectionId{7}), -1);
    filter("close_wait");
    EXPECT_EQ(m_model.rowOf(ConnectionId{1}), 0);
    EXPECT_EQ(m_model.rowOf(ConnectionId{0}), -1);
}

TEST_F(ConnectionsModelTest, MarksWhereAConnectionWasReset) {
    const ConnectionId id = m_capture.addEstablished(0);
    m_capture.change(id, {5, Side::Initiator, State::Closed});
    m_capture.change(id, {5, Side::Responder, State::Closed});
    m_capture.row(id).resetSeen = 1;
    show();
    EXPECT_EQ(m_model.content(0).resetAt, FakeCapture::at(5));
}

/// Six hundred connections, of which the first 512 went but for two.
class LetGoTest : public ConnectionsModelTest {
protected:
    void SetUp() override {
        for (int i = 0; i < 600; ++i)
            m_capture.addEstablished(i);
        show(false);
    }
    void letGo() {
        m_capture.letGoBefore(512, {3, 300});
        show(false);
    }
};

TEST_F(LetGoTest, TakesOutWhatIsGoneWithoutAReset) {
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex kept = m_model.index(300, 0);
    const QPersistentModelIndex gone = m_model.index(7, 0);
    letGo();
    ASSERT_EQ(m_model.rowCount(), 90);
    EXPECT_EQ(m_model.connectionAt(0), ConnectionId{3});
    EXPECT_EQ(m_model.connectionAt(1), ConnectionId{300});
    EXPECT_EQ(m_model.connectionAt(2), ConnectionId{512});
    EXPECT_EQ(m_model.rowOf(ConnectionId{599}), 89);
    EXPECT_EQ(m_model.rowOf(ConnectionId{4}), -1);
    EXPECT_EQ(kept.row(), 1);
    EXPECT_FALSE(gone.isValid());
    EXPECT_EQ(resets.count(), 0);
    m_capture.addEstablished(600);
    show(false);
    EXPECT_EQ(m_model.rowOf(ConnectionId{600}), 90);
}

TEST_F(LetGoTest, ShowsNothingOfARowThatIsGoneUntilTheOrderIsMadeAnew) {
    m_model.sort(0, Qt::DescendingOrder);
    waitForOrder();
    const int row = m_model.rowOf(ConnectionId{5});
    letGo();
    if (m_model.connectionAt(row) == ConnectionId{5}) {
        EXPECT_TRUE(m_model.data(m_model.index(row, 0), Qt::DisplayRole).toString().isEmpty());
    }
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_model.rowCount() == 90; }));
    EXPECT_EQ(m_model.rowOf(ConnectionId{5}), -1);
}

TEST_F(LetGoTest, ForgetsTheChoiceOfAConnectionThatIsGone) {
    m_state.select(ConnectionId{300});
    letGo();
    EXPECT_EQ(m_state.selected(), ConnectionId{300});
    m_capture.letGoBefore(512, {3});
    show(false);
    EXPECT_EQ(m_state.selected(), kNoConnection);
}

} // namespace
} // namespace synscope::test
