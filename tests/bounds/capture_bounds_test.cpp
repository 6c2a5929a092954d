// SPDX-License-Identifier: Apache-2.0
//
// Captures made to use up memory or time: what they cost is bounded, whatever they claim.
#include "core/capture/capture_file.h"
#include "core/capture/merged_capture.h"
#include "core/wire/decode.h"
#include "tests/bounds/counted_memory.h"
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <lz4frame.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace synscope::test {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;
/// Windows, batches and one packet of the largest size that is read.
constexpr std::size_t kReaderBytes = 4 * kMiB;

struct Cost {
    std::string trouble; ///< a refusal, or the damage
    std::uint64_t packets = 0;
    std::uint64_t tracked = 0;
    std::size_t bytes = 0; ///< of memory, at most
};

Cost read(PacketSource& source) {
    Cost cost;
    Decoder decoder;
    Segment segment;
    std::vector<RawPacket> packets;
    for (ReadStatus status = ReadStatus::More; status == ReadStatus::More;) {
        status = source.read(packets, 512);
        for (const RawPacket& packet : packets)
            cost.tracked += decoder.decode(packet, segment) == PacketFate::Tracked ? 1 : 0;
        cost.packets += packets.size();
    }
    if (source.damage())
        cost.trouble = source.damage()->reason;
    return cost;
}

class CaptureBounds : public testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(m_path); }

    Cost costOf(const std::string& content, bool keepsPackets = false) {
        std::ofstream(m_path, std::ios::binary) << content;
        const PeakMemory peak;
        const Result<std::unique_ptr<PacketSource>> source = openCapture(m_path, {.keepPackets = keepsPackets});
        Cost cost = source ? read(*source.value()) : Cost{.trouble = source.error().message};
        cost.bytes = peak.bytes();
        return cost;
    }

    const std::string m_path =
        (std::filesystem::temp_directory_path() / ("synscope-bounds-" + std::to_string(::getpid()))).string();
};

/// A pcap of so many packets without a byte: all of it but the header are zeros.
std::string emptyPackets(std::size_t count) {
    return PcapWriter{}.header() + std::string(16 * count, '\0');
}

std::string gzipped(const std::string& plain) {
    std::string packed(compressBound(plain.size()) + 64, '\0');
    z_stream stream{};
    (void)deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data())); // zlib does not write to it
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    (void)deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstdPacked(const std::string& plain, int level = 3) {
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), level));
    return packed;
}

std::string lz4Packed(const std::string& plain) {
    std::string packed(LZ4F_compressFrameBound(plain.size(), nullptr), '\0');
    packed.resize(LZ4F_compressFrame(packed.data(), packed.size(), plain.data(), plain.size(), nullptr));
    return packed;
}

TEST_F(CaptureBounds, ABombIsUnpackedWithoutBeingHeld) {
    constexpr std::size_t kPackets = 4'000'000; // 64 MB
    const std::string plain = emptyPackets(kPackets);
    for (const std::string& packed : {gzipped(plain), zstdPacked(plain), lz4Packed(plain)}) {
        ASSERT_LT(packed.size(), kMiB);
        const Cost cost = costOf(packed);
        EXPECT_EQ(cost.trouble, "");
        EXPECT_EQ(cost.packets, kPackets);
        EXPECT_LT(cost.bytes, kReaderBytes);
    }
}

/// It would fill the disk: what is unpacked is kept there.
TEST_F(CaptureBounds, ABombThatIsNoCaptureIsGivenUp) {
    constexpr std::size_t kPart = 16 * kMiB;
    const PcapngWriter w;
    std::string bomb = zstdPacked(w.section() + w.interface(1, 0) + w.enhanced(0, 1, "first", 5) +
                                  Bytes().u32(0xbad).u32(0xfffffff0).text + std::string(kPart, '\0'));
    const std::string more = zstdPacked(std::string(kPart, '\0'), 19);
    for (int part = 0; part < 60; ++part)
        bomb += more;
    ASSERT_LT(bomb.size(), kMiB);
    EXPECT_EQ(costOf(bomb).trouble.find("4000 times its size"), std::string::npos) << "nothing is kept";
    const Cost cost = costOf(bomb, true);
    EXPECT_NE(cost.trouble.find("4000 times its size"), std::string::npos) << cost.trouble;
    EXPECT_EQ(cost.packets, 1U);
    EXPECT_LT(cost.bytes, kReaderBytes);
}

