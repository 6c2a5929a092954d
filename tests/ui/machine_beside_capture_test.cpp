// SPDX-License-Identifier: Apache-2.0
//
// This machine's sockets beside a live capture, driven by mouse and keyboard, both made by hand.
#include "tests/ui/machine_window.h"
#include "ui/models/leak_groups_model.h"
#include "ui/pages/leaks_page.h"

#include <QTabBar>

namespace synscope::test {
namespace {

using Group = ui::SocketGroupsModel;
using Leak = ui::SocketLeaksModel;
using Row = ui::SocketsModel;

constexpr int kMachineLeaksTab = static_cast<int>(ui::CapturePages::Page::MachineLeaks);
constexpr int kSocketsTab = static_cast<int>(ui::CapturePages::Page::Sockets);

class BesideCaptureTest : public MachineTest {};

TEST_F(BesideCaptureTest, StandsBesideALiveCaptureBehindTabs) {
    EXPECT_FALSE(m_window.pages().tabs()->isTabVisible(kMachineLeaksTab));
    EXPECT_FALSE(m_window.pages().tabs()->isTabVisible(kSocketsTab));
    capture(State::Established);
    add(40007, State::Established); // no packet of it was captured
    m_capture.addEstablished(0);
    publishPackets();
    publish(1);
    ASSERT_TRUE(m_window.pages().tabs()->isTabVisible(kSocketsTab));
    EXPECT_FALSE(m_window.isAttached());
    beside()->sortByColumn(Row::Packets, Qt::AscendingOrder);
    EXPECT_EQ(cell(beside(), 0, Row::Packets), "ESTAB, connection 0");
    EXPECT_EQ(cell(beside(), 1, Row::Packets), "none yet: from the socket table");
    EXPECT_EQ(cell(beside(), 1, Row::Process), "orders-api (4711) in orders.service");
}

TEST_F(BesideCaptureTest, ShowsLeaksOfBeforeTheCaptureAtOnce) {
    capture(State::Established);
    addLeak(40007, minutes(3)); // no packet of it was captured
    m_capture.addEstablished(0);
    publishPackets();
    publish(1);
    EXPECT_EQ(m_window.pages().tabs()->tabText(kMachineLeaksTab), QStringLiteral("Machine's leaks (1)"));
    m_window.pages().show(ui::CapturePages::Page::MachineLeaks);
    const QTableView* const rows = m_window.pages().machineLeaks().leaks();
    EXPECT_EQ(cell(rows, 0, Leak::Peer), "10.0.0.1:40007");
    EXPECT_EQ(cell(rows, 0, Leak::Age), "≥ 3:00");
    const QTableView* const groups = m_window.pages().machineLeaks().groups();
    EXPECT_TRUE(groups->isColumnHidden(Group::User)) << "the process needs the room";
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return groups->columnWidth(Group::Process) > groups->fontMetrics().averageCharWidth() * 12;
    })) << groups->columnWidth(Group::Process)
        << " of " << groups->width();
}

TEST_F(BesideCaptureTest, ChoosesTheConnectionOfALeak) {
    OwedSocket owed;
    owed.socket = capture(State::CloseWait);
    owed.atLeast = minutes(3);
    m_reading.owed.push_back(owed);
    m_capture.addLeak(0, 10);
    m_capture.addEstablished(0, 9090);
    publishPackets();
    publish(1);
    m_window.state().select(ConnectionId{1});
    m_window.pages().show(ui::CapturePages::Page::MachineLeaks);
    QTableView* const leaks = m_window.pages().machineLeaks().leaks();
    ASSERT_EQ(leaks->model()->rowCount(), 1);
    leaks->setCurrentIndex({});
    leaks->setCurrentIndex(leaks->model()->index(0, 0));
    EXPECT_EQ(m_window.state().selected(), ConnectionId{0}) << "the diagram beside the leak is of its packets";
}

TEST_F(BesideCaptureTest, SaysWhereTheKernelAndThePacketsStayApart) {
    capture(State::CloseWait);
    m_capture.addEstablished(0);
    publishPackets();
    publish(1);
    EXPECT_EQ(cell(beside(), 0, Row::Packets), "ESTAB, connection 0") << "its packets may be on their way";
    publish(2);
    EXPECT_EQ(cell(beside(), 0, Row::Packets), "⚠ ESTAB, connection 0");
    EXPECT_EQ(beside()->model()->index(0, Row::Packets).data(Qt::ToolTipRole).toString().toStdString(),
              "The kernel says CLOSE_WAIT, the packets say ESTABLISHED: packets were missed.");
    EXPECT_EQ(m_window.pages().tabs()->tabText(kSocketsTab), QStringLiteral("Machine's sockets (⚠ 1)"));
}

TEST_F(BesideCaptureTest, NamesTheProcessesOfALiveCapturesLeaks) {
    capture(State::CloseWait);
    SocketOwner orders;
    orders.pid = 4711;
    orders.name = "orders-api";
    orders.confinement = "orders.service";
    m_capture.setOwner(m_capture.addLeak(0, 10), Side::Responder, orders);
    m_capture.setEnd(100);
    publishPackets();
    publish(1);
    QTest::keyClick(&m_window, Qt::Key_4, Qt::AltModifier);
    QTableView* const groups = m_window.leaks().groups();
    ASSERT_TRUE(QTest::qWaitFor([&] { return groups->model()->rowCount() == 1; }));
    EXPECT_FALSE(groups->isColumnHidden(ui::LeakGroupsModel::Process));
    EXPECT_EQ(cell(groups, 0, ui::LeakGroupsModel::Process), "orders-api (4711) in orders.service");
}

TEST_F(BesideCaptureTest, SocketsStayAsTheyWereWhenTheCaptureEnded) {
    capture(State::Established);
    m_capture.addEstablished(0);
    publishPackets();
    publish(1);
    publishPackets(true);
    add(40007, State::Established);
    publish(2);
    EXPECT_EQ(beside()->model()->rowCount(), 1);
    EXPECT_FALSE(m_window.isAttached());
    EXPECT_TRUE(m_window.isOpen());
}

TEST_F(BesideCaptureTest, ALiveCaptureIsFollowedByItsOwnWatch) {
    capture(State::Established);
    EXPECT_EQ(m_watches, 1) << "the session's, and none of the window's";
    m_window.closeCapture();
    EXPECT_EQ(m_watches, 1);
}

TEST_F(BesideCaptureTest, ASocketLeadsToItsConnection) {
    capture(State::Established);
    m_capture.addEstablished(0);
    m_capture.addEstablished(0);
    publishPackets();
    publish(1);
    m_window.state().select(ConnectionId{1});
    m_window.pages().show(ui::CapturePages::Page::Sockets);
    clickRow(beside(), 0);
    QTest::keyClick(beside(), Qt::Key_Return);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{0});
}

} // namespace
} // namespace synscope::test
