// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_groups.h"

#include "tests/ui/fake_session.h"
#include "ui/connections_table.h"
#include "ui/models/connections_model.h"
#include "ui/time_axis.h"

#include <QAbstractItemModelTester>
#include <QMenu>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using ui::GroupBy;

const std::atomic<bool> kUncancelled{false};

/// Two servers; the second owes a close.
class SectionsTest : public testing::Test {
protected:
    SectionsTest() {
        m_capture.addEstablished(0, 80);
        m_capture.addEstablished(1, 443);
        m_capture.addLeak(2, 40, 443);
        m_capture.addEstablished(3, 80);
        m_capture.addEstablished(4, 80);
        m_capture.setEnd(100);
        m_state.setSnapshot(m_capture.snapshot());
        m_table.resize(900, 400);
        m_table.show();
    }
    void groupBy(GroupBy by) {
        m_model.setGroupBy(by);
        ASSERT_TRUE(QTest::qWaitFor([this] { return !m_model.isBusy(); }));
    }
    /// Numbers of connections; -1 for a row that heads a section.
    std::vector<int> rows() const {
        std::vector<int> out;
        for (int row = 0; row < m_model.rowCount(); ++row) {
            const ConnectionId id = m_model.connectionAt(row);
            out.push_back(id == kNoConnection ? -1 : static_cast<int>(indexOf(id)));
        }
        return out;
    }

    FakeCapture m_capture;
    ui::ViewState m_state;
    ui::ConnectionsModel m_model{m_state};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
    ui::TimeAxis m_axis{m_state};
    ui::ConnectionsTable m_table{m_model, m_state, m_axis};
};

using Rows = std::vector<int>;

TEST_F(SectionsTest, StandInOrderOfWhatTheyOwe) {
    groupBy(GroupBy::Server);
    EXPECT_EQ(rows(), (Rows{-1, 1, 2, -1, 0, 3, 4}));
    const ui::ConnectionGroup* worst = m_model.groupAt(0);
    ASSERT_NE(worst, nullptr);
    EXPECT_EQ(ui::groupName(*worst, GroupBy::Server), QStringLiteral("10.9.9.9:443"));
    EXPECT_EQ(worst->count, 2U);
    EXPECT_EQ(worst->inCloseWait, 1U);
    EXPECT_EQ(worst->worst, State::CloseWait);
    EXPECT_EQ(m_model.groupAt(3)->inCloseWait, 0U);
    EXPECT_EQ(m_model.groupAt(3)->worst, State::Established);
    EXPECT_EQ(m_model.connectionCount(), 5U);
    EXPECT_EQ(m_model.index(0, 1).data().toString(), QStringLiteral("10.9.9.9:443: 2 connections, 1 in CLOSE_WAIT"));
    groupBy(GroupBy::Nothing);
    EXPECT_EQ(rows(), (Rows{0, 1, 2, 3, 4}));
}

TEST_F(SectionsTest, HeadNoConnectionThatIsListed) {
    groupBy(GroupBy::Server);
    const std::vector<ConnectionId> listed = m_table.listedConnections(3);
    EXPECT_EQ(listed, (std::vector<ConnectionId>{ConnectionId{1}, ConnectionId{2}, ConnectionId{0}}));
    m_table.selectRow(0);
    EXPECT_TRUE(m_table.selectedConnections().empty());
}

TEST_F(SectionsTest, KeepTheOrderOfTheColumnWithin) {
    groupBy(GroupBy::Server);
    m_model.sort(ui::columnOf(ui::ColumnLook::Life), Qt::DescendingOrder);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_model.isBusy(); }));
    EXPECT_EQ(rows(), (Rows{-1, 2, 1, -1, 4, 3, 0}));
}

TEST_F(SectionsTest, GatherClientsByAddressAlone) {
    groupBy(GroupBy::Client);
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (const ui::ConnectionGroup* group = m_model.groupAt(row); group != nullptr) {
            EXPECT_FALSE(ui::groupName(*group, GroupBy::Client).contains(QLatin1Char(':')));
        }
}

TEST_F(SectionsTest, GatherProcessesAndWhatBelongsToNone) {
    auto owned = std::make_shared<Snapshot>(*m_capture.snapshot());
    SocketOwner nginx;
    nginx.pid = 7;
    nginx.name = "nginx";
    ConnectionOwners owners;
    owners.note(ConnectionId{0}, Side::Initiator, nginx);
    owners.note(ConnectionId{4}, Side::Responder, nginx);
    owned->owners = owners.publish();
    m_state.setSnapshot(owned);
    groupBy(GroupBy::Process);
    EXPECT_EQ(rows(), (Rows{-1, 1, 2, 3, -1, 0, 4})); // those that owe a close first
    EXPECT_EQ(ui::groupName(*m_model.groupAt(0), GroupBy::Process), QStringLiteral("process not known"));
    EXPECT_EQ(ui::groupName(*m_model.groupAt(4), GroupBy::Process), QStringLiteral("nginx[7]"));
}

