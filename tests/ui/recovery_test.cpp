// SPDX-License-Identifier: Apache-2.0
//
// What a crash left of a live capture, offered in the window: opened, saved, discarded, or kept for later. The files
// are made up: a list of paths that are there.
#include "tests/ui/fake_session.h"
#include "ui/capture/live_bar.h"
#include "ui/capture/recovery_bar.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"

#include <QAction>
#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

const LeftCapture kFirst{"/spool/1", {"eth0", "lo"}, 1'204'913, Timestamp{std::chrono::seconds(1'700'000'000)}};
const LeftCapture kSecond{"/spool/2", {}, 1, Timestamp{std::chrono::seconds(1'700'000'001)}};

class RecoveryTest : public testing::Test {
protected:
    void startWith(std::vector<LeftCapture> left) {
        m_window.resize(1280, 720);
        m_window.setCaptureTools({.start = {},
                                  .ask = {},
                                  .findLeft = [left](const std::atomic<bool>&) { return left; },
                                  .recover = [this](const LeftCapture& one) { return recover(one); },
                                  .discard = [this](const LeftCapture& one) { return remove(one); }});
        m_window.show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&m_window));
        ASSERT_TRUE(QTest::qWaitFor([this] { return bar().isVisible(); }));
    }
    Result<std::unique_ptr<Session>> recover(const LeftCapture& left) {
        if (m_isTaken)
            return Error{left.path + " is in use by another synscope", {}, {}};
        auto session = makeFakeSession(std::make_shared<bool>(false));
        session->cancel = {};
        session->live = LiveCapture{.request = {.interfaces = left.interfaces},
                                    .state =
                                        [] {
                                            return LiveState{CaptureEnd::Recovered, {}};
                                        },
                                    .save = [](const auto&, const auto&) { return std::optional<Error>(); },
                                    .discard = [this, left] { return remove(left); }};
        m_mailbox = session->mailbox;
        return session;
    }
    std::optional<Error> remove(const LeftCapture& left) {
        m_removed.push_back(left.path);
        return std::nullopt;
    }
    void openFirst() {
        QTest::keyClick(bar().openButton(), Qt::Key_Space);
        ASSERT_TRUE(m_window.isOpen());
    }
    void publish() {
        m_capture.addEstablished(0);
        m_mailbox->publish(m_capture.snapshot());
        QCoreApplication::processEvents();
    }
    void answer(QMessageBox::StandardButton button) {
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.findChild<QMessageBox*>() != nullptr; }));
        QTest::keyClick(m_window.findChild<QMessageBox*>()->button(button), Qt::Key_Space);
    }
    [[nodiscard]] const ui::RecoveryBar& bar() const { return m_window.recoveryBar(); }

    bool m_isTaken = false;
    std::vector<std::string> m_removed;
    FakeCapture m_capture;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{[](const std::string&, std::stop_token) -> Result<std::unique_ptr<Session>> {
                                return makeFakeSession(std::make_shared<bool>(false));
                            },
                            Theme::Light};
};

TEST_F(RecoveryTest, OffersWhatACrashLeft) {
    startWith({kFirst, kSecond});
    EXPECT_EQ(bar().text(), QStringLiteral("⚠ synscope ended without saving 1\u2009204\u2009913 packets captured on "
                                           "eth0, lo from 2023-11-14 22:13:20 UTC on. 1 more after this one."));
}

TEST_F(RecoveryTest, OffersNothingWhereNothingWasLeft) {
    m_window.setCaptureTools(
        {.start = {}, .ask = {}, .findLeft = [](const auto&) { return std::vector<LeftCapture>(); }});
    m_window.show();
    QCoreApplication::processEvents();
    EXPECT_FALSE(bar().isVisible());
}

TEST_F(RecoveryTest, OpensItAndAsksBeforeItIsLost) {
    startWith({kFirst});
    openFirst();
    EXPECT_FALSE(bar().isVisible());
    EXPECT_TRUE(m_window.hasUnsavedPackets()) << "though nothing of it was read yet";
    publish();
    EXPECT_TRUE(m_window.liveBar().text().startsWith(QStringLiteral("■ Recovered; eth0, lo; 4 packets")));
    EXPECT_TRUE(m_window.notice().text().startsWith(QStringLiteral("Recovered: 1\u2009204\u2009913 packets")));
    m_window.closeCapture();
    answer(QMessageBox::Cancel);
    EXPECT_TRUE(m_window.isOpen());
    EXPECT_TRUE(m_removed.empty());
    m_window.closeCapture();
    answer(QMessageBox::Discard);
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_EQ(m_removed, std::vector<std::string>{"/spool/1"});
}

TEST_F(RecoveryTest, IsDeletedOnceItWasSaved) {
    startWith({kFirst});
    openFirst();
    publish();
    m_window.saveCaptureTo(QStringLiteral("saved.pcapng"));
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_window.hasUnsavedPackets(); }));
    EXPECT_TRUE(m_removed.empty());
    EXPECT_TRUE(m_window.close());
    EXPECT_EQ(m_removed, std::vector<std::string>{"/spool/1"});
}

TEST_F(RecoveryTest, IsDeletedUnopenedOnlyAfterAQuestion) {
    startWith({kFirst, kSecond});
    QTest::keyClick(bar().discardButton(), Qt::Key_Space);
    answer(QMessageBox::Cancel);
    EXPECT_TRUE(m_removed.empty());
    QTest::keyClick(bar().discardButton(), Qt::Key_Space);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    answer(QMessageBox::Discard);
    EXPECT_EQ(m_removed, std::vector<std::string>{"/spool/1"});
    EXPECT_EQ(bar().text(), QStringLiteral("⚠ synscope ended without saving 1 packet captured from "
                                           "2023-11-14 22:13:21 UTC on."));
}

TEST_F(RecoveryTest, IsKeptForLater) {
    startWith({kFirst});
    QTest::keyClick(bar().laterButton(), Qt::Key_Space);
    EXPECT_FALSE(bar().isVisible());
    EXPECT_TRUE(m_window.close());
    EXPECT_TRUE(m_removed.empty());
}

TEST_F(RecoveryTest, SaysThatAnotherWindowWasFaster) {
    m_isTaken = true;
    startWith({kFirst});
    QTest::keyClick(bar().openButton(), Qt::Key_Space);
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_FALSE(bar().isVisible());
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("in use by another synscope")));
}

} // namespace
} // namespace synscope::test
