// SPDX-License-Identifier: Apache-2.0
//
// Going through a lesson: what may be seen when, the panel by mouse and keyboard, where lessons are found, and the
// welcome page that lists them.
#include "tests/diagram/conversations.h"
#include "ui/lesson/lesson_bar.h"
#include "ui/lesson/lesson_library.h"
#include "ui/lesson/lesson_panel.h"
#include "ui/lesson/lesson_player.h"
#include "ui/pages/welcome_page.h"
#include "ui/pages/welcome_panels.h"
#include "ui/recent_files.h"

#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

/// Of test::leak(), whose packets are 1 to 7: a question with answers, a step without a question, an open question.
Lesson threeSteps() {
    return parseLesson(
               "# A lesson\n\nThe intro.\n\n"
               "## Step: packet 3\n\n**How does it open?**\n\n- [ ] In two\n- [x] In three\n\nThree segments.\n\n"
               "## Step: packet 5\n\nAnd data.\n\n"
               "## Step: packet 7, and the rest\n\n**What is missing?**\n\nThe FIN.\n")
        .value();
}

class LessonTest : public testing::Test {
protected:
    LessonTest() { player.start(threeSteps(), {test::leak()}); }
    void go(int times) {
        for (int i = 0; i < times; ++i)
            player.next();
    }
    std::size_t packetsShown() const { return player.detail() ? player.detail()->segments.size() : 0; }

    LessonPlayer player;
};

TEST_F(LessonTest, BeginsWithWordsAndNoPackets) {
    EXPECT_TRUE(player.isAtBegin());
    EXPECT_EQ(player.step(), nullptr);
    EXPECT_EQ(packetsShown(), 0U);
}

TEST_F(LessonTest, AsksBeforeItShows) {
    go(1);
    EXPECT_EQ(player.stepNumber(), 0U);
    EXPECT_FALSE(player.isRevealed());
    EXPECT_EQ(packetsShown(), 0U);
    go(1);
    EXPECT_TRUE(player.isRevealed());
    EXPECT_EQ(packetsShown(), 3U);
    EXPECT_EQ(player.segment(), 2U);
}

TEST_F(LessonTest, AnAnswerShowsThePackets) {
    go(1);
    player.answer(0);
    EXPECT_TRUE(player.isRevealed());
    EXPECT_EQ(player.chosen(), 0U);
    player.answer(1);
    EXPECT_EQ(player.chosen(), 0U);
}

TEST_F(LessonTest, AStepWithoutAQuestionShowsAtOnce) {
    go(3);
    EXPECT_EQ(player.stepNumber(), 1U);
    EXPECT_TRUE(player.isRevealed());
    EXPECT_EQ(packetsShown(), 5U);
}

TEST_F(LessonTest, AQuestionKeepsThePacketsOfTheStepBefore) {
    go(4);
    EXPECT_EQ(player.stepNumber(), 2U);
    EXPECT_EQ(packetsShown(), 5U);
}

TEST_F(LessonTest, EndsWithTheLastStep) {
    go(5);
    EXPECT_TRUE(player.isAtEnd());
    EXPECT_EQ(player.detail()->captureEnd, test::leak()->captureEnd);
    QSignalSpy moved(&player, &LessonPlayer::moved);
    go(1);
    EXPECT_EQ(moved.count(), 0);
}

TEST_F(LessonTest, GoesBackTheWayItCame) {
    go(5);
    std::vector<std::size_t> shown;
    while (!player.isAtBegin()) {
        player.back();
        shown.push_back(packetsShown());
    }
    EXPECT_EQ(shown, (std::vector<std::size_t>{5, 5, 3, 0, 0}));
}

class LessonPanelTest : public LessonTest {
protected:
    LessonPanelTest() {
        panel.resize(600, 600);
        panel.setPlace(QStringLiteral("Opening"), {});
        panel.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&panel));
        panel.focusOnNext();
    }
    bool says(const QString& text) const { return panel.shownText().contains(text); }

    LessonPanel panel{player};
};

