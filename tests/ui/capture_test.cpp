// SPDX-License-Identifier: Apache-2.0
//
// Live captures in the window, driven by keys: the dialog over made-up answers of the capturing program, starting,
// stopping, saving, and the question before packets are lost. No capturing program is run.
#include "tests/ui/fake_session.h"
#include "ui/capture/capture_dialog.h"
#include "ui/capture/live_bar.h"
#include "ui/capture/trouble_panel.h"
#include "ui/connections_table.h"
#include "ui/main_window.h"
#include "ui/models/connections_model.h"
#include "ui/notice_bar.h"
#include "ui/pages/connections_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <gtest/gtest.h>

#include <mutex>

namespace synscope::test {
namespace {

constexpr const char* kTwoInterfaces = R"([
 {"name":"eth0","description":"","addresses":["192.0.2.1/24"],"up":true,"running":true,"loopback":false,
  "may_capture":true,"reason":null},
 {"name":"lo","description":"","addresses":["127.0.0.1/8"],"up":true,"running":true,"loopback":true,
  "may_capture":true,"reason":null}])";
constexpr const char* kForbidden = R"([
 {"name":"eth0","addresses":[],"up":true,"running":true,"loopback":false,"may_capture":false,
  "reason":{"code":"no-permission","message":"no permission to capture from eth0","interface":"eth0",
            "hint":"sudo setcap cap_net_raw=ep /opt/synscope-capture"}}])";

class CaptureTest : public testing::Test {
protected:
    CaptureTest() {
        m_window.resize(1280, 720);
        m_window.setCaptureTools({[this](const CaptureRequest& request, std::stop_token) { return start(request); },
                                  [this](const auto& words, const auto&) { return ask(words); }});
        m_window.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
    }

    /// On the starter's thread.
    std::variant<std::unique_ptr<Session>, CaptureTrouble> start(const CaptureRequest& request) {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(request);
        if (m_trouble)
            return *m_trouble;
        auto session = makeFakeSession(m_cancelled);
        session->name = request.interfaces.front();
        session->live = LiveCapture{request, [this] { return liveState(); },
                                    [this](const std::string& path, const std::atomic<bool>&) { return save(path); }};
        m_mailbox = session->mailbox;
        return session;
    }
    LiveState liveState() {
        const std::lock_guard lock(m_mutex);
        return m_live;
    }
    std::optional<Error> save(const std::string& path) {
        QFile file(QString::fromStdString(path));
        if (!file.open(QIODevice::WriteOnly))
            return Error{path + " cannot be written: no", {}, {}};
        return std::nullopt;
    }
    /// On a worker.
    HelperAnswer ask(const std::vector<std::string>& words) {
        if (words.front() == "--list")
            return {m_list, 0, m_listTrouble};
        return words[1] == "tcp port 80" ? HelperAnswer{R"({"ok":true})", 0, {}}
                                         : HelperAnswer{R"({"ok":false,"message":"syntax error"})", 1, {}};
    }

    void publish(bool finished = false) {
        m_mailbox->publish(m_capture.snapshot(finished));
        QCoreApplication::processEvents();
    }
    void startLive() {
        m_window.startCapture({.interfaces = {"lo"}, .filter = "tcp port 80"});
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
        m_capture.addEstablished(0);
        publish();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier) {
        m_window.activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
        QTest::keyClick(&m_window, key, modifiers);
    }
    template <typename Dialog>
    Dialog* shown() {
        Dialog* dialog = nullptr;
        EXPECT_TRUE(QTest::qWaitFor([&] {
            for (Dialog* one : m_window.findChildren<Dialog*>())
                if (one->isVisible())
                    dialog = one;
            return dialog != nullptr;
        }));
        return dialog;
    }
    ui::CaptureDialog* openDialog() {
        press(Qt::Key_K);
        auto* dialog = shown<ui::CaptureDialog>();
        EXPECT_TRUE(QTest::qWaitFor([&] { return dialog->interfaces()->topLevelItemCount() > 0; }));
        return dialog;
    }
    void discard() { QTest::keyClick(shown<QMessageBox>()->button(QMessageBox::Discard), Qt::Key_Space); }

