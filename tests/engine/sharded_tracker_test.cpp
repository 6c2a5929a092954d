// SPDX-License-Identifier: Apache-2.0
//
// However many threads track, the same is said of a capture: in NDJSON byte for byte, at its end and in between.
#include "core/engine/engine.h"
#include "core/engine/shard_crew.h"
#include "core/export/ndjson.h"
#include "core/store/replay.h"
#include "tests/bench/capture_generator.h"
#include "tests/bench/live_traffic.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/stat.h>

namespace synscope::test {
namespace {

constexpr std::array kThreads = {2U, 4U, 8U, 64U};

/// All that NDJSON says of the connections, and of the segments of some.
std::string said(const Snapshot& snapshot, const FetchPacket& fetch, std::size_t segmentsOfEach) {
    std::string text = std::to_string(snapshot.load.packets) + " " + std::to_string(snapshot.load.superSegments) + "\n";
    for (const ConnectionId id : snapshot.connections()) {
        appendConnectionNdjson(text, snapshot, id, {});
        if (indexOf(id) % segmentsOfEach != 0)
            continue;
        const Result<ConnectionDetail> detail = replay(snapshot, id, fetch, {});
        if (!detail)
            return text + detail.error().message;
        for (std::size_t i = 0; i < detail.value().segments.size(); ++i)
            appendSegmentNdjson(text, detail.value(), i);
    }
    return text;
}

std::string said(const std::string& path, unsigned threads, std::size_t segmentsOfEach = 20) {
    const Result<LoadedCapture> loaded = loadCapture(path, {.threads = threads});
    return loaded ? said(*loaded.value().snapshot, loaded.value().fetch, segmentsOfEach) : loaded.error().message;
}

class ShardedTracking : public testing::Test {
protected:
    ShardedTracking() {
        std::string folder = (std::filesystem::temp_directory_path() / "synscope-shards-XXXXXX").string();
        m_folder = ::mkdtemp(folder.data());
        const bench::CaptureShape shape{.connections = 3000,
                                        .packets = 40'000,
                                        .concurrent = 300,
                                        .leakPercent = 5,
                                        .reorderPercent = 3,
                                        .v6Percent = 30,
                                        .reusePercent = 20,
                                        .floodSyns = 2000};
        EXPECT_GT(bench::writeCapture(path("generated"), shape).packets, 40'000U);
    }
    ~ShardedTracking() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] std::string path(const std::string& name) const { return (m_folder / name).string(); }
    [[nodiscard]] std::string contents(const std::string& name) const {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
    }

