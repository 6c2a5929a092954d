// SPDX-License-Identifier: Apache-2.0
//
// The captures that benchmarks are made with: the same bytes each time, and what the tracker counts in them is what the
// generator says it wrote.
#include "tests/bench/capture_generator.h"

#include "core/engine/engine.h"
#include "tests/bench/shape_options.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include <unistd.h>

namespace synscope::test {
namespace {

class CaptureGenerator : public testing::Test {
protected:
    void SetUp() override {
        std::string folder = (std::filesystem::temp_directory_path() / "synscope-generator-XXXXXX").string();
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        m_folder = folder;
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    std::string written(const bench::CaptureShape& shape) {
        m_counts = bench::writeCapture((m_folder / "made.pcap").string(), shape);
        std::ifstream in(m_folder / "made.pcap", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    SnapshotPtr load(const bench::CaptureShape& shape) {
        m_counts = bench::writeCapture((m_folder / "made.pcap").string(), shape);
        return loadCapture((m_folder / "made.pcap").string(), {}).value().snapshot;
    }
    const bench::CaptureCounts& counts() const { return m_counts; }

private:
    std::filesystem::path m_folder;
    bench::CaptureCounts m_counts;
};

using Counted = std::uint32_t AnomalyCounters::PerSide::*;

std::uint64_t sumOf(const Snapshot& snapshot, Counted counter) {
    std::uint64_t sum = 0;
    for (const ConnectionId id : snapshot.connections())
        if (snapshot.row(id).anomalies != kNoAnomaly)
            for (const AnomalyCounters::PerSide& side : snapshot.anomalies[indexOf(snapshot.row(id).anomalies)].side)
                sum += side.*counter;
    return sum;
}

std::uint64_t connectionsWhere(const Snapshot& snapshot, const std::function<bool(const ConnectionRow&)>& isMeant) {
    std::uint64_t count = 0;
    for (const ConnectionId id : snapshot.connections())
        count += isMeant(snapshot.row(id)) ? 1U : 0U;
    return count;
}

bench::CaptureShape small() {
    bench::CaptureShape shape;
    shape.connections = 600;
    shape.packets = 12'000;
    shape.concurrent = 50;
    return shape;
}

TEST_F(CaptureGenerator, writesTheSameBytesForTheSameShapeAndOthersForAnotherSeed) {
    bench::CaptureShape shape = small();
    shape.v6Percent = shape.reusePercent = shape.reorderPercent = 20;
    shape.elephants = 2;
    shape.elephantPackets = 900;
    shape.floodSyns = 300;
    const std::string once = written(shape);
    EXPECT_GT(once.size(), 100'000U);
    EXPECT_TRUE(written(shape) == once);
    shape.seed = 2;
    EXPECT_FALSE(written(shape) == once);
}

TEST_F(CaptureGenerator, writesSoManyConnectionsAndPackets) {
    const SnapshotPtr snapshot = load(small());
    EXPECT_EQ(counts().connections, 600U);
    EXPECT_EQ(snapshot->size(), counts().connections);
    EXPECT_EQ(snapshot->counts[PacketFate::Tracked], counts().packets);
    EXPECT_NEAR(static_cast<double>(counts().packets), 12'000, 600);
}

TEST_F(CaptureGenerator, losesLeaksAndResets) {
    bench::CaptureShape shape = small();
    shape.lossPercent = shape.leakPercent = shape.resetPercent = 10;
    const SnapshotPtr snapshot = load(shape);
    EXPECT_GT(counts().repeated, 500U);
    EXPECT_EQ(sumOf(*snapshot, &AnomalyCounters::PerSide::retransmissions), counts().repeated);
    EXPECT_GT(counts().leaks, 30U);
    EXPECT_EQ(connectionsWhere(
                  *snapshot, [](const ConnectionRow& row) { return row.stateOf(Side::Responder) == State::CloseWait; }),
              counts().leaks);
    EXPECT_GT(counts().resets, 30U);
    EXPECT_EQ(connectionsWhere(*snapshot, [](const ConnectionRow& row) { return row.resetSeen != 0; }),
              counts().resets);
}

TEST_F(CaptureGenerator, putsSegmentsOutOfOrder) {
    bench::CaptureShape shape = small();
    shape.lossPercent = 0;
    shape.reorderPercent = 20;
    const SnapshotPtr snapshot = load(shape);
    EXPECT_GT(counts().reordered, 1'000U);
    EXPECT_EQ(sumOf(*snapshot, &AnomalyCounters::PerSide::outOfOrder), counts().reordered);
    EXPECT_EQ(sumOf(*snapshot, &AnomalyCounters::PerSide::retransmissions), 0U);
}

TEST_F(CaptureGenerator, hasAShareOfIPv6) {
    bench::CaptureShape shape = small();
    shape.v6Percent = 30;
    const SnapshotPtr snapshot = load(shape);
    EXPECT_NEAR(static_cast<double>(counts().v6), 180, 50);
    EXPECT_EQ(connectionsWhere(
                  *snapshot,
                  [&](const ConnectionRow& row) { return snapshot->addressOf(row, Side::Initiator).address.isV6; }),
              counts().v6);
}

TEST_F(CaptureGenerator, usesPortsAgain) {
    bench::CaptureShape shape = small();
    shape.reusePercent = 40;
    const SnapshotPtr snapshot = load(shape);
    EXPECT_GT(counts().reused, 150U);
    EXPECT_EQ(snapshot->size(), 600U);
    EXPECT_EQ(connectionsWhere(*snapshot, [](const ConnectionRow& row) { return row.incarnation > 0; }),
              counts().reused);
}

TEST_F(CaptureGenerator, hasElephantsThatSendOneWay) {
    bench::CaptureShape shape = small();
    shape.elephants = 2;
    shape.elephantPackets = 3'000;
    const SnapshotPtr snapshot = load(shape);
    EXPECT_EQ(connectionsWhere(*snapshot,
                               [](const ConnectionRow& row) {
                                   return row.packets() > 2'900 && row.bytes[1] > 2'500'000 && row.bytes[0] == 0;
                               }),
              2U);
    EXPECT_EQ(snapshot->size(), 600U);
}

TEST_F(CaptureGenerator, floodsWithSynsThatNobodyAnswers) {
    bench::CaptureShape shape = small();
    shape.connections = 100;
    shape.packets = 1'000;
    shape.floodSyns = 2'000;
    const SnapshotPtr snapshot = load(shape);
    EXPECT_EQ(snapshot->size(), 2'100U);
    EXPECT_EQ(connectionsWhere(*snapshot,
                               [](const ConnectionRow& row) {
                                   return row.packets() == 1 && row.stateOf(Side::Initiator) == State::SynSent;
                               }),
              2'000U);
}

TEST(ShapeOptions, setTheFieldTheyName) {
    bench::CaptureShape shape;
    EXPECT_TRUE(bench::setShape(shape, "connections=12"));
    EXPECT_TRUE(bench::setShape(shape, "elephantPackets=5000000000"));
    EXPECT_EQ(shape.connections, 12U);
    EXPECT_EQ(shape.elephantPackets, 5'000'000'000U);
}

TEST(ShapeOptions, refuseWhatIsNoFieldOrNoNumberOfIt) {
    bench::CaptureShape shape;
    for (const char* wrong :
         {"", "connections", "connections=", "connections=-1", "connections=1x", "mice=1", "connections=5000000000"})
        EXPECT_FALSE(bench::setShape(shape, wrong)) << wrong;
}

} // namespace
} // namespace synscope::test
