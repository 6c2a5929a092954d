// SPDX-License-Identifier: Apache-2.0
//
// Writes small captures into memory, byte by byte as the formats say, and reads captures whole. For tests.
#pragma once

#include "core/capture/byte_order.h"
#include "core/capture/capture_file.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace synscope::test {

/// Numbers in one byte order, appended to a string.
class Bytes {
public:
    explicit Bytes(ByteOrder order = ByteOrder::Little) : m_order(order) {}
    Bytes& u8(unsigned v) {
        text += static_cast<char>(v);
        return *this;
    }
    Bytes& u16(unsigned v) { return number(v, 2); }
    Bytes& u32(std::uint64_t v) { return number(v, 4); }
    Bytes& u64(std::uint64_t v) { return number(v, 8); }
    Bytes& raw(const std::string& bytes) {
        text += bytes;
        return *this;
    }
    Bytes& pad() {
        text.resize((text.size() + 3) / 4 * 4);
        return *this;
    }

    std::string text;

private:
    Bytes& number(std::uint64_t v, unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i)
            u8(static_cast<unsigned>(v >> 8 * (m_order == ByteOrder::Little ? i : bytes - 1 - i)) & 0xff);
        return *this;
    }
    ByteOrder m_order;
};

struct PcapWriter {
    ByteOrder order = ByteOrder::Little;
    std::uint32_t magic = 0xa1b2c3d4;
    unsigned major = 2;
    unsigned minor = 4;
    std::uint32_t snapLength = 262144;
    std::uint32_t link = 1;

    [[nodiscard]] std::string header() const {
        return Bytes(order).u32(magic).u16(major).u16(minor).u32(0).u32(0).u32(snapLength).u32(link).text;
    }
    [[nodiscard]] std::string record(std::uint32_t seconds, std::uint32_t fraction, const std::string& data,
                                     std::uint32_t original) const {
        Bytes bytes(order);
        bytes.u32(seconds).u32(fraction).u32(data.size()).u32(original);
        if (magic == 0xa1b2cd34)
            bytes.u32(2).u16(0x0800).u16(0);
        return bytes.raw(data).text;
    }
};

struct PcapngWriter {
    ByteOrder order = ByteOrder::Little;

    [[nodiscard]] Bytes bytes() const { return Bytes(order); }
    [[nodiscard]] std::string block(std::uint32_t type, const std::string& body) const {
        const std::string padded = Bytes().raw(body).pad().text;
        const std::size_t length = padded.size() + 12;
        return bytes().u32(type).u32(length).raw(padded).u32(length).text;
    }
    [[nodiscard]] std::string section(std::uint64_t length = ~std::uint64_t{0}) const {
        return block(0x0a0d0d0a, bytes().u32(0x1a2b3c4d).u16(1).u16(0).u64(length).text);
    }
    [[nodiscard]] std::string option(unsigned code, const std::string& value) const {
        return bytes().u16(code).u16(static_cast<unsigned>(value.size())).raw(value).pad().text;
    }
    [[nodiscard]] std::string interface(unsigned link, std::uint32_t snapLength,
                                        const std::string& options = "") const {
        return block(1, bytes().u16(link).u16(0).u32(snapLength).raw(options).text);
    }
    [[nodiscard]] std::string enhanced(std::uint32_t interface, std::uint64_t ticks, const std::string& data,
                                       std::uint32_t original, const std::string& options = "") const {
        return block(6, bytes()
                            .u32(interface)
                            .u32(ticks >> 32)
                            .u32(ticks & 0xffffffff)
                            .u32(data.size())
                            .u32(original)
                            .raw(data)
                            .pad()
                            .raw(options)
                            .text);
    }
    [[nodiscard]] std::string obsolete(unsigned interface, std::uint64_t ticks, const std::string& data,
                                       std::uint32_t original) const {
        return block(2, bytes()
                            .u16(interface)
                            .u16(0xffff)
                            .u32(ticks >> 32)
                            .u32(ticks & 0xffffffff)
                            .u32(data.size())
                            .u32(original)
                            .raw(data)
                            .text);
    }
    [[nodiscard]] std::string simple(std::uint32_t original, const std::string& data) const {
        return block(3, bytes().u32(original).raw(data).text);
    }
    [[nodiscard]] std::string drops(std::uint32_t interface, std::uint64_t count) const {
        return block(5, bytes().u32(interface).u64(0).raw(option(5, bytes().u64(count).text)).text);
    }
};

