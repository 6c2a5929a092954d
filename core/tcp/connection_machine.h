// SPDX-License-Identifier: Apache-2.0
//
// Applies one segment to one connection: numbers before flags, then both endpoints' events. The same code for
// both directions: a sender and a receiver. What the sender did is certain; that the receiver got a SYN or FIN is
// believed once something it sends proves it, and then dated to the packet that caused it. Until then, and
// wherever else the packets do not decide, the row's alternatives hold the other states it may be in.
#pragma once

#include "core/tcp/byte_ledger.h"
#include "core/tcp/endpoint.h"
#include "core/tcp/known_connection.h"
#include "core/tcp/marks.h"
#include "core/tcp/transition_writer.h"
#include "core/wire/segment.h"

namespace synscope {

class ConnectionMachine {
public:
    ConnectionMachine(ConnectionId id, Connection& connection, ConnectionRow& row, TransitionWriter& writer,
                      ByteLedger& ledger)
        : m_id(id), m_connection(connection), m_row(row), m_writer(writer), m_ledger(ledger) {}

    /// Moves states and numbers; the row's packet counters are the caller's. Returns what the segment is.
    Marks apply(const Segment& segment, SegmentId id, Side sender);

    /// The same at less cost for the segments that most are: an open connection without doubts goes on where it was.
    /// False where the segment may be anything else; then nothing has changed, and apply() judges it. True: it has no
    /// marks.
    bool applyUsual(const Segment& segment, SegmentId id, Side sender);

    /// The first segment of a connection is a late copy of a SYN of the connection before: a listener answered it, but
    /// its sender is not opening anything, as far as one can tell.
    Marks applyLateSyn(const Segment& segment, SegmentId id);
    /// The same where only the listener's answer was captured.
    Marks applyLateSynAck(const Segment& segment, SegmentId id);

    /// A SYN with another number is on the 4-tuple and nobody has answered it: its sender may have lost this
    /// connection.
    void doubtSender(Side sender);
    /// The SYN that waited is settled, and not by a new connection: whoever sent this is still here.
    void trustSender(Side sender);
    /// The segment may be this connection's or an earlier one's of the same ports: nothing moves, but its FIN or RST
    /// may have counted.
    Marks applyUndecided(const Segment& segment, SegmentId id, Side sender);
    /// The connection begins without a packet, as the kernel's socket table has it. `next`: the segment to come.
    void beginKnown(const KnownConnection& known, SegmentId next);
    /// The table has this end, which it knew before, in another state, and no packet told of it; CLOSED: not any more.
    void heedKernel(Side side, State to, Cause cause);
    /// The endpoint was thought to have given up for another attempt, which it has refused: it goes on here.
    void resume(Side side, SegmentId by);

private:
    /// The segment with its two endpoints at hand.
    struct Step {
        const Segment& segment;
        SegmentId id;
        Side from; ///< the sender
        Side to;   ///< the receiver
        Endpoint& sender;
        Endpoint& receiver;
        [[nodiscard]] Cause cause() const { return {nsSinceEpoch(segment.time), id}; }
    };
    enum class ResetVerdict : std::uint8_t { Accepted, InGap, InWindow, OutOfWindow, Refused };

    /// The newest SYN (while opening) or FIN of the endpoint.
    [[nodiscard]] static Cause causeOf(const Endpoint& endpoint) { return {endpoint.causeNs, endpoint.causeSegment}; }
    /// Nobody has closed before the side.
    void noteCloser(Side side) {
        if (m_row.closedFirst == 0)
            m_row.closedFirst = side == Side::Initiator ? 1 : 2;
    }

    // opening.cpp
    void start(const Step& step);
    void startFromSynAck(const Step& step);
    void startMidstream(const Step& step);
    void rememberOffer(const Step& step);
    void onSyn(const Step& step, Marks& marks);
    void onRepeatedSyn(const Step& step, Marks& marks);
    void onSynAck(const Step& step, Marks& marks);
    void refuseSynData(const Step& step);
    void onRepeatedSynAck(const Step& step);
    void refuseSynAck(const Step& step, Marks& marks);
    void provedOpen(const Step& step, Marks& marks);
    void provedUncapturedSynAck(const Step& step);
    bool adoptRival(const Step& step);
    void reviveOpener(const Step& step);

    // closing.cpp
    void noticeUncaptured(const Step& step, Marks marks);
    void assumeFin(Side side, SeqNum end, const Step& step, bool acknowledged);
    void doubtFin(Side side, bool acknowledged);
    void unassumeFin(Side side, SegmentId by);
    void confirmFin(const Step& step, Marks& marks);
    void proveFinReceipt(Side side, SegmentId by);
    void acknowledgedFin(const Step& step);
    void onFin(const Step& step, Marks& marks);
    bool refusesFin(const Step& step, Marks& marks);
    void firstFin(const Step& step);
    static void rememberFin(const Step& step);
    void repeatedFin(const Step& step);
    void takeBackFin(const Step& step);
    void assumeDelivery(const Step& step);
    void assumeFinReceived(const Step& step);
    void guessHalfClosed(const Step& step);
    void guessTimeWait(const Step& step);

