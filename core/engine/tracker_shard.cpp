// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tracker_shard.h"

#include <algorithm>

namespace synscope {

static_assert(WaitingSyns::kShares == 1U << TrackerShard::kMostShift);

void TrackerShard::consume(const DecodedBatch& batch, TrackedShare& share) {
    share.previous.clear();
    share.opened.clear();
    share.saved.clear();
    share.superSegments = 0;
    m_own.clear();
    for (std::size_t i = 0; i < batch.segments.size(); ++i)
        if (of(batch.hashes[i], m_lane.shift) == m_lane.index)
            m_own.push_back(static_cast<std::uint32_t>(i));
    // Every segment moves the clock, and timers are told from which one on they had run out.
    std::size_t next = 0;
    const auto passOthers = [&](std::size_t end) {
        for (; next < end; ++next)
            m_table.advanceClock(batch.segments[next].time, idOf(next));
    };
    m_walk.track(
        m_table, batch, m_own.size(), [this](std::size_t n) { return std::size_t{m_own[n]}; },
        [&](std::size_t i, const FlowKeyTable::Found& found) {
            passOthers(i);
            track(batch, i, found, share);
            next = i + 1;
        });
    passOthers(batch.segments.size());
    m_first += batch.segments.size();
    m_table.advanceClock(batch.clock, idOf(0));
    share.logEnd = std::max(m_table.transitions().end(), m_table.incidents().end());
}

void TrackerShard::track(const DecodedBatch& batch, std::size_t i, const FlowKeyTable::Found& found,
                         TrackedShare& share) {
    const Segment& segment = batch.segments[i];
    const std::size_t before = m_table.rows().size();
    const TrackedSegment tracked = m_table.track(segment, idOf(i), found);
    share.previous.push_back(tracked.previous);
    if (m_table.rows().size() != before)
        share.opened.push_back({i, found.isNew});
    const std::uint16_t limit =
        m_table.row(tracked.connection).offer[static_cast<std::size_t>(other(tracked.sender))].mss;
    share.superSegments += limit != 0 && segment.payloadBytes > limit ? 1U : 0U;
    for (std::size_t owner = 0; owner < batch.owners.size(); ++owner) // nearly always none
        if (batch.owners[owner].segment == i)
            share.saved.push_back({owner, tracked.connection, tracked.sender});
}

} // namespace synscope
