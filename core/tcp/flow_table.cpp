// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/flow_table.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr std::size_t kMaxCandidates = 65536;

/// The marks that AnomalyCounters counts.
constexpr std::uint32_t kCountedMarks =
    static_cast<std::uint32_t>(Mark::Retransmission) | static_cast<std::uint32_t>(Mark::OutOfOrder) |
    static_cast<std::uint32_t>(Mark::DuplicateAck) | static_cast<std::uint32_t>(Mark::ZeroWindow) |
    static_cast<std::uint32_t>(Mark::KeepAlive) | static_cast<std::uint32_t>(Mark::PreviousLost) |
    static_cast<std::uint32_t>(Mark::Stale);

bool isOver(State state) {
    return state == State::Closed || state == State::Listen;
}

bool isOnlySyn(const Segment& segment) {
    return segment.flags.syn() && !segment.flags.ack() && !hasImpossibleFlags(segment);
}

/// `seq` lies within what the endpoint is known to have sent.
bool wasSent(SeqNum seq, const Endpoint& endpoint) {
    return endpoint.knowsSequence && seq.atOrAfter(endpoint.iss) && seq.atOrBefore(endpoint.next);
}

} // namespace

Side FlowTable::sideOf(ConnectionId id, bool sourceIsLow) const {
    return (m_rows[indexOf(id)].initiatorIsLow != 0) == sourceIsLow ? Side::Initiator : Side::Responder;
}

FlowTable::Candidate* FlowTable::candidateOf(ConnectionId id) {
    if (m_candidates.empty())
        return nullptr;
    const auto found = m_candidates.find(indexOf(id));
    return found == m_candidates.end() ? nullptr : &found->second;
}

/// A SYN with another number than this side's: does it open a new connection without waiting for the reply?
bool FlowTable::startsAgain(const Segment& segment, ConnectionId newest, Side sender) const {
    const ConnectionRow& row = m_rows[indexOf(newest)];
    const Endpoint& before = m_connections[indexOf(newest)].endpoint[static_cast<std::size_t>(sender)];
    const State own = row.stateOf(sender);
    const State peer = row.stateOf(other(sender));
    if (isOver(own) && (isOver(peer) || peer == State::TimeWait)) {
        if (peer != State::TimeWait)
            return own != State::Listen || peer != State::SynSent;
        // RFC 9293, 3.6.1 (MAY-2) and RFC 6191: a higher number, or a newer timestamp.
        return segment.seq.after(before.next) ||
               (segment.options.hasTimestamps && before.hasTimestamp &&
                static_cast<std::int32_t>(segment.options.tsValue - before.tsValue) > 0);
    }
    if (own == State::TimeWait && isOver(peer))
        return true;                                       // its own 2MSL is its own business
    return own == State::SynSent && peer == State::Listen; // another attempt before any reply
}

FlowTable::Chosen FlowTable::chooseForSyn(const Segment& segment, ConnectionId newest, Side sender) {
    Chosen chosen;
    const Connection& connection = m_connections[indexOf(newest)];
    if (!connection.endpoint[static_cast<std::size_t>(sender)].ownsIss(segment.seq) &&
        startsAgain(segment, newest, sender))
        return chosen; // none of the known ones
    chosen.connection = newest;
    return chosen;
}

/// The earlier connection that a segment belongs to, when its numbers fit that one and not the newest.
std::optional<ConnectionId> FlowTable::staleOwner(const Segment& segment, ConnectionId newest, bool low) const {
    const ConnectionId earlier = m_rows[indexOf(newest)].previous;
    if (earlier == kNoConnection)
        return std::nullopt;
    const Connection& now = m_connections[indexOf(newest)];
    const auto sender = static_cast<std::size_t>(sideOf(newest, low));
    const Endpoint& endpoint = now.endpoint[sender];
    const Endpoint& receiver = now.endpoint[1 - sender];
    if (!endpoint.knowsIss)
        return std::nullopt;
    const std::uint32_t room = std::max<std::uint32_t>(windowOf(receiver, endpoint), 1U << 20);
    if (segment.seq.inWindow(endpoint.iss, static_cast<std::uint32_t>(endpoint.next.distanceFrom(endpoint.iss)) + room))
        return std::nullopt;
    const auto then = static_cast<std::size_t>(sideOf(earlier, low));
    if (!wasSent(segment.seq, m_connections[indexOf(earlier)].endpoint[then]))
        return std::nullopt;
    return earlier;
}

