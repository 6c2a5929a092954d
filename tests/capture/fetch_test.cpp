// SPDX-License-Identifier: Apache-2.0
//
// Finding packets again by position: the same packet, in any order, from any thread, after the source is
// gone; and an Error when the file is not what it was.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
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
        FetchBuffer buffer;
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
        FetchBuffer buffer;
        for (int i = 0; i < 1000; ++i)
            ASSERT_EQ(textOf(fetch(first, buffer).value().bytes), "0");
    };
    std::thread one(fetchOften);
    std::thread two(fetchOften);
    EXPECT_EQ(readAll(*source.value(), 1).packets.size(), 199U);
    one.join();
    two.join();
}

/// With one buffer, whatever the order, the packets' lengths and the captures between which it changes.
TEST_F(Fetch, FindsThePacketsOfSeveralCapturesWithOneBuffer) {
    std::mt19937 random(5); // NOLINT(cert-msc51-cpp): the same packets each time
    struct Opened {
        FetchPacket fetch;
        ReadAll all;
    };
    std::vector<Opened> captures;
    for (const char letter : {'a', 'b'}) {
        const PcapWriter writer;
        std::string content = writer.header();
        for (unsigned i = 0; i < 3000; ++i) {
            const std::size_t length = random() % 50 == 0 ? 20'000 + random() % 200'000 : random() % 200;
            const std::string data = std::string(length, letter) + std::to_string(i);
            content += writer.record(i, 0, data, static_cast<std::uint32_t>(data.size()));
        }
        auto source = openCapture(m_directory.file(std::string("capture-") + letter, content), {});
        ASSERT_TRUE(source);
        captures.push_back({source.value()->fetcher(), readAll(*source.value())});
        ASSERT_EQ(captures.back().all.packets.size(), 3000U);
    }
    FetchBuffer buffer;
    const auto check = [&](std::size_t capture, std::size_t i) {
        const auto& read = captures[capture].all.packets[i];
        const Result<RawPacket> again = captures[capture].fetch(read.packet.position, buffer);
        ASSERT_TRUE(again) << again.error().message;
        ASSERT_EQ(textOf(again.value().bytes), read.data) << capture << ": " << i;
    };
    for (std::size_t i = 0; i < 3000; ++i)
        check(0, i);
    for (std::size_t i = 3000; i-- > 0;)
        check(i % 2, i);
    for (int i = 0; i < 6000; ++i)
        check(random() % 2, random() % 3000);
}

TEST_F(Fetch, FailsWhenTheFileShrank) {
    const std::string path = m_directory.file("capture", smallPcap());
    auto source = openCapture(path, {});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    std::filesystem::resize_file(path, 50);
    FetchBuffer buffer;
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
    FetchBuffer buffer;
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
    FetchBuffer buffer;
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
    FetchBuffer buffer;
    EXPECT_FALSE(source.value()->fetcher()(0, buffer));       // the section header
    EXPECT_FALSE(source.value()->fetcher()(1 << 20, buffer)); // behind the end
}

} // namespace
} // namespace synscope::test
