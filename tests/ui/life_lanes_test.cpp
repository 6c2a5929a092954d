// SPDX-License-Identifier: Apache-2.0
#include "ui/models/life_lanes.h"

#include "tests/ui/fake_session.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using ui::LanePiece;
using ui::LifeSpan;
using ui::TimeRange;

const TimeRange kHundredSeconds{FakeCapture::at(0), FakeCapture::at(100)};

LifeSpan span(double from, double to, State state, bool isPresent = false) {
    return {FakeCapture::at(from), FakeCapture::at(to), state, isPresent};
}

TEST(LifeLanes, CutEachEndpointsLifeAtItsTransitions) {
    FakeCapture capture;
    const ConnectionId id = capture.addLeak(10, 40);
    capture.setEnd(100);
    const auto snapshot = capture.snapshot();
    const auto lanes = ui::lifeLanes(snapshot->transitionsOf(id), snapshot->end);
    const std::vector<LifeSpan> server{span(10.1, 10.3, State::SynReceived), span(10.3, 40, State::Established),
                                       span(40, 100, State::CloseWait, true)};
    EXPECT_EQ(lanes[1], server);
    ASSERT_EQ(lanes[0].size(), 4U);
    EXPECT_EQ(lanes[0].back(), span(40.1, 100, State::FinWait2, true));
}

TEST(LifeLanes, LeaveClosedBlank) {
    FakeCapture capture;
    const ConnectionId id = capture.addClosing(10, 40);
    capture.setEnd(100);
    const auto snapshot = capture.snapshot();
    const auto lanes = ui::lifeLanes(snapshot->transitionsOf(id), snapshot->end);
    EXPECT_EQ(lanes[1].back().state, State::LastAck);
    EXPECT_EQ(lanes[1].back().to, FakeCapture::at(40.3));
}

TEST(LifeLanes, DoubtThePresentStateAlone) {
    FakeCapture capture;
    const ConnectionId id = capture.addLeak(10, 40);
    capture.setEnd(100);
    const auto snapshot = capture.snapshot();
    const auto lanes = ui::lifeLanes(snapshot->transitionsOf(id), snapshot->end, {false, true});
    EXPECT_TRUE(lanes[1].back().isUndecided);
    EXPECT_FALSE(lanes[1].front().isUndecided || lanes[0].back().isUndecided);
    const auto pieces = ui::lanePieces(lanes[1], kHundredSeconds, 100, 2);
    EXPECT_TRUE(pieces.back().isUndecided);
    EXPECT_FALSE(pieces.front().isUndecided);
}

TEST(LanePieces, ProjectSpansOnPixels) {
    const std::vector<LifeSpan> spans{span(10, 50, State::Established), span(50, 100, State::CloseWait, true)};
    const std::vector<LanePiece> expected{{10, 50, State::Established}, {50, 100, State::CloseWait}};
    EXPECT_EQ(ui::lanePieces(spans, kHundredSeconds, 100, 2), expected);
}

TEST(LanePieces, WidenWhatWouldBeTooNarrowToSee) {
    const std::vector<LifeSpan> spans{span(10, 10.01, State::SynSent), span(10.01, 60, State::Established)};
    const std::vector<LanePiece> expected{{10, 12, State::SynSent}, {12, 60, State::Established}};
    EXPECT_EQ(ui::lanePieces(spans, kHundredSeconds, 100, 2), expected);
}

TEST(LanePieces, NeverHideACloseWaitThatLasts) {
    const std::vector<LifeSpan> spans{span(0, 99.99, State::Established), span(99.99, 100, State::CloseWait, true)};
    const auto pieces = ui::lanePieces(spans, kHundredSeconds, 50, 2);
    EXPECT_EQ(pieces.back(), (LanePiece{48, 50, State::CloseWait}));
}

TEST(LanePieces, LeaveALastingCloseWaitItsPixelsBesideShorterStates) {
    const std::vector<LifeSpan> spans{span(0, 96.9, State::Established), span(96.9, 97.9, State::FinWait1),
                                      span(97.9, 97.95, State::SynReceived), span(98, 100, State::CloseWait, true)};
    for (const int width : {1, 2, 3, 10, 50, 100, 1000}) {
        const auto pieces = ui::lanePieces(spans, kHundredSeconds, width, 2);
        EXPECT_EQ(pieces.back().state, State::CloseWait) << width;
        EXPECT_GE(pieces.back().right - pieces.back().left, std::min(width, 2)) << width;
    }
}

TEST(LanePieces, AreNoMoreThanPixels) {
    std::vector<LifeSpan> spans;
    for (int i = 0; i < 10'000; ++i)
        spans.push_back(span(i * 0.01, i * 0.01 + 0.01, i % 2 == 0 ? State::Established : State::FinWait1));
    spans.push_back(span(99.999, 100, State::CloseWait, true));
    const auto pieces = ui::lanePieces(spans, kHundredSeconds, 300, 2);
    EXPECT_LE(pieces.size(), 300U);
    EXPECT_EQ(pieces.back(), (LanePiece{298, 300, State::CloseWait}));
}

TEST(LanePieces, LetLastAckWinOverACloseWaitThatPassed) {
    const std::vector<LifeSpan> spans{span(0, 50, State::Established), span(50, 50.001, State::CloseWait),
                                      span(50.001, 50.002, State::LastAck)};
    const auto pieces = ui::lanePieces(spans, kHundredSeconds, 100, 2);
    EXPECT_EQ(pieces.back(), (LanePiece{50, 52, State::LastAck}));
}

TEST(LanePieces, AreEmptyOutsideTheAxisAndWithoutWidth) {
    const std::vector<LifeSpan> spans{span(10, 20, State::Established)};
    EXPECT_TRUE(ui::lanePieces(spans, {FakeCapture::at(50), FakeCapture::at(60)}, 100, 2).empty());
    EXPECT_TRUE(ui::lanePieces(spans, kHundredSeconds, 0, 2).empty());
}

TEST(LanePieces, FitAnAxisNarrowerThanTheLeastPiece) {
    const std::vector<LifeSpan> spans{span(10, 20, State::Established)};
    EXPECT_EQ(ui::lanePieces(spans, kHundredSeconds, 1, 2), (std::vector<LanePiece>{{0, 1, State::Established}}));
}

TEST(TimeRange, PutsEverythingAtTheLeftWhenItIsEmpty) {
    const TimeRange empty{FakeCapture::at(5), FakeCapture::at(5)};
    EXPECT_EQ(empty.xOf(FakeCapture::at(5), 100), 0);
    EXPECT_EQ(empty.timeAt(50, 0), FakeCapture::at(5));
}

} // namespace
} // namespace synscope::test