    // resets.cpp
    void onReset(const Step& step, Marks& marks);
    [[nodiscard]] ResetVerdict judgeReset(const Step& step) const;
    [[nodiscard]] ResetVerdict judgeResetByWindow(const Step& step) const;
    [[nodiscard]] bool answersAcrossFin(const Step& step) const;
    void acceptReset(const Step& step);
    void explainReset(const Step& step, bool wasTimeWait);
    void afterReset(const Step& step, Marks& marks);
    void afterUndecidedReset(const Step& step, bool fromResetter, Marks& marks);
    [[nodiscard]] bool refusesOpening(const Step& step) const;
    void takeBackReset(Side side, SegmentId by);

    // doubts.cpp
    void doubt(Side side, TcpEvent event);
    void doubt(Side side, StateSet states);
    void narrow(Side side, StateSet allowed, SegmentId by);
    void learn(const Step& step, Marks marks);
    void prove(const Step& step);
    void proveReceipts(Side side, SegmentId by);
    bool isUnproven(Side side, State from, State to) const;
    void disprove(Side side, SegmentId by);
    void disproveAll(Side side, SegmentId by);
    [[nodiscard]] bool mayDisprove(Side side);
    void pickUpAgain(Side side, StateSet rest, Cause cause, SegmentId by);

    // known_connection.cpp
    void sayKernel(Side side, State from, State to, Cause cause);
    [[nodiscard]] bool meetsKnown(const Step& step);
    void beginKnownNumbers(const Step& step);
    void beginKnownFins(const Step& step);
    void reviveKnown(const Step& step);
    static void rememberKnownFin(Endpoint& closer, SeqNum end);
    [[nodiscard]] bool answersFirstKeepAlive(const Step& step);

    // connection_machine.cpp
    [[nodiscard]] bool isUsual(const Step& step) const;
    [[nodiscard]] bool mayGoOn(const Step& step) const;
    [[nodiscard]] bool isWhole() const;
    void rememberUsual(const Step& step);
    static void rememberTimestamp(const Step& step);
    void countFresh(const Step& step, std::uint32_t bytes);
    void take(const Step& step, Marks& marks);
    [[nodiscard]] bool discards(const Step& step, Marks& marks);
    void onOther(const Step& step, Marks& marks);
    [[nodiscard]] bool refusesNumbers(const Step& step, Marks& marks);
    [[nodiscard]] bool putBeyond(const Step& step, Marks& marks);
    void putProbe(const Step& step);
    void takeBeyond(const Step& step);
    void takeBeyondFin(const Step& step);
    void refuseDataAfterFin(const Step& step, Marks& marks);
    void remember(const Step& step, Marks marks);
    static void rememberFrame(const Step& step);
    void rememberWindow(const Step& step);
    void rememberAck(const Step& step, Marks marks);
    void advance(const Step& step, bool retransmitted);
    bool move(Side side, TcpEvent event, Cause cause, Basis basis);
    /// The receiver gets the step's segment, as far as one can see.
    bool receive(const Step& step, TcpEvent event);
    bool receive(Side side, TcpEvent event, Cause cause, SeqNum provenBy);
    void tell(IncidentKind kind, Side side, SegmentId segment, SegmentId related = kNoSegment) {
        m_writer.record(m_row, kind, side, segment, related);
    }
    void setQuality(QualityBit bit) { m_row.quality |= static_cast<std::uint8_t>(bit); }
    void setMissed(Side side) {
        setQuality(side == Side::Initiator ? QualityBit::MissedFromInitiator : QualityBit::MissedFromResponder);
    }
    [[nodiscard]] State stateOf(Side side) const { return m_row.stateOf(side); }
    [[nodiscard]] StateSet& alternativesOf(Side side) { return m_row.alternatives[static_cast<std::size_t>(side)]; }
    [[nodiscard]] Endpoint& endpoint(Side side) { return m_connection.endpoint[static_cast<std::size_t>(side)]; }
    [[nodiscard]] const Endpoint& endpoint(Side side) const {
        return m_connection.endpoint[static_cast<std::size_t>(side)];
    }

    ConnectionId m_id;
    SegmentId m_now = kNoSegment; ///< the segment being applied
    Connection& m_connection;
    ConnectionRow& m_row;
    TransitionWriter& m_writer;
    ByteLedger& m_ledger;
};

} // namespace synscope
