// SPDX-License-Identifier: Apache-2.0
//
// Captures that `watch` follows, one after another, made by hand: no packet and no helper is needed.
#include "app/cli/watch_capture.h"
#include "tests/sockets/loopback.h"
#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>
#include <vector>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;
using cli::WatchCapture;

constexpr PollOptions kAtOnce{.atLeast = 0s, .atMost = 1ms};
constexpr PollOptions kNeverAgain{.atLeast = 1h, .atMost = 1h};

/// A capture that holds so many packets, and how it ended.
struct Script {
    std::uint64_t packets = 0;
    std::uint64_t dropped = 0;
    CaptureEnd end = CaptureEnd::Running;
    std::vector<CaptureTrouble> troubles = {};
    std::optional<CaptureTrouble> startTrouble = {};
    std::optional<Damage> damage = {};
};

std::unique_ptr<Session> sessionOf(const Script& script) {
    auto session = std::make_unique<Session>();
    Snapshot snapshot = SnapshotBuilder().add({.serverState = State::CloseWait}).build();
    snapshot.counts.byFate[0] = script.packets;
    snapshot.load.kernelDrops = script.dropped;
    snapshot.load.damage = script.damage;
    snapshot.load.finished = script.end != CaptureEnd::Running;
    session->mailbox->publish(std::make_shared<const Snapshot>(snapshot));
    session->live = LiveCapture{{}, [script] { return LiveState{script.end, script.troubles}; }, {}};
    return session;
}

/// Plays one script a start; the last one again and again.
StartCapture playing(std::vector<Script> scripts) {
    return [scripts, next = std::size_t{0}](
               const CaptureRequest&,
               const std::stop_token&) mutable -> std::variant<std::unique_ptr<Session>, CaptureTrouble> {
        const Script& script = scripts[std::min(next++, scripts.size() - 1)];
        if (script.startTrouble)
            return *script.startTrouble;
        return sessionOf(script);
    };
}

TEST(WatchCaptureTest, CountsWhatTheCaptureTells) {
    WatchCapture capture(playing({{.packets = 7, .dropped = 2}}), {}, kAtOnce);
    ASSERT_TRUE(eventually([&] { return capture.count()->summary.has_value(); }));
    const auto count = capture.count();
    EXPECT_EQ(count->packets, 7U);
    EXPECT_EQ(count->dropped, 2U);
    EXPECT_EQ(count->captures, 1U);
    EXPECT_EQ(count->fault, std::nullopt);
    EXPECT_EQ(count->summary->byState[1][static_cast<std::size_t>(State::CloseWait)], 1U);
}

TEST(WatchCaptureTest, AFullOneIsFollowedByAFreshOneAndCountsGoOn) {
    WatchCapture capture(
        playing({{.packets = 10, .dropped = 3, .end = CaptureEnd::LimitReached}, {.packets = 5, .dropped = 1}}), {},
        kNeverAgain);
    ASSERT_TRUE(eventually([&] { return capture.count()->packets == 15; }));
    const auto count = capture.count();
    EXPECT_EQ(count->dropped, 4U);
    EXPECT_EQ(count->captures, 2U);
    EXPECT_EQ(count->fault, std::nullopt);
}

TEST(WatchCaptureTest, OneThatFailsSaysWhyAndIsTriedAgain) {
    WatchCapture capture(playing({{.packets = 10,
                                   .end = CaptureEnd::ByItself,
                                   .troubles = {{"interface-gone", "eth0 is gone", "eth0", "plug it in"}}},
                                  {.startTrouble = CaptureTrouble{"no-interface", "there is no eth0", "eth0", ""}}}),
                         {}, kAtOnce);
    ASSERT_TRUE(eventually([&] { return capture.count()->fault == "there is no eth0"; }));
    const auto count = capture.count();
    EXPECT_EQ(count->packets, 10U) << "what was counted stays";
    EXPECT_FALSE(count->summary.has_value());
}

TEST(WatchCaptureTest, TellsTheHintWithTheTrouble) {
    WatchCapture capture(playing({{.end = CaptureEnd::ByItself,
                                   .troubles = {{"interface-gone", "eth0 is gone", "eth0", "plug it in"}}}}),
                         {}, kNeverAgain);
    ASSERT_TRUE(eventually([&] { return capture.count()->fault.has_value(); }));
    EXPECT_EQ(capture.count()->fault, "eth0 is gone (plug it in)");
}

TEST(WatchCaptureTest, TellsWhatStoppedTheReading) {
    WatchCapture capture(
        playing({{.end = CaptureEnd::ByItself, .damage = Damage{4096, 3, "the disk is full: make room"}}}), {},
        kNeverAgain);
    ASSERT_TRUE(eventually([&] { return capture.count()->fault.has_value(); }));
    EXPECT_EQ(capture.count()->fault, "the capture has ended: the disk is full: make room");
}

TEST(WatchCaptureTest, AStartThatWaitsIsGivenUpAtTheEnd) {
    std::atomic<bool> isWaiting = false;
    std::atomic<bool> isGivenUp = false;
    {
        const WatchCapture capture(
            [&](const CaptureRequest&,
                const std::stop_token& stop) -> std::variant<std::unique_ptr<Session>, CaptureTrouble> {
                isWaiting = true;
                std::mutex mutex;
                std::unique_lock lock(mutex);
                std::condition_variable_any never;
                never.wait(lock, stop, [] { return false; });
                isGivenUp = true;
                return CaptureTrouble{};
            },
            {}, kNeverAgain);
        EXPECT_TRUE(eventually([&] { return isWaiting.load(); }));
    }
    EXPECT_TRUE(isGivenUp);
}

} // namespace
} // namespace synscope::test
