// SPDX-License-Identifier: Apache-2.0
#include "core/store/flow_replay.h"

#include <algorithm>

namespace synscope {
namespace {

constexpr SegmentId kFirstSegment{0}; // before it the capture has none

/// The connection was there before the capture, and its beginning comes before `first`.
bool beginsKnownAt(const Snapshot& snapshot, ConnectionId id, SegmentId first) {
    return id != kNoConnection && snapshot.row(id).wasThereBefore() && snapshot.row(id).firstSegment >= first;
}

/// As the socket table told of it: its oldest transitions hold what was said.
KnownConnection knownAt(const Snapshot& snapshot, const ConnectionRow& row) {
    KnownConnection known;
    known.seen = row.first;
    known.areRolesGuessed = row.rolesGuessed != 0;
    TransitionId before = kNoTransition;
    for (TransitionId t = row.lastTransition; t != kNoTransition; t = before) {
        const Transition transition = snapshot.transitions[indexOf(t)];
        before = transition.previous();
        KnownConnection::End& end = known.end[static_cast<std::size_t>(transition.side())];
        end.state = transition.to();
        end.since = transition.time();
    }
    for (const Side side : {Side::Initiator, Side::Responder}) {
        KnownConnection::End& end = known.end[static_cast<std::size_t>(side)];
        end.address = snapshot.addressOf(row, side);
        end.isInTable = row.isKnownToKernel(side);
    }
    return known;
}

/// The 4-tuple's connections up to the given one, oldest first, from the one on that has the segment; and the one
/// before the capture, if no segment is its.
std::vector<ConnectionId> incarnationsUpTo(const Snapshot& snapshot, ConnectionId id, SegmentId first) {
    std::vector<ConnectionId> incarnations;
    for (bool isFirst = false; id != kNoConnection && !isFirst; id = snapshot.earlierThan(snapshot.row(id))) {
        incarnations.push_back(id);
        isFirst = snapshot.row(id).firstSegment <= first;
    }
    const bool isWhole = snapshot.row(incarnations.back()).firstSegment == first;
    if (isWhole && beginsKnownAt(snapshot, id, kNoSegment))
        incarnations.push_back(id);
    std::reverse(incarnations.begin(), incarnations.end());
    return incarnations;
}

/// The 4-tuple's next connection; kNoConnection where there is none.
ConnectionId incarnationAfter(const Snapshot& snapshot, ConnectionId id) {
    if (id == kNoConnection)
        return kNoConnection;
    const ConnectionIds ids = snapshot.connections();
    for (std::size_t i = ids.rankOf(id) + 1; i < ids.size(); ++i) {
        if (snapshot.row(ids.at(i)).previous == id)
            return ids.at(i);
    }
    return kNoConnection;
}

} // namespace

FlowReplay::FlowReplay(const Snapshot& snapshot, ConnectionId wanted, SegmentId first)
    : m_snapshot(snapshot),
      m_incarnations(incarnationsUpTo(snapshot, wanted, first)),
      m_beginsKnown(beginsKnownAt(snapshot, m_incarnations.front(), first)),
      m_wanted{static_cast<std::uint32_t>(m_incarnations.size() - 1)} {
    expectEventsFrom(0);
    if (m_beginsKnown)
        m_table.addKnown(knownAt(snapshot, snapshot.row(m_incarnations.front())), kFirstSegment);
    else
        m_events.erase(m_events.begin(), m_events.upper_bound(first));
}

/// Of the connections from the place on. All lie ahead: nothing happens to a connection before it begins.
void FlowReplay::expectEventsFrom(std::size_t place) {
    if (m_incarnations[place] == kNoConnection)
        return;
    for (std::size_t i = place; i < m_incarnations.size(); ++i)
        expectMovesOf(ConnectionId{static_cast<std::uint32_t>(i)}, m_snapshot.row(m_incarnations[i]));
    expectForgottenSyns(place);
}

void FlowReplay::expectMovesOf(ConnectionId id, const ConnectionRow& row) {
    for (TransitionId t = row.lastTransition; t != kNoTransition; t = m_snapshot.transitions[indexOf(t)].previous()) {
        const Transition moved = m_snapshot.transitions[indexOf(t)];
        const SegmentId before = moved.tookPlaceBefore();
        const bool follows =
            moved.basis() == Basis::Kernel && (moved.from() == State::Unknown || !row.isKnownToKernel(moved.side()));
        if (before != kNoSegment && !follows)
            m_events.emplace_hint(m_events.lower_bound(before), before, Event{id, t}); // the chain is newest first
    }
}

void FlowReplay::expectForgottenSyns(std::size_t place) {
    const auto first = m_incarnations.begin() + static_cast<std::ptrdiff_t>(place);
    for (std::size_t i = m_snapshot.forgottenSyns.first(); i < m_snapshot.forgottenSyns.size(); ++i) {
        const ForgottenSyns& forgotten = m_snapshot.forgottenSyns[i];
        const auto found = std::lower_bound(first, m_incarnations.end(), forgotten.connection);
        if (found == m_incarnations.end() || *found != forgotten.connection)
            continue;
        const ConnectionId id{static_cast<std::uint32_t>(found - m_incarnations.begin())};
        m_events.emplace(forgotten.by, Event{id});
    }
}

void FlowReplay::catchUp(SegmentId next) {
    while (!m_events.empty() && m_events.begin()->first <= next) {
        const auto [before, event] = *m_events.begin();
        m_events.erase(m_events.begin());
        if (indexOf(event.connection) >= m_table.rows().size())
            continue; // where the beginning is not kept, connections may be told apart later
        if (event.moved == kNoTransition)
            m_table.forgetSyns(event.connection);
        else
            moveAgain(event.connection, m_snapshot.transitions[indexOf(event.moved)], before);
    }
}

void FlowReplay::moveAgain(ConnectionId id, const Transition& moved, SegmentId before) {
    if (moved.basis() == Basis::Timer)
        m_table.endTimeWait(id, moved.side(), moved.time(), before);
    else
        m_table.heedKernel(id, moved.side(), moved.to(), moved.time(), before);
}

TrackedSegment FlowReplay::track(const Segment& segment, SegmentId id) {
    catchUp(id);
    const TrackedSegment tracked = m_table.track(segment, id);
    if (indexOf(tracked.connection) < m_incarnations.size())
        return tracked;
    // One that began after the wanted connection did: the 4-tuple's newest.
    m_incarnations.push_back(incarnationAfter(m_snapshot, m_incarnations.back()));
    expectEventsFrom(m_incarnations.size() - 1);
    return tracked;
}

std::optional<SegmentId> FlowReplay::adoptedLater() const {
    if (!m_table.awaitsAnswer(m_wanted, true) && !m_table.awaitsAnswer(m_wanted, false))
        return std::nullopt;
    const ConnectionId next = incarnationAfter(m_snapshot, m_incarnations.back());
    return next == kNoConnection ? std::nullopt : std::optional(m_snapshot.row(next).firstSegment);
}

} // namespace synscope
