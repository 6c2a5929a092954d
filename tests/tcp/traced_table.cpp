// SPDX-License-Identifier: Apache-2.0
#include "tests/tcp/traced_table.h"

#include <algorithm>

namespace synscope::test {

SegmentFate TracedTable::track(Segment segment) {
    segment.packet = PacketNumber{m_fates.size() + 1};
    segment.position = m_fates.size();
    const SegmentId id = next();
    const TrackedSegment tracked = m_table.track(segment, id);
    m_index.append(segment, tracked.previous);
    if (tracked.adopted)
        m_fates[indexOf(*tracked.adopted)] = {tracked.connection, tracked.adoptedMarks};
    m_fates.push_back({tracked.connection, tracked.marks});
    if (m_fates.size() == 1)
        m_begin = segment.time;
    m_end = std::max(m_end, segment.time);
    return m_fates.back();
}

void TracedTable::advance(Timestamp now) {
    m_table.advanceClock(now, next());
    m_end = std::max(m_end, now);
}

void TracedTable::addKnown(const KnownConnection& known) {
    m_table.addKnown(known, next());
}

void TracedTable::heedKernel(bool ofClient, State says, Timestamp when) {
    const ConnectionId newest{static_cast<std::uint32_t>(m_table.rows().size() - 1)};
    const bool clientOpened = m_table.row(newest).initiatorIsLow != 0; // the client's address is the lower
    m_table.heedKernel(newest, ofClient == clientOpened ? Side::Initiator : Side::Responder, says, when, next());
    m_end = std::max(m_end, when);
}

Snapshot TracedTable::snapshot() {
    Snapshot snapshot;
    snapshot.rows = m_table.rows().publish();
    snapshot.anomalies = m_table.anomalies().publish();
    snapshot.transitions = m_table.transitions().view();
    snapshot.incidents = m_table.incidents().view();
    snapshot.flows = m_table.keys().keys().publish();
    snapshot.segments = m_index.view();
    snapshot.begin = m_begin;
    snapshot.end = m_end;
    snapshot.timeWait = m_timeWait;
    return snapshot;
}

} // namespace synscope::test