FlowTable::Chosen FlowTable::choose(const Segment& segment, const FlowKeyTable::Found& found) {
    Chosen chosen;
    const ConnectionId newest = m_flows[indexOf(found.flow)].newest;
    if (newest == kNoConnection)
        return chosen;
    const Side sender = sideOf(newest, found.sourceIsLow);
    const ConnectionRow& row = m_rows[indexOf(newest)];
    const Connection& connection = m_connections[indexOf(newest)];
    const Endpoint& own = connection.endpoint[static_cast<std::size_t>(sender)];
    const Endpoint& peer = connection.endpoint[static_cast<std::size_t>(other(sender))];
    if (isOnlySyn(segment))
        return chooseForSyn(segment, newest, sender);
    chosen.connection = newest;
    if (Candidate* candidate = candidateOf(newest); candidate != nullptr && segment.flags.ack()) {
        const bool answers = candidate->sender != sender && segment.ack == candidate->syn.end() &&
                             (segment.flags.syn() || segment.flags.rst());
        const bool goesOn = candidate->sender == sender && segment.seq == candidate->syn.end() &&
                            !segment.flags.rst() && !wasSent(segment.seq, own);
        chosen.adopt = answers || goesOn;
        if (chosen.adopt)
            return chosen;
        if (candidate->sender != sender && !candidate->challenged && segment.payloadBytes == 0 &&
            !segment.flags.rst()) {
            candidate->challenged = true;
            chosen.marks.add(Mark::ChallengeAck);
        }
    }
    if (segment.flags.syn() && segment.flags.ack()) {
        const bool over = isOver(row.stateOf(sender)) && row.stateOf(other(sender)) != State::SynSent &&
                          row.lastTransition != kNoTransition && row.stateOf(sender) != State::Listen;
        if (over && !own.ownsIss(segment.seq) && segment.ack.atOrAfter(peer.next + 1))
            chosen.connection = kNoConnection; // the SYN before it was not captured
        return chosen;
    }
    if (const std::optional<ConnectionId> earlier = staleOwner(segment, newest, found.sourceIsLow)) {
        chosen.connection = *earlier;
        chosen.marks.add(Mark::Stale);
        chosen.marks.add(Mark::Discarded);
    }
    return chosen;
}

ConnectionId FlowTable::open(const Segment& segment, const FlowKeyTable::Found& found) {
    Flow& flow = m_flows[indexOf(found.flow)];
    ConnectionRow row;
    row.flow = found.flow;
    row.first = row.last = segment.time;
    row.previous = flow.newest;
    row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U; // until an opening is seen
    if (flow.newest != kNoConnection)
        row.incarnation =
            static_cast<std::uint16_t>(std::min<unsigned>(m_rows[indexOf(flow.newest)].incarnation + 1U, 0xffff));
    // Who opened: the sender, but for a SYN+ACK its receiver.
    const bool answersSyn = segment.flags.syn() && segment.flags.ack() && !hasImpossibleFlags(segment);
    row.initiatorIsLow = found.sourceIsLow != answersSyn ? 1 : 0;
    const ConnectionId id{static_cast<std::uint32_t>(m_rows.append(row))};
    m_connections.append(Connection{});
    flow.newest = id;
    return id;
}

/// A newer connection of the 4-tuple has begun: whatever the old one's endpoints were in is over.
void FlowTable::replace(ConnectionId old, const Segment& segment, SegmentId id) {
    if (old == kNoConnection)
        return;
    ConnectionRow& row = m_rows.at(indexOf(old));
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const bool timeIsUp = row.stateOf(side) == State::TimeWait;
        m_writer.apply(old, row, side, TcpEvent::Replaced, {nsSinceEpoch(segment.time), id},
                       timeIsUp ? Basis::Received : Basis::Proven);
    }
}

