// SPDX-License-Identifier: Apache-2.0
//
// A tracker that several threads share: shards track, each its 4-tuples, and what they say of each batch is gathered in
// capture order. The same packets give the same snapshot, but for the places of transitions, incidents and rare
// counters in their logs, however many shards there are. For captures that were not live: nothing is let go, and no
// kernel is asked.
#pragma once

#include "core/engine/batch_reader.h"
#include "core/engine/gathered_tables.h"
#include "core/engine/load_figures.h"
#include "core/engine/tracker.h"
#include "core/store/snapshot.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synscope {

class ShardedTracker {
public:
    /// Of so many batches shards may be ahead of gather().
    static constexpr std::uint32_t kBatches = 16;

    /// 2^shift shards.
    ShardedTracker(Duration timeWait, std::uint32_t shift);

    [[nodiscard]] std::uint32_t shards() const { return static_cast<std::uint32_t>(m_shards.size()); }
    /// The n-th batch, in order; each shard on a thread of its own.
    void trackShare(std::uint32_t shard, const DecodedBatch& batch, std::uint32_t n) {
        m_shards[shard]->consume(batch, m_shares[n % kBatches][shard]);
    }

    /// The n-th batch, after all shards have tracked it.
    void gather(const DecodedBatch& batch, std::uint32_t n);

    /// No more can be numbered: what follows must not be tracked.
    [[nodiscard]] bool isFull() const {
        return std::max({m_index.size(), m_tables.connections(), m_logEnd}) >= TrackerLimits{}.mostNumbers;
    }
    /// What is still to be taken for a snapshot, about.
    [[nodiscard]] std::size_t bytesAtEnd() const { return m_tables.bytesToGather(); }
    /// Marks the end of the load, and says so where it was cut.
    void finish(bool cancelled, CutBy cut) { m_figures.finish(cancelled, cut); }
    /// All that was gathered, while no shard works and none has tracked more. Cost: what has changed since the last
    /// one. After finish() once only.
    [[nodiscard]] SnapshotPtr snapshot();

private:
    [[nodiscard]] static GatheredTables::Shards shardsOf(Duration timeWait, std::uint32_t shift);
    void noteSavedOwners(const DecodedBatch& batch, const std::vector<TrackedShare>& shares);

    Duration m_timeWait;
    std::uint32_t m_shift;
    GatheredTables::Shards m_shards;
    std::array<std::vector<TrackedShare>, kBatches> m_shares;
    GatheredTables m_tables;
    SegmentIndex m_index;
    ConnectionOwners m_owners;
    LoadFigures m_figures;
    std::size_t m_logEnd = 0;
    Timestamp m_begin{};
    Timestamp m_clock{};
    std::uint64_t m_generation = 0;
};

} // namespace synscope
