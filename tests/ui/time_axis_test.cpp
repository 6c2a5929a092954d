// SPDX-License-Identifier: Apache-2.0
#include "ui/time_axis.h"

#include "tests/ui/fake_session.h"
#include "ui/axis_bar.h"
#include "ui/models/time_ticks.h"

#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using ui::TimeRange;

TimeRange seconds(double begin, double end) {
    return {FakeCapture::at(begin), FakeCapture::at(end)};
}

class TimeAxisTest : public testing::Test {
protected:
    TimeAxisTest() {
        m_capture.addLeak(0, 50);
        m_capture.setEnd(100);
        m_state.setSnapshot(m_capture.snapshot());
    }

    FakeCapture m_capture;
    ui::ViewState m_state;
    ui::TimeAxis m_axis{m_state};
};

TEST_F(TimeAxisTest, BeginsWithTheWholeCapture) {
    EXPECT_EQ(m_axis.range(), seconds(0, 100));
    EXPECT_FALSE(m_axis.isPart());
}

TEST_F(TimeAxisTest, KeepsTheTimeUnderThePointerAtItsPlace) {
    const double before = m_axis.range().xOf(FakeCapture::at(20), 1);
    m_axis.zoom(FakeCapture::at(20), 4);
    EXPECT_EQ(m_axis.range(), seconds(15, 40));
    EXPECT_NEAR(m_axis.range().xOf(FakeCapture::at(20), 1), before, 1e-6);
    EXPECT_TRUE(m_axis.isPart());
}

TEST_F(TimeAxisTest, StaysWithinTheCapture) {
    m_axis.show(seconds(20, 40));
    m_axis.pan(-5);
    EXPECT_EQ(m_axis.range(), seconds(0, 20));
    m_axis.pan(50);
    EXPECT_EQ(m_axis.range(), seconds(80, 100));
    m_axis.zoom(1.0 / 100);
    EXPECT_EQ(m_axis.range(), seconds(0, 100));
}

TEST_F(TimeAxisTest, ZoomsNoFurtherThanAMicrosecond) {
    m_axis.zoom(FakeCapture::at(50), 1e12);
    EXPECT_EQ(m_axis.range().end - m_axis.range().begin, std::chrono::microseconds(1));
}

TEST_F(TimeAxisTest, FitsTheBrushFirstAndThenTheCapture) {
    m_state.setTimeRange(seconds(20, 60));
    EXPECT_EQ(m_axis.range(), seconds(20, 60));
    m_axis.zoom(2);
    EXPECT_EQ(m_axis.range(), seconds(30, 50));
    m_axis.fit();
    EXPECT_EQ(m_axis.range(), seconds(20, 60));
    m_axis.fit();
    EXPECT_EQ(m_axis.range(), seconds(0, 100));
    m_state.setTimeRange(std::nullopt);
    EXPECT_EQ(m_axis.range(), seconds(0, 100));
}

TEST_F(TimeAxisTest, StaysWhileACaptureGrowsAndLeavesWithIt) {
    m_axis.show(seconds(20, 40));
    m_capture.setEnd(200);
    m_state.setSnapshot(m_capture.snapshot());
    EXPECT_EQ(m_axis.range(), seconds(20, 40));
    m_state.clear();
    EXPECT_FALSE(m_axis.isPart());
}

TEST_F(TimeAxisTest, SurvivesACaptureOfOneInstant) {
    FakeCapture instant;
    instant.addEstablished(0);
    m_state.clear();
    m_state.setSnapshot(instant.snapshot());
    m_axis.zoom(2);
    m_axis.pan(1);
    m_axis.fit();
    EXPECT_FALSE(m_axis.isPart());
}

class AxisBarTest : public TimeAxisTest {
protected:
    AxisBarTest() {
        m_bar.resize(1000, 12);
        m_bar.show();
        m_axis.show(seconds(40, 60));
    }
    void drag(int from, int to) {
        QTest::mousePress(&m_bar, Qt::LeftButton, {}, {from, 6});
        QTest::mouseMove(&m_bar, {to, 6});
        QTest::mouseRelease(&m_bar, Qt::LeftButton, {}, {to, 6});
    }
    double beginSeconds() const {
        return static_cast<double>((m_axis.range().begin - FakeCapture::at(0)).count()) / 1e9;
    }
    double endSeconds() const { return static_cast<double>((m_axis.range().end - FakeCapture::at(0)).count()) / 1e9; }

    ui::AxisBar m_bar{m_axis, m_state};
};

