// SPDX-License-Identifier: Apache-2.0
//
// Loading, in one go and in the background, and replaying what was loaded, on the bundled lessons.
#include "core/engine/engine.h"
#include "core/store/replay.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

const std::filesystem::path kLessons = std::filesystem::path(SYNSCOPE_SOURCE_DIR) / "resources/lessons";

std::vector<std::string> lessons() {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(kLessons)) {
        if (entry.path().extension() == ".pcap")
            paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

TEST(Engine, theLessonsAreThere) {
    EXPECT_GE(lessons().size(), 8U);
}

TEST(Engine, theBackgroundLoadEndsWithWhatTheSynchronousOneFinds) {
    for (const std::string& path : lessons()) {
        const auto loaded = loadCapture(path, {});
        ASSERT_TRUE(loaded) << path;
        auto session = openSession(path, {});
        ASSERT_TRUE(session) << path;
        EXPECT_EQ(describe(*finished(*session.value())), describe(*loaded.value().snapshot)) << path;
    }
}

TEST(Engine, everyPacketIsTrackedOrCountedUnderAName) {
    for (const std::string& path : lessons()) {
        const SnapshotPtr snapshot = loadCapture(path, {}).value().snapshot;
        std::uint64_t inConnections = 0;
        for (std::uint32_t i = 0; i < snapshot->size(); ++i)
            inConnections += snapshot->row(ConnectionId{i}).packets();
        EXPECT_EQ(snapshot->counts.total(), snapshot->load.packets) << path;
        EXPECT_EQ(inConnections, snapshot->counts[PacketFate::Tracked]) << path;
    }
}

TEST(Engine, replayShowsEachSegmentOfEachConnection) {
    for (const std::string& path : lessons()) {
        const LoadedCapture loaded = loadCapture(path, {}).value();
        for (std::uint32_t i = 0; i < loaded.snapshot->size(); ++i) {
            const ConnectionRow& row = loaded.snapshot->row(ConnectionId{i});
            const auto detail = replay(*loaded.snapshot, ConnectionId{i}, loaded.fetch, {});
            ASSERT_TRUE(detail) << path << ": " << detail.error().message;
            EXPECT_EQ(detail.value().segments.size(), row.packets()) << path << " connection " << i;
            EXPECT_TRUE(std::is_sorted(
                detail.value().segments.begin(), detail.value().segments.end(),
                [](const DetailSegment& a, const DetailSegment& b) { return indexOf(a.packet) < indexOf(b.packet); }));
        }
    }
}

TEST(Engine, replayAfterEarlierUsesOfThePortsShowsItsOwnSegmentsOnly) {
    const LoadedCapture loaded = loadCapture((kLessons / "10-port-reuse.pcap").string(), {}).value();
    const auto last = ConnectionId{static_cast<std::uint32_t>(loaded.snapshot->size() - 1)};
    ASSERT_GT(loaded.snapshot->row(last).incarnation, 0);
    const ConnectionDetail detail = replay(*loaded.snapshot, last, loaded.fetch, {}).value();
    ASSERT_FALSE(detail.segments.empty());
    EXPECT_TRUE(detail.segments.front().flags.syn());
    EXPECT_EQ(detail.segments.front().relativeSeq, 0U);
}

TEST(Engine, replayKnowsHowWellAndWhereTheConnectionWasCaptured) {
    const LoadedCapture whole = loadCapture((kLessons / "04-close-wait-leak.pcap").string(), {}).value();
    const ConnectionDetail leak = replay(*whole.snapshot, ConnectionId{0}, whole.fetch, {}).value();
    ASSERT_TRUE(leak.tap);
    EXPECT_EQ(leak.tap->place, TapPlace::NearResponder);
    EXPECT_TRUE(leak.quality.empty());
    const LoadedCapture lost = loadCapture((kLessons / "08-syn-lost.pcap").string(), {}).value();
    EXPECT_FALSE(replay(*lost.snapshot, ConnectionId{0}, lost.fetch, {}).value().tap) << "which SYN was answered?";
}

TEST(Engine, aCancelledReplaySaysSo) {
    const LoadedCapture loaded = loadCapture(lessons().front(), {}).value();
    const std::atomic<bool> cancelled{true};
    ReplayOptions options;
    options.cancelled = &cancelled;
    EXPECT_FALSE(replay(*loaded.snapshot, ConnectionId{0}, loaded.fetch, options));
}

TEST(Engine, aCutFileKeepsWhatCameBefore) {
    const std::filesystem::path cut = std::filesystem::temp_directory_path() / "synscope-engine-cut.pcap";
    std::filesystem::copy_file(lessons().front(), cut, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(cut, std::filesystem::file_size(cut) - 5);
    const auto loaded = loadCapture(cut.string(), {});
    std::filesystem::remove(cut);
    ASSERT_TRUE(loaded);
    const LoadState& load = loaded.value().snapshot->load;
    ASSERT_TRUE(load.damage);
    EXPECT_EQ(load.damage->packet, load.packets + 1);
    EXPECT_GT(loaded.value().snapshot->size(), 0U);
}

TEST(Engine, aMissingFileIsAnErrorThatNamesIt) {
    const auto loaded = loadCapture("/nonexistent/capture.pcap", {});
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("/nonexistent/capture.pcap"), std::string::npos) << loaded.error().message;
}

TEST(Engine, closingASessionWhileItLoadsJoinsItsThreads) {
    auto session = openSession((kLessons / "04-close-wait-leak.pcap").string(), {});
    ASSERT_TRUE(session);
    session.value()->cancel();
    session.value().reset();
    SUCCEED();
}

} // namespace
} // namespace synscope::test
