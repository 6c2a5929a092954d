// SPDX-License-Identifier: Apache-2.0
//
// Connections that the kernel's socket table told of: how they begin without a packet, what the first packets of each
// side are measured by, and what later readings of the table move.
#include "core/tcp/known_connection.h"

#include "core/tcp/connection_machine.h"
#include "core/tcp/flow_table.h"

namespace synscope {
namespace {

constexpr std::array kSides{Side::Initiator, Side::Responder};

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// Who has sent a FIN.
constexpr StateSet kHasClosed{State::FinWait1, State::FinWait2, State::Closing, State::LastAck, State::TimeWait};
/// Whose FIN has been acknowledged.
constexpr StateSet kIsAcknowledged{State::FinWait2, State::TimeWait};
/// Who has received a FIN.
constexpr StateSet kHasHeard{State::CloseWait, State::LastAck, State::Closing, State::TimeWait};
/// Who may send an ordinary segment.
constexpr StateSet kMaySend{State::Established, State::FinWait1, State::FinWait2, State::CloseWait,
                            State::Closing,     State::LastAck,  State::TimeWait};

} // namespace

PeerStates peerStatesOf(State socket) {
    switch (socket) {
    case State::Established:
        return {State::Established, {State::Established, State::Closed}};
    case State::FinWait1: // nobody has acknowledged its FIN
        return {State::Established, {State::Established, State::CloseWait, State::Closed}};
    case State::FinWait2:
        return {State::CloseWait, {State::CloseWait, State::Closed}};
    case State::CloseWait: // FIN_WAIT_2 without a program is given up after a minute
        return {State::FinWait2, {State::FinWait2, State::Closed}};
    case State::Closing:
        return {State::Closing, {State::Closing, State::FinWait1, State::FinWait2, State::TimeWait, State::Closed}};
    case State::LastAck:
        return {State::FinWait2, {State::FinWait2, State::TimeWait, State::Closed}};
    case State::TimeWait: // or both closed at once
        return {State::Closed, {State::Closed, State::TimeWait}};
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
    case State::Unknown:
        break;
    }
    return {};
}

bool isLastingState(State state) {
    return peerStatesOf(state).likeliest != State::Unknown;
}

bool contradicts(State kernelSays, const ConnectionRow& row, Side side) {
    const State packetsSay = row.stateOf(side);
    const bool isOfClocks = (kernelSays == State::TimeWait && packetsSay == State::Closed) ||
                            (kernelSays == State::Closed && packetsSay == State::TimeWait);
    return packetsSay != State::Unknown && kernelSays != State::Unknown && !row.possibleOf(side).has(kernelSays) &&
           !isOfClocks;
}

void ConnectionMachine::beginKnown(const KnownConnection& known, SegmentId next) {
    m_row.origin = static_cast<std::uint8_t>(Origin::SocketTable) & 3U;
    m_row.rolesGuessed = known.areRolesGuessed ? 1 : 0;
    for (const Side side : kSides) {
        const KnownConnection::End& end = known.end[at(side)];
        const KnownConnection::End& peer = known.end[at(other(side))];
        if (end.isInTable)
            m_row.kernelKnows |= (1U << static_cast<unsigned>(side)) & 3U;
        const PeerStates follows = peerStatesOf(peer.state);
        const Timestamp since = end.state == State::Unknown ? peer.since : end.since;
        sayKernel(side, State::Unknown, end.state == State::Unknown ? follows.likeliest : end.state,
                  {nsSinceEpoch(since), next});
        if (!end.isInTable)
            doubt(side, follows.possible);
        if (end.isInTable && kIsAcknowledged.has(end.state) && end.state != State::TimeWait)
            noteCloser(side);
        if (end.isInTable && (end.state == State::CloseWait || end.state == State::LastAck))
            noteCloser(other(side));
    }
}

void ConnectionMachine::sayKernel(Side side, State from, State to, Cause cause) {
    m_writer.set(m_id, m_row, side, from, to, cause);
    if (to == State::TimeWait)
        endpoint(side).timeWaitStartNs = cause.timeNs;
}

void ConnectionMachine::heedKernel(Side side, State to, Cause cause) {
    const Side peer = other(side);
    sayKernel(side, stateOf(side), to, cause);
    alternativesOf(side) = {};
    m_connection.started = false; // what comes next is measured by the new state
    if (m_row.isKnownToKernel(peer))
        return;
    const PeerStates follows = peerStatesOf(to);
    if (follows.possible.empty()) { // the socket is gone, and how it ended nobody has captured
        doubt(peer, TcpEvent::ReceiveFin);
        doubt(peer, StateSet{State::Closed});
        return;
    }
    if (!follows.possible.has(stateOf(peer)))
        sayKernel(peer, stateOf(peer), follows.likeliest, cause);
    alternativesOf(peer) = {};
    doubt(peer, follows.possible);
}

/// The connection was there before its packets. Its numbers begin with the first segments since the kernel spoke, and
/// FINs that were sent before are known by them, until both sides have been seen.
bool ConnectionMachine::meetsKnown(const Step& step) {
    if (!m_row.wasThereBefore())
        return false;
    if (step.segment.flags.syn())
        return true; // of another connection, perhaps
    if (stateOf(step.from) == State::Closed && !step.segment.flags.rst())
        reviveKnown(step);
    beginKnownNumbers(step);
    if (!step.segment.flags.rst())
        beginKnownFins(step);
    (void)answersFirstKeepAlive(step);
    m_connection.started = step.receiver.wasCaptured;
    return true;
}

void ConnectionMachine::beginKnownNumbers(const Step& step) {
    if (!step.sender.hasBase)
        step.sender.iss = step.segment.seq - 1;
    step.sender.hasBase = true;
    if (!step.segment.flags.ack() || step.receiver.hasBase)
        return;
    step.receiver.iss = step.segment.ack - 1;
    step.receiver.hasBase = true;
}

void ConnectionMachine::beginKnownFins(const Step& step) {
    const Segment& segment = step.segment;
    const bool carries = segment.payloadBytes > 0 || segment.flags.fin();
    if (!step.sender.finSent && kHasClosed.has(stateOf(step.from)))
        rememberKnownFin(step.sender, carries ? segment.end() : segment.seq);
    const bool isHeard = kHasHeard.has(stateOf(step.from)) || kIsAcknowledged.has(stateOf(step.to));
    if (!step.receiver.finSent && kHasClosed.has(stateOf(step.to)) && isHeard && segment.flags.ack())
        rememberKnownFin(step.receiver, segment.ack);
}

/// The table had it as gone, or it was taken to be; it sends.
void ConnectionMachine::reviveKnown(const Step& step) {
    const TransitionId newest = m_writer.newest(m_row, step.from);
    if (newest == kNoTransition || m_writer[newest].basis() != Basis::Kernel)
        return;
    if (m_writer[newest].from() != State::Unknown)
        disprove(step.from, step.id);
    else
        narrow(step.from, kMaySend, step.id);
}

void ConnectionMachine::rememberKnownFin(Endpoint& closer, SeqNum end) {
    closer.finSent = true;
    closer.finEnd = end;
    if (!closer.knowsSequence || end.after(closer.next))
        closer.next = end;
}

/// The first segment of an idle side was a keep-alive: it bears the number before the next, so that its answer
/// acknowledges nothing that was not captured.
bool ConnectionMachine::answersFirstKeepAlive(const Step& step) {
    Endpoint& asker = step.receiver;
    if (!m_row.wasThereBefore() || !step.segment.flags.ack() || m_row.segments[at(step.to)] != 1 ||
        asker.lastPayload != 0 || asker.lastSeq != asker.next || step.segment.ack != asker.next + 1 ||
        step.segment.payloadBytes > 0 || step.segment.flags.fin())
        return false;
    asker.next = step.segment.ack;
    if (asker.finSent)
        asker.finEnd = step.segment.ack;
    return true;
}

ConnectionId FlowTable::addKnown(const KnownConnection& known, SegmentId next) {
    Segment ends;
    ends.source = known.end[at(Side::Initiator)].address;
    ends.destination = known.end[at(Side::Responder)].address;
    ends.time = known.seen;
    const FlowKeyTable::Found found = find(ends, FlowKeyTable::hashOf(ends));
    if (!found.isNew)
        return kNoConnection;
    const ConnectionId id = open(ends, found, ReuseReason::None);
    machine(id).beginKnown(known, next);
    return id;
}

std::optional<FlowTable::End> FlowTable::endAt(const SocketAddress& local, const SocketAddress& peer,
                                               Timestamp when) const {
    constexpr Duration kTableTakes = std::chrono::milliseconds(200); // to be read
    const FlowKeyTable::Found found = m_keys.lookUp(local, peer);
    if (found.flow == kNoFlow)
        return std::nullopt;
    ConnectionId id = m_flows[indexOf(found.flow)].newest;
    while (id != kNoConnection && m_rows[indexOf(id)].first > when)
        id = earlierThan(id);
    if (id == kNoConnection)
        return std::nullopt;
    const ConnectionRow& row = m_rows[indexOf(id)];
    const Side side = sideOf(id, found.sourceIsLow);
    const bool isOver = row.stateOf(side) == State::Closed && row.possibleOf(side).isCertain();
    if (isOver && row.last + kTableTakes < when)
        return std::nullopt;
    return End{id, side};
}

void FlowTable::heedKernel(ConnectionId id, Side side, State says, Timestamp when, SegmentId next) {
    machine(id).heedKernel(side, says, {nsSinceEpoch(when), next});
}

} // namespace synscope