    std::mutex m_mutex;
    std::vector<CaptureRequest> m_requests;
    std::optional<CaptureTrouble> m_trouble;
    LiveState m_live;
    std::string m_list = kTwoInterfaces;
    std::optional<CaptureTrouble> m_listTrouble;
    FakeCapture m_capture;
    std::shared_ptr<bool> m_cancelled = std::make_shared<bool>(false);
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{[this](const std::string&, std::stop_token) -> Result<std::unique_ptr<Session>> {
                                return makeFakeSession(m_cancelled);
                            },
                            Theme::Light};
};

TEST_F(CaptureTest, TheDialogShowsWhereThePacketsAre) {
    ui::CaptureDialog* dialog = openDialog();
    const auto textOf = [dialog](int row) { return dialog->interfaces()->topLevelItem(row)->text(1); };
    dialog->activity().take({{"eth0", 1000}, {"lo", 5000}}, 0);
    EXPECT_EQ(textOf(0), QString()); // one count is no rate
    dialog->activity().take({{"eth0", 4000}, {"lo", 5000}}, 2000);
    EXPECT_EQ(textOf(0), QStringLiteral(u"1\u2009500 per second"));
    EXPECT_EQ(textOf(1), QStringLiteral("0 per second"));
    dialog->activity().take({{"eth0", 10}, {"lo", 5003}}, 3000); // counts that were reset tell nothing
    EXPECT_EQ(textOf(0), QStringLiteral(u"1\u2009500 per second"));
    EXPECT_EQ(textOf(1), QStringLiteral("3 per second"));
    EXPECT_EQ(dialog->interfaces()->topLevelItem(1)->data(1, ui::ActivityDelegate::kHistoryRole).toList().size(), 2);
}

TEST(ActivityHistory, KeepsTheNewest) {
    ui::ActivityHistory history;
    for (int i = 0; i <= 100; ++i)
        history.add(static_cast<std::uint64_t>(i) * static_cast<std::uint64_t>(i), i * 1000);
    EXPECT_EQ(history.perSecond().size(), ui::ActivityHistory::kMost);
    EXPECT_EQ(history.perSecond().last(), 199.0);
}

TEST_F(CaptureTest, IsBegunInTheDialogByKeysAlone) {
    ui::CaptureDialog* dialog = openDialog();
    EXPECT_FALSE(dialog->startButton()->isEnabled());
    QTest::keyClick(dialog->interfaces(), Qt::Key_Down);
    QTest::keyClick(dialog->interfaces(), Qt::Key_Space);
    EXPECT_TRUE(dialog->startButton()->isEnabled());
    QTest::keyClicks(dialog->filter(), QStringLiteral("tcp port 80"));
    QTest::keyClick(dialog, Qt::Key_Return);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.isCapturing(); }));
    ASSERT_EQ(m_requests.size(), 1U);
    EXPECT_EQ(m_requests[0].interfaces, std::vector<std::string>{"lo"});
    EXPECT_EQ(m_requests[0].filter, "tcp port 80");
    EXPECT_EQ(m_requests[0].snapLength, 160U);
    EXPECT_EQ(m_requests[0].mostBytes, std::uint64_t{4} << 30);
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("lo – synscope"));
}

TEST_F(CaptureTest, SaysWhatIsWrongWithTheFilterAsItIsTyped) {
    ui::CaptureDialog* dialog = openDialog();
    QTest::keyClick(dialog->interfaces(), Qt::Key_Space);
    QTest::keyClicks(dialog->filter(), QStringLiteral("tcp prot"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->filterFault().contains(QStringLiteral("syntax error")); }));
    EXPECT_FALSE(dialog->startButton()->isEnabled());
    dialog->filter()->setText(QStringLiteral("tcp port 80"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return dialog->startButton()->isEnabled(); }));
    EXPECT_TRUE(dialog->filterFault().isEmpty());
}

