// SPDX-License-Identifier: Apache-2.0
//
// The page of ports and queues and the ways to it and from it, driven by mouse and keyboard in the whole window.
#include "ui/pages/ports_page.h"

#include "tests/ui/fake_session.h"
#include "ui/capture_pages.h"
#include "ui/filter_bar.h"
#include "ui/main_window.h"
#include "ui/models/connections_model.h"
#include "ui/pages/connections_page.h"
#include "ui/rows_panel.h"
#include "ui/sparkline.h"
#include "ui/top_bar.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using Page = ui::CapturePages::Page;

class PortsPageTest : public testing::Test {
protected:
    PortsPageTest() {
        m_window.setAskThisHost([] { return ThisHost{{{40000, 40003}, {}}, {*parseIpAddress("10.0.0.1")}}; });
        m_window.resize(1280, 720);
        m_window.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
    }
    Result<std::unique_ptr<Session>> openFake() {
        auto session = makeFakeSession(std::make_shared<bool>(false));
        m_mailbox = session->mailbox;
        return session;
    }
    void publish(bool finished = true) {
        m_mailbox->publish(m_capture.snapshot(finished));
        QCoreApplication::processEvents();
    }
    /// 0 is established, 1 and 2 are in TIME_WAIT, 3 is half-open, 4 got no answer; the page is open.
    void openAndGo() {
        m_capture.addEstablished(0);
        m_capture.addClosing(1, 40);
        m_capture.addClosing(2, 60);
        const ConnectionId half =
            m_capture.add({{50, Side::Initiator, State::SynSent}, {50.1, Side::Responder, State::SynReceived}}, 9200);
        m_capture.row(half).syn = 2;
        const ConnectionId silent = m_capture.add({{60, Side::Initiator, State::SynSent}}, 9300);
        m_capture.row(silent).segments = {2, 0};
        m_capture.row(silent).state[1] = State::Listen;
        m_capture.row(silent).syn = 2;
        m_capture.setEnd(80);
        m_window.open(QStringLiteral("some/fake.pcap"));
        publish();
        goToPorts();
        ASSERT_TRUE(waitForCount());
    }
    bool waitForCount() {
        return QTest::qWaitFor([this] {
            return page().view() && page().view()->snapshot == m_window.state().snapshot() && page().isSettled();
        });
    }
    ui::PortsPage& page() { return m_window.ports(); }
    void goToPorts() { QTest::keyClick(&m_window, Qt::Key_5, Qt::AltModifier); }
    bool waitForRows(int count) {
        return QTest::qWaitFor([this, count] { return m_window.connections().model().rowCount() == count; });
    }
    QString filterText() const { return m_window.topBar().filterBar()->text(); }
    static std::string cell(const ui::RowsTable& table, int row, int column) {
        return table.model().index(row, column).data().toString().toStdString();
    }

    FakeCapture m_capture;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{[this](const std::string&, std::stop_token) { return openFake(); }, Theme::Light};
};

TEST_F(PortsPageTest, IsReachedByKeyAndByTab) {
    openAndGo();
    EXPECT_EQ(m_window.pages().current(), Page::Ports);
    EXPECT_TRUE(page().isVisible());
    QTest::keyClick(&m_window, Qt::Key_2, Qt::AltModifier);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
    QTabBar* tabs = m_window.pages().tabs();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(static_cast<int>(Page::Ports)).center());
    EXPECT_EQ(m_window.pages().current(), Page::Ports);
}

TEST_F(PortsPageTest, ShowsTheThreePanels) {
    openAndGo();
    EXPECT_EQ(page().timeWaits().sentence().toStdString(),
              "2 connections in TIME_WAIT at the end of the capture; the first had 0:20 left, the last 0:40.");
    EXPECT_EQ(cell(*page().timeWaits().tables()[0], 0, 0), "10.0.1.1 → 10.9.9.9:8080");
    EXPECT_EQ(cell(*page().timeWaits().tables()[1], 1, 1), "0:40");
    EXPECT_EQ(cell(*page().portUse().tables()[0], 0, 0), "10.0.0.1 → 10.9.9.9:8080"); // 1 of 4: this machine
    EXPECT_EQ(cell(*page().portUse().tables()[0], 0, 4), "25.0 %");
    EXPECT_EQ(page().portUse().tables()[0]->moreText().toStdString(), "and 1 more");
    EXPECT_EQ(page().openings().sentence().toStdString(),
              "Openings: 1 half-open, the oldest for 0:29; 1 without any answer, one of them asked 2 times.");
    EXPECT_EQ(page().openingsOverTime().counts().back(), 2U);
}

