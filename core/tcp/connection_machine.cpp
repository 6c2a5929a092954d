// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/connection_machine.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {

struct ConnectionMachine::Step {
    const Segment& segment;
    SegmentId id;
    Side from; ///< the sender
    Side to;   ///< the receiver
    Endpoint& sender;
    Endpoint& receiver;

    [[nodiscard]] Cause cause() const { return {nsSinceEpoch(segment.time), id}; }
};

namespace {

constexpr std::uint16_t kAckBit = static_cast<std::uint16_t>(TcpFlag::Ack);

Cause causeOf(const Endpoint& endpoint) {
    return {endpoint.causeNs, endpoint.causeSegment};
}

/// The segment acknowledges the receiver's SYN and nothing it never sent.
bool acknowledgesSyn(const Segment& segment, const Endpoint& receiver) {
    return segment.flags.ack() && receiver.knowsIss && segment.ack.after(receiver.iss) &&
           segment.ack.atOrBefore(receiver.next);
}

/// The receiver has been acknowledging up to here and allows this much more: a new FIN must lie within.
bool fitsWindow(const Segment& segment, const Endpoint& sender, const Endpoint& receiver) {
    if (!receiver.knowsAck || !receiver.knowsWindow)
        return true;
    if (segment.end().atOrBefore(receiver.acknowledged))
        return false;
    const std::uint32_t room = std::max<std::uint32_t>(windowOf(receiver, sender), 65535);
    return segment.seq.atOrBefore(receiver.acknowledged + room);
}

} // namespace

Marks ConnectionMachine::apply(const Segment& segment, SegmentId id, Side sender) {
    const Step step{segment,
                    id,
                    sender,
                    other(sender),
                    m_connection.endpoint[static_cast<std::size_t>(sender)],
                    m_connection.endpoint[static_cast<std::size_t>(other(sender))]};
    Marks marks;
    if (isDuplicateFrame(segment, step.sender)) {
        marks.add(Mark::DuplicateFrame);
        return marks;
    }
    if (hasImpossibleFlags(segment)) {
        marks.add(Mark::BadFlags);
        marks.add(Mark::Discarded);
        return marks;
    }
    marks = classify(segment, step.sender, step.receiver, m_connection.handshakeRttUs);
    if (!m_connection.started) {
        m_connection.started = true;
        start(step);
        if (segment.flags.syn())
            marks.add(Mark::OpensConnection);
    } else if (segment.flags.rst()) {
        onReset(step, marks);
    } else if (segment.flags.syn() && segment.flags.ack()) {
        onSynAck(step, marks);
    } else if (segment.flags.syn()) {
        onSyn(step, marks);
    } else {
        onOther(step, marks);
    }
    remember(step, marks);
    return marks;
}

bool ConnectionMachine::move(Side side, TcpEvent event, Cause cause, Basis basis) {
    const bool moved = m_writer.apply(m_id, m_row, side, event, cause, basis);
    if (moved && stateOf(side) == State::TimeWait)
        m_connection.endpoint[static_cast<std::size_t>(side)].timeWaitStartNs = cause.timeNs;
    return moved;
}

void ConnectionMachine::start(const Step& step) {
    const Segment& segment = step.segment;
    if (!segment.flags.syn()) {
        startMidstream(step);
        return;
    }
    m_row.origin = static_cast<std::uint8_t>(Origin::Handshake) & 3U;
    rememberOffer(step);
    if (!segment.flags.ack()) {
        m_row.state[static_cast<std::size_t>(step.to)] = State::Listen;
        move(step.from, TcpEvent::SendSyn, step.cause(), Basis::Sent);
        return;
    }
    // The SYN was not captured: its number follows from the acknowledgement.
    step.receiver.iss = segment.ack - 1;
    step.receiver.next = segment.ack;
    step.receiver.knowsIss = true;
    step.receiver.knowsSequence = true;
    m_writer.pickUp(m_row, step.to, State::SynSent, step.cause(), Basis::Proven);
    m_row.state[static_cast<std::size_t>(step.from)] = State::Listen;
    move(step.from, TcpEvent::ReceiveSyn, step.cause(), Basis::Sent);
    move(step.to, TcpEvent::ReceiveSynAck, step.cause(), Basis::Received);
}

