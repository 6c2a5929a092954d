// SPDX-License-Identifier: Apache-2.0
//
// Which layer follows which number: the tables to which a link type or a tunnel is added as a row. And the
// link layers themselves, save 802.11 (wifi.cpp) and those that tunnel (tunnels.cpp).
#include "core/wire/layers.h"

#include <array>

namespace synscope {
namespace {

Next walkNull(Walk& walk);
Next walkFddi(Walk& walk);
Next skipTag(Walk& walk, std::size_t bytes);
Next walkSll(Walk& walk);
Next walkSll2(Walk& walk);
Next walkPppHdlc(Walk& walk);
Next walkCiscoHdlc(Walk& walk);
Next walkNflog(Walk& walk);
Next walkProviderBackbone(Walk& walk);
Next walkVnTag(Walk& walk);
Next walkExtendedTag(Walk& walk);

template <typename Number>
struct Row {
    Number number;
    Layer layer;
};
template <typename Number>
Row(Number, Layer) -> Row<Number>; // clang before 17 does not deduce it for an aggregate

constexpr std::array kLinkTypes{
    Row{LinkType::Ethernet, &walkEthernet},
    Row{LinkType::LinuxSll, &walkSll},
    Row{LinkType::LinuxSll2, &walkSll2},
    Row{LinkType::Raw, &walkIp},
    Row{LinkType::Null, &walkNull},
    Row{LinkType::Loop, &walkNull},
    Row{LinkType::Raw12, &walkIp},
    Row{LinkType::Raw14, &walkIp},
    Row{LinkType::Ipv4, &walkIpv4},
    Row{LinkType::Ipv6, &walkIpv6},
    Row{LinkType::Ppp, &walkPpp},
    Row{LinkType::PppHdlc, &walkPppHdlc},
    Row{LinkType::PppEther, &walkPppoe},
    Row{LinkType::CiscoHdlc, &walkCiscoHdlc},
    Row{LinkType::Ieee80211, &walkIeee80211},
    Row{LinkType::Radiotap, &walkRadiotap},
    Row{LinkType::Prism, &walkPrism},
    Row{LinkType::Nflog, &walkNflog},
    Row{LinkType::Fddi, &walkFddi},
};

// VLAN tags are not here: walkEtherType takes a stack of them in one go.
constexpr std::array<Row<std::uint16_t>, 11> kEtherTypes{{
    {0x0800, &walkIpv4},
    {0x86dd, &walkIpv6},
    {0x8847, &walkMpls},
    {0x8848, &walkMpls},
    {0x8864, &walkPppoe},
    {0x880b, &walkPpp},
    {0x6558, &walkEthernet},         // transparent Ethernet bridging
    {0x88e7, &walkProviderBackbone}, // 802.1ah
    {0x8926, &walkVnTag},
    {0x893f, &walkExtendedTag}, // 802.1BR
    {0x0004, &walkLlc},         // "802.2" of Linux cooked captures
}};

constexpr std::array<Row<std::uint16_t>, 4> kPppProtocols{{
    {0x0021, &walkIpv4},
    {0x0057, &walkIpv6},
    {0x0281, &walkMpls},
    {0x0283, &walkMpls},
}};

constexpr std::array<Row<std::uint8_t>, 9> kIpProtocols{{
    {6, &walkTcp},
    {17, &walkUdp},
    {4, &walkIpv4},
    {41, &walkIpv6},
    {47, &walkGre},
    {51, &walkAuthenticationHeader},
    {97, &walkEtherIp},
    {137, &walkMpls},
    {143, &walkEthernet}, // RFC 8986
}};

constexpr std::array<Row<std::uint16_t>, 5> kUdpPorts{{
    {2152, &walkGtpU},
    {3544, &walkTeredo},
    {4789, &walkVxlan},
    {6081, &walkGeneve},
    {8472, &walkVxlan}, // Linux before the port was assigned
}};

template <typename Table, typename Number>
Layer find(const Table& table, Number number) {
    for (const auto& row : table) {
        if (row.number == number)
            return row.layer;
    }
    return nullptr;
}

bool isVlanTag(std::uint16_t etherType) {
    return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100 || etherType == 0x9200 ||
           etherType == 0x9300;
}

/// BSD loopback: the address family, in the byte order of the capturing machine (LOOP: the network's).
Next walkNull(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(4))
        return rest.shortage(4);
    const std::uint32_t big = rest.u32(0);
    const std::uint32_t family = big > 0xffff ? rest.u32LittleEndian(0) : big;
    rest.skip(4);
    switch (family) {
    case 2:
        return &walkIpv4;
    case 10: // Linux
    case 24: // NetBSD, OpenBSD
    case 28: // FreeBSD
    case 30: // macOS
        return &walkIpv6;
    default: // a plain number
        return PacketFate::NotIp;
    }
}

Next walkSll(Walk& walk) {
    constexpr std::size_t kProtocolAt = 14;
    if (!walk.rest.has(kProtocolAt))
        return walk.rest.shortage(kProtocolAt);
    walk.rest.skip(kProtocolAt);
    return walkEtherType(walk);
}

Next walkSll2(Walk& walk) {
    constexpr std::size_t kHeaderBytes = 20;
    if (!walk.rest.has(kHeaderBytes))
        return walk.rest.shortage(kHeaderBytes);
    const std::uint16_t etherType = walk.rest.u16(0);
    walk.rest.skip(kHeaderBytes);
    return isVlanTag(etherType) ? skipTag(walk, 2) : layerOr(layerOfEtherType(etherType), PacketFate::NotIp);
}

/// Frame control and two addresses, then LLC; only the frames that carry LLC are followed.
Next walkFddi(Walk& walk) {
    constexpr std::size_t kHeaderBytes = 13;
    if (!walk.rest.has(kHeaderBytes))
        return walk.rest.shortage(kHeaderBytes);
    const bool carriesLlc = (walk.rest.u8(0) & 0x30) == 0x10;
    if (!carriesLlc)
        return PacketFate::NotIp;
    walk.rest.skip(kHeaderBytes);
    return &walkLlc;
}

Next walkPppHdlc(Walk& walk) {
    if (!walk.rest.has(1))
        return walk.rest.shortage(1);
    const std::uint8_t address = walk.rest.u8(0);
    const bool cisco = address == 0x0f || address == 0x8f;
    return cisco ? Next(&walkCiscoHdlc) : Next(&walkPpp);
}

Next walkCiscoHdlc(Walk& walk) {
    if (!walk.rest.has(2))
        return walk.rest.shortage(2);
    walk.rest.skip(2);
    return walkEtherType(walk);
}

/// Netfilter log: a header and values with type and length in the byte order of the capturing machine.
Next walkNflog(Walk& walk) {
    constexpr std::size_t kHeaderBytes = 4;
    constexpr std::uint16_t kPayload = 9;
    Slice& rest = walk.rest;
    if (!rest.has(kHeaderBytes))
        return rest.shortage(kHeaderBytes);
    rest.skip(kHeaderBytes);
    while (rest.length() != 0) {
        if (!rest.has(4))
            return rest.shortage(4);
        const bool bigEndian = rest.u8(2) == 0 && rest.u8(3) != 0; // types are small: the high byte is 0
        const std::uint16_t length = bigEndian ? rest.u16(0) : rest.u16LittleEndian(0);
        const std::uint16_t type = bigEndian ? rest.u16(2) : rest.u16LittleEndian(2);
        if (length < 4 || length > rest.length())
            return PacketFate::Malformed;
        if (type == kPayload) {
            rest.setLength(length);
            rest.skip(4);
            return &walkIp;
        }
        const std::size_t padded = (length + std::size_t{3}) / 4 * 4;
        if (!rest.has(padded))
            return padded <= rest.length() ? PacketFate::CutBySnapLength : PacketFate::NotIp;
        rest.skip(padded);
    }
    return PacketFate::NotIp;
}

/// 802.1ah: a service tag, then the customer's frame.
Next walkProviderBackbone(Walk& walk) {
    if (!walk.rest.has(4))
        return walk.rest.shortage(4);
    walk.rest.skip(4);
    return &walkEthernet;
}

Next skipTag(Walk& walk, std::size_t bytes) {
    if (!walk.rest.has(bytes))
        return walk.rest.shortage(bytes);
    walk.rest.skip(bytes);
    return walkEtherType(walk);
}

Next walkVnTag(Walk& walk) {
    return skipTag(walk, 4);
}

Next walkExtendedTag(Walk& walk) {
    return skipTag(walk, 6);
}

} // namespace

