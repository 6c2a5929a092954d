// SPDX-License-Identifier: Apache-2.0
//
// Which address stands in for which: see anonymised_addresses.h.
#include "core/wire/anonymised_addresses.h"

#include <algorithm>

namespace synscope {
namespace {

struct Pool {
    std::uint32_t network;
    std::uint32_t hosts; ///< numbered from 1
};
constexpr std::array kV4Pools{
    Pool{0xc0000200, 254},      // 192.0.2.0/24
    Pool{0xc6336400, 254},      // 198.51.100.0/24
    Pool{0xcb007100, 254},      // 203.0.113.0/24
    Pool{0x0a000000, 0xfffffe}, // 10.0.0.0/8
    Pool{0xf0000000, 0xffffffe} // 240.0.0.0/4
};

IpAddress v4StandIn(std::uint32_t number) {
    for (const Pool& pool : kV4Pools) {
        if (number <= pool.hosts)
            return IpAddress::fromV4(pool.network + number);
        number -= pool.hosts;
    }
    return {}; // more addresses than a capture has room for
}

/// The first bytes as given, the number in the last four.
IpAddress v6StandIn(std::initializer_list<std::uint8_t> beginning, std::uint32_t number) {
    IpAddress address;
    address.isV6 = true;
    std::copy(beginning.begin(), beginning.end(), address.bytes.begin());
    for (std::size_t i = 0; i < 4; ++i)
        address.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return address;
}

bool tellsNothing(const IpAddress& address) {
    if (!address.isV6)
        return address.v4() == 0 || address.v4() == 0xffffffff || address.v4() == 0x7f000001;
    const bool leadingZeros =
        std::all_of(address.bytes.begin(), address.bytes.end() - 1, [](std::uint8_t b) { return b == 0; });
    return leadingZeros && address.bytes.back() <= 1;
}

bool isAll(const MacAddress& address, std::uint8_t value) {
    return std::all_of(address.begin(), address.end(), [value](std::uint8_t b) { return b == value; });
}

} // namespace

AnonymisedAddresses::Kind AnonymisedAddresses::kindOf(const IpAddress& address) {
    const std::uint8_t first = address.bytes[0];
    if (!address.isV6)
        return first == 127 ? Kind::V4Loopback : (first >> 4 == 0xe ? Kind::V4Multicast : Kind::V4);
    if (first == 0xff)
        return Kind::V6Multicast;
    return first == 0xfe && (address.bytes[1] & 0xc0) == 0x80 ? Kind::V6LinkLocal : Kind::V6;
}

IpAddress AnonymisedAddresses::standIn(Kind kind, std::uint32_t number, const IpAddress& address) {
    switch (kind) {
    case Kind::V4:
        return v4StandIn(number);
    case Kind::V4Loopback:
        return IpAddress::fromV4(0x7f000001 + number % 0xfffffe);
    case Kind::V4Multicast:
        return IpAddress::fromV4(0xe9fc0000 + number % 0x10000); // 233.252.0.0/24, and on from there
    case Kind::V6:
        return v6StandIn({0x20, 0x01, 0x0d, 0xb8}, number);
    case Kind::V6LinkLocal:
        return v6StandIn({0xfe, 0x80}, number);
    case Kind::V6Multicast: // flags and scope stay: FF0X::DB8:0:0/96
        return v6StandIn({0xff, address.bytes[1], 0, 0, 0, 0, 0, 0, 0, 0, 0x0d, 0xb8}, number);
    }
    return {};
}

IpAddress AnonymisedAddresses::of(const IpAddress& address) {
    if (tellsNothing(address))
        return address;
    if (const auto known = m_ips.find(address); known != m_ips.end())
        return known->second;
    const Kind kind = kindOf(address);
    IpAddress other;
    do {
        other = standIn(kind, ++m_lastIp[static_cast<std::size_t>(kind)], address);
    } while (m_trueIps.contains(other));
    return m_ips.emplace(address, other).first->second;
}

MacAddress AnonymisedAddresses::of(const MacAddress& address) {
    if (isAll(address, 0) || isAll(address, 0xff))
        return address;
    if (const auto known = m_macs.find(address); known != m_macs.end())
        return known->second;
    MacAddress other{};
    do {
        const std::uint32_t number = ++m_lastMac;
        other = {static_cast<std::uint8_t>(2 | (address[0] & 1)), 0,
                 static_cast<std::uint8_t>(number >> 24),         static_cast<std::uint8_t>(number >> 16),
                 static_cast<std::uint8_t>(number >> 8),          static_cast<std::uint8_t>(number)};
    } while (m_trueMacs.contains(other));
    return m_macs.emplace(address, other).first->second;
}

} // namespace synscope
