// SPDX-License-Identifier: Apache-2.0
//
// The first half of loading: a source's packets become decoded batches. Used by one thread only.
#pragma once

#include "core/capture/packet_source.h"
#include "core/store/process_comment.h"
#include "core/tcp/flow_key_table.h"
#include "core/wire/decode.h"

#include <cstddef>
#include <cstdint>
#include <exception>
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
    Duration farthestBackwards{}; ///< of these packets, behind the latest before them
    Timestamp firstTime{};
    Timestamp clock{}; ///< latest packet time so far; live also the time of the latest statistics
    SourceProgress progress;
    std::optional<ReadDamage> damage;
    bool isLast = false;
    std::exception_ptr failure; ///< nothing else here says anything: reading ended with it
};

class BatchReader {
public:
    static constexpr std::size_t kPackets = 1024;

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

} // namespace synscope
