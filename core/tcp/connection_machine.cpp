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

} // namespace

Marks ConnectionMachine::apply(const Segment& segment, SegmentId id, Side sender) {
    const Step step{segment, id, sender, other(sender), endpoint(sender), endpoint(other(sender))};
    Marks marks;
    m_now = id;
    if (isDuplicateFrame(segment, step.sender, m_row.has(QualityBit::DuplicateFrames))) {
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
    StateSet& alternatives = alternativesOf(side);
    const StateSet before = alternatives;
    if (!alternatives.empty())
        alternatives = imageOf(alternatives, event);
    const bool moved = m_writer.apply(m_id, m_row, side, event, cause, basis);
    if (!moved && alternatives.empty())
        alternatives = before; // nothing new
    alternatives.remove(stateOf(side));
    if (moved && basis == Basis::Proven && m_now != cause.segment)
        m_writer.prove(m_row.lastTransition, m_now);
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
    if (isOlderByTimestamp(step.segment, step.sender, step.receiver)) {
        marks.add(Mark::Discarded);
        tell(IncidentKind::PawsRejected, step.from, step.id);
        return true;
    }
    constexpr unsigned kMissed =
        static_cast<unsigned>(QualityBit::MissedFromInitiator) | static_cast<unsigned>(QualityBit::MissedFromResponder);
    if (isBeyondWindow(step.segment, step.sender, step.receiver, (m_row.quality & kMissed) == 0,
                       m_connection.handshakeRttUs)) {
        marks.add(Mark::Discarded);
        marks.remove(Mark::PreviousLost);
        tell(step.segment.flags.fin() ? IncidentKind::FinIgnored : IncidentKind::BeyondWindow, step.from, step.id);
        if (!step.sender.sentBeyond || step.segment.end().after(step.sender.beyondEnd))
            step.sender.beyondEnd = step.segment.end();
        step.sender.sentBeyond = true;
        return true;
    }
    return refusesNumbers(step, marks);
}

/// Numbers from before the connection, and acknowledgements of what was never sent.
bool ConnectionMachine::refusesNumbers(const Step& step, Marks& marks) {
    const Segment& segment = step.segment;
    if (step.sender.knowsIss && segment.payloadBytes > 0 && segment.end().atOrBefore(step.sender.iss)) {
        marks.add(Mark::Discarded);
        marks.remove(Mark::Retransmission);
        marks.remove(Mark::OutOfOrder);
        return true;
    }
    if (!segment.flags.ack() || !acknowledgesUnsent(segment, step.sender, step.receiver))
        return false;
    marks.add(Mark::Discarded);
    marks.remove(Mark::AckedUnseen);
    step.sender.oddAck = segment.ack;
    step.sender.hasOddAck = true;
    tell(stateOf(step.to) == State::SynReceived ? IncidentKind::WrongHandshakeAck : IncidentKind::AckOfUnsent,
         step.from, step.id);
    return true;
}

void ConnectionMachine::onOther(const Step& step, Marks& marks) {
    if (m_connection.resetSegment != kNoSegment)
        afterReset(step, marks);
    if (marks.has(Mark::KeepAlive) || marks.has(Mark::WindowProbe)) {
        prove(step);
        return;
    }
    if (step.receiver.hasRival && adoptRival(step))
        marks.remove(Mark::AckedUnseen);
    if (discards(step, marks))
        return;
    takeBeyond(step);
    provedOpen(step, marks);
    if (marks.has(Mark::AckedUnseen) || marks.has(Mark::PreviousLost) || step.sender.finAssumed)
        noticeUncaptured(step, marks);
    learn(step, marks);
    prove(step);
    if (step.receiver.finSent && step.segment.flags.ack() && step.segment.ack.atOrAfter(step.receiver.finEnd) &&
        step.segment.ack.atOrBefore(step.receiver.next))
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
    if (segment.options.hasTimestamps &&
        (!sender.hasTimestamp || !step.receiver.knowsAck || segment.seq.atOrBefore(step.receiver.acknowledged))) {
        sender.hasTimestamp = true;
        sender.tsValue = segment.options.tsValue;
    }
    if (segment.flags.ack())
        rememberAck(step, marks);
    if (!segment.windowIsCut)
        rememberWindow(step);
}

void ConnectionMachine::rememberWindow(const Step& step) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
    sender.window = segment.window;
    sender.knowsWindow = true;
    sender.windowIsOfSyn = segment.flags.syn();
    const unsigned bit = 1U << static_cast<unsigned>(step.from);
    m_row.windowsClosed = (segment.window == 0 ? m_row.windowsClosed | bit : m_row.windowsClosed & ~bit) & 3U;
    if (!segment.flags.ack())
        return;
    const bool isScaled = !segment.flags.syn() && sender.offeredScale && step.receiver.offeredScale;
    const SeqNum edge = segment.ack + (std::uint32_t{segment.window} << (isScaled ? sender.scale : 0));
    if (sender.knowsEdge && edge.before(sender.rightEdge)) {
        if (segment.ack == sender.acknowledged && sender.knowsIss && step.receiver.knowsIss)
            tell(IncidentKind::WindowShrunk, step.from, step.id);
        return;
    }
    sender.rightEdge = edge;
    sender.knowsEdge = sender.knowsIss && step.receiver.knowsIss;
}

/// What was taken to lie beyond the window is acknowledged after all: it counts.
void ConnectionMachine::takeBeyond(const Step& step) {
    Endpoint& receiver = step.receiver;
    if (!receiver.sentBeyond || !step.segment.flags.ack() || !step.segment.ack.after(receiver.next))
        return;
    const SeqNum end = step.segment.ack.before(receiver.beyondEnd) ? step.segment.ack : receiver.beyondEnd;
    if (!end.after(receiver.next))
        return;
    m_row.bytes[static_cast<std::size_t>(step.to)] += static_cast<std::uint32_t>(end.distanceFrom(receiver.next));
    receiver.next = end;
    receiver.sentBeyond = false;
}

void ConnectionMachine::rememberAck(const Step& step, Marks marks) {
    const Segment& segment = step.segment;
    Endpoint& sender = step.sender;
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
