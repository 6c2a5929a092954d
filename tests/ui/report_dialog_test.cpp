// SPDX-License-Identifier: Apache-2.0
//
// Making an issue report from the page of leaks: what is asked for, what is said of it, and that it can be given up.
#include "ui/report_dialog.h"

#include "tests/ui/fake_session.h"
#include "ui/capture_pages.h"
#include "ui/main_window.h"
#include "ui/pages/leaks_page.h"

#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>
#include <semaphore>
#include <thread>

namespace synscope::test {
namespace {

/// Remembers what was asked for; answers as told.
struct FakeWriter {
    std::optional<IssueReportRequest> asked;
    Result<IssueReportResult> answer = IssueReportResult{{"report.md"}, 3, 27};

    WriteIssueReport function() {
        return [this](const IssueReportRequest& request) {
            asked = request;
            return answer;
        };
    }
};

void create(ui::ReportDialog& dialog) {
    QTest::mouseClick(dialog.createButton(), Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !dialog.isRunning(); }));
}

TEST(ReportDialog, HidesAddressesUnlessTold) {
    FakeWriter writer;
    ui::ReportDialog dialog(writer.function(), {}, QStringLiteral("about"), QStringLiteral("/some/folder"));
    dialog.show();
    create(dialog);
    ASSERT_TRUE(writer.asked);
    EXPECT_TRUE(writer.asked->anonymise);
    EXPECT_FALSE(writer.asked->keepPayload);
    EXPECT_EQ(writer.asked->directory, "/some/folder");
    QTest::keyClick(dialog.anonymise(), Qt::Key_Space);
    create(dialog);
    EXPECT_FALSE(writer.asked->anonymise);
}

TEST(ReportDialog, SaysWhatWasMadeAndOpensIt) {
    FakeWriter writer;
    ui::ReportDialog dialog(writer.function(), {}, QStringLiteral("about"), QStringLiteral("/some/folder"));
    dialog.show();
    EXPECT_FALSE(dialog.openFolderButton()->isVisible());
    create(dialog);
    EXPECT_EQ(dialog.message(), QStringLiteral("Done: 3 connections with 27 packets are in /some/folder."));
    const QSignalSpy wanted(&dialog, &ui::ReportDialog::folderWanted);
    dialog.folder()->setText(QStringLiteral("/another"));
    QTest::mouseClick(dialog.openFolderButton(), Qt::LeftButton);
    ASSERT_EQ(wanted.size(), 1);
    EXPECT_EQ(wanted.at(0).at(0).toString(), QStringLiteral("/some/folder"));
}

TEST(ReportDialog, SaysWhatWentWrongAndCanBeTriedAgain) {
    FakeWriter writer;
    writer.answer = Error{"/some/folder exists and is not empty: give another name", {}, {}};
    ui::ReportDialog dialog(writer.function(), {}, QStringLiteral("about"), QStringLiteral("/some/folder"));
    dialog.show();
    create(dialog);
    EXPECT_EQ(dialog.message(), QStringLiteral("⚠ /some/folder exists and is not empty: give another name"));
    EXPECT_FALSE(dialog.openFolderButton()->isVisible());
    EXPECT_TRUE(dialog.createButton()->isEnabled());
    dialog.folder()->clear();
    EXPECT_FALSE(dialog.createButton()->isEnabled());
}

TEST(ReportDialog, GivesTheReportUpWhenItIsClosed) {
    std::binary_semaphore begun{0};
    std::binary_semaphore wasCancelled{0};
    const WriteIssueReport untilCancelled = [&](const IssueReportRequest& request) -> Result<IssueReportResult> {
        begun.release();
        while (!request.cancelled->load())
            std::this_thread::yield();
        wasCancelled.release();
        return Error{"cancelled", {}, {}};
    };
    ui::ReportDialog dialog(untilCancelled, {}, QStringLiteral("about"), QStringLiteral("/some/folder"));
    dialog.show();
    QTest::mouseClick(dialog.createButton(), Qt::LeftButton);
    EXPECT_FALSE(dialog.createButton()->isEnabled()) << "one at a time";
    EXPECT_TRUE(dialog.isRunning()) << "on another thread";
    begun.acquire();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    wasCancelled.acquire();
    EXPECT_FALSE(dialog.isRunning());
}

TEST(UnusedPath, CountsOnUntilNothingIsThere) {
    const QTemporaryDir directory;
    const QString base = directory.filePath(QStringLiteral("report"));
    EXPECT_EQ(ui::unusedPath(base), base);
    QDir().mkdir(base);
    EXPECT_EQ(ui::unusedPath(base), base + QStringLiteral("-2"));
    QDir().mkdir(base + QStringLiteral("-2"));
    EXPECT_EQ(ui::unusedPath(base), base + QStringLiteral("-3"));
}

class ReportFromLeaks : public testing::Test {
protected:
    ReportFromLeaks() {
        m_capture.addLeak(1, 40);
        m_capture.addEstablished(1);
        m_capture.addLeak(2, 20);
        m_capture.addLeak(3, 30, 9200);
        m_capture.setEnd(200);
        m_window.resize(1280, 720);
        m_window.show();
    }
    Result<std::unique_ptr<Session>> openFake() {
        auto session = makeFakeSession(std::make_shared<bool>(false));
        m_mailbox = session->mailbox;
        return session;
    }
    void open() {
        m_window.open(QStringLiteral("some/fake.pcap"));
        m_mailbox->publish(m_capture.snapshot(true));
        m_window.pages().show(ui::CapturePages::Page::Leaks);
        ASSERT_TRUE(QTest::qWaitFor([this] {
            const auto& view = m_window.leaks().view();
            return view && view->snapshot == m_window.state().snapshot() && view->snapshot->size() > 0;
        }));
    }
    QPushButton* button() {
        for (QPushButton* one : m_window.leaks().findChildren<QPushButton*>())
            if (one->text() == QStringLiteral("Create issue report…"))
                return one;
        return nullptr;
    }

    FakeCapture m_capture;
    FakeWriter m_writer;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    ui::MainWindow m_window{[this](const std::string&, std::stop_token) { return openFake(); }, Theme::Light};
};

TEST_F(ReportFromLeaks, IsOfferedWhereItCanBeMade) {
    open();
    EXPECT_FALSE(button()->isVisible());
    m_window.setReportWriter(m_writer.function(), "synscope of tests");
    EXPECT_TRUE(button()->isVisible());
}

TEST_F(ReportFromLeaks, IsAboutTheClosesOfTheGroupShown) {
    m_window.setReportWriter(m_writer.function(), "synscope of tests");
    open();
    ASSERT_EQ(m_window.leaks().groups()->model()->rowCount(), 2);
    m_window.leaks().groups()->setCurrentIndex(m_window.leaks().groups()->model()->index(0, 0));
    QTest::mouseClick(button(), Qt::LeftButton);
    auto* dialog = m_window.findChild<ui::ReportDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(dialog->folder()->text().endsWith(QStringLiteral("/some/fake-report")));
    create(*dialog);
    ASSERT_TRUE(m_writer.asked);
    EXPECT_EQ(m_writer.asked->connections, (std::vector{ConnectionId{2}, ConnectionId{0}}));
    EXPECT_EQ(m_writer.asked->program, "synscope of tests");
    EXPECT_EQ(m_writer.asked->snapshot, m_window.state().snapshot());
    ASSERT_TRUE(m_writer.asked->group);
    EXPECT_EQ(m_writer.asked->group->growth.find("The number of closes owed changed by "), 0U);
}

} // namespace
} // namespace synscope::test
