// SPDX-License-Identifier: Apache-2.0
//
// The window with captures that lie in several files: dropped, remembered, reloaded, and offered as a rotated set.
#include "tests/ui/fake_session.h"
#include "ui/filter_bar.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/pages/welcome_page.h"
#include "ui/recent_files.h"
#include "ui/top_bar.h"

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <gtest/gtest.h>

#include <atomic>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

class Together : public testing::Test {
protected:
    Together() {
        ui::clearRecentFiles();
        for (const char* name : {"cap_00001.pcap", "cap_00002.pcap", "cap_00004.pcap", "other.pcap"}) {
            QFile file(path(name));
            EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        }
        m_window.setCaptureSets(
            [this](std::span<const std::string> paths, std::stop_token) -> Result<std::unique_ptr<Session>> {
                m_opened.assign(paths.begin(), paths.end());
                ++m_times;
                if (m_isBroken)
                    return Error{"cap_00002.pcap is given twice", {}, {}};
                return fake();
            },
            [this](const std::string& file) { return setOf(file); });
        m_window.show();
    }
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QStringList set() const { return {path("cap_00001.pcap"), path("cap_00002.pcap"), path("cap_00004.pcap")}; }
    CaptureSet setOf(const std::string& file) const {
        if (file == path("other.pcap").toStdString())
            return {{file}, {}};
        CaptureSet found{{}, "00003"};
        for (const QString& one : set())
            found.paths.push_back(one.toStdString());
        return found;
    }
    std::unique_ptr<Session> fake() {
        auto session = makeFakeSession(std::make_shared<bool>(false));
        m_mailbox = session->mailbox;
        return session;
    }
    void drop(const QStringList& files) {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& file : files)
            urls << QUrl::fromLocalFile(file);
        data.setUrls(urls);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_window, &enter);
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_window, &event);
    }
    bool waitForOpening(int times) {
        return QTest::qWaitFor([this, times] { return m_times == times && m_window.isOpen(); });
    }
    bool waitForOffer() {
        return QTest::qWaitFor([this] { return !m_window.notice().offerButton()->isHidden(); });
    }
    std::vector<std::string> strings(const QStringList& paths) const {
        std::vector<std::string> all;
        for (const QString& one : paths)
            all.push_back(one.toStdString());
        return all;
    }
    void publish() {
        m_capture.addEstablished(0);
        m_mailbox->publish(m_capture.snapshot());
        QCoreApplication::processEvents();
    }

    QTemporaryDir m_folder;
    FakeCapture m_capture;
    std::vector<std::string> m_opened;
    std::atomic<int> m_times = 0;
    bool m_isBroken = false;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{
        [this](const std::string&, std::stop_token) -> Result<std::unique_ptr<Session>> { return fake(); },
        Theme::Light};
};

TEST_F(Together, SeveralDroppedFilesOpenAsOneAndAreRemembered) {
    const QStringList files{path("other.pcap"), path("cap_00002.pcap"), path("cap_00001.pcap")};
    drop(files);
    ASSERT_TRUE(waitForOpening(1));
    EXPECT_EQ(m_opened, strings(files));
    EXPECT_EQ(m_window.paths(), files);
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("other.pcap and 2 more – synscope"));
    EXPECT_TRUE(m_window.notice().text().isEmpty());
    ASSERT_EQ(ui::recentFiles().size(), 1);
    EXPECT_EQ(ui::titleOfRecent(ui::recentFiles().first()), QStringLiteral("other.pcap and 2 more"));
    EXPECT_EQ(ui::recentCapture(ui::recentFiles().first()).paths, files);

    m_window.closeCapture();
    EXPECT_TRUE(m_window.paths().isEmpty());
    m_opened.clear();
    Q_EMIT m_window.welcome().pathWanted(ui::recentFiles().first());
    ASSERT_TRUE(waitForOpening(2));
    EXPECT_EQ(m_opened, strings(files));
    QFile::remove(path("cap_00001.pcap"));
    EXPECT_TRUE(ui::recentFiles().isEmpty());
}

TEST_F(Together, ReloadsAllOfThemAndKeepsTheFilter) {
    m_window.openTogether(set());
    ASSERT_TRUE(waitForOpening(1));
    m_window.setFilterText(QStringLiteral("close_wait"));
    QTest::keyClick(&m_window, Qt::Key_R, Qt::ControlModifier);
    ASSERT_TRUE(waitForOpening(2));
    EXPECT_EQ(m_opened, strings(set()));
    EXPECT_EQ(m_window.topBar().filterBar()->text(), QStringLiteral("close_wait"));
}

