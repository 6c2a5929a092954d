// SPDX-License-Identifier: Apache-2.0
//
// How a connection ends in order: FINs, their acknowledgements and repetitions, and FINs that must have been
// sent although nobody captured them.
#include "core/tcp/connection_machine.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::int64_t kInFlightNs = 200'000'000; ///< a repetition this soon may have crossed what it repeats for
constexpr std::uint32_t kLeastRoom = 65535;       ///< a window is taken to be at least this: ACKs may be missing

/// The receiver has been acknowledging up to here and allows this much more: a new FIN must lie within.
bool fitsWindow(const Segment& segment, const Endpoint& sender, const Endpoint& receiver) {
    if (!receiver.knowsAck || !receiver.knowsWindow)
        return true;
    if (segment.end().atOrBefore(receiver.acknowledged))
        return false;
    const std::uint32_t room = std::max(windowOf(receiver, sender), kLeastRoom);
    return segment.seq.atOrBefore(receiver.acknowledged + room);
}

} // namespace

/// Numbers were used that no captured segment carries. The last of them may have been a FIN: it is one where
/// exactly one number is missing, as far as one can tell, and may be one otherwise.
void ConnectionMachine::noticeUncaptured(const Step& step, Marks marks) {
    const Segment& segment = step.segment;
    const bool talks = segment.payloadBytes > 0 || segment.flags.fin();
    if (step.sender.finAssumed && talks && segment.seq.after(step.sender.finEnd - 1))
        unassumeFin(step.from, step.id);
    if (marks.has(Mark::PreviousLost) && !talks && !step.sender.finSent) {
        const bool acknowledgesFin = step.receiver.finSent && segment.ack.atOrAfter(step.receiver.finEnd);
        if (acknowledgesFin) { // whoever closes second has usually got the first FIN by then
            move(step.from, TcpEvent::ReceiveFin, causeOf(step.receiver), Basis::Proven);
            doubt(step.from, StateSet{State::Closing, State::TimeWait});
        }
        if (segment.seq.distanceFrom(step.sender.next) == 1 && !step.sender.finRefuted)
            assumeFin(step.from, segment.seq, step, false);
        else
            doubtFin(step.from, false);
    }
    if (!marks.has(Mark::AckedUnseen))
        return;
    if (step.receiver.finAssumed)
        unassumeFin(step.to, step.id);
    if (step.receiver.finSent)
        return;
    const bool isOne = segment.ack.distanceFrom(step.receiver.next) == 1 && segment.window != 0;
    const bool knowsNumbers = step.receiver.knowsIss || m_row.bytes[static_cast<std::size_t>(step.to)] > 0;
    if (!isOne || !knowsNumbers || step.receiver.finRefuted) {
        if (step.receiver.wasCaptured)
            doubtFin(step.to, true);
        return;
    }
    const bool answers = step.sender.finSent && segment.seq.atOrAfter(step.sender.finEnd);
    if (answers)
        assumeFinReceived(step); // the FIN that this ACK is for answered its sender's own
    assumeFin(step.to, segment.ack, step, true);
    if (answers) { // or both closed at once
        doubt(step.to, StateSet{State::Closing, State::TimeWait});
        doubt(step.from, StateSet{State::Closing});
    }
}

void ConnectionMachine::assumeFin(Side side, SeqNum end, const Step& step, bool acknowledged) {
    Endpoint& closer = endpoint(side);
    doubtFin(side, acknowledged);
    const StateSet before = m_row.possibleOf(side);
    const StateSet peerBefore = m_row.possibleOf(other(side));
    noteCloser(side);
    closer.finSent = closer.finAssumed = true;
    closer.finEnd = end;
    closer.causeNs = step.cause().timeNs;
    closer.causeSegment = step.id;
    closer.next = end;
    tell(IncidentKind::UncapturedFin, side, step.id);
    move(side, TcpEvent::SendFin, step.cause(), Basis::Proven);
    doubt(side, before);
    doubt(other(side), peerBefore);
}

/// The endpoint may have sent a FIN, and its peer may have got it.
void ConnectionMachine::doubtFin(Side side, bool acknowledged) {
    doubt(side, TcpEvent::SendFin);
    doubt(other(side), TcpEvent::ReceiveFin);
    if (acknowledged)
        doubt(side, TcpEvent::ReceiveAckOfFin);
}

