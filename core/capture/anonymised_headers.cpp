// SPDX-License-Identifier: Apache-2.0
//
// Making headers anew: see anonymised_headers.h.
#include "core/capture/anonymised_headers.h"

#include "core/wire/slice.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t kV4Bytes = 20;
constexpr std::size_t kV4ChecksumAt = 10;
constexpr std::size_t kTcpBytes = 20;
constexpr std::size_t kTcpChecksumAt = 16;
constexpr std::uint8_t kTcp = 6;

enum OptionKind : std::uint8_t {
    EndOfList = 0,
    NoOperation = 1,
    MaximumSegmentSize = 2,
    WindowScale = 3,
    SackPermitted = 4,
    Sack = 5,
    Timestamps = 8,
    Md5Signature = 19,
    UserTimeout = 28, // RFC 5482; load balancers put client addresses into longer ones
    Authentication = 29,
    Multipath = 30,
    FastOpen = 34,
    Experiment2 = 254,
};

void put8(std::vector<std::byte>& out, std::uint8_t value) {
    out.push_back(static_cast<std::byte>(value));
}

void put16(std::vector<std::byte>& out, std::uint16_t value) {
    put8(out, static_cast<std::uint8_t>(value >> 8));
    put8(out, static_cast<std::uint8_t>(value));
}

void put32(std::vector<std::byte>& out, std::uint32_t value) {
    put16(out, static_cast<std::uint16_t>(value >> 16));
    put16(out, static_cast<std::uint16_t>(value));
}

void putAddress(std::vector<std::byte>& out, const IpAddress& address) {
    const std::span all(address.bytes);
    for (const std::uint8_t byte : all.first(address.isV6 ? 16 : 4))
        put8(out, byte);
}

void store16(std::span<std::byte> bytes, std::size_t at, std::uint16_t value) {
    bytes[at] = static_cast<std::byte>(value >> 8);
    bytes[at + 1] = static_cast<std::byte>(value);
}

std::uint16_t onesAdd(std::uint16_t a, std::uint16_t b) {
    const std::uint32_t sum = std::uint32_t{a} + b;
    return static_cast<std::uint16_t>((sum & 0xffff) + (sum >> 16));
}

std::uint16_t inverse(std::uint16_t value) {
    return static_cast<std::uint16_t>(~value);
}

/// RFC 1624, equation 3: a checksum over words of the one sum, turned into one over words of the other.
std::uint16_t adjusted(std::uint16_t checksum, std::uint16_t before, std::uint16_t after) {
    return inverse(onesAdd(onesAdd(inverse(checksum), inverse(before)), after));
}

/// The sum over a header whose checksum field, at `at`, counts as zero.
std::uint16_t sumWithout(std::span<const std::byte> header, std::size_t at) {
    return onesSum(header.subspan(at + 2), onesSum(header.first(at)));
}

std::uint16_t addressSum(const AddressPair& addresses) {
    std::vector<std::byte> bytes;
    putAddress(bytes, addresses.source);
    putAddress(bytes, addresses.destination);
    return onesSum(bytes);
}

std::uint16_t lengthOrUntold(std::uint64_t length) {
    return length <= 0xffff ? static_cast<std::uint16_t>(length) : std::uint16_t{0};
}

struct V4Fields {
    std::uint8_t typeOfService = 0;
    std::uint16_t id = 0;
    std::uint16_t flags = 0; ///< in their place, without a fragment's offset
    std::uint8_t ttl = 0;
    std::uint16_t totalLength = 0;
};

/// With a checksum of zero.
void putV4Header(std::vector<std::byte>& out, const V4Fields& fields, const AddressPair& addresses) {
    put8(out, 0x45);
    put8(out, fields.typeOfService);
    put16(out, fields.totalLength);
    put16(out, fields.id);
    put16(out, fields.flags);
    put8(out, fields.ttl);
    put8(out, kTcp);
    put16(out, 0);
    putAddress(out, addresses.source);
    putAddress(out, addresses.destination);
}

void putV6Header(std::vector<std::byte>& out, std::uint32_t firstWord, std::uint8_t hopLimit,
                 const AddressPair& addresses, std::uint16_t payloadLength) {
    put32(out, firstWord);
    put16(out, payloadLength);
    put8(out, kTcp);
    put8(out, hopLimit);
    putAddress(out, addresses.source);
    putAddress(out, addresses.destination);
}