TEST_F(CaptureTest, SaysWhyItIsNotAllowedAndCopiesTheCommand) {
    m_list = kForbidden;
    ui::CaptureDialog* dialog = openDialog();
    EXPECT_FALSE(dialog->startButton()->isEnabled());
    EXPECT_TRUE(dialog->trouble().message().contains(QStringLiteral("No permission to capture from eth0")));
    QTest::mouseClick(dialog->trouble().copyButton(), Qt::LeftButton);
    EXPECT_EQ(QApplication::clipboard()->text(), QStringLiteral("sudo setcap cap_net_raw=ep /opt/synscope-capture"));
}

TEST_F(CaptureTest, SaysThatTheProgramIsMissing) {
    m_list.clear();
    m_listTrouble = CaptureTrouble{"no-helper", "/opt/synscope-capture: No such file or directory", {}, {}};
    press(Qt::Key_K);
    auto* dialog = shown<ui::CaptureDialog>();
    EXPECT_TRUE(QTest::qWaitFor([&] { return dialog->trouble().message().contains(QStringLiteral("No such file")); }));
    EXPECT_TRUE(dialog->trouble().command().isEmpty());
}

TEST_F(CaptureTest, ShowsTheDialogAgainWhenItCouldNotBegin) {
    m_trouble = CaptureTrouble{"interface-down", "eth0 is down", "eth0", {}};
    m_window.startCapture({.interfaces = {"eth0"}, .filter = "tcp port 80"});
    auto* dialog = shown<ui::CaptureDialog>();
    EXPECT_TRUE(dialog->trouble().message().contains(QStringLiteral("eth0 is down")));
    EXPECT_EQ(dialog->filter()->text(), QStringLiteral("tcp port 80"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->startButton()->isEnabled(); })); // eth0 is ticked as before
}

TEST_F(CaptureTest, ShowsPacketsAndDropsWhileItRuns) {
    startLive();
    m_capture.load.kernelDrops = 12;
    m_capture.load.bytesKept = 1'200'000;
    publish();
    EXPECT_TRUE(m_window.liveBar().isVisible());
    EXPECT_EQ(m_window.liveBar().text(),
              QStringLiteral("● Live; lo, only tcp port 80; 4 packets   0 per second   1.2 MB of "
                             "4.3 GB; ⚠ 12 dropped by the kernel"));
    EXPECT_EQ(m_window.connections().model().rowCount(), 1);
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window.state().selected() == ConnectionId{0}; }));
}