    std::filesystem::path m_folder;
};

TEST_F(ShardedTracking, saysTheSameOfAGeneratedCapture) {
    const std::string one = said(path("generated"), 1);
    EXPECT_GT(std::count(one.begin(), one.end(), '\n'), 5000);
    for (const unsigned threads : kThreads)
        EXPECT_EQ(said(path("generated"), threads), one) << threads;
}

/// So many that rows are packed.
TEST_F(ShardedTracking, saysTheSameOfAFlood) {
    const bench::CaptureShape shape{
        .connections = 3000, .packets = 30'000, .concurrent = 3000, .floodSyns = 3 * kRowsAtHand};
    ASSERT_GT(bench::writeCapture(path("flood"), shape).packets, shape.floodSyns);
    constexpr std::size_t kFew = 20'000;
    const std::string one = said(path("flood"), 1, kFew);
    EXPECT_GT(std::count(one.begin(), one.end(), '\n'), shape.floodSyns);
    for (const unsigned threads : {2U, 4U})
        EXPECT_TRUE(said(path("flood"), threads, kFew) == one) << threads;
    const auto session = openSession(path("flood"), {.threads = 2});
    const SnapshotPtr last = waitFor(*session.value(), [](const Snapshot& s) { return s.load.finished; });
    EXPECT_TRUE(said(*last, session.value()->fetch, kFew) == one);
}

TEST_F(ShardedTracking, saysTheSameOfALessonAndOfItsEveryBeginning) {
    const std::filesystem::path lessons = SYNSCOPE_SOURCE_DIR "/resources/lessons";
    for (const auto& entry : std::filesystem::directory_iterator(lessons)) {
        if (entry.path().extension() == ".pcap") {
            EXPECT_EQ(said(entry.path(), 8, 1), said(entry.path(), 1, 1)) << entry.path();
        }
    }
    std::filesystem::copy_file(lessons / "10-port-reuse.pcap", path("whole"));
    const std::string whole = contents("whole");
    for (std::size_t bytes = 0; bytes < whole.size(); bytes += 61) {
        write("cut", whole.substr(0, bytes));
        EXPECT_EQ(said(path("cut"), 4, 1), said(path("cut"), 1, 1)) << bytes;
    }
}

/// A pipe is written in pieces: when one is read, what is published says what a capture of that much says.
TEST_F(ShardedTracking, whatIsPublishedInBetweenIsWhole) {
    const std::string whole = contents("generated");
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    std::ofstream keepsItOpen;
    std::jthread opener([&] { keepsItOpen.open(path("pipe"), std::ios::binary); });
    auto opened = std::async(std::launch::async, [&] { return openSession(path("pipe"), {.threads = 4}); });
    opener.join();
    std::size_t written = 0;
    const auto writeUpTo = [&](std::size_t end) {
        keepsItOpen << whole.substr(written, end - written) << std::flush;
        written = end;
    };
    writeUpTo(whole.size() / 4);
    const Result<std::unique_ptr<Session>> session = opened.get();
    ASSERT_TRUE(session) << session.error().message;
    for (const std::size_t quarter : {1U, 2U, 3U}) {
        writeUpTo(whole.size() * quarter / 4);
        write("part", whole.substr(0, written));
        const Result<LoadedCapture> part = loadCapture(path("part"), {.threads = 1});
        const std::uint64_t packets = part.value().snapshot->load.packets;
        const SnapshotPtr now = waitFor(*session.value(), [&](const Snapshot& s) { return s.load.packets >= packets; });
        ASSERT_EQ(now->load.packets, packets);
        EXPECT_EQ(said(*now, session.value()->fetch, 50), said(*part.value().snapshot, part.value().fetch, 50));
    }
    writeUpTo(whole.size());
    keepsItOpen.close();
    EXPECT_EQ(said(*finished(*session.value()), session.value()->fetch, 50), said(path("generated"), 1, 50));
}

TEST_F(ShardedTracking, whatWasCancelledIsWhole) {
    const Result<std::unique_ptr<Session>> session = openSession(path("generated"), {.threads = 8});
    session.value()->cancel();
    const SnapshotPtr last = finished(*session.value());
    std::uint64_t packets = 0;
    for (const ConnectionId id : last->connections())
        packets += last->row(id).packets();
    EXPECT_EQ(packets, last->counts[PacketFate::Tracked]);
    EXPECT_EQ(last->segments.size(), packets);
}

/// More SYNs wait for an answer than there is room for: which of them go does not depend on the shards.
TEST(ShardedTracker, forgetsTheSameSyns) {
    constexpr std::uint32_t kFlows = 80'000;
    std::vector<DecodedBatch> batches;
    bench::LiveTraffic traffic({.connectionsPerSecond = 1}); // for a segment with its addresses
    Segment syn = traffic.nextSecond().segments.front();
    for (std::uint32_t flow = 0; flow < kFlows; ++flow) {
        if (flow % 1000 == 0)
            batches.emplace_back();
        DecodedBatch& batch = batches.back();
        syn.source = {IpAddress::fromV4(0x0a000000U + flow), 40000};
        for (const std::uint32_t number : {1000U, 900'000U}) {
            syn.seq = SeqNum{number};
            syn.flags = TcpFlags{number == 1000 ? std::uint16_t{0x10} : std::uint16_t{0x02}};
            syn.packet = PacketNumber{indexOf(syn.packet) + 1};
            batch.segments.push_back(syn);
            batch.hashes.push_back(FlowKeyTable::hashOf(syn));
        }
        batch.firstTime = batch.clock = syn.time;
    }
    Tracker alone(std::chrono::seconds(60));
    ShardedTracker shared(std::chrono::seconds(60), 3);
    std::uint32_t n = 0;
    for (const DecodedBatch& batch : batches) {
        alone.consume(batch);
        for (std::uint32_t shard = 0; shard < shared.shards(); ++shard)
            shared.trackShare(shard, batch, n);
        shared.gather(batch, n++);
    }
    const auto forgotten = [](const Snapshot& snapshot) {
        std::vector<std::pair<ConnectionId, SegmentId>> all;
        for (std::size_t i = 0; i < snapshot.forgottenSyns.size(); ++i)
            all.emplace_back(snapshot.forgottenSyns[i].connection, snapshot.forgottenSyns[i].by);
        return all;
    };
    const auto expected = forgotten(*alone.snapshot());
    EXPECT_GT(expected.size(), 10'000U);
    EXPECT_EQ(forgotten(*shared.snapshot()), expected);
}

/// Rows are copied while shards go on with theirs, or the shards' own pages become the capture's.
TEST(ShardedTracker, saysTheSameOnceOrAgainAndAgain) {
    ShardedTracker often(std::chrono::seconds(60), 2);
    ShardedTracker once(std::chrono::seconds(60), 2);
    bench::LiveTraffic traffic({.connectionsPerSecond = 300});
    for (std::uint32_t n = 0; n < 12; ++n) {
        const DecodedBatch batch = traffic.nextSecond();
        for (ShardedTracker* const tracker : {&often, &once}) {
            for (std::uint32_t shard = 0; shard < tracker->shards(); ++shard)
                tracker->trackShare(shard, batch, n);
            tracker->gather(batch, n);
        }
        (void)often.snapshot();
    }
    often.finish(false, CutBy::Nothing);
    once.finish(false, CutBy::Nothing);
    const SnapshotPtr expected = often.snapshot();
    const SnapshotPtr snapshot = once.snapshot();
    ASSERT_GT(snapshot->size(), 2000U);
    ASSERT_EQ(snapshot->size(), expected->size());
    for (const ConnectionId id : snapshot->connections()) {
        ConnectionRow row = snapshot->row(id);
        row.anomalies = expected->row(id).anomalies; // their places may differ
        EXPECT_EQ(row, expected->row(id)) << "connection " << indexOf(id);
        EXPECT_EQ(snapshot->row(id).anomalies == kNoAnomaly, expected->row(id).anomalies == kNoAnomaly);
        EXPECT_EQ(snapshot->flows[indexOf(row.flow)], expected->flows[indexOf(row.flow)]);
    }
}

/// Hosts that saw different addresses first: both ends of a flow keep their places.
TEST(ShardedTracker, knowsAnAddressOnce) {
    ShardedTracker shared(std::chrono::seconds(60), 3);
    bench::LiveTraffic traffic({.connectionsPerSecond = 50});
    DecodedBatch batch = traffic.nextSecond();
    for (std::size_t i = 0; i < batch.segments.size(); ++i) {
        Segment& segment = batch.segments[i];
        for (SocketAddress* end : {&segment.source, &segment.destination}) {
            end->address.bytes[0] = 0xfd;
            end->address.isV6 = true;
        }
        batch.hashes[i] = FlowKeyTable::hashOf(segment);
    }
    for (std::uint32_t shard = 0; shard < shared.shards(); ++shard)
        shared.trackShare(shard, batch, 0);
    shared.gather(batch, 0);
    const SnapshotPtr snapshot = shared.snapshot();
    ASSERT_GT(snapshot->size(), 10U);
    std::vector<IpAddress> addresses;
    for (std::size_t i = 0; i < snapshot->v6Addresses.size(); ++i)
        addresses.push_back(snapshot->v6Addresses[i]);
    std::sort(addresses.begin(), addresses.end());
    EXPECT_EQ(std::adjacent_find(addresses.begin(), addresses.end()), addresses.end());
    for (std::size_t i = 0; i < batch.segments.size(); ++i) {
        const SocketAddress& server = batch.segments[i].destination;
        EXPECT_TRUE(std::binary_search(addresses.begin(), addresses.end(), server.address));
    }
    for (const ConnectionId id : snapshot->connections()) {
        const FlowKey& key = snapshot->flows[indexOf(snapshot->row(id).flow)];
        EXPECT_LT(key.lowAddress, key.highAddress);
    }
}

TEST(ShardCrew, endsWhenItsQueueIsClosed) {
    ShardedTracker tracker(std::chrono::seconds(60), 2);
    DecodedBatches queue;
    const ShardCrew crew(tracker, queue);
    queue.close();
}

} // namespace
} // namespace synscope::test
