// SPDX-License-Identifier: Apache-2.0
//
// Finding the headers of a packet, by the decoder's own layers, and putting new ones together: see anonymiser.h.
#include "core/capture/anonymiser.h"

#include "core/capture/anonymised_headers.h"
#include "core/wire/layers.h"

#include <algorithm>
#include <cstring>

namespace synscope {
namespace {

constexpr int kMostLayers = 64;

bool isIp(std::uint16_t etherType) {
    return etherType == 0x0800 || etherType == 0x86dd;
}

bool isVlanTag(std::uint16_t etherType) {
    return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100 || etherType == 0x9200 ||
           etherType == 0x9300;
}

/// The frame as it was on the wire, without its check sequence.
Slice frameOf(const RawPacket& packet) {
    Slice frame(packet.bytes, packet.originalLength);
    if (packet.fcsBytes <= frame.length())
        frame.setLength(frame.length() - packet.fcsBytes);
    return frame;
}

MacAddress macAt(std::span<const std::byte> header, std::size_t at) {
    MacAddress address{};
    std::memcpy(address.data(), header.subspan(at, address.size()).data(), address.size());
    return address;
}

void put(std::vector<std::byte>& out, std::size_t at, const MacAddress& address) {
    std::transform(address.begin(), address.end(), out.begin() + static_cast<std::ptrdiff_t>(at),
                   [](std::uint8_t b) { return static_cast<std::byte>(b); });
}

/// Where Linux cooked headers have what.
struct CookedFormat {
    std::size_t bytes;
    std::size_t protocolAt;
    std::size_t lengthAt; ///< of the address; its lower byte
    std::size_t addressAt;
};
constexpr CookedFormat kSll{16, 14, 5, 6};
constexpr CookedFormat kSll2{20, 0, 11, 12};
constexpr std::size_t kCookedAddressBytes = 8;

const CookedFormat& cookedFormat(LinkType link) {
    return link == LinkType::LinuxSll ? kSll : kSll2;
}

bool isCooked(LinkType link) {
    return link == LinkType::LinuxSll || link == LinkType::LinuxSll2;
}

/// Two addresses, any VLAN tags, and IP at once.
bool isPlainEthernet(const Slice& header) {
    std::size_t at = 12;
    while (header.has(at + 2) && isVlanTag(header.u16(at)))
        at += 4;
    return header.captured() == at + 2 && isIp(header.u16(at));
}

bool isPlainCooked(const Slice& header, const CookedFormat& format) {
    return header.captured() == format.bytes && isIp(header.u16(format.protocolAt));
}

/// The two addresses of a fixed IP header, as far as captured.
void meetAddresses(const Slice& header, bool isV6, std::vector<IpAddress>& met) {
    const std::size_t bytes = isV6 ? 16 : 4;
    const std::size_t begin = isV6 ? 8 : 12;
    for (std::size_t at = begin; at < begin + 2 * bytes && header.has(at + bytes); at += bytes) {
        IpAddress address;
        address.isV6 = isV6;
        for (std::size_t i = 0; i < bytes; ++i)
            address.bytes[i] = header.u8(at + i);
        met.push_back(address);
    }
}

std::uint32_t originalLengthOf(std::size_t linkAndIpBytes, std::uint64_t tcpBytes) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(linkAndIpBytes + tcpBytes, 0xffffffff));
}

} // namespace

/// The innermost IP and TCP headers of a packet.
struct Anonymiser::Place {
    std::size_t ipAt = 0;
    std::size_t tcpAt = 0;
    std::size_t tcpHeaderBytes = 0; ///< captured
    std::uint64_t tcpBytes = 0;     ///< on the wire, with the payload
    Segment segment;
    std::vector<IpAddress> met; ///< in all IP headers, and as TCP sees them
};

std::optional<Anonymiser::Place> Anonymiser::find(const RawPacket& packet) {
    Place place;
    Walk walk{.rest = frameOf(packet), .segment = place.segment, .fragment = {}, .fcsRemoved = packet.fcsBytes != 0};
    const auto here = [&] { return static_cast<std::size_t>(walk.rest.bytes().data() - packet.bytes.data()); };
    Layer layer = layerOfLinkType(packet.link);
    for (int count = 0; layer != nullptr && count < kMostLayers; ++count) {
        const bool isIpLayer = layer == &walkIpv4 || layer == &walkIpv6;
        const bool isTcp = layer == &walkTcp;
        if (isIpLayer) {
            place.ipAt = here();
            meetAddresses(walk.rest, layer == &walkIpv6, place.met);
        }
        if (isTcp) {
            place.tcpAt = here();
            place.tcpBytes = walk.rest.length();
        }
        const Next next = layer(walk);
        if (isTcp && next.layer == nullptr && next.fate == PacketFate::Tracked) {
            const std::byte* const payload = place.segment.payload.data();
            place.tcpHeaderBytes = static_cast<std::size_t>(payload - packet.bytes.data()) - place.tcpAt;
            // Mobile IPv6 and source routes have others than the header.
            place.met.insert(place.met.end(), {place.segment.source.address, place.segment.destination.address});
            return place;
        }
        layer = next.layer;
    }
    return std::nullopt;
}