/// What was taken for a FIN was a byte of data: more followed it.
void ConnectionMachine::unassumeFin(Side side, SegmentId by) {
    Endpoint& closer = endpoint(side);
    closer.finSent = closer.finAssumed = false;
    closer.finRefuted = true;
    if (m_row.closedFirst == (side == Side::Initiator ? 1U : 2U)) {
        m_row.closedFirst = 0;
        if (endpoint(other(side)).finSent)
            noteCloser(other(side));
    }
    const SegmentId assumedAt = closer.causeSegment;
    const auto cameFromIt = [&](Side whose) {
        const TransitionId id = m_writer.newest(m_row, whose);
        return id != kNoTransition && m_writer[id].segment() == assumedAt && assumedAt != kNoSegment;
    };
    m_writer.withdraw(m_row, IncidentKind::UncapturedFin, side);
    for (const Side whose : {side, other(side)}) {
        while (cameFromIt(whose))
            disprove(whose, by);
        alternativesOf(whose) = {};
    }
}

/// Met mid-stream, a FIN is acknowledged by a packet that no full socket sent: a Linux kernel numbers the packets of
/// its sockets, but not what it answers from TIME_WAIT.
void ConnectionMachine::guessTimeWait(const Step& step) {
    const Segment& segment = step.segment;
    const bool isNumbered = segment.ipId != 0 || segment.source.address.isV6;
    if (isNumbered || segment.payloadBytes > 0 || segment.flags.fin() ||
        (step.sender.wasCaptured && !step.sender.usesIpIds))
        return;
    if (!m_row.possibleOf(step.from).has(State::FinWait2) || !m_row.possibleOf(step.to).has(State::LastAck))
        return;
    const StateSet before = m_row.possibleOf(step.from);
    const StateSet peerBefore = m_row.possibleOf(step.to);
    narrow(step.from, {State::FinWait2}, step.id);
    narrow(step.to, {State::LastAck}, step.id);
    doubt(step.from, before);
    doubt(step.to, peerBefore);
}

/// Where the segment acknowledges the receiver's FIN.
void ConnectionMachine::acknowledgedFin(const Step& step) {
    const SeqNum ack = step.segment.ack;
    if (!step.receiver.finSent || !step.segment.flags.ack() || ack.before(step.receiver.finEnd) ||
        ack.after(step.receiver.next))
        return;
    if (m_row.origin == static_cast<std::uint8_t>(Origin::Midstream))
        guessTimeWait(step);
    const StateSet before = m_row.possibleOf(step.from);
    const StateSet peerBefore = m_row.possibleOf(step.to);
    // That FIN carried the acknowledgement of its own.
    if (step.receiver.finCoversPeers && stateOf(step.from) == State::FinWait1)
        move(step.from, TcpEvent::ReceiveAckOfFin, causeOf(step.receiver), Basis::Proven);
    // The ACK proves that its sender got the FIN; that happened when the FIN was on the wire.
    if (!move(step.from, TcpEvent::ReceiveFin, causeOf(step.receiver), Basis::Proven))
        proveFinReceipt(step.from, step.id);
    // Both closed at once: a FIN sent before this ACK reaches the receiver first.
    if (step.sender.finSent && !step.sender.finAssumed && !step.sender.finCoversPeers &&
        step.segment.seq.atOrAfter(step.sender.finEnd) && stateOf(step.to) == State::FinWait1)
        receive(step.to, TcpEvent::ReceiveFin, causeOf(step.sender), step.sender.finEnd);
    const bool moved = receive(step, TcpEvent::ReceiveAckOfFin);
    if (step.receiver.finAssumed) { // or it was a byte of data
        doubt(step.from, before);
        doubt(step.to, peerBefore);
        if (moved)
            alternativesOf(step.to).remove(State::FinWait1);
    }
    if (stateOf(step.to) == State::Closed || stateOf(step.to) == State::TimeWait)
        return;
    // A FIN that is known to be on its way may be there.
    if (step.sender.finSent)
        doubt(step.to, TcpEvent::ReceiveFin);
}

