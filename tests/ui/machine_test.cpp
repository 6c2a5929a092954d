// SPDX-License-Identifier: Apache-2.0
//
// This machine's sockets in the window, driven by mouse and keyboard, over readings made by hand.
#include "tests/ui/machine_window.h"
#include "ui/capture/capture_dialog.h"
#include "ui/capture/trouble_panel.h"
#include "ui/leak_charts.h"
#include "ui/leak_story.h"
#include "ui/machine/machine_bar.h"
#include "ui/pages/welcome_page.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

namespace synscope::test {
namespace {

using Group = ui::SocketGroupsModel;
using Leak = ui::SocketLeaksModel;
using Row = ui::SocketsModel;

TEST_F(MachineTest, IsReachedFromTheWelcomePageAndLeftByItsKey) {
    ASSERT_TRUE(m_window.welcome().attachButton()->isVisible());
    QTest::mouseClick(m_window.welcome().attachButton(), Qt::LeftButton);
    EXPECT_TRUE(m_window.isAttached());
    EXPECT_TRUE(m_window.machine().isVisible());
    EXPECT_EQ(leaks().emptyText(), QStringLiteral("Reading the socket table…"));
    QTest::keyClick(&m_window, Qt::Key_W, Qt::ControlModifier);
    EXPECT_FALSE(m_window.isAttached());
    EXPECT_TRUE(m_window.welcome().isVisible());
}

TEST_F(MachineTest, IsOfferedWhereCapturingIsNotAllowed) {
    QTest::keyClick(&m_window, Qt::Key_K, Qt::ControlModifier);
    ui::CaptureDialog* dialog = nullptr;
    ASSERT_TRUE(QTest::qWaitFor([&] {
        dialog = m_window.findChild<ui::CaptureDialog*>();
        return dialog != nullptr && dialog->trouble().attachButton()->isVisible();
    }));
    QTest::mouseClick(dialog->trouble().attachButton(), Qt::LeftButton);
    EXPECT_TRUE(m_window.isAttached());
    EXPECT_TRUE(m_window.machine().isVisible());
}

TEST_F(MachineTest, ListsWhichProgramOwesHowMany) {
    attach();
    addLeak(40000, minutes(3));
    addLeak(40001, seconds(5));
    add(40002, State::Established);
    m_room = DescriptorRoom{412, 1024, minutes(12)};
    publish(0);
    ASSERT_EQ(leaks().groups()->model()->rowCount(), 1);
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Owner), "10.0.0.2:8080");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Process), "orders-api (4711) in orders.service");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::User), "orders");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Owed), "2");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Growth), "–");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Oldest), "≥ 3:00");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Cause), "not closed");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Room), "in 12:00");
    EXPECT_EQ(m_window.machine().tabs()->tabText(0), QStringLiteral("Leaks (2)"));
    EXPECT_EQ(m_window.machine().tabs()->tabText(1), QStringLiteral("Sockets (3)"));
    EXPECT_EQ(leaks().panel().byAge().ages(), (std::array<std::uint64_t, 8>{0, 1, 0, 1, 0, 0, 0, 0}));
}

TEST_F(MachineTest, SaysOfEachSocketWhatItsProgramDoesNotDo) {
    attach();
    addLeak(40000, minutes(3)).socket.receiveQueue = 1;
    addLeak(40001, seconds(5));
    publish(0);
    ASSERT_EQ(leaks().leaks()->model()->rowCount(), 2);
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::Peer), "10.0.0.1:40000");
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::OwnState), "CLOSE_WAIT");
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::Age), "≥ 3:00");
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::Unread), "1");
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::Cause), "not closed");
    EXPECT_EQ(cell(leaks().leaks(), 1, Leak::Cause), "young");
    EXPECT_EQ(leaks().sentence().toStdString(),
              "10.0.0.2:8080 got FIN from 10.0.0.1:40000 at least 3:00 ago and was not closed: the program never "
              "called close(). It was there before synscope looked.");
}

TEST_F(MachineTest, TellsGrowthOfSeveralReadings) {
    attach();
    for (int second = 0; second < 4; ++second) {
        addLeak(static_cast<std::uint16_t>(40000 + second), seconds(0));
        publish(second);
    }
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Growth), "+60.0/min");
    EXPECT_TRUE(leaks().story().endsWith(QStringLiteral("It grows by 60.0 a minute.")))
        << leaks().story().toStdString();
    EXPECT_EQ(leaks().panel().overTime().counts().back(), 4U);
}