TEST_F(CaptureTest, SaysWhatItKeepsAndThatTheRestWasLetGo) {
    startLive();
    m_capture.load.packetsLetGo = 3;
    m_capture.load.keptSince = Timestamp{std::chrono::seconds(1'700'000'000)};
    publish();
    EXPECT_TRUE(m_window.liveBar().text().contains(
        QStringLiteral("; kept since 22:13:20, 3 older let go; 0 dropped by the kernel")));
    m_window.closeCapture();
    EXPECT_EQ(shown<QMessageBox>()->text(), QStringLiteral("1 captured packets are not saved."));
    discard();
}

TEST_F(CaptureTest, SaysHowManyConnectionsWereLetGo) {
    startLive();
    for (int i = 0; i < 300; ++i)
        m_capture.addEstablished(i);
    m_capture.letGoBefore(256, {7});
    publish();
    EXPECT_TRUE(
        m_window.liveBar().text().contains(QStringLiteral("; 255 ended connections let go; 0 dropped by the kernel")))
        << m_window.liveBar().text().toStdString();
    m_window.closeCapture();
    discard();
}

TEST_F(CaptureTest, LimitsItsSizeAsChosen) {
    ui::CaptureDialog* dialog = openDialog();
    QTest::keyClick(dialog->interfaces(), Qt::Key_Space);
    EXPECT_EQ(dialog->request().whenFull, CaptureRequest::WhenFull::LetOldestGo);
    dialog->most()->setValue(100);
    QTest::keyClick(dialog->unit(), Qt::Key_Up);
    QTest::keyClick(dialog->whenFull(), Qt::Key_Down);
    EXPECT_EQ(dialog->request().mostBytes, std::uint64_t{100} << 20);
    EXPECT_EQ(dialog->request().whenFull, CaptureRequest::WhenFull::End);
}

TEST_F(CaptureTest, StopsByItsKey) {
    startLive();
    press(Qt::Key_E);
    EXPECT_TRUE(*m_cancelled);
    publish(true);
    EXPECT_FALSE(m_window.isCapturing());
    EXPECT_TRUE(m_window.liveBar().text().contains(QStringLiteral("Stopped")));
    press(Qt::Key_E);
    EXPECT_NE(shown<ui::CaptureDialog>(), nullptr);
}

TEST_F(CaptureTest, SaysThatTheLimitIsReached) {
    startLive();
    m_live.end = CaptureEnd::LimitReached;
    publish(true);
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("reached its limit of 4.3 GB")));
}

TEST_F(CaptureTest, SaysWhyItEnded) {
    startLive();
    m_live = {CaptureEnd::ByItself, {{"interface-vanished", "lo is gone", "lo", {}}}};
    publish(true);
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("lo is gone")));
}

TEST_F(CaptureTest, RestartsWithTheSame) {
    startLive();
    press(Qt::Key_R);
    discard();
    ASSERT_TRUE(
        QTest::qWaitFor([this] { return m_window.isOpen() && m_window.connections().model().rowCount() == 0; }));
    ASSERT_EQ(m_requests.size(), 2U);
    EXPECT_EQ(m_requests[1].filter, "tcp port 80");
}

TEST_F(CaptureTest, SavesInTheBackground) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.pcapng"));
    startLive();
    EXPECT_TRUE(m_window.hasUnsavedPackets());
    press(Qt::Key_S);
    auto* dialog = shown<QFileDialog>();
    dialog->findChild<QLineEdit*>()->setText(path);
    QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_window.hasUnsavedPackets(); }));
    EXPECT_TRUE(QFile::exists(path));
    press(Qt::Key_W);
    EXPECT_FALSE(m_window.isOpen());
}

TEST_F(CaptureTest, CountsOnlyWhatCameSinceTheLastSave) {
    const QTemporaryDir folder;
    startLive();
    m_window.saveCaptureTo(folder.filePath(QStringLiteral("a.pcapng")), {});
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_window.hasUnsavedPackets(); }));
    const std::uint64_t saved = m_window.state().snapshot()->load.packets;
    m_capture.addEstablished(1);
    publish();
    const std::uint64_t more = m_window.state().snapshot()->load.packets - saved;
    ASSERT_GT(more, 0U);
    m_window.closeCapture();
    EXPECT_EQ(shown<QMessageBox>()->text().toStdString(),
              std::to_string(more) + " packets captured since the last save are not saved.");
    discard();
}

TEST_F(CaptureTest, StandsStillWhilePausedAndCapturesOn) {
    startLive();
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    m_capture.addEstablished(1);
    m_capture.load.kernelDrops = 12;
    publish();
    EXPECT_EQ(m_window.connections().model().rowCount(), 1) << "the table stands still";
    EXPECT_TRUE(m_window.isCapturing());
    EXPECT_TRUE(m_window.hasUnsavedPackets());
    EXPECT_TRUE(m_window.liveBar().text().contains(QStringLiteral("Paused, capturing on"))) << "and says so";
    EXPECT_TRUE(m_window.liveBar().text().contains(QStringLiteral("12 dropped by the kernel")))
        << "what is dropped is always told";
    EXPECT_EQ(m_window.liveBar().pauseButton()->text(), QStringLiteral("Go on"));
    QTest::mouseClick(m_window.liveBar().pauseButton(), Qt::LeftButton);
    EXPECT_EQ(m_window.connections().model().rowCount(), 2) << "all that came meanwhile is there at once";
    EXPECT_TRUE(m_window.liveBar().text().contains(QStringLiteral("● Live")));
    m_capture.addEstablished(2);
    publish();
    EXPECT_EQ(m_window.connections().model().rowCount(), 3);
}