/// The FIN was taken as delivered; now it is known.
void ConnectionMachine::proveFinReceipt(Side side, SegmentId by) {
    TransitionId before = kNoTransition;
    for (TransitionId id = m_row.lastTransition; id != kNoTransition; id = before) {
        const Transition transition = m_writer[id];
        before = transition.previous();
        const bool byFin = nextState(transition.from(), TcpEvent::ReceiveFin) == transition.to();
        if (transition.side() != side || !byFin || transition.isDisproved())
            continue;
        if (transition.verdict() == Verdict::Standing && transition.basis() == Basis::Received)
            m_writer.prove(id, by);
        return; // there is one FIN to receive
    }
}

/// The FIN that was assumed is here, captured late.
void ConnectionMachine::confirmFin(const Step& step, Marks& marks) {
    step.sender.finAssumed = false;
    step.sender.finIpId = step.segment.ipId;
    m_writer.withdraw(m_row, IncidentKind::UncapturedFin, step.from);
    marks.remove(Mark::Retransmission);
    alternativesOf(step.from) = {};
    alternativesOf(step.to) = {};
    if (!step.receiver.knowsAck || step.receiver.acknowledged.before(step.sender.finEnd))
        doubt(step.to, TcpEvent::ReceiveFin);
}

/// FINs the receiver would not take, with the reason told.
bool ConnectionMachine::refusesFin(const Step& step, Marks& marks) {
    const Endpoint& sender = step.sender;
    const bool another = sender.finSent && sender.finEnd != step.segment.end();
    if (!another && (sender.finSent || fitsWindow(step.segment, sender, step.receiver)))
        return false;
    marks.add(Mark::Discarded);
    tell(IncidentKind::FinIgnored, step.from, step.id, another ? sender.causeSegment : kNoSegment);
    return true;
}

/// Met mid-stream, one side talks and the other only ever acknowledges: that one has closed its half before the
/// capture began, more likely than not. Called before the FIN of the one that talks counts.
void ConnectionMachine::guessHalfClosed(const Step& step) {
    const bool talked = m_row.bytes[static_cast<std::size_t>(step.from)] > 0 || step.segment.payloadBytes > 0;
    const bool heard = m_row.bytes[static_cast<std::size_t>(step.to)] > 0;
    const StateSet closer{State::FinWait2};
    const StateSet talker{State::CloseWait};
    if (!talked || heard || !step.receiver.wasCaptured || step.receiver.finSent ||
        !m_row.possibleOf(step.to).has(State::FinWait2) || !m_row.possibleOf(step.from).has(State::CloseWait))
        return;
    const StateSet before = m_row.possibleOf(step.from);
    const StateSet peerBefore = m_row.possibleOf(step.to);
    narrow(step.from, talker, step.id);
    narrow(step.to, closer, step.id);
    doubt(step.from, before);
    doubt(step.to, peerBefore);
}

void ConnectionMachine::onFin(const Step& step, Marks& marks) {
    if (step.sender.finAssumed) {
        if (step.segment.end() == step.sender.finEnd) {
            confirmFin(step, marks);
            return;
        }
        unassumeFin(step.from, step.id);
    }
    const bool isLate =
        !step.sender.finSent && step.receiver.knowsAck && step.segment.end() == step.receiver.acknowledged;
    if (!isLate && refusesFin(step, marks))
        return;
    if (stateOf(step.to) == State::TimeWait)
        step.receiver.timeWaitStartNs = step.cause().timeNs; // sent again: 2MSL starts again
    if (step.sender.finSent) {
        repeatedFin(step);
    } else {
        if (m_row.origin == static_cast<std::uint8_t>(Origin::Midstream))
            guessHalfClosed(step);
        firstFin(step);
    }
    rememberFin(step);
    if (isLate) { // its acknowledgement was captured before it
        move(step.to, TcpEvent::ReceiveFin, step.cause(), Basis::Proven);
        move(step.from, TcpEvent::ReceiveAckOfFin, step.cause(), Basis::Received);
    }
    step.sender.finCoversPeers =
        step.receiver.finSent && step.segment.flags.ack() && step.segment.ack.atOrAfter(step.receiver.finEnd);
}