Layer layerOfLinkType(LinkType link) {
    return find(kLinkTypes, link);
}

Layer layerOfEtherType(std::uint16_t etherType) {
    return find(kEtherTypes, etherType);
}

Layer layerOfPppProtocol(std::uint16_t protocol) {
    return find(kPppProtocols, protocol);
}

Layer layerOfIpProtocol(std::uint8_t protocol) {
    return find(kIpProtocols, protocol);
}

Layer layerOfUdpPorts(std::uint16_t source, std::uint16_t destination) {
    const Layer layer = find(kUdpPorts, destination);
    return layer != nullptr ? layer : find(kUdpPorts, source);
}

Next walkEthernet(Walk& walk) {
    constexpr std::size_t kTypeAt = 12;
    if (!walk.rest.has(kTypeAt + 2))
        return walk.rest.shortage(kTypeAt + 2);
    walk.rest.skip(kTypeAt);
    return walkEtherType(walk);
}

Next walkEtherType(Walk& walk) {
    constexpr std::uint16_t kFirstEtherType = 0x0600; // below it is a length (IEEE 802.3)
    constexpr std::uint16_t kLlcOfCookedCaptures = 0x0004;
    Slice& rest = walk.rest;
    for (;;) {
        if (!rest.has(2))
            return rest.shortage(2);
        const std::uint16_t etherType = rest.u16(0);
        rest.skip(2);
        if (isVlanTag(etherType)) {
            if (!rest.has(2))
                return rest.shortage(2);
            rest.skip(2);
            continue;
        }
        if (etherType < kFirstEtherType && etherType != kLlcOfCookedCaptures) {
            rest.limitLength(etherType);
            return &walkLlc;
        }
        return layerOr(layerOfEtherType(etherType), PacketFate::NotIp);
    }
}