TEST_F(PortsPageTest, CountsOnlyForAReaderWhoLooks) {
    m_capture.addClosing(1, 40);
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.connections().isSettled(); }));
    EXPECT_TRUE(page().isSettled());
    EXPECT_EQ(page().view(), nullptr);
    goToPorts();
    EXPECT_TRUE(waitForCount());
}

TEST_F(PortsPageTest, CountsDown) {
    openAndGo();
    page().showCountdowns(FakeCapture::at(95));
    EXPECT_EQ(cell(*page().timeWaits().tables()[1], 0, 1), "0:05");
    EXPECT_EQ(cell(*page().timeWaits().tables()[1], 1, 1), "0:25");
}

TEST_F(PortsPageTest, LeadsToTheConnectionsOfAPanel) {
    openAndGo();
    QTest::mouseClick(page().timeWaits().button(), Qt::LeftButton);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
    EXPECT_EQ(filterText().toStdString(), "state==TIME_WAIT");
    EXPECT_TRUE(waitForRows(2));
    goToPorts();
    QTest::mouseClick(page().openings().button(), Qt::LeftButton);
    EXPECT_TRUE(waitForRows(2));
    goToPorts();
    page().portUse().button()->setFocus();
    QTest::keyClick(page().portUse().button(), Qt::Key_Space);
    EXPECT_TRUE(waitForRows(1));
}

TEST_F(PortsPageTest, LeadsToTheConnectionOfARowByReturn) {
    openAndGo();
    QTableView* next = page().timeWaits().tables()[1]->view();
    next->setFocus();
    next->setCurrentIndex(next->model()->index(0, 0));
    QTest::keyClick(next, Qt::Key_Down);
    QTest::keyClick(next, Qt::Key_Return);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{2});
}

TEST_F(PortsPageTest, KeepsTheRowThatIsChosenWhileTheCaptureGrows) {
    openAndGo();
    QTableView* openings = page().openings().tables()[0]->view();
    openings->setCurrentIndex(openings->model()->index(1, 0));
    const QString chosen = openings->currentIndex().data().toString();
    for (int i = 0; i < 3; ++i)
        m_capture.add({{70, Side::Initiator, State::SynSent}, {70.1, Side::Responder, State::SynReceived}}, 9400);
    publish();
    ASSERT_TRUE(waitForCount());
    EXPECT_EQ(openings->model()->rowCount(), 3);
    EXPECT_EQ(openings->currentIndex().row(), 2);
    EXPECT_EQ(openings->currentIndex().data().toString(), chosen);
}

TEST_F(PortsPageTest, SaysInWordsThatNothingIsInUse) {
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    goToPorts();
    EXPECT_EQ(page().emptyText().toStdString(),
              "This capture holds no TCP connection, so no port and no queue is in use.");
    EXPECT_FALSE(page().timeWaits().isVisible());
}

TEST_F(PortsPageTest, HidesTheTablesOfAnEmptyPanel) {
    m_capture.addEstablished(0);
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    goToPorts();
    ASSERT_TRUE(waitForCount());
    EXPECT_TRUE(page().timeWaits().isVisible());
    EXPECT_FALSE(page().timeWaits().tables()[0]->isVisible());
    EXPECT_FALSE(page().timeWaits().button()->isVisible());
    EXPECT_TRUE(page().portUse().tables()[0]->isVisible());
}

