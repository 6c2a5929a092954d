// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/connection_machine.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

/// What the event makes of every state that it can happen in; the others are ruled out.
StateSet imageOf(StateSet states, TcpEvent event) {
    StateSet image;
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        if (states.has(state) && nextState(state, event) != state)
            image.add(nextState(state, event));
    }
    return image;
}

void noteHowFar(Endpoint& sender) {
    if (!sender.isFar && static_cast<std::uint32_t>(sender.next.distanceFrom(sender.iss)) >= Endpoint::kNear)
        sender.isFar = true;
}

} // namespace

Marks ConnectionMachine::apply(const Segment& segment, SegmentId id, Side sender) {
    const Step step{segment, id, sender, other(sender), endpoint(sender), endpoint(other(sender))};
    Marks marks;
    m_now = id;
    const bool seesTwice = m_row.has(QualityBit::DuplicateFrames);
    if (isDuplicateFrame(segment, step.sender, seesTwice) ||
        (isDuplicateOfBurst(segment, step.sender, seesTwice) &&
         m_ledger.isWhole(m_id, sender, segment.seq, segment.end()))) {
        marks.add(Mark::DuplicateFrame);
        setQuality(QualityBit::DuplicateFrames);
        return marks;
    }
    if (hasImpossibleFlags(segment)) {
        marks.add(Mark::BadFlags);
        marks.add(Mark::Discarded);
        tell(IncidentKind::ImpossibleFlags, sender, id);
        return marks;
    }
    marks = classify(segment, step.sender, step.receiver, m_connection.handshakeRttUs);
    if (marks.has(Mark::OutOfOrder) && step.sender.hasSent(segment.seq) &&
        m_ledger.isWhole(m_id, sender, segment.seq, segment.end())) { // it fills no hole: nothing of it was late
        marks.remove(Mark::OutOfOrder);
        marks.add(Mark::Retransmission);
    }
    if (m_connection.started || meetsKnown(step)) {
        take(step, marks);
    } else {
        m_connection.started = true;
        start(step);
        if (segment.flags.syn())
            marks.add(Mark::OpensConnection);
    }
    remember(step, marks);
    return marks;
}

bool ConnectionMachine::applyUsual(const Segment& segment, SegmentId id, Side sender) {
    const Step step{segment, id, sender, other(sender), endpoint(sender), endpoint(other(sender))};
    if (!mayGoOn(step) || !isUsual(step))
        return false;
    m_now = id;
    rememberUsual(step);
    return true;
}

/// What remember() and advance() do of a segment that isUsual(). Bits that are what they should be are not written:
/// whoever reads them or their neighbours next would wait for that.
void ConnectionMachine::rememberUsual(const Step& step) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    if (sender.sawKeepAlive || sender.sawProbe)
        sender.sawKeepAlive = sender.sawProbe = false;
    if (!isBehindNewest(segment, sender))
        rememberFrame(step);
    if (!sender.wasCaptured)
        sender.wasCaptured = true;
    if (!sender.usesIpIds && segment.ipId != 0)
        sender.usesIpIds = true;
    if (segment.payloadBytes > 0) {
        sender.next = segment.end();
        sender.advancedNs = step.cause().timeNs;
        countFresh(step, segment.payloadBytes);
    }
    noteHowFar(sender);
    if (segment.options.hasTimestamps)
        rememberTimestamp(step);
    rememberAck(step, Marks{});
    if (!segment.windowIsCut)
        rememberWindow(step);
}

/// Its timestamp has surely been taken over.
void ConnectionMachine::rememberTimestamp(const Step& step) {
    if (!step.segment.flags.syn() &&
        !(step.receiver.knowsAck && step.segment.seq.atOrBefore(step.receiver.acknowledged)))
        return;
    if (!step.sender.hasTimestamp)
        step.sender.hasTimestamp = true;
    step.sender.tsValue = step.segment.options.tsValue;
}

