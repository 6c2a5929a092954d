// SPDX-License-Identifier: Apache-2.0
//
// The window over the engine with a lesson that comes with the program: its capture opens in steps, shows no packet
// too early, and can be left for all of it.
#include "core/engine/engine.h"
#include "core/store/detail_part.h"
#include "ui/connections_table.h"
#include "ui/diagram/ladder_view.h"
#include "ui/export/export_subject.h"
#include "ui/lesson/lesson_bar.h"
#include "ui/lesson/lesson_panel.h"
#include "ui/lesson/lesson_player.h"
#include "ui/main_window.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/connections_page.h"
#include "ui/recent_files.h"

#include <QPushButton>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

const QString kFolder = QStringLiteral(SYNSCOPE_SOURCE_DIR "/resources/lessons");

class LessonWindowTest : public testing::Test {
protected:
    LessonWindowTest() {
        clearRecentFiles();
        window.setLessons(LessonLibrary(kFolder, QLocale(QLocale::English)));
        window.resize(1280, 720);
        window.show();
    }
    bool openLesson(const QString& name) {
        window.open(kFolder + QLatin1Char('/') + name + QStringLiteral(".pcap"));
        return QTest::qWaitFor([this] { return window.isInLesson(); });
    }
    std::size_t packetsShown() const {
        const auto& detail = window.detail().detail();
        return detail ? detail->segments.size() : 0;
    }

    MainWindow window{[](const std::string& path, std::stop_token stop) { return openSession(path, {}, stop); },
                      Theme::Light};
};

TEST_F(LessonWindowTest, ALessonsCaptureOpensInSteps) {
    ASSERT_TRUE(openLesson("01-open-and-close"));
    EXPECT_TRUE(window.lessonPanel().isVisible());
    EXPECT_FALSE(window.connections().isVisible());
    EXPECT_EQ(packetsShown(), 0U);
    EXPECT_TRUE(recentFiles().isEmpty());
}

TEST_F(LessonWindowTest, ShowsNoPacketBeforeItsStepAndMarksItThen) {
    ASSERT_TRUE(openLesson("01-open-and-close"));
    window.lesson().next();
    EXPECT_EQ(packetsShown(), 0U);
    window.lesson().next();
    EXPECT_EQ(packetsShown(), 1U);
    window.lesson().next();
    window.lesson().next();
    EXPECT_EQ(packetsShown(), 2U);
    EXPECT_EQ(window.detail().ladderView()->selectedSegment(), 1U);
    QTest::qWait(100); // whatever the table's selection made the window load
    EXPECT_EQ(packetsShown(), 2U);
}

TEST_F(LessonWindowTest, CanBeLeftForAllOfTheCaptureAndEnteredAgain) {
    ASSERT_TRUE(openLesson("01-open-and-close"));
    window.lessonPanel().showAllButton()->click();
    EXPECT_FALSE(window.isInLesson());
    EXPECT_TRUE(window.connections().isVisible());
    EXPECT_TRUE(window.lessonBar().isVisible());
    EXPECT_TRUE(QTest::qWaitFor([this] { return packetsShown() == 11; }));
    window.lessonBar().stepsButton()->click();
    ASSERT_TRUE(QTest::qWaitFor([this] { return window.isInLesson(); }));
    EXPECT_EQ(packetsShown(), 0U);
    EXPECT_FALSE(window.lessonBar().isVisible());
}

TEST_F(LessonWindowTest, FollowsTheStepsFromConnectionToConnection) {
    ASSERT_TRUE(openLesson("10-port-reuse"));
    window.lesson().next();
    window.lesson().next();
    const ConnectionId first = window.detail().detail()->id;
    window.lesson().next();
    EXPECT_EQ(window.detail().detail()->id, first); // asks about what is not seen yet
    window.lesson().next();
    EXPECT_NE(window.detail().detail()->id, first);
}

TEST_F(LessonWindowTest, EveryLessonPlaysToItsEnd) {
    const LessonLibrary library(kFolder, QLocale(QLocale::English));
    for (const LessonGroup& group : library.groups()) {
        for (const LessonEntry& entry : group.lessons) {
            ASSERT_TRUE(openLesson(QString::fromStdString(entry.name))) << entry.name;
            for (int i = 0; i < 40 && !window.lesson().isAtEnd(); ++i)
                window.lesson().next();
            EXPECT_TRUE(window.lesson().isAtEnd()) << entry.name;
            EXPECT_GT(packetsShown(), 0U) << entry.name;
            window.closeCapture();
        }
    }
}

TEST_F(LessonWindowTest, AnotherCaptureOpensAsAlways) {
    ASSERT_TRUE(openLesson("01-open-and-close"));
    window.setLessons({});
    window.open(kFolder + QStringLiteral("/02-three-segment-close.pcap"));
    EXPECT_TRUE(QTest::qWaitFor([this] { return packetsShown() == 10; }));
    EXPECT_FALSE(window.isInLesson());
    EXPECT_FALSE(window.lessonPanel().isVisible());
    clearRecentFiles();
}

/// The window over the engine, with a capture as any other.
TEST(SecondCapture, JoinsWhatIsShown) {
    MainWindow window([](const std::string& path, std::stop_token stop) { return openSession(path, {}, stop); },
                      Theme::Light);
    window.show();
    const QString path = kFolder + QStringLiteral("/01-open-and-close.pcap");
    window.open(path);
    const auto& detail = window.detail();
    ASSERT_TRUE(QTest::qWaitFor([&] { return detail.detail() != nullptr; }));
    EXPECT_FALSE(detail.detail()->ends.has_value());
    window.addSecondCapture(path); // the same place: each segment is there, and took no time
    ASSERT_TRUE(QTest::qWaitFor([&] { return detail.detail() && detail.detail()->ends; }));
    EXPECT_EQ(detail.detail()->ends->matched, detail.detail()->segments.size());
    EXPECT_EQ(detail.detail()->ends->roundTrip, Duration{0});
    window.addSecondCapture(kFolder + QStringLiteral("/no-such.pcap"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return detail.detail() && !detail.detail()->ends; }));
    window.closeCapture();
}

TEST(SecondCapture, JoinsWhatIsExportedWithoutBeingShown) {
    const LoadedCapture capture =
        loadCapture((kFolder + QStringLiteral("/01-open-and-close.pcap")).toStdString(), {}).value();
    ExportSubject subject;
    subject.snapshot = subject.second = capture.snapshot;
    subject.fetch = subject.secondFetch = capture.fetch;
    const ConnectionId id{0};
    const auto detail = sourceOf(subject, {id}).detailOf(id, nullptr).value();
    ASSERT_TRUE(detail->ends);
    EXPECT_EQ(detail->ends->matched, detail->segments.size());

    subject.shown = std::make_shared<const ConnectionDetail>(detailPart(*detail, 0, 1));
    EXPECT_EQ(sourceOf(subject, {id}).detailOf(id, nullptr).value()->segments.size(), detail->segments.size())
        << "the window shows its beginning alone, until the rest is read";
}

} // namespace
} // namespace synscope::ui