void ConnectionMachine::startMidstream(const Step& step) {
    m_row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U;
    step.sender.iss = step.segment.seq - 1;
    step.sender.hasBase = true;
    if (step.segment.flags.ack()) {
        step.receiver.iss = step.segment.ack - 1;
        step.receiver.hasBase = true;
    }
    if (step.segment.flags.rst()) {
        m_writer.pickUp(m_row, step.from, State::Closed, step.cause(), Basis::Sent);
        m_writer.pickUp(m_row, step.to, State::Closed, step.cause(), Basis::Received);
        m_row.resetSeen = 1;
        return;
    }
    m_writer.pickUp(m_row, step.to, State::Established, step.cause(), Basis::Received);
    if (!step.segment.flags.fin()) {
        m_writer.pickUp(m_row, step.from, State::Established, step.cause(), Basis::Sent);
        return;
    }
    m_writer.pickUp(m_row, step.from, State::FinWait1, step.cause(), Basis::Sent);
    m_row.closedFirst = step.from == Side::Initiator ? 1 : 2;
    step.sender.finSent = true;
    step.sender.finEnd = step.segment.end();
    step.sender.causeNs = step.cause().timeNs;
    step.sender.causeSegment = step.id;
}

void ConnectionMachine::rememberOffer(const Step& step) {
    const Segment& segment = step.segment;
    const TcpOptions& options = segment.options;
    Endpoint& sender = step.sender;
    sender.iss = segment.seq;
    sender.next = segment.end();
    sender.knowsIss = sender.hasBase = sender.knowsSequence = true;
    sender.synHadData = segment.payloadBytes > 0;
    sender.offeredScale = options.hasWindowScale;
    sender.scale = std::min<std::uint8_t>(options.windowScale, 14);
    sender.advancedNs = sender.causeNs = step.cause().timeNs;
    sender.causeSegment = step.id;
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
        if (!step.sender.finSent) {
            step.sender.causeNs = step.cause().timeNs;
            step.sender.causeSegment = step.id;
        }
        if (!m_row.offer[static_cast<std::size_t>(step.from)].has(HandshakeOffer::HasIsn)) {
            rememberOffer(step); // captured after its own answer
            marks.remove(Mark::Retransmission);
            marks.remove(Mark::OutOfOrder);
        }
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
    rememberOffer(step);
    move(step.from, TcpEvent::SendSyn, step.cause(), Basis::Sent);
}

void ConnectionMachine::onSynAck(const Step& step, Marks& marks) {
    if (!acknowledgesSyn(step.segment, step.receiver) ||
        (step.sender.knowsIss && !step.sender.ownsIss(step.segment.seq))) {
        marks.add(Mark::Discarded);
        return;
    }
    const bool sentOnlySyn = step.sender.knowsIss && (step.sender.lastFlags & kAckBit) == 0;
    if (!step.sender.knowsIss)
        rememberOffer(step);
    move(step.from, TcpEvent::ReceiveSyn, causeOf(step.receiver), Basis::Proven);
    if (sentOnlySyn) { // simultaneous open: the SYN crossed on the way, so the other side has it
        marks.remove(Mark::Retransmission);
        marks.remove(Mark::OutOfOrder);
        move(step.to, TcpEvent::ReceiveSyn, causeOf(step.sender), Basis::Received);
    }
    move(step.to, TcpEvent::ReceiveSynAck, step.cause(), Basis::Received);
}

bool ConnectionMachine::acceptsReset(const Step& step) const {
    const Segment& segment = step.segment;
    if (stateOf(step.to) == State::SynSent)
        return acknowledgesSyn(segment, step.receiver); // RFC 9293, 3.10.7.3
    if (stateOf(step.from) == State::SynSent)
        return segment.seq == step.sender.next; // gives up; otherwise it answers some stray SYN+ACK
    if (segment.flags.ack() && segment.ack.value() != 0 && step.receiver.knowsSequence && !step.receiver.missedSome &&
        segment.ack.after(step.receiver.next))
        return false;
    // RFC 5961: exactly RCV.NXT, which lies between what the receiver acknowledged and what the sender sent.
    if (step.receiver.knowsAck && segment.seq.before(step.receiver.acknowledged))
        return false;
    if (!step.sender.knowsSequence || segment.seq.atOrBefore(step.sender.next))
        return true;
    return step.sender.missedSome &&
           segment.seq.inWindow(step.receiver.acknowledged, windowOf(step.receiver, step.sender));
}

