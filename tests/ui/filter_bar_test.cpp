// SPDX-License-Identifier: Apache-2.0
#include "ui/filter_bar.h"

#include "tests/ui/fake_session.h"
#include "ui/filter/filter_help.h"
#include "ui/filter/saved_filters.h"
#include "ui/filter/wireshark.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>
#include <QTextBrowser>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class FilterBarTest : public testing::Test {
protected:
    FilterBarTest() {
        QSettings().remove(QStringLiteral("filters"));
        m_capture.addEstablished(0);
        m_capture.addLeak(1, 40, 9443);
        m_capture.setEnd(100);
        m_state.setSnapshot(m_capture.snapshot());
        m_bar.resize(700, 30);
        m_bar.show();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_bar));
        edit()->setFocus();
    }
    QLineEdit* edit() { return m_bar.edit(); }
    /// What the list under the text offers first; empty where there is no list.
    QString firstOffer() {
        auto* popup = qobject_cast<QAbstractItemView*>(QApplication::activePopupWidget());
        return popup ? popup->model()->index(0, 0).data(Qt::UserRole).toString() : QString();
    }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) {
        QWidget* popup = QApplication::activePopupWidget();
        QTest::keyClick(popup ? popup : edit(), static_cast<Qt::Key>(key), modifiers);
    }
    QAction* menuAction(const QString& part) {
        Q_EMIT m_bar.menu()->aboutToShow();
        for (QAction* action : m_bar.menu()->actions())
            if (action->text().remove(QLatin1Char('&')).contains(part))
                return action;
        return nullptr;
    }

    FakeCapture m_capture;
    ui::ViewState m_state;
    ui::FilterBar m_bar{m_state};
};

TEST_F(FilterBarTest, OffersFieldsThenOperatorsThenValues) {
    QTest::keyClicks(edit(), QStringLiteral("seve"));
    EXPECT_EQ(firstOffer(), QStringLiteral("severity"));
    press(Qt::Key_Tab);
    EXPECT_EQ(edit()->text(), QStringLiteral("severity"));
    QTest::keyClicks(edit(), QStringLiteral(" "));
    EXPECT_EQ(firstOffer(), QStringLiteral("=="));
    QTest::keyClicks(edit(), QStringLiteral(">= "));
    EXPECT_EQ(firstOffer(), QStringLiteral("note"));
}

TEST_F(FilterBarTest, OffersPortsOfTheCapture) {
    QTest::keyClicks(edit(), QStringLiteral("server.port == 9"));
    EXPECT_EQ(firstOffer(), QStringLiteral("9443"));
    press(Qt::Key_Tab);
    EXPECT_EQ(edit()->text(), QStringLiteral("server.port == 9443"));
}

TEST_F(FilterBarTest, TakesReturnForReturnWhileNothingIsChosen) {
    QSignalSpy left(&m_bar, &ui::FilterBar::left);
    QTest::keyClicks(edit(), QStringLiteral("close"));
    EXPECT_EQ(firstOffer(), QStringLiteral("closed_first"));
    press(Qt::Key_Return);
    EXPECT_EQ(edit()->text(), QStringLiteral("close"));
    EXPECT_EQ(left.count(), 1);
    EXPECT_NE(m_state.filter(), nullptr);
}

TEST_F(FilterBarTest, ShowsAllThatMayStandThereWhenAsked) {
    EXPECT_EQ(firstOffer(), QString());
    press(Qt::Key_Space, Qt::ControlModifier);
    EXPECT_EQ(firstOffer(), QStringLiteral("state"));
    press(Qt::Key_Escape);
    EXPECT_EQ(firstOffer(), QString());
}

TEST_F(FilterBarTest, MarksTheWordThatIsWrong) {
    QSignalSpy errors(&m_bar, &ui::FilterBar::errorChanged);
    m_bar.setText(QStringLiteral("443 && prot == 5"));
    EXPECT_EQ(m_bar.markedText(), QStringLiteral("prot"));
    EXPECT_TRUE(errors.last().at(0).toString().contains(QStringLiteral("did you mean port?")));
    m_bar.setText(QStringLiteral("443 && port =="));
    EXPECT_EQ(m_bar.markedText(), QStringLiteral("="));
    m_bar.setText(QStringLiteral("443"));
    EXPECT_EQ(m_bar.markedText(), QString());
    EXPECT_EQ(errors.last().at(0).toString(), QString());
}

TEST_F(FilterBarTest, MarksTheRightPlaceBehindLettersOfSeveralBytes) {
    m_bar.setText(QStringLiteral("ip ~ \"ä€\" && banana"));
    EXPECT_EQ(m_bar.markedText(), QStringLiteral("banana"));
}

TEST_F(FilterBarTest, DrawsTheMarkInBothThemes) {
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        m_state.setTheme(theme);
        m_bar.setText(QStringLiteral("443 && 22"));
        const QImage right = edit()->grab().toImage();
        m_bar.setText(QStringLiteral("443 && xx"));
        EXPECT_NE(edit()->grab().toImage(), right);
        EXPECT_EQ(edit()->text(), QStringLiteral("443 && xx"));
    }
}

TEST_F(FilterBarTest, JoinsTermsToTheFilterThereIs) {
    m_bar.join(QStringLiteral("port == 80"), FilterJoin::And);
    m_bar.join(QStringLiteral("estab"), FilterJoin::Or);
    m_bar.join(QStringLiteral("finding"), FilterJoin::Exclude);
    EXPECT_EQ(m_bar.text(), QStringLiteral("(port == 80 || estab) && !(finding)"));
    m_bar.join(QStringLiteral("reset"), FilterJoin::Replace);
    EXPECT_EQ(m_bar.text(), QStringLiteral("reset"));
    EXPECT_NE(m_state.filter(), nullptr);
}

