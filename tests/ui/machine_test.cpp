// SPDX-License-Identifier: Apache-2.0
//
// This machine's sockets in the window, driven by mouse and keyboard, over readings made by hand.
#include "tests/ui/fake_session.h"
#include "ui/capture/capture_dialog.h"
#include "ui/capture/trouble_panel.h"
#include "ui/capture_pages.h"
#include "ui/leak_charts.h"
#include "ui/leak_story.h"
#include "ui/machine/machine_bar.h"
#include "ui/machine/machine_leaks_view.h"
#include "ui/machine/machine_page.h"
#include "ui/machine/socket_groups_model.h"
#include "ui/machine/socket_leaks_model.h"
#include "ui/machine/sockets_model.h"
#include "ui/machine/sockets_view.h"
#include "ui/main_window.h"
#include "ui/models/leak_groups_model.h"
#include "ui/pages/leaks_page.h"
#include "ui/pages/welcome_page.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Group = ui::SocketGroupsModel;
using Leak = ui::SocketLeaksModel;
using Row = ui::SocketsModel;

constexpr SocketAddress kServer{IpAddress::fromV4(0x0a000002), 8080};
constexpr std::uint64_t kNamespace = 4026531840;

constexpr int kMachineLeaksTab = static_cast<int>(ui::CapturePages::Page::MachineLeaks);
constexpr int kSocketsTab = static_cast<int>(ui::CapturePages::Page::Sockets);

class MachineTest : public testing::Test {
protected:
    MachineTest() {
        m_window.resize(1280, 720);
        m_window.setCaptureTools(
            {.start = [this](const CaptureRequest& request, std::stop_token) { return start(request); },
             .ask =
                 [](const auto&, const auto&) {
                     return HelperAnswer{"[]", 0, forbidden()};
                 },
             .watch = [this] { return watch(); }});
        m_window.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
        m_reading.netNamespaces = {kNamespace};
        m_reading.processes = {{4711, 998, "orders-api", "/srv/orders-api --port 8080", "orders", "orders.service"}};
        m_reading.userNames = {{998, "orders"}};
    }
    static CaptureTrouble forbidden() {
        return {"no-permission", "no permission to capture", {}, "sudo setcap cap_net_raw=ep synscope-capture"};
    }
    /// On the starter's thread.
    std::variant<std::unique_ptr<Session>, CaptureTrouble> start(const CaptureRequest& request) {
        auto session = makeFakeSession(std::make_shared<bool>(false));
        session->live = LiveCapture{request,
                                    [] { return LiveState{}; },
                                    [](const std::string&, const std::atomic<bool>&) { return std::nullopt; },
                                    {},
                                    watch()};
        m_packets = session->mailbox;
        return session;
    }
    /// A live capture of a connection from 10.0.0.1:40000 to 10.9.9.9:8080, whose server's end is a socket here.
    MachineSocket& capture(State kernelSays) {
        m_window.startCapture({.interfaces = {"lo"}});
        EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
        MachineSocket socket = socketOf(40000, kernelSays);
        socket.local.address = IpAddress::fromV4(0x0a090909);
        m_reading.sockets.push_back(socket);
        return m_reading.sockets.back();
    }
    void publishPackets(bool finished = false) {
        m_packets->publish(m_capture.snapshot(finished));
        QCoreApplication::processEvents();
    }
    QTableView* beside() { return m_window.pages().sockets().table(); }
    std::unique_ptr<MachineWatch> watch() {
        auto watch = std::make_unique<MachineWatch>();
        m_mailbox = watch->mailbox;
        watch->setPolicy = [this](const DiagnosePolicy& policy) { m_policy = policy; };
        ++m_watches;
        return watch;
    }
    static MachineSocket socketOf(std::uint16_t clientPort, State state) {
        MachineSocket socket;
        socket.local = kServer;
        socket.peer = {IpAddress::fromV4(0x0a000001), clientPort};
        socket.state = state;
        socket.isServerSide = true;
        socket.uid = 998;
        socket.inode = socket.cookie = 100 + clientPort;
        socket.netNamespace = kNamespace;
        socket.holder = SocketHolder::Known;
        socket.process = 0;
        return socket;
    }
    void add(std::uint16_t clientPort, State state) { m_reading.sockets.push_back(socketOf(clientPort, state)); }
    OwedSocket& addLeak(std::uint16_t clientPort, Duration atLeast, OwedCause cause = OwedCause::NotClosed) {
        add(clientPort, State::CloseWait);
        OwedSocket owed;
        owed.socket = m_reading.sockets.back();
        owed.cause = cause;
        owed.atLeast = atLeast;
        owed.text = "the program never called close()";
        m_reading.owed.push_back(owed);
        return m_reading.owed.back();
    }
    void publish(int atSecond) {
        m_reading.time = FakeCapture::at(atSecond);
        m_ledger.add(m_reading);
        auto view = std::make_shared<MachineView>();
        view->readings = ++m_readings;
        view->reading = m_reading;
        view->leaks = m_ledger.leaks();
        view->rest = seconds(1);
        for (SocketLeakGroup& group : view->leaks.groups)
            group.room = m_room;
        m_mailbox->publish(std::move(view));
        QCoreApplication::processEvents();
    }
    void attach() {
        QTest::keyClick(&m_window, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        ASSERT_TRUE(m_window.isAttached());
    }
    ui::MachineLeaksView& leaks() { return m_window.machine().leaks(); }
    ui::SocketsView& sockets() { return m_window.machine().sockets(); }
    static std::string cell(const QTableView* table, int row, int column) {
        return table->model()->index(row, column).data().toString().toStdString();
    }
    static void clickRow(QTableView* table, int row) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 0)).center());
    }

    FakeCapture m_capture;
    std::shared_ptr<SnapshotMailbox> m_packets;
    MachineReading m_reading;
    SocketLedger m_ledger;
    std::optional<DescriptorRoom> m_room;
    std::uint64_t m_readings = 0;
    int m_watches = 0;
    std::shared_ptr<MachineMailbox> m_mailbox;
    DiagnosePolicy m_policy; ///< that the watch was told
    ui::MainWindow m_window{[](const std::string&, std::stop_token) -> Result<std::unique_ptr<Session>> {
                                return makeFakeSession(std::make_shared<bool>(false));
                            },
                            Theme::Light};
};

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

