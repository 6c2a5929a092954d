// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tracker.h"

#include "core/store/kept_connections.h"

#include <algorithm>

namespace synscope {

void Tracker::trackAll(const DecodedBatch& batch) {
    auto saved = batch.owners.begin();
    m_walk.track(
        m_table, batch, batch.segments.size(), [](std::size_t i) { return i; },
        [&](std::size_t i, const FlowKeyTable::Found& found) {
            const TrackedSegment tracked = track(batch.segments[i], found);
            for (; saved != batch.owners.end() && saved->segment == i; ++saved)
                noteCommented(m_owners, tracked.connection, batch.segments[i], tracked.sender, saved->said);
        });
}

TrackedSegment Tracker::track(const Segment& segment, const FlowKeyTable::Found& found) {
    const TrackedSegment tracked = m_table.track(segment, next(), found);
    m_index.append(segment, tracked.previous);
    const std::uint16_t limit =
        m_table.row(tracked.connection).offer[static_cast<std::size_t>(other(tracked.sender))].mss;
    m_figures.addSuperSegments(limit != 0 && segment.payloadBytes > limit ? 1U : 0U);
    return tracked;
}

void Tracker::consume(const DecodedBatch& batch) {
    trackAll(batch);
    m_figures.add(batch);
    advanceClock(batch);
    letOldestGo();
}

void Tracker::advanceClock(const DecodedBatch& batch) {
    m_clock = batch.clock;
    m_begin = batch.firstTime;
    if (m_knownSince) {
        m_clock = std::max({m_clock, batch.progress.clock, *m_knownSince});
        m_begin = *m_knownSince;
    }
    m_table.advanceClock(m_clock, next());
}

void Tracker::beginWith(const KernelReading& first) {
    m_kernel.begin(m_table, first, next());
    m_knownSince = m_begin = m_clock = first.time;
    m_table.advanceClock(m_clock, next());
    noteOwners(first);
}

void Tracker::heed(const KernelReading& reading) {
    m_kernel.heed(m_table, reading, next());
    m_comparison.add(m_table, reading, {m_figures.load().kernelDrops, m_limits.isFiltered});
    noteOwners(reading);
}

void Tracker::noteOwners(const KernelReading& reading) {
    for (const OwnedEnd& end : reading.owned)
        if (const auto found = m_table.endAt(end.local, end.peer, reading.time))
            m_owners.note(found->connection, found->side, reading.owners[end.owner]);
    m_owing.add(m_table, reading);
}

/// What points to packets that are gone, and connections that are over beyond the limit, some of them at once.
void Tracker::letOldestGo() {
    if (m_figures.load().keptFrom > 0) {
        m_index.letGoBefore(m_figures.load().keptFrom);
        m_table.letGoForgottenSyns(m_index.first());
    }
    constexpr std::size_t kParts = 64;
    const std::size_t step = std::max<std::size_t>(m_limits.mostConnections / kParts, FlowTable::kLetGoStep);
    const ConnectionRows& rows = m_table.rows();
    if (m_limits.mostConnections == 0 || rows.size() - rows.from() < m_limits.mostConnections + step)
        return;
    const ConnectionId before{static_cast<std::uint32_t>(rows.size() - m_limits.mostConnections)};
    m_table.letGo(before, keptBefore(*snapshot(), before, DiagnosePolicy{}));
    m_owners.letGoBefore(rows.from(), rows.kept());
    m_comparison.letGo(m_table);
}

bool Tracker::isFull() const {
    return std::max({m_index.size(), m_table.rows().size(), m_table.transitions().size(),
                     m_table.incidents().size()}) >= m_limits.mostNumbers;
}

SnapshotPtr Tracker::snapshot() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->generation = ++m_generation;
    snapshot->rows = m_table.rows().publish();
    snapshot->anomalies = m_table.anomalies().publish();
    snapshot->transitions = m_table.transitions().view();
    snapshot->incidents = m_table.incidents().view();
    snapshot->forgottenSyns = m_table.forgottenSyns().view();
    snapshot->flows = m_table.keys().keys().publish();
    snapshot->v6Addresses = m_table.keys().v6Addresses().publish();
    snapshot->segments = m_index.view();
    snapshot->owners = m_owners.publish();
    snapshot->kernelDifferences = m_comparison.differences();
    snapshot->kernelOwed = m_owing.newest();
    snapshot->counts = m_figures.counts();
    snapshot->load = m_figures.load();
    snapshot->begin = m_begin;
    snapshot->end = m_clock;
    snapshot->timeWait = m_timeWait;
    return snapshot;
}

} // namespace synscope
