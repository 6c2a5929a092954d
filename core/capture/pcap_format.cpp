// SPDX-License-Identifier: Apache-2.0
//
// Parsing the pcap file header.
#include "core/capture/pcap_format.h"

#include "core/base/told.h"

#include <algorithm>
#include <array>

namespace synscope {

namespace {

struct Magic {
    std::uint32_t value;
    std::uint8_t recordHeaderBytes;
    std::uint32_t fractionNs;
};

constexpr std::array<Magic, 3> kMagics = {{
    {0xa1b2c3d4, 16, 1000}, // microseconds
    {0xa1b23c4d, 16, 1},    // nanoseconds
    {0xa1b2cd34, 24, 1000}, // modified by A. Kuznetzov: interface, protocol and packet type follow the lengths
}};

const Magic* findMagic(const std::byte* from, ByteOrder order) {
    const std::uint32_t value = load32(from, order);
    const auto* found = std::find_if(kMagics.begin(), kMagics.end(), [&](const Magic& m) { return m.value == value; });
    return found == kMagics.end() ? nullptr : found;
}

// Versions as written over the years; 543.0 is what one Unix system's tcpdump wrote for 2.2.
std::optional<LengthOrder> lengthOrder(unsigned major, unsigned minor) {
    if (major == 543)
        return LengthOrder::OriginalFirst;
    if (major != 2 || minor > 4)
        return std::nullopt;
    if (minor == 4)
        return LengthOrder::CapturedFirst;
    return minor == 3 ? LengthOrder::SmallerFirst : LengthOrder::OriginalFirst;
}

// Upper bits of the link type word: bit 26 says that bits 28 to 31 hold the frame check sequence's length in
// units of 16 bits. The bits between are reserved.
std::uint8_t fcsBytesOf(std::uint32_t linkWord) {
    const bool isPresent = (linkWord & 0x04000000) != 0;
    return isPresent ? static_cast<std::uint8_t>((linkWord >> 28) * 2) : std::uint8_t{0};
}

} // namespace

bool isPcap(std::span<const std::byte> beginning) {
    return beginning.size() >= 4 && (findMagic(beginning.data(), ByteOrder::Little) != nullptr ||
                                     findMagic(beginning.data(), ByteOrder::Big) != nullptr);
}

Result<PcapFormat> parsePcapHeader(std::span<const std::byte> header) {
    PcapFormat format;
    format.order = findMagic(header.data(), ByteOrder::Little) != nullptr ? ByteOrder::Little : ByteOrder::Big;
    const Magic* magic = findMagic(header.data(), format.order);
    const unsigned major = load16(header.data() + 4, format.order);
    const unsigned minor = load16(header.data() + 6, format.order);
    const std::optional<LengthOrder> lengths = lengthOrder(major, minor);
    if (!lengths)
        return Error{told("pcap version {0}.{1} is unknown; versions 2.0 to 2.4 can be read",
                          {std::to_string(major), std::to_string(minor)}),
                     4, std::nullopt};
    const std::uint32_t linkWord = load32(header.data() + 20, format.order);
    format.lengths = *lengths;
    format.recordHeaderBytes = magic->recordHeaderBytes;
    format.fractionNs = magic->fractionNs;
    format.fcsBytes = fcsBytesOf(linkWord);
    format.captureLimit = std::clamp(load32(header.data() + 16, format.order), kLeastCaptureLimit, kMostCaptureLimit);
    format.link = static_cast<LinkType>(linkWord & 0xffff);
    return format;
}

} // namespace synscope