/// Both ends are open, and nothing waits for a segment that would settle it.
bool ConnectionMachine::mayGoOn(const Step& step) const {
    const Endpoint& sender = step.sender;
    const Endpoint& receiver = step.receiver;
    return stateOf(step.from) == State::Established && stateOf(step.to) == State::Established &&
           m_row.alternatives[0].empty() && m_row.alternatives[1].empty() && m_connection.started &&
           m_connection.resetSegment == kNoSegment && sender.unproven == kNoTransition && sender.knowsSequence &&
           sender.knowsAck && !sender.finSent && !sender.finAssumed && receiver.knowsSequence && receiver.wasCaptured &&
           !receiver.finSent && !receiver.hasRival && !receiver.sentBeyond && receiver.window != 0;
}

/// New data or a new acknowledgement, in order and in the window: no rule that marks, discards or moves applies.
bool ConnectionMachine::isUsual(const Step& step) const {
    constexpr std::uint32_t kLargePayload = 1U << 20;
    const Segment& segment = step.segment;
    const Endpoint& sender = step.sender;
    const Endpoint& receiver = step.receiver;
    const TcpFlags flags = segment.flags;
    if (flags.syn() || flags.fin() || flags.rst() || !flags.ack() || segment.window == 0 ||
        segment.seq != sender.next || !receiver.hasSent(segment.ack) ||
        (sender.knowsEdge && segment.ack.after(sender.rightEdge)))
        return false;
    if (segment.payloadBytes == 0)
        return segment.ack.after(sender.acknowledged);
    return segment.seq != sender.lastSeq && segment.payloadBytes < kLargePayload &&
           !isOlderByTimestamp(segment, sender, receiver) &&
           !isBeyondWindow(segment, sender, receiver, isWhole(), m_connection.handshakeRttUs);
}

/// No segment of either end is missing, as far as known.
bool ConnectionMachine::isWhole() const {
    constexpr unsigned kMissed =
        static_cast<unsigned>(QualityBit::MissedFromInitiator) | static_cast<unsigned>(QualityBit::MissedFromResponder);
    return (m_row.quality & kMissed) == 0;
}

void ConnectionMachine::take(const Step& step, Marks& marks) {
    if (step.segment.flags.rst())
        onReset(step, marks);
    else if (step.segment.flags.syn() && step.segment.flags.ack())
        onSynAck(step, marks);
    else if (step.segment.flags.syn())
        onSyn(step, marks);
    else
        onOther(step, marks);
}

bool ConnectionMachine::move(Side side, TcpEvent event, Cause cause, Basis basis) {
    StateSet& alternatives = alternativesOf(side);
    const StateSet before = alternatives;
    if (!alternatives.empty())
        alternatives = imageOf(alternatives, event);
    const SegmentId proof = basis == Basis::Proven && m_now != cause.segment ? m_now : kNoSegment;
    const bool moved = m_writer.apply(m_id, m_row, side, event, cause, basis, proof);
    if (!moved && alternatives.empty())
        alternatives = before; // nothing new
    alternatives.remove(stateOf(side));
    if (moved && basis == Basis::Received)
        endpoint(side).noteUnprovenMove();
    if (moved && stateOf(side) == State::TimeWait)
        endpoint(side).timeWaitStartNs = cause.timeNs;
    return moved;
}

bool ConnectionMachine::receive(Side side, TcpEvent event, Cause cause, SeqNum provenBy) {
    if (!move(side, event, cause, Basis::Received))
        return false;
    endpoint(side).unproven = m_row.lastTransition;
    endpoint(side).provenBy = provenBy;
    return true;
}

bool ConnectionMachine::receive(const Step& step, TcpEvent event) {
    const SeqNum end = step.segment.end();
    const SeqNum sent = end.after(step.sender.next) || !step.sender.knowsSequence ? end : step.sender.next;
    return receive(step.to, event, step.cause(), step.segment.sequenceLength() > 0 ? end : sent + 1);
}