TEST_F(FilterBarTest, GoesThroughEarlierFiltersByArrows) {
    for (const char* text : {"port == 80", "estab"}) {
        m_bar.setText(QString::fromLatin1(text));
        press(Qt::Key_Return);
    }
    m_bar.setText(QStringLiteral("draft"));
    press(Qt::Key_Up);
    EXPECT_EQ(m_bar.text(), QStringLiteral("estab"));
    press(Qt::Key_Up);
    EXPECT_EQ(m_bar.text(), QStringLiteral("port == 80"));
    press(Qt::Key_Up);
    EXPECT_EQ(m_bar.text(), QStringLiteral("port == 80"));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    EXPECT_EQ(m_bar.text(), QStringLiteral("draft"));
    QSignalSpy left(&m_bar, &ui::FilterBar::left);
    press(Qt::Key_Down);
    EXPECT_EQ(left.count(), 1);
}

TEST_F(FilterBarTest, KeepsFiltersUnderNames) {
    m_bar.setText(QStringLiteral("port == 80"));
    m_bar.saveAs(QStringLiteral("The & web"));
    m_bar.setText({});
    QAction* saved = menuAction(QStringLiteral("web"));
    ASSERT_NE(saved, nullptr);
    saved->trigger();
    EXPECT_EQ(m_bar.text(), QStringLiteral("port == 80"));
    m_bar.setText(QStringLiteral("port == 443"));
    m_bar.saveAs(QStringLiteral("The & web"));
    ASSERT_EQ(ui::savedFilters().size(), 1U);
    EXPECT_EQ(ui::savedFilters()[0].expression, QStringLiteral("port == 443"));
    QAction* remove = menuAction(QStringLiteral("Delete"));
    ASSERT_NE(remove, nullptr);
    remove->menu()->actions().constFirst()->trigger();
    EXPECT_TRUE(ui::savedFilters().empty());
}

TEST_F(FilterBarTest, KeepsNoFilterThatIsNone) {
    m_bar.setText(QStringLiteral("port =="));
    m_bar.saveAs(QStringLiteral("broken"));
    EXPECT_TRUE(ui::savedFilters().empty());
    EXPECT_FALSE(menuAction(QStringLiteral("Save"))->isEnabled());
    press(Qt::Key_Return);
    EXPECT_TRUE(ui::recentFilters().isEmpty());
}

TEST_F(FilterBarTest, ShowsItsLanguageOnASheetThatKeysClose) {
    press(Qt::Key_F1);
    auto* help = qobject_cast<ui::FilterHelp*>(QApplication::activePopupWidget());
    ASSERT_NE(help, nullptr);
    QTest::keyClick(help->findChild<QTextBrowser*>(), Qt::Key_Escape);
    EXPECT_FALSE(help->isVisible());
    m_bar.type(QStringLiteral("?"));
    EXPECT_NE(qobject_cast<ui::FilterHelp*>(QApplication::activePopupWidget()), nullptr);
    EXPECT_EQ(m_bar.text(), QString());
    QApplication::activePopupWidget()->close();
}

TEST(FilterHelp, NamesEveryField) {
    const QString text = ui::filterHelpText(Theme::Light);
    for (const FilterField& field : filterFields())
        EXPECT_TRUE(text.contains(QString::fromUtf8(field.name.data(), static_cast<qsizetype>(field.name.size()))))
            << field.name;
}

TEST(SavedFilters, ThatComeWithTheProgramParse) {
    EXPECT_GE(ui::builtInFilters().size(), 5U);
    for (const ui::SavedFilter& filter : ui::builtInFilters())
        EXPECT_TRUE(Filter::parse(filter.expression.toStdString()).hasValue()) << filter.expression.toStdString();
}

TEST(RecentFilters, AreTwentyAtMostAndNoneTwice) {
    ui::clearRecentFilters();
    for (int i = 0; i < 30; ++i)
        ui::rememberFilter(QStringLiteral("port == %1").arg(i));
    ui::rememberFilter(QStringLiteral(" port == 25 "));
    ui::rememberFilter(QStringLiteral("  "));
    EXPECT_EQ(ui::recentFilters().size(), ui::kRecentFiltersKept);
    EXPECT_EQ(ui::recentFilters()[0], QStringLiteral("port == 25"));
    EXPECT_EQ(ui::recentFilters().count(QStringLiteral("port == 25")), 1);
}

TEST(Wireshark, OpensAFileWithADisplayFilter) {
    EXPECT_EQ(ui::wiresharkArguments(QStringLiteral("/x/-a b.pcap"), QStringLiteral("tcp.port == 80")),
              (QStringList{QStringLiteral("-r"), QStringLiteral("/x/-a b.pcap"), QStringLiteral("-Y"),
                           QStringLiteral("tcp.port == 80")}));
}

TEST(Wireshark, NeedsItselfAndAFile) {
    QTemporaryFile file;
    ASSERT_TRUE(file.open());
    EXPECT_EQ(ui::wiresharkObstacle(QStringLiteral("/bin/wireshark"), file.fileName()), QString());
    EXPECT_TRUE(ui::wiresharkObstacle({}, file.fileName()).contains(QStringLiteral("not installed")));
    for (const char* path : {"", "-", "/no/such/file"})
        EXPECT_TRUE(ui::wiresharkObstacle(QStringLiteral("/bin/wireshark"), QString::fromLatin1(path))
                        .contains(QStringLiteral("save it first")));
}

} // namespace
} // namespace synscope::test
