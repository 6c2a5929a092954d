// SPDX-License-Identifier: Apache-2.0
//
// The second half of loading: decoded batches become rows, logs and snapshots. Used by one thread only.
#pragma once

#include "core/engine/batch_reader.h"
#include "core/engine/block_walk.h"
#include "core/engine/kernel_comparison.h"
#include "core/engine/kernel_owing.h"
#include "core/engine/kernel_watch.h"
#include "core/engine/load_figures.h"
#include "core/store/snapshot.h"
#include "core/tcp/flow_table.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace synscope {

struct TrackerLimits {
    std::size_t mostConnections = 0; ///< of those that are over, the newest, and a little more; 0: all are kept
    /// Of segments, connections, transitions and incidents there ever were, each: ids have 32 bits, and what is
    /// consumed at once must still fit.
    std::size_t mostNumbers = 0xff000000U;
    bool isFiltered = false; ///< a capture filter keeps packets out
};

class Tracker {
public:
    explicit Tracker(Duration timeWait, TrackerLimits limits = {})
        : m_table(timeWait), m_timeWait(timeWait), m_limits(limits) {}

    void consume(const DecodedBatch& batch);

    /// The connections that were there before the capture; before the first batch. From then on the source's clock goes
    /// on without a packet, too.
    void beginWith(const KernelReading& first);
    /// A later reading of the socket table, between two batches.
    void heed(const KernelReading& reading);
    /// Whose the ends are that the reading has, and why they owe a close; all packets before it have been consumed.
    void noteOwners(const KernelReading& reading);
    [[nodiscard]] Timestamp clock() const { return m_clock; }

    /// No more can be numbered: what follows must not be consumed.
    [[nodiscard]] bool isFull() const;

    /// What is still to be taken for a snapshot, about.
    [[nodiscard]] static std::size_t bytesAtEnd() { return 0; }
    /// Marks the end of the load, and says so where it was cut.
    void finish(bool cancelled, CutBy cut = CutBy::Nothing) { m_figures.finish(cancelled, cut); }

    /// All that is known now. Cost: a pointer a page and chunk.
    [[nodiscard]] SnapshotPtr snapshot();
    /// Memory of all that is kept.
    [[nodiscard]] std::size_t bytes() const { return m_table.bytes() + m_index.bytes() + m_owners.bytes(); }

private:
    void letOldestGo();
    void trackAll(const DecodedBatch& batch);
    TrackedSegment track(const Segment& segment, const FlowKeyTable::Found& found);
    void advanceClock(const DecodedBatch& batch);
    [[nodiscard]] SegmentId next() const { return SegmentId{static_cast<std::uint32_t>(m_index.size())}; }

    FlowTable m_table;
    BlockWalk m_walk;
    SegmentIndex m_index;
    ConnectionOwners m_owners;
    Duration m_timeWait;
    TrackerLimits m_limits;
    LoadFigures m_figures;
    Timestamp m_begin{};
    Timestamp m_clock{};
    KernelWatch m_kernel;
    KernelComparison m_comparison;
    KernelOwing m_owing;
    std::optional<Timestamp> m_knownSince; ///< when the kernel's socket table was read first
    std::uint64_t m_generation = 0;
};

} // namespace synscope
