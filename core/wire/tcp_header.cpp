// SPDX-License-Identifier: Apache-2.0
//
// The TCP header (RFC 9293, section 3.1): where every walk that finds a segment ends. The checksum is not
// judged: offloading leaves it wrong in most captures of the sending host.
#include "core/wire/layers.h"
#include "core/wire/tcp_options.h"

namespace synscope {
namespace {

constexpr std::size_t kFixedBytes = 20;
constexpr std::size_t kUpToFlags = 14; ///< ports, numbers, header length and flags: enough to follow a connection

void readFixedPart(const Slice& header, Segment& segment) {
    segment.source.port = header.u16(0);
    segment.destination.port = header.u16(2);
    segment.seq = SeqNum(header.u32(4));
    segment.ack = SeqNum(header.u32(8));
    segment.flags.bits = header.u16(12) & 0x01ff;
    segment.windowIsCut = !header.has(kUpToFlags + 2);
    segment.window = segment.windowIsCut ? std::uint16_t{0} : header.u16(kUpToFlags);
}

} // namespace

Next walkTcp(Walk& walk) {
    Slice& rest = walk.rest;
    if (!rest.has(kUpToFlags) || rest.length() < kFixedBytes)
        return rest.shortage(kFixedBytes);
    const std::size_t headerBytes = std::size_t{4} * (rest.u8(12) >> 4);
    if (headerBytes < kFixedBytes || headerBytes > rest.length())
        return PacketFate::Malformed;

    Segment& segment = walk.segment;
    readFixedPart(rest, segment);
    segment.payloadBytes = static_cast<std::uint32_t>(rest.length() - headerBytes);
    segment.options = TcpOptions{};
    const std::size_t capturedHeader = std::min(headerBytes, rest.captured());
    if (capturedHeader < kFixedBytes) {
        segment.options.cut = true;
    } else if (headerBytes > kFixedBytes) {
        const auto area = rest.bytes().subspan(kFixedBytes, capturedHeader - kFixedBytes);
        readTcpOptions(area, capturedHeader < headerBytes, segment.options);
    }
    segment.payload = rest.bytes().subspan(capturedHeader);
    return PacketFate::Tracked;
}

} // namespace synscope
