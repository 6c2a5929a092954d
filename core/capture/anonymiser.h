// SPDX-License-Identifier: Apache-2.0
//
// Rewrites captured TCP packets without the addresses in them. Link and IP headers are made anew, payloads cut away;
// ports, sequence numbers, TCP timestamps, IP identifications, times and original lengths stay, for they are the
// evidence. Whatever is not understood is left out, never copied.
#pragma once

#include "core/wire/anonymised_addresses.h"
#include "core/wire/packet.h"
#include "core/wire/segment.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace synscope {

struct AnonymiserOptions {
    bool keepPayload = false; ///< payloads may hold addresses and names: they are not looked at
};

/// `bytes` is valid until the next packet.
struct AnonymisedPacket {
    LinkType link = LinkType::Raw;
    std::uint32_t originalLength = 0; ///< on the wire, of what is left
    std::span<const std::byte> bytes;
};

class Anonymiser {
public:
    explicit Anonymiser(AnonymiserOptions options = {}) : m_options(options) {}

    /// Notes the packet's addresses. Call it for every packet before the first rewrite(), so that no stand-in is the
    /// true address of another host.
    void learn(const RawPacket& packet);
    void learn(const Segment& segment);

    /// Ethernet, with its VLAN tags, Linux cooked captures and BSD loopback keep their link layer. Of packets in
    /// tunnels, and of other link layers, the innermost IP packet is left, as LinkType::Raw. IP options and IPv6
    /// extension headers go. Empty for a packet in which no TCP header is found, and for a fragment.
    [[nodiscard]] std::optional<AnonymisedPacket> rewrite(const RawPacket& packet);
    /// A segment put together from fragments becomes one packet without payload.
    [[nodiscard]] AnonymisedPacket rewrite(const Segment& segment);

    [[nodiscard]] IpAddress standInFor(const IpAddress& address) { return m_addresses.of(address); }
    /// Packets of which link layers or tunnels were left out.
    [[nodiscard]] std::uint64_t unwrapped() const { return m_unwrapped; }

private:
    struct Place;
    [[nodiscard]] static std::optional<Place> find(const RawPacket& packet);
    [[nodiscard]] LinkType takeLinkLayer(const RawPacket& packet, const Place& place);
    void appendEthernet(std::span<const std::byte> header);
    void appendCooked(std::span<const std::byte> header, std::size_t addressAt, std::size_t lengthAt);

    AnonymiserOptions m_options;
    AnonymisedAddresses m_addresses;
    std::vector<std::byte> m_bytes;
    std::uint64_t m_unwrapped = 0;
};

/// A packet without payload that says what the segment says, addresses and all; LinkType::Raw. For segments put
/// together from fragments, whose packets are not kept.
[[nodiscard]] AnonymisedPacket packetOf(const Segment& segment, std::vector<std::byte>& buffer);

} // namespace synscope
