// SPDX-License-Identifier: Apache-2.0
//
// The whole window over a session without an engine, driven as people drive it.
#include "ui/main_window.h"

#include "core/store/filter_text.h"
#include "tests/ui/fake_session.h"
#include "ui/close_wait_panel.h"
#include "ui/connections_table.h"
#include "ui/filter_bar.h"
#include "ui/models/connections_model.h"
#include "ui/notice_bar.h"
#include "ui/pages/connections_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/recent_files.h"
#include "ui/top_bar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace synscope::test {
namespace {

class MainWindowTest : public testing::Test {
protected:
    MainWindowTest() {
        ui::clearRecentFiles();
        m_window.resize(1280, 720);
        m_window.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
    }
    Result<std::unique_ptr<Session>> openFake(const std::string& path) {
        m_opened.push_back(path);
        if (path.find("broken") != std::string::npos)
            return Error{"it is no capture: the first four bytes are unknown", {}, {}};
        auto session = makeFakeSession(m_cancelled);
        m_mailbox = session->mailbox;
        return session;
    }
    void publish(bool finished = true) {
        m_mailbox->publish(m_capture.snapshot(finished));
        QCoreApplication::processEvents();
    }
    void openWithLeaks() {
        m_capture.addEstablished(0);
        m_capture.addLeak(1, 40);
        m_capture.addEstablished(2);
        m_capture.addLeak(2, 20);
        m_capture.setEnd(100);
        m_window.open(QStringLiteral("some/fake.pcap"));
        publish();
    }
    bool waitForRows(int rows) {
        return QTest::qWaitFor([this, rows] { return m_window.connections().model().rowCount() == rows; });
    }
    QLineEdit* filter() { return m_window.topBar().filterBar()->edit(); }

    FakeCapture m_capture;
    std::vector<std::string> m_opened;
    std::shared_ptr<bool> m_cancelled = std::make_shared<bool>(false);
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{[this](const std::string& path, std::stop_token) { return openFake(path); }, Theme::Light};
};

TEST_F(MainWindowTest, WelcomesWhenNothingIsOpen) {
    EXPECT_TRUE(m_window.welcome().isVisible());
    EXPECT_FALSE(m_window.connections().isVisible());
    EXPECT_FALSE(filter()->isEnabled());
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("synscope"));
}

TEST_F(MainWindowTest, ShowsConnectionsAsTheyArrive) {
    m_window.open(QStringLiteral("some/fake.pcap"));
    m_capture.addEstablished(0);
    publish(false);
    EXPECT_EQ(m_window.connections().model().rowCount(), 1);
    EXPECT_TRUE(m_window.topBar().cancelButton()->isVisible());
    m_capture.addEstablished(1);
    publish(true);
    EXPECT_EQ(m_window.connections().model().rowCount(), 2);
    EXPECT_FALSE(m_window.topBar().cancelButton()->isVisible());
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("fake.pcap – synscope"));
}

TEST_F(MainWindowTest, ShowsTheLongestCloseWaitWithoutBeingAsked) {
    openWithLeaks();
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.state().selected() == ConnectionId{3}; }));
}

TEST_F(MainWindowTest, ShowsTheFirstConnectionWhereNothingLeaks) {
    m_window.open(QStringLiteral("some/fake.pcap"));
    m_capture.addEstablished(0);
    m_capture.addEstablished(1);
    publish(true);
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.state().selected() == ConnectionId{0}; }));
}

TEST_F(MainWindowTest, FocusAloneChoosesNothing) {
    m_window.open(QStringLiteral("some/fake.pcap"));
    m_capture.addEstablished(0);
    publish(false);
    m_window.topBar().setFocus();
    m_window.connections().table().setFocus();
    EXPECT_EQ(m_window.state().selected(), kNoConnection);
    QTest::keyClick(&m_window.connections().table(), Qt::Key_Down);
    EXPECT_EQ(m_window.state().selected(), ConnectionId{0});
}

TEST_F(MainWindowTest, StaysAliveWhileAPipeHasNothingYet) {
    const QTemporaryDir folder;
    const QString pipe = folder.filePath(QStringLiteral("pipe"));
    ASSERT_EQ(mkfifo(qPrintable(pipe), 0600), 0);
    m_window.open(pipe);
    EXPECT_FALSE(m_window.isOpen()); // the answer comes through the event loop
    EXPECT_TRUE(m_window.notice().isVisible());
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
    EXPECT_FALSE(m_window.notice().isVisible());
}

