// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/packet_writer.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace synscope::bench {
namespace {

constexpr std::size_t kCaptured = 96;
constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kIpv4Bytes = 20;
constexpr std::size_t kIpv6Bytes = 40;
constexpr std::size_t kTcpBytes = 20;
constexpr std::uint8_t kTcpProtocol = 6;
constexpr std::uint8_t kHops = 64;
constexpr std::uint64_t kBeginSeconds = 1'700'000'000;

using Frame = std::array<std::uint8_t, kCaptured>;

void put16(Frame& frame, std::size_t at, std::uint32_t value) {
    frame[at] = static_cast<std::uint8_t>(value >> 8);
    frame[at + 1] = static_cast<std::uint8_t>(value);
}

void put32(Frame& frame, std::size_t at, std::uint32_t value) {
    put16(frame, at, value >> 16);
    put16(frame, at + 2, value & 0xffff);
}

void putIpv4(Frame& frame, const WrittenSegment& segment, std::uint16_t ipId) {
    put16(frame, 12, 0x0800);
    frame[14] = 0x45;
    put16(frame, 16, static_cast<std::uint32_t>(kIpv4Bytes + kTcpBytes) + segment.payloadBytes);
    put16(frame, 18, ipId);
    frame[22] = kHops;
    frame[23] = kTcpProtocol;
    put32(frame, 26, segment.from.address);
    put32(frame, 30, segment.to.address);
}

/// Addresses of the documentation prefix, 2001:db8::/32.
void putIpv6(Frame& frame, const WrittenSegment& segment) {
    put16(frame, 12, 0x86dd);
    frame[14] = 0x60;
    put16(frame, 18, static_cast<std::uint32_t>(kTcpBytes) + segment.payloadBytes);
    frame[20] = kTcpProtocol;
    frame[21] = kHops;
    put32(frame, 22, 0x20010db8);
    put32(frame, 34, segment.from.address);
    put32(frame, 38, 0x20010db8);
    put32(frame, 50, segment.to.address);
}

void putTcp(Frame& frame, std::size_t at, const WrittenSegment& segment) {
    put16(frame, at, segment.from.port);
    put16(frame, at + 2, segment.to.port);
    put32(frame, at + 4, segment.seq);
    put32(frame, at + 8, segment.ack);
    frame[at + 12] = 0x50;
    frame[at + 13] = segment.flags;
    put16(frame, at + 14, 64'000);
}

} // namespace

PacketWriter::PacketWriter(std::FILE* file) : m_file(file) {
    const std::uint32_t header[6] = {0xa1b2c3d4, 0x00040002, 0, 0, kCaptured, 1};
    std::fwrite(header, sizeof(header), 1, m_file);
}

void PacketWriter::write(const WrittenSegment& segment, std::uint32_t microsecondsLater) {
    Frame frame{};
    frame[0] = frame[6] = 2;
    ++m_ipId;
    if (segment.isV6)
        putIpv6(frame, segment);
    else
        putIpv4(frame, segment, m_ipId);
    const std::size_t headers = kEthernetBytes + (segment.isV6 ? kIpv6Bytes : kIpv4Bytes);
    putTcp(frame, headers, segment);
    const std::size_t length = headers + kTcpBytes + segment.payloadBytes;
    const std::size_t captured = std::min(length, kCaptured);
    m_microseconds += microsecondsLater;
    const std::uint32_t record[4] = {static_cast<std::uint32_t>(kBeginSeconds + m_microseconds / 1'000'000),
                                     static_cast<std::uint32_t>(m_microseconds % 1'000'000),
                                     static_cast<std::uint32_t>(captured), static_cast<std::uint32_t>(length)};
    std::fwrite(record, sizeof(record), 1, m_file);
    std::fwrite(frame.data(), captured, 1, m_file);
    ++m_packets;
}

} // namespace synscope::bench