/// A directory that goes with the test.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "synscope-test-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
    }
    ~TemporaryDirectory() { std::filesystem::remove_all(m_path); }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return (m_path / name).string(); }
    [[nodiscard]] std::string file(const std::string& name, const std::string& content) const {
        std::ofstream(path(name), std::ios::binary | std::ios::trunc) << content;
        return path(name);
    }

private:
    std::filesystem::path m_path;
};

/// A packet with its bytes copied.
struct ReadPacket {
    RawPacket packet;
    std::string data;
};

struct ReadAll {
    ReadStatus status = ReadStatus::More;
    std::vector<ReadPacket> packets;
    std::optional<ReadDamage> damage;
};

inline std::string textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Reads to the end in batches of `limit`.
inline ReadAll readAll(PacketSource& source, std::size_t limit = 3) {
    ReadAll all;
    std::vector<RawPacket> batch;
    while (all.status == ReadStatus::More) {
        all.status = source.read(batch, limit);
        for (const RawPacket& packet : batch)
            all.packets.push_back({packet, textOf(packet.bytes)});
    }
    all.damage = source.damage();
    return all;
}

/// Opens and reads a file; a refusal is an empty result with status More.
inline ReadAll readFile(const std::string& path) {
    auto source = openCapture(path, {});
    return source ? readAll(*source.value()) : ReadAll{};
}

/// What openCapture says of a file it refuses; empty when it does not.
inline std::string refusalOf(const std::string& path) {
    const auto source = openCapture(path, {});
    return source ? std::string() : source.error().message;
}

/// "1 link 1 at 1700000000.000001000 6/60 'packet'": number, link type, time, captured and original length, bytes.
inline std::string toText(const ReadPacket& read) {
    const std::int64_t ns = nsSinceEpoch(read.packet.time);
    std::string fraction = std::to_string(ns % 1'000'000'000);
    fraction.insert(0, 9 - fraction.size(), '0');
    return std::to_string(indexOf(read.packet.number)) + " link " +
           std::to_string(static_cast<unsigned>(read.packet.link)) + " at " + std::to_string(ns / 1'000'000'000) + "." +
           fraction + " " + std::to_string(read.data.size()) + "/" + std::to_string(read.packet.originalLength) + " '" +
           read.data + "'";
}

inline std::vector<std::string> toText(const std::vector<ReadPacket>& packets) {
    std::vector<std::string> lines;
    for (const ReadPacket& packet : packets)
        lines.push_back(toText(packet));
    return lines;
}

using Lines = std::vector<std::string>;

/// Three packets.
inline std::string smallPcap(const PcapWriter& w = {}) {
    return w.header() + w.record(1700000000, 1, "first", 60) + w.record(1700000001, 2, "", 0) +
           w.record(1700000002, 999999, "third one", 9);
}

/// Two interfaces of different link types, a skipped block, and three packets.
inline std::string smallPcapng(const PcapngWriter& w = {}) {
    return w.section() + w.interface(1, 96) + w.enhanced(0, 1700000000000001, "first", 60) +
           w.block(0x0bad, "nobody knows this") + w.interface(101, 0, w.option(9, "\x09")) +
           w.enhanced(1, 1700000001000000002, "", 0) + w.obsolete(0, 1700000002999999, "third one", 9);
}

} // namespace synscope::test
