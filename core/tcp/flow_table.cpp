// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/flow_table.h"

#include "core/tcp/segment_rules.h"

#include <algorithm>

namespace synscope {

ConnectionId FlowTable::open(const Segment& segment, const FlowKeyTable::Found& found, ReuseReason reason) {
    Flow& flow = m_flows[indexOf(found.flow)];
    ConnectionRow row;
    row.flow = found.flow;
    row.first = row.last = segment.time;
    row.previous = flow.newest;
    row.reuse = static_cast<std::uint8_t>(reason) & 7U;
    row.origin = static_cast<std::uint8_t>(Origin::Midstream) & 3U; // until an opening is seen
    if (flow.newest != kNoConnection)
        row.incarnation =
            static_cast<std::uint16_t>(std::min<unsigned>(m_rows[indexOf(flow.newest)].incarnation + 1U, 0xffff));
    // Who opened: the sender, but for a SYN+ACK its receiver.
    const bool answersSyn = segment.flags.syn() && segment.flags.ack() && !hasImpossibleFlags(segment);
    row.initiatorIsLow = found.sourceIsLow != answersSyn ? 1 : 0;
    if (m_rows.size() % kLetGoStep == 0)
        m_stepLengths.push_back(m_writer.lengths());
    if (m_rows.size() % ConnectionRows::View::rowsPerPage() == 0)
        m_rows.packOld();
    ++flow.connections;
    const ConnectionId id{static_cast<std::uint32_t>(m_rows.append(row))};
    m_connections.append();
    flow.newest = id;
    return id;
}

void FlowTable::endTracking() {
    m_keys.endFinding();
    std::vector<Flow>().swap(m_flows);
    m_connections = ConnectionStore();
    m_candidates = WaitingSyns();
    m_ledger = ByteLedger();
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
        if (timeIsUp)
            numbersOf(old).endpoint[static_cast<std::size_t>(side)].noteUnprovenMove();
        if (row.stateOf(side) == State::Closed)
            row.alternatives[static_cast<std::size_t>(side)] = {};
    }
}

Marks FlowTable::deliver(ConnectionId id, const Segment& segment, SegmentId segmentId, Side sender) {
    ConnectionRow& row = m_rows.at(indexOf(id));
    ConnectionMachine machine(id, numbersOf(id), row, m_writer, m_ledger);
    const Marks marks = machine.apply(segment, segmentId, sender);
    count(row, segment, segmentId, sender, marks);
    return marks;
}

ConnectionMachine FlowTable::machine(ConnectionId id) {
    return {id, numbersOf(id), m_rows.at(indexOf(id)), m_writer, m_ledger};
}

void FlowTable::expectSoon(std::uint32_t hash) const {
    const FlowId flow = m_keys.guess(hash);
    if (flow == kNoFlow)
        return;
    __builtin_prefetch(&m_keys.keys()[indexOf(flow)]);
    __builtin_prefetch(&m_flows[indexOf(flow)]);
}

void FlowTable::expectNext(FlowId flow) const {
    if (m_flows[indexOf(flow)].newest == kNoConnection)
        return;
    constexpr std::size_t kCacheLine = 64;
    const std::size_t newest = indexOf(m_flows[indexOf(flow)].newest);
    const auto* const row = reinterpret_cast<const char*>(&m_rows[newest]);
    for (std::size_t at = 0; at < sizeof(ConnectionRow); at += kCacheLine)
        __builtin_prefetch(row + at);
    __builtin_prefetch(row + sizeof(ConnectionRow) - 1); // rows begin anywhere in a line
    m_connections.prefetch(newest);
}

/// The newest transition that the segment may prove, or else follow.
TransitionId FlowTable::concernedBy(const Segment& segment, const FlowKeyTable::Found& found) const {
    const ConnectionId newest = m_flows[indexOf(found.flow)].newest;
    if (newest == kNoConnection)
        return kNoTransition;
    const ConnectionRow& row = m_rows[indexOf(newest)];
    const auto sender = static_cast<std::size_t>(sideOf(row, found.sourceIsLow));
    const Connection* const numbers = m_connections.atHand(indexOf(newest));
    const TransitionId unproven = numbers != nullptr ? numbers->endpoint[sender].unproven : kNoTransition;
    const TcpFlags flags = segment.flags;
    if (unproven == kNoTransition && (flags.syn() || flags.fin() || flags.rst()))
        return row.lastTransition;
    return unproven;
}

void FlowTable::expectNow(const Segment& segment, const FlowKeyTable::Found& found) const {
    m_writer.prefetch(concernedBy(segment, found));
}

void FlowTable::expectProof(const Segment& segment, const FlowKeyTable::Found& found) const {
    m_writer.prefetchPrevious(concernedBy(segment, found));
}

/// What most segments are: false where it is not, and then nothing has changed.
bool FlowTable::trackUsual(TrackedSegment& result, const Segment& segment, SegmentId id,
                           const FlowKeyTable::Found& found) {
    const ConnectionId newest = m_flows[indexOf(found.flow)].newest;
    if (newest == kNoConnection || m_candidates.of(newest) != nullptr)
        return false;
    ConnectionRow& row = m_rows.at(indexOf(newest));
    const Side sender = sideOf(row, found.sourceIsLow);
    ConnectionMachine machine(newest, numbersOf(newest), row, m_writer, m_ledger);
    if (!machine.applyUsual(segment, id, sender))
        return false;
    count(row, segment, id, sender, Marks{});
    result.connection = newest;
    result.sender = sender;
    return true;
}