void appendV4Header(std::vector<std::byte>& out, const Slice& original, const AddressPair& addresses,
                    std::uint64_t tcpBytes) {
    constexpr std::uint16_t kDontFragment = 0x4000;
    const bool tellsLength = original.u16(2) != 0; // else left to the network card
    V4Fields fields;
    fields.typeOfService = original.u8(1);
    fields.id = original.u16(4);
    fields.flags = original.u16(6) & kDontFragment;
    fields.ttl = original.u8(8);
    fields.totalLength = tellsLength ? lengthOrUntold(kV4Bytes + tcpBytes) : std::uint16_t{0};
    const std::size_t begin = out.size();
    putV4Header(out, fields, addresses);
    const std::span<std::byte> header = std::span(out).subspan(begin);
    const std::size_t originalBytes = std::min(std::size_t{4} * (original.u8(0) & 0x0f), original.captured());
    const std::uint16_t before = sumWithout(original.bytes().first(originalBytes), kV4ChecksumAt);
    store16(header, kV4ChecksumAt, adjusted(original.u16(kV4ChecksumAt), before, sumWithout(header, kV4ChecksumAt)));
}

/// An option of a kind and length that are known to hold no address. Of multipath TCP, ADD_ADDR holds one.
bool isHarmless(const Slice& area, std::size_t at, std::size_t length) {
    constexpr std::uint8_t kAddAddress = 3;
    switch (area.u8(at)) {
    case MaximumSegmentSize:
    case UserTimeout:
        return length == 4;
    case WindowScale:
        return length == 3;
    case SackPermitted:
        return length == 2;
    case Sack:
        return length % 8 == 2 && length <= 34;
    case Timestamps:
        return length == 10;
    case Md5Signature:
        return length == 18;
    case Authentication:
        return length >= 4;
    case Multipath:
        return length >= 3 && area.u8(at + 2) >> 4 != kAddAddress;
    default: // plain numbers
        return false;
    }
}

/// Bytes of a fast open option before its cookie; 0 of any other option.
std::size_t bytesBeforeCookie(const Slice& area, std::size_t at, std::size_t length) {
    constexpr std::uint16_t kFastOpenExperiment = 0xf989;
    if (area.u8(at) == FastOpen)
        return 2;
    const bool experiment = area.u8(at) == Experiment2 && length >= 4 && area.u16(at + 2) == kFastOpenExperiment;
    return experiment ? 4 : 0;
}

void hideOption(std::span<std::byte> area, std::size_t at, std::size_t length) {
    const Slice option(area, area.size());
    if (isHarmless(option, at, length))
        return;
    if (const std::size_t kept = bytesBeforeCookie(option, at, length); kept != 0)
        std::fill_n(area.begin() + static_cast<std::ptrdiff_t>(at + kept), length - kept, std::byte{0});
    else
        std::fill_n(area.begin() + static_cast<std::ptrdiff_t>(at), length, std::byte{NoOperation});
}

/// Kind and length of an option that does not fit stay, for they show that it does not.
void hideOptions(std::span<std::byte> area) {
    std::size_t at = 0;
    while (at < area.size() && area[at] != std::byte{EndOfList}) {
        if (area[at] == std::byte{NoOperation}) {
            ++at;
            continue;
        }
        const std::size_t length = at + 1 < area.size() ? static_cast<std::size_t>(area[at + 1]) : 0;
        if (length < 2 || at + length > area.size()) {
            at = std::min(at + 2, area.size());
            break;
        }
        hideOption(area, at, length);
        at += length;
    }
    std::fill(area.begin() + static_cast<std::ptrdiff_t>(at), area.end(), std::byte{0});
}

std::vector<std::byte> optionsOf(const TcpOptions& options) {
    std::vector<std::byte> out;
    const auto head = [&out](OptionKind kind, std::size_t content) {
        put8(out, kind);
        put8(out, static_cast<std::uint8_t>(content + 2));
    };
    if (options.hasMss) {
        head(MaximumSegmentSize, 2);
        put16(out, options.mss);
    }
    if (options.hasWindowScale) {
        head(WindowScale, 1);
        put8(out, options.windowScale);
    }
    if (options.sackPermitted)
        head(SackPermitted, 0);
    if (options.hasTimestamps) {
        head(Timestamps, 8);
        put32(out, options.tsValue);
        put32(out, options.tsEcho);
    }
    if (options.sackCount > 0)
        head(Sack, std::size_t{8} * options.sackCount);
    for (std::size_t i = 0; i < options.sackCount; ++i) {
        put32(out, options.sack[i].left.value());
        put32(out, options.sack[i].right.value());
    }
    if (options.hasFastOpen) {
        head(FastOpen, options.fastOpenCookieBytes);
        out.insert(out.end(), options.fastOpenCookieBytes, std::byte{0});
    }
    if (options.hasMultipath) {
        head(Multipath, 1);
        put8(out, static_cast<std::uint8_t>(options.multipathSubtype << 4));
    }
    out.insert(out.end(), -out.size() & 3, std::byte{NoOperation});
    return out;
}