/// Segments the receiver drops before it looks at their flags (RFC 7323, section 5; RFC 9293, section 3.10.7.4).
bool ConnectionMachine::discards(const Step& step, Marks& marks) {
    const bool carries = step.segment.payloadBytes > 0 || step.segment.flags.fin();
    if (!carries)
        return refusesNumbers(step, marks);
    if (isOlderByTimestamp(step.segment, step.sender, step.receiver)) {
        marks.add(Mark::Discarded);
        tell(IncidentKind::PawsRejected, step.from, step.id);
        return true;
    }
    if (isBeyondWindow(step.segment, step.sender, step.receiver, isWhole(), m_connection.handshakeRttUs) &&
        putBeyond(step, marks))
        return true;
    return refusesNumbers(step, marks);
}

/// Right of the window. What goes on without a gap was sent, whether the receiver takes it or not; what comes from
/// nowhere waits until it is acknowledged. Answers whether it has to wait.
bool ConnectionMachine::putBeyond(const Step& step, Marks& marks) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    if (goesOn(segment, sender)) {
        tell(IncidentKind::BeyondWindow, step.from, step.id);
        return false;
    }
    marks.add(Mark::Discarded);
    marks.remove(Mark::PreviousLost);
    tell(segment.flags.fin() ? IncidentKind::FinIgnored : IncidentKind::BeyondWindow, step.from, step.id);
    if (!sender.sentBeyond) {
        sender.beyondStart = segment.seq;
        sender.beyondEnd = segment.end();
        sender.beyondBytes = 0;
        sender.beyondFin = false;
        sender.sentBeyond = true;
    }
    sender.beyondBytes += segment.payloadBytes;
    if (segment.end().atOrAfter(sender.beyondEnd))
        sender.beyondEnd = segment.end();
    if (segment.flags.fin() && !sender.finSent) {
        constexpr std::uint32_t kLargestGap = 1U << 24; // what lies further off is a stray
        if (segment.seq.before(sender.next + kLargestGap))
            doubtFin(step.from, false);
        sender.beyondFin = true;
        sender.causeNs = step.cause().timeNs;
        sender.causeSegment = step.id;
    }
    return true;
}

/// Numbers from before the connection, and acknowledgements of what was never sent.
bool ConnectionMachine::refusesNumbers(const Step& step, Marks& marks) {
    const Segment& segment = step.segment;
    if (step.sender.knowsIss && !step.sender.isFar && segment.payloadBytes > 0 &&
        segment.end().atOrBefore(step.sender.iss)) {
        marks.add(Mark::Discarded);
        marks.remove(Mark::Retransmission);
        marks.remove(Mark::OutOfOrder);
        return true;
    }
    if (!segment.flags.ack() || marks.has(Mark::PreviousLost) ||
        !acknowledgesUnsent(segment, step.sender, step.receiver))
        return false;
    marks.add(Mark::Discarded);
    marks.remove(Mark::AckedUnseen);
    step.sender.oddAck = segment.ack;
    step.sender.hasOddAck = true;
    if (!step.receiver.finSent && stateOf(step.to) != State::SynReceived)
        doubtFin(step.to, true); // unless much was not captured
    tell(stateOf(step.to) == State::SynReceived ? IncidentKind::WrongHandshakeAck : IncidentKind::AckOfUnsent,
         step.from, step.id);
    return true;
}

