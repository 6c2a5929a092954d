// SPDX-License-Identifier: Apache-2.0
//
// The leaks page and the ways to it, driven by mouse and keyboard in the whole window.
#include "ui/pages/leaks_page.h"

#include "tests/ui/fake_session.h"
#include "ui/capture_pages.h"
#include "ui/close_wait_panel.h"
#include "ui/diagram/ladder_view.h"
#include "ui/filter_bar.h"
#include "ui/leak_charts.h"
#include "ui/leak_story.h"
#include "ui/main_window.h"
#include "ui/models/connections_model.h"
#include "ui/models/leak_groups_model.h"
#include "ui/models/owed_closes_model.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/top_bar.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using Page = ui::CapturePages::Page;

class LeaksPageTest : public testing::Test {
protected:
    LeaksPageTest() {
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
    /// Three leaks of one listener, one of another: 1, 2, 3 and 4.
    void openWithLeaks() {
        m_capture.addEstablished(0);
        m_capture.addLeak(1, 40);
        m_capture.addLeak(2, 20);
        m_capture.addLeak(2, 90);
        m_capture.addLeak(3, 10, 9200);
        m_capture.setEnd(100);
        m_window.open(QStringLiteral("some/fake.pcap"));
        publish();
        ASSERT_TRUE(waitForLedger());
    }
    bool waitForLedger() {
        return QTest::qWaitFor([this] {
            const auto& view = m_window.leaks().view();
            return view && view->snapshot == m_window.state().snapshot() && m_window.connections().isSettled() &&
                   m_window.state().selected() != kNoConnection;
        });
    }
    ui::LeaksPage& page() { return m_window.leaks(); }
    void goToLeaks() { QTest::keyClick(&m_window, Qt::Key_4, Qt::AltModifier); }
    QPushButton* button(const QString& text) {
        for (QPushButton* one : page().findChildren<QPushButton*>())
            if (one->text() == text)
                return one;
        return nullptr;
    }
    static void clickRow(QTableView* table, int row) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 0)).center());
    }
    static std::string cell(const QTableView* table, int row, int column) {
        return table->model()->index(row, column).data().toString().toStdString();
    }

    FakeCapture m_capture;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{[this](const std::string&, std::stop_token) { return openFake(); }, Theme::Light};
};

TEST_F(LeaksPageTest, KeepsTheGroupWhenItsProcessBecomesKnown) {
    openWithLeaks();
    QTest::keyClick(&m_window, Qt::Key_4, Qt::AltModifier);
    ASSERT_EQ(page().groups()->model()->rowCount(), 2);
    page().groups()->setCurrentIndex(page().groups()->model()->index(1, 0));
    SocketOwner owner;
    owner.pid = 4711;
    owner.name = "search";
    m_capture.setOwner(ConnectionId{4}, Side::Responder, owner);
    publish();
    ASSERT_TRUE(waitForLedger());
    EXPECT_EQ(page().groups()->currentIndex().row(), 1);
}

TEST_F(LeaksPageTest, ShowsTheKernelsQueuesAndTheCauseBesideThem) {
    openWithLeaks();
    QTest::keyClick(&m_window, Qt::Key_4, Qt::AltModifier);
    QTableView* const closes = page().closes();
    EXPECT_TRUE(closes->isColumnHidden(ui::OwedClosesModel::Unread)) << "packets tell nothing of them";
    KernelOwed owed;
    owed.connection = ConnectionId{2};
    owed.side = Side::Responder;
    owed.cause = OwedCause::UnreadData;
    owed.receiveQueue = 1515;
    m_capture.kernelOwed = std::make_shared<const KernelOwedEnds>(1, owed);
    publish();
    ASSERT_TRUE(waitForLedger());
    EXPECT_FALSE(closes->isColumnHidden(ui::OwedClosesModel::Unread));
    const int shown = closes->columnViewportPosition(ui::OwedClosesModel::Cause);
    EXPECT_LT(shown + closes->fontMetrics().averageCharWidth() * 12, closes->viewport()->width())
        << "the cause is in sight";
}

