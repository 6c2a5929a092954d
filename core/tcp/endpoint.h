// SPDX-License-Identifier: Apache-2.0
//
// What the tracker remembers of one endpoint's sequence space: everything here comes from segments this
// endpoint sent. Its state and counters live in the connection's row. Names after RFC 9293, section 3.3.1.
#pragma once

#include "core/base/ids.h"
#include "core/wire/segment.h"

#include <cstdint>

namespace synscope {

/// What is known of one endpoint, and what it did.
struct EndpointBits {
    bool knowsSequence : 1 = false; ///< it sent something
    bool knowsAck : 1 = false;
    bool knowsIss : 1 = false;
    bool hasBase : 1 = false; ///< `iss` is at least good for relative numbers
    bool knowsWindow : 1 = false;
    bool offeredScale : 1 = false;
    bool finSent : 1 = false;
    bool finCoversPeers : 1 = false; ///< its FIN acknowledges its peer's
    bool finAssumed : 1 = false;     ///< its FIN was not captured: it follows from numbers, or is one byte of data
    bool sawKeepAlive : 1 = false;   ///< its newest segment was a keep-alive
    bool sawProbe : 1 = false;       ///< its newest segment was a zero-window probe
    bool hasTimestamp : 1 = false;
    bool synHadData : 1 = false;
    bool missedSome : 1 = false;  ///< segments of it were not captured
    bool wasCaptured : 1 = false; ///< at least one segment of it was
    bool hasRival : 1 = false;
    bool sawOffer : 1 = false; ///< its SYN was captured, so that its window scale is known
    bool knowsEdge : 1 = false;
    bool windowIsOfSyn : 1 = false; ///< `window` is not scaled
    bool sentBeyond : 1 = false;
    bool hasOddAck : 1 = false;
    bool beyondFin : 1 = false;   ///< and a FIN
    bool edgeIsOfSyn : 1 = false; ///< `rightEdge` follows from an unscaled window
    bool isFar : 1 = false;       ///< it has sent so much that `iss` is no measure for numbers any more
    bool finRefuted : 1 = false;  ///< a FIN was assumed once, and was data
    bool usesIpIds : 1 = false;   ///< it numbers its packets; a zero then comes from no full socket
    std::uint32_t unused : 6 = 0;
    friend bool operator==(const EndpointBits&, const EndpointBits&) = default;
};
static_assert(sizeof(EndpointBits) == sizeof(std::uint32_t));

struct Endpoint : EndpointBits {
    SegmentId causeSegment = kNoSegment;
    std::int64_t advancedNs = 0;           ///< when `next` last grew
    std::int64_t acknowledgedNs = 0;       ///< when it last said `acknowledged`
    std::int64_t newestNs = 0;             ///< time of its newest segment
    std::int64_t causeNs = 0;              ///< time of its newest SYN (while opening) or FIN
    std::int64_t timeWaitStartNs = 0;      ///< when 2MSL began, while in TIME_WAIT
    TransitionId unproven = kNoTransition; ///< newest move taken as delivered that nothing has proven yet
    SeqNum provenBy;                       ///< acknowledging this or more proves `unproven`
    SeqNum iss;                            ///< valid with knowsIss; else the number before the first one seen
    SeqNum next;                           ///< SND.NXT: highest number sent, plus one
    SeqNum acknowledged;                   ///< highest ACK it sent: its RCV.NXT as far as known
    SeqNum finEnd;                         ///< the number after its FIN, valid with finSent
    SeqNum rightEdge;                      ///< of the window it has offered: the furthest right, valid with knowsEdge
    SeqNum beyondStart;                    ///< what it sent beyond its peer's window and numbers, valid with sentBeyond
    SeqNum beyondEnd;
    std::uint32_t beyondBytes = 0; ///< payload of it
    SeqNum oddAck;                 ///< an ACK of what its peer never sent, as far as captured, valid with hasOddAck
    SeqNum rivalIss;               ///< of a second SYN+ACK with another number, valid with hasRival
    SeqNum lastSeq;                ///< of its newest segment, with lastPayload and ipId to know a duplicate frame
    std::uint32_t lastPayload = 0;
    std::uint32_t tsValue = 0; ///< newest timestamp its peer has surely taken over (TS.Recent there)
    std::uint16_t window = 0;  ///< newest, unscaled
    std::uint16_t ipId = 0;
    std::uint16_t finIpId = 0; ///< of its newest FIN
    std::uint16_t lastFlags = 0;
    std::uint8_t scale = 0;         ///< offered shift, at most 14
    std::uint8_t disproofs = 0;     ///< of its moves, saturating
    std::uint8_t duplicateAcks = 0; ///< in a row, saturating
    std::uint8_t unprovenMoves = 0; ///< taken as delivered and not proven: no more than this, or many

    static constexpr std::uint8_t kMany = 255;
    void noteUnprovenMove() { unprovenMoves = static_cast<std::uint8_t>(unprovenMoves + (unprovenMoves < kMany)); }

    static constexpr std::uint32_t kNear = 1U << 30; ///< further apart, before and after cannot be told well
    /// The number lies within what it has sent, as far back as can be told.
    [[nodiscard]] bool hasSent(SeqNum seq) const {
        return knowsSequence && seq.atOrBefore(next) && seq.atOrAfter(isFar ? next - kNear : iss);
    }
    [[nodiscard]] bool ownsIss(SeqNum seq) const { return knowsIss && seq == iss; }
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Two endpoints, indexed by Side, and what concerns both.
struct Connection {
    Endpoint endpoint[2];
    std::int64_t resetNs = 0;            ///< time of the RST that closed it, valid with resetSegment
    SegmentId resetSegment = kNoSegment; ///< kNoSegment unless a RST was accepted or is undecided
    SeqNum resetSeq;                     ///< its number
    std::uint32_t handshakeRttUs = 0;    ///< SYN+ACK's answer minus SYN, 0 where not seen
    bool started : 1 = false;            ///< a segment with sane flags was seen
    bool resetUndecided : 1 = false;     ///< the RST was in the window but not exact, and nobody has answered
    bool resetForeign : 1 = false;       ///< its apparent sender lives on
    bool resetByResponder : 1 = false;   ///< who (apparently) sent it
    std::uint32_t unused : 28 = 0;
    friend bool operator==(const Connection&, const Connection&) = default;
};

} // namespace synscope
