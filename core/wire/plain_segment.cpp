// SPDX-License-Identifier: Apache-2.0
#include "core/wire/plain_segment.h"

#include "core/wire/tcp_options.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace synscope {
namespace {

constexpr std::size_t kIpAt = 14;
constexpr std::size_t kIpBytes = 20;
constexpr std::size_t kTcpAt = kIpAt + kIpBytes;
constexpr std::size_t kTcpBytes = 20;

std::uint16_t u16(const std::byte* at) {
    std::uint16_t value = 0;
    std::memcpy(&value, at, sizeof(value));
    return __builtin_bswap16(value);
}

std::uint32_t u32(const std::byte* at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof(value));
    return __builtin_bswap32(value);
}

/// Writes the address by the words that are compared soon: the processor would wait for smaller ones.
void readEnd(const std::byte* address, const std::byte* port, SocketAddress& end) {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), address, 4);
    end.address.bytes = std::bit_cast<decltype(end.address.bytes)>(words);
    end.address.isV6 = false;
    end.port = u16(port);
}

/// Untagged Ethernet, IPv4 without options, no fragment, TCP, with its fixed header captured.
bool isPlain(const RawPacket& packet) {
    constexpr std::byte kVersionAndLength{0x45};
    constexpr std::byte kTcp{6};
    if (packet.link != LinkType::Ethernet || packet.fcsBytes != 0 || packet.bytes.size() < kTcpAt + kTcpBytes)
        return false;
    const std::byte* const frame = packet.bytes.data();
    return u16(frame + 12) == 0x0800 && frame[kIpAt] == kVersionAndLength && (u16(frame + kIpAt + 6) & 0x3fff) == 0 &&
           frame[kIpAt + 9] == kTcp;
}

} // namespace

bool readPlainSegment(const RawPacket& packet, Segment& segment) {
    if (!isPlain(packet))
        return false;
    const std::byte* const ip = packet.bytes.data() + kIpAt;
    const std::byte* const tcp = packet.bytes.data() + kTcpAt;
    const std::size_t ipBytes = u16(ip + 2); // the frame may be longer, and have padding; or shorter: what was captured
    const std::size_t captured = std::min(ipBytes, packet.bytes.size() - kIpAt);
    const std::size_t tcpBytes = std::size_t{4} * (static_cast<unsigned>(tcp[12]) >> 4);
    if (tcpBytes < kTcpBytes || kIpBytes + tcpBytes > captured)
        return false;
    segment.packet = packet.number;
    segment.time = packet.time;
    segment.position = packet.position;
    readEnd(ip + 12, tcp, segment.source);
    readEnd(ip + 16, tcp + 2, segment.destination);
    segment.seq = SeqNum(u32(tcp + 4));
    segment.ack = SeqNum(u32(tcp + 8));
    segment.flags.bits = u16(tcp + 12) & 0x01ff;
    segment.window = u16(tcp + 14);
    segment.payloadBytes = static_cast<std::uint32_t>(ipBytes - kIpBytes - tcpBytes);
    segment.ipId = u16(ip + 4);
    segment.ttl = static_cast<std::uint8_t>(ip[8]);
    segment.reassembled = false;
    segment.windowIsCut = false;
    segment.lengthFromCapture = false;
    segment.options = TcpOptions{};
    if (tcpBytes > kTcpBytes)
        readTcpOptions({tcp + kTcpBytes, tcpBytes - kTcpBytes}, false, segment.options);
    segment.payload = {tcp + tcpBytes, captured - kIpBytes - tcpBytes};
    return true;
}

} // namespace synscope