TEST_F(CaptureBounds, AWindowOfGigabytesIsRefused) {
    const std::string frame = Bytes().u32(0xfd2fb528).u8(0).u8(21 << 3).u32(0).text; // 2 GiB to look back
    const Cost cost = costOf(frame);
    EXPECT_NE(cost.trouble.find("too much memory"), std::string::npos) << cost.trouble;
    EXPECT_LT(cost.bytes, kReaderBytes);
}

TEST_F(CaptureBounds, AClaimCostsNothing) {
    const std::string packet =
        PcapWriter{.snapLength = 0x7fffffff}.header() + Bytes().u64(0).u32(16U << 20).u32(0).text;
    EXPECT_LT(costOf(packet + std::string(1000, 'x')).bytes, kReaderBytes);
    for (const std::uint32_t type :
         {6U, 1U, 5U, 0x0a0d0d0aU, 0xbadU}) { // packet, interface, statistics, section, unknown
        const std::string block = Bytes().u32(type).u32(0xfffffffc).u32(0x1a2b3c4d).raw(std::string(1000, 'x')).text;
        const Cost cost = costOf(PcapngWriter{}.section() + block);
        EXPECT_NE(cost.trouble, "") << type;
        EXPECT_LT(cost.bytes, kReaderBytes) << type;
    }
}

TEST_F(CaptureBounds, InterfacesHaveAnEnd) {
    const PcapngWriter w;
    std::string content = w.section();
    for (int i = 0; i < 1'000'000; ++i)
        content += w.interface(1, 0);
    const Cost cost = costOf(content);
    EXPECT_NE(cost.trouble.find("more than 65536 interfaces"), std::string::npos) << cost.trouble;
    EXPECT_LT(cost.bytes, 32 * kMiB);
}

TEST_F(CaptureBounds, OptionsWithoutAByteArePassedOver) {
    const PcapngWriter w;
    std::string options;
    for (int i = 0; i < 100'000; ++i)
        options += w.option(2, "");
    const Cost cost = costOf(w.section() + w.interface(1, 0, options) + w.enhanced(0, 1, "first", 5));
    EXPECT_EQ(cost.trouble, "");
    EXPECT_EQ(cost.packets, 1U);
    EXPECT_LT(cost.bytes, kReaderBytes);
}

TEST_F(CaptureBounds, SectionsCostLittleMoreThanTheirBytes) {
    const PcapngWriter w;
    std::string content;
    for (int i = 0; i < 200'000; ++i)
        content += w.section() + w.interface(1, 0);
    const Cost cost = costOf(content);
    EXPECT_EQ(cost.trouble, "");
    EXPECT_LT(cost.bytes, kReaderBytes + 8 * content.size());
}

TEST_F(CaptureBounds, FilesThatFollowEachOtherCostLittleMoreThanOne) {
    constexpr std::uint32_t kFiles = 500;
    const TemporaryDirectory directory;
    const PcapWriter writer;
    std::vector<std::string> paths;
    for (std::uint32_t i = 0; i < kFiles; ++i)
        paths.push_back(
            directory.file(std::to_string(i), writer.header() + writer.record(i, 0, std::string(2000, 'x'), 2000)));
    const PeakMemory peak;
    const Result<std::unique_ptr<PacketSource>> source = openCaptures(paths, {});
    ASSERT_TRUE(source);
    EXPECT_EQ(read(*source.value()).packets, kFiles);
    constexpr std::size_t kBytesPerFile = 4096; // its name, where its packets lie, and how it began
    EXPECT_LT(peak.bytes(), kReaderBytes + kFiles * kBytesPerFile);
}

TEST_F(CaptureBounds, FilesThatOverlapCostAQuarterOfAMebibyteEach) {
    constexpr std::uint32_t kFiles = 100;
    constexpr std::uint32_t kPackets = 300;
    const TemporaryDirectory directory;
    const PcapWriter writer;
    std::vector<std::string> paths;
    for (std::uint32_t i = 0; i < kFiles; ++i) {
        std::string content = writer.header();
        for (std::uint32_t packet = 0; packet < kPackets; ++packet)
            content += writer.record(packet, i, std::string(2000, 'x'), 2000);
        paths.push_back(directory.file(std::to_string(i), content));
    }
    const PeakMemory peak;
    const Result<std::unique_ptr<PacketSource>> source = openCaptures(paths, {});
    ASSERT_TRUE(source);
    EXPECT_EQ(read(*source.value()).packets, kFiles * kPackets);
    EXPECT_LT(peak.bytes(), kReaderBytes + kFiles * kMiB / 4);
}

} // namespace
} // namespace synscope::test