void ConnectionMachine::onOther(const Step& step, Marks& marks) {
    if (m_connection.resetSegment != kNoSegment)
        afterReset(step, marks);
    if (marks.has(Mark::KeepAlive) || marks.has(Mark::WindowProbe)) {
        if (marks.has(Mark::WindowProbe))
            putProbe(step);
        prove(step);
        acknowledgedFin(step); // the ACK of a FIN itself may not have been captured
        return;
    }
    if (step.receiver.hasRival && adoptRival(step))
        marks.remove(Mark::AckedUnseen);
    if (marks.has(Mark::AckedUnseen) && answersFirstKeepAlive(step))
        marks.remove(Mark::AckedUnseen);
    takeBeyond(step);
    if (discards(step, marks))
        return;
    provedOpen(step, marks);
    if (marks.has(Mark::AckedUnseen) || marks.has(Mark::PreviousLost) || step.sender.finAssumed)
        noticeUncaptured(step, marks);
    learn(step, marks);
    prove(step);
    acknowledgedFin(step);
    if (step.segment.flags.fin())
        onFin(step, marks);
    else if (step.sender.finSent && step.segment.payloadBytes > 0 && step.segment.end().after(step.sender.finEnd))
        refuseDataAfterFin(step, marks);
    if (!step.receiver.wasCaptured)
        assumeDelivery(step);
}

void ConnectionMachine::refuseDataAfterFin(const Step& step, Marks& marks) {
    marks.add(Mark::Discarded);
    tell(IncidentKind::DataAfterFin, step.from, step.id, step.sender.causeSegment);
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
    noteHowFar(sender);
    if (fresh > 0)
        countFresh(step, fresh);
}

/// Payload that was not seen before.
void ConnectionMachine::countFresh(const Step& step, std::uint32_t bytes) {
    const auto from = static_cast<std::size_t>(step.from);
    m_row.bytes[from] += bytes;
    m_row.noteData(step.from, step.segment.time);
    if (m_row.visited[from].has(State::CloseWait))
        m_row.noteDataAfterPeerClosed(step.from);
}

void ConnectionMachine::remember(const Step& step, Marks marks) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    sender.sawKeepAlive = marks.has(Mark::KeepAlive);
    sender.sawProbe = marks.has(Mark::WindowProbe);
    if (!isBehindNewest(segment, sender))
        rememberFrame(step);
    sender.wasCaptured = true;
    sender.usesIpIds |= segment.ipId != 0 && !segment.flags.syn() && !segment.flags.rst();
    if (marks.has(Mark::Discarded) || segment.flags.rst())
        return;
    if (marks.has(Mark::PreviousLost)) {
        sender.missedSome = true;
        setMissed(step.from);
    }
    if (marks.has(Mark::AckedUnseen)) {
        step.receiver.missedSome = true;
        setMissed(step.to);
        if (!step.receiver.wasCaptured && step.receiver.knowsSequence)
            step.receiver.next = segment.ack; // all that is known of it comes from acknowledgements
    }
    if (!sender.sawKeepAlive && !sender.sawProbe)
        advance(step, marks.has(Mark::Retransmission) || marks.has(Mark::OutOfOrder));
    if (segment.options.hasTimestamps)
        rememberTimestamp(step);
    if (segment.flags.ack())
        rememberAck(step, marks);
    if (!segment.windowIsCut)
        rememberWindow(step);
}

/// To know its copy.
void ConnectionMachine::rememberFrame(const Step& step) {
    Endpoint& sender = step.sender;
    sender.lastSeq = step.segment.seq;
    sender.newestNs = step.cause().timeNs;
    sender.lastPayload = step.segment.payloadBytes;
    sender.lastFlags = step.segment.flags.bits;
    sender.ipId = step.segment.ipId;
}

