// SPDX-License-Identifier: Apache-2.0
//
// Every variant of pcap, whole files.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Pcap : public ::testing::Test {
protected:
    ReadAll read(const std::string& content) { return readFile(m_directory.file("capture", content)); }
    TemporaryDirectory m_directory;
};

const Lines kSmall = {
    "1 link 1 at 1700000000.000001000 5/60 'first'",
    "2 link 1 at 1700000001.000002000 0/0 ''",
    "3 link 1 at 1700000002.999999000 9/9 'third one'",
};

TEST_F(Pcap, LittleEndianMicroseconds) {
    const ReadAll all = read(smallPcap());
    EXPECT_EQ(toText(all.packets), kSmall);
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_FALSE(all.damage);
}

TEST_F(Pcap, BigEndianMicroseconds) {
    EXPECT_EQ(toText(read(smallPcap({.order = ByteOrder::Big})).packets), kSmall);
}

TEST_F(Pcap, NanosecondsInBothByteOrders) {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
        const PcapWriter w{.order = order, .magic = 0xa1b23c4d};
        EXPECT_EQ(toText(read(w.header() + w.record(1700000000, 123456789, "x", 1)).packets),
                  Lines{"1 link 1 at 1700000000.123456789 1/1 'x'"});
    }
}

TEST_F(Pcap, ModifiedRecordsHave24ByteHeaders) {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big})
        EXPECT_EQ(toText(read(smallPcap({.order = order, .magic = 0xa1b2cd34})).packets), kSmall);
}

TEST_F(Pcap, UpperBitsOfTheLinkTypeAreNotPartOfIt) {
    const PcapWriter w{.link = 0x24000000 | 0x03ff0000 | 113}; // f bit, 2 * 16 bits, reserved bits set
    const ReadAll all = read(w.header() + w.record(1, 0, "x", 1));
    ASSERT_EQ(all.packets.size(), 1U);
    EXPECT_EQ(all.packets[0].packet.link, LinkType::LinuxSll);
    EXPECT_EQ(all.packets[0].packet.fcsBytes, 4);
}

TEST_F(Pcap, FcsLengthCountsOnlyWithItsFlag) {
    const PcapWriter w{.link = 0x20000001};
    EXPECT_EQ(read(w.header() + w.record(1, 0, "x", 1)).packets.at(0).packet.fcsBytes, 0);
}

TEST_F(Pcap, BeforeVersion23TheOriginalLengthCameFirst) {
    const PcapWriter w{.minor = 2};
    const std::string record = Bytes().u32(1).u32(0).u32(60).u32(2).raw("ab").text;
    EXPECT_EQ(toText(read(w.header() + record).packets), Lines{"1 link 1 at 1.000000000 2/60 'ab'"});
}

TEST_F(Pcap, InVersion23TheSmallerLengthIsTheCapturedOne) {
    const PcapWriter w{.minor = 3};
    const std::string swapped = Bytes().u32(1).u32(0).u32(60).u32(2).raw("ab").text;
    EXPECT_EQ(toText(read(w.header() + swapped + w.record(2, 0, "cd", 70)).packets),
              (Lines{"1 link 1 at 1.000000000 2/60 'ab'", "2 link 1 at 2.000000000 2/70 'cd'"}));
}

TEST_F(Pcap, TimesAfter2038AreNotNegative) {
    const PcapWriter w;
    EXPECT_EQ(toText(read(w.header() + w.record(4294967295, 0, "", 0)).packets),
              Lines{"1 link 1 at 4294967295.000000000 0/0 ''"});
}

TEST_F(Pcap, AHeaderAloneIsACaptureWithoutPackets) {
    const ReadAll all = read(PcapWriter().header());
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_TRUE(all.packets.empty());
}

TEST_F(Pcap, PacketsOfABatchStayValidAcrossBlocks) {
    const PcapWriter w;
    std::string content = w.header();
    std::size_t bytes = 0;
    for (unsigned i = 0; i < 3000; ++i)
        content += w.record(i, 0, std::string(1000, static_cast<char>('a' + i % 26)), 1000);
    auto source = openCapture(m_directory.file("large", content), {});
    ASSERT_TRUE(source);
    std::vector<RawPacket> batch;
    std::uint64_t next = 0;
    while (source.value()->read(batch, 100000) == ReadStatus::More) {
        for (const RawPacket& packet : batch) {
            ASSERT_EQ(textOf(packet.bytes), std::string(1000, static_cast<char>('a' + next % 26)));
            ASSERT_EQ(indexOf(packet.number), ++next);
            bytes += packet.bytes.size();
        }
    }
    EXPECT_EQ(bytes, 3000000U);
}

TEST_F(Pcap, APacketLargerThanABlockIsRead) {
    const PcapWriter w{.snapLength = 5000000};
    const std::string large(3000000, 'x');
    const ReadAll all = read(w.header() + w.record(1, 0, large, 3000000) + w.record(2, 0, "y", 1));
    ASSERT_EQ(all.packets.size(), 2U);
    EXPECT_EQ(all.packets[0].data, large);
    EXPECT_EQ(all.packets[1].data, "y");
}

TEST_F(Pcap, ProgressCountsTheFilesBytes) {
    auto source = openCapture(m_directory.file("capture", smallPcap()), {});
    ASSERT_TRUE(source);
    (void)readAll(*source.value());
    EXPECT_EQ(source.value()->progress().bytesRead, smallPcap().size());
    EXPECT_EQ(source.value()->progress().bytesTotal, smallPcap().size());
}

} // namespace
} // namespace synscope::test
