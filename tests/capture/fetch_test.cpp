// SPDX-License-Identifier: Apache-2.0
//
// Finding packets again by position: the same packet, in any order, from any thread, after the source is
// gone; and an Error when the file is not what it was.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace synscope::test {
namespace {

std::string describe(const RawPacket& packet, std::uint64_t number) {
    ReadPacket read{packet, textOf(packet.bytes)};
    read.packet.number = PacketNumber{number};
    return toText(read) + " fcs " + std::to_string(packet.fcsBytes);
}

class Fetch : public ::testing::Test {
protected:
    // Reads all of `content`, drops the source, and fetches every packet from last to first.
    void expectEveryPacketAgain(const std::string& content, std::size_t packets) {
        auto source = openCapture(m_directory.file("capture", content), {});
        ASSERT_TRUE(source);
        const FetchPacket fetch = source.value()->fetcher();
        ReadAll all = readAll(*source.value());
        std::move(source).value().reset();
        ASSERT_EQ(all.packets.size(), packets);
        std::reverse(all.packets.begin(), all.packets.end());
        std::vector<std::byte> buffer;
        for (const ReadPacket& read : all.packets) {
            const Result<RawPacket> again = fetch(read.packet.position, buffer);
            ASSERT_TRUE(again) << again.error().message;
            EXPECT_EQ(again.value().number, kNoPacket);
            EXPECT_EQ(again.value().position, read.packet.position);
            EXPECT_EQ(describe(again.value(), indexOf(read.packet.number)),
                      toText(read) + " fcs " + std::to_string(read.packet.fcsBytes));
        }
    }

    TemporaryDirectory m_directory;
    PcapngWriter w;
    PcapngWriter big{ByteOrder::Big};
};

TEST_F(Fetch, EveryPcapPacket) {
    expectEveryPacketAgain(smallPcap(), 3);
    expectEveryPacketAgain(smallPcap({.order = ByteOrder::Big, .magic = 0xa1b2cd34, .link = 0x24000001}), 3);
    const PcapWriter old{.minor = 2};
    expectEveryPacketAgain(old.header() + Bytes().u32(1).u32(0).u32(60).u32(2).raw("ab").text, 1);
}

TEST_F(Fetch, EveryPcapngPacketOfSeveralSections) {
    expectEveryPacketAgain(smallPcapng() + big.section() + big.interface(113, 0, big.option(13, "\x20")) +
                               big.enhanced(0, 5, "big", 3) + smallPcapng(),
                           7);
}

TEST_F(Fetch, SimplePacketsWithTheTimeTheyHad) {
    expectEveryPacketAgain(w.section() + w.interface(1, 4) + w.simple(60, "abcd") + w.enhanced(0, 7000000, "a", 1) +
                               w.simple(1, "b") + w.simple(1, "c") + w.enhanced(0, 8000000, "d", 1) + w.simple(1, "e") +
                               big.section() + big.interface(1, 0) + big.simple(9, "from big!"),
                           7);
}

TEST_F(Fetch, PacketsLargerThanTheFirstRead) {
    const PcapWriter pcap;
    expectEveryPacketAgain(pcap.header() + pcap.record(1, 0, std::string(200000, 'x'), 200000), 1);
    expectEveryPacketAgain(w.section() + w.interface(1, 0) + w.enhanced(0, 1, std::string(200000, 'x'), 200000), 1);
}

TEST_F(Fetch, FromSeveralThreadsWhileReadingGoesOn) {
    std::string content;
    for (unsigned section = 0; section < 200; ++section)
        content += w.section() + w.interface(section, 0) + w.enhanced(0, section, std::to_string(section), 9);
    auto source = openCapture(m_directory.file("capture", content), {});
    ASSERT_TRUE(source);
    const FetchPacket fetch = source.value()->fetcher();
    std::vector<RawPacket> batch;
    ASSERT_EQ(source.value()->read(batch, 1), ReadStatus::More);
    const std::uint64_t first = batch.at(0).position;
    const auto fetchOften = [&fetch, first] {
        std::vector<std::byte> buffer;
        for (int i = 0; i < 1000; ++i)
            ASSERT_EQ(textOf(fetch(first, buffer).value().bytes), "0");
    };
    std::thread one(fetchOften);
    std::thread two(fetchOften);
    EXPECT_EQ(readAll(*source.value(), 1).packets.size(), 199U);
    one.join();
    two.join();
}

TEST_F(Fetch, FailsWhenTheFileShrank) {
    const std::string path = m_directory.file("capture", smallPcap());
    auto source = openCapture(path, {});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    std::filesystem::resize_file(path, 50);
    std::vector<std::byte> buffer;
    EXPECT_FALSE(source.value()->fetcher()(all.packets.at(2).packet.position, buffer));
}

TEST_F(Fetch, FailsWhenTheFileWasRewritten) {
    const std::string path = m_directory.file("capture", smallPcap());
    auto source = openCapture(path, {});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    std::string other = smallPcap();
    other[24] = 'x'; // another time, the same layout
    (void)m_directory.file("capture", other);
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
    std::vector<std::byte> buffer;
    const Result<RawPacket> again = source.value()->fetcher()(all.packets.at(2).packet.position, buffer);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message, "the capture was changed after it was read: open it again");
}

TEST_F(Fetch, WorksWhileTheFileGrows) {
    const std::string path = m_directory.file("capture", smallPcap());
    auto source = openCapture(path, {});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    (void)m_directory.file("capture", smallPcap() + PcapWriter().record(9, 9, "more", 4));
    std::vector<std::byte> buffer;
    EXPECT_TRUE(source.value()->fetcher()(all.packets.at(2).packet.position, buffer));
}

TEST_F(Fetch, IsEmptyWhenPacketsAreNotKept) {
    auto source = openCapture(m_directory.file("capture", smallPcap()), {.keepPackets = false});
    ASSERT_TRUE(source);
    EXPECT_FALSE(source.value()->fetcher());
    EXPECT_EQ(readAll(*source.value()).packets.size(), 3U);
}

TEST_F(Fetch, APositionWhereNoPacketIsFails) {
    auto source = openCapture(m_directory.file("capture", smallPcapng()), {});
    ASSERT_TRUE(source);
    (void)readAll(*source.value());
    std::vector<std::byte> buffer;
    EXPECT_FALSE(source.value()->fetcher()(0, buffer));       // the section header
    EXPECT_FALSE(source.value()->fetcher()(1 << 20, buffer)); // behind the end
}

} // namespace
} // namespace synscope::test
