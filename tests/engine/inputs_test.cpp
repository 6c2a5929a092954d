// SPDX-License-Identifier: Apache-2.0
//
// The same packets give the same answer however they come: from a file, compressed, through a FIFO; at once or
// in the background.
#include "core/engine/engine.h"
#include "core/store/replay.h"
#include "tests/bench/capture_generator.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>

namespace synscope::test {
namespace {

void writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

/// A folder of its own with the same generated capture as a file, as gzip and, on request, as a FIFO.
class Inputs : public testing::Test {
protected:
    void SetUp() override {
        std::string folder = (std::filesystem::temp_directory_path() / "synscope-inputs-XXXXXX").string();
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        m_folder = folder;
        m_plain = m_folder / "plain.pcap";
        ASSERT_GT(
            bench::writeCapture(m_plain.string(), {.connections = 300, .packets = 6000, .concurrent = 40}).packets, 0U);
        std::ifstream in(m_plain, std::ios::binary);
        m_bytes.assign(std::istreambuf_iterator<char>(in), {});
        m_expected = describe(*loadCapture(m_plain.string(), {}).value().snapshot);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    std::string gzipped() const {
        const std::string path = (m_folder / "packed").string();
        const gzFile file = ::gzopen(path.c_str(), "wb");
        EXPECT_EQ(::gzwrite(file, m_bytes.data(), static_cast<unsigned>(m_bytes.size())),
                  static_cast<int>(m_bytes.size()));
        EXPECT_EQ(::gzclose(file), Z_OK);
        return path;
    }

    std::string fifo() const {
        const std::string path = (m_folder / "fifo").string();
        EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
        return path;
    }

    std::jthread writerInto(const std::string& path) const {
        return std::jthread([this, path] {
            const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
            writeAll(fd, m_bytes);
            ::close(fd);
        });
    }

    std::filesystem::path m_folder;
    std::filesystem::path m_plain;
    std::string m_bytes;
    std::string m_expected;
};

TEST_F(Inputs, aFileGivesTheSameInTheBackground) {
    auto session = openSession(m_plain.string(), {});
    ASSERT_TRUE(session);
    EXPECT_EQ(describe(*finished(*session.value())), m_expected);
}

TEST_F(Inputs, aCompressedFileGivesTheSame) {
    const std::string path = gzipped();
    EXPECT_EQ(describe(*loadCapture(path, {}).value().snapshot), m_expected);
    auto session = openSession(path, {});
    ASSERT_TRUE(session);
    EXPECT_EQ(describe(*finished(*session.value())), m_expected);
}

TEST_F(Inputs, aFifoGivesTheSame) {
    const std::string path = fifo();
    const std::jthread writer = writerInto(path);
    EXPECT_EQ(describe(*loadCapture(path, {}).value().snapshot), m_expected);
}

TEST_F(Inputs, aFifoGivesTheSameInTheBackgroundAndCanBeReplayed) {
    const std::string path = fifo();
    const std::jthread writer = writerInto(path);
    auto session = openSession(path, {});
    ASSERT_TRUE(session);
    const SnapshotPtr snapshot = finished(*session.value());
    EXPECT_EQ(describe(*snapshot), m_expected);
    const auto detail = replay(*snapshot, ConnectionId{7}, session.value()->fetch, {});
    ASSERT_TRUE(detail) << detail.error().message;
    EXPECT_EQ(detail.value().segments.size(), snapshot->row(ConnectionId{7}).packets());
}

TEST_F(Inputs, aFifoThatFallsSilentHasShownAllItBrought) {
    constexpr std::size_t kFileHeader = 24;
    constexpr std::size_t kPacket = 16 + 54; // the generator's SYNs come first
    const std::string path = fifo();
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC); // both ends, so that opening does not wait
    ASSERT_GE(fd, 0);
    writeAll(fd, std::string_view(m_bytes).substr(0, kFileHeader));
    auto session = openSession(path, {});
    ASSERT_TRUE(session);
    for (std::size_t i = 0; i < 5; ++i) {
        writeAll(fd, std::string_view(m_bytes).substr(kFileHeader + i * kPacket, kPacket));
        const SnapshotPtr snapshot =
            waitFor(*session.value(), [i](const Snapshot& now) { return now.load.packets == i + 1; });
        ASSERT_EQ(snapshot->load.packets, i + 1) << "after a minute";
    }
    session.value().reset();
    ::close(fd);
}

TEST_F(Inputs, replayNoticesThatAPacketIsNowAnotherConnections) {
    const LoadedCapture loaded = loadCapture(m_plain.string(), {}).value();
    const ConnectionRow& row = loaded.snapshot->row(ConnectionId{0});
    const std::uint64_t elsewhere =
        loaded.snapshot->segments.place(loaded.snapshot->row(ConnectionId{1}).firstSegment).position;
    const std::uint64_t here = loaded.snapshot->segments.place(row.firstSegment).position;
    const FetchPacket swapped = [&](std::uint64_t position, FetchBuffer& buffer) {
        return loaded.fetch(position == here ? elsewhere : position, buffer);
    };
    EXPECT_TRUE(replay(*loaded.snapshot, ConnectionId{0}, loaded.fetch, {}));
    const auto detail = replay(*loaded.snapshot, ConnectionId{0}, swapped, {});
    ASSERT_FALSE(detail);
    EXPECT_NE(detail.error().message.find("changed"), std::string::npos) << detail.error().message;
}

} // namespace
} // namespace synscope::test
