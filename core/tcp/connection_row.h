// SPDX-License-Identifier: Apache-2.0
//
// What is kept of every connection for everybody to read: the 4-tuple's key, the small mutable row, the
// rare counters, and the transitions. Plain values; the flow table writes them, snapshots publish them.
#pragma once

#include "core/base/ids.h"
#include "core/base/late_value.h"
#include "core/base/paged_rows.h"
#include "core/base/time.h"
#include "core/tcp/state.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

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
    friend bool operator==(const HandshakeOffer&, const HandshakeOffer&) = default;
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

/// What lowers the trust in what is said of a connection; bits of ConnectionRow::quality.
enum class QualityBit : std::uint8_t {
    MissedFromInitiator = 1, ///< packets it must have sent were not captured
    MissedFromResponder = 2,
    DuplicateFrames = 4, ///< frames were seen twice at the capture point
    CutHeaders = 8,      ///< the snap length cut TCP headers or options
    SuperSegments = 16,  ///< payloads over the peer's MSS: captured before segmentation or after reassembly
    ClockBackwards = 32, ///< a packet is earlier than one captured before it
};

/// Why a later use of the same ports was taken for a new connection.
enum class ReuseReason : std::uint8_t {
    None,           ///< first use of the ports
    AfterClose,     ///< both endpoints were closed
    AfterReset,     ///< the earlier connection had ended with RST
    HigherIsn,      ///< a SYN above the last number used, in TIME_WAIT (RFC 9293, 3.6.1, MAY-2)
    NewerTimestamp, ///< a SYN with a newer timestamp, in TIME_WAIT (RFC 6191)
    AnsweredSyn,    ///< a SYN on a connection that looked alive was answered by a SYN+ACK
    NextAttempt,    ///< a SYN with another number before anybody answered the first
};

/// The SYNs waiting on a connection's 4-tuple were given up, since another connection's took their room.
struct ForgottenSyns {
    ConnectionId connection = kNoConnection;
    SegmentId by = kNoSegment; ///< the SYN that took it
};

/// The mutable summary of one connection.
struct ConnectionRow {
    Timestamp first{};
    Timestamp last{};
    std::array<std::uint64_t, 2> bytes{};    ///< payload by Side, without retransmitted
    std::array<std::uint32_t, 2> segments{}; ///< packets by Side
    std::array<HandshakeOffer, 2> offer{};
    std::array<std::uint32_t, 2>
        lastDataMs{}; ///< newest payload by Side: in whole milliseconds after those of `first`, plus one; 0 = none
    std::uint32_t syn = 0;
    std::uint32_t fin = 0;
    std::uint32_t rst = 0;
    FlowId flow = kNoFlow;
    ConnectionId previous = kNoConnection; ///< earlier incarnation of the 4-tuple
    SegmentId firstSegment = kNoSegment;
    SegmentId lastSegment = kNoSegment;          ///< newest segment attributed to it
    TransitionId lastTransition = kNoTransition; ///< head of its chain, newest first
    IncidentId lastIncident = kNoIncident;       ///< head of its chain, newest first
    AnomalyId anomalies = kNoAnomaly;
    std::array<State, 2> state{State::Closed, State::Closed}; ///< the likeliest by Side
    std::array<StateSet, 2> alternatives{};                   ///< what it may be in instead; empty = certain
    std::array<StateSet, 2> visited{};        ///< what transitions left or led to, none of them disproved
    std::uint16_t incarnation = 0;            ///< saturates at 65535
    std::uint8_t quality = 0;                 ///< of QualityBit
    std::uint8_t dataAfterPeerClosed : 2 = 0; ///< bit by Side: see mayHaveSentAfterPeerClosed()
    std::uint8_t origin : 2 = 0;              ///< Origin
    std::uint8_t initiatorIsLow : 1 = 1;      ///< the initiator is the low endpoint of the key
    std::uint8_t resetSeen : 1 = 0;           ///< a RST was accepted
    std::uint8_t refused : 1 = 0;             ///< that RST answered the opening SYN
    std::uint8_t closedFirst : 2 = 0;         ///< 0 nobody yet, 1 initiator, 2 responder, 3 both at once
    std::uint8_t rolesGuessed : 1 = 0;        ///< no opening was seen: who is the initiator is a guess
    std::uint8_t reuse : 3 = 0;               ///< ReuseReason
    std::uint8_t windowsClosed : 2 = 0;       ///< bit by Side: the window it offered last is zero
    std::uint8_t kernelKnows : 2 = 0;         ///< bit by Side: the socket table had this end when the capture began
    std::uint8_t kernelDiffers : 1 = 0;       ///< a KernelDifference is told of it

