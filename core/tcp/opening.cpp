// SPDX-License-Identifier: Apache-2.0
//
// How a connection begins, as far as the capture shows: the handshake, its losses and repetitions, SYNs that
// cross, and connections met when they were under way.
#include "core/tcp/connection_machine.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::uint16_t kAckBit = static_cast<std::uint16_t>(TcpFlag::Ack);
constexpr std::uint8_t kLargestScale = 14;               ///< RFC 7323, section 2.3
constexpr std::int64_t kShortestTimeoutNs = 150'000'000; ///< a copy sooner than this is no retransmission
constexpr std::int64_t kLongestRttNs = 60'000'000'000;

/// Where somebody may be of whom only an ACK, or nothing, was seen.
constexpr StateSet kUnderWay{State::Established, State::FinWait1, State::FinWait2, State::CloseWait,
                             State::Closing,     State::LastAck,  State::TimeWait};

/// A number learned from the peer's acknowledgement.
void learnIss(Endpoint& endpoint, SeqNum ack) {
    endpoint.iss = ack - 1;
    endpoint.next = ack;
    endpoint.knowsIss = endpoint.knowsSequence = endpoint.hasBase = true;
}

} // namespace

void ConnectionMachine::start(const Step& step) {
    if (!step.segment.flags.syn()) {
        startMidstream(step);
        return;
    }
    m_row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
    rememberOffer(step);
    if (step.segment.flags.ack()) {
        startFromSynAck(step);
        return;
    }
    m_row.state[static_cast<std::size_t>(step.to)] = State::Listen;
    move(step.from, TcpEvent::SendSyn, step.cause(), Basis::Sent);
    doubt(step.to, {State::SynReceived, State::Closed});
}

/// The SYN was not captured: that it was sent, and its number, follow from the answer.
void ConnectionMachine::startFromSynAck(const Step& step) {
    learnIss(step.receiver, step.segment.ack);
    setMissed(step.to);
    step.receiver.causeNs = step.cause().timeNs;
    step.receiver.causeSegment = step.id;
    move(step.to, TcpEvent::SendSyn, step.cause(), Basis::Proven);
    m_row.state[static_cast<std::size_t>(step.from)] = State::Listen;
    move(step.from, TcpEvent::ReceiveSyn, step.cause(), Basis::Sent);
    receive(step, TcpEvent::ReceiveSynAck);
}

void ConnectionMachine::startMidstream(const Step& step) {
    m_row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    m_row.rolesGuessed = 1;
    step.sender.iss = step.segment.seq - 1;
    step.sender.hasBase = true;
    if (step.segment.flags.ack()) {
        step.receiver.iss = step.segment.ack - 1;
        step.receiver.hasBase = true;
    }
    if (step.segment.flags.rst()) {
        m_writer.pickUp(m_row, step.from, State::Closed, step.cause(), Basis::Sent);
        m_writer.pickUp(m_row, step.to, State::Closed, step.cause(), Basis::Received);
        step.receiver.noteUnprovenMove();
        m_row.resetSeen = 1;
        return;
    }
    m_writer.pickUp(m_row, step.to, State::Established, step.cause(), Basis::Received);
    step.receiver.noteUnprovenMove();
    m_writer.pickUp(m_row, step.from, State::Established, step.cause(), Basis::Sent);
    const bool talks = step.segment.payloadBytes > 0 || step.segment.flags.fin();
    doubt(step.from, kUnderWay);
    doubt(step.to, kUnderWay.either({State::SynReceived, State::Closed}));
    if (talks)
        learn(step, {});
    if (step.segment.flags.fin()) {
        disprove(step.from, step.id); // it is met at the moment of its FIN, not before
        m_writer.pickUp(m_row, step.from, State::FinWait1, step.cause(), Basis::Sent);
        firstFin(step);
        alternativesOf(step.from) = {State::LastAck, State::Closing};
    }
}

Marks ConnectionMachine::applyLateSyn(const Segment& segment, SegmentId id) {
    const Step step{
        segment, id, Side::Initiator, Side::Responder, endpoint(Side::Initiator), endpoint(Side::Responder)};
    Marks marks;
    marks.add(Mark::OpensConnection);
    m_connection.started = true;
    m_row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
    rememberOffer(step);
    m_row.state[static_cast<std::size_t>(step.to)] = State::Listen;
    doubt(step.from, {State::SynSent, State::Established});
    doubt(step.to, {State::SynReceived, State::Closed});
    remember(step, marks);
    return marks;
}

