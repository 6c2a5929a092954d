// SPDX-License-Identifier: Apache-2.0
#include "ui/overview_strip.h"

#include "tests/ui/fake_session.h"

#include <QSignalSpy>
#include <QTest>

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
    ui::OverviewStrip m_strip{m_state};
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

TEST_F(OverviewStripTest, PaintsInBothThemes) {
    m_state.setTimeRange(ui::TimeRange{FakeCapture::at(20), FakeCapture::at(40)});
    const QImage light = m_strip.grab().toImage();
    m_state.setTheme(Theme::Dark);
    EXPECT_NE(m_strip.grab().toImage(), light);
}

} // namespace
} // namespace synscope::test