TrackedSegment FlowTable::track(const Segment& segment, SegmentId id, const FlowKeyTable::Found& found) {
    advanceClock(segment.time, id);
    TrackedSegment result;
    result.flow = found.flow;
    Flow& flow = m_flows[indexOf(found.flow)];
    result.previous = flow.newestSegment;
    flow.newestSegment = id;
    if (trackUsual(result, segment, id, found))
        return result;
    m_connections.rest(m_rows, id);
    const Chosen chosen = choose(segment, id, found);
    const ConnectionId newest = m_flows[indexOf(found.flow)].newest;
    if (chosen.answersLateSyn) {
        openLate(result, segment, id, found);
        return result;
    }
    if (chosen.adopt != nullptr) {
        adopt(result, *chosen.adopt, found);
    } else if (chosen.connection == kNoConnection) {
        const Side sender = newest == kNoConnection ? Side::Initiator : sideOf(newest, found.sourceIsLow);
        const ReuseReason reason = newest == kNoConnection ? ReuseReason::None : reasonFor(segment, newest, sender);
        replace(newest, segment, id);
        if (newest != kNoConnection)
            m_candidates.forget(newest);
        result.connection = open(segment, found, reason);
    } else {
        result.connection = chosen.connection;
    }
    result.sender = sideOf(result.connection, found.sourceIsLow);
    result.marks = chosen.marks;
    if (chosen.marks.has(Mark::Stale)) {
        ConnectionRow& row = m_rows.at(indexOf(result.connection));
        m_writer.record(m_rows.at(indexOf(newest)), IncidentKind::StaleSegment, sideOf(newest, found.sourceIsLow), id);
        count(row, segment, id, result.sender, result.marks);
        return result;
    }
    if (chosen.undecided) {
        result.marks = machine(newest).applyUndecided(segment, id, result.sender);
        count(m_rows.at(indexOf(newest)), segment, id, result.sender, result.marks);
        return result;
    }
    const bool isCandidate = mayBeCandidate(segment, result.connection, result.sender);
    if (isCandidate)
        keepCandidate(segment, id, result.connection, result.sender);
    const Marks marks = deliver(result.connection, segment, id, result.sender);
    if (isCandidate)
        m_candidates.of(result.connection)->back().marks = marks;
    if (newest != kNoConnection && chosen.connection != kNoConnection &&
        (result.connection != newest || segment.flags.rst()))
        settleAttempts(result.connection, newest, id, segment);
    result.marks.bits |= marks.bits;
    return result;
}

void FlowTable::count(ConnectionRow& row, const Segment& segment, SegmentId id, Side sender, Marks marks) {
    const auto s = static_cast<std::size_t>(sender);
    if (row.firstSegment == kNoSegment) {
        row.firstSegment = id;
        row.last = segment.time; // else, of one that was known before, that of the table's reading, which is no packet
    }
    noteQuality(row, segment, sender);
    row.noteFirst(segment.time);
    row.last = std::max(row.last, segment.time);
    ++row.segments[s];
    row.syn += segment.flags.syn() ? 1U : 0U;
    row.fin += segment.flags.fin() ? 1U : 0U;
    row.rst += segment.flags.rst() ? 1U : 0U;
    row.lastSegment = id;
    if ((marks.bits & kCountedMarks) != 0)
        countAnomalies(row, sender, marks, 1);
}

void FlowTable::noteQuality(ConnectionRow& row, const Segment& segment, Side sender) {
    const auto note = [&row](bool seen, QualityBit bit) {
        if (seen)
            row.quality |= static_cast<std::uint8_t>(bit);
    };
    const std::uint16_t limit = row.offer[static_cast<std::size_t>(other(sender))].mss;
    note(limit != 0 && segment.payloadBytes > limit, QualityBit::SuperSegments);
    note(segment.options.cut, QualityBit::CutHeaders);
    note(segment.time < row.last, QualityBit::ClockBackwards);
}

AnomalyId FlowTable::freshAnomaly() {
    if (m_freeAnomalies.empty())
        return AnomalyId{static_cast<std::uint32_t>(m_anomalies.append(AnomalyCounters{}))};
    const AnomalyId id = m_freeAnomalies.back();
    m_freeAnomalies.pop_back();
    m_anomalies.at(indexOf(id)) = {};
    return id;
}

void FlowTable::countAnomalies(ConnectionRow& row, Side sender, Marks marks, int by) {
    if (row.anomalies == kNoAnomaly)
        row.anomalies = freshAnomaly();
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

void FlowTable::advanceClock(Timestamp now, SegmentId next) {
    TransitionWriter::Timers& timers = m_writer.timers();
    const std::int64_t nowNs = nsSinceEpoch(now);
    while (!timers.empty() && timers.top().startNs + m_timeWaitNs <= nowNs) {
        TransitionWriter::Timer timer = timers.top();
        timers.pop();
        const std::size_t connection = indexOf(timer.connection);
        if (!m_rows.has(connection) || m_rows[connection].stateOf(timer.side) != State::TimeWait)
            continue;
        const std::int64_t start = m_connections.timeWaitStartOf(connection, m_rows[connection], timer.side);
        if (start > timer.startNs) { // a retransmitted FIN restarted it
            timer.startNs = start;
            timers.push(timer);
            continue;
        }
        endTimeWait(timer.connection, timer.side, timestampFromNs(timer.startNs + m_timeWaitNs), next);
    }
}

void FlowTable::endTimeWait(ConnectionId id, Side side, Timestamp at, SegmentId next) {
    m_writer.apply(id, m_rows.at(indexOf(id)), side, TcpEvent::TimeWaitOver, {nsSinceEpoch(at), next}, Basis::Timer);
}

} // namespace synscope