void ConnectionMachine::firstFin(const Step& step) {
    noteCloser(step.from);
    if (step.receiver.finSent && stateOf(step.from) == State::Established) {
        m_row.closedFirst = 3;
        tell(IncidentKind::SimultaneousClose, step.from, step.id, step.receiver.causeSegment);
    }
    const bool crosses =
        step.receiver.finSent && step.segment.flags.ack() && step.segment.ack.before(step.receiver.finEnd);
    if (crosses)
        alternativesOf(step.from) = {}; // it had not received the other FIN when it sent its own
    step.sender.finSent = true;
    step.sender.finEnd = step.segment.end();
    rememberFin(step);
    move(step.from, TcpEvent::SendFin, step.cause(), Basis::Sent);
    doubt(step.to, TcpEvent::ReceiveFin);
    if (crosses)
        doubt(step.from, TcpEvent::ReceiveFin);
}

/// The newest copy of the FIN is the one that an answer answers.
void ConnectionMachine::rememberFin(const Step& step) {
    step.sender.causeNs = step.cause().timeNs;
    step.sender.causeSegment = step.id;
    step.sender.finIpId = step.segment.ipId;
}

/// A FIN again: what seemed to have been delivered was lost on its last stretch, the FIN or its acknowledgement.
void ConnectionMachine::repeatedFin(const Step& step) {
    const bool isCopy = step.segment.ipId != 0 && step.segment.ipId == step.sender.finIpId;
    if (isCopy)
        return;
    takeBackFin(step);
    const bool unproven = isUnproven(step.from, State::FinWait1, State::FinWait2) ||
                          isUnproven(step.from, State::Closing, State::TimeWait) ||
                          isUnproven(step.from, State::LastAck, State::Closed);
    if (!unproven)
        return;
    const Transition lost = m_writer[step.sender.unproven];
    const std::int64_t gapNs = step.cause().timeNs - lost.timeNs();
    if (gapNs < std::int64_t{m_connection.handshakeRttUs} * 2000 || !mayDisprove(step.from)) {
        doubt(step.from, StateSet{lost.from()}); // both crossed on the way, more likely
        return;
    }
    disprove(step.from, step.id);
    if (gapNs < kInFlightNs)
        doubt(step.from, StateSet{lost.to()});
    tell(IncidentKind::DeliveryDisproved, step.from, step.id, lost.segment());
}

/// Both closed at once, and the receiver is not known to have got the FIN before this copy: only the ACK that
/// came with it counts.
void ConnectionMachine::takeBackFin(const Step& step) {
    if (!isUnproven(step.to, State::Closing, State::TimeWait))
        return;
    const Transition acknowledged = m_writer[step.receiver.unproven];
    const TransitionId before = m_writer.newestBefore(step.receiver.unproven);
    if (before == kNoTransition || m_writer[before].basis() != Basis::Received || !mayDisprove(step.to))
        return;
    tell(IncidentKind::DeliveryDisproved, step.to, step.id, m_writer[before].segment());
    disprove(step.to, step.id);
    disprove(step.to, step.id);
    receive(step.to, TcpEvent::ReceiveAckOfFin, {acknowledged.timeNs(), acknowledged.segment()},
            step.receiver.provenBy);
    doubt(step.to, StateSet{State::TimeWait});
}

/// Of one endpoint nothing was ever captured although it takes part: what its peer sends it is taken as
/// delivered, and as acknowledged at once.
void ConnectionMachine::assumeDelivery(const Step& step) {
    if (step.sender.finSent && !step.receiver.wasCaptured && step.receiver.knowsSequence)
        assumeFinReceived(step);
}

/// The sender's FIN has reached the receiver, and the acknowledgement has come back, unseen.
void ConnectionMachine::assumeFinReceived(const Step& step) {
    const StateSet before = m_row.possibleOf(step.from);
    const StateSet peerBefore = m_row.possibleOf(step.to);
    move(step.to, TcpEvent::ReceiveFin, causeOf(step.sender), Basis::Received);
    move(step.from, TcpEvent::ReceiveAckOfFin, step.cause(), Basis::Received);
    doubt(step.from, before);
    doubt(step.to, peerBefore);
}

} // namespace synscope
