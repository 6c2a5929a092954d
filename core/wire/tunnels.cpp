// SPDX-License-Identifier: Apache-2.0
//
// What carries whole packets or frames within a packet: MPLS (RFC 3032, 4385, 4448), PPPoE (RFC 2516), GRE
// (RFC 2784, 2890, 2637), ERSPAN, EtherIP (RFC 3378), and over UDP Teredo (RFC 4380), VXLAN (RFC 7348),
// Geneve (RFC 8926) and GTP-U (3GPP TS 29.281). A UDP tunnel is known by its port only, so a payload that
// does not look like it is just UDP.
#include "core/wire/layers.h"

namespace synscope {
namespace {

/// A frame that could start here: an EtherType that is followed at its place, or a VLAN tag.
bool looksLikeEthernet(const Slice& slice, std::size_t at) {
    if (!slice.has(at + 14))
        return false;
    const std::uint16_t etherType = slice.u16(at + 12);
    return etherType == 0x8100 || etherType == 0x88a8 ||
           (etherType >= 0x0600 && layerOfEtherType(etherType) != nullptr);
}

/// Addresses of a frame may look like an IP version, so more than the first four bits has to fit.
bool looksLikeIp(const Slice& slice) {
    if (slice.has(4) && slice.u8(0) >> 4 == 4)
        return (slice.u8(0) & 0x0f) >= 5 && slice.u16(2) <= slice.length();
    return slice.has(6) && slice.u8(0) >> 4 == 6 && slice.u16(4) <= slice.length();
}

/// Bits of the first two bytes of a GRE header.
enum GreFlags : std::uint16_t {
    Checksum = 0x8000,
    RoutingPresent = 0x4000,
    Key = 0x2000,
    Sequence = 0x1000,
    Acknowledgement = 0x0080, ///< version 1 only
    VersionMask = 0x0007,
};

enum GreProtocol : std::uint16_t {
    PointToPoint = 0x880b,
    ErspanTwo = 0x88be, ///< also type I, which has no sequence number and no header
    ErspanThree = 0x22eb,
};

/// Source route entries (RFC 1701): family, offset, length, until one of family and length 0.
bool skipGreRouting(Slice& rest) {
    for (;;) {
        if (!rest.has(4))
            return false;
        const bool last = rest.u16(0) == 0 && rest.u8(3) == 0;
        const std::size_t bytes = std::size_t{4} + rest.u8(3);
        if (!rest.has(bytes))
            return false;
        rest.skip(bytes);
        if (last)
            return true;
    }
}

Next walkErspan(Walk& walk, std::size_t headerBytes) {
    Slice& rest = walk.rest;
    if (!rest.has(headerBytes))
        return rest.shortage(headerBytes);
    const bool platformHeader = headerBytes == 12 && (rest.u8(11) & 1) != 0;
    if (platformHeader)
        headerBytes += 8;
    if (!rest.has(headerBytes))
        return rest.shortage(headerBytes);
    rest.skip(headerBytes);
    return &walkEthernet;
}

Next followGre(Walk& walk, std::uint16_t protocol, bool hasSequence) {
    if (protocol == ErspanTwo)
        return walkErspan(walk, hasSequence ? 8 : 0);
    if (protocol == ErspanThree)
        return walkErspan(walk, 12);
    return layerOr(layerOfEtherType(protocol), PacketFate::NotTcp);
}

/// GTP-U extension headers: a length in units of 4 bytes first, the next one's type last.
bool skipGtpExtensions(Slice& rest, std::uint8_t type) {
    while (type != 0) {
        if (!rest.has(1))
            return false;
        const std::size_t bytes = std::size_t{4} * rest.u8(0);
        if (bytes == 0 || !rest.has(bytes))
            return false;
        type = rest.u8(bytes - 1);
        rest.skip(bytes);
    }
    return true;
}

} // namespace

Next walkMpls(Walk& walk) {
    Slice& rest = walk.rest;
    for (bool bottom = false; !bottom;) {
        if (!rest.has(4))
            return rest.shortage(4);
        bottom = (rest.u8(2) & 1) != 0;
        rest.skip(4);
    }
    if (looksLikeIp(rest))
        return &walkIp;
    if (!rest.has(1))
        return rest.shortage(1);
    constexpr std::size_t kControlWordBytes = 4;
    if (rest.u8(0) >> 4 == 0 && looksLikeEthernet(rest, kControlWordBytes)) {
        rest.skip(kControlWordBytes);
        return &walkEthernet;
    }
    return looksLikeEthernet(rest, 0) ? Next(&walkEthernet) : walkIp(walk);
}

Next walkPppoe(Walk& walk) {
    constexpr std::size_t kHeaderBytes = 6;
    Slice& rest = walk.rest;
    if (!rest.has(kHeaderBytes))
        return rest.shortage(kHeaderBytes);
    const bool session = rest.u8(1) == 0;
    const std::uint16_t length = rest.u16(4);
    if (!session)
        return PacketFate::NotIp;
    if (rest.u8(0) != 0x11) // version and type
        return PacketFate::Malformed;
    rest.skip(kHeaderBytes);
    if (length != 0) // left 0 by segmentation offload
        rest.limitLength(length);
    return &walkPpp;
}

Next walkGre(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(4))
        return rest.shortage(4);
    const std::uint16_t flags = rest.u16(0);
    const std::uint16_t protocol = rest.u16(2);
    const unsigned version = flags & VersionMask;
    const bool pointToPoint = version == 1 && protocol == PointToPoint;
    if (version != 0 && !pointToPoint)
        return PacketFate::NotTcp;
    std::size_t bytes = 4;
    bytes += (flags & (Checksum | RoutingPresent)) != 0 ? 4 : 0;
    bytes += (flags & Key) != 0 ? 4 : 0;
    bytes += (flags & Sequence) != 0 ? 4 : 0;
    bytes += pointToPoint && (flags & Acknowledgement) != 0 ? 4 : 0;
    if (!rest.has(bytes))
        return rest.shortage(bytes);
    rest.skip(bytes);
    if ((flags & RoutingPresent) != 0 && !skipGreRouting(rest))
        return PacketFate::NotTcp;
    if (pointToPoint && rest.length() == 0) // an acknowledgement alone
        return PacketFate::NotTcp;
    return followGre(walk, protocol, (flags & Sequence) != 0);
}