TEST_F(MachineTest, StandsBesideALiveCaptureBehindTabs) {
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

TEST_F(MachineTest, ShowsLeaksOfBeforeTheCaptureAtOnce) {
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
}

TEST_F(MachineTest, SaysWhereTheKernelAndThePacketsStayApart) {
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

TEST_F(MachineTest, NamesTheProcessesOfALiveCapturesLeaks) {
    capture(State::CloseWait);
    m_capture.addLeak(0, 10);
    m_capture.setEnd(100);
    publishPackets();
    publish(1);
    QTest::keyClick(&m_window, Qt::Key_4, Qt::AltModifier);
    QTableView* const groups = m_window.leaks().groups();
    ASSERT_TRUE(QTest::qWaitFor([&] { return groups->model()->rowCount() == 1; }));
    EXPECT_FALSE(groups->isColumnHidden(ui::LeakGroupsModel::Process));
    EXPECT_EQ(cell(groups, 0, ui::LeakGroupsModel::Process), "orders-api (4711) in orders.service");
}

TEST_F(MachineTest, SocketsStayAsTheyWereWhenTheCaptureEnded) {
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

TEST_F(MachineTest, ALiveCaptureIsFollowedByItsOwnWatch) {
    capture(State::Established);
    EXPECT_EQ(m_watches, 1) << "the session's, and none of the window's";
    m_window.closeCapture();
    EXPECT_EQ(m_watches, 1);
}

TEST_F(MachineTest, ASocketLeadsToItsConnection) {
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
