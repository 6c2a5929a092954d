// SPDX-License-Identifier: Apache-2.0
//
// Pipes: a slow one yields what has arrived, a blocked read can be ended, everything is found again.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope::test {
namespace {

void writeAll(int fd, const std::string& bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
        ASSERT_GT(n, 0);
        done += static_cast<std::size_t>(n);
    }
}

// A FIFO with its writing end open.
class Stream : public ::testing::Test {
protected:
    Stream() : m_path(m_directory.path("fifo")) {
        EXPECT_EQ(::mkfifo(m_path.c_str(), 0600), 0);
        m_writer = ::open(m_path.c_str(), O_RDWR);
    }
    ~Stream() override { closeWriter(); }

    void send(const std::string& bytes) const { writeAll(m_writer, bytes); }
    void closeWriter() {
        if (m_writer >= 0)
            ::close(m_writer);
        m_writer = -1;
    }
    std::unique_ptr<PacketSource> open(bool keepPackets = true) const {
        auto source = openCapture(m_path, {.keepPackets = keepPackets});
        EXPECT_TRUE(source) << source.error().message;
        return std::move(source).value();
    }

    TemporaryDirectory m_directory;
    std::string m_path;
    int m_writer = -1;
    PcapWriter w;
    std::vector<RawPacket> m_batch;
};

TEST_F(Stream, YieldsWhatHasArrivedWithoutWaitingForMore) {
    send(w.header() + w.record(1, 0, "one", 3) + w.record(2, 0, "two", 3).substr(0, 18));
    const auto source = open();
    ASSERT_EQ(source->read(m_batch, 1000), ReadStatus::More);
    ASSERT_EQ(m_batch.size(), 1U);
    EXPECT_EQ(textOf(m_batch[0].bytes), "one");
    send(w.record(2, 0, "two", 3).substr(18));
    ASSERT_EQ(source->read(m_batch, 1000), ReadStatus::More);
    ASSERT_EQ(m_batch.size(), 1U);
    EXPECT_EQ(textOf(m_batch[0].bytes), "two");
    closeWriter();
    EXPECT_EQ(source->read(m_batch, 1000), ReadStatus::End);
    EXPECT_TRUE(m_batch.empty());
}

TEST_F(Stream, EveryByteMayComeAlone) {
    const std::string content = smallPcapng();
    std::thread writer([&] {
        for (const char c : content)
            send(std::string(1, c));
    });
    const auto source = open();
    Lines lines;
    while (lines.size() < 3 && source->read(m_batch, 1000) == ReadStatus::More) {
        for (const RawPacket& packet : m_batch)
            lines.push_back(textOf(packet.bytes));
    }
    writer.join();
    EXPECT_EQ(lines, (Lines{"first", "", "third one"}));
}

TEST_F(Stream, PacketsAreFoundAgain) {
    std::string content = w.header();
    for (unsigned i = 0; i < 5000; ++i)
        content += w.record(i, 0, std::to_string(i), 1500);
    std::thread writer([&] {
        send(content);
        closeWriter();
    });
    const auto source = open();
    const ReadAll all = readAll(*source, 100);
    writer.join();
    EXPECT_EQ(all.status, ReadStatus::End);
    ASSERT_EQ(all.packets.size(), 5000U);
    const FetchPacket fetch = source->fetcher();
    FetchBuffer buffer;
    for (const ReadPacket& read : all.packets)
        ASSERT_EQ(textOf(fetch(read.packet.position, buffer).value().bytes), read.data);
    EXPECT_FALSE(source->progress().bytesTotal);
    EXPECT_EQ(source->progress().bytesRead, content.size());
}

TEST_F(Stream, APipeMayCarryCompressedData) {
    const std::string path = m_directory.path("packed");
    gzFile packed = gzopen(path.c_str(), "wb");
    ASSERT_EQ(gzwrite(packed, smallPcap().data(), static_cast<unsigned>(smallPcap().size())),
              static_cast<int>(smallPcap().size()));
    gzclose(packed);
    std::ifstream file(path, std::ios::binary);
    send(std::string(std::istreambuf_iterator<char>(file), {}));
    const auto source = open();
    ASSERT_EQ(source->read(m_batch, 1000), ReadStatus::More);
    EXPECT_EQ(m_batch.size(), 3U);
}

TEST_F(Stream, ACutStreamIsDamaged) {
    send(smallPcap().substr(0, smallPcap().size() - 1));
    const auto source = open();
    closeWriter();
    const ReadAll all = readAll(*source);
    EXPECT_EQ(all.status, ReadStatus::Damaged);
    EXPECT_EQ(all.packets.size(), 2U);
}

TEST_F(Stream, AnInterruptEndsABlockedRead) {
    send(smallPcap());
    const auto source = open();
    ASSERT_EQ(source->read(m_batch, 1000), ReadStatus::More);
    std::thread other([&] { source->interrupt(); });
    EXPECT_EQ(source->read(m_batch, 1000), ReadStatus::End);
    EXPECT_FALSE(source->damage());
    other.join();
}

TEST_F(Stream, AnInterruptEndsTheReadsToCome) {
    send(smallPcap());
    const auto source = open();
    source->interrupt();
    EXPECT_EQ(source->read(m_batch, 1000), ReadStatus::End);
    EXPECT_TRUE(m_batch.empty());
}

TEST_F(Stream, OpeningASilentPipeCanBeGivenUp) {
    std::stop_source stop;
    std::thread other([&] { stop.request_stop(); });
    const auto source = openCapture(m_path, {.keepPackets = true, .stop = stop.get_token()});
    other.join();
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().message, "opening " + m_path + " was given up");
}

TEST(Pipe, AnEmptyOneIsRefused) {
    int ends[2] = {};
    ASSERT_EQ(::pipe(ends), 0);
    ::close(ends[1]);
    const std::string path = "/dev/fd/" + std::to_string(ends[0]);
    EXPECT_EQ(refusalOf(path), path + " is empty: it holds no capture");
    ::close(ends[0]);
}

} // namespace
} // namespace synscope::test
