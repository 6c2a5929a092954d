// SPDX-License-Identifier: Apache-2.0
//
// IEEE 802.11 data frames and the capture headers put before them: radiotap (radiotap.org), Prism and AVS.
// Fields of 802.11 and radiotap are little endian. Frames are not decrypted and their fragments not put
// together; of an aggregate (A-MSDU) the first part is followed.
#include "core/wire/layers.h"

namespace synscope {
namespace {

constexpr std::size_t kFcsBytes = 4;

void removeFcs(Walk& walk) {
    if (walk.fcsRemoved || walk.rest.length() < kFcsBytes)
        return;
    walk.rest.limitLength(walk.rest.length() - kFcsBytes);
    walk.fcsRemoved = true;
}

/// Bits of the first two bytes of a frame, as a little endian number.
enum FrameControl : std::uint16_t {
    TypeMask = 0x000c,
    TypeData = 0x0008,
    NoData = 0x0040, ///< of the subtype: null function, acknowledgements
    Qos = 0x0080,    ///< of the subtype
    ToDistribution = 0x0100,
    FromDistribution = 0x0200,
    MoreFragments = 0x0400,
    Protected = 0x4000,
    Order = 0x8000,
};

struct FrameHeader {
    std::size_t bytes = 24;
    std::size_t qosAt = 0; ///< 0: none
};

FrameHeader frameHeader(std::uint16_t control, bool padded) {
    FrameHeader header;
    if ((control & ToDistribution) != 0 && (control & FromDistribution) != 0)
        header.bytes += 6; // fourth address
    if ((control & Qos) != 0) {
        header.qosAt = header.bytes;
        header.bytes += 2;
        if ((control & Order) != 0)
            header.bytes += 4; // HT control
    }
    if (padded)
        header.bytes = (header.bytes + 3) / 4 * 4;
    return header;
}

/// The first part of an aggregate: two addresses and a length before its LLC header.
Next walkAggregate(Walk& walk) {
    constexpr std::size_t kPartHeaderBytes = 14;
    if (!walk.rest.has(kPartHeaderBytes))
        return walk.rest.shortage(kPartHeaderBytes);
    const std::uint16_t length = walk.rest.u16(12);
    walk.rest.skip(kPartHeaderBytes);
    walk.rest.limitLength(length);
    return &walkLlc;
}

/// What the radiotap flags field says of the frame.
struct RadiotapFlags {
    bool fcsAtEnd = false;
    bool padded = false;
};

/// Reads the flags field of a header of `headerBytes`, all captured. Bit 0 of the first presence word puts
/// an aligned 8-byte timestamp before it.
RadiotapFlags radiotapFlags(const Slice& header, std::size_t headerBytes) {
    constexpr std::uint32_t kTimestamp = 1;
    constexpr std::uint32_t kFlags = 2;
    constexpr std::uint32_t kAnotherWord = 0x80000000U;
    std::size_t at = 4;
    const std::uint32_t present = header.u32LittleEndian(at);
    for (std::uint32_t word = present; (word & kAnotherWord) != 0;) {
        at += 4;
        if (at + 4 > headerBytes)
            return {};
        word = header.u32LittleEndian(at);
    }
    at += 4;
    if ((present & kTimestamp) != 0)
        at = (at + 7) / 8 * 8 + 8;
    if ((present & kFlags) == 0 || at >= headerBytes)
        return {};
    const std::uint8_t flags = header.u8(at);
    return {(flags & 0x10) != 0, (flags & 0x20) != 0};
}

} // namespace

Next walkIeee80211(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(2))
        return rest.shortage(2);
    const std::uint16_t control = rest.u16LittleEndian(0);
    if ((control & TypeMask) != TypeData || (control & NoData) != 0)
        return PacketFate::NotIp;
    if ((control & Protected) != 0)
        return PacketFate::ProtectedFrame;
    const FrameHeader header = frameHeader(control, walk.wifiPadding);
    if (!rest.has(header.bytes))
        return rest.shortage(header.bytes);
    const bool fragmented = (control & MoreFragments) != 0 || (rest.u16LittleEndian(22) & 0x0f) != 0;
    if (fragmented)
        return PacketFate::Fragment;
    const bool aggregate = header.qosAt != 0 && (rest.u8(header.qosAt) & 0x80) != 0;
    rest.skip(header.bytes);
    return aggregate ? walkAggregate(walk) : walkLlc(walk);
}

Next walkRadiotap(Walk& walk) {
    constexpr std::size_t kFixedBytes = 8;
    Slice& rest = walk.rest;
    if (!rest.has(kFixedBytes))
        return rest.shortage(kFixedBytes);
    const std::size_t bytes = rest.u16LittleEndian(2);
    if (rest.u8(0) != 0 || bytes < kFixedBytes)
        return PacketFate::Malformed;
    if (!rest.has(bytes))
        return rest.shortage(bytes);
    const RadiotapFlags flags = radiotapFlags(rest, bytes);
    rest.skip(bytes);
    walk.wifiPadding = flags.padded;
    if (flags.fcsAtEnd)
        removeFcs(walk);
    return &walkIeee80211;
}

Next walkPrism(Walk& walk) {
    constexpr std::size_t kFixedBytes = 8;
    constexpr std::uint32_t kAvsMagic = 0x80211000U;
    Slice& rest = walk.rest;
    if (!rest.has(kFixedBytes))
        return rest.shortage(kFixedBytes);
    const bool avs = (rest.u32(0) & 0xfffff000U) == kAvsMagic;
    const std::uint32_t little = rest.u32LittleEndian(4);
    const std::size_t bytes = avs || little > 0xffff ? rest.u32(4) : little;
    if (bytes < kFixedBytes)
        return PacketFate::Malformed;
    if (!rest.has(bytes))
        return rest.shortage(bytes);
    rest.skip(bytes);
    return &walkIeee80211;
}

} // namespace synscope