    [[nodiscard]] State stateOf(Side side) const { return state[static_cast<std::size_t>(side)]; }
    /// Every state the endpoint may be in: one member where that is certain.
    [[nodiscard]] StateSet possibleOf(Side side) const {
        return alternatives[static_cast<std::size_t>(side)].either({stateOf(side)});
    }
    [[nodiscard]] bool has(QualityBit bit) const { return (quality & static_cast<unsigned>(bit)) != 0; }
    /// The endpoint does not take data now: the window it offered last is zero.
    [[nodiscard]] bool isWindowClosed(Side side) const {
        return (windowsClosed >> static_cast<unsigned>(side) & 1U) != 0;
    }
    /// The kernel's socket table told of this end itself; of the other it follows.
    [[nodiscard]] bool isKnownToKernel(Side side) const {
        return (kernelKnows >> static_cast<unsigned>(side) & 1U) != 0;
    }
    /// False: the endpoint has no payload newer than its newest CLOSE_WAIT.
    [[nodiscard]] bool mayHaveSentAfterPeerClosed(Side side) const {
        return (dataAfterPeerClosed >> static_cast<unsigned>(side) & 1U) != 0;
    }
    void noteDataAfterPeerClosed(Side side) {
        dataAfterPeerClosed = (dataAfterPeerClosed | 1U << static_cast<unsigned>(side)) & 3U;
    }
    /// When the endpoint's newest payload was seen, cut to whole milliseconds but not before `first`; none without
    /// payload.
    [[nodiscard]] std::optional<Timestamp> lastDataOf(Side side) const {
        const std::uint32_t ms = lastDataMs[static_cast<std::size_t>(side)];
        if (ms == 0)
            return std::nullopt;
        return std::max(first, Timestamp(wholeMs(first) + std::chrono::milliseconds(ms - 1)));
    }
    void noteData(Side side, Timestamp time) {
        noteFirst(time);
        lastDataMs[static_cast<std::size_t>(side)] = msFromFirst(time, 1);
    }
    /// A packet's time, which may be before all others'.
    void noteFirst(Timestamp time) {
        if (time >= first)
            return;
        const Timestamp before = first;
        first = time;
        for (std::uint32_t& ms : lastDataMs) // which stay at their times
            ms = ms == 0 ? 0 : msFromFirst(before, ms);
    }
    [[nodiscard]] bool wasThereBefore() const { return origin == static_cast<std::uint8_t>(Origin::SocketTable); }
    [[nodiscard]] std::uint64_t packets() const { return std::uint64_t{segments[0]} + segments[1]; }
    friend bool operator==(const ConnectionRow&, const ConnectionRow&) = default;

private:
    [[nodiscard]] static std::chrono::milliseconds wholeMs(Timestamp time) {
        return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    }
    [[nodiscard]] std::uint32_t msFromFirst(Timestamp time, std::int64_t more) const {
        const std::int64_t ms = (wholeMs(time) - wholeMs(first)).count() + more;
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms, 1, 0xffffffff));
    }
};
static_assert(sizeof(ConnectionRow) <= 120);