Marks ConnectionMachine::applyLateSynAck(const Segment& segment, SegmentId id) {
    const Step step{
        segment, id, Side::Responder, Side::Initiator, endpoint(Side::Responder), endpoint(Side::Initiator)};
    Marks marks;
    marks.add(Mark::OpensConnection);
    m_connection.started = true;
    m_row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
    rememberOffer(step);
    learnIss(step.receiver, segment.ack);
    step.receiver.causeNs = step.cause().timeNs;
    step.receiver.causeSegment = id;
    m_row.state[static_cast<std::size_t>(step.from)] = State::Listen;
    move(step.from, TcpEvent::ReceiveSyn, step.cause(), Basis::Sent);
    doubt(step.to, {State::SynSent, State::Established});
    remember(step, marks);
    return marks;
}

void ConnectionMachine::rememberOffer(const Step& step) {
    const Segment& segment = step.segment;
    const TcpOptions& options = segment.options;
    Endpoint& sender = step.sender;
    sender.iss = segment.seq;
    sender.next = segment.end();
    sender.knowsIss = sender.hasBase = sender.knowsSequence = true;
    sender.sawOffer = true;
    sender.synHadData = segment.payloadBytes > 0;
    sender.offeredScale = options.hasWindowScale;
    sender.scale = std::min(options.windowScale, kLargestScale);
    sender.advancedNs = sender.causeNs = step.cause().timeNs;
    sender.causeSegment = step.id;
    if (options.hasWindowScale && options.windowScale > kLargestScale)
        tell(IncidentKind::WindowScaleTooLarge, step.from, step.id);
    HandshakeOffer& offer = m_row.offer[static_cast<std::size_t>(step.from)];
    offer.isn = segment.seq.value();
    offer.mss = options.mss;
    offer.windowScale = options.windowScale;
    const auto bit = [](bool on, HandshakeOffer::Bit which) { return on ? static_cast<unsigned>(which) : 0U; };
    // RFC 3168: a SYN asks with ECE and CWR, a SYN+ACK agrees with ECE alone.
    const bool ecn = segment.flags.has(TcpFlag::Ece) && (segment.flags.ack() || segment.flags.has(TcpFlag::Cwr));
    offer.bits = static_cast<std::uint8_t>(
        HandshakeOffer::HasIsn | bit(options.hasWindowScale, HandshakeOffer::HasWindowScale) |
        bit(options.sackPermitted, HandshakeOffer::SackPermitted) |
        bit(options.hasTimestamps, HandshakeOffer::Timestamps) | bit(ecn, HandshakeOffer::Ecn) |
        bit(options.hasFastOpen, HandshakeOffer::FastOpen) | bit(options.hasMultipath, HandshakeOffer::Multipath));
}

void ConnectionMachine::onSyn(const Step& step, Marks& marks) {
    if (step.sender.ownsIss(step.segment.seq)) {
        onRepeatedSyn(step, marks);
        return;
    }
    const bool crossing = stateOf(step.to) == State::SynSent && stateOf(step.from) == State::Listen;
    if (!crossing) {
        marks.add(Mark::Discarded); // a candidate, until the reply decides
        marks.remove(Mark::PreviousLost);
        marks.remove(Mark::Retransmission);
        marks.remove(Mark::OutOfOrder);
        return;
    }
    m_row.state[static_cast<std::size_t>(step.from)] = State::Closed; // it was no listener: simultaneous open
    alternativesOf(step.from) = {};
    rememberOffer(step);
    move(step.from, TcpEvent::SendSyn, step.cause(), Basis::Sent);
    tell(IncidentKind::SimultaneousOpen, step.from, step.id, step.receiver.causeSegment);
    doubt(step.from, TcpEvent::ReceiveSyn);
    doubt(step.to, TcpEvent::ReceiveSyn);
}

