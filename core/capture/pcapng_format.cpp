// SPDX-License-Identifier: Apache-2.0
//
// Parsing pcapng blocks and their options.
#include "core/capture/pcapng_format.h"

#include "core/base/told.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>

namespace synscope {

namespace {

__extension__ using Wide = __int128; // ticks times 10^9 and more: 64 bits do not hold it

constexpr std::uint16_t kEndOfOptions = 0;
constexpr std::uint16_t kComment = 1;             // opt_comment
constexpr std::uint16_t kPacketFlags = 2;         // epb_flags, pack_flags
constexpr std::uint16_t kInterfaceName = 2;       // if_name
constexpr std::uint16_t kStatisticsIfDrop = 5;    // isb_ifdrop
constexpr std::uint16_t kStatisticsOsDrop = 7;    // isb_osdrop
constexpr std::uint16_t kInterfaceResolution = 9; // if_tsresol
constexpr std::uint16_t kInterfaceFcsLength = 13; // if_fcslen
constexpr std::uint16_t kInterfaceOffset = 14;    // if_tsoffset

constexpr std::size_t kMostNameBytes = 64; // Linux has 15
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

// Half of what 64 bits hold, so that the distance of any two times fits too.
constexpr std::int64_t kEarliestNs = -(std::int64_t{1} << 62);
constexpr std::int64_t kLatestNs = (std::int64_t{1} << 62) - 1;

Timestamp nearest(Wide nanoseconds) {
    return timestampFromNs(static_cast<std::int64_t>(std::clamp<Wide>(nanoseconds, kEarliestNs, kLatestNs)));
}

std::uint64_t powerOfTen(unsigned exponent) {
    std::uint64_t power = 1;
    for (unsigned i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

std::size_t padded(std::size_t bytes) {
    return (bytes + 3) & ~std::size_t{3};
}

struct Option {
    std::uint16_t code = kEndOfOptions;
    std::span<const std::byte> value;
};

// Options one after the other; next() is empty at the end, isBroken() tells when one ran past the block.
class OptionWalk {
public:
    OptionWalk(std::span<const std::byte> options, ByteOrder order) : m_rest(options), m_order(order) {}

    std::optional<Option> next() {
        if (m_rest.empty())
            return std::nullopt;
        m_isBroken = m_rest.size() < 4;
        if (m_isBroken)
            return std::nullopt;
        const std::uint16_t code = load16(m_rest.data(), m_order);
        const std::size_t bytes = load16(m_rest.data() + 2, m_order);
        if (code == kEndOfOptions)
            return std::nullopt;
        m_isBroken = m_rest.size() - 4 < bytes;
        if (m_isBroken)
            return std::nullopt;
        const Option option{code, m_rest.subspan(4, bytes)};
        m_rest = m_rest.subspan(std::min(m_rest.size(), 4 + padded(bytes)));
        return option;
    }
    [[nodiscard]] bool isBroken() const { return m_isBroken; }

private:
    std::span<const std::byte> m_rest;
    ByteOrder m_order;
    bool m_isBroken = false;
};

// The specification says bits; its own example and several writers say bytes. No sequence is below 8 bits.
std::uint8_t fcsBytesOf(std::byte written) {
    const auto value = std::to_integer<std::uint8_t>(written);
    return value < 8 ? value : static_cast<std::uint8_t>(value / 8);
}

// Bits 5 to 8 of a packet's flags are the length of its frame check sequence in bytes.
void readPacketOptions(std::span<const std::byte> options, ByteOrder order, PacketBlock& block) {
    OptionWalk walk(options, order);
    while (const std::optional<Option> option = walk.next()) {
        if (option->code == kPacketFlags && option->value.size() == 4)
            block.fcsBytes = static_cast<std::uint8_t>((load32(option->value.data(), order) >> 5) & 0xf);
        else if (option->code == kComment && block.comment.empty())
            block.comment = {reinterpret_cast<const char*>(option->value.data()), option->value.size()};
    }
}

bool parseSimplePacket(std::span<const std::byte> body, ByteOrder order, std::uint32_t snapLength, PacketBlock& block) {
    constexpr std::size_t kFixedBytes = 4;
    if (body.size() < kFixedBytes)
        return false;
    block = {};
    block.originalBytes = load32(body.data(), order);
    block.capturedBytes = snapLength == 0 ? block.originalBytes : std::min(snapLength, block.originalBytes);
    block.dataOffset = kFixedBytes;
    return block.capturedBytes <= body.size() - kFixedBytes;
}

} // namespace

bool isReadBlock(BlockType type) {
    return type == BlockType::SectionHeader || type == BlockType::InterfaceDescription || type == BlockType::Packet ||
           type == BlockType::SimplePacket || type == BlockType::InterfaceStatistics ||
           type == BlockType::EnhancedPacket;
}

TimeUnit::TimeUnit(std::uint8_t resolution, std::int64_t offsetSeconds)
    : m_offsetSeconds(offsetSeconds), m_resolution(resolution) {
    if (resolution > 9 || offsetSeconds != 0)
        return;
    m_plainFactor = powerOfTen(9U - resolution);
    m_plainEnd = std::uint64_t{kLatestNs} / m_plainFactor + 1;
}

Timestamp TimeUnit::exactAt(std::uint64_t ticks) const {
    constexpr unsigned kBinary = 0x80;
    constexpr unsigned kMostDigits = 19; // 10^20 is more than any count of ticks
    const Wide offset = static_cast<Wide>(m_offsetSeconds) * kNsPerSecond;
    const unsigned exponent = m_resolution & 0x7fU;
    if ((m_resolution & kBinary) != 0)
        return nearest(((static_cast<Wide>(ticks) * kNsPerSecond) >> exponent) + offset);
    if (exponent <= 9)
        return nearest(static_cast<Wide>(ticks) * static_cast<Wide>(powerOfTen(9 - exponent)) + offset);
    const unsigned digits = exponent - 9;
    return nearest((digits <= kMostDigits ? static_cast<Wide>(ticks / powerOfTen(digits)) : Wide{0}) + offset);
}

std::optional<ByteOrder> sectionOrder(std::span<const std::byte> body) {
    constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
    if (body.size() >= 4 && load32(body.data(), ByteOrder::Little) == kByteOrderMagic)
        return ByteOrder::Little;
    if (body.size() >= 4 && load32(body.data(), ByteOrder::Big) == kByteOrderMagic)
        return ByteOrder::Big;
    return std::nullopt;
}

std::optional<Error> checkSectionVersion(std::span<const std::byte> body, ByteOrder order) {
    const unsigned major = load16(body.data() + 4, order);
    const unsigned minor = load16(body.data() + 6, order);
    if (major == 1)
        return std::nullopt;
    return Error{told("pcapng version {0}.{1} is unknown; version 1 can be read",
                      {std::to_string(major), std::to_string(minor)}),
                 std::nullopt, std::nullopt};
}

Result<CaptureInterface> parseInterface(std::span<const std::byte> body, ByteOrder order) {
    constexpr std::size_t kFixedBytes = 8;
    const auto broken = [](std::string what) { return Error{std::move(what), std::nullopt, std::nullopt}; };
    if (body.size() < kFixedBytes)
        return broken(told("an interface description is too short"));
    CaptureInterface interface;
    interface.link = static_cast<LinkType>(load16(body.data(), order));
    interface.snapLength = load32(body.data() + 4, order);
    std::uint8_t resolution = 6;
    std::int64_t offsetSeconds = 0;
    OptionWalk walk(body.subspan(kFixedBytes), order);
    while (const std::optional<Option> option = walk.next()) {
        const std::span<const std::byte> value = option->value;
        if (option->code == kInterfaceResolution && value.size() == 1)
            resolution = std::to_integer<std::uint8_t>(value[0]);
        else if (option->code == kInterfaceOffset && value.size() == 8)
            offsetSeconds = static_cast<std::int64_t>(load64(value.data(), order));
        else if (option->code == kInterfaceFcsLength && value.size() == 1)
            interface.fcsBytes = fcsBytesOf(value[0]);
        else if (option->code == kInterfaceName)
            interface.name.assign(reinterpret_cast<const char*>(value.data()), std::min(value.size(), kMostNameBytes));
        else if (option->code == kInterfaceResolution || option->code == kInterfaceOffset)
            return broken(told("the time unit of an interface has the wrong length"));
    }
    if (walk.isBroken())
        return broken(told("the options of an interface description run past its end"));
    interface.unit = TimeUnit(resolution, offsetSeconds);
    return interface;
}

bool parsePacketBlock(BlockType type, std::span<const std::byte> body, ByteOrder order, std::uint32_t snapLength,
                      PacketBlock& block) {
    constexpr std::size_t kFixedBytes = 20;
    if (type == BlockType::SimplePacket)
        return parseSimplePacket(body, order, snapLength, block);
    if (body.size() < kFixedBytes)
        return false;
    const std::byte* from = body.data();
    block.interface = type == BlockType::Packet ? load16(from, order) : load32(from, order);
    block.ticks = (std::uint64_t{load32(from + 4, order)} << 32) | load32(from + 8, order);
    block.capturedBytes = load32(from + 12, order);
    block.originalBytes = load32(from + 16, order);
    block.fcsBytes = 0;
    block.comment = {};
    block.dataOffset = kFixedBytes;
    if (block.capturedBytes > body.size() - kFixedBytes)
        return false;
    const std::size_t optionsAt = kFixedBytes + padded(block.capturedBytes);
    if (optionsAt < body.size()) [[unlikely]]
        readPacketOptions(body.subspan(optionsAt), order, block);
    return true;
}

std::vector<std::byte> withComment(std::span<const std::byte> block, ByteOrder order, std::string_view comment) {
    constexpr std::size_t kDataAt = kBlockHeaderBytes + 20;
    constexpr std::size_t kTrailerBytes = 4;
    const bool isWhole = block.size() >= kDataAt + kTrailerBytes && load32(block.data() + 4, order) == block.size();
    if (!isWhole || order != kNativeOrder ||
        load32(block.data(), order) != static_cast<std::uint32_t>(BlockType::EnhancedPacket))
        return {};
    const std::size_t optionsAt = kDataAt + padded(load32(block.data() + kDataAt - 8, order));
    if (optionsAt > block.size() - kTrailerBytes)
        return {};
    comment = comment.substr(0, std::numeric_limits<std::uint16_t>::max());
    const std::span<const std::byte> options = block.subspan(optionsAt, block.size() - kTrailerBytes - optionsAt);
    std::vector<std::byte> out(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(optionsAt));
    const auto put = [&out](const auto& value) {
        const auto* const from = reinterpret_cast<const std::byte*>(&value);
        out.insert(out.end(), from, from + sizeof value);
    };
    put(kComment);
    put(static_cast<std::uint16_t>(comment.size()));
    std::ranges::transform(comment, std::back_inserter(out), [](char c) { return static_cast<std::byte>(c); });
    out.resize(padded(out.size()));
    out.insert(out.end(), options.begin(), options.end());
    if (options.empty())
        put(std::uint32_t{kEndOfOptions});
    const auto length = static_cast<std::uint32_t>(out.size() + kTrailerBytes);
    put(length);
    std::memcpy(out.data() + 4, &length, sizeof length);
    return out;
}

std::optional<InterfaceDrops> parseStatistics(std::span<const std::byte> body, ByteOrder order) {
    constexpr std::size_t kFixedBytes = 12;
    if (body.size() < kFixedBytes)
        return std::nullopt;
    std::optional<InterfaceDrops> drops;
    OptionWalk walk(body.subspan(kFixedBytes), order);
    while (const std::optional<Option> option = walk.next()) {
        const bool isDrops = option->code == kStatisticsIfDrop || option->code == kStatisticsOsDrop;
        if (!isDrops || option->value.size() != 8)
            continue;
        if (!drops)
            drops = InterfaceDrops{
                load32(body.data(), order),
                std::uint64_t{load32(body.data() + 4, order)} << 32U | load32(body.data() + 8, order), 0};
        drops->drops += load64(option->value.data(), order);
    }
    return drops;
}

RawPacket toPacket(const PacketBlock& block, const CaptureInterface& interface, std::span<const std::byte> body,
                   Timestamp time) {
    RawPacket packet;
    packet.time = block.ticks ? interface.unit.at(*block.ticks) : time;
    packet.link = interface.link;
    packet.fcsBytes = block.fcsBytes != 0 ? block.fcsBytes : interface.fcsBytes;
    packet.originalLength = block.originalBytes;
    packet.bytes = body.subspan(block.dataOffset, block.capturedBytes);
    packet.comment = block.comment;
    return packet;
}

} // namespace synscope
