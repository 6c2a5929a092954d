// SPDX-License-Identifier: Apache-2.0
//
// A chunk of the segment index, packed: some five bytes a segment instead of twelve. Packets follow one another in the
// capture at about the same distance, and most of them are TCP segments.
#pragma once

#include "core/base/bit_run.h"
#include "core/base/ids.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace synscope {

/// What the index says of one segment.
struct [[gnu::packed]] SegmentEntry {
    std::uint64_t positionAndNumber = 0; ///< from the lowest: 43 bits position, 1 bit "reassembled", 20 bits number
    SegmentId previous = kNoSegment;     ///< of the same 4-tuple
};
static_assert(sizeof(SegmentEntry) == 12);

class PackedSegments {
public:
    static constexpr std::size_t kEntries = 16384;

    /// As PackedLog wants it.
    static std::shared_ptr<const PackedSegments> of(const SegmentEntry* entries, std::size_t firstPosition);
    [[nodiscard]] SegmentEntry at(std::size_t i, std::size_t position) const;
    void prefetch(std::size_t i) const { __builtin_prefetch(&m_blocks[i / kBlock]); }
    [[nodiscard]] std::size_t bytes() const { return sizeof(*this) + m_numbers.bytes(); }

private:
    static constexpr std::size_t kBlock = 64; ///< entries whose numbers take the same bits each

    enum Field : std::uint8_t { Position, Number, Back, kFields };
    using Numbers = std::array<std::uint64_t, kFields>;

    struct Block {
        std::uint64_t first = 0; ///< its first entry's positionAndNumber
        std::uint32_t step = 0;  ///< from one entry's position to the next one's, about
        std::uint32_t at = 0;    ///< where its bits begin
        std::array<std::uint8_t, kFields> bits{};
    };

    void pack(Block& block, const SegmentEntry* entries, std::size_t firstPosition);
    static Numbers numbersOf(const Block& block, const SegmentEntry& entry, std::size_t i, std::size_t position);

    std::array<Block, kEntries / kBlock> m_blocks{};
    BitRun m_numbers;
};

} // namespace synscope
