// SPDX-License-Identifier: Apache-2.0
//
// Blocks, sections and interfaces of pcapng, whole files.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Pcapng : public ::testing::Test {
protected:
    ReadAll read(const std::string& content) { return readFile(m_directory.file("capture", content)); }
    TemporaryDirectory m_directory;
    PcapngWriter w;
};

const Lines kSmall = {
    "1 link 1 at 1700000000.000001000 5/60 'first'",
    "2 link 101 at 1700000001.000000002 0/0 ''",
    "3 link 1 at 1700000002.999999000 9/9 'third one'",
};

TEST_F(Pcapng, MixedInterfacesInBothByteOrders) {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
        const ReadAll all = read(smallPcapng({order}));
        EXPECT_EQ(toText(all.packets), kSmall);
        EXPECT_EQ(all.status, ReadStatus::End);
    }
}

TEST_F(Pcapng, EachSectionHasItsOwnByteOrderAndInterfaces) {
    const PcapngWriter big{ByteOrder::Big};
    const std::string second =
        big.section(12345) + big.interface(101, 0) + big.enhanced(0, 1700000003000000, "in the second", 13);
    EXPECT_EQ(toText(read(smallPcapng() + second).packets).at(3),
              "4 link 101 at 1700000003.000000000 13/13 'in the second'");
}

TEST_F(Pcapng, AnInterfaceOfAnEarlierSectionIsUnknown) {
    const ReadAll all = read(smallPcapng() + w.section() + w.enhanced(0, 1, "x", 1));
    EXPECT_EQ(all.packets.size(), 3U);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "interface 0 was never described");
    EXPECT_EQ(all.damage->packet, 4U);
}

TEST_F(Pcapng, ASimplePacketIsCutAtTheSnapLengthAndHasNoTime) {
    const ReadAll all = read(w.section() + w.interface(1, 4) + w.simple(60, "abcd") + w.simple(2, "ef"));
    EXPECT_EQ(toText(all.packets), (Lines{"1 link 1 at 0.000000000 4/60 'abcd'", "2 link 1 at 0.000000000 2/2 'ef'"}));
}

TEST_F(Pcapng, ASimplePacketHasTheTimeOfThePacketBefore) {
    const ReadAll all = read(w.section() + w.interface(1, 0) + w.enhanced(0, 7000000, "a", 1) + w.simple(1, "b"));
    EXPECT_EQ(toText(all.packets).at(1), "2 link 1 at 7.000000000 1/1 'b'");
}

TEST_F(Pcapng, DropsAreTheLatestOfEachInterfaceSummedOverSections) {
    const std::string first =
        w.section() + w.interface(1, 0) + w.interface(1, 0) + w.drops(0, 5) + w.drops(1, 100) + w.drops(0, 7);
    const std::string second = w.section() + w.interface(1, 0) + w.drops(0, 1000) + w.drops(9, 1);
    auto source = openCapture(m_directory.file("capture", first + second), {});
    ASSERT_TRUE(source);
    EXPECT_EQ(readAll(*source.value()).status, ReadStatus::End);
    EXPECT_EQ(source.value()->progress().kernelDrops, 1107U);
}

TEST_F(Pcapng, TimeOffsetAndFrameCheckSequenceComeFromTheInterface) {
    const std::string options = w.option(2, "eth0") + w.option(14, w.bytes().u64(~std::uint64_t{0} - 9).text) +
                                w.option(13, std::string(1, 32)) + w.option(0, "");
    const ReadAll all = read(w.section() + w.interface(1, 0, options) + w.enhanced(0, 1700000000000001, "x", 1));
    EXPECT_EQ(toText(all.packets), Lines{"1 link 1 at 1699999990.000001000 1/1 'x'"});
    EXPECT_EQ(all.packets.at(0).packet.fcsBytes, 4);
}

TEST_F(Pcapng, AFrameCheckSequenceOfFourIsMeantInBytes) {
    const ReadAll all = read(w.section() + w.interface(1, 0, w.option(13, "\x04")) + w.enhanced(0, 1, "x", 1));
    EXPECT_EQ(all.packets.at(0).packet.fcsBytes, 4);
}

TEST_F(Pcapng, ThePacketsOwnFlagsSayTheFrameCheckSequence) {
    const std::string flags = w.option(1, "comment") + w.option(2, w.bytes().u32(4U << 5).text) + w.option(0, "");
    const ReadAll all = read(w.section() + w.interface(1, 0) + w.enhanced(0, 1, "x", 1, flags));
    EXPECT_EQ(all.packets.at(0).packet.fcsBytes, 4);
}

TEST_F(Pcapng, HugeUnknownBlocksAreSkipped) {
    const std::string huge = w.block(0x80000bad, std::string(20 << 20, 'x'));
    const ReadAll all = read(w.section() + huge + w.interface(1, 0) + w.enhanced(0, 1, "x", 1));
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_EQ(all.packets.size(), 1U);
}

TEST_F(Pcapng, ASectionWithoutInterfacesHasNoPackets) {
    const ReadAll all = read(w.section() + w.block(4, "names") + w.block(10, "secrets"));
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_TRUE(all.packets.empty());
}

} // namespace
} // namespace synscope::test
