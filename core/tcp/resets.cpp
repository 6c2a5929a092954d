// SPDX-License-Identifier: Apache-2.0
//
// RST: whether its receiver takes it (RFC 9293, section 3.10.7.4; RFC 5961, section 3), what it does then, and
// what shows later that it did nothing.
#include "core/tcp/connection_machine.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::int64_t kReorderNs = 3'000'000;      ///< segments closer than this may have changed places
constexpr std::int64_t kInFlightNs = 200'000'000;   ///< what was sent before a RST arrived may follow it this long
constexpr std::uint32_t kPlausibleAck = 0x40000000; ///< an ACK further ahead than the largest window is no ACK

} // namespace

ConnectionMachine::ResetVerdict ConnectionMachine::judgeReset(const Step& step) const {
    const Segment& segment = step.segment;
    if (stateOf(step.to) == State::SynSent) // RFC 9293, section 3.10.7.3
        return acknowledgesSyn(segment, step.receiver) ? ResetVerdict::Accepted : ResetVerdict::Refused;
    if (stateOf(step.from) == State::SynSent) // gives up; otherwise it answers some stray SYN+ACK
        return segment.seq == step.sender.next ? ResetVerdict::Accepted : ResetVerdict::Refused;
    if (segment.flags.ack() && segment.ack.value() != 0 && step.receiver.knowsSequence &&
        segment.ack.after(step.receiver.next + kPlausibleAck))
        return ResetVerdict::Refused;
    return judgeResetByWindow(step);
}

/// It answers data that was sent before the FIN had come, so that it bears the FIN's own number. RFC 9293 discards it;
/// Linux takes it in these states (tcp_reset_check, since 4.10), or the receiver would never hear of the end.
bool ConnectionMachine::answersAcrossFin(const Step& step) const {
    const State state = stateOf(step.to);
    return step.sender.finSent && step.segment.seq + 1 == step.sender.finEnd && step.receiver.knowsAck &&
           step.receiver.acknowledged == step.sender.finEnd &&
           (state == State::CloseWait || state == State::LastAck || state == State::Closing);
}

/// Exactly RCV.NXT, which lies between what the receiver acknowledged and what the sender sent; in the window
/// beyond, where data that was not captured may make it exact; in the window; or neither.
ConnectionMachine::ResetVerdict ConnectionMachine::judgeResetByWindow(const Step& step) const {
    const SeqNum seq = step.segment.seq;
    if (answersAcrossFin(step))
        return ResetVerdict::Accepted;
    if (step.receiver.knowsAck && seq.before(step.receiver.acknowledged))
        return ResetVerdict::OutOfWindow;
    if (!step.sender.knowsSequence || seq.atOrBefore(step.sender.next))
        return ResetVerdict::Accepted;
    const SeqNum left = step.receiver.knowsAck ? step.receiver.acknowledged : step.sender.next;
    const std::uint32_t window = std::max<std::uint32_t>(windowOf(step.receiver, step.sender), 1);
    if (!seq.inWindow(left, window))
        return ResetVerdict::OutOfWindow;
    return step.sender.missedSome ? ResetVerdict::InGap : ResetVerdict::InWindow;
}

void ConnectionMachine::onReset(const Step& step, Marks& marks) {
    const ResetVerdict verdict = judgeReset(step);
    const bool isOver = stateOf(step.to) == State::Closed && stateOf(step.from) == State::Closed;
    if (verdict == ResetVerdict::Accepted || verdict == ResetVerdict::InGap) {
        const StateSet before = m_row.possibleOf(step.from);
        const StateSet peerBefore = m_row.possibleOf(step.to);
        acceptReset(step);
        if (verdict == ResetVerdict::InGap && !isOver) { // or nothing is missing there, and it is not exact
            doubt(step.from, before);
            doubt(step.to, peerBefore);
        }
        return;
    }
    marks.add(Mark::Discarded);
    if (isOver)
        return;
    if (verdict == ResetVerdict::Refused) {
        if (stateOf(step.from) == State::SynSent)
            alternativesOf(step.from) = {}; // the SYN+ACK it refuses was for none of its SYNs
        tell(IncidentKind::ResetRefused, step.from, step.id);
    } else if (verdict == ResetVerdict::OutOfWindow) {
        if (m_row.resetSeen == 0 && !(step.sender.finSent && step.receiver.finSent)) // else it answers late segments
            tell(IncidentKind::ResetOutOfWindow, step.from, step.id);
    } else {
        doubt(step.from, StateSet{State::Closed});
        doubt(step.to, StateSet{State::Closed});
        m_connection.resetUndecided = true;
        m_connection.resetSegment = step.id;
        m_connection.resetByResponder = step.from == Side::Responder;
        tell(IncidentKind::ResetUndecided, step.from, step.id);
    }
}

/// The opener knows nothing of the SYN that was answered: it refuses the SYN+ACK, and never was ESTABLISHED.
bool ConnectionMachine::refusesOpening(const Step& step) const {
    const bool gaveUp = stateOf(step.from) == State::Closed && stateOf(step.to) == State::SynReceived;
    return !step.segment.flags.ack() && step.segment.seq == step.sender.iss + 1 &&
           (gaveUp || isUnproven(step.from, State::SynSent, State::Established));
}

