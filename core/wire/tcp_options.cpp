// SPDX-License-Identifier: Apache-2.0
//
// TCP options: RFC 9293 (MSS), 7323 (window scale, timestamps), 2018 (SACK), 7413 (fast open), 8684 (MPTCP).
// An option of a known kind with a length it cannot have is passed over, as kernels do.
#include "core/wire/tcp_options.h"

#include "core/wire/slice.h"

namespace synscope {
namespace {

enum Kind : std::uint8_t {
    EndOfList = 0,
    NoOperation = 1,
    MaximumSegmentSize = 2,
    WindowScale = 3,
    SackPermitted = 4,
    Sack = 5,
    Timestamps = 8,
    Multipath = 30,
    FastOpen = 34,
    Experiment2 = 254,
};
constexpr std::uint16_t kFastOpenExperiment = 0xf989;  // RFC 7413, appendix A
constexpr std::uint32_t kTimestampsAlone = 0x0101080a; // NOP NOP timestamps: most segments with data

void readTimestamps(const Slice& area, std::size_t at, TcpOptions& options) {
    options.hasTimestamps = true;
    options.tsValue = area.u32(at);
    options.tsEcho = area.u32(at + 4);
}

void readSack(const Slice& area, std::size_t at, std::size_t bytes, TcpOptions& options) {
    if (bytes == 0 || bytes % 8 != 0 || bytes / 8 > options.sack.size())
        return;
    options.sackCount = static_cast<std::uint8_t>(bytes / 8);
    for (std::size_t i = 0; i < options.sackCount; ++i)
        options.sack[i] = {SeqNum(area.u32(at + 8 * i)), SeqNum(area.u32(at + 8 * i + 4))};
}

void setFastOpen(std::size_t cookieBytes, TcpOptions& options) {
    options.hasFastOpen = true;
    options.fastOpenCookieBytes = static_cast<std::uint8_t>(cookieBytes);
}

/// `bytes` of the option's content start at `at`.
void readOption(const Slice& area, std::uint8_t kind, std::size_t at, std::size_t bytes, TcpOptions& options) {
    if (kind == MaximumSegmentSize && bytes == 2) {
        options.hasMss = true;
        options.mss = area.u16(at);
    } else if (kind == WindowScale && bytes == 1) {
        options.hasWindowScale = true;
        options.windowScale = area.u8(at);
    } else if (kind == SackPermitted && bytes == 0) {
        options.sackPermitted = true;
    } else if (kind == Sack) {
        readSack(area, at, bytes, options);
    } else if (kind == Timestamps && bytes == 8) {
        readTimestamps(area, at, options);
    } else if (kind == Multipath && bytes >= 1 && !options.hasMultipath) {
        options.hasMultipath = true;
        options.multipathSubtype = static_cast<std::uint8_t>(area.u8(at) >> 4);
    } else if (kind == FastOpen) {
        setFastOpen(bytes, options);
    } else if (kind == Experiment2 && bytes >= 2 && area.u16(at) == kFastOpenExperiment) {
        setFastOpen(bytes - 2, options);
    }
}

} // namespace

void readTcpOptions(std::span<const std::byte> bytes, bool cut, TcpOptions& options) {
    const Slice area(bytes, bytes.size());
    if (bytes.size() == 12 && area.u32(0) == kTimestampsAlone) {
        options.cut = cut;
        return readTimestamps(area, 4, options);
    }
    options.cut = cut;
    std::size_t at = 0;
    while (at < bytes.size() && area.u8(at) != EndOfList) {
        const std::uint8_t kind = area.u8(at);
        if (kind == NoOperation) {
            ++at;
            continue;
        }
        const bool lengthIsThere = at + 1 < bytes.size();
        const std::size_t length = lengthIsThere ? area.u8(at + 1) : 2;
        if (length < 2 || at + length > bytes.size()) {
            options.malformed = length < 2 || !cut;
            return;
        }
        readOption(area, kind, at + 2, length - 2, options);
        at += length;
    }
}

} // namespace synscope
