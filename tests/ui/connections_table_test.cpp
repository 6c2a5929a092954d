// SPDX-License-Identifier: Apache-2.0
#include "ui/connections_table.h"

#include "tests/ui/fake_session.h"
#include "ui/connections_header.h"
#include "ui/models/connections_model.h"
#include "ui/time_axis.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QImage>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class ConnectionsTableTest : public testing::Test {
protected:
    ConnectionsTableTest() {
        m_capture.addEstablished(0);
        m_capture.addLeak(1, 40);
        m_capture.addClosing(2, 30);
        const ConnectionId reset = m_capture.addEstablished(3);
        m_capture.change(reset, {50, Side::Initiator, State::Closed});
        m_capture.change(reset, {50, Side::Responder, State::Closed});
        m_capture.row(reset).resetSeen = 1;
        m_capture.add({{4, Side::Initiator, State::Unknown}});
        m_capture.setEnd(100);
        m_state.setSnapshot(m_capture.snapshot());
        m_table.resize(900, 300);
        m_table.show();
    }
    QImage picture() { return m_table.viewport()->grab().toImage(); }
    static bool contains(const QImage& image, QColor wanted) {
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y) == wanted)
                    return true;
        return false;
    }

    FakeCapture m_capture;
    ui::ViewState m_state;
    ui::ConnectionsModel m_model{m_state};
    ui::TimeAxis m_axis{m_state};
    ui::ConnectionsTable m_table{m_model, m_state, m_axis};
};

const QColor kVermilion(0xe2, 0x57, 0x1e);

TEST_F(ConnectionsTableTest, PaintsEveryColumnInBothThemes) {
    for (int column = 0; column < m_model.columnCount(); ++column)
        m_table.setColumnHidden(column, false);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        m_state.setTheme(theme);
        EXPECT_TRUE(contains(picture(), kVermilion));
    }
}

TEST_F(ConnectionsTableTest, WhatIsChosenStaysInSightWhenThereIsLessRoom) {
    for (int i = 0; i < 50; ++i)
        m_capture.addEstablished(5);
    m_state.setSnapshot(m_capture.snapshot());
    const int row = m_table.rowAt(m_table.viewport()->height() - 1);
    ASSERT_GT(row, 3);
    m_state.select(m_model.connectionAt(row));
    m_table.resize(900, 200);
    EXPECT_TRUE(m_table.viewport()->rect().contains(m_table.visualRect(m_table.currentIndex())));
    m_table.scrollToTop();
    m_table.resize(900, 150);
    EXPECT_EQ(m_table.rowAt(0), 0) << "what was out of sight draws nothing along";
}

TEST_F(ConnectionsTableTest, TellsTheTimeOfAClickIntoTheLanes) {
    QSignalSpy chosen(&m_table, &ui::ConnectionsTable::timeChosen);
    auto* header = static_cast<ui::ConnectionsHeader*>(m_table.horizontalHeader());
    const QRect axis = header->axisRect();
    const int y = m_table.rowViewportPosition(1) + 5;
    QTest::mouseClick(m_table.viewport(), Qt::LeftButton, {}, {axis.left() + axis.width() / 2, y});
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen[0][0].value<ConnectionId>(), m_model.connectionAt(1));
    const auto middle = chosen[0][1].value<Timestamp>();
    EXPECT_LT(std::abs((middle - FakeCapture::at(50)).count()), 1'000'000'000);
    QTest::mouseClick(m_table.viewport(), Qt::LeftButton, {}, {20, y});
    EXPECT_EQ(chosen.count(), 1) << "not in the lanes";
}

TEST_F(ConnectionsTableTest, MarksTheMomentChosenInTheDiagram) {
    m_state.select(m_model.connectionAt(1));
    const QImage before = picture();
    m_state.setMark(FakeCapture::at(50));
    const QImage marked = picture();
    EXPECT_NE(before, marked);
    m_state.select(m_model.connectionAt(2));
    EXPECT_FALSE(m_state.mark().has_value());
}

TEST_F(ConnectionsTableTest, UsesVermilionForCloseWaitAlone) {
    FakeCapture calm;
    calm.addEstablished(0);
    const ConnectionId reset = calm.addEstablished(1);
    calm.change(reset, {5, Side::Initiator, State::Closed});
    calm.row(reset).resetSeen = 1;
    m_state.clear();
    m_state.setSnapshot(calm.snapshot());
    EXPECT_FALSE(contains(picture(), kVermilion));
}

