// SPDX-License-Identifier: Apache-2.0
//
// One of several trackers that share a capture: each tracks the 4-tuples that are its own, by their hash, as if it were
// alone, with numbers of connections and 4-tuples of its own. What it says of a batch, GatheredTables puts together
// with what the others say. Used by one thread only.
#pragma once

#include "core/base/chunked_log.h"
#include "core/engine/batch_reader.h"
#include "core/engine/block_walk.h"
#include "core/tcp/flow_table.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace synscope {

/// What a shard says of a batch.
struct TrackedShare {
    struct Opened {
        std::size_t segment = 0; ///< position in DecodedBatch::segments
        bool isNewFlow = false;
    };
    struct Saved {
        std::size_t owner = 0; ///< position in DecodedBatch::owners
        ConnectionId connection = kNoConnection;
        Side sender = Side::Initiator;
    };
    std::vector<SegmentId> previous; ///< for each of the shard's segments: the 4-tuple's segment before it
    std::vector<Opened> opened;      ///< in order: the shard's connections are numbered so
    std::vector<Saved> saved;
    std::uint64_t superSegments = 0;
    std::size_t logEnd = 0; ///< no position in the shard's logs lies beyond
};

class TrackerShard {
public:
    TrackerShard(Duration timeWait, Lane lane) : m_table(timeWait, lane), m_lane(lane) {}

    /// Which of 2^shift shards tracks the 4-tuples with this hash.
    [[nodiscard]] static std::uint32_t of(std::uint32_t hash, std::uint32_t shift) {
        return WaitingSyns::shareOf(hash) & ((1U << shift) - 1U);
    }
    /// A WaitingSyns' share is never spread over several shards.
    static constexpr std::uint32_t kMostShift = 3;

    /// Batches in order.
    void consume(const DecodedBatch& batch, TrackedShare& share);

    [[nodiscard]] FlowTable& table() { return m_table; }
    [[nodiscard]] const FlowTable& table() const { return m_table; }

private:
    void track(const DecodedBatch& batch, std::size_t i, const FlowKeyTable::Found& found, TrackedShare& share);
    [[nodiscard]] SegmentId idOf(std::size_t i) const { return SegmentId{static_cast<std::uint32_t>(m_first + i)}; }

    FlowTable m_table;
    Lane m_lane;
    BlockWalk m_walk;
    std::vector<std::uint32_t> m_own; ///< of the batch: which segments are this shard's
    std::size_t m_first = 0;          ///< the number of the batch's first segment
};

} // namespace synscope