void Anonymiser::learn(const RawPacket& packet) {
    const std::optional<Place> place = find(packet);
    if (!place)
        return;
    for (const IpAddress& address : place->met)
        m_addresses.learn(address);
    const std::span<const std::byte> header = packet.bytes.first(place->ipAt);
    if (packet.link == LinkType::Ethernet && header.size() >= 12) {
        m_addresses.learn(macAt(header, 0));
        m_addresses.learn(macAt(header, 6));
    }
    if (isCooked(packet.link) && header.size() >= cookedFormat(packet.link).bytes)
        m_addresses.learn(macAt(header, cookedFormat(packet.link).addressAt));
}

void Anonymiser::learn(const Segment& segment) {
    m_addresses.learn(segment.source.address);
    m_addresses.learn(segment.destination.address);
}

void Anonymiser::appendEthernet(std::span<const std::byte> header) {
    m_bytes.assign(header.begin(), header.end());
    const MacAddress source = m_addresses.of(macAt(header, 6));
    put(m_bytes, 0, m_addresses.of(macAt(header, 0)));
    put(m_bytes, 6, source);
}

void Anonymiser::appendCooked(std::span<const std::byte> header, std::size_t addressAt, std::size_t lengthAt) {
    m_bytes.assign(header.begin(), header.end());
    std::fill_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(addressAt), kCookedAddressBytes, std::byte{0});
    if (header[lengthAt] == std::byte{6})
        put(m_bytes, addressAt, m_addresses.of(macAt(header, addressAt)));
}

/// Replaces m_bytes by the link layer that the packet keeps.
LinkType Anonymiser::takeLinkLayer(const RawPacket& packet, const Place& place) {
    const std::span<const std::byte> header = packet.bytes.first(place.ipAt);
    const Slice slice(header, header.size());
    m_bytes.clear();
    if (header.empty())
        return LinkType::Raw;
    const bool isLoopback = packet.link == LinkType::Null || packet.link == LinkType::Loop;
    if (packet.link == LinkType::Ethernet && isPlainEthernet(slice)) {
        appendEthernet(header);
        return packet.link;
    }
    if (isCooked(packet.link) && isPlainCooked(slice, cookedFormat(packet.link))) {
        appendCooked(header, cookedFormat(packet.link).addressAt, cookedFormat(packet.link).lengthAt);
        return packet.link;
    }
    if (isLoopback && header.size() == 4) { // the address family
        m_bytes.assign(header.begin(), header.end());
        return packet.link;
    }
    ++m_unwrapped;
    return LinkType::Raw;
}

std::optional<AnonymisedPacket> Anonymiser::rewrite(const RawPacket& packet) {
    const std::optional<Place> place = find(packet);
    if (!place)
        return std::nullopt;
    const AddressPair before{place->segment.source.address, place->segment.destination.address};
    AnonymisedPacket rewritten;
    rewritten.link = takeLinkLayer(packet, *place);
    const IpAddress source = m_addresses.of(before.source);
    const AddressPair after{source, m_addresses.of(before.destination)};
    appendIpHeader(m_bytes, packet.bytes.subspan(place->ipAt, place->tcpAt - place->ipAt), after, place->tcpBytes);
    rewritten.originalLength = originalLengthOf(m_bytes.size(), place->tcpBytes);
    appendTcpHeader(m_bytes, packet.bytes.subspan(place->tcpAt, place->tcpHeaderBytes), before, after);
    if (m_options.keepPayload)
        m_bytes.insert(m_bytes.end(), place->segment.payload.begin(), place->segment.payload.end());
    rewritten.bytes = m_bytes;
    return rewritten;
}

AnonymisedPacket Anonymiser::rewrite(const Segment& segment) {
    const IpAddress source = m_addresses.of(segment.source.address);
    Segment hidden = segment;
    hidden.source.address = source;
    hidden.destination.address = m_addresses.of(segment.destination.address);
    return packetOf(hidden, m_bytes);
}

AnonymisedPacket packetOf(const Segment& segment, std::vector<std::byte>& buffer) {
    buffer.clear();
    appendHeadersOf(buffer, segment, {segment.source.address, segment.destination.address});
    return {LinkType::Raw, originalLengthOf(buffer.size(), segment.payloadBytes), buffer};
}

} // namespace synscope
