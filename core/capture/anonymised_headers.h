// SPDX-License-Identifier: Apache-2.0
//
// The headers of an anonymised packet, made anew from what is known to hold no address: nothing is copied because it
// looks harmless. Checksums follow the change (RFC 1624): right stays right, and wrong stays wrong.
#pragma once

#include "core/wire/segment.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace synscope {

/// Source and destination.
struct AddressPair {
    IpAddress source;
    IpAddress destination;
};

/// The sum of big-endian words without carries left over (RFC 1071), going on from `sum`; an odd byte counts as the
/// upper half of a word.
[[nodiscard]] std::uint16_t onesSum(std::span<const std::byte> bytes, std::uint16_t sum = 0);

/// Appends an IP header without options or extensions before a TCP segment of `tcpBytes` on the wire. `original` is the
/// header it stands in for, as far as captured: version, class, identification and hop limit are taken over.
void appendIpHeader(std::vector<std::byte>& out, std::span<const std::byte> original, const AddressPair& addresses,
                    std::uint64_t tcpBytes);

/// Appends a TCP header without the options that hold an address or may hold one: these become no-operations, cookies
/// and what stands behind the end of the list become zeros. `original` is the header as far as captured.
void appendTcpHeader(std::vector<std::byte>& out, std::span<const std::byte> original, const AddressPair& before,
                     const AddressPair& after);

/// Appends IP and TCP headers that say what the segment says, with right checksums (for a payload of zeros).
void appendHeadersOf(std::vector<std::byte>& out, const Segment& segment, const AddressPair& addresses);

} // namespace synscope
