// SPDX-License-Identifier: Apache-2.0
#include "core/engine/sharded_tracker.h"

namespace synscope {

ShardedTracker::ShardedTracker(Duration timeWait, std::uint32_t shift)
    : m_timeWait(timeWait), m_shift(shift), m_shards(shardsOf(timeWait, shift)), m_tables(m_shards) {
    for (std::vector<TrackedShare>& shares : m_shares)
        shares.resize(m_shards.size());
}

GatheredTables::Shards ShardedTracker::shardsOf(Duration timeWait, std::uint32_t shift) {
    GatheredTables::Shards shards;
    for (std::uint32_t i = 0; i < 1U << shift; ++i)
        shards.push_back(std::make_unique<TrackerShard>(timeWait, Lane{i, shift}));
    return shards;
}

void ShardedTracker::gather(const DecodedBatch& batch, std::uint32_t n) {
    struct Reached {
        std::size_t segment = 0;
        std::size_t opened = 0;
    };
    const std::vector<TrackedShare>& shares = m_shares[n % kBatches];
    std::array<Reached, 1U << TrackerShard::kMostShift> reached{};
    for (std::size_t i = 0; i < batch.segments.size(); ++i) {
        const std::uint32_t shard = TrackerShard::of(batch.hashes[i], m_shift);
        const TrackedShare& share = shares[shard];
        Reached& at = reached[shard];
        m_index.append(batch.segments[i], share.previous[at.segment++]);
        if (at.opened < share.opened.size() && share.opened[at.opened].segment == i)
            m_tables.open(shard, share.opened[at.opened++].isNewFlow);
    }
    for (std::uint32_t shard = 0; shard < shares.size(); ++shard) {
        m_figures.addSuperSegments(shares[shard].superSegments);
        m_logEnd = std::max(m_logEnd, shares[shard].logEnd);
    }
    noteSavedOwners(batch, shares);
    m_figures.add(batch);
    m_begin = batch.firstTime;
    m_clock = batch.clock;
}

/// In capture order, for who is noted first stays.
void ShardedTracker::noteSavedOwners(const DecodedBatch& batch, const std::vector<TrackedShare>& shares) {
    for (std::size_t owner = 0; owner < batch.owners.size(); ++owner)
        for (std::uint32_t shard = 0; shard < shares.size(); ++shard)
            for (const TrackedShare::Saved& saved : shares[shard].saved)
                if (saved.owner == owner)
                    noteCommented(m_owners, m_tables.idOf(shard, saved.connection),
                                  batch.segments[batch.owners[owner].segment], saved.sender, batch.owners[owner].said);
}

SnapshotPtr ShardedTracker::snapshot() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->generation = ++m_generation;
    m_tables.publish(*snapshot, m_figures.load().finished);
    snapshot->segments = m_index.view();
    snapshot->owners = m_owners.publish();
    snapshot->counts = m_figures.counts();
    snapshot->load = m_figures.load();
    snapshot->begin = m_begin;
    snapshot->end = m_clock;
    snapshot->timeWait = m_timeWait;
    return snapshot;
}

} // namespace synscope