Next walkEtherIp(Walk& walk) {
    if (!walk.rest.has(2))
        return walk.rest.shortage(2);
    if (walk.rest.u8(0) >> 4 != 3) // the only version
        return PacketFate::NotTcp;
    walk.rest.skip(2);
    return &walkEthernet;
}

Next walkUdp(Walk& walk) {
    constexpr std::size_t kHeaderBytes = 8;
    Slice& rest = walk.rest;
    if (!rest.has(kHeaderBytes))
        return PacketFate::NotTcp;
    const Layer tunnel = layerOfUdpPorts(rest.u16(0), rest.u16(2));
    const std::uint16_t length = rest.u16(4);
    if (tunnel == nullptr)
        return PacketFate::NotTcp;
    if (length >= kHeaderBytes) // left 0 by segmentation offload and jumbograms
        rest.limitLength(length);
    rest.skip(kHeaderBytes);
    walk.guessed = true;
    return tunnel;
}

Next walkTeredo(Walk& walk) {
    Slice& rest = walk.rest;
    if (rest.has(4) && rest.u16(0) == 0x0001) { // authentication: two counted fields, a nonce, a confirmation
        const std::size_t bytes = std::size_t{13} + rest.u8(2) + rest.u8(3);
        if (!rest.has(bytes))
            return PacketFate::NotTcp;
        rest.skip(bytes);
    }
    constexpr std::size_t kOriginBytes = 8;
    if (rest.has(kOriginBytes) && rest.u16(0) == 0x0000)
        rest.skip(kOriginBytes);
    const bool carriesIpv6 = rest.has(1) && rest.u8(0) >> 4 == 6;
    return carriesIpv6 ? Next(&walkIpv6) : Next(PacketFate::NotTcp);
}

Next walkVxlan(Walk& walk) {
    constexpr std::size_t kHeaderBytes = 8;
    constexpr std::uint8_t kHasNetworkId = 0x08;
    if (!walk.rest.has(kHeaderBytes) || (walk.rest.u8(0) & kHasNetworkId) == 0)
        return PacketFate::NotTcp;
    walk.rest.skip(kHeaderBytes);
    return &walkEthernet;
}

Next walkGeneve(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(8) || rest.u8(0) >> 6 != 0)
        return PacketFate::NotTcp;
    const std::size_t bytes = std::size_t{8} + std::size_t{4} * (rest.u8(0) & 0x3f);
    const std::uint16_t protocol = rest.u16(2);
    if (!rest.has(bytes))
        return PacketFate::NotTcp;
    rest.skip(bytes);
    return layerOr(layerOfEtherType(protocol), PacketFate::NotTcp);
}

Next walkGtpU(Walk& walk) {
    constexpr std::uint8_t kUserData = 0xff;
    Slice& rest = walk.rest;
    if (!rest.has(8) || (rest.u8(0) & 0xf0) != 0x30 || rest.u8(1) != kUserData)
        return PacketFate::NotTcp;
    const bool hasOptionalFields = (rest.u8(0) & 0x07) != 0;
    const bool hasExtensions = (rest.u8(0) & 0x04) != 0;
    rest.skip(8);
    if (hasOptionalFields) {
        if (!rest.has(4))
            return PacketFate::NotTcp;
        const std::uint8_t extension = rest.u8(3);
        rest.skip(4);
        if (hasExtensions && !skipGtpExtensions(rest, extension))
            return PacketFate::NotTcp;
    }
    return walkIp(walk);
}

} // namespace synscope