void ConnectionMachine::onReset(const Step& step, Marks& marks) {
    if (!acceptsReset(step)) {
        marks.add(Mark::Discarded);
        return;
    }
    if (stateOf(step.to) == State::SynSent && stateOf(step.from) == State::Listen) {
        m_row.refused = 1;
        m_row.state[static_cast<std::size_t>(step.from)] = State::Closed; // whoever refuses was no listener
    }
    const bool passive = step.to == Side::Responder && stateOf(step.from) != State::SynSent;
    m_row.resetSeen = 1;
    move(step.from, TcpEvent::SendReset, step.cause(), Basis::Sent);
    if (passive && stateOf(step.to) == State::SynReceived)
        move(step.to, TcpEvent::ReceiveResetPassive, step.cause(), Basis::Received);
    else
        move(step.to, TcpEvent::ReceiveReset, step.cause(), Basis::Received);
}

void ConnectionMachine::onOther(const Step& step, Marks& marks) {
    if (marks.has(Mark::KeepAlive) || marks.has(Mark::WindowProbe))
        return;
    provedOpen(step, marks);
    if (step.receiver.finSent && step.segment.flags.ack() && step.segment.ack.atOrAfter(step.receiver.finEnd) &&
        step.segment.ack.atOrBefore(step.receiver.next))
        acknowledgedFin(step);
    if (step.segment.flags.fin())
        onFin(step, marks);
}

void ConnectionMachine::provedOpen(const Step& step, Marks& marks) {
    const Cause cause = step.cause();
    const bool sendsData = step.segment.payloadBytes > 0 || step.segment.flags.fin();
    if (stateOf(step.from) == State::SynSent && !step.receiver.knowsIss) {
        // It acknowledges a SYN+ACK that was not captured.
        step.receiver.iss = step.segment.ack - 1;
        step.receiver.next = step.segment.ack;
        step.receiver.knowsIss = step.receiver.knowsSequence = true;
        move(step.to, TcpEvent::ReceiveSyn, causeOf(step.sender), Basis::Proven);
        move(step.from, TcpEvent::ReceiveSynAck, cause, Basis::Proven);
    } else if (stateOf(step.from) == State::Listen) {
        if (!sendsData || !acknowledgesSyn(step.segment, step.receiver)) {
            marks.add(Mark::ChallengeAck); // a bare ACK in answer to SYN opens nothing
            return;
        }
        step.sender.iss = step.segment.seq - 1;
        step.sender.knowsIss = true;
        move(step.from, TcpEvent::ReceiveSyn, causeOf(step.receiver), Basis::Proven);
        move(step.to, TcpEvent::ReceiveSynAck, cause, Basis::Received);
    }
    if (stateOf(step.from) == State::SynReceived && sendsData && !step.receiver.synHadData && !step.segment.flags.fin())
        move(step.from, TcpEvent::ReceiveAckOfSyn, cause, Basis::Proven); // data flows only after the last ACK
    if (stateOf(step.to) == State::SynReceived && acknowledgesSyn(step.segment, step.receiver)) {
        move(step.to, TcpEvent::ReceiveAckOfSyn, cause, Basis::Received);
        const std::int64_t rttNs = cause.timeNs - step.sender.causeNs;
        if (rttNs > 0 && rttNs < 60'000'000'000)
            m_connection.handshakeRttUs = static_cast<std::uint32_t>(rttNs / 1000);
    }
}

void ConnectionMachine::acknowledgedFin(const Step& step) {
    // The ACK proves that its sender got the FIN; that happened when the FIN was on the wire.
    move(step.from, TcpEvent::ReceiveFin, causeOf(step.receiver), Basis::Proven);
    // A FIN sent before this ACK reaches the receiver first.
    if (step.sender.finSent && step.segment.seq.atOrAfter(step.sender.finEnd) && stateOf(step.to) == State::FinWait1)
        move(step.to, TcpEvent::ReceiveFin, causeOf(step.sender), Basis::Received);
    move(step.to, TcpEvent::ReceiveAckOfFin, step.cause(), Basis::Received);
}

void ConnectionMachine::onFin(const Step& step, Marks& marks) {
    Endpoint& sender = step.sender;
    if (sender.finSent && sender.finEnd != step.segment.end()) {
        marks.add(Mark::Discarded); // another end than it announced
        return;
    }
    if (!sender.finSent && !fitsWindow(step.segment, sender, step.receiver)) {
        marks.add(Mark::Discarded);
        return;
    }
    if (stateOf(step.to) == State::TimeWait)
        step.receiver.timeWaitStartNs = step.cause().timeNs; // sent again: 2MSL starts again
    if (!sender.finSent && m_row.closedFirst == 0)
        m_row.closedFirst = step.from == Side::Initiator ? 1 : 2;
    else if (!sender.finSent && step.receiver.finSent && stateOf(step.from) == State::Established)
        m_row.closedFirst = 3;
    sender.finSent = true;
    sender.finEnd = step.segment.end();
    sender.causeNs = step.cause().timeNs;
    sender.causeSegment = step.id;
    move(step.from, TcpEvent::SendFin, step.cause(), Basis::Sent);
}

void ConnectionMachine::advance(const Step& step, bool retransmitted) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    const SeqNum dataStart = segment.flags.syn() ? segment.seq + 1 : segment.seq;
    const SeqNum dataEnd = dataStart + segment.payloadBytes;
    std::uint32_t fresh = segment.payloadBytes;
    if (!sender.knowsSequence) {
        sender.next = segment.end();
        sender.advancedNs = step.cause().timeNs;
        if (!sender.knowsIss && !sender.hasBase)
            sender.iss = segment.seq - 1;
        sender.hasBase = true;
        sender.knowsSequence = true;
    } else {
        const bool openingSyn = segment.flags.syn() && !retransmitted; // rememberOffer has moved `next` already
        const SeqNum seenUpTo = openingSyn ? dataStart : sender.next;
        if (segment.seq.after(seenUpTo))
            m_ledger.addHole(m_id, step.from, seenUpTo, segment.seq);
        else if (dataStart.before(seenUpTo)) {
            const SeqNum oldEnd = dataEnd.before(seenUpTo) ? dataEnd : seenUpTo;
            fresh -= static_cast<std::uint32_t>(oldEnd.distanceFrom(dataStart));
            fresh += m_ledger.fill(m_id, step.from, dataStart, oldEnd);
        }
        if (segment.end().after(sender.next)) {
            sender.next = segment.end();
            sender.advancedNs = step.cause().timeNs;
        }
    }
    m_row.bytes[static_cast<std::size_t>(step.from)] += fresh;
    if (fresh > 0) {
        const std::int64_t ms = (segment.time - m_row.first).count() / 1'000'000 + 1;
        m_row.lastDataMs[static_cast<std::size_t>(step.from)] =
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms, 1, 0xffffffff));
    }
}

