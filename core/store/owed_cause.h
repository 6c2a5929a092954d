// SPDX-License-Identifier: Apache-2.0
//
// Why a close is owed, as far as it can be told: by packets, or by the kernel's socket table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace synscope {

/// Packets alone tell less of the cause than the kernel's socket table does.
enum class OwedCause : std::uint8_t {
    NotClosed,       ///< silent for so long that the program does not close any more; the table: everything was read
    UnreadData,      ///< the program stopped reading; the socket table only
    NeverAccepted,   ///< the program has not called accept(); the socket table only
    GhostDescriptor, ///< the connection is gone, its descriptor is not; the socket table only
    StillSending,    ///< data still goes to the peer, or waits for it to read: a half-close, no leak
    IdleInPool,      ///< one of a few connections that a client keeps for later, not knowing that the server closed
    PortCollision,   ///< the peer opens a new connection from the same port, and finds the old one in its way
    Unknown,         ///< young, or not certain to be owed
};

inline constexpr std::size_t kOwedCauseCount = 8;

/// "not-closed" and so on: a contract with scripts.
[[nodiscard]] std::string_view toText(OwedCause cause);

} // namespace synscope