/// Of a flood, as of others that nobody answers, old pages are packed: once no connection of theirs is at hand any
/// more, see RestPolicy.
inline constexpr std::size_t kRowsAtHand = std::size_t{1} << 15;
using ConnectionRows = PagedRows<ConnectionRow, 256, kRowsAtHand / 256>;

/// What became of a transition since it was written.
enum class Verdict : std::uint8_t {
    Standing,  ///< as written
    Proven,    ///< a later packet of the endpoint shows that it had received what moved it
    Disproved, ///< a later packet shows that it had not: the transition never happened
};

/// One change of one endpoint's state. Constant but for the verdict, which a later packet may bring.
class Transition {
public:
    Transition() = default;
    Transition(std::int64_t timeNs, SegmentId segment, Side side, State from, State to, Basis basis,
               SegmentId proof = kNoSegment)
        : m_timeNs(timeNs),
          m_segment(segment),
          m_proof(proof),
          m_from(from),
          m_to(to),
          m_basis(basis),
          m_side(side),
          m_verdict(proof == kNoSegment ? Verdict::Standing : Verdict::Proven) {}

    /// When the endpoint sent or got the packet, as seen at the capture point. From nowhere and by the kernel: since
    /// then at the latest.
    [[nodiscard]] std::int64_t timeNs() const { return m_timeNs; }
    [[nodiscard]] Timestamp time() const { return timestampFromNs(m_timeNs); }
    /// That caused it; kNoSegment for a timer and for what the kernel says.
    [[nodiscard]] SegmentId segment() const { return isOfPacket() ? m_segment : kNoSegment; }
    /// Without a packet: the first segment of the whole capture that was tracked after it; else kNoSegment.
    [[nodiscard]] SegmentId tookPlaceBefore() const { return isOfPacket() ? kNoSegment : m_segment; }
    [[nodiscard]] Side side() const { return m_side; }
    /// time() is only known to be no earlier than that: it was met so, or the kernel told of it later.
    [[nodiscard]] bool mayBeOlder() const { return m_from == State::Unknown || m_basis == Basis::Kernel; }
    [[nodiscard]] State from() const { return m_from; }
    [[nodiscard]] State to() const { return m_to; }
    /// Why it is believed by now: `received` becomes `proven`.
    [[nodiscard]] Basis basis() const {
        return m_basis == Basis::Received && verdict() == Verdict::Proven ? Basis::Proven : m_basis;
    }
    /// As it was written, whatever came later.
    [[nodiscard]] Basis writtenBasis() const { return m_basis; }
    /// segment() or tookPlaceBefore().
    [[nodiscard]] SegmentId writtenSegment() const { return m_segment; }
    [[nodiscard]] Verdict verdict() const { return m_verdict.get(); }
    [[nodiscard]] bool isDisproved() const { return verdict() == Verdict::Disproved; }
    /// The packet that proves or disproves it; kNoSegment where none does.
    [[nodiscard]] SegmentId proof() const { return verdict() == Verdict::Standing ? kNoSegment : m_proof.get(); }
    /// Of the same connection; kNoTransition for its first.
    [[nodiscard]] TransitionId previous() const { return m_previous; }

    void setPrevious(TransitionId previous) { m_previous = previous; } ///< before it is published
    void settle(Verdict verdict, SegmentId proof) {
        m_proof.set(proof);
        m_verdict.set(verdict);
    }

private:
    [[nodiscard]] bool isOfPacket() const { return m_basis != Basis::Timer && m_basis != Basis::Kernel; }

    std::int64_t m_timeNs = 0;
    TransitionId m_previous = kNoTransition;
    SegmentId m_segment = kNoSegment;
    LateValue<SegmentId> m_proof{kNoSegment};
    State m_from : 4 = State::Unknown;
    State m_to : 4 = State::Unknown;
    Basis m_basis = Basis::Sent;
    Side m_side = Side::Initiator;
    LateValue<Verdict> m_verdict;
};
static_assert(sizeof(Transition) == 24);

} // namespace synscope