TEST_F(LeaksPageTest, ListsWhoOwesAndHowMany) {
    openWithLeaks();
    goToLeaks();
    EXPECT_EQ(m_window.pages().current(), Page::Leaks);
    EXPECT_TRUE(page().isVisible());
    ASSERT_EQ(page().groups()->model()->rowCount(), 2);
    EXPECT_EQ(cell(page().groups(), 0, ui::LeakGroupsModel::Owner), "10.9.9.9:8080");
    EXPECT_EQ(cell(page().groups(), 0, ui::LeakGroupsModel::Owed), "3");
    EXPECT_EQ(cell(page().groups(), 0, ui::LeakGroupsModel::Oldest), "1:20");
    EXPECT_EQ(cell(page().groups(), 1, ui::LeakGroupsModel::Owner), "10.9.9.9:9200");
    EXPECT_EQ(m_window.pages().tabs()->tabText(1), QStringLiteral("Leaks (4)"));
}

TEST_F(LeaksPageTest, CountsWhileNobodyLooksAsALiveCaptureGoesOn) {
    openWithLeaks();
    ASSERT_FALSE(page().isVisible());
    m_capture.addLeak(4, 50);
    publish(false); // of no known length: live
    EXPECT_TRUE(
        QTest::qWaitFor([this] { return m_window.pages().tabs()->tabText(1) == QStringLiteral("Leaks (5)"); }, 20'000));
}

TEST_F(LeaksPageTest, ListsWhatIsPerhapsOwedButCountsItApart) {
    openWithLeaks();
    m_capture.row(ConnectionId{1}).alternatives[1] = {State::Established};
    publish();
    ASSERT_TRUE(waitForLedger());
    EXPECT_EQ(m_window.pages().tabs()->tabText(1), QStringLiteral("Leaks (3)"));
    EXPECT_EQ(cell(page().groups(), 0, ui::LeakGroupsModel::Owed), "2");
    EXPECT_EQ(cell(page().groups(), 0, ui::LeakGroupsModel::Perhaps), "1");
    m_window.state().select(ConnectionId{1});
    EXPECT_EQ(page().closes()->model()->rowCount(), 3);
    EXPECT_EQ(cell(page().closes(), page().closes()->currentIndex().row(), ui::OwedClosesModel::Cause), "perhaps");
}

TEST_F(LeaksPageTest, BeginsWithTheConnectionThatIsSelected) {
    openWithLeaks();
    ASSERT_EQ(m_window.state().selected(), ConnectionId{4}); // the oldest, of the second group
    EXPECT_EQ(page().groups()->currentIndex().row(), 1);
    m_window.state().select(ConnectionId{1});
    EXPECT_EQ(page().groups()->currentIndex().row(), 0);
    EXPECT_EQ(page().closes()->currentIndex().row(), 1);
    m_window.state().select(ConnectionId{0}); // owes nothing
    EXPECT_EQ(page().closes()->currentIndex().row(), 1);
}

TEST_F(LeaksPageTest, ChoosingAGroupShowsItsConnectionsAndSelectsTheOldest) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    EXPECT_EQ(page().closes()->model()->rowCount(), 3);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{2});
    EXPECT_EQ(page().sentence().toStdString(), "10.9.9.9:8080 owes 3 closes, the oldest for 1:20.");
    EXPECT_EQ(page().story().overTime().counts().back(), 3U);
    EXPECT_EQ(page().story().byAge().ages(), (std::array<std::uint64_t, 8>{0, 0, 1, 2, 0, 0, 0, 0}));
    QTest::keyClick(page().groups(), Qt::Key_Down);
    EXPECT_EQ(page().closes()->model()->rowCount(), 1);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{4});
}

TEST_F(LeaksPageTest, ChoosingAConnectionSelectsItForAllViews) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    clickRow(page().closes(), 1);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{1});
    page().closes()->setFocus();
    QTest::keyClick(page().closes(), Qt::Key_Down);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{3});
    EXPECT_EQ(cell(page().closes(), 2, ui::OwedClosesModel::OwnState), "CLOSE_WAIT");
    EXPECT_EQ(cell(page().closes(), 2, ui::OwedClosesModel::Age), "0:10");
    EXPECT_EQ(cell(page().closes(), 2, ui::OwedClosesModel::Cause), "young");
}