void FlowTable::keepCandidate(const Segment& segment, SegmentId id, ConnectionId connection, Side sender) {
    if (m_candidates.size() >= kMaxCandidates)
        m_candidates.erase(m_candidates.begin());
    const ConnectionRow& row = m_rows[indexOf(connection)];
    Candidate candidate{segment, id, sender, row.last, row.lastSegment, {}, false};
    candidate.syn.payload = {}; // the packet's bytes will be gone
    m_candidates.insert_or_assign(indexOf(connection), candidate);
}

void FlowTable::adopt(TrackedSegment& result, const FlowKeyTable::Found& found) {
    const ConnectionId old = m_flows[indexOf(found.flow)].newest;
    const auto node = m_candidates.extract(indexOf(old));
    const Candidate& candidate = node.mapped();
    ConnectionRow& row = m_rows.at(indexOf(old));
    --row.segments[static_cast<std::size_t>(candidate.sender)];
    --row.syn;
    if ((candidate.marks.bits & kCountedMarks) != 0)
        countAnomalies(row, candidate.sender, candidate.marks, -1);
    if (row.lastSegment == candidate.id) { // else segments of the old connection came after it
        row.last = candidate.lastBefore;
        row.lastSegment = candidate.lastSegmentBefore;
    }
    replace(old, candidate.syn, candidate.id);
    FlowKeyTable::Found direction = found;
    direction.sourceIsLow = (row.initiatorIsLow != 0) == (candidate.sender == Side::Initiator);
    result.connection = open(candidate.syn, direction);
    result.adopted = candidate.id;
    result.adoptedMarks = deliver(result.connection, candidate.syn, candidate.id, Side::Initiator);
}

Marks FlowTable::deliver(ConnectionId id, const Segment& segment, SegmentId segmentId, Side sender) {
    ConnectionRow& row = m_rows.at(indexOf(id));
    Connection& connection = m_connections.at(indexOf(id));
    ConnectionMachine machine(id, connection, row, m_writer, m_ledger);
    const Marks marks = machine.apply(segment, segmentId, sender);
    count(row, segment, segmentId, sender, marks);
    return marks;
}

void FlowTable::expectSoon(const Segment& segment) const {
    const FlowId flow = m_keys.guess(segment);
    if (flow == kNoFlow)
        return;
    __builtin_prefetch(&m_keys.keys()[indexOf(flow)]);
    __builtin_prefetch(&m_flows[indexOf(flow)]);
}

void FlowTable::expectNext(const Segment& segment) const {
    const FlowId flow = m_keys.guess(segment);
    if (flow == kNoFlow || m_flows[indexOf(flow)].newest == kNoConnection)
        return;
    constexpr std::size_t kCacheLine = 64;
    const std::size_t newest = indexOf(m_flows[indexOf(flow)].newest);
    const auto fetch = [](const void* from, std::size_t bytes) {
        for (std::size_t at = 0; at < bytes; at += kCacheLine)
            __builtin_prefetch(static_cast<const char*>(from) + at);
    };
    fetch(&m_rows[newest], sizeof(ConnectionRow));
    fetch(&m_connections[newest], sizeof(Connection));
}

