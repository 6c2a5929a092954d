// SPDX-License-Identifier: Apache-2.0
//
// What is kept of every connection for everybody to read: the 4-tuple's key, the small mutable row, the
// rare counters, and the transitions. Plain values; the flow table writes them, snapshots publish them.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/tcp/state.h"

#include <array>
#include <cstdint>

namespace synscope {

/// A 4-tuple: lower endpoint first, so both directions have the same key. IPv6 addresses are interned;
/// for IPv4 the words are the addresses themselves.
struct FlowKey {
    std::uint32_t lowAddress = 0;
    std::uint32_t highAddress = 0;
    std::uint16_t lowPort = 0;
    std::uint16_t highPort = 0;
    bool isV6 = false;
    friend bool operator==(const FlowKey&, const FlowKey&) = default;
};

/// Agreed or offered in the handshake, per endpoint; all zero where its SYN was not seen.
struct HandshakeOffer {
    std::uint32_t isn = 0;
    std::uint16_t mss = 0; ///< 0 = not offered
    std::uint8_t windowScale = 0;
    std::uint8_t bits = 0; ///< of Bit
    enum Bit : std::uint8_t {
        HasIsn = 1,
        HasWindowScale = 2,
        SackPermitted = 4,
        Timestamps = 8,
        Ecn = 16,
        FastOpen = 32,
        Multipath = 64,
    };
    [[nodiscard]] bool has(Bit bit) const { return (bits & bit) != 0; }
};

/// Counters that most connections never need; a row of them exists from the first count on.
struct AnomalyCounters {
    struct PerSide {
        std::uint32_t retransmissions = 0;
        std::uint32_t outOfOrder = 0;
        std::uint32_t duplicateAcks = 0;
        std::uint32_t zeroWindows = 0;
        std::uint32_t keepAlives = 0;
        std::uint32_t lostSegments = 0;
        std::uint32_t staleSegments = 0;
    };
    std::array<PerSide, 2> side; ///< by Side: of the segments this endpoint sent
};

/// The mutable summary of one connection.
struct ConnectionRow {
    Timestamp first{};
    Timestamp last{};
    std::array<std::uint64_t, 2> bytes{};    ///< payload by Side, without retransmitted
    std::array<std::uint32_t, 2> segments{}; ///< packets by Side
    std::array<HandshakeOffer, 2> offer{};
    std::array<std::uint32_t, 2>
        lastDataMs{}; ///< newest payload by Side: milliseconds after `first` plus one; 0 = none
    std::uint32_t syn = 0;
    std::uint32_t fin = 0;
    std::uint32_t rst = 0;
    FlowId flow = kNoFlow;
    ConnectionId previous = kNoConnection; ///< earlier incarnation of the 4-tuple
    SegmentId firstSegment = kNoSegment;
    SegmentId lastSegment = kNoSegment;          ///< newest segment attributed to it
    TransitionId lastTransition = kNoTransition; ///< head of its chain, newest first
    AnomalyId anomalies = kNoAnomaly;
    std::array<State, 2> state{State::Closed, State::Closed};
    std::uint16_t incarnation = 0;       ///< saturates at 65535
    std::uint8_t origin : 2 = 0;         ///< Origin
    std::uint8_t initiatorIsLow : 1 = 1; ///< the initiator is the low endpoint of the key
    std::uint8_t resetSeen : 1 = 0;      ///< a RST was accepted
    std::uint8_t refused : 1 = 0;        ///< that RST answered the opening SYN
    std::uint8_t closedFirst : 2 = 0;    ///< 0 nobody yet, 1 initiator, 2 responder, 3 both at once

    [[nodiscard]] State stateOf(Side side) const { return state[static_cast<std::size_t>(side)]; }
    [[nodiscard]] std::uint64_t packets() const { return std::uint64_t{segments[0]} + segments[1]; }
};
static_assert(sizeof(ConnectionRow) <= 112);

/// One change of one endpoint's state.
struct Transition {
    std::int64_t timeNs = 0;
    TransitionId previous = kNoTransition; ///< of the same connection
    SegmentId segment = kNoSegment;        ///< that caused it; kNoSegment for a timer
    std::uint8_t packed[4]{};              ///< from, to, basis, side

    [[nodiscard]] Timestamp time() const { return timestampFromNs(timeNs); }
    [[nodiscard]] State from() const { return static_cast<State>(packed[0]); }
    [[nodiscard]] State to() const { return static_cast<State>(packed[1]); }
    [[nodiscard]] Basis basis() const { return static_cast<Basis>(packed[2]); }
    [[nodiscard]] Side side() const { return static_cast<Side>(packed[3]); }
};

} // namespace synscope
