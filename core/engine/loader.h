// SPDX-License-Identifier: Apache-2.0
//
// The two halves of loading: BatchReader turns a source's packets into decoded batches, Tracker turns
// batches into rows, logs and snapshots. Each half is used by one thread only; neither knows about threads.
#pragma once

#include "core/capture/packet_source.h"
#include "core/engine/kernel_comparison.h"
#include "core/engine/kernel_watch.h"
#include "core/store/process_comment.h"
#include "core/store/snapshot.h"
#include "core/tcp/flow_table.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <vector>

namespace synscope {

/// What a comment on a packet says of its connection.
struct SavedOwner {
    std::size_t segment = 0; ///< position in DecodedBatch::segments
    CommentedOwner said;
};

/// A run of packets, decoded: the segments, and what to add to the load's figures.
struct DecodedBatch {
    std::vector<Segment> segments;
    std::vector<std::uint32_t> hashes; ///< of the segments' 4-tuples
    std::vector<SavedOwner> owners;    ///< in order of their segments
    PacketCounts counts;
    std::uint64_t cutPackets = 0;
    std::uint64_t clockBackwards = 0;
    Timestamp firstTime{};
    Timestamp clock{}; ///< latest packet time so far; live also the time of the latest statistics
    SourceProgress progress;
    std::optional<ReadDamage> damage;
    bool isLast = false;
    std::exception_ptr failure; ///< nothing else here says anything: reading ended with it
};

class BatchReader {
public:
    static constexpr std::size_t kPackets = 512;

    explicit BatchReader(PacketSource& source) : m_source(source) {}

    /// Reads and decodes the next packets into `batch`. Cost: a batch; may block on a pipe.
    void fill(DecodedBatch& batch);

private:
    PacketSource& m_source;
    Decoder m_decoder;
    std::vector<RawPacket> m_packets;
    Timestamp m_firstTime{};
    Timestamp m_clock{};
    Timestamp m_previous{};
    bool m_sawPacket = false;
};

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
    /// Whose the ends are that the reading has; all packets before it have been consumed.
    void noteOwners(const KernelReading& reading);
    [[nodiscard]] Timestamp clock() const { return m_clock; }

    /// No more can be numbered: what follows must not be consumed.
    [[nodiscard]] bool isFull() const;

    /// Marks the end of the load, and says so where it came since no more could be numbered.
    void finish(bool cancelled);

    /// All that is known now. Cost: a pointer a page and chunk.
    [[nodiscard]] SnapshotPtr snapshot();
    /// Memory of all that is kept.
    [[nodiscard]] std::size_t bytes() const { return m_table.bytes() + m_index.bytes() + m_owners.bytes(); }

private:
    void letOldestGo();
    void noteSavedOwner(ConnectionId id, const Segment& segment, Side sender, const CommentedOwner& said);
    void trackAll(const DecodedBatch& batch);
    TrackedSegment track(const Segment& segment, const FlowKeyTable::Found& found);
    void advanceClock(const DecodedBatch& batch);
    [[nodiscard]] SegmentId next() const { return SegmentId{static_cast<std::uint32_t>(m_index.size())}; }

    FlowTable m_table;
    std::vector<FlowKeyTable::Found> m_found; ///< of the segments of one batch
    SegmentIndex m_index;
    ConnectionOwners m_owners;
    Duration m_timeWait;
    TrackerLimits m_limits;
    PacketCounts m_counts;
    LoadState m_load;
    Timestamp m_begin{};
    Timestamp m_clock{};
    KernelWatch m_kernel;
    KernelComparison m_comparison;
    std::optional<Timestamp> m_knownSince; ///< when the kernel's socket table was read first
    std::uint64_t m_generation = 0;
};

} // namespace synscope
