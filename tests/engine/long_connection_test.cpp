// SPDX-License-Identifier: Apache-2.0
//
// The details of a connection with so many segments that a thread of its own reads them again.
#include "core/engine/engine.h"
#include "core/engine/tracker.h"
#include "core/store/chain_segments.h"
#include "tests/bench/capture_generator.h"
#include "tests/capture/capture_writer.h"
#include "tests/store/first_pass.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace synscope::test {
namespace {

constexpr std::uint64_t kPackets = 8 * ChainSegments::kWithoutThread;
/// What may be read ahead of whoever stops.
constexpr std::size_t kMostAhead = (ChainSegments::kBatchesAhead + 1) * ChainBatch::kSegments;

class LongConnection : public testing::Test {
protected:
    void SetUp() override {
        bench::CaptureShape shape;
        shape.connections = 1;
        shape.packets = kPackets;
        shape.lossPercent = 5;
        m_path = m_folder.path("long.pcap");
        ASSERT_GT(bench::writeCapture(m_path, shape).repeated, 100U);
        Result<LoadedCapture> loaded = loadCapture(m_path, {});
        ASSERT_TRUE(loaded) << loaded.error().message;
        m_capture = std::move(loaded.value());
        ASSERT_GT(m_capture.snapshot->rows[0].packets(), kPackets / 2);
    }

    /// Counts what is fetched; `nth` is what is said of that one, from 0.
    FetchPacket fetchWith(std::size_t nth, FetchPacket other) {
        return [this, nth, other = std::move(other)](std::uint64_t position, FetchBuffer& buffer) -> Result<RawPacket> {
            return m_fetched.fetch_add(1) == nth ? other(position, buffer) : m_capture.fetch(position, buffer);
        };
    }

    [[nodiscard]] Result<ConnectionDetail> replayWith(const FetchPacket& fetch, const ReplayOptions& options = {}) {
        return replay(*m_capture.snapshot, ConnectionId{0}, fetch, options);
    }

    TemporaryDirectory m_folder;
    std::string m_path;
    LoadedCapture m_capture;
    std::atomic<std::size_t> m_fetched = 0;
};

TEST_F(LongConnection, IsToldAsAtFirst) {
    auto source = openCapture(m_path, OpenOptions{});
    ASSERT_TRUE(source);
    FirstPass pass;
    BatchReader reader(*source.value());
    DecodedBatch batch;
    do {
        reader.fill(batch);
        for (const Segment& segment : batch.segments)
            pass.track(segment);
    } while (!batch.isLast);
    EXPECT_EQ(disagreements(pass, source.value()->fetcher()), std::vector<std::string>{});
}

TEST_F(LongConnection, EndsWithTheErrorOfThePacketThatIsNotThere) {
    const auto fetch = fetchWith(10'000, [](std::uint64_t position, FetchBuffer&) -> Result<RawPacket> {
        return Error{"no such packet", position, {}};
    });
    const Result<ConnectionDetail> detail = replayWith(fetch);
    ASSERT_FALSE(detail);
    EXPECT_EQ(detail.error().message, "no such packet");
    EXPECT_EQ(m_fetched, 10'001U);
}

TEST_F(LongConnection, SaysThatMemoryIsNotEnough) {
    const auto fetch =
        fetchWith(10'000, [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> { throw std::bad_alloc(); });
    const Result<ConnectionDetail> detail = replayWith(fetch);
    ASSERT_FALSE(detail);
    EXPECT_EQ(detail.error().message, "there is not enough memory for the " +
                                          std::to_string(m_capture.snapshot->rows[0].packets()) +
                                          " segments of connection 0");
}

TEST_F(LongConnection, IsReadNoFurtherOnceCancelled) {
    std::atomic<bool> cancelled = false;
    const auto fetch = fetchWith(10'000, [&](std::uint64_t position, FetchBuffer& buffer) {
        cancelled = true;
        return m_capture.fetch(position, buffer);
    });
    ReplayOptions options;
    options.cancelled = &cancelled;
    const Result<ConnectionDetail> detail = replayWith(fetch, options);
    ASSERT_FALSE(detail);
    EXPECT_EQ(detail.error().message, "cancelled");
    EXPECT_LE(m_fetched, 10'001U);
}

TEST_F(LongConnection, IsNotReadAtAllWhenCancelledBefore) {
    const std::atomic<bool> cancelled = true;
    ReplayOptions options;
    options.cancelled = &cancelled;
    EXPECT_FALSE(replayWith(fetchWith(0, m_capture.fetch), options));
    EXPECT_EQ(m_fetched, 0U);
}

/// Whoever is told of the beginning may fail: the reader is ahead, and ends.
TEST_F(LongConnection, IsLeftInTheMiddle) {
    ReplayOptions options;
    options.onBeginning = [](const ConnectionDetail&) { throw std::runtime_error("no"); };
    EXPECT_THROW(static_cast<void>(replayWith(fetchWith(kPackets, m_capture.fetch), options)), std::runtime_error);
    EXPECT_LE(m_fetched, options.beginningSegments + kMostAhead + 1);
}

TEST_F(LongConnection, IsToldUpToALimit) {
    ReplayOptions options;
    options.maxSegments = 6'000;
    const ConnectionDetail whole = replayWith(m_capture.fetch).value();
    const ConnectionDetail limited = replayWith(m_capture.fetch, options).value();
    ASSERT_EQ(limited.segments.size(), 6'000U);
    EXPECT_EQ(limited.segments.back().packet, whole.segments[5'999].packet);
    EXPECT_EQ(limited.omittedSegments, whole.segments.size() - 6'000);
}

/// Unpacked bytes are spooled, and found there by another thread than the one that reads the file.
TEST_F(LongConnection, IsToldOfAPackedFile) {
    std::ifstream plain(m_path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(plain), {}};
    const std::string path = m_folder.path("long.pcap.gz");
    const gzFile file = gzopen(path.c_str(), "wb1");
    ASSERT_EQ(gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())), static_cast<int>(bytes.size()));
    gzclose(file);
    const LoadedCapture packed = loadCapture(path, {}).value();
    const ConnectionDetail detail = replay(*packed.snapshot, ConnectionId{0}, packed.fetch, {}).value();
    EXPECT_EQ(verdictsOf(detail), verdictsOf(replayWith(m_capture.fetch).value()));
}

TEST_F(LongConnection, BeginsBehindPacketsThatAreLetGoMeanwhile) {
    const auto fetch = fetchWith(10'000, [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> {
        RawPacket gone;
        gone.isGone = true;
        return gone;
    });
    const Result<ConnectionDetail> detail = replayWith(fetch);
    ASSERT_TRUE(detail) << detail.error().message;
    EXPECT_EQ(detail.value().goneSegments, 10'001U);
    EXPECT_EQ(detail.value().segments.size(), m_capture.snapshot->rows[0].packets() - 10'001);
}

} // namespace
} // namespace synscope::test
