// SPDX-License-Identifier: Apache-2.0
//
// IPv4 (RFC 791) and IPv6 (RFC 8200) headers, with what lies between them and the transport header. The
// length on the wire is the header's own, so link-layer padding and trailers fall away here.
#include "core/wire/layers.h"

#include <cstring>

namespace synscope {
namespace {

constexpr std::size_t kV4FixedBytes = 20;
constexpr std::size_t kV6FixedBytes = 40;
constexpr int kMaxExtensionHeaders = 32;

enum Extension : std::uint8_t {
    HopByHop = 0,
    Routing = 43,
    FragmentHeader = 44,
    Authentication = 51,
    DestinationOptions = 60,
    Mobility = 135,
    HostIdentity = 139,
    Shim6 = 140,
};

/// Written in place: a value put together byte by byte and then copied costs more than the rest of the header.
void readV4Address(const Slice& slice, std::size_t at, IpAddress& address) {
    address.bytes.fill(0);
    std::memcpy(address.bytes.data(), slice.bytes().data() + at, 4);
    address.isV6 = false;
}

IpAddress readV6Address(const Slice& slice, std::size_t at) {
    IpAddress address;
    address.isV6 = true;
    std::memcpy(address.bytes.data(), slice.bytes().data() + at, address.bytes.size());
    return address;
}

/// Where a source route not yet travelled to its end (RFC 791, options 131 and 137) names the last
/// destination, which is the one TCP sees; 0 where there is none.
std::size_t sourceRouteEndAt(const Slice& header, std::size_t headerBytes) {
    constexpr std::uint8_t kEndOfList = 0;
    constexpr std::uint8_t kNoOperation = 1;
    std::size_t at = kV4FixedBytes;
    while (at + 2 < headerBytes && header.u8(at) != kEndOfList) {
        const std::uint8_t kind = header.u8(at);
        const std::size_t length = kind == kNoOperation ? 1 : header.u8(at + 1);
        if (length == 0 || at + length > headerBytes)
            return 0;
        const bool sourceRoute = kind == 131 || kind == 137;
        if (sourceRoute && length >= 7 && header.u8(at + 2) + std::size_t{3} <= length)
            return at + (length - 3) / 4 * 4 - 1;
        at += length;
    }
    return 0;
}

/// Remembers where the fragment in `rest` belongs. Lengths no sender can have meant are Malformed.
PacketFate fragmentMet(Walk& walk, std::uint32_t id, std::uint32_t offset, bool more, std::uint8_t protocol) {
    const std::uint64_t length = walk.rest.length();
    if (length == 0 || (more && length % 8 != 0) || offset + length > 0xffff)
        return PacketFate::Malformed;
    walk.fragment = {true, more, protocol, id, offset};
    return PacketFate::Fragment;
}

/// Jumbo payload (RFC 2675): the packet's length. Home address (RFC 6275, 6.3): the source as TCP sees it.
/// Zero where absent.
struct OptionsFound {
    std::uint64_t jumboLength = 0;
    std::size_t homeAddressAt = 0;
};

/// Options of a hop-by-hop or destination options header of `bytes`, all captured.
OptionsFound readOptions(const Slice& header, std::size_t bytes) {
    constexpr std::uint8_t kPad1 = 0x00;
    constexpr std::uint8_t kJumboPayload = 0xc2;
    constexpr std::uint8_t kHomeAddress = 0xc9;
    OptionsFound found;
    std::size_t at = 2;
    while (at + 2 <= bytes) {
        if (header.u8(at) == kPad1) {
            ++at;
            continue;
        }
        const std::size_t content = at + 2;
        const std::size_t length = header.u8(at + 1);
        if (content + length > bytes)
            break;
        if (header.u8(at) == kJumboPayload && length == 4)
            found.jumboLength = header.u32(content);
        if (header.u8(at) == kHomeAddress && length == 16)
            found.homeAddressAt = content;
        at = content + length;
    }
    return found;
}

/// Where a routing header of `bytes` with segments left names the last destination, or 0. Types 0 and 2
/// (RFC 2460, RFC 6275) list addresses in order of travel, type 4 (RFC 8754) in reverse.
std::size_t finalDestinationAt(const Slice& header, std::size_t bytes) {
    const std::uint8_t type = header.u8(2);
    const bool anyLeft = header.u8(3) != 0;
    if (!anyLeft || bytes < 24)
        return 0;
    if (type == 0 || type == 2)
        return 8 + (bytes - 24) / 16 * 16;
    return type == 4 ? 8 : 0;
}

bool isExtension(std::uint8_t protocol) {
    switch (protocol) {
    case HopByHop:
    case Routing:
    case FragmentHeader:
    case Authentication:
    case DestinationOptions:
    case Mobility:
    case HostIdentity:
    case Shim6:
        return true;
    default: // plain numbers: everything else is no extension
        return false;
    }
}

/// A jumbo length counts from behind the fixed header; `before` bytes of it are already walked.
void applyJumboLength(Walk& walk, std::uint64_t jumboLength, std::uint64_t before) {
    if (jumboLength < before || !walk.segment.lengthFromCapture)
        return;
    walk.rest.setLength(jumboLength - before);
    walk.segment.lengthFromCapture = false;
}

/// What a header other than the fragment header, `bytes` long, says about the packet.
void heedExtension(Walk& walk, std::uint8_t protocol, std::size_t bytes, std::uint64_t before) {
    if (protocol == HopByHop || protocol == DestinationOptions) {
        const OptionsFound found = readOptions(walk.rest, bytes);
        if (found.homeAddressAt != 0)
            walk.segment.source.address = readV6Address(walk.rest, found.homeAddressAt);
        if (found.jumboLength != 0)
            applyJumboLength(walk, found.jumboLength, before);
    } else if (protocol == Routing) {
        if (const std::size_t at = finalDestinationAt(walk.rest, bytes); at != 0)
            walk.segment.destination.address = readV6Address(walk.rest, at);
    }
}

Next walkExtensions(Walk& walk, std::uint8_t protocol) {
    Slice& rest = walk.rest;
    std::uint64_t before = 0;
    for (int count = 0; isExtension(protocol); ++count) {
        if (count == kMaxExtensionHeaders)
            return PacketFate::Malformed;
        if (!rest.has(8))
            return rest.shortage(8);
        const std::uint8_t following = rest.u8(0);
        if (protocol == FragmentHeader) {
            const std::uint16_t place = rest.u16(2);
            const std::uint32_t id = rest.u32(4);
            rest.skip(8);
            before += 8;
            if ((place & 0xfff9) != 0) // not an atomic fragment (RFC 6946)
                return fragmentMet(walk, id, place & 0xfff8U, (place & 1) != 0, following);
        } else {
            const std::size_t bytes =
                protocol == Authentication ? (rest.u8(1) + std::size_t{2}) * 4 : (rest.u8(1) + std::size_t{1}) * 8;
            if (!rest.has(bytes))
                return rest.shortage(bytes);
            heedExtension(walk, protocol, bytes, before);
            if (!rest.has(bytes)) // a jumbo length that ends within its own header
                return PacketFate::Malformed;
            rest.skip(bytes);
            before += bytes;
        }
        protocol = following;
    }
    return layerOr(layerOfIpProtocol(protocol), PacketFate::NotTcp);
}

} // namespace

Next walkIpv4(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(kV4FixedBytes))
        return rest.shortage(kV4FixedBytes);
    const std::size_t headerBytes = std::size_t{4} * (rest.u8(0) & 0x0f);
    const std::uint16_t totalLength = rest.u16(2);
    const bool noLength = totalLength == 0; // left to the network card by segmentation offload
    if (rest.u8(0) >> 4 != 4 || headerBytes < kV4FixedBytes || (!noLength && totalLength < headerBytes))
        return PacketFate::Malformed;
    if (!noLength)
        rest.setLength(totalLength);
    if (!rest.has(headerBytes))
        return rest.shortage(headerBytes);