TEST_F(LessonPanelTest, TellsNothingAhead) {
    EXPECT_TRUE(says("The intro."));
    go(1);
    EXPECT_TRUE(says("How does it open?"));
    EXPECT_FALSE(says("The intro."));
    EXPECT_FALSE(says("Three segments."));
    EXPECT_EQ(panel.answerButtons().size(), 2);
    go(1);
    EXPECT_TRUE(says("Three segments."));
    EXPECT_TRUE(says("ESTABLISHED"));
}

TEST_F(LessonPanelTest, IsUsedByKeysAlone) {
    QTest::keyClick(panel.focusWidget(), Qt::Key_Right);
    ASSERT_EQ(panel.focusWidget(), panel.answerButtons().first());
    QTest::keyClick(panel.focusWidget(), Qt::Key_2);
    EXPECT_TRUE(says("Right."));
    QTest::keyClick(panel.focusWidget(), Qt::Key_PageDown);
    EXPECT_TRUE(says("And data."));
    QTest::keyClick(panel.focusWidget(), Qt::Key_Left);
    EXPECT_TRUE(says("Three segments."));
    QTest::keyClick(panel.focusWidget(), Qt::Key_Backspace);
    EXPECT_FALSE(says("Three segments."));
}

TEST_F(LessonPanelTest, SpaceGoesOnAndChoosesTheAnswerThatHasTheFocus) {
    QTest::keyClick(panel.focusWidget(), Qt::Key_Space);
    ASSERT_EQ(panel.focusWidget(), panel.answerButtons().first());
    QTest::keyClick(panel.focusWidget(), Qt::Key_Space);
    EXPECT_TRUE(QTest::qWaitFor([this] { return says("Not quite."); }));
    EXPECT_EQ(panel.focusWidget(), panel.nextButton());
}

TEST_F(LessonPanelTest, AnswersAreChosenByMouse) {
    go(1);
    QTest::mouseClick(panel.answerButtons()[1], Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([this] { return says("Right."); }));
    EXPECT_FALSE(panel.answerButtons()[0]->isEnabled());
}

TEST_F(LessonPanelTest, NamesAnswersForScreenReaders) {
    go(1);
    EXPECT_EQ(panel.answerButtons()[0]->accessibleName(), QStringLiteral("Answer 1: In two"));
    player.answer(0);
    EXPECT_EQ(panel.answerButtons()[1]->accessibleName(), QStringLiteral("Right: In three"));
}

TEST_F(LessonPanelTest, TheEndLeadsToTheNextLesson) {
    QSignalSpy next(&panel, &LessonPanel::nextLessonWanted);
    QSignalSpy all(&panel, &LessonPanel::showAllWanted);
    go(5);
    panel.nextButton()->click();
    EXPECT_EQ(all.count(), 1);
    panel.setPlace(QStringLiteral("Opening"), QStringLiteral("Another"));
    panel.nextButton()->click();
    EXPECT_EQ(next.count(), 1);
}