void ConnectionMachine::remember(const Step& step, Marks marks) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    sender.sawKeepAlive = marks.has(Mark::KeepAlive);
    sender.sawProbe = marks.has(Mark::WindowProbe);
    sender.lastSeq = segment.seq;
    sender.newestNs = step.cause().timeNs;
    sender.lastPayload = segment.payloadBytes;
    sender.lastFlags = segment.flags.bits;
    sender.ipId = segment.ipId;
    if (marks.has(Mark::Discarded) || segment.flags.rst())
        return;
    if (marks.has(Mark::PreviousLost))
        sender.missedSome = true;
    if (marks.has(Mark::AckedUnseen))
        step.receiver.missedSome = true;
    if (!sender.sawKeepAlive && !sender.sawProbe)
        advance(step, marks.has(Mark::Retransmission) || marks.has(Mark::OutOfOrder));
    if (segment.options.hasTimestamps) {
        sender.hasTimestamp = true;
        sender.tsValue = segment.options.tsValue;
    }
    sender.window = segment.window;
    sender.knowsWindow = true;
    if (!segment.flags.ack())
        return;
    if (marks.has(Mark::DuplicateAck))
        sender.duplicateAcks = static_cast<std::uint8_t>(std::min(sender.duplicateAcks + 1, 255));
    if (!sender.knowsAck || segment.ack.after(sender.acknowledged)) {
        sender.acknowledged = segment.ack;
        sender.duplicateAcks = 0;
        sender.knowsAck = true;
    }
    if (segment.ack == sender.acknowledged)
        sender.acknowledgedNs = step.cause().timeNs;
}

} // namespace synscope