    Segment& segment = walk.segment;
    readV4Address(rest, 12, segment.source.address);
    const std::size_t routeEnd = headerBytes == kV4FixedBytes ? 0 : sourceRouteEndAt(rest, headerBytes);
    readV4Address(rest, routeEnd == 0 ? 16 : routeEnd, segment.destination.address);
    segment.ipId = rest.u16(4);
    segment.ttl = rest.u8(8);
    segment.lengthFromCapture = noLength;
    walk.sawIp = true;
    walk.guessed = false;
    const std::uint16_t place = rest.u16(6);
    const std::uint8_t protocol = rest.u8(9);
    rest.skip(headerBytes);
    if ((place & 0x3fff) != 0)
        return fragmentMet(walk, segment.ipId, (place & 0x1fffU) * 8, (place & 0x2000) != 0, protocol);
    return layerOr(layerOfIpProtocol(protocol), PacketFate::NotTcp);
}

Next walkIpv6(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(kV6FixedBytes))
        return rest.shortage(kV6FixedBytes);
    if (rest.u8(0) >> 4 != 6)
        return PacketFate::Malformed;
    const std::uint16_t payloadLength = rest.u16(4);
    const std::uint8_t protocol = rest.u8(6);
    Segment& segment = walk.segment;
    segment.source.address = readV6Address(rest, 8);
    segment.destination.address = readV6Address(rest, 24);
    segment.ipId = 0;
    segment.ttl = rest.u8(7);
    segment.lengthFromCapture = payloadLength == 0; // unless a jumbo payload option tells it
    walk.sawIp = true;
    walk.guessed = false;
    rest.skip(kV6FixedBytes);
    if (payloadLength != 0)
        rest.setLength(payloadLength);
    return walkExtensions(walk, protocol);
}

Next walkIp(Walk& walk) {
    if (!walk.rest.has(1))
        return walk.rest.shortage(1);
    switch (walk.rest.u8(0) >> 4) {
    case 4:
        return &walkIpv4;
    case 6:
        return &walkIpv6;
    default: // a plain number
        return PacketFate::NotIp;
    }
}

Next walkAuthenticationHeader(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(2))
        return rest.shortage(2);
    const std::uint8_t protocol = rest.u8(0);
    const std::size_t bytes = (rest.u8(1) + std::size_t{2}) * 4;
    if (!rest.has(bytes))
        return rest.shortage(bytes);
    rest.skip(bytes);
    return layerOr(layerOfIpProtocol(protocol), PacketFate::NotTcp);
}

} // namespace synscope