TEST_F(Together, OffersTheSetThatAFileBelongsTo) {
    m_window.open(path("cap_00002.pcap"));
    ASSERT_TRUE(waitForOffer());
    EXPECT_EQ(m_window.notice().text(), QStringLiteral("cap_00002.pcap belongs to a rotated set."));
    EXPECT_EQ(m_window.notice().offerButton()->text(), QStringLiteral("Open all 3 files of the set"));
    m_window.notice().offerButton()->click();
    ASSERT_TRUE(waitForOpening(1));
    EXPECT_EQ(m_opened, strings(set()));
    EXPECT_EQ(m_window.windowTitle(), QStringLiteral("cap_00001.pcap and 2 more – synscope"));
    EXPECT_TRUE(m_window.notice().offerButton()->isHidden());
    EXPECT_EQ(m_window.notice().text(),
              QStringLiteral("⚠ Files of the set are missing: 00003. What they held is not shown."));
    EXPECT_EQ(ui::titleOfRecent(ui::recentFiles().first()), QStringLiteral("cap_00002.pcap and its set"));
    QFile::remove(path("cap_00002.pcap"));
    ASSERT_EQ(ui::recentFiles().size(), 1) << "the others are still found by its name";
    m_window.closeCapture();
    Q_EMIT m_window.welcome().pathWanted(ui::recentFiles().first());
    EXPECT_TRUE(waitForOpening(2));
}

TEST_F(Together, TheOfferStaysBesideWhatIsSaidUntilItIsDismissed) {
    m_window.open(path("cap_00001.pcap"));
    ASSERT_TRUE(waitForOffer());
    m_capture.load.damage = Damage{1234, 56, "the packet is cut short"};
    publish();
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("packet 56")));
    EXPECT_FALSE(m_window.notice().offerButton()->isHidden());
    for (QPushButton* button : m_window.notice().findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Dismiss"))
            button->click();
    EXPECT_TRUE(m_window.notice().isHidden());
    EXPECT_TRUE(m_window.notice().offerButton()->isHidden());
    m_window.open(path("cap_00001.pcap"));
    ASSERT_TRUE(waitForOffer());
    m_window.closeCapture();
    EXPECT_TRUE(m_window.notice().isHidden());
}

TEST_F(Together, AFileAloneIsOfferedNothing) {
    m_window.open(path("other.pcap"));
    publish();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window.isSettled(); }));
    EXPECT_TRUE(m_window.notice().isHidden());
}

TEST_F(Together, DamageNamesItsFile) {
    m_window.openTogether(set());
    ASSERT_TRUE(waitForOpening(1));
    Damage damage{1234, 56, "the packet is cut short", path("cap_00002.pcap").toStdString()};
    damage.others.push_back({77, 8, "it ends", path("cap_00004.pcap").toStdString()});
    m_capture.load.damage = damage;
    publish();
    EXPECT_EQ(m_window.notice().text().left(48).toStdString(), "⚠ cap_00002.pcap is damaged or cut short: readin");
    Q_EMIT m_window.notice().findChild<QLabel*>()->linkActivated(QStringLiteral("more"));
    EXPECT_TRUE(m_window.notice().text().contains(QStringLiteral("cap_00004.pcap is damaged")));
}

TEST_F(Together, WhatCannotBeOpenedIsSaid) {
    m_isBroken = true;
    m_window.openTogether(set());
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_window.welcome().errorMessage().isEmpty(); }));
    EXPECT_EQ(m_window.welcome().errorMessage(), QStringLiteral("cap_00002.pcap is given twice"));
    EXPECT_FALSE(m_window.isOpen());
    EXPECT_TRUE(ui::recentFiles().isEmpty());
}

TEST_F(Together, AFolderOpensAsAllCapturesInIt) {
    drop({m_folder.path()});
    ASSERT_TRUE(waitForOpening(1));
    EXPECT_EQ(m_opened, strings(set()));
    EXPECT_EQ(ui::titleOfRecent(ui::recentFiles().first()), QFileInfo(m_folder.path()).fileName());
}

} // namespace
} // namespace synscope::test
