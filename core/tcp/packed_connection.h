// SPDX-License-Identifier: Apache-2.0
//
// What a machine remembers of a connection, in as few bytes as its row allows: of most numbers the row and the other
// numbers say what they must be, and only what differs is written. Nothing is lost.
#pragma once

#include "core/tcp/connection_row.h"
#include "core/tcp/endpoint.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace synscope {

/// More than any connection takes.
inline constexpr std::size_t kMostPackedBytes = 512;
using PackedBytes = std::array<std::byte, kMostPackedBytes>;

/// Returns how many bytes it wrote; some 60 of a connection that is over. `row` is the connection's.
std::size_t pack(const Connection& connection, const ConnectionRow& row, PackedBytes& to);

/// `row`: its `first`, `firstSegment`, `offer`, `bytes` and `closedFirst` must be those that pack() was given.
Connection unpack(const std::byte* from, const ConnectionRow& row);
/// Endpoint::timeWaitStartNs of what unpack() would return, for a third of its cost.
std::int64_t timeWaitStartIn(const std::byte* from, const ConnectionRow& row, Side side);

} // namespace synscope
