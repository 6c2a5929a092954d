// SPDX-License-Identifier: Apache-2.0
//
// gzip, zstd and lz4: told apart by content, members one after the other, cut and damaged data.
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>
#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>

namespace synscope::test {
namespace {

std::string gzip(const std::string& plain) {
    z_stream stream{};
    (void)deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    (void)deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstd(const std::string& plain) {
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 3));
    return packed;
}

std::string lz4(const std::string& plain) {
    LZ4F_preferences_t preferences{};
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
    preferences.frameInfo.blockSizeID = LZ4F_max64KB;
    std::string packed(LZ4F_compressFrameBound(plain.size(), &preferences), '\0');
    packed.resize(LZ4F_compressFrame(packed.data(), packed.size(), plain.data(), plain.size(), &preferences));
    return packed;
}

struct Packer {
    const char* name;
    std::string (*pack)(const std::string&);
};

// Packets whose bytes do not repeat, so that the packed data has many blocks.
std::string largePcap(unsigned packets) {
    const PcapWriter w;
    std::string content = w.header();
    std::uint32_t noise = 1;
    for (unsigned i = 0; i < packets; ++i) {
        std::string data(1000, '\0');
        for (char& c : data) {
            noise = noise * 1664525 + 1013904223;
            c = static_cast<char>(noise >> 24);
        }
        content += w.record(i, 0, data, 1000);
    }
    return content;
}

class Compressed : public ::testing::TestWithParam<Packer> {
protected:
    ReadAll read(const std::string& content) { return readFile(m_directory.file("capture", content)); }
    std::string pack(const std::string& plain) { return GetParam().pack(plain); }
    TemporaryDirectory m_directory;
};

TEST_P(Compressed, GivesTheSamePackets) {
    for (const std::string& plain : {smallPcap(), smallPcap({.order = ByteOrder::Big, .magic = 0xa1b2cd34}),
                                     smallPcapng(), smallPcapng({ByteOrder::Big}), largePcap(3000)}) {
        const ReadAll all = read(pack(plain));
        EXPECT_EQ(all.status, ReadStatus::End);
        EXPECT_FALSE(all.damage);
        EXPECT_EQ(toText(all.packets), toText(read(plain).packets));
    }
}

TEST_P(Compressed, MembersOneAfterTheOtherAreOneCapture) {
    const std::string plain = smallPcap();
    const ReadAll all = read(pack(plain.substr(0, 30)) + pack("") + pack(plain.substr(30)));
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_EQ(toText(all.packets), toText(read(plain).packets));
}

TEST_P(Compressed, EveryPacketIsFoundAgain) {
    auto source = openCapture(m_directory.file("capture", pack(largePcap(3000))), {});
    ASSERT_TRUE(source);
    const ReadAll all = readAll(*source.value());
    const FetchPacket fetch = source.value()->fetcher();
    FetchBuffer buffer;
    ASSERT_EQ(all.packets.size(), 3000U);
    for (const ReadPacket& read : all.packets) {
        const Result<RawPacket> again = fetch(read.packet.position, buffer);
        ASSERT_TRUE(again);
        ASSERT_EQ(textOf(again.value().bytes), read.data);
    }
}

TEST_P(Compressed, WorksWithoutKeepingPackets) {
    auto source = openCapture(m_directory.file("capture", pack(smallPcap())), {.keepPackets = false});
    ASSERT_TRUE(source);
    EXPECT_EQ(readAll(*source.value()).packets.size(), 3U);
    EXPECT_FALSE(source.value()->fetcher());
}

TEST_P(Compressed, CutAnywhereItIsRefusedOrDamaged) {
    const std::string packed = pack(smallPcap());
    for (std::size_t cut = 0; cut < packed.size(); ++cut) {
        const ReadAll all = read(packed.substr(0, cut));
        EXPECT_NE(all.status, ReadStatus::End) << "cut at " << cut;
    }
}

TEST_P(Compressed, WhatComesBeforeACutIsRead) {
    const std::string packed = pack(largePcap(1000));
    const ReadAll all = read(packed.substr(0, packed.size() / 2));
    EXPECT_EQ(all.status, ReadStatus::Damaged);
    EXPECT_GT(all.packets.size(), 300U);
    EXPECT_LT(all.packets.size(), 520U);
    ASSERT_TRUE(all.damage);
    EXPECT_EQ(all.damage->reason, "the " + std::string(GetParam().name) + " data ends before it is complete");
    EXPECT_EQ(all.damage->byteOffset, 24 + all.packets.size() * 1016);
    EXPECT_EQ(all.damage->packet, all.packets.size() + 1);
}

TEST_P(Compressed, OneByteChangedAnywhereNeverHarms) {
    const std::string packed = pack(smallPcap());
    for (std::size_t at = 0; at < packed.size(); ++at) {
        for (const char value : {'\0', '\x7f', '\xff'}) {
            std::string changed = packed;
            changed[at] = value;
            EXPECT_LE(read(changed).packets.size(), 10U);
        }
    }
}

TEST_P(Compressed, AMemberThatIsDamagedKeepsTheOnesBefore) {
    std::string second = pack(largePcap(10).substr(24));
    second[second.size() / 2] = static_cast<char>(second[second.size() / 2] + 1);
    second[2] = '\x55'; // no format has this there
    const ReadAll all = read(pack(smallPcap()) + second);
    EXPECT_EQ(all.status, ReadStatus::Damaged);
    EXPECT_EQ(all.packets.size(), 3U);
    ASSERT_TRUE(all.damage);
    EXPECT_TRUE(all.damage->reason.starts_with("the " + std::string(GetParam().name) + " data is damaged: "));
}

TEST_P(Compressed, ContentThatIsNoCaptureIsRefused) {
    const std::string path = m_directory.file("capture", pack("Dear reader,\n"));
    EXPECT_EQ(refusalOf(path), path + " is not a pcap or pcapng capture: it looks like text");
}

TEST_P(Compressed, ProgressCountsCompressedBytes) {
    const std::string packed = pack(largePcap(100));
    auto source = openCapture(m_directory.file("capture", packed), {});
    ASSERT_TRUE(source);
    (void)readAll(*source.value());
    EXPECT_EQ(source.value()->progress().bytesRead, packed.size());
    EXPECT_EQ(source.value()->progress().bytesTotal, packed.size());
}

INSTANTIATE_TEST_SUITE_P(EveryFormat, Compressed,
                         ::testing::Values(Packer{"gzip", gzip}, Packer{"zstd", zstd}, Packer{"lz4", lz4}),
                         [](const auto& packer) { return std::string(packer.param.name); });

TEST(Gzip, ZeroPaddingAfterTheLastMemberIsNoDamage) {
    const TemporaryDirectory directory;
    const ReadAll all = readFile(directory.file("capture", gzip(smallPcap()) + std::string(512, '\0')));
    EXPECT_EQ(all.status, ReadStatus::End);
    EXPECT_EQ(all.packets.size(), 3U);
}

TEST(Zstd, ASkippableFrameMayComeFirst) {
    const TemporaryDirectory directory;
    const std::string skippable = Bytes().u32(0x184d2a50).u32(4).raw("size").text;
    EXPECT_EQ(readFile(directory.file("capture", skippable + zstd(smallPcap()))).packets.size(), 3U);
}

TEST(Spool, AMissingTemporaryDirectoryIsNamed) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("capture", zstd(smallPcap()));
    const std::string missing = directory.path("missing");
    ::setenv("TMPDIR", missing.c_str(), 1);
    const std::string message = refusalOf(path);
    const bool opensWithoutSpool = openCapture(path, {.keepPackets = false}).hasValue();
    ::unsetenv("TMPDIR");
    EXPECT_EQ(message, "cannot make a temporary file in " + missing +
                           " (No such file or directory): set TMPDIR to a directory with room");
    EXPECT_TRUE(opensWithoutSpool);
}

TEST(Spool, LeavesNothingInItsDirectory) {
    const TemporaryDirectory directory;
    const TemporaryDirectory spools;
    ::setenv("TMPDIR", spools.path("").c_str(), 1);
    const auto source = openCapture(directory.file("capture", zstd(smallPcap())), {});
    ::unsetenv("TMPDIR");
    ASSERT_TRUE(source);
    EXPECT_EQ(readAll(*source.value()).packets.size(), 3U);
    EXPECT_TRUE(std::filesystem::is_empty(spools.path("")));
}

} // namespace
} // namespace synscope::test
