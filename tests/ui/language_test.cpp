// SPDX-License-Identifier: Apache-2.0
//
// The language of the window: what is chosen is kept, and what is made afterwards speaks it.
#include "tests/ui/fake_session.h"
#include "ui/filter_bar.h"
#include "ui/format.h"
#include "ui/language/language_menu.h"
#include "ui/language/ui_language.h"
#include "ui/main_window.h"

#include <QAction>
#include <QMenuBar>
#include <QSettings>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace synscope::ui {
namespace {

/// Back to English, whatever happens.
class WindowLanguage : public ::testing::Test {
protected:
    void SetUp() override {
        speak(Language::Chinese);
        if (spokenLanguage() != Language::Chinese)
            GTEST_SKIP() << "built without Qt's Linguist tools";
    }
    void TearDown() override {
        speak(Language::English);
        QSettings().clear();
    }
};

TEST_F(WindowLanguage, SpeaksChineseAndEnglishAgain) {
    EXPECT_EQ(accountingText({}), QString::fromUtf8("0 个分组"));
    speak(Language::English);
    EXPECT_EQ(spokenLanguage(), Language::English);
    EXPECT_EQ(accountingText({}), QStringLiteral("0 packets"));
}

TEST_F(WindowLanguage, KeepsTheChoice) {
    EXPECT_EQ(languageChoice(), LanguageChoice::System);
    for (const LanguageChoice choice : {LanguageChoice::Chinese, LanguageChoice::English, LanguageChoice::System}) {
        keepLanguageChoice(choice);
        EXPECT_EQ(languageChoice(), choice);
    }
    EXPECT_EQ(languageOf(LanguageChoice::Chinese), Language::Chinese);
    EXPECT_EQ(languageOf(LanguageChoice::English), Language::English);
}

TEST_F(WindowLanguage, SaysWhatIsWrongWithAFilter) {
    ViewState state;
    FilterBar bar(state);
    QSignalSpy errors(&bar, &FilterBar::errorChanged);
    bar.setText(QStringLiteral("port == 70000"));
    ASSERT_FALSE(errors.isEmpty());
    EXPECT_EQ(errors.last().at(0).toString(), QString::fromUtf8("“70000”不是 0 到 65535 之间的端口"));
}

TEST_F(WindowLanguage, IsChosenInTheMenu) {
    keepLanguageChoice(LanguageChoice::Chinese);
    MainWindow window({});
    const auto* menu = window.findChild<LanguageMenu*>();
    ASSERT_NE(menu, nullptr);
    ASSERT_EQ(menu->actions().size(), 3);
    EXPECT_TRUE(menu->actions()[2]->isChecked());
    QSignalSpy chosen(&window, &MainWindow::languageChosen);
    menu->actions()[2]->trigger();
    EXPECT_EQ(chosen.count(), 0) << "it speaks that already";
    menu->actions()[1]->trigger();
    EXPECT_EQ(chosen.count(), 1);
    EXPECT_EQ(languageChoice(), LanguageChoice::English);
    EXPECT_EQ(window.menuBar()->actions().front()->text(), QString::fromUtf8("文件(&F)"));
}

} // namespace
} // namespace synscope::ui