TEST_F(MainWindowTest, FiltersByWhatIsTypedInTheTable) {
    openWithLeaks();
    m_window.connections().table().setFocus();
    QTest::keyClicks(&m_window.connections().table(), QStringLiteral("c"));
    EXPECT_EQ(filter()->text(), QStringLiteral("c"));
    QTest::keyClicks(filter(), QStringLiteral("lose_wait"));
    ASSERT_TRUE(waitForRows(2));
    QTest::keyClick(filter(), Qt::Key_Escape);
    ASSERT_TRUE(waitForRows(4));
}

TEST_F(MainWindowTest, SaysWhatIsWrongWithAFilterAndKeepsTheLastGoodOne) {
    openWithLeaks();
    m_window.setFilterText(QStringLiteral("close_wait"));
    ASSERT_TRUE(waitForRows(2));
    m_window.setFilterText(QStringLiteral("close_wait > banana"));
    EXPECT_FALSE(m_window.filterError().isEmpty());
    EXPECT_EQ(m_window.connections().model().rowCount(), 2);
    m_window.setFilterText(QStringLiteral("close_wait"));
    EXPECT_TRUE(m_window.filterError().isEmpty());
}

TEST_F(MainWindowTest, LeadsToTheLeaksInOneClick) {
    openWithLeaks();
    ui::CloseWaitPanel& panel = m_window.connections().closeWaitPanel();
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel.isVisible(); }));
    QTest::mouseClick(panel.findChild<QPushButton*>(), Qt::LeftButton);
    ASSERT_TRUE(waitForRows(2));
    EXPECT_EQ(m_window.state().selected(), ConnectionId{3});
}

TEST_F(MainWindowTest, HidesTheLeakPanelWhereNobodyOwesAClose) {
    m_capture.addEstablished(0);
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    QTest::qWait(50);
    EXPECT_FALSE(m_window.connections().closeWaitPanel().isVisible());
}

TEST_F(MainWindowTest, CancelsTheLoadByItsButton) {
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish(false);
    QTest::mouseClick(m_window.topBar().cancelButton(), Qt::LeftButton);
    EXPECT_TRUE(*m_cancelled);
    EXPECT_TRUE(m_window.isOpen());
}

TEST_F(MainWindowTest, ShowsWhyAFileCouldNotBeOpened) {
    m_window.open(QStringLiteral("some/broken.pcap"));
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_TRUE(m_window.welcome().errorMessage().contains(QStringLiteral("no capture")));
    openWithLeaks();
    EXPECT_TRUE(m_window.welcome().errorMessage().isEmpty());
}

TEST_F(MainWindowTest, NamesByteAndPacketOfDamage) {
    m_capture.addEstablished(0);
    m_capture.load.damage = Damage{1234, 56, "the packet is cut short"};
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    const QString text = m_window.notice().text();
    EXPECT_TRUE(text.contains(QStringLiteral("1\u2009234"))) << text.toStdString();
    EXPECT_TRUE(text.contains(QStringLiteral("packet 56"))) << text.toStdString();
}

TEST_F(MainWindowTest, SaysWhatTheFaultsOfTheCaptureMean) {
    m_capture.row(m_capture.addEstablished(0)).quality = static_cast<std::uint8_t>(QualityBit::MissedFromInitiator);
    m_capture.load.kernelDrops = 3;
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish(false);
    EXPECT_TRUE(m_window.notice().text().isEmpty()) << "not all is read";
    publish();
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_window.notice().text().isEmpty(); }));
    const QString first = m_window.notice().text();
    EXPECT_TRUE(first.startsWith(QStringLiteral("⚠ The capturing kernel dropped 3 packets"))) << first.toStdString();
    EXPECT_FALSE(first.contains(QStringLiteral("sent but not captured")));
    Q_EMIT m_window.notice().findChild<QLabel*>()->linkActivated(QStringLiteral("more"));
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("Packets of 1 of 1 connection were sent but not")));
    EXPECT_TRUE(m_window.topBar().accounting()->toolTip().contains(QStringLiteral("dropped 3 packets")));
    m_window.closeCapture();
    EXPECT_TRUE(m_window.notice().text().isEmpty());
}

