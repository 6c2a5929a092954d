// SPDX-License-Identifier: Apache-2.0
//
// The transitions of all connections, in the order they were written. As a ChunkedLog, but what was written long ago is
// packed: an entry's numbers lie close to those of its neighbours, and take no more bits than the largest difference
// among some thousands needs. So entries are told as values. Where each lies never changes; the verdict of one, and
// what gave it, may be settled late, and a view taken before may not see that.
#pragma once

#include "core/base/chunked_log.h"
#include "core/base/late_value.h"
#include "core/tcp/connection_row.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synscope {

class TransitionLog {
public:
    static constexpr std::size_t kChunk = 8192;
    static constexpr std::size_t kOpenChunks = 16; ///< the newest, which are not packed: most connections are shorter

private:
    /// A whole chunk, packed: what never changes, in as many bits each, and what may.
    class Packed {
    public:
        /// Null where the numbers lie too far apart to be worth it.
        static std::unique_ptr<Packed> of(const Transition* entries, std::size_t firstPosition);
        [[nodiscard]] Transition at(std::size_t i, std::size_t position) const;
        void settle(std::size_t i, Verdict verdict, SegmentId proof) {
            m_proofs[i].set(proof);
            m_verdicts[i].set(verdict);
        }
        [[nodiscard]] const std::uint64_t* placeOf(std::size_t i) const { return &m_words[i * m_bits / kWordBits]; }
        [[nodiscard]] std::size_t bytes() const;

    private:
        /// An entry in two numbers: time and kind, segment and the way to the previous transition.
        struct Numbers {
            std::uint64_t moment = 0;
            std::uint64_t chain = 0;
        };
        static constexpr std::size_t kWordBits = 64;

        bool measure(const Transition* entries, std::size_t firstPosition);
        [[nodiscard]] std::uint64_t sinceFirst(const Transition& entry) const;
        [[nodiscard]] std::uint64_t fromFirst(const Transition& entry) const;
        [[nodiscard]] Numbers numbersOf(const Transition& entry, std::size_t position) const;
        void write(std::size_t at, std::uint64_t number);
        [[nodiscard]] std::uint64_t read(std::size_t at, unsigned width) const;

        std::int64_t m_timeNs = 0;   ///< the least of all
        std::uint32_t m_segment = 0; ///< likewise
        unsigned m_segmentBits = 0;
        unsigned m_momentBits = 0;
        unsigned m_chainBits = 0;
        std::size_t m_bits = 0; ///< of an entry
        std::vector<std::uint64_t> m_words;
        std::unique_ptr<LateValue<SegmentId>[]> m_proofs;
        std::unique_ptr<LateValue<Verdict>[]> m_verdicts;
    };

    /// Either is there.
    struct Chunk {
        std::unique_ptr<Transition[]> open;
        std::unique_ptr<Packed> packed;

        [[nodiscard]] Transition at(std::size_t i, std::size_t position) const {
            return open ? open[i] : packed->at(i, position);
        }
        [[nodiscard]] const void* placeOf(std::size_t i) const {
            return open ? static_cast<const void*>(&open[i]) : packed->placeOf(i);
        }
    };
    using Chunks = std::vector<std::shared_ptr<const Chunk>>;

public:
    /// As ChunkedLog::View.
    class View {
    public:
        [[nodiscard]] std::size_t size() const { return m_size; }
        [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }
        Transition operator[](std::size_t i) const { return m_chunks[i / kChunk - m_firstChunk]->at(i % kChunk, i); }
        /// Asks the processor to fetch the entry.
        void prefetch(std::size_t i) const {
            __builtin_prefetch(m_chunks[i / kChunk - m_firstChunk]->placeOf(i % kChunk));
        }

    private:
        friend class TransitionLog;
        std::shared_ptr<const Chunks> m_owner;
        const std::shared_ptr<const Chunk>* m_chunks = nullptr; ///< of m_owner
        std::size_t m_firstChunk = 0;
        std::size_t m_size = 0;
    };

    TransitionLog() = default;
    /// Of several that share their numbers, as ChunkedLog; letGoBefore() is not for these.
    explicit TransitionLog(Lane lane) : m_lane(lane) {}

    /// Appends and returns the entry's position. Amortised constant.
    std::size_t append(const Transition& transition);
    Transition operator[](std::size_t i) const {
        const std::size_t chunk = chunkOf(i);
        return m_open[chunk] != nullptr ? m_open[chunk][i % kChunk] : m_chunks[chunk]->at(i % kChunk, i);
    }
    void settle(std::size_t i, Verdict verdict, SegmentId proof);
    /// Asks the processor to fetch the entry, unless it was written long ago.
    void prefetch(std::size_t i) const {
        if (const Transition* const open = m_open[chunkOf(i)])
            __builtin_prefetch(&open[i % kChunk]);
    }
    /// The same of the one before it, of the same connection.
    void prefetchPrevious(std::size_t i) const {
        const Transition* const open = m_open[chunkOf(i)];
        if (open != nullptr && open[i % kChunk].previous() != kNoTransition)
            prefetch(indexOf(open[i % kChunk].previous()));
    }

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t end() const { return m_size == 0 ? 0 : positionOf(m_size - 1) + 1; }
    [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }
    void letGoBefore(std::size_t i);
    [[nodiscard]] View view() const;
    [[nodiscard]] static View viewOf(const std::vector<const TransitionLog*>& logs);
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    [[nodiscard]] std::size_t positionOf(std::size_t place) const { return m_lane.positionOf<kChunk>(place); }
    [[nodiscard]] std::size_t chunkOf(std::size_t i) const { return m_lane.chunkOf<kChunk>(i) - m_firstChunk; }
    [[nodiscard]] static std::size_t bytesOf(const Chunk& chunk);
    void openChunk();
    void packChunk(std::size_t i);

    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::vector<Transition*> m_open;        ///< of each chunk; null: packed
    std::unique_ptr<Transition[]> m_spare;  ///< of a chunk that was packed and that no view ever had
    std::size_t m_firstChunk = 0;           ///< how many have been let go
    mutable std::size_t m_viewedChunks = 0; ///< these many, with those let go, some view has had
    std::size_t m_size = 0;
    std::size_t m_bytes = 0;
    Lane m_lane;
};

} // namespace synscope