class LessonLibraryTest : public testing::Test {
protected:
    void write(const QString& name, const char* text) {
        QFile file(folder.filePath(name));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void SetUp() override {
        write("contents.md", "## Opening\n\n- [One](01-one.md): first\n- [Gone](03-gone.md): not here\n\n"
                             "## Closing\n\n- [Two](02-two.md): second\n");
        write("contents.zh_CN.md", "## 建立\n\n- [一](01-one.zh_CN.md): 第一\n");
        for (const char* name : {"01-one.pcap", "02-two.pcap"})
            write(name, "");
        write("01-one.md", "# One\n\nA.\n\n## Step: packet 1\n\nB.\n");
        write("01-one.zh_CN.md", "# 一\n\n甲。\n\n## Step: packet 1\n\n乙。\n");
        english = LessonLibrary(folder.path(), QLocale(QLocale::English));
    }

    QTemporaryDir folder;
    LessonLibrary english;
};

TEST_F(LessonLibraryTest, ListsWhatIsThere) {
    ASSERT_EQ(english.groups().size(), 2U);
    ASSERT_EQ(english.groups()[0].lessons.size(), 1U);
    EXPECT_EQ(english.groups()[0].lessons[0].title, "One");
}

TEST_F(LessonLibraryTest, KnowsALessonByItsCapture) {
    const LessonEntry* one = english.lessonAt(folder.filePath("./01-one.pcap"));
    ASSERT_NE(one, nullptr);
    EXPECT_EQ(one->name, "01-one");
    EXPECT_EQ(english.groupOf(*one)->title, "Opening");
    EXPECT_EQ(english.after(*one)->name, "02-two");
    EXPECT_EQ(english.after(*english.after(*one)), nullptr);
    EXPECT_EQ(english.lessonAt(folder.filePath("another.pcap")), nullptr);
}

TEST_F(LessonLibraryTest, SpeaksTheReadersLanguageWhereItCan) {
    const LessonLibrary chinese(folder.path(), QLocale(QLocale::Chinese));
    EXPECT_EQ(chinese.groups().at(0).title, "建立");
    EXPECT_EQ(chinese.read(chinese.groups()[0].lessons[0]).value().title, "一");
    QFile::remove(folder.filePath("01-one.zh_CN.md"));
    EXPECT_EQ(chinese.read(chinese.groups()[0].lessons[0]).value().title, "One");
}

class WelcomePageTest : public LessonLibraryTest {
protected:
    WelcomePageTest() { clearRecentFiles(); }
    WelcomePage page;
};

TEST_F(WelcomePageTest, OffersLessonsByGroup) {
    page.setLessons(english);
    page.show();
    QSignalSpy wanted(&page, &WelcomePage::pathWanted);
    const QList<QPushButton*> buttons = page.lessons().findChildren<QPushButton*>();
    ASSERT_EQ(buttons.size(), 2);
    EXPECT_EQ(buttons[0]->accessibleName(), QStringLiteral("One"));
    EXPECT_EQ(buttons[0]->accessibleDescription(), QStringLiteral("first"));
    buttons[0]->click();
    EXPECT_EQ(wanted.value(0).value(0).toString(), folder.filePath("01-one.pcap"));
}

TEST_F(WelcomePageTest, SaysWhatWillBeListedWhereNothingIs) {
    page.show();
    EXPECT_FALSE(page.lessons().isVisible());
    EXPECT_FALSE(page.interfaces().isVisible());
    EXPECT_FALSE(page.captures().emptyText().isEmpty());
    addRecentFile(folder.filePath("01-one.pcap"));
    page.refresh();
    EXPECT_TRUE(page.captures().emptyText().isEmpty());
    ASSERT_EQ(page.captures().rowButtons().size(), 1);
    EXPECT_EQ(page.captures().rowButtons()[0]->accessibleName(), QStringLiteral("01-one.pcap"));
    clearRecentFiles();
}

HelperAnswer twoInterfaces(const std::vector<std::string>&, const std::atomic<bool>&) {
    return {R"([{"name": "lo", "addresses": ["127.0.0.1"], "up": true, "loopback": true, "may_capture": true},
                {"name": "down0", "addresses": ["10.0.0.9"], "up": false, "may_capture": true},
                {"name": "eth0", "addresses": ["10.0.0.1"], "up": true, "may_capture": true}])",
            0,
            {}};
}

TEST_F(WelcomePageTest, ListsInterfacesThatAreUpTheLoopbackLast) {
    page.show();
    page.setHelper(twoInterfaces);
    ASSERT_TRUE(QTest::qWaitFor([this] { return page.interfaces().rowButtons().size() == 2; }));
    EXPECT_EQ(page.interfaces().rowButtons()[0]->accessibleName(), QStringLiteral("eth0"));
    QSignalSpy wanted(&page, &WelcomePage::captureWanted);
    page.interfaces().rowButtons()[0]->click();
    EXPECT_EQ(wanted.value(0).value(0).toString(), QStringLiteral("eth0"));
}

TEST_F(WelcomePageTest, SaysWhyInterfacesCannotBeListed) {
    page.show();
    page.setHelper([](const auto&, const auto&) {
        return HelperAnswer{{}, 1, CaptureTrouble{"no-helper", "synscope-capture is not installed", {}, {}}};
    });
    EXPECT_TRUE(QTest::qWaitFor([this] { return page.interfaces().emptyText().contains("not installed"); }));
}

} // namespace
} // namespace synscope::ui