TEST_F(MachineTest, KeepsWhatIsChosenFromReadingToReading) {
    attach();
    for (std::uint16_t port = 40000; port < 40004; ++port)
        addLeak(port, seconds(60));
    publish(0);
    clickRow(leaks().leaks(), 2);
    ASSERT_EQ(leaks().leaks()->currentIndex().row(), 2);
    m_reading.sockets.erase(m_reading.sockets.begin());
    m_reading.owed.erase(m_reading.owed.begin());
    publish(1);
    EXPECT_EQ(leaks().leaks()->currentIndex().row(), 1);
    EXPECT_TRUE(leaks().sentence().contains(QStringLiteral("10.0.0.1:40002")));
}

TEST_F(MachineTest, WhatEndedStaysWithHowLongItLasted) {
    attach();
    addLeak(40000, minutes(5));
    publish(0);
    m_reading.sockets.clear();
    m_reading.owed.clear();
    publish(1);
    publish(2);
    ASSERT_EQ(leaks().groups()->model()->rowCount(), 1);
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Owed), "0");
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Ended), "1");
    ASSERT_EQ(leaks().leaks()->model()->rowCount(), 1);
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::OwnState), "ended");
    EXPECT_EQ(cell(leaks().leaks(), 0, Leak::Age), "≥ 5:01");
    EXPECT_TRUE(leaks().story().contains(QStringLiteral("One leak ended after 5:01.")))
        << leaks().story().toStdString();
}

TEST_F(MachineTest, SaysHowToSeeAnOwnerWhoIsHidden) {
    attach();
    OwedSocket& owed = addLeak(40000, minutes(3));
    owed.socket.process = kNoProcess;
    owed.socket.holder = SocketHolder::MayNotBeRead;
    m_reading.sockets[0] = owed.socket;
    publish(0);
    EXPECT_EQ(cell(leaks().groups(), 0, Group::Process), "owner unknown");
    const QString tip = leaks().groups()->model()->index(0, Group::Process).data(Qt::ToolTipRole).toString();
    EXPECT_TRUE(tip.contains(QStringLiteral("Run synscope as that user or as root"))) << tip.toStdString();
    EXPECT_TRUE(m_window.machine().bar().text().contains(QStringLiteral("one socket may not be read: run as root")))
        << m_window.machine().bar().text().toStdString();
}

TEST_F(MachineTest, SaysThatNobodyOwesAClose) {
    attach();
    add(40000, State::Established);
    publish(0);
    EXPECT_TRUE(leaks().emptyText().startsWith(QStringLiteral("Nobody on this machine owes a close.")));
    EXPECT_FALSE(leaks().groups()->isVisible());
}

TEST_F(MachineTest, SaysWhyTheTableCannotBeRead) {
    attach();
    auto view = std::make_shared<MachineView>();
    view->trouble = Error{"the kernel is silent", {}, {}};
    m_mailbox->publish(std::move(view));
    QCoreApplication::processEvents();
    EXPECT_EQ(leaks().emptyText(), QStringLiteral("The socket table cannot be read: the kernel is silent"));
}

TEST_F(MachineTest, ListsAllSocketsWithWhatMayBeAFaultFirst) {
    attach();
    add(40000, State::Established);
    add(40001, State::TimeWait);
    addLeak(40002, seconds(1));
    publish(0);
    QTest::keyClick(&m_window, Qt::Key_2, Qt::AltModifier);
    ASSERT_TRUE(sockets().isVisible());
    EXPECT_EQ(cell(sockets().table(), 0, Row::OwnState), "CLOSE_WAIT");
    EXPECT_EQ(cell(sockets().table(), 1, Row::OwnState), "ESTAB");
    EXPECT_EQ(cell(sockets().table(), 2, Row::OwnState), "TIME_WAIT");
    EXPECT_EQ(cell(sockets().table(), 0, Row::Process), "orders-api (4711) in orders.service");
    sockets().table()->sortByColumn(Row::Peer, Qt::DescendingOrder);
    EXPECT_EQ(cell(sockets().table(), 0, Row::Peer), "10.0.0.1:40002");
    EXPECT_EQ(cell(sockets().table(), 2, Row::Peer), "10.0.0.1:40000");
}

