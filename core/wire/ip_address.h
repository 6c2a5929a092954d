// SPDX-License-Identifier: Apache-2.0
//
// An IPv4 or IPv6 address as a value, and its text (RFC 5952 for IPv6). An IPv4 address uses the first
// four bytes, the rest are zero.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synscope {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};
    bool isV6 = false;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer
    friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) = default;
    /// By whole words: each segment's addresses are compared.
    friend constexpr bool operator==(const IpAddress& a, const IpAddress& b) {
        using Words = std::array<std::uint64_t, 2>;
        const auto one = std::bit_cast<Words>(a.bytes);
        const auto other = std::bit_cast<Words>(b.bytes);
        return one[0] == other[0] && one[1] == other[1] && a.isV6 == b.isV6;
    }

    /// From the number in host order (10.0.0.1 is 0x0a000001).
    static constexpr IpAddress fromV4(std::uint32_t v) {
        IpAddress a;
        a.bytes[0] = static_cast<std::uint8_t>(v >> 24);
        a.bytes[1] = static_cast<std::uint8_t>(v >> 16);
        a.bytes[2] = static_cast<std::uint8_t>(v >> 8);
        a.bytes[3] = static_cast<std::uint8_t>(v);
        return a;
    }
    /// The number in host order; only for IPv4.
    [[nodiscard]] constexpr std::uint32_t v4() const {
        return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) |
               std::uint32_t{bytes[3]};
    }
};

/// "10.0.0.1", "2001:db8::1" (RFC 5952), never with brackets.
[[nodiscard]] std::string toText(const IpAddress& address);
/// Parses either family; empty when the text is no address.
[[nodiscard]] std::optional<IpAddress> parseIpAddress(std::string_view text);

/// An address and a TCP port.
struct SocketAddress {
    IpAddress address;
    std::uint16_t port = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer
    friend constexpr auto operator<=>(const SocketAddress&, const SocketAddress&) = default;
};

/// "10.0.0.1:80", "[2001:db8::1]:80".
[[nodiscard]] std::string toText(const SocketAddress& address);

} // namespace synscope