TEST_F(ConnectionsTableTest, ShowsAStateThatIsNotDecidedUnlikeACertainOne) {
    const int states = ui::columnOf(ui::ColumnLook::States);
    const auto tip = [&] { return m_model.index(0, states).data(Qt::ToolTipRole).toString(); };
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        m_capture.row(ConnectionId{0}).alternatives[1] = {};
        m_state.setSnapshot(m_capture.snapshot());
        m_state.setTheme(theme);
        const QImage certain = picture();
        EXPECT_EQ(tip(), QStringLiteral("ESTAB ESTAB"));
        m_capture.row(ConnectionId{0}).alternatives[1] = {State::CloseWait};
        m_state.setSnapshot(m_capture.snapshot());
        EXPECT_NE(picture(), certain);
        EXPECT_EQ(tip(), QStringLiteral("Server: ESTABLISHED or CLOSE_WAIT: the packets captured do not decide"));
    }
}

TEST_F(ConnectionsTableTest, SharesTheSelectionWithTheOtherViews) {
    QTest::mouseClick(m_table.viewport(), Qt::LeftButton, {}, {20, m_table.rowViewportPosition(1) + 5});
    EXPECT_EQ(m_state.selected(), ConnectionId{1});
    m_state.select(ConnectionId{3});
    EXPECT_EQ(m_table.currentIndex().row(), 3);
    QTest::keyClick(&m_table, Qt::Key_Up);
    EXPECT_EQ(m_state.selected(), ConnectionId{2});
}

TEST_F(ConnectionsTableTest, PassesTypedLettersToTheFilter) {
    QSignalSpy typed(&m_table, &ui::ConnectionsTable::typed);
    QTest::keyClicks(&m_table, QStringLiteral("p"));
    ASSERT_EQ(typed.count(), 1);
    EXPECT_EQ(typed.at(0).at(0).toString(), QStringLiteral("p"));
}

TEST_F(ConnectionsTableTest, FiltersByTheCurrentCellByKeys) {
    QSignalSpy wanted(&m_table, &ui::ConnectionsTable::filterWanted);
    m_table.setCurrentIndex(m_model.index(1, ui::columnOf(ui::ColumnLook::States)));
    const QString states = QStringLiteral("client.state == FIN_WAIT_2 && server.state == CLOSE_WAIT");
    const std::vector<std::pair<Qt::KeyboardModifiers, FilterJoin>> keys{
        {Qt::ControlModifier, FilterJoin::Replace},
        {Qt::ControlModifier | Qt::ShiftModifier, FilterJoin::Exclude},
        {Qt::AltModifier, FilterJoin::And},
        {Qt::AltModifier | Qt::ShiftModifier, FilterJoin::Or}};
    for (const auto& [modifiers, how] : keys) {
        wanted.clear();
        QTest::keyClick(&m_table, Qt::Key_Return, modifiers);
        ASSERT_EQ(wanted.count(), 1);
        EXPECT_EQ(wanted.at(0).at(0).toString(), states);
        EXPECT_EQ(wanted.at(0).at(1).value<FilterJoin>(), how);
    }
    wanted.clear();
    QTest::keyClick(&m_table, Qt::Key_Return);
    EXPECT_EQ(wanted.count(), 0);
}

TEST_F(ConnectionsTableTest, OffersTermsOfEveryColumnInTheMenuOfACell) {
    QAction more(QStringLiteral("more"));
    m_table.setMoreActions({&more});
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const auto menu = m_table.menuOf(m_model.index(1, column));
        ASSERT_NE(menu, nullptr);
        EXPECT_TRUE(menu->actions().contains(&more));
        for (int way = 0; way < 4; ++way) {
            const QMenu* terms = menu->actions()[way]->menu();
            ASSERT_NE(terms, nullptr);
            EXPECT_GE(terms->actions().size(), 10) << column;
            const bool isKnown = std::string_view(ui::connectionColumns()[column].name) != "process"; // of nobody here
            EXPECT_EQ(terms->actions().constFirst()->shortcut().isEmpty(), !isKnown) << column;
        }
    }
    EXPECT_EQ(m_table.menuOf({}), nullptr);
}