TEST_F(MachineTest, FiltersSocketsByWords) {
    attach();
    add(40000, State::Established);
    add(40001, State::Established);
    addLeak(40002, seconds(1));
    publish(0);
    QTest::keyClick(&m_window, Qt::Key_F, Qt::ControlModifier);
    ASSERT_TRUE(sockets().words()->hasFocus());
    QTest::keyClicks(sockets().words(), QStringLiteral("estab ORDERS :40001"));
    EXPECT_EQ(sockets().countText(), QStringLiteral("1 of 3 sockets"));
    EXPECT_EQ(cell(sockets().table(), 0, Row::Peer), "10.0.0.1:40001");
    add(40001, State::TimeWait);
    publish(1);
    EXPECT_EQ(sockets().countText(), QStringLiteral("1 of 4 sockets"));
}

TEST_F(MachineTest, StandsStillWhilePaused) {
    attach();
    publish(0);
    QTest::mouseClick(m_window.machine().bar().pauseButton(), Qt::LeftButton);
    add(40000, State::Established);
    publish(1);
    EXPECT_EQ(m_window.machine().view()->readings, 1U);
    QTest::mouseClick(m_window.machine().bar().pauseButton(), Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.machine().view()->readings == 2; }));
}

TEST_F(MachineTest, CopiesAReport) {
    attach();
    addLeak(40000, minutes(3));
    addLeak(40001, minutes(1));
    publish(0);
    for (QPushButton* button : leaks().findChildren<QPushButton*>())
        QTest::mouseClick(button, Qt::LeftButton);
    const QString text = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(text.startsWith(QStringLiteral("10.0.0.2:8080 owes 2 closes, the oldest for at least 3:00.")))
        << text.toStdString();
    EXPECT_TRUE(text.contains(QStringLiteral("/srv/orders-api --port 8080"))) << text.toStdString();
    EXPECT_EQ(text.count(QStringLiteral("got FIN from 10.0.0.1:4000")), 2) << text.toStdString();
}

TEST_F(MachineTest, OpeningACaptureEndsTheWatch) {
    attach();
    publish(0);
    m_window.open(QStringLiteral("some/fake.pcap"));
    EXPECT_FALSE(m_window.isAttached());
    EXPECT_TRUE(m_window.isOpen());
    EXPECT_EQ(m_window.machine().view(), nullptr);
    m_window.attachToSockets();
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_EQ(m_watches, 2);
}

TEST_F(MachineTest, IsJudgedByTheUsersThresholds) {
    ui::Preferences preferences;
    preferences.policy.leakAfter = std::chrono::seconds(5);
    m_window.setPreferences(preferences);
    attach();
    EXPECT_EQ(m_policy.leakAfter, std::chrono::seconds(5));
    preferences.policy.leakAfter = std::chrono::seconds(7);
    m_window.setPreferences(preferences);
    EXPECT_EQ(m_policy.leakAfter, std::chrono::seconds(7));
}

TEST_F(MachineTest, HasModelsThatKeepTheirPromises) {
    using Tester = QAbstractItemModelTester;
    const Tester groups(leaks().groups()->model(), Tester::FailureReportingMode::Fatal);
    const Tester rows(leaks().leaks()->model(), Tester::FailureReportingMode::Fatal);
    const Tester all(sockets().table()->model(), Tester::FailureReportingMode::Fatal);
    attach();
    addLeak(40000, minutes(3));
    publish(0);
    addLeak(40001, minutes(3), OwedCause::UnreadData).socket.local.port = 9200;
    publish(1);
    m_window.state().setTheme(Theme::Dark);
    m_reading.sockets.clear();
    m_reading.owed.clear();
    publish(2);
    publish(3);
    EXPECT_EQ(leaks().groups()->model()->rowCount(), 2);
    m_window.closeCapture();
    EXPECT_EQ(leaks().groups()->model()->rowCount(), 0);
    EXPECT_EQ(sockets().table()->model()->rowCount(), 0);
}

} // namespace
} // namespace synscope::test
