// SPDX-License-Identifier: Apache-2.0
//
// Bytes of headers, with the lengths filled in and checksums left 0.
#include "tests/wire/packet_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::test {
namespace {

std::uint8_t nibble(char digit) {
    return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

std::uint8_t byteOf(std::size_t value) {
    return static_cast<std::uint8_t>(value & 0xff);
}

Bytes bytesOf(std::string_view text) {
    return {text.begin(), text.end()};
}

std::string describe(const Segment& segment) {
    std::string text = toText(segment.source) + " > " + toText(segment.destination);
    text += " len=" + std::to_string(segment.payloadBytes);
    if (segment.payload.size() != segment.payloadBytes)
        text += " captured=" + std::to_string(segment.payload.size());
    if (segment.reassembled)
        text += " reassembled";
    if (segment.lengthFromCapture)
        text += " from-capture";
    return text;
}

Bytes ipv4Header(unsigned protocol, std::size_t payloadBytes, const Bytes& options, unsigned id, unsigned place) {
    const std::size_t headerBytes = 20 + options.size();
    return Bytes{byteOf(0x40 + headerBytes / 4), 0} + number16(static_cast<unsigned>(headerBytes + payloadBytes)) +
           number16(id) + number16(place) + Bytes{64, byteOf(protocol), 0, 0} + hex("0a000001 0a000002") + options;
}

} // namespace

Bytes hex(std::string_view text) {
    Bytes bytes;
    std::string digits(text);
    std::erase(digits, ' ');
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(nibble(digits[i]) * 16 + nibble(digits[i + 1])));
    return bytes;
}

Bytes operator+(Bytes front, const Bytes& back) {
    front.insert(front.end(), back.begin(), back.end());
    return front;
}

Bytes number16(unsigned value) {
    return {byteOf(value >> 8), byteOf(value)};
}

Bytes number32(std::uint32_t value) {
    return number16(value >> 16) + number16(value & 0xffff);
}

Bytes little16(unsigned value) {
    return {byteOf(value), byteOf(value >> 8)};
}

Bytes little32(std::uint32_t value) {
    return little16(value & 0xffff) + little16(value >> 16);
}

Bytes zeros(std::size_t count) {
    return Bytes(count, 0);
}

Bytes firstOf(const Bytes& bytes, std::size_t count) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(count, bytes.size()))};
}

Bytes tcp(std::string_view payload, const Bytes& options) {
    return number16(40000) + number16(80) + number32(1000) + number32(2000) +
           Bytes{byteOf((5 + options.size() / 4) * 16), 0x18} + number16(512) + zeros(4) + options + bytesOf(payload);
}

Bytes udp(unsigned destinationPort, const Bytes& payload, unsigned sourcePort) {
    return number16(sourcePort) + number16(destinationPort) + number16(static_cast<unsigned>(8 + payload.size())) +
           zeros(2) + payload;
}

Bytes ipv4(unsigned protocol, const Bytes& payload, const Bytes& options) {
    return ipv4Header(protocol, payload.size(), options, 7, 0) + payload;
}

Bytes ipv6(unsigned nextHeader, const Bytes& payload) {
    return hex("60000000") + number16(static_cast<unsigned>(payload.size())) + Bytes{byteOf(nextHeader), 64} +
           hex("20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 00000002") + payload;
}

Bytes ipv4Fragment(unsigned id, unsigned offset, bool more, const Bytes& payload) {
    return ipv4Header(6, payload.size(), {}, id, offset / 8 + (more ? 0x2000U : 0U)) + payload;
}

Bytes ipv6Fragment(std::uint32_t id, unsigned offset, bool more, const Bytes& payload) {
    return ipv6(44, hex("0600") + number16(offset + (more ? 1U : 0U)) + number32(id) + payload);
}

Bytes ethernet(unsigned etherType, const Bytes& payload) {
    return hex("020000000002 020000000001") + number16(etherType) + payload;
}

Bytes snap(unsigned etherType, const Bytes& payload) {
    return hex("aaaa03 000000") + number16(etherType) + payload;
}

Bytes tcpOverIpv4() {
    return ipv4(6, tcp());
}

Bytes tcpOverIpv6() {
    return ipv6(6, tcp());
}

RawPacket rawPacket(const Packet& packet) {
    RawPacket raw;
    raw.number = PacketNumber{packet.number};
    raw.time = timestampFromNs(packet.second * 1'000'000'000);
    raw.link = packet.link;
    raw.fcsBytes = packet.fcsBytes;
    raw.position = packet.number * 1000;
    raw.bytes = std::as_bytes(std::span(packet.bytes));
    raw.originalLength =
        packet.originalLength != 0 ? packet.originalLength : static_cast<std::uint32_t>(packet.bytes.size());
    return raw;
}

std::string decoded(Decoder& decoder, const Packet& packet) {
    Segment segment;
    const PacketFate fate = decoder.decode(rawPacket(packet), segment);
    return fate == PacketFate::Tracked ? describe(segment) : std::string(toText(fate));
}

std::string decoded(const Packet& packet) {
    Decoder decoder;
    return decoded(decoder, packet);
}

Segment segmentOf(const Packet& packet) {
    Decoder decoder;
    Segment segment;
    EXPECT_EQ(toText(decoder.decode(rawPacket(packet), segment)), "tracked");
    return segment;
}

} // namespace synscope::test