TEST_F(LeaksPageTest, OpensTheLadderByButtonAndByReturn) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    m_window.detail().setCurrentTab(ui::ConnectionDetailPage::Tab::Segments);
    QTest::mouseClick(button(QStringLiteral("Ladder")), Qt::LeftButton);
    EXPECT_EQ(m_window.detail().currentTab(), ui::ConnectionDetailPage::Tab::Diagram);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{2});
    m_window.detail().setCurrentTab(ui::ConnectionDetailPage::Tab::Segments);
    page().closes()->setFocus();
    QTest::keyClick(page().closes(), Qt::Key_Return);
    EXPECT_EQ(m_window.detail().currentTab(), ui::ConnectionDetailPage::Tab::Diagram);
}

TEST_F(LeaksPageTest, CopiesAReport) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    QTest::mouseClick(button(QStringLiteral("Copy")), Qt::LeftButton);
    const QString text = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(text.startsWith(page().sentence())) << text.toStdString();
    EXPECT_EQ(text.count(QStringLiteral(" 10.9.9.9:8080 ")), 3) << text.toStdString();
}

TEST_F(LeaksPageTest, LeadsBackToTheTable) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    QTest::mouseClick(button(QStringLiteral("In the table")), Qt::LeftButton);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.connections().model().rowCount() == 3; }));
    EXPECT_EQ(m_window.state().selected(), ConnectionId{2});
}

TEST_F(LeaksPageTest, IsReachedFromThePanelByTabAndByKey) {
    openWithLeaks();
    ui::CloseWaitPanel& panel = m_window.connections().closeWaitPanel();
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel.isVisible(); }));
    QTest::mouseClick(panel.findChildren<QPushButton*>().at(1), Qt::LeftButton);
    EXPECT_EQ(m_window.pages().current(), Page::Leaks);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{2});
    QTest::keyClick(&m_window, Qt::Key_2, Qt::AltModifier);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
    QTabBar* tabs = m_window.pages().tabs();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    EXPECT_EQ(m_window.pages().current(), Page::Leaks);
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_Left);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
}

TEST_F(LeaksPageTest, SaysInWordsThatNobodyOwesAClose) {
    m_capture.addClosing(1, 10);
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    ASSERT_TRUE(waitForLedger());
    goToLeaks();
    EXPECT_TRUE(page().emptyText().startsWith(QStringLiteral("Nobody owes a close.")))
        << page().emptyText().toStdString();
    EXPECT_FALSE(page().groups()->isVisible());
    EXPECT_EQ(m_window.pages().tabs()->tabText(1), QStringLiteral("Leaks"));
}

TEST_F(LeaksPageTest, KeepsWhatIsChosenWhileTheCaptureGrows) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    clickRow(page().closes(), 2);
    for (int i = 0; i < 4; ++i)
        m_capture.addLeak(4, 95, 9200); // now the other group owes more
    publish();
    ASSERT_TRUE(waitForLedger());
    EXPECT_EQ(cell(page().groups(), 0, ui::LeakGroupsModel::Owner), "10.9.9.9:9200");
    EXPECT_EQ(page().groups()->currentIndex().row(), 1);
    EXPECT_EQ(page().closes()->currentIndex().row(), 2);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{3});
}

TEST_F(LeaksPageTest, ForgetsTheCaptureThatIsClosed) {
    openWithLeaks();
    goToLeaks();
    m_window.closeCapture();
    EXPECT_EQ(page().view(), nullptr);
    EXPECT_EQ(page().groups()->model()->rowCount(), 0);
    EXPECT_EQ(page().closes()->model()->rowCount(), 0);
    EXPECT_EQ(m_window.pages().current(), Page::Connections);
}

TEST_F(LeaksPageTest, HasModelsThatKeepTheirPromises) {
    const QAbstractItemModelTester groups(page().groups()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QAbstractItemModelTester closes(page().closes()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    m_window.state().setTheme(Theme::Dark);
    EXPECT_EQ(page().closes()->model()->rowCount(), 3);
}

TEST_F(LeaksPageTest, TellsTheCountUnderTheMouse) {
    openWithLeaks();
    goToLeaks();
    clickRow(page().groups(), 0);
    EXPECT_EQ(page().story().overTime().tipAt({0, 50}).toStdString(), "22:13:21: 0 owed");
    EXPECT_EQ(page().story().overTime().tipAt({5000, 50}).toStdString(), "");
}

} // namespace
} // namespace synscope::test