TEST_F(AxisBarTest, MovesTheWindowByDragging) {
    drag(500, 700);
    EXPECT_NEAR(beginSeconds(), 60, 0.2);
    EXPECT_NEAR(endSeconds(), 80, 0.2);
}

TEST_F(AxisBarTest, ZoomsByDraggingAnEdge) {
    drag(400, 200);
    EXPECT_NEAR(beginSeconds(), 20, 0.2);
    EXPECT_NEAR(endSeconds(), 60, 0.2);
    drag(600, 900);
    EXPECT_NEAR(beginSeconds(), 20, 0.2);
    EXPECT_NEAR(endSeconds(), 90, 0.2);
}

TEST_F(AxisBarTest, BringsTheWindowToAClickBesideIt) {
    QTest::mouseClick(&m_bar, Qt::LeftButton, {}, {800, 6});
    EXPECT_NEAR(beginSeconds(), 70, 0.2);
    EXPECT_NEAR(endSeconds(), 90, 0.2);
}

TEST_F(AxisBarTest, ShowsAllByDoubleClickAndByHome) {
    QTest::mouseDClick(&m_bar, Qt::LeftButton, {}, {500, 6});
    EXPECT_FALSE(m_axis.isPart());
    m_axis.show(seconds(40, 60));
    QTest::keyClick(&m_bar, Qt::Key_Home);
    EXPECT_FALSE(m_axis.isPart());
}

TEST_F(AxisBarTest, MovesAndZoomsByKeys) {
    QTest::keyClick(&m_bar, Qt::Key_Right);
    EXPECT_NEAR(beginSeconds(), 42, 0.01);
    QTest::keyClick(&m_bar, Qt::Key_Up);
    EXPECT_NEAR(endSeconds() - beginSeconds(), 20 / 1.5, 0.01);
    QTest::keyClick(&m_bar, Qt::Key_Minus);
    EXPECT_NEAR(endSeconds() - beginSeconds(), 20, 0.01);
}

TEST_F(AxisBarTest, KeepsAWindowThatIsTooSmallToSeeInReach) {
    m_axis.zoom(FakeCapture::at(50), 1e9);
    EXPECT_GE(m_bar.windowRect().width(), 10);
    EXPECT_TRUE(QRectF(m_bar.rect()).contains(m_bar.windowRect()));
}

QStringList labelsOf(const TimeRange& range, std::size_t most) {
    const ui::TimeTicks ticks = ui::timeTicks(range, most);
    QStringList labels;
    for (const Timestamp time : ticks.times)
        labels << ticks.label(time);
    return labels;
}

TimeRange fromMidnight(Duration begin, Duration end) {
    return {timestampFromNs(0) + begin, timestampFromNs(0) + end};
}

TEST(TimeTicks, AreAsExactAsTheAxisIsLong) {
    using namespace std::chrono_literals;
    EXPECT_EQ(labelsOf(fromMidnight(1min, 6min), 5),
              (QStringList{"00:02", "00:04"})); // every minute would be one too many
    EXPECT_EQ(labelsOf(fromMidnight(0s, 10s), 4), (QStringList{"00:00:00", "00:00:05"}));
    EXPECT_EQ(labelsOf(fromMidnight(1s, 1300ms), 4), (QStringList{"1.0 s", "1.1 s", "1.2 s"}));
    EXPECT_EQ(labelsOf(fromMidnight(61s + 1ms, 61s + 1ms + 12us), 3),
              (QStringList{"1.001000 s", "1.001005 s", "1.001010 s"}));
    EXPECT_EQ(labelsOf(fromMidnight(0h, 48h), 5), (QStringList{"00:00", "12:00", "00:00", "12:00"}));
    EXPECT_EQ(labelsOf(fromMidnight(0h, 96h), 4), (QStringList{"01-01"}));
}

TEST(TimeTicks, AreNeverMoreThanAskedFor) {
    for (Duration length(1); length < std::chrono::hours(24 * 400); length = length * 7 + Duration(3))
        for (const std::size_t most : {1U, 4U, 9U})
            EXPECT_LE(ui::timeTicks(fromMidnight(Duration(12345), Duration(12345) + length), most).times.size(), most)
                << length.count();
    EXPECT_TRUE(ui::timeTicks(fromMidnight(Duration(5), Duration(5)), 4).times.empty());
    EXPECT_TRUE(ui::timeTicks(fromMidnight(Duration(5), Duration(50)), 0).times.empty());
}

} // namespace
} // namespace synscope::test