std::vector<std::byte> tcpHeaderOf(const Segment& segment) {
    const std::vector<std::byte> options = optionsOf(segment.options);
    std::vector<std::byte> out;
    put16(out, segment.source.port);
    put16(out, segment.destination.port);
    put32(out, segment.seq.value());
    put32(out, segment.ack.value());
    const std::size_t words = (kTcpBytes + options.size()) / 4;
    put16(out, static_cast<std::uint16_t>((words << 12) | segment.flags.bits));
    put16(out, segment.window);
    put32(out, 0); // checksum, urgent pointer
    out.insert(out.end(), options.begin(), options.end());
    return out;
}

} // namespace

std::uint16_t onesSum(std::span<const std::byte> bytes, std::uint16_t sum) {
    std::uint64_t total = sum;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        total += std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (i % 2 == 0 ? 8 : 0);
    while (total > 0xffff)
        total = (total & 0xffff) + (total >> 16);
    return static_cast<std::uint16_t>(total);
}

void appendIpHeader(std::vector<std::byte>& out, std::span<const std::byte> original, const AddressPair& addresses,
                    std::uint64_t tcpBytes) {
    const Slice header(original, original.size());
    if (!addresses.source.isV6)
        return appendV4Header(out, header, addresses, tcpBytes);
    putV6Header(out, header.u32(0), header.u8(7), addresses, lengthOrUntold(tcpBytes));
}

void appendTcpHeader(std::vector<std::byte>& out, std::span<const std::byte> original, const AddressPair& before,
                     const AddressPair& after) {
    const std::size_t begin = out.size();
    out.insert(out.end(), original.begin(), original.end());
    const std::span<std::byte> header = std::span(out).subspan(begin);
    if (header.size() > kTcpBytes)
        hideOptions(header.subspan(kTcpBytes));
    if (header.size() < kTcpChecksumAt + 2)
        return;
    const std::uint16_t sumBefore = onesAdd(sumWithout(original, kTcpChecksumAt), addressSum(before));
    const std::uint16_t sumAfter = onesAdd(sumWithout(header, kTcpChecksumAt), addressSum(after));
    const std::uint16_t checksum = Slice(original, original.size()).u16(kTcpChecksumAt);
    store16(header, kTcpChecksumAt, adjusted(checksum, sumBefore, sumAfter));
}

void appendHeadersOf(std::vector<std::byte>& out, const Segment& segment, const AddressPair& addresses) {
    constexpr std::uint32_t kVersion6 = 0x60000000;
    std::vector<std::byte> tcp = tcpHeaderOf(segment);
    const std::uint64_t tcpBytes = tcp.size() + std::uint64_t{segment.payloadBytes};
    std::vector<std::byte> pseudo;
    put32(pseudo, static_cast<std::uint32_t>(tcpBytes));
    put32(pseudo, kTcp);
    const std::uint16_t sum = onesAdd(onesAdd(onesSum(tcp), onesSum(pseudo)), addressSum(addresses));
    store16(tcp, kTcpChecksumAt, inverse(sum));
    if (addresses.source.isV6) {
        putV6Header(out, kVersion6, segment.ttl, addresses, lengthOrUntold(tcpBytes));
    } else {
        V4Fields fields;
        fields.id = segment.ipId;
        fields.ttl = segment.ttl;
        fields.totalLength = lengthOrUntold(kV4Bytes + tcpBytes);
        const std::size_t begin = out.size();
        putV4Header(out, fields, addresses);
        const std::span<std::byte> header = std::span(out).subspan(begin);
        store16(header, kV4ChecksumAt, inverse(onesSum(header)));
    }
    out.insert(out.end(), tcp.begin(), tcp.end());
}

} // namespace synscope
