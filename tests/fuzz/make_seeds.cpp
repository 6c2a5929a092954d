// SPDX-License-Identifier: Apache-2.0
//
// Makes what the fuzzers begin with out of captures: make_seeds OUT FILE-OR-FOLDER..., a folder a fuzzer under OUT.
// Long captures give their beginning. What is no capture is given as it is to the fuzzers of files.
#include "core/capture/capture_file.h"
#include "core/capture/pcapng_writer.h"
#include "core/wire/decode.h"
#include "tests/fuzz/segment_script.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 16384;
constexpr std::size_t kMostPackets = 100;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string gzipped(const std::string& bytes) {
    z_stream stream{};
    std::string out(bytes.size() + 1024, '\0');
    if (deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // zlib does not write to it
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    (void)deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstdPacked(const std::string& bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
    return out;
}

std::string lz4Packed(const std::string& bytes) {
    std::string out(LZ4F_compressFrameBound(bytes.size(), nullptr), '\0');
    out.resize(LZ4F_compressFrame(out.data(), out.size(), bytes.data(), bytes.size(), nullptr));
    return out;
}

void append16(std::string& out, std::size_t value) {
    out += static_cast<char>(value & 0xff);
    out += static_cast<char>(value >> 8 & 0xff);
}

/// merged_fuzz.cpp says how; after the byte in front of all.
void appendForMerged(std::string& out, const std::string& capture) {
    append16(out, capture.size());
    out += capture;
}

/// A capture of its own for every third packet.
class Dealt {
public:
    explicit Dealt(LinkType link) {
        for (std::string& capture : m_captures) {
            appendSectionHeader(capture, "seeds");
            appendInterfaceDescription(capture, {"eth0", link, 0, ""});
        }
    }
    void add(const EnhancedPacket& packet) { appendEnhancedPacket(m_captures[m_next++ % m_captures.size()], packet); }
    /// One as it is, the others packed.
    [[nodiscard]] std::string merged() const {
        std::string out(1, '\x07');
        appendForMerged(out, m_captures[0]);
        appendForMerged(out, gzipped(m_captures[1]));
        appendForMerged(out, zstdPacked(m_captures[2]));
        return out;
    }

private:
    std::array<std::string, 3> m_captures;
    std::size_t m_next = 0;
};

/// The seeds that are made packet by packet.
struct PacketSeeds {
    std::string decoder;
    std::string pcapng;
    std::string merged;
    std::vector<Segment> segments;
};

/// decoder_fuzz.cpp says how; a link type that it has no number for is the last of its list.
void appendForDecoder(std::string& out, const RawPacket& packet) {
    constexpr std::array<int, 19> kLinks{1,   0,   9,   10,  50,  51,  12,  14,  101, 104,
                                         105, 108, 113, 119, 127, 228, 229, 239, 276};
    const auto* const link = std::find(kLinks.begin(), kLinks.end(), static_cast<int>(packet.link));
    const std::size_t size = std::min<std::size_t>(packet.bytes.size(), 2000);
    out += static_cast<char>(link - kLinks.begin());
    out += static_cast<char>(packet.fcsBytes | (size < packet.originalLength ? 0x80U : 0U));
    append16(out, size);
    out.append(reinterpret_cast<const char*>(packet.bytes.data()), size);
}

PacketSeeds seedsOf(PacketSource& source) {
    PacketSeeds seeds;
    Decoder decoder;
    std::vector<RawPacket> packets;
    (void)source.read(packets, kMostPackets);
    appendSectionHeader(seeds.pcapng, "seeds");
    if (packets.empty())
        return seeds;
    const LinkType link = packets.front().link;
    Dealt dealt(link);
    appendInterfaceDescription(seeds.pcapng, {"eth0", link, 0, ""});
    for (const RawPacket& packet : packets) {
        Segment segment;
        if (decoder.decode(packet, segment) == PacketFate::Tracked)
            seeds.segments.push_back(segment);
        if (seeds.pcapng.size() + packet.bytes.size() > kMostBytes)
            break;
        appendForDecoder(seeds.decoder, packet);
        const EnhancedPacket enhanced{0, packet.time, packet.originalLength, packet.bytes};
        appendEnhancedPacket(seeds.pcapng, enhanced);
        dealt.add(enhanced);
    }
    seeds.merged = dealt.merged();
    InterfaceStatistics statistics;
    statistics.droppedByKernel = 3;
    appendInterfaceStatistics(seeds.pcapng, statistics);
    return seeds;
}

class SeedFolder {
public:
    explicit SeedFolder(fs::path folder) : m_folder(std::move(folder)) {}

    void write(const std::string& fuzzer, const std::string& name, const std::string& bytes) {
        fs::create_directories(m_folder / fuzzer);
        std::ofstream(m_folder / fuzzer / name, std::ios::binary) << bytes;
    }

private:
    fs::path m_folder;
};

void makeSeeds(const fs::path& path, SeedFolder& seeds) {
    const std::string name = path.filename().string();
    const std::string beginning = contentOf(path).substr(0, kMostBytes);
    for (const char* const fuzzer : {"pcap", "pcapng", "gzip", "zstd", "lz4"})
        seeds.write(fuzzer, name, beginning); // the one whose format it is takes it
    Result<std::unique_ptr<PacketSource>> source = openCapture(path.string(), {});
    if (!source)
        return;
    const PacketSeeds made = seedsOf(*source.value());
    seeds.write("decoder", name, made.decoder);
    seeds.write("tracker", name, writeScript(made.segments));
    seeds.write("merged", name, made.merged);
    seeds.write("pcapng", name + ".pcapng", made.pcapng);
    seeds.write("gzip", name + ".gz", gzipped(made.pcapng));
    seeds.write("zstd", name + ".zst", zstdPacked(made.pcapng));
    seeds.write("lz4", name + ".lz4", lz4Packed(made.pcapng));
    seeds.write("live", name, std::string("\x00\x04\x00", 3) + made.pcapng);
    seeds.write("live", name + ".limited", std::string("\x00\x10\x08", 3) + made.pcapng);
    seeds.write("live", name + ".left", "\x01" + made.pcapng);
}

} // namespace
} // namespace synscope::test

int main(int argc, char** argv) {
    if (argc < 3)
        return 2;
    synscope::test::SeedFolder seeds(argv[1]);
    for (int i = 2; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i])) {
            synscope::test::makeSeeds(argv[i], seeds);
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i]))
            if (entry.is_regular_file())
                synscope::test::makeSeeds(entry.path(), seeds);
    }
    return 0;
}
