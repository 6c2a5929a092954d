// SPDX-License-Identifier: Apache-2.0
//
// Where each TCP segment's packet lies, and the previous segment of the same 4-tuple: 12 bytes for each of the newest
// segments, some five for older ones. The packet number costs nothing extra: its low 20 bits ride along with the
// position, the rest comes from sparse anchors. Segments reassembled from IP fragments are kept decoded beside the
// index. The oldest entries may be let go.
#pragma once

#include "core/base/chunked_log.h"
#include "core/base/ids.h"
#include "core/base/packed_log.h"
#include "core/store/packed_segments.h"
#include "core/wire/segment.h"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace synscope {

class SegmentIndex {
    using Entries = PackedLog<SegmentEntry, PackedSegments, PackedSegments::kEntries, 8>;
    struct Anchor {
        SegmentId segment;
        PacketNumber packet;
    };

public:
    struct Place {
        std::uint64_t position = 0; ///< for FetchPacket; or an index into reassembled() when isReassembled
        PacketNumber packet = kNoPacket;
        SegmentId previous = kNoSegment;
        bool isReassembled = false;
        bool isGone = false; ///< the entry was let go: the rest says nothing
    };

    class View {
    public:
        [[nodiscard]] std::size_t size() const { return m_entries.size(); }
        /// The oldest segment whose entry is kept, if there is one.
        [[nodiscard]] SegmentId first() const { return SegmentId{static_cast<std::uint32_t>(m_entries.first())}; }
        [[nodiscard]] bool isGone(SegmentId id) const { return id < first(); }
        /// Cost: a binary search over anchors (one a million packets).
        [[nodiscard]] Place place(SegmentId id) const;
        /// kNoPacket for kNoSegment, and where the entry was let go.
        [[nodiscard]] PacketNumber packetOf(SegmentId id) const;
        /// kNoSegment also where the entry was let go: chains end there.
        [[nodiscard]] SegmentId previousOf(SegmentId id) const {
            return isGone(id) ? kNoSegment : m_entries[indexOf(id)].previous;
        }
        [[nodiscard]] const Segment& reassembled(std::uint64_t index) const { return m_reassembled[index]; }

    private:
        friend class SegmentIndex;
        Entries::View m_entries;
        ChunkedLog<Anchor, 64>::View m_anchors;
        ChunkedLog<Segment, 64>::View m_reassembled;
    };

    /// Packet numbers must not decrease. `previous` is the 4-tuple's newest segment before this one.
    SegmentId append(const Segment& segment, SegmentId previous);
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    /// Lets go of entries whose packets lie before the position, whole chunks of them. Cost: none, or a chunk's.
    void letGoBefore(std::uint64_t position);
    [[nodiscard]] SegmentId first() const { return SegmentId{static_cast<std::uint32_t>(m_entries.first())}; }
    [[nodiscard]] View view() const;
    [[nodiscard]] std::size_t bytes() const;

private:
    /// Where a chunk of entries begins.
    struct ChunkStart {
        std::uint64_t position = 0;
        std::size_t reassembled = 0;
    };
    Entries m_entries;
    ChunkedLog<Anchor, 64> m_anchors;
    ChunkedLog<Segment, 64> m_reassembled;
    std::deque<ChunkStart> m_starts; ///< of the chunks that are kept
    PacketNumber m_lastAnchor = kNoPacket;
};

} // namespace synscope
