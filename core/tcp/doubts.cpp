// SPDX-License-Identifier: Apache-2.0
//
// What is not certain: states an endpoint may be in instead, moves that wait for their proof, and what a segment
// says of both. A segment that an endpoint could not have sent in a state rules that state out.
#include "core/tcp/connection_machine.h"

namespace synscope {
namespace {

/// Where new data or a first FIN can come from.
constexpr StateSet kMaySend{State::Established, State::CloseWait};
/// Whose peer may still send something new: it has not received a FIN.
constexpr StateSet kMayHear{State::SynSent, State::SynReceived, State::Established, State::FinWait1, State::FinWait2};
/// Whose FIN nobody has acknowledged.
constexpr StateSet kUnacknowledged{State::FinWait1, State::Closing, State::LastAck};
/// Who may send an ordinary segment at all.
constexpr StateSet kAlive{State::SynReceived, State::Established, State::FinWait1, State::FinWait2,
                          State::CloseWait,   State::Closing,     State::LastAck,  State::TimeWait};

} // namespace

void ConnectionMachine::doubt(Side side, TcpEvent event) {
    const StateSet now = m_row.possibleOf(side);
    StateSet after;
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        if (now.has(state))
            after.add(nextState(state, event));
    }
    doubt(side, after);
}

void ConnectionMachine::doubt(Side side, StateSet states) {
    StateSet& alternatives = alternativesOf(side);
    alternatives = alternatives.either(states);
    alternatives.remove(stateOf(side));
}

void ConnectionMachine::doubtSender(Side sender) {
    doubt(sender, StateSet{State::Closed});
}

void ConnectionMachine::trustSender(Side sender) {
    if (stateOf(sender) != State::Closed)
        alternativesOf(sender).remove(State::Closed);
}

Marks ConnectionMachine::applyUndecided(const Segment& segment, SegmentId id, Side sender) {
    Marks marks;
    marks.add(Mark::Discarded);
    tell(IncidentKind::StaleUndecided, sender, id);
    if (segment.flags.fin())
        doubtFin(sender, false);
    if (segment.flags.rst()) {
        doubt(sender, StateSet{State::Closed});
        doubt(other(sender), StateSet{State::Closed});
    }
    return marks;
}

void ConnectionMachine::resume(Side side, SegmentId by) {
    const TransitionId id = m_writer.newest(m_row, side);
    if (id == kNoTransition)
        return;
    if (const Transition move = m_writer[id]; move.from() == State::SynSent && move.to() == State::Closed)
        disprove(side, by);
}

/// Rules out every state not in `allowed`. Where that was the likeliest one, its moves are taken back until an
/// allowed one is reached, or the endpoint is met in another state from the start.
void ConnectionMachine::narrow(Side side, StateSet allowed, SegmentId by) {
    StateSet& alternatives = alternativesOf(side);
    const StateSet rest = alternatives.both(allowed);
    if (allowed.has(stateOf(side))) {
        alternatives = rest;
        return;
    }
    if (rest.empty())
        return; // contradicts all that is known: the likeliest stands
    TransitionId id = m_writer.newest(m_row, side);
    while (id != kNoTransition && !rest.has(stateOf(side))) {
        const Transition newest = m_writer[id];
        disprove(side, by);
        if (newest.from() == State::Unknown) {
            pickUpAgain(side, rest, {newest.timeNs(), newest.segment()}, by);
            break;
        }
        id = m_writer.newest(m_row, side);
    }
    alternatives = rest;
    alternatives.remove(stateOf(side));
}

/// Met in another state than was thought: open at first, and through its own and its peer's FIN to where it may be.
void ConnectionMachine::pickUpAgain(Side side, StateSet rest, Cause cause, SegmentId by) {
    const Endpoint& own = endpoint(side);
    const Endpoint& peer = endpoint(other(side));
    if (rest.has(State::Established) || own.finSent || peer.finSent)
        m_writer.pickUp(m_row, side, State::Established, cause, Basis::Proven);
    if (own.finSent && !rest.has(stateOf(side)))
        m_writer.apply(m_id, m_row, side, TcpEvent::SendFin, {own.causeNs, own.causeSegment}, Basis::Sent);
    if (own.finSent && !rest.has(stateOf(side)))
        m_writer.apply(m_id, m_row, side, TcpEvent::ReceiveAckOfFin, {own.causeNs, by}, Basis::Proven);
    if (peer.finSent && !rest.has(stateOf(side)))
        m_writer.apply(m_id, m_row, side, TcpEvent::ReceiveFin, {peer.causeNs, peer.causeSegment}, Basis::Proven);
    for (std::size_t i = 0; i < kStateCount && !rest.has(stateOf(side)); ++i) {
        if (!rest.has(static_cast<State>(i)))
            continue;
        disproveAll(side, by);
        m_writer.pickUp(m_row, side, static_cast<State>(i), cause, Basis::Proven);
    }
}

