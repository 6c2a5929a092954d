// SPDX-License-Identifier: Apache-2.0
//
// Room for many small runs of bytes of different lengths: they lie in large chunks that never move, and the room of one
// that is freed is given to another of about its length. Not for several threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synscope {

/// `kMostBytes`: the longest run.
template <std::size_t kMostBytes>
class ByteCells {
public:
    static constexpr std::size_t kCellBytes = 8; ///< lengths are rounded up to whole cells

    /// Where a run lies: the number of its first cell.
    using Place = std::uint32_t;
    static constexpr std::size_t kMostCells = std::size_t{1} << 31; ///< 16 GiB

    /// False: there is no place for another run.
    [[nodiscard]] bool hasRoom() const { return m_chunks.size() < kMostCells / kChunkCells; }

    /// Room for `bytes`, at most kMostBytes. Amortised constant.
    Place take(std::size_t bytes) {
        std::vector<Place>& free = m_free[cellsOf(bytes)];
        if (!free.empty()) {
            const Place place = free.back();
            free.pop_back();
            return place;
        }
        if (m_next + cellsOf(bytes) > m_chunks.size() * kChunkCells) { // the rest of a chunk is left
            m_next = m_chunks.size() * kChunkCells;
            m_chunks.push_back(std::make_unique_for_overwrite<Chunk>());
        }
        const auto place = static_cast<Place>(m_next);
        m_next += cellsOf(bytes);
        return place;
    }

    /// `bytes` as in take().
    void give(Place place, std::size_t bytes) { m_free[cellsOf(bytes)].push_back(place); }

    [[nodiscard]] std::byte* at(Place place) {
        return m_chunks[place / kChunkCells]->data() + place % kChunkCells * kCellBytes;
    }
    [[nodiscard]] const std::byte* at(Place place) const {
        return m_chunks[place / kChunkCells]->data() + place % kChunkCells * kCellBytes;
    }

    [[nodiscard]] std::size_t bytes() const { return m_chunks.size() * sizeof(Chunk); }

private:
    static constexpr std::size_t kChunkCells = 8192;
    using Chunk = std::array<std::byte, kChunkCells * kCellBytes>;

    static constexpr std::size_t cellsOf(std::size_t bytes) { return (bytes + kCellBytes - 1) / kCellBytes; }

    std::vector<std::unique_ptr<Chunk>> m_chunks;
    std::array<std::vector<Place>, cellsOf(kMostBytes) + 1> m_free; ///< by length in cells
    std::size_t m_next = 0;                                         ///< no run has had this cell yet, nor any after it
};

} // namespace synscope