TEST_F(ConnectionsTableTest, SortsByClicksOnAHeadingAndComesBackOnTheThird) {
    const int age = ui::columnOf(ui::ColumnLook::Age);
    const auto clickAge = [&] {
        Q_EMIT m_table.horizontalHeader()->sectionClicked(age);
        EXPECT_TRUE(QTest::qWaitFor([this] { return !m_model.isBusy(); }));
    };
    clickAge();
    EXPECT_EQ(m_model.connectionAt(0), ConnectionId{1});
    clickAge();
    EXPECT_EQ(m_model.connectionAt(m_model.rowCount() - 1), ConnectionId{1});
    clickAge();
    EXPECT_EQ(m_model.connectionAt(0), ConnectionId{0});
    EXPECT_EQ(m_model.sortColumn(), -1);
}

TEST_F(ConnectionsTableTest, ZoomsAtThePointerByWheelAndMovesByDraggingTheAxis) {
    auto* header = qobject_cast<ui::ConnectionsHeader*>(m_table.horizontalHeader());
    const QRect axis = header->axisRect();
    const auto turn = [&](QWidget* over, QPoint at, int notches, Qt::KeyboardModifiers held) {
        QWheelEvent event(at, over->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, held, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(over, &event);
    };
    const QPoint pointer(axis.left() + axis.width() / 4, 30);
    const Timestamp under = m_axis.range().timeAt(axis.width() / 4, axis.width());
    turn(m_table.viewport(), pointer, 3, Qt::ControlModifier);
    EXPECT_TRUE(m_axis.isPart());
    EXPECT_NEAR(m_axis.range().xOf(under, axis.width()), axis.width() / 4, 0.5);
    const ui::TimeRange zoomed = m_axis.range();
    turn(m_table.viewport(), QPoint(5, 30), 3, Qt::ControlModifier); // beside the lanes
    EXPECT_EQ(m_axis.range(), zoomed);
    const QPoint on = axis.center();
    QTest::mousePress(header->viewport(), Qt::LeftButton, {}, on);
    QTest::mouseMove(header->viewport(), on - QPoint(40, 0));
    QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, on - QPoint(40, 0));
    EXPECT_GT(m_axis.range().begin, zoomed.begin);
    EXPECT_EQ(m_model.sortColumn(), -1); // a drag is no click on the heading
    QTest::mouseDClick(header->viewport(), Qt::LeftButton, {}, on);
    EXPECT_FALSE(m_axis.isPart());
}

TEST_F(ConnectionsTableTest, ZoomsAndMovesByKeysInAllRowsAlike) {
    const QImage before = picture();
    QSignalSpy typed(&m_table, &ui::ConnectionsTable::typed);
    QTest::keyClick(&m_table, Qt::Key_Plus);
    QTest::keyClick(&m_table, Qt::Key_Plus);
    EXPECT_NE(picture(), before);
    const ui::TimeRange zoomed = m_axis.range();
    QTest::keyClick(&m_table, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_GT(m_axis.range().begin, zoomed.begin);
    QTest::keyClick(&m_table, Qt::Key_Minus);
    QTest::keyClick(&m_table, Qt::Key_Backspace);
    EXPECT_EQ(picture(), before);
    EXPECT_EQ(typed.count(), 0);
}

TEST_F(ConnectionsTableTest, TakesTheBrushAwayByEscape) {
    m_state.setTimeRange(ui::TimeRange{FakeCapture::at(20), FakeCapture::at(40)});
    QTest::keyClick(&m_table, Qt::Key_Escape);
    EXPECT_FALSE(m_state.timeRange());
}

TEST_F(ConnectionsTableTest, CopiesSelectedRows) {
    m_table.selectRow(1);
    m_table.copyAsText();
    const QString text = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(text.contains(QStringLiteral("FIN_WAIT_2 CLOSE_WAIT"))) << text.toStdString();
    EXPECT_EQ(text.count(QLatin1Char('\n')), 2);
}

TEST_F(ConnectionsTableTest, ShowsMoreColumnsWhereThereIsRoom) {
    const auto shown = [this] {
        return m_table.horizontalHeader()->count() - m_table.horizontalHeader()->hiddenSectionCount();
    };
    m_table.resize(800, 300);
    EXPECT_EQ(shown(), 5);
    m_table.resize(1400, 300);
    EXPECT_EQ(shown(), 9);
}

TEST_F(ConnectionsTableTest, SaysWhyItIsEmpty) {
    m_table.setEmptyText(QStringLiteral("nothing here"));
    const QImage before = picture();
    m_state.clear();
    EXPECT_NE(picture(), before);
}

} // namespace
} // namespace synscope::test