void ConnectionMachine::rememberWindow(const Step& step) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    sender.window = segment.window;
    if (!sender.knowsWindow || sender.windowIsOfSyn != segment.flags.syn()) {
        sender.knowsWindow = true;
        sender.windowIsOfSyn = segment.flags.syn();
    }
    if ((segment.window == 0) != m_row.isWindowClosed(step.from))
        m_row.windowsClosed ^= (1U << static_cast<unsigned>(step.from)) & 3U;
    if (!segment.flags.ack() || !sender.sawOffer || !step.receiver.sawOffer)
        return;
    const bool isScaled = !segment.flags.syn() && sender.offeredScale && step.receiver.offeredScale;
    const SeqNum edge = segment.ack + (std::uint32_t{segment.window} << (isScaled ? sender.scale : 0));
    if (!sender.knowsEdge || sender.edgeIsOfSyn || edge.atOrAfter(sender.rightEdge)) {
        const bool isOfSyn = segment.flags.syn() && sender.offeredScale;
        sender.rightEdge = edge;
        if (!sender.knowsEdge || sender.edgeIsOfSyn != isOfSyn) {
            sender.knowsEdge = true;
            sender.edgeIsOfSyn = isOfSyn;
        }
    } else if (static_cast<std::uint32_t>(sender.rightEdge.distanceFrom(edge)) > 1U << (isScaled ? sender.scale : 0)) {
        tell(IncidentKind::WindowShrunk, step.from, step.id); // more than the unit it is given in
    }
}

/// What was taken to lie beyond the window is acknowledged after all: it counts, and the capture missed something.
void ConnectionMachine::takeBeyond(const Step& step) {
    Endpoint& receiver = step.receiver;
    if (!step.segment.flags.ack())
        return;
    if (receiver.sentBeyond && receiver.next.after(receiver.beyondStart))
        receiver.sentBeyond = false; // the stream has got there by itself: that was a stray
    if (receiver.sentBeyond && step.segment.ack.after(receiver.beyondStart) &&
        step.segment.ack.atOrBefore(receiver.beyondEnd) && receiver.beyondEnd.after(receiver.next)) {
        if (receiver.beyondStart.after(receiver.next)) {
            m_ledger.addHole(m_id, step.to, receiver.next, receiver.beyondStart);
            receiver.missedSome = true;
            setMissed(step.to);
        }
        m_row.bytes[static_cast<std::size_t>(step.to)] += receiver.beyondBytes;
        receiver.next = receiver.beyondEnd;
        receiver.sentBeyond = false;
        m_writer.withdraw(m_row, IncidentKind::BeyondWindow, step.to);
        m_writer.withdraw(m_row, IncidentKind::FinIgnored, step.to);
        if (receiver.beyondFin)
            takeBeyondFin(step);
    } else if (step.sender.knowsEdge && step.segment.ack.after(step.sender.rightEdge)) {
        m_writer.withdraw(m_row, IncidentKind::BeyondWindow, step.to); // a window that was not captured
        setMissed(step.from);
    }
}

/// The byte of a zero-window probe counts once it is acknowledged.
void ConnectionMachine::putProbe(const Step& step) {
    if (step.sender.sentBeyond)
        return;
    step.sender.sentBeyond = true;
    step.sender.beyondFin = false;
    step.sender.beyondStart = step.segment.seq;
    step.sender.beyondEnd = step.segment.end();
    step.sender.beyondBytes = step.segment.payloadBytes;
}

void ConnectionMachine::takeBeyondFin(const Step& step) {
    Endpoint& closer = step.receiver;
    closer.beyondFin = false;
    closer.finSent = true;
    closer.finEnd = closer.beyondEnd;
    noteCloser(step.to);
    move(step.to, TcpEvent::SendFin, {closer.causeNs, closer.causeSegment}, Basis::Sent);
}

void ConnectionMachine::rememberAck(const Step& step, Marks marks) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    if (marks.has(Mark::DuplicateAck))
        sender.duplicateAcks = static_cast<std::uint8_t>(std::min(sender.duplicateAcks + 1, 255));
    if (!sender.knowsAck || segment.ack.after(sender.acknowledged)) {
        sender.acknowledged = segment.ack;
        sender.duplicateAcks = 0;
        if (!sender.knowsAck)
            sender.knowsAck = true;
    }
    if (segment.ack == sender.acknowledged)
        sender.acknowledgedNs = step.cause().timeNs;
}

} // namespace synscope
