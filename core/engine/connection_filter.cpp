// SPDX-License-Identifier: Apache-2.0
#include "core/engine/connection_filter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace synscope {
namespace {

constexpr std::size_t kV4Bytes = 20;
constexpr std::size_t kV6Bytes = 40;
constexpr std::size_t kTcpBytes = 20;
constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kTimeToLive = 64;
constexpr std::uint8_t kAck = 0x10;

/// The bytes of an ACK from `source`, from its IP header on.
class MadeUpSegment {
public:
    MadeUpSegment(const SocketAddress& source, const SocketAddress& destination) {
        const bool isV6 = source.address.isV6;
        m_size = (isV6 ? kV6Bytes : kV4Bytes) + kTcpBytes;
        isV6 ? writeV6(source.address, destination.address) : writeV4(source.address, destination.address);
        writeTcp(isV6 ? kV6Bytes : kV4Bytes, source.port, destination.port);
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return std::span(m_bytes).first(m_size); }

private:
    void put(std::size_t at, std::uint8_t value) { m_bytes[at] = std::byte{value}; }
    void put16(std::size_t at, std::size_t value) {
        put(at, static_cast<std::uint8_t>(value >> 8));
        put(at + 1, static_cast<std::uint8_t>(value));
    }
    void putAddress(std::size_t at, const IpAddress& address) {
        const std::span<const std::uint8_t> all(address.bytes);
        const std::span<const std::uint8_t> used = address.isV6 ? all : all.first(4);
        for (std::size_t i = 0; i < used.size(); ++i)
            put(at + i, used[i]);
    }

    void writeV4(const IpAddress& source, const IpAddress& destination) {
        put(0, 0x45);
        put16(2, m_size);
        put(8, kTimeToLive);
        put(9, kTcp);
        putAddress(12, source);
        putAddress(16, destination);
    }
    void writeV6(const IpAddress& source, const IpAddress& destination) {
        put(0, 0x60);
        put16(4, kTcpBytes);
        put(6, kTcp);
        put(7, kTimeToLive);
        putAddress(8, source);
        putAddress(24, destination);
    }
    void writeTcp(std::size_t at, std::uint16_t source, std::uint16_t destination) {
        put16(at, source);
        put16(at + 2, destination);
        put(at + 12, 0x50);
        put(at + 13, kAck);
        put16(at + 14, 0xffff);
    }

    std::array<std::byte, kV6Bytes + kTcpBytes> m_bytes{};
    std::size_t m_size = 0;
};

} // namespace

bool ConnectionFilter::passes(const SocketAddress& one, const SocketAddress& other) const {
    return m_program.passes(MadeUpSegment(one, other).bytes()) || m_program.passes(MadeUpSegment(other, one).bytes());
}

} // namespace synscope