TrackedSegment FlowTable::track(const Segment& segment, SegmentId id) {
    const FlowKeyTable::Found found = m_keys.find(segment);
    if (found.isNew)
        m_flows.emplace_back();
    advanceClock(segment.time);
    TrackedSegment result;
    result.flow = found.flow;
    result.previous = m_flows[indexOf(found.flow)].newestSegment;
    m_flows[indexOf(found.flow)].newestSegment = id;
    Chosen chosen = choose(segment, found);
    if (chosen.adopt) {
        adopt(result, found);
    } else if (chosen.connection == kNoConnection) {
        const ConnectionId old = m_flows[indexOf(found.flow)].newest;
        replace(old, segment, id);
        m_candidates.erase(indexOf(old));
        result.connection = open(segment, found);
    } else {
        result.connection = chosen.connection;
    }
    result.sender = sideOf(result.connection, found.sourceIsLow);
    result.marks = chosen.marks;
    if (chosen.marks.has(Mark::Stale)) {
        count(m_rows.at(indexOf(result.connection)), segment, id, result.sender, result.marks);
        return result;
    }
    const ConnectionRow& row = m_rows[indexOf(result.connection)];
    const bool own =
        m_connections[indexOf(result.connection)].endpoint[static_cast<std::size_t>(result.sender)].ownsIss(
            segment.seq);
    const bool crossing =
        row.stateOf(other(result.sender)) == State::SynSent && row.stateOf(result.sender) == State::Listen;
    const bool isCandidate = isOnlySyn(segment) && m_connections[indexOf(result.connection)].started && !crossing &&
                             (!own || (isOver(row.stateOf(result.sender)) && row.resetSeen == 0));
    if (isCandidate)
        keepCandidate(segment, id, result.connection, result.sender);
    const Marks marks = deliver(result.connection, segment, id, result.sender);
    if (isCandidate)
        candidateOf(result.connection)->marks = marks;
    result.marks.bits |= marks.bits;
    return result;
}

void FlowTable::count(ConnectionRow& row, const Segment& segment, SegmentId id, Side sender, Marks marks) {
    const auto s = static_cast<std::size_t>(sender);
    row.first = std::min(row.first, segment.time);
    row.last = std::max(row.last, segment.time);
    ++row.segments[s];
    row.syn += segment.flags.syn() ? 1U : 0U;
    row.fin += segment.flags.fin() ? 1U : 0U;
    row.rst += segment.flags.rst() ? 1U : 0U;
    if (row.firstSegment == kNoSegment)
        row.firstSegment = id;
    row.lastSegment = id;
    if ((marks.bits & kCountedMarks) != 0)
        countAnomalies(row, sender, marks, 1);
}

void FlowTable::countAnomalies(ConnectionRow& row, Side sender, Marks marks, int by) {
    if (row.anomalies == kNoAnomaly)
        row.anomalies = AnomalyId{static_cast<std::uint32_t>(m_anomalies.append(AnomalyCounters{}))};
    AnomalyCounters::PerSide& counters = m_anomalies.at(indexOf(row.anomalies)).side[static_cast<std::size_t>(sender)];
    const auto step = static_cast<std::uint32_t>(by); // minus one wraps, as unsigned numbers may
    counters.retransmissions += marks.has(Mark::Retransmission) ? step : 0U;
    counters.outOfOrder += marks.has(Mark::OutOfOrder) ? step : 0U;
    counters.duplicateAcks += marks.has(Mark::DuplicateAck) ? step : 0U;
    counters.zeroWindows += marks.has(Mark::ZeroWindow) ? step : 0U;
    counters.keepAlives += marks.has(Mark::KeepAlive) ? step : 0U;
    counters.lostSegments += marks.has(Mark::PreviousLost) ? step : 0U;
    counters.staleSegments += marks.has(Mark::Stale) ? step : 0U;
}

void FlowTable::advanceClock(Timestamp now) {
    TransitionWriter::Timers& timers = m_writer.timers();
    const std::int64_t nowNs = nsSinceEpoch(now);
    while (!timers.empty() && timers.top().startNs + m_timeWaitNs <= nowNs) {
        TransitionWriter::Timer timer = timers.top();
        timers.pop();
        if (m_rows[indexOf(timer.connection)].stateOf(timer.side) != State::TimeWait)
            continue;
        const std::int64_t start =
            m_connections[indexOf(timer.connection)].endpoint[static_cast<std::size_t>(timer.side)].timeWaitStartNs;
        if (start > timer.startNs) { // a retransmitted FIN restarted it
            timer.startNs = start;
            timers.push(timer);
            continue;
        }
        m_writer.apply(timer.connection, m_rows.at(indexOf(timer.connection)), timer.side, TcpEvent::TimeWaitOver,
                       {timer.startNs + m_timeWaitNs, kNoSegment}, Basis::Timer);
    }
}

} // namespace synscope
