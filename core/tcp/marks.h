// SPDX-License-Identifier: Apache-2.0
//
// What the tracker says of one segment beyond moving states: a set of marks, used for counters, for
// the look of arrows and for the words beside them.
#pragma once

#include <cstdint>
#include <string_view>

namespace synscope {

enum class Mark : std::uint32_t {
    Retransmission = 1U << 0,
    OutOfOrder = 1U << 1,
    DuplicateAck = 1U << 2,
    ZeroWindow = 1U << 3,
    KeepAlive = 1U << 4,
    KeepAliveAck = 1U << 5,
    WindowProbe = 1U << 6, ///< zero-window probe
    WindowUpdate = 1U << 7,
    PreviousLost = 1U << 8,     ///< a segment before this one was not captured
    AckedUnseen = 1U << 9,      ///< acknowledges data that was not captured
    Stale = 1U << 10,           ///< belongs to an earlier connection of the same ports, or lies before the window
    Discarded = 1U << 11,       ///< the receiver does not accept it (sequence rules, PAWS, wrong ACK)
    ChallengeAck = 1U << 12,    ///< RFC 5961
    BadFlags = 1U << 13,        ///< a combination no TCP sends (SYN+FIN...)
    OpensConnection = 1U << 14, ///< the SYN or SYN+ACK that began this incarnation
    DuplicateFrame = 1U << 15,  ///< the same frame seen twice at the capture point
};
inline constexpr int kMarkCount = 16;

struct Marks {
    std::uint32_t bits = 0;
    [[nodiscard]] constexpr bool has(Mark mark) const { return (bits & static_cast<std::uint32_t>(mark)) != 0; }
    constexpr void add(Mark mark) { bits |= static_cast<std::uint32_t>(mark); }
    constexpr void remove(Mark mark) { bits &= ~static_cast<std::uint32_t>(mark); }
    friend constexpr bool operator==(Marks, Marks) = default;
};

/// "retransmission", "out-of-order", "duplicate-ack"... for one mark.
[[nodiscard]] std::string_view toText(Mark mark);

} // namespace synscope
