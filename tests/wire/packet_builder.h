// SPDX-License-Identifier: Apache-2.0
//
// Packets put together byte by byte, from the inside out: ethernet(0x0800, ipv4(6, tcp())). And what the
// decoder makes of them as one line of text.
#pragma once

#include "core/wire/decode.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synscope::test {

using Bytes = std::vector<std::uint8_t>;

/// From text: "08 00 45". Blanks are skipped.
Bytes hex(std::string_view text);
Bytes operator+(Bytes front, const Bytes& back);
Bytes number16(unsigned value);
Bytes number32(std::uint32_t value);
Bytes little16(unsigned value);
Bytes little32(std::uint32_t value);
Bytes zeros(std::size_t count);
/// The first `count` bytes.
Bytes firstOf(const Bytes& bytes, std::size_t count);

/// From port 40000 to port 80, seq 1000, ack 2000, PSH ACK, window 512; `options` is a multiple of 4 long.
Bytes tcp(std::string_view payload = "hello", const Bytes& options = {});
Bytes udp(unsigned destinationPort, const Bytes& payload, unsigned sourcePort = 50000);
/// From 10.0.0.1 to 10.0.0.2, TTL 64, identification 7.
Bytes ipv4(unsigned protocol, const Bytes& payload, const Bytes& options = {});
/// From 2001:db8::1 to 2001:db8::2, hop limit 64.
Bytes ipv6(unsigned nextHeader, const Bytes& payload);
/// As above, of the datagram numbered `id`, with its bytes from `offset` on.
Bytes ipv4Fragment(unsigned id, unsigned offset, bool more, const Bytes& payload);
Bytes ipv6Fragment(std::uint32_t id, unsigned offset, bool more, const Bytes& payload);
Bytes ethernet(unsigned etherType, const Bytes& payload);
/// LLC and SNAP header before an EtherType's payload.
Bytes snap(unsigned etherType, const Bytes& payload);

/// An IPv4 packet with a TCP segment of 5 bytes, and the same for IPv6.
Bytes tcpOverIpv4();
Bytes tcpOverIpv6();

/// A packet to decode. It owns its bytes.
struct Packet {
    Bytes bytes;
    LinkType link = LinkType::Ethernet;
    std::uint32_t originalLength = 0; ///< 0: as many as there are
    std::uint8_t fcsBytes = 0;
    std::int64_t second = 0;
    std::uint64_t number = 1;
};

/// The packet as a source would hand it out; it points into `packet`.
RawPacket rawPacket(const Packet& packet);

/// "10.0.0.1:40000 > 10.0.0.2:80 len=5", with " reassembled", " from-capture" and " captured=N" where they
/// apply; or the fate's name.
std::string decoded(const Packet& packet);
std::string decoded(Decoder& decoder, const Packet& packet);

/// The decoded segment; the test fails when the packet is not tracked. `packet` has to outlive it.
Segment segmentOf(const Packet& packet);

inline constexpr std::string_view kOverIpv4 = "10.0.0.1:40000 > 10.0.0.2:80 len=5";
inline constexpr std::string_view kOverIpv6 = "[2001:db8::1]:40000 > [2001:db8::2]:80 len=5";

} // namespace synscope::test
