// SPDX-License-Identifier: Apache-2.0
//
// From a packet's bytes to a Segment, or to the named reason why there is none. Link layer, network
// layer, tunnels and fragments are walked inwards to the innermost TCP header.
#pragma once

#include "core/wire/packet.h"
#include "core/wire/segment.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace synscope {

/// Where a packet went. Exactly one for each packet read, so the counts add up to the packets.
enum class PacketFate : std::uint8_t {
    Tracked,         ///< became a Segment
    NotIp,           ///< ARP, LLDP, management frames, unknown EtherType...
    NotTcp,          ///< IP, but UDP, ICMP (also where it quotes a TCP header), encrypted...
    Fragment,        ///< part of a datagram that is not complete (yet); a lone one stays counted here
    Malformed,       ///< lengths or versions that contradict each other
    CutBySnapLength, ///< the capture holds too little of the packet to see a whole TCP header
    UnknownLinkType, ///< a link type the decoder does not know
    ProtectedFrame,  ///< 802.11 frame whose body is encrypted
};
inline constexpr std::size_t kPacketFateCount = 8;

/// "tracked", "not-ip", "not-tcp", "fragment", "malformed", "cut-by-snap-length", "unknown-link-type",
/// "protected-frame".
[[nodiscard]] std::string_view toText(PacketFate fate);

/// Packets by fate.
struct PacketCounts {
    std::array<std::uint64_t, kPacketFateCount> byFate{};
    [[nodiscard]] std::uint64_t operator[](PacketFate fate) const { return byFate[static_cast<std::size_t>(fate)]; }
    void add(PacketFate fate) { ++byFate[static_cast<std::size_t>(fate)]; }
    [[nodiscard]] std::uint64_t total() const;
};

/// Decodes packets in capture order. Its only memory is that of unfinished IP fragments, bounded in number and bytes.
class Decoder {
public:
    Decoder();
    ~Decoder();
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;

    /// Fills `segment` when the answer is Tracked; otherwise its content is unspecified.
    [[nodiscard]] PacketFate decode(const RawPacket& packet, Segment& segment);

private:
    class Fragments;
    std::unique_ptr<Fragments> m_fragments; // made when the first fragment is met
};

} // namespace synscope