void ConnectionMachine::onRepeatedSyn(const Step& step, Marks& marks) {
    Endpoint& sender = step.sender;
    if (!m_row.offer[static_cast<std::size_t>(step.from)].has(HandshakeOffer::HasIsn)) {
        rememberOffer(step); // captured after its own answer
        marks.remove(Mark::Retransmission);
        marks.remove(Mark::OutOfOrder);
        return;
    }
    const bool isCopy = step.segment.ipId != 0 && step.segment.ipId == sender.ipId;
    if (!isCopy && isUnproven(step.from, State::SynSent, State::Established) && mayDisprove(step.from)) {
        // It asks again: the SYN+ACK was lost after it was captured.
        const SegmentId lost = m_writer[sender.unproven].segment();
        disprove(step.from, step.id);
        tell(IncidentKind::DeliveryDisproved, step.from, step.id, lost);
    }
    if (!sender.finSent) {
        sender.causeNs = step.cause().timeNs;
        sender.causeSegment = step.id;
    }
}

void ConnectionMachine::onSynAck(const Step& step, Marks& marks) {
    if (stateOf(step.from) == State::SynSent && step.sender.ownsIss(step.segment.seq) && !step.receiver.knowsIss) {
        learnIss(step.receiver, step.segment.ack); // an answer to a SYN that crossed and was not captured
        setMissed(step.to);
        m_row.state[static_cast<std::size_t>(step.to)] = State::Closed;
        alternativesOf(step.to) = {};
        move(step.to, TcpEvent::SendSyn, step.cause(), Basis::Proven);
        step.receiver.causeNs = step.cause().timeNs;
        step.receiver.causeSegment = step.id;
    }
    if (!acknowledgesSyn(step.segment, step.receiver) ||
        (step.sender.knowsIss && !step.sender.ownsIss(step.segment.seq))) {
        refuseSynAck(step, marks);
        return;
    }
    prove(step);
    refuseSynData(step);
    const bool sentOnlySyn = step.sender.knowsIss && (step.sender.lastFlags & kAckBit) == 0;
    if (!step.sender.knowsIss)
        rememberOffer(step);
    else if (!sentOnlySyn)
        onRepeatedSynAck(step);
    move(step.from, TcpEvent::ReceiveSyn, causeOf(step.receiver), Basis::Proven);
    if (sentOnlySyn) { // simultaneous open: the SYN crossed on the way, so the other side has it
        marks.remove(Mark::Retransmission);
        marks.remove(Mark::OutOfOrder);
        receive(step.to, TcpEvent::ReceiveSyn, causeOf(step.sender), step.segment.end());
    }
    if (stateOf(step.to) == State::SynSent || stateOf(step.to) == State::SynReceived)
        receive(step, TcpEvent::ReceiveSynAck);
}

/// The SYN+ACK leaves out the data in the SYN: it has to be sent again (RFC 7413, section 4.2.2).
void ConnectionMachine::refuseSynData(const Step& step) {
    Endpoint& opener = step.receiver;
    if (!opener.synHadData || step.segment.ack != opener.iss + 1 || opener.next == opener.iss + 1)
        return;
    m_row.bytes[static_cast<std::size_t>(step.to)] -=
        static_cast<std::uint32_t>(opener.next.distanceFrom(opener.iss)) - 1;
    opener.next = opener.iss + 1;
    opener.synHadData = false;
}

/// The SYN+ACK once more: after a timeout, its sender has taken neither the final ACK nor a RST.
void ConnectionMachine::onRepeatedSynAck(const Step& step) {
    const bool isTimeout = step.cause().timeNs - step.sender.causeNs >= kShortestTimeoutNs;
    const bool tookAck = isUnproven(step.from, State::SynReceived, State::Established);
    if (isTimeout && (tookAck || isUnproven(step.from, State::SynReceived, State::Listen)) && mayDisprove(step.from)) {
        const SegmentId ignored = m_writer[step.sender.unproven].segment();
        disprove(step.from, step.id);
        tell(tookAck ? IncidentKind::HandshakeAckIgnored : IncidentKind::DeliveryDisproved, step.from, step.id,
             ignored);
    }
    step.sender.causeNs = step.cause().timeNs;
}

