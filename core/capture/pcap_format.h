// SPDX-License-Identifier: Apache-2.0
//
// The pcap file format (draft-ietf-opsawg-pcap): its file header and its record header as pure functions of
// bytes. Both byte orders, microseconds and nanoseconds, the modified (Kuznetzov) records, and old versions
// that wrote the two lengths the other way round.
#pragma once

#include "core/capture/byte_order.h"
#include "core/wire/packet.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace synscope {

inline constexpr std::size_t kPcapFileHeaderBytes = 24;

/// A packet over the limit is damage. The limit is the file's snap length, but at least 262144 bytes (writers lie low)
/// and at most 16 MiB (writers put 2^31 - 1 where they mean "no limit").
inline constexpr std::uint32_t kLeastCaptureLimit = 262144;
inline constexpr std::uint32_t kMostCaptureLimit = std::uint32_t{16} << 20;

enum class LengthOrder : std::uint8_t {
    CapturedFirst, ///< version 2.4
    OriginalFirst, ///< before 2.3
    SmallerFirst,  ///< 2.3: writers disagreed; the captured length is the smaller one
};

/// What the file header says about all records.
struct PcapFormat {
    ByteOrder order = kNativeOrder;
    LengthOrder lengths = LengthOrder::CapturedFirst;
    std::uint8_t recordHeaderBytes = 16; ///< 24 in modified pcap
    std::uint8_t fcsBytes = 0;
    std::uint32_t fractionNs = 1000; ///< nanoseconds in a unit of a record's second word
    std::uint32_t captureLimit = kLeastCaptureLimit;
    LinkType link = LinkType::Ethernet;
};

struct PcapRecord {
    Timestamp time{};
    std::uint32_t capturedBytes = 0;
    std::uint32_t originalBytes = 0;
};

/// True when the first four bytes are a magic number of pcap.
[[nodiscard]] bool isPcap(std::span<const std::byte> beginning);

/// `header`: kPcapFileHeaderBytes that isPcap() accepts. Fails for a version nobody wrote.
[[nodiscard]] Result<PcapFormat> parsePcapHeader(std::span<const std::byte> header);

/// `from`: format.recordHeaderBytes.
[[nodiscard]] inline PcapRecord parsePcapRecord(const PcapFormat& format, const std::byte* from) {
    const std::int64_t seconds = load32(from, format.order);
    const std::int64_t fraction = load32(from + 4, format.order);
    PcapRecord record{timestampFromNs(seconds * 1'000'000'000 + fraction * format.fractionNs),
                      load32(from + 8, format.order), load32(from + 12, format.order)};
    const bool isSwapped = format.lengths == LengthOrder::OriginalFirst ||
                           (format.lengths == LengthOrder::SmallerFirst && record.capturedBytes > record.originalBytes);
    if (isSwapped) [[unlikely]]
        std::swap(record.capturedBytes, record.originalBytes);
    return record;
}

/// The packet a record describes; its bytes are for the caller to set.
[[nodiscard]] inline RawPacket toPacket(const PcapFormat& format, const PcapRecord& record, std::uint64_t position) {
    return {kNoPacket, record.time, format.link, format.fcsBytes, false, record.originalBytes, position, {}};
}

} // namespace synscope
