// SPDX-License-Identifier: Apache-2.0
#include "ui/overview_strip.h"

#include "tests/ui/fake_session.h"
#include "ui/axis_bar.h"
#include "ui/time_axis.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class OverviewStripTest : public testing::Test {
protected:
    OverviewStripTest() {
        m_capture.addLeak(0, 50);
        m_capture.addEstablished(10);
        m_capture.setEnd(100);
        m_strip.resize(800, 94);
        m_strip.show();
        QSignalSpy counted(&m_strip, &ui::OverviewStrip::counted);
        m_state.setSnapshot(m_capture.snapshot());
        EXPECT_TRUE(QTest::qWaitFor([&] { return counted.count() > 0; }));
    }
    QPoint at(double seconds) const {
        const QRectF chart = m_strip.chartRect();
        return QPointF(chart.left() + chart.width() * seconds / 100, chart.center().y()).toPoint();
    }
    double secondsOf(Timestamp time) const { return static_cast<double>((time - FakeCapture::at(0)).count()) / 1e9; }

    FakeCapture m_capture;
    ui::ViewState m_state;
    ui::TimeAxis m_axis{m_state};
    ui::OverviewStrip m_strip{m_state, m_axis};
};

TEST_F(OverviewStripTest, CountsOnAWorker) {
    EXPECT_EQ(m_strip.overview().closeWaitAtEnd, 1U);
    EXPECT_EQ(m_strip.overview().highest, 2U);
}

TEST_F(OverviewStripTest, BrushesAStretchOfTimeByDragging) {
    QTest::mousePress(&m_strip, Qt::LeftButton, {}, at(20));
    QTest::mouseMove(&m_strip, at(60));
    QTest::mouseRelease(&m_strip, Qt::LeftButton, {}, at(60));
    ASSERT_TRUE(m_state.timeRange());
    EXPECT_NEAR(secondsOf(m_state.timeRange()->begin), 20, 0.3);
    EXPECT_NEAR(secondsOf(m_state.timeRange()->end), 60, 0.3);
    EXPECT_EQ(m_state.axis(), *m_state.timeRange());
}

TEST_F(OverviewStripTest, ClearsTheBrushByDoubleClick) {
    m_state.setTimeRange(ui::TimeRange{FakeCapture::at(1), FakeCapture::at(2)});
    QTest::mouseDClick(&m_strip, Qt::LeftButton, {}, at(50));
    EXPECT_FALSE(m_state.timeRange());
}

TEST_F(OverviewStripTest, DoesNotTakeAClickForABrush) {
    QTest::mouseClick(&m_strip, Qt::LeftButton, {}, at(50));
    EXPECT_FALSE(m_state.timeRange());
}

TEST_F(OverviewStripTest, MovesTheBrushByKeys) {
    QTest::keyClick(&m_strip, Qt::Key_Right);
    ASSERT_TRUE(m_state.timeRange());
    const auto before = *m_state.timeRange();
    QTest::keyClick(&m_strip, Qt::Key_Right);
    EXPECT_NEAR(secondsOf(m_state.timeRange()->begin) - secondsOf(before.begin), 5, 0.1);
    QTest::keyClick(&m_strip, Qt::Key_Up);
    EXPECT_LT(m_state.timeRange()->begin, m_state.timeRange()->end);
    QTest::keyClick(&m_strip, Qt::Key_Escape);
    EXPECT_FALSE(m_state.timeRange());
}

TEST_F(OverviewStripTest, SaysInAChipWhatIsBrushedAndTakesItAway) {
    EXPECT_TRUE(m_strip.chip()->isHidden());
    m_state.setTimeRange(ui::TimeRange{FakeCapture::at(20), FakeCapture::at(60)});
    EXPECT_FALSE(m_strip.chip()->isHidden());
    EXPECT_FALSE(m_strip.chip()->accessibleName().isEmpty());
    QTest::mouseClick(m_strip.chip(), Qt::LeftButton);
    EXPECT_FALSE(m_state.timeRange());
    EXPECT_TRUE(m_strip.chip()->isHidden());
}

TEST_F(OverviewStripTest, OffersAllOfTheTimeWhereThatIsNotShown) {
    EXPECT_TRUE(m_strip.fitButton()->isHidden());
    m_axis.show({FakeCapture::at(20), FakeCapture::at(60)});
    EXPECT_FALSE(m_state.timeRange()); // a window keeps no row out
    QTest::mouseClick(m_strip.fitButton(), Qt::LeftButton);
    EXPECT_FALSE(m_axis.isPart());
    EXPECT_TRUE(m_strip.fitButton()->isHidden());
}

TEST_F(OverviewStripTest, TellsTheCountsOfAMoment) {
    EXPECT_TRUE(m_strip.tipAt(at(70)).contains(QStringLiteral("CLOSE_WAIT 1\nESTABLISHED 1\nopening 0")));
    EXPECT_TRUE(m_strip.tipAt(at(30)).contains(QStringLiteral("CLOSE_WAIT 0\nESTABLISHED 2")));
    EXPECT_TRUE(m_strip.tipAt({-5, 50}).isEmpty());
}

TEST_F(OverviewStripTest, ShowsOneLeakAmongManyThousands) {
    FakeCapture crowd;
    for (int i = 0; i < 20'000; ++i)
        crowd.addEstablished(0);
    crowd.addLeak(0, 99.99);
    crowd.setEnd(100);
    QSignalSpy counted(&m_strip, &ui::OverviewStrip::counted);
    m_state.clear();
    m_state.setSnapshot(crowd.snapshot());
    ASSERT_TRUE(QTest::qWaitFor([&] { return counted.count() > 0; }));
    const QImage image = m_strip.grab().toImage();
    const QPoint corner = m_strip.chartRect().bottomRight().toPoint() - QPoint(1, 1);
    EXPECT_EQ(image.pixelColor(corner), QColor(0xe2, 0x57, 0x1e));
    EXPECT_EQ(image.pixelColor(corner - QPoint(1, 0)), QColor(0xe2, 0x57, 0x1e));
}

TEST_F(OverviewStripTest, PaintsInBothThemes) {
    m_state.setTimeRange(ui::TimeRange{FakeCapture::at(20), FakeCapture::at(40)});
    const QImage light = m_strip.grab().toImage();
    m_state.setTheme(Theme::Dark);
    EXPECT_NE(m_strip.grab().toImage(), light);
}

} // namespace
} // namespace synscope::test
