// SPDX-License-Identifier: Apache-2.0
//
// The segments of one 4-tuple read again from the capture and decoded, oldest first. Where there are many, a thread of
// its own reads ahead of whoever tracks them.
#pragma once

#include "core/store/snapshot.h"
#include "core/wire/decode.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

/// One of them. `segment` has no payload any more.
struct ChainSegment {
    SegmentId id = kNoSegment;
    Segment segment;     ///< where it is not gone
    std::string preview; ///< of its payload, see DetailSegment
    bool isGone = false; ///< its packet is kept no more
};

/// A run of them.
struct ChainBatch {
    static constexpr std::size_t kSegments = 512;
    std::vector<ChainSegment> segments; ///< the first `count` of these are the batch's
    std::size_t count = 0;
    std::optional<Error> error; ///< reading ended with it, behind the batch's segments
    bool isLast = false;
    std::exception_ptr failure; ///< nothing else here says anything: reading ended with it
};

class ChainSegments {
public:
    /// Chains up to this long are read by the thread that wants them: a thread's beginning costs more.
    static constexpr std::size_t kWithoutThread = 4096;
    static constexpr std::size_t kBatchesAhead = 8;

    /// Of the connection's 4-tuple up to the connection's last segment. What is older than all that is known of the
    /// 4-tuple is gone, and told at most once. `cancelled`, where there is one, is looked at before each segment is
    /// read; reading ends with an Error then. Snapshot, `fetch` and flag must outlive this. Cost: a look at the index
    /// for each segment.
    ChainSegments(const Snapshot& snapshot, ConnectionId id, const FetchPacket& fetch,
                  const std::atomic<bool>* cancelled);

    /// Calls `take` on this thread with one batch after the other, until it answers false or all are read. Throws
    /// std::bad_alloc where memory ends, whichever thread meets that.
    void read(const std::function<bool(ChainBatch&)>& take);

private:
    void fill(ChainBatch& batch);
    std::optional<Error> readOne(SegmentId id, ChainSegment& into);
    void readAlone(const std::function<bool(ChainBatch&)>& take);
    void readAhead(const std::function<bool(ChainBatch&)>& take);
    [[nodiscard]] bool isOfChain(const Segment& segment) const;

    const Snapshot& m_snapshot;
    const FetchPacket& m_fetch;
    const std::atomic<bool>* m_cancelled;
    std::array<SocketAddress, 2> m_ends;
    SegmentId m_firstKnown;
    std::vector<SegmentId> m_chain; ///< newest first
    std::size_t m_next = 0;         ///< how many have been read
    Decoder m_decoder;
    FetchBuffer m_buffer;
};

} // namespace synscope