Next walkLlc(Walk& walk) {
    constexpr std::size_t kLlcBytes = 3;
    constexpr std::size_t kSnapBytes = 5;
    Slice& rest = walk.rest;
    if (!rest.has(kLlcBytes))
        return rest.shortage(kLlcBytes);
    const std::uint16_t accessPoints = rest.u16(0);
    const std::uint8_t control = rest.u8(2);
    rest.skip(kLlcBytes);
    if (accessPoints == 0x0606 && control == 0x03)
        return &walkIpv4;
    if (accessPoints != 0xaaaa || control != 0x03)
        return PacketFate::NotIp;
    if (!rest.has(kSnapBytes))
        return rest.shortage(kSnapBytes);
    const std::uint32_t organisation = rest.u32(0) >> 8;
    const bool carriesEtherType = organisation == 0 || organisation == 0x0000f8; // RFC 1042, bridge tunnel
    if (!carriesEtherType)
        return PacketFate::NotIp;
    rest.skip(3);
    return walkEtherType(walk);
}

Next walkPpp(Walk& walk) {
    Slice& rest = walk.rest;
    if (rest.has(2) && rest.u16(0) == 0xff03) // address and control, left out where that was agreed
        rest.skip(2);
    if (!rest.has(1))
        return rest.shortage(1);
    if ((rest.u8(0) & 1) != 0) { // a protocol field compressed to one byte (RFC 1661, section 6.5)
        const std::uint8_t protocol = rest.u8(0);
        rest.skip(1);
        return layerOr(layerOfPppProtocol(protocol), PacketFate::NotIp);
    }
    if (!rest.has(2))
        return rest.shortage(2);
    const std::uint16_t protocol = rest.u16(0);
    rest.skip(2);
    return layerOr(layerOfPppProtocol(protocol), PacketFate::NotIp);
}

} // namespace synscope
