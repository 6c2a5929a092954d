// SPDX-License-Identifier: Apache-2.0
//
// Explanations on the page of a connection: the switch, the cards, and that choosing leads both ways.
#include "core/explain/explain.h"
#include "tests/diagram/conversations.h"
#include "ui/diagram/ladder_view.h"
#include "ui/pages/connection_detail_page.h"
#include "ui/pages/step_card.h"
#include "ui/pages/steps_view.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::ui {
namespace {

class ExplainedPage : public ::testing::Test {
protected:
    void SetUp() override { QSettings().remove(QStringLiteral("explain")); }

    void showSteps() {
        page.resize(560, 700);
        page.show();
        page.setDetail(test::closedInFour());
        page.setCurrentTab(ConnectionDetailPage::Tab::Steps);
    }
    StepCard& cardNamed(const QString& title) const {
        const auto& cards = page.steps()->cards();
        return **std::find_if(cards.begin(), cards.end(), [&](auto* card) { return card->accessibleName() == title; });
    }
    QString chosenName() const {
        const auto chosen = page.steps()->chosenStep();
        return chosen ? page.steps()->cards()[*chosen]->accessibleName() : QString();
    }
    std::size_t drawnCards() const {
        const auto& notes = page.ladderView()->layoutShown().notes;
        return static_cast<std::size_t>(
            std::count_if(notes.begin(), notes.end(), [](const auto& note) { return note.tone == NoteTone::Card; }));
    }

    ConnectionDetailPage page;
};

TEST_F(ExplainedPage, IsExplainedByAKey) {
    page.show();
    page.setDetail(test::closedInFour());
    ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
    const bool before = page.doesExplain();
    QTest::keyClick(&page, Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
    EXPECT_NE(page.doesExplain(), before);
    QTest::keyClick(&page, Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
    EXPECT_EQ(page.doesExplain(), before);
}

TEST_F(ExplainedPage, DrawsCardsWhenTheSwitchIsOn) {
    page.setDetail(test::closedInFour());
    EXPECT_EQ(drawnCards(), 0U);
    page.setExplains(true);
    EXPECT_EQ(drawnCards(), explain(*test::closedInFour(), {}).size());
    page.setExplains(false);
    EXPECT_EQ(drawnCards(), 0U);
}

TEST_F(ExplainedPage, RemembersTheSwitchOnlyWhereTheReaderMovedIt) {
    page.setExplains(true);
    EXPECT_FALSE(ConnectionDetailPage().explainSwitch()->isChecked());
    page.setExplains(false);
    page.explainSwitch()->trigger();
    EXPECT_TRUE(ConnectionDetailPage().explainSwitch()->isChecked());
}

TEST_F(ExplainedPage, DrawsTheCardsOfTheConnectionItIsGiven) {
    page.setExplains(true);
    page.setDetail(test::closedInFour());
    page.setDetail(test::refused());
    EXPECT_EQ(drawnCards(), explain(*test::refused(), {}).size());
}

TEST_F(ExplainedPage, LeavesEveryTabItsRoom) {
    page.show();
    page.setDetail(test::closedInFour());
    auto* tabs = page.findChild<QTabBar*>();
    for (const int width : {440, 464, 520, 585, 900}) {
        page.resize(width, 700);
        QApplication::processEvents();
        EXPECT_GE(tabs->width(), tabs->sizeHint().width()) << width;
    }
}

TEST_F(ExplainedPage, ListsEveryExplanationInFull) {
    showSteps();
    EXPECT_EQ(page.steps()->cards().size(), explain(*test::closedInFour(), {}).size());
    const StepCard& card = cardNamed("SYN + ACK: two messages in one segment");
    EXPECT_TRUE(card.accessibleDescription().contains("the path works both ways: only the client knows it"));
    EXPECT_TRUE(card.accessibleDescription().contains("RFC 9293, 3.5"));
}

TEST_F(ExplainedPage, SelectsTheSegmentOfTheExplanationThatIsClicked) {
    showSteps();
    const QSignalSpy chosen(&page, &ConnectionDetailPage::segmentSelected);
    QTest::mouseClick(&cardNamed("FIN: the client closes first"), Qt::LeftButton);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 6U);
    EXPECT_EQ(page.segmentTable()->currentIndex().row(), 6);
    EXPECT_EQ(page.currentTab(), ConnectionDetailPage::Tab::Steps);
    EXPECT_EQ(chosen.count(), 1);
}

TEST_F(ExplainedPage, KeepsTheOneThatWasClickedOfSeveralOfAStep) {
    showSteps();
    QTest::mouseClick(&cardNamed("Why the numbers do not begin at 1"), Qt::LeftButton);
    EXPECT_EQ(chosenName(), "Why the numbers do not begin at 1");
    EXPECT_TRUE(cardNamed("Why the numbers do not begin at 1").isChosen());
    EXPECT_FALSE(cardNamed("What the two agreed on").isChosen());
}

TEST_F(ExplainedPage, ShowsTheExplanationOfTheSegmentSelectedElsewhere) {
    showSteps();
    page.segmentTable()->selectRow(7);
    EXPECT_EQ(chosenName(), "ACK of the FIN: from the kernel, after 21.3 ms");
    page.segmentTable()->selectRow(5);
    EXPECT_EQ(chosenName(), "Data: what makes TCP reliable") << "the nearest one before it";
    page.setCurrentTab(ConnectionDetailPage::Tab::Diagram);
    page.segmentTable()->selectRow(0);
    page.setCurrentTab(ConnectionDetailPage::Tab::Steps);
    EXPECT_EQ(chosenName(), "SYN: the client asks for a connection");
}

TEST_F(ExplainedPage, LeadsFromAPacketToTheDiagram) {
    showSteps();
    const QList<QLabel*> labels = cardNamed("ACK: open after 21.4 ms").findChildren<QLabel*>();
    const auto links =
        std::find_if(labels.begin(), labels.end(), [](const QLabel* label) { return label->text().contains("href"); });
    ASSERT_NE(links, labels.end());
    Q_EMIT(*links)->linkActivated("1");
    EXPECT_EQ(page.currentTab(), ConnectionDetailPage::Tab::Diagram);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 1U);
}

TEST_F(ExplainedPage, GoesFromCardToCardByTheKeyboard) {
    showSteps();
    page.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
    const auto& cards = page.steps()->cards();
    cards[0]->setFocus();
    QTest::keyClick(cards[0], Qt::Key_Up);
    EXPECT_TRUE(cards[0]->hasFocus());
    QTest::keyClick(cards[0], Qt::Key_Down);
    EXPECT_TRUE(cards[1]->hasFocus());
    QTest::keyClick(cards[1], Qt::Key_Return);
    EXPECT_EQ(page.ladderView()->selectedSegment(), 0U);
    EXPECT_EQ(page.steps()->chosenStep(), 1U);
}

TEST_F(ExplainedPage, SpeaksTheLanguageItIsGiven) {
    showSteps();
    page.setLanguage(Language::Chinese);
    EXPECT_EQ(page.steps()->cards()[1]->accessibleName(), QStringLiteral("SYN：客户端请求建立连接"));
    page.setExplains(true);
    const auto& notes = page.ladderView()->layoutShown().notes;
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(),
                            [](const auto& note) { return note.title.find("请求建立连接") != std::string::npos; }));
}

TEST_F(ExplainedPage, IsEmptyWithoutAConnection) {
    showSteps();
    page.clear();
    EXPECT_TRUE(page.steps()->cards().empty());
}

} // namespace
} // namespace synscope::ui
