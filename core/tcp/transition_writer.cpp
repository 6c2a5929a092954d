// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/transition_writer.h"

#include <algorithm>

namespace synscope {

TransitionId TransitionWriter::standingFrom(TransitionId id, Side side) const {
    while (id != kNoTransition) {
        const Transition transition = (*this)[id];
        if (transition.side() == side && !transition.isDisproved())
            break;
        id = transition.previous();
    }
    return id;
}

TransitionId TransitionWriter::newest(const ConnectionRow& row, Side side) const {
    return standingFrom(row.lastTransition, side);
}

TransitionId TransitionWriter::newestBefore(TransitionId id) const {
    const Transition transition = (*this)[id];
    return standingFrom(transition.previous(), transition.side());
}

void TransitionWriter::write(ConnectionRow& row, Side side, State from, State to, Cause cause, Basis basis,
                             SegmentId proof) {
    Transition transition(cause.timeNs, cause.segment, side, from, to, basis, proof);
    transition.setPrevious(row.lastTransition);
    row.lastTransition = TransitionId{static_cast<std::uint32_t>(m_log.append(transition))};
    const auto s = static_cast<std::size_t>(side);
    row.state[s] = to;
    row.visited[s] = row.visited[s].either({from, to});
    if (to == State::CloseWait && row.lastDataOf(side) >= transition.time()) // dated back, or both at once
        row.noteDataAfterPeerClosed(side);
}

/// Cost: the connection's transitions.
StateSet TransitionWriter::visitedBy(const ConnectionRow& row, Side side) const {
    StateSet visited;
    for (TransitionId id = newest(row, side); id != kNoTransition; id = newestBefore(id)) {
        const Transition transition = (*this)[id];
        visited = visited.either({transition.from(), transition.to()});
    }
    return visited;
}

bool TransitionWriter::apply(ConnectionId id, ConnectionRow& row, Side side, TcpEvent event, Cause cause, Basis basis,
                             SegmentId proof) {
    const State from = row.stateOf(side);
    const State to = nextState(from, event);
    if (to == from)
        return false;
    cause = noEarlier(row, side, cause);
    write(row, side, from, to, cause, basis, proof);
    if (to == State::TimeWait)
        m_timers.push({cause.timeNs, id, side});
    return true;
}

Cause TransitionWriter::noEarlier(const ConnectionRow& row, Side side, Cause cause) const {
    // Nearly always, and then earlier transitions need not be fetched from memory: they are of the packet at hand or of
    // earlier ones, the newest of which is `last`. Only a state that is over may have come with a timer or with a newer
    // connection.
    const bool isOver = row.stateOf(side) == State::Closed || row.stateOf(side) == State::Listen;
    const bool isAtHand = row.lastSegment == kNoSegment || cause.segment > row.lastSegment;
    const std::int64_t last = nsSinceEpoch(row.last);
    if (!isOver && !row.wasThereBefore() && row.kernelKnows == 0 &&
        (cause.timeNs > last || (cause.timeNs == last && isAtHand && cause.segment != kNoSegment)))
        return cause;
    if (const TransitionId before = newest(row, side); before != kNoTransition)
        cause.timeNs = std::max(cause.timeNs, (*this)[before].timeNs());
    return cause;
}

void TransitionWriter::set(ConnectionId id, ConnectionRow& row, Side side, State from, State to, Cause cause) {
    cause = noEarlier(row, side, cause);
    write(row, side, from, to, cause, Basis::Kernel);
    if (to == State::TimeWait)
        m_timers.push({cause.timeNs, id, side});
}

void TransitionWriter::pickUp(ConnectionRow& row, Side side, State state, Cause cause, Basis basis) {
    write(row, side, State::Unknown, state, cause, basis);
}

void TransitionWriter::disproveNewest(ConnectionRow& row, Side side, SegmentId by) {
    const TransitionId id = newest(row, side);
    if (id == kNoTransition)
        return;
    settle(id, Verdict::Disproved, by);
    row.state[static_cast<std::size_t>(side)] = (*this)[id].from();
    row.visited[static_cast<std::size_t>(side)] = visitedBy(row, side);
}

void TransitionWriter::record(ConnectionRow& row, IncidentKind kind, Side side, SegmentId segment, SegmentId related) {
    for (IncidentId id = row.lastIncident; id != kNoIncident; id = m_incidents[indexOf(id)].previous) {
        const Incident& known = m_incidents[indexOf(id)];
        if (known.kind == kind && known.side == side) {
            if (known.withdrawn.get())
                m_incidents.late(indexOf(id)).withdrawn.set(false); // so it was one after all, or happens again
            return;
        }
    }
    const Incident incident{segment, related, row.lastIncident, kind, side, {}};
    row.lastIncident = IncidentId{static_cast<std::uint32_t>(m_incidents.append(incident))};
}

void TransitionWriter::withdraw(const ConnectionRow& row, IncidentKind kind, Side side) {
    for (IncidentId id = row.lastIncident; id != kNoIncident; id = m_incidents[indexOf(id)].previous) {
        if (m_incidents[indexOf(id)].kind == kind && m_incidents[indexOf(id)].side == side)
            m_incidents.late(indexOf(id)).withdrawn.set(true);
    }
}

bool TransitionWriter::hasTransitionsBefore(const ConnectionRow& row, Lengths before) const {
    TransitionId oldest = kNoTransition;
    for (TransitionId id = row.lastTransition; id != kNoTransition; id = (*this)[id].previous())
        oldest = id;
    return oldest != kNoTransition && indexOf(oldest) < before.transitions;
}

void TransitionWriter::carryOverTransitions(ConnectionRow& row, std::array<TransitionId*, 2> held) {
    std::vector<TransitionId> chain; // newest first
    for (TransitionId id = row.lastTransition; id != kNoTransition; id = (*this)[id].previous())
        chain.push_back(id);
    row.lastTransition = kNoTransition;
    for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
        Transition copy = (*this)[*id];
        copy.setPrevious(row.lastTransition);
        row.lastTransition = TransitionId{static_cast<std::uint32_t>(m_log.append(copy))};
        for (TransitionId* const other : held)
            if (*other == *id)
                *other = row.lastTransition;
    }
}

void TransitionWriter::carryOverIncidents(ConnectionRow& row, Lengths before) {
    std::vector<IncidentId> incidents; // newest first: its last is the oldest
    for (IncidentId id = row.lastIncident; id != kNoIncident; id = m_incidents[indexOf(id)].previous)
        incidents.push_back(id);
    if (incidents.empty() || indexOf(incidents.back()) >= before.incidents)
        return;
    row.lastIncident = kNoIncident;
    for (auto id = incidents.rbegin(); id != incidents.rend(); ++id) {
        Incident copy = m_incidents[indexOf(*id)];
        copy.previous = row.lastIncident;
        row.lastIncident = IncidentId{static_cast<std::uint32_t>(m_incidents.append(copy))};
    }
}

void TransitionWriter::letGoBefore(Lengths lengths) {
    m_log.letGoBefore(lengths.transitions);
    m_incidents.letGoBefore(lengths.incidents);
}

} // namespace synscope
