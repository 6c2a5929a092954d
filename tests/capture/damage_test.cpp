// SPDX-License-Identifier: Apache-2.0
//
// Cut and damaged files: what comes before the damage is read, the damage is named with its place, and
// nothing else happens.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::test {
namespace {

class Damage : public ::testing::Test {
protected:
    ReadAll read(const std::string& content) { return readFile(m_directory.file("capture", content)); }

    // Cuts `content` at every byte. `borders`: offsets where a file may end; the first is where the header ends.
    void expectEveryCutIsNoticed(const std::string& content, const std::vector<std::size_t>& borders) {
        const Lines whole = toText(read(content).packets);
        for (std::size_t cut = 0; cut < content.size(); ++cut) {
            SCOPED_TRACE("cut at " + std::to_string(cut));
            const ReadAll all = read(content.substr(0, cut));
            const bool isBorder = std::find(borders.begin(), borders.end(), cut) != borders.end();
            if (cut < borders.front())
                EXPECT_EQ(all.status, ReadStatus::More); // refused
            else
                EXPECT_EQ(all.status, isBorder ? ReadStatus::End : ReadStatus::Damaged);
            EXPECT_EQ(all.damage.has_value(), all.status == ReadStatus::Damaged);
            ASSERT_LE(all.packets.size(), whole.size());
            EXPECT_EQ(toText(all.packets), Lines(whole.begin(), whole.begin() + std::ssize(all.packets)));
        }
    }

    TemporaryDirectory m_directory;
    PcapWriter pcap;
    PcapngWriter ng;
};

TEST_F(Damage, APcapCutAtAnyByte) {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big})
        expectEveryCutIsNoticed(smallPcap({.order = order}), {24, 24 + 21, 24 + 21 + 16});
}

TEST_F(Damage, APcapngCutAtAnyByte) {
    for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
        const std::size_t interface = 28 + 20;
        const std::size_t packet = interface + 40;
        const std::size_t unknown = packet + 32;
        const std::size_t second = unknown + 28;
        expectEveryCutIsNoticed(smallPcapng({order}), {28, interface, packet, unknown, second, second + 32});
    }
}

TEST_F(Damage, ACutPacketIsNamedWithWhatIsMissing) {
    const ReadAll all =
        read(pcap.header() + pcap.record(1, 0, "whole", 5) + pcap.record(2, 0, std::string(60, 'x'), 60).substr(0, 28));
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "the file ends inside packet 2: 60 bytes promised, 12 left");
    EXPECT_EQ(all.damage->byteOffset, 45U);
    EXPECT_EQ(all.damage->packet, 2U);
    EXPECT_EQ(all.packets.size(), 1U);
}

TEST_F(Damage, APcapPacketOverTheLimit) {
    const ReadAll all = read(pcap.header() + Bytes().u32(1).u32(0).u32(2147483647).u32(60).raw("abc").text);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "packet 1 claims 2147483647 bytes, the limit is 262144");
    EXPECT_EQ(all.damage->byteOffset, 24U);
}

TEST_F(Damage, ALargeSnapLengthRaisesTheLimitTo16MiBAtMost) {
    const PcapWriter w{.snapLength = 0xffffffff};
    const ReadAll all = read(w.header() + Bytes().u32(1).u32(0).u32(20000000).u32(60).text);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "packet 1 claims 20000000 bytes, the limit is 16777216");
}

TEST_F(Damage, PcapngBlocksThatMakeNoSense) {
    const std::string start = ng.section() + ng.interface(1, 0) + ng.enhanced(0, 1, "x", 1);
    const std::string packet = ng.enhanced(0, 2, "abcd", 4);
    const auto reasonOf = [&](const std::string& block) {
        const ReadAll all = read(start + block);
        EXPECT_EQ(all.packets.size(), 1U);
        return all.damage ? all.damage->reason : "no damage";
    };
    EXPECT_EQ(reasonOf(Bytes().u32(6).u32(0).raw(packet.substr(8)).text),
              "a block claims 0 bytes; a length is a multiple of 4 and at least 12");
    EXPECT_EQ(reasonOf(Bytes().u32(6).u32(37).raw(packet.substr(8)).text),
              "a block claims 37 bytes; a length is a multiple of 4 and at least 12");
    EXPECT_EQ(reasonOf(Bytes().u32(6).u32(0xfffffffc).raw(packet.substr(8)).text),
              "a block claims 4294967292 bytes, the limit is 16842752");
    EXPECT_EQ(reasonOf(packet.substr(0, packet.size() - 4) + Bytes().u32(16).text),
              "a block has two lengths, 36 before and 16 behind");
    EXPECT_EQ(reasonOf(ng.enhanced(7, 2, "abcd", 4)), "interface 7 was never described");
    EXPECT_EQ(reasonOf(ng.simple(60, "abcd")), "packet 2 claims more bytes than its block of 20 bytes holds");
    EXPECT_EQ(reasonOf(ng.block(6, "short")), "packet 2 claims more bytes than its block of 20 bytes holds");
    EXPECT_EQ(reasonOf(ng.block(1, "no")), "an interface description is too short");
    EXPECT_EQ(reasonOf(ng.interface(1, 0, ng.bytes().u16(9).u16(400).text)),
              "the options of an interface description run past its end");
    EXPECT_EQ(reasonOf(ng.interface(1, 0, ng.option(9, "abc"))), "the time unit of an interface has the wrong length");
    EXPECT_EQ(reasonOf(ng.block(0x0a0d0d0a, "nonsense")), "a section header has no valid byte-order magic");
}

TEST_F(Damage, ACapturedLengthThatWrapsIsNotBelieved) {
    const std::string block = ng.block(6, ng.bytes().u32(0).u32(0).u32(0).u32(0xfffffff0).u32(4).raw("abcd").text);
    const ReadAll all = read(ng.section() + ng.interface(1, 0) + block);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "packet 1 claims more bytes than its block of 36 bytes holds");
}

TEST_F(Damage, AnUnknownBlockThatRunsPastTheFile) {
    const ReadAll all = read(smallPcapng() + Bytes().u32(0x0bad).u32(0xfffffffc).raw("abcd").u32(12).text);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "the file ends inside a block: 4294967292 bytes promised, 16 left");
    EXPECT_EQ(all.packets.size(), 3U);
}

TEST_F(Damage, OneByteChangedAnywhereNeverHarms) {
    for (const std::string& whole : {smallPcap(), smallPcapng(), smallPcapng({ByteOrder::Big})}) {
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (const char value : {'\0', '\x7f', '\xff'}) {
                std::string changed = whole;
                changed[at] = value;
                EXPECT_LE(read(changed).packets.size(), 10U);
            }
        }
    }
}

TEST_F(Damage, AFileThatShrinksWhileItIsReadIsDamaged) {
    std::string content = pcap.header();
    for (unsigned i = 0; i < 3000; ++i)
        content += pcap.record(i, 0, std::string(1008, 'x'), 1008); // 1024 bytes each: every cut below is a border
    const std::string path = m_directory.file("capture", content);
    auto source = openCapture(path, {});
    ASSERT_TRUE(source);
    std::vector<RawPacket> batch;
    ASSERT_EQ(source.value()->read(batch, 1), ReadStatus::More);
    std::filesystem::resize_file(path, 24 + 1024 * 2000);
    const ReadAll all = readAll(*source.value());
    EXPECT_EQ(all.status, ReadStatus::Damaged);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "the file became shorter while it was read");
    EXPECT_EQ(all.packets.size(), 1999U);
}

} // namespace
} // namespace synscope::test