TEST_F(SectionsTest, FoldByKeysAndKeepTheSelectedOne) {
    groupBy(GroupBy::Server);
    m_state.select(ConnectionId{3});
    EXPECT_EQ(m_table.currentIndex().row(), 5);
    m_table.setCurrentIndex(m_model.index(1, 1));
    QTest::keyClick(&m_table, Qt::Key_Left);
    EXPECT_EQ(rows(), (Rows{-1, -1, 0, 3, 4}));
    EXPECT_EQ(m_table.currentIndex().row(), 0);
    QTest::keyClick(&m_table, Qt::Key_Right);
    EXPECT_EQ(rows(), (Rows{-1, 1, 2, -1, 0, 3, 4}));
    QTest::keyClick(&m_table, Qt::Key_Return);
    EXPECT_EQ(rows(), (Rows{-1, -1, 0, 3, 4}));
    m_model.foldAll(true);
    EXPECT_EQ(rows(), (Rows{-1, -1}));
    m_model.foldAll(false);
    EXPECT_EQ(m_model.rowCount(), 7);
}

TEST_F(SectionsTest, FoldByAClickOnTheArrowAndADoubleClick) {
    groupBy(GroupBy::Server);
    const auto at = [this](int row, int x) { return QPoint(x, m_table.rowViewportPosition(row) + 5); };
    QTest::mouseClick(m_table.viewport(), Qt::LeftButton, {}, at(0, 18));
    EXPECT_EQ(rows(), (Rows{-1, -1, 0, 3, 4}));
    QTest::mouseClick(m_table.viewport(), Qt::LeftButton, {}, at(1, 200));
    EXPECT_EQ(m_model.rowCount(), 5); // a click elsewhere only selects
    QTest::mouseDClick(m_table.viewport(), Qt::LeftButton, {}, at(1, 200));
    EXPECT_EQ(rows(), (Rows{-1, -1}));
}

TEST_F(SectionsTest, StayFoldedWhileTheCaptureGrows) {
    groupBy(GroupBy::Server);
    m_model.setFolded(ui::ConnectionGroup(*m_model.groupAt(3)), true);
    m_capture.addEstablished(5, 80);
    m_capture.addEstablished(6, 8443);
    m_state.setSnapshot(m_capture.snapshot());
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_model.rowCount() == 6; }));
    EXPECT_EQ(rows(), (Rows{-1, 1, 2, -1, -1, 6}));
    EXPECT_EQ(m_model.groupAt(3)->count, 4U);
}

TEST_F(SectionsTest, AreOfferedInTheMenuOfACellAndOfAHeading) {
    const auto choose = [this](const QModelIndex& index, const QString& menuTitle, const QString& text) {
        const auto menu = m_table.menuOf(index);
        for (QAction* sub : menu->actions())
            if (sub->text() == menuTitle)
                for (QAction* action : sub->menu()->actions())
                    if (action->text() == text)
                        action->trigger();
        EXPECT_TRUE(QTest::qWaitFor([this] { return !m_model.isBusy(); }));
    };
    choose(m_model.index(0, 1), QStringLiteral("Group by"), QStringLiteral("server"));
    EXPECT_EQ(m_model.groupBy(), GroupBy::Server);
    choose(m_model.index(0, 1), QStringLiteral("Group by"), QStringLiteral("Fold all"));
    EXPECT_EQ(m_model.rowCount(), 2);
    choose(m_model.index(0, 1), QStringLiteral("Group by"), QStringLiteral("nothing"));
    choose(m_model.index(0, 1), QStringLiteral("Sort by"), QStringLiteral("age, the longest CLOSE_WAIT first"));
    EXPECT_EQ(m_model.connectionAt(0), ConnectionId{2});
}

TEST(ConnectionGroups, StopWhenCancelled) {
    FakeCapture capture;
    capture.addEstablished(0);
    const std::atomic<bool> cancelled{true};
    EXPECT_FALSE(ui::groupedOrder(*capture.snapshot(), {0}, GroupBy::Server, cancelled));
    EXPECT_TRUE(ui::groupedOrder(*capture.snapshot(), {}, GroupBy::Server, kUncancelled)->groups.empty());
}

} // namespace
} // namespace synscope::test