TEST_F(CaptureTest, HasNothingToPauseBeforeTheFirstPackets) {
    m_window.startCapture({.interfaces = {"lo"}});
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
    QTest::mouseClick(m_window.liveBar().pauseButton(), Qt::LeftButton);
    EXPECT_FALSE(m_window.liveBar().text().contains(QStringLiteral("Paused")));
    m_capture.addEstablished(0);
    publish();
    EXPECT_EQ(m_window.connections().model().rowCount(), 1);
    m_window.closeCapture();
    discard();
}

TEST_F(CaptureTest, EndsThePauseWithTheCapture) {
    startLive();
    QTest::mouseClick(m_window.liveBar().pauseButton(), Qt::LeftButton);
    m_capture.addEstablished(1);
    publish();
    ASSERT_EQ(m_window.connections().model().rowCount(), 1);
    publish(true);
    EXPECT_EQ(m_window.connections().model().rowCount(), 2);
    EXPECT_FALSE(m_window.liveBar().pauseButton()->isVisible());
}

TEST_F(CaptureTest, KeepsWhatCouldNotBeSaved) {
    startLive();
    m_window.saveCaptureTo(QStringLiteral("/no/such/folder/a.pcapng"), [this] { m_window.closeCapture(); });
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.notice().text().contains(QStringLiteral("cannot be")); }));
    EXPECT_TRUE(m_window.isOpen());
    EXPECT_TRUE(m_window.hasUnsavedPackets());
}

TEST_F(CaptureTest, AsksBeforeItClosesUnsavedPackets) {
    startLive();
    press(Qt::Key_W);
    QTest::keyClick(shown<QMessageBox>(), Qt::Key_Escape);
    EXPECT_TRUE(m_window.isOpen());
    press(Qt::Key_W);
    discard();
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_FALSE(m_window.liveBar().isVisible());
}

TEST_F(CaptureTest, AsksBeforeItOpensAnother) {
    startLive();
    m_window.open(QStringLiteral("some/other.pcap"));
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("lo – synscope"));
    discard();
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("other.pcap – synscope"));
}

TEST_F(CaptureTest, AsksBeforeItQuits) {
    startLive();
    press(Qt::Key_Q);
    EXPECT_TRUE(m_window.isVisible());
    QTest::keyClick(shown<QMessageBox>(), Qt::Key_Escape);
    EXPECT_TRUE(m_window.isVisible());
    press(Qt::Key_Q);
    discard();
    EXPECT_FALSE(m_window.isVisible());
}

TEST_F(CaptureTest, AsksNothingWhereNothingWasCaptured) {
    m_window.startCapture({.interfaces = {"lo"}});
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.isOpen(); }));
    press(Qt::Key_W);
    EXPECT_FALSE(m_window.isOpen());
}

TEST(RateMeter, TellsTheRateOverTheLastSamples) {
    ui::RateMeter meter;
    EXPECT_EQ(meter.perSecond(), 0);
    meter.add(0, 100);
    EXPECT_EQ(meter.perSecond(), 0);
    meter.add(1000, 300);
    EXPECT_EQ(meter.perSecond(), 200);
    for (int second = 2; second <= 5; ++second)
        meter.add(second * 1000, 300);
    EXPECT_EQ(meter.perSecond(), 0);
}

} // namespace
} // namespace synscope::test