void ConnectionMachine::acceptReset(const Step& step) {
    if (stateOf(step.to) == State::SynSent && stateOf(step.from) == State::Listen) {
        m_row.refused = 1;
        m_row.state[static_cast<std::size_t>(step.from)] = State::Closed; // whoever refuses was no listener
        alternativesOf(step.from) = {};
    }
    const bool passive = step.to == Side::Responder && stateOf(step.from) != State::SynSent;
    if (refusesOpening(step)) {
        if (stateOf(step.from) == State::Established)
            disprove(step.from, step.id);
        tell(IncidentKind::OldDuplicateSyn, step.from, step.sender.causeSegment, step.id);
    }
    const bool wasTimeWait = stateOf(step.to) == State::TimeWait;
    const State dependsOnSystem = answersAcrossFin(step) ? stateOf(step.to) : State::Closed;
    const bool wasOver = stateOf(step.to) == State::Closed && stateOf(step.from) == State::Closed;
    explainReset(step, wasTimeWait);
    m_row.resetSeen = 1;
    if (m_connection.resetSegment == kNoSegment || m_connection.resetUndecided) {
        m_connection.resetSegment = step.id;
        m_connection.resetNs = step.cause().timeNs;
        m_connection.resetSeq = step.segment.seq;
        m_connection.resetByResponder = step.from == Side::Responder;
        m_connection.resetUndecided = false;
    }
    move(step.from, TcpEvent::SendReset, step.cause(), Basis::Sent);
    if (passive && stateOf(step.to) == State::SynReceived)
        receive(step, TcpEvent::ReceiveResetPassive);
    else
        receive(step, TcpEvent::ReceiveReset);
    if (!wasOver) {
        alternativesOf(step.from) = {};
        alternativesOf(step.to) = {};
    }
    if (wasTimeWait)
        doubt(step.to, StateSet{State::TimeWait}); // RFC 1337: some ignore it
    if (dependsOnSystem != State::Closed)
        doubt(step.to, StateSet{dependsOnSystem}); // where RFC 9293 is followed to the letter
}

/// What the RST tells besides the end.
void ConnectionMachine::explainReset(const Step& step, bool wasTimeWait) {
    if (wasTimeWait)
        tell(IncidentKind::TimeWaitAssassination, step.to, step.id, m_row.lastSegment);
    const bool answersData = !step.segment.flags.ack() && step.receiver.knowsSequence &&
                             (stateOf(step.from) == State::FinWait1 || stateOf(step.from) == State::FinWait2);
    const bool forgot = !step.segment.flags.ack() && stateOf(step.from) == State::Established &&
                        stateOf(step.to) == State::Established && step.receiver.lastPayload > 0 &&
                        step.receiver.knowsAck && step.segment.seq == step.receiver.acknowledged;
    if (forgot)
        tell(IncidentKind::HalfOpen, step.from, step.id, m_row.lastSegment);
    if (answersData)
        tell(IncidentKind::KilledByReset, step.from, step.id, m_row.lastSegment);
}

/// A segment after a RST that was accepted, or that nobody has answered: does it show that the RST did nothing?
void ConnectionMachine::afterReset(const Step& step, Marks& marks) {
    const Segment& segment = step.segment;
    const bool fromResetter = (step.from == Side::Responder) == m_connection.resetByResponder;
    if (m_connection.resetUndecided) {
        afterUndecidedReset(step, fromResetter, marks);
        return;
    }
    const std::int64_t ageNs = step.cause().timeNs - m_connection.resetNs;
    const bool isNews = segment.payloadBytes > 0 || segment.flags.fin() ||
                        (step.sender.knowsAck && segment.ack.after(step.sender.acknowledged));
    if (fromResetter) {
        const std::int64_t reorderNs = std::max(kReorderNs, std::int64_t{m_connection.handshakeRttUs} * 1000);
        // Sent before the RST, as far as one can tell: below its number, and nothing that goes on.
        const bool isEarlier = segment.seq.before(m_connection.resetSeq) && segment.seq.before(step.sender.next);
        if (!isNews || ageNs < reorderNs || isEarlier || m_connection.resetForeign)
            return;
        if (!mayDisprove(step.from))
            return;
        tell(IncidentKind::ForeignReset, step.from, m_connection.resetSegment, step.id);
        takeBackReset(step.from, step.id); // it never sent that RST; its peer may have taken it all the same
        m_connection.resetForeign = true;
        return;
    }
    const std::int64_t settleNs = std::max(kInFlightNs, std::int64_t{m_connection.handshakeRttUs} * 2000);
    const bool livesOn = isNews && (m_connection.resetForeign || ageNs > settleNs);
    if (!livesOn || stateOf(step.from) != State::Closed || !mayDisprove(step.from))
        return;
    takeBackReset(step.from, step.id);
    if (m_connection.resetForeign) { // traffic both ways: nobody took it
        m_connection.resetSegment = kNoSegment;
        m_connection.resetForeign = false;
        m_row.resetSeen = 0;
    } else {
        doubt(step.from, StateSet{State::Closed});
    }
}

void ConnectionMachine::afterUndecidedReset(const Step& step, bool fromResetter, Marks& marks) {
    const bool isBare = step.segment.payloadBytes == 0 && !step.segment.flags.fin();
    if (fromResetter && isBare)
        return; // sent before the RST, perhaps
    trustSender(step.from);
    if (fromResetter) {
        trustSender(step.to);
        m_connection.resetSegment = kNoSegment;
        m_connection.resetUndecided = false;
    } else if (isBare) {
        marks.add(Mark::ChallengeAck);
        tell(IncidentKind::ChallengedReset, step.to, m_connection.resetSegment, step.id);
        m_writer.withdraw(m_row, IncidentKind::ResetUndecided, step.to);
    }
}

/// The endpoint is where it was before the RST.
void ConnectionMachine::takeBackReset(Side side, SegmentId by) {
    const TransitionId id = m_writer.newest(m_row, side);
    if (id != kNoTransition && m_writer[id].segment() == m_connection.resetSegment &&
        m_writer[id].from() != State::Unknown)
        disprove(side, by);
}

} // namespace synscope