void ConnectionMachine::disproveAll(Side side, SegmentId by) {
    while (m_writer.newest(m_row, side) != kNoTransition)
        disprove(side, by);
}

/// Moves are taken back a few times at most: what flaps longer is only doubted.
bool ConnectionMachine::mayDisprove(Side side) {
    constexpr std::uint8_t kMost = 16;
    if (endpoint(side).disproofs >= kMost)
        return false;
    ++endpoint(side).disproofs;
    return true;
}

void ConnectionMachine::learn(const Step& step, Marks marks) {
    if (alternativesOf(step.from).empty() && alternativesOf(step.to).empty())
        return;
    const bool isOld = marks.has(Mark::Retransmission) || marks.has(Mark::OutOfOrder);
    const bool isNew = (step.segment.payloadBytes > 0 || (step.segment.flags.fin() && !step.sender.finSent)) && !isOld;
    if (stateOf(step.from) != State::Closed && stateOf(step.from) != State::Listen)
        narrow(step.from, isNew && !step.sender.finSent ? kMaySend : kAlive, step.id);
    // One that was there before the capture may have been given up since, and a foreign RST may have been taken.
    const bool mayBeOver = m_row.wasThereBefore() || m_row.resetSeen != 0;
    if (isNew && !step.sender.finSent)
        narrow(step.to, mayBeOver ? kMayHear.either({State::Closed}) : kMayHear, step.id);
    const bool lacksFin = step.receiver.finSent && !step.receiver.finAssumed && step.segment.flags.ack() &&
                          step.segment.ack.before(step.receiver.finEnd) &&
                          (!step.sender.knowsAck || step.sender.acknowledged.before(step.receiver.finEnd));
    if (lacksFin && !kMayHear.has(stateOf(step.from))) { // the FIN had not reached it by then after all
        narrow(step.from, kMayHear, step.id);
        narrow(step.to, kUnacknowledged, step.id);
        doubt(step.from, TcpEvent::ReceiveFin);
    }
}

void ConnectionMachine::prove(const Step& step) {
    const Endpoint& sender = step.sender;
    if (sender.unproven == kNoTransition)
        return;
    const bool acknowledges = step.segment.flags.ack() && step.segment.ack.atOrAfter(sender.provenBy);
    const bool talks = (step.segment.payloadBytes > 0 || step.segment.flags.fin()) && !step.receiver.synHadData &&
                       isUnproven(step.from, State::SynReceived, State::Established);
    if (acknowledges || talks)
        proveReceipts(step.from, step.id);
}

/// All that the endpoint received up to now reached it. No transition is looked at beyond the last that may be
/// unproven: the older ones have left the processor's cache.
void ConnectionMachine::proveReceipts(Side side, SegmentId by) {
    std::uint8_t& left = endpoint(side).unprovenMoves;
    TransitionId before = kNoTransition;
    for (TransitionId id = endpoint(side).unproven; id != kNoTransition && left > 0; id = before) {
        const Transition transition = m_writer[id];
        before = transition.previous();
        if (transition.side() != side || transition.isDisproved())
            continue;
        if (transition.basis() == Basis::Proven)
            break; // and so is all before it
        if (transition.basis() != Basis::Received)
            continue;
        m_writer.prove(id, by);
        left = static_cast<std::uint8_t>(left - (left < Endpoint::kMany));
    }
    endpoint(side).unproven = kNoTransition;
}

bool ConnectionMachine::isUnproven(Side side, State from, State to) const {
    const TransitionId id = endpoint(side).unproven;
    if (stateOf(side) != to || id == kNoTransition)
        return false;
    const Transition move = m_writer[id];
    return move.from() == from && move.to() == to && id == m_writer.newest(m_row, side);
}

void ConnectionMachine::disprove(Side side, SegmentId by) {
    m_writer.disproveNewest(m_row, side, by);
    endpoint(side).unproven = kNoTransition;
    alternativesOf(side).remove(stateOf(side));
}

} // namespace synscope