TEST_F(MainWindowTest, KeepsDamageBesideTheFaults) {
    m_capture.addEstablished(0);
    m_capture.load.damage = Damage{1234, 56, "the packet is cut short"};
    m_capture.load.kernelDrops = 3;
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.notice().text().contains(QStringLiteral("1 more")); }));
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("packet 56")));
}

TEST_F(MainWindowTest, MentionsHarmlessFaultsBesideTheAccountingOnly) {
    m_capture.addEstablished(0);
    m_capture.load.superSegments = 3;
    m_window.open(QStringLiteral("some/fake.pcap"));
    publish();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.isSettled(); }));
    EXPECT_TRUE(m_window.notice().text().isEmpty());
    EXPECT_TRUE(m_window.topBar().accounting()->toolTip().contains(QStringLiteral("larger than the network carries")));
}

TEST_F(MainWindowTest, ClosesAndForgetsTheCapture) {
    openWithLeaks();
    m_window.setFilterText(QStringLiteral("close_wait"));
    m_window.state().select(ConnectionId{1});
    QTest::keyClick(&m_window, Qt::Key_W, Qt::ControlModifier);
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_TRUE(m_window.welcome().isVisible());
    EXPECT_EQ(m_window.connections().model().rowCount(), 0);
    EXPECT_EQ(m_window.state().selected(), kNoConnection);
    EXPECT_TRUE(filter()->text().isEmpty());
}

TEST_F(MainWindowTest, OpensADroppedFileAndRemembersIt) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("dropped.pcap"));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_window, &enter);
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_window, &drop);
    ASSERT_EQ(m_opened.size(), 1U);
    EXPECT_EQ(m_opened[0], path.toStdString());
    EXPECT_EQ(ui::recentFiles(), QStringList{path});
}

TEST_F(MainWindowTest, ReloadKeepsTheFilter) {
    openWithLeaks();
    m_window.setFilterText(QStringLiteral("close_wait"));
    QTest::keyClick(&m_window, Qt::Key_R, Qt::ControlModifier);
    EXPECT_EQ(m_opened.size(), 2U);
    EXPECT_EQ(filter()->text(), QStringLiteral("close_wait"));
}

TEST_F(MainWindowTest, ZoomsByKeys) {
    QTest::keyClick(&m_window, Qt::Key_Plus, Qt::ControlModifier);
    EXPECT_GT(m_window.state().zoom(), 1);
    EXPECT_GT(filter()->font().pixelSize(), 12);
    QTest::keyClick(&m_window, Qt::Key_0, Qt::ControlModifier);
    EXPECT_EQ(m_window.state().zoom(), 1);
}

TEST_F(MainWindowTest, CompletesFieldNames) {
    openWithLeaks();
    m_window.activateWindow();
    filter()->setFocus();
    QTest::keyClicks(filter(), QStringLiteral("retr"));
    QTest::keyClick(QApplication::activePopupWidget() ? QApplication::activePopupWidget() : filter(), Qt::Key_Down);
    if (QWidget* popup = QApplication::activePopupWidget())
        QTest::keyClick(popup, Qt::Key_Return);
    EXPECT_EQ(filter()->text(), QStringLiteral("retransmissions"));
}

TEST_F(MainWindowTest, CopiesTheSelectedConnectionAsADisplayFilter) {
    openWithLeaks();
    m_window.state().select(ConnectionId{1});
    QTest::keyClick(&m_window, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString(),
              displayFilterOf(*m_window.state().snapshot(), ConnectionId{1}));
}

TEST_F(MainWindowTest, FiltersByACellOfTheTable) {
    openWithLeaks();
    ASSERT_TRUE(waitForRows(4));
    ui::ConnectionsTable& table = m_window.connections().table();
    table.setCurrentIndex(m_window.connections().model().index(1, ui::columnOf(ui::ColumnLook::States)));
    QTest::keyClick(&table, Qt::Key_Return, Qt::ControlModifier);
    EXPECT_EQ(filter()->text(), QStringLiteral("client.state == FIN_WAIT_2 && server.state == CLOSE_WAIT"));
    EXPECT_TRUE(waitForRows(2));
}

} // namespace
} // namespace synscope::test
