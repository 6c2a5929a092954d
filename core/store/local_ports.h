// SPDX-License-Identifier: Apache-2.0
//
// The ports that a kernel gives to connections whose program asks for none in particular ("ephemeral"), as Linux tells
// them: net.ipv4.ip_local_port_range, less net.ipv4.ip_local_reserved_ports. One range serves IPv4 and IPv6. Values and
// parsers; the engine reads those of this machine.
#pragma once

#include "core/wire/ip_address.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace synscope {

/// Both ends belong to it; `first` is not above `last`.
struct PortSpan {
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    [[nodiscard]] constexpr bool has(std::uint16_t port) const { return first <= port && port <= last; }
    [[nodiscard]] constexpr std::uint32_t size() const { return std::uint32_t{last} - first + 1; }
    friend constexpr bool operator==(PortSpan, PortSpan) = default;
};

/// What Linux begins with.
inline constexpr PortSpan kUsualLocalPorts{32768, 60999};

struct LocalPorts {
    PortSpan range = kUsualLocalPorts;
    std::vector<PortSpan> reserved; ///< given to nobody who does not ask; in order, none overlaps another

    /// The kernel may give it.
    [[nodiscard]] bool has(std::uint16_t port) const;
    /// How many it may give.
    [[nodiscard]] std::uint32_t size() const;
};

/// "32768\t60999\n". Empty for anything else.
[[nodiscard]] std::optional<PortSpan> parsePortRange(std::string_view text);
/// "8080,9148-9150\n", in any order; a line without ports is an empty list. Empty for anything else.
[[nodiscard]] std::optional<std::vector<PortSpan>> parsePortList(std::string_view text);

/// The machine this program runs on.
struct ThisHost {
    LocalPorts ports;
    std::vector<IpAddress> addresses; ///< of its interfaces, in order; the loopback's are among them

    [[nodiscard]] bool has(const IpAddress& address) const;
};

/// Reads a few small files. Empty where the system does not tell.
using AskThisHost = std::function<std::optional<ThisHost>()>;

} // namespace synscope