/// A SYN+ACK with another number, or for another SYN.
void ConnectionMachine::refuseSynAck(const Step& step, Marks& marks) {
    marks.add(Mark::Discarded);
    if (!acknowledgesSyn(step.segment, step.receiver)) {
        tell(IncidentKind::WrongHandshakeAck, step.from, step.id);
        if (!step.sender.ownsIss(step.segment.seq)) { // unless it answers a SYN that was not captured
            doubt(step.from, StateSet{State::SynReceived});
            doubt(step.to, StateSet{State::SynSent, State::Established});
        }
        return;
    }
    if (!isUnproven(step.to, State::SynSent, State::Established))
        return;
    Endpoint& sender = step.sender;
    tell(sender.hasRival && sender.rivalIss != step.segment.seq ? IncidentKind::ManySyns
                                                                : IncidentKind::CompetingSynAck,
         step.from, step.id, sender.causeSegment);
    sender.rivalIss = step.segment.seq;
    sender.hasRival = true;
}

/// The final ACK is for the other of two SYN+ACKs: that one counts.
bool ConnectionMachine::adoptRival(const Step& step) {
    Endpoint& rival = step.receiver;
    if (!rival.hasRival || step.segment.ack != rival.rivalIss + 1)
        return false;
    rival.iss = rival.rivalIss;
    rival.next = rival.iss + 1;
    rival.hasRival = false;
    m_row.offer[static_cast<std::size_t>(step.to)].isn = rival.iss.value();
    return true;
}

/// It acknowledges a SYN+ACK that was not captured.
void ConnectionMachine::provedUncapturedSynAck(const Step& step) {
    learnIss(step.receiver, step.segment.ack);
    setMissed(step.to);
    move(step.to, TcpEvent::ReceiveSyn, causeOf(step.sender), Basis::Proven);
    move(step.from, TcpEvent::ReceiveSynAck, step.cause(), Basis::Proven);
}

/// It completes a handshake it was thought to have given up, or never to have begun.
void ConnectionMachine::reviveOpener(const Step& step) {
    const TransitionId newest = m_writer.newest(m_row, step.from);
    if (newest == kNoTransition)
        move(step.from, TcpEvent::SendSyn, causeOf(step.sender), Basis::Sent);
    else if (m_writer[newest].from() == State::SynSent)
        disprove(step.from, step.id);
    move(step.from, TcpEvent::ReceiveSynAck, causeOf(step.receiver), Basis::Proven);
}

void ConnectionMachine::provedOpen(const Step& step, Marks& marks) {
    const Cause cause = step.cause();
    const bool sendsData = step.segment.payloadBytes > 0 || step.segment.flags.fin();
    if (stateOf(step.from) == State::Closed && m_row.resetSeen == 0 && stateOf(step.to) == State::SynReceived &&
        acknowledgesSyn(step.segment, step.receiver) && !sendsData) {
        reviveOpener(step);
    } else if (stateOf(step.from) == State::SynSent && !step.receiver.knowsIss) {
        provedUncapturedSynAck(step);
    } else if (stateOf(step.from) == State::Listen) {
        if (!sendsData || !acknowledgesSyn(step.segment, step.receiver)) {
            marks.add(Mark::ChallengeAck); // a bare ACK in answer to SYN opens nothing, nor do its numbers count
            marks.add(Mark::Discarded);
            return;
        }
        step.sender.iss = step.segment.seq - 1;
        step.sender.knowsIss = true;
        setMissed(step.from);
        move(step.from, TcpEvent::ReceiveSyn, causeOf(step.receiver), Basis::Proven);
        receive(step, TcpEvent::ReceiveSynAck);
    }
    if (stateOf(step.from) == State::SynReceived && sendsData && !step.receiver.synHadData && !step.segment.flags.fin())
        move(step.from, TcpEvent::ReceiveAckOfSyn, cause, Basis::Proven); // data flows only after the last ACK
    if (stateOf(step.to) != State::SynReceived)
        return;
    if (!acknowledgesSyn(step.segment, step.receiver) && !adoptRival(step)) {
        if (step.segment.ack.after(step.receiver.next) || step.segment.ack.atOrBefore(step.receiver.iss))
            tell(IncidentKind::WrongHandshakeAck, step.from, step.id);
        return;
    }
    receive(step, TcpEvent::ReceiveAckOfSyn);
    const std::int64_t rttNs = cause.timeNs - step.sender.causeNs;
    if (rttNs > 0 && rttNs < kLongestRttNs)
        m_connection.handshakeRttUs = static_cast<std::uint32_t>(rttNs / 1000);
}

} // namespace synscope
