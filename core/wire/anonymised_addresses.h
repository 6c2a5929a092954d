// SPDX-License-Identifier: Apache-2.0
//
// Stand-ins for addresses, the same for the same address throughout one capture. They come from the ranges kept for
// documentation, in the order in which they are asked for; none is an address that the capture really holds.
#pragma once

#include "core/wire/ip_address.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>

namespace synscope {

using MacAddress = std::array<std::uint8_t, 6>;

class AnonymisedAddresses {
public:
    /// Learn all addresses before the first stand-in is asked for: no stand-in then is another one's true address.
    void learn(const IpAddress& address) { m_trueIps.insert(address); }
    void learn(const MacAddress& address) { m_trueMacs.insert(address); }

    /// 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 (RFC 5737), then 10.0.0.0/8 and 240.0.0.0/4; 2001:db8::/32
    /// (RFC 3849). Loopback stays loopback, multicast multicast (RFC 6676), link-local of IPv6 link-local; 127.0.0.1,
    /// ::1, the unspecified addresses and 255.255.255.255 tell nothing and stay as they are.
    [[nodiscard]] IpAddress of(const IpAddress& address);
    /// Locally administered: 02:00:00:00:00:01 and so on, for groups 03:…; zeros and the broadcast stay.
    [[nodiscard]] MacAddress of(const MacAddress& address);

private:
    /// Stand-ins are counted in each kind of address by itself.
    enum class Kind : std::uint8_t { V4, V4Loopback, V4Multicast, V6, V6LinkLocal, V6Multicast };
    [[nodiscard]] static Kind kindOf(const IpAddress& address);
    [[nodiscard]] static IpAddress standIn(Kind kind, std::uint32_t number, const IpAddress& address);

    std::set<IpAddress> m_trueIps;
    std::set<MacAddress> m_trueMacs;
    std::map<IpAddress, IpAddress> m_ips;
    std::map<MacAddress, MacAddress> m_macs;
    std::array<std::uint32_t, 6> m_lastIp{}; // by Kind
    std::uint32_t m_lastMac = 0;
};

} // namespace synscope