TEST_F(PortsPageTest, HasNamesForScreenReaders) {
    openAndGo();
    EXPECT_EQ(page().timeWaits().accessibleName(), QStringLiteral("TIME_WAIT"));
    EXPECT_EQ(page().timeWaits().tables()[1]->view()->accessibleName(), QStringLiteral("TIME_WAIT that ends next"));
    EXPECT_EQ(page().portUse().tables()[0]->view()->accessibleName(), QStringLiteral("Local ports in use"));
    EXPECT_EQ(page().openingsOverTime().accessibleDescription(), QStringLiteral("At most 2, 2 at the end"));
}

TEST_F(PortsPageTest, HasModelsThatKeepTheirPromises) {
    const QAbstractItemModelTester waits(&page().timeWaits().tables()[1]->model(),
                                         QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QAbstractItemModelTester uses(&page().portUse().tables()[0]->model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
    openAndGo();
    m_window.state().setTheme(Theme::Dark);
    m_capture.addClosing(3, 70);
    publish();
    ASSERT_TRUE(waitForCount());
    EXPECT_EQ(page().timeWaits().tables()[1]->model().rowCount(), 3);
}

MachineSocket listenerAt(const char* address, std::uint16_t port, std::uint32_t waiting, std::uint32_t limit) {
    MachineSocket socket;
    socket.local = {*parseIpAddress(address), port};
    socket.state = State::Listen;
    socket.receiveQueue = waiting;
    socket.backlogLimit = limit;
    return socket;
}

/// 10.9.9.9:8080 is full, 0.0.0.0:22 is empty.
MachineViewPtr machineWithQueues() {
    auto view = std::make_shared<MachineView>();
    view->readings = 1;
    MachineProcess process;
    process.name = "orders";
    view->reading.processes.push_back(process);
    view->reading.sockets = {listenerAt("0.0.0.0", 22, 0, 4096), listenerAt("10.9.9.9", 8080, 129, 128)};
    view->reading.sockets[1].process = 0;
    view->reading.sockets[1].drops = 1204;
    view->reading.listenTotals = ListenTotals{1300, 1311, 42};
    return view;
}

TEST_F(PortsPageTest, ShowsAcceptQueuesBesideALiveCapture) {
    openAndGo();
    EXPECT_FALSE(page().acceptQueues().isVisible());
    m_window.pages().setMachine(machineWithQueues());
    EXPECT_TRUE(page().acceptQueues().isVisible());
    EXPECT_EQ(page().acceptQueues().sentence().toStdString(),
              "⚠ 1 of 2 listeners on this machine have connections waiting for accept(); 10.9.9.9:8080 (orders): 129, "
              "with a limit of 128. Since the network began the kernel has dropped 1 311 SYNs and final ACKs of "
              "openings; 1 300 of them met a full accept queue. 42 SYNs were dropped while too many were under way.");
    EXPECT_TRUE(page().acceptQueues().advice().startsWith(QStringLiteral("A full queue takes no connection")));
    const ui::RowsTable& table = *page().acceptQueues().tables()[0];
    EXPECT_EQ(cell(table, 0, 0), "10.9.9.9:8080 (orders)");
    EXPECT_EQ(cell(table, 0, 3), "1 204");
    EXPECT_EQ(cell(table, 1, 3), "–");
    EXPECT_EQ(cell(table, 0, 4), "⚠ 100 %");
    EXPECT_EQ(cell(table, 1, 1), "–");
    QTest::mouseClick(page().acceptQueues().button(), Qt::LeftButton);
    EXPECT_EQ(filterText().toStdString(), "server==10.9.9.9:8080");
    goToPorts();
    table.view()->setFocus();
    table.view()->setCurrentIndex(table.model().index(1, 0));
    QTest::keyClick(table.view(), Qt::Key_Return);
    EXPECT_EQ(filterText().toStdString(), "server.port==22");
    m_window.pages().setMachine(nullptr);
    goToPorts();
    EXPECT_FALSE(page().acceptQueues().isVisible());
}

TEST_F(PortsPageTest, ForgetsTheCaptureThatIsClosed) {
    openAndGo();
    m_window.closeCapture();
    EXPECT_EQ(page().view(), nullptr);
}

} // namespace
} // namespace synscope::test
