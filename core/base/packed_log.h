// SPDX-License-Identifier: Apache-2.0
//
// As ChunkedLog, but what was written long ago is packed: an entry's numbers lie close to those of its neighbours, and
// take few bits where only the differences are kept. So entries are told as values. An entry may still be changed late;
// a view taken before may not see that.
#pragma once

#include "core/base/chunked_log.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace synscope {

/// `kChunkSize` entries a chunk, a power of two; the newest `kOpen` chunks are not packed. `Packed` is a whole chunk,
/// constant:
/// - `static std::shared_ptr<const Packed> of(const Entry* entries, std::size_t firstPosition)`;
/// - `Entry at(std::size_t i, std::size_t position) const`, where `position` is that of the chunk's i-th entry;
/// - `std::shared_ptr<const Packed> with(std::size_t i, const Entry&, std::size_t firstPosition) const`: with one of
/// its
///   entries changed, for change() only;
/// - `void prefetch(std::size_t i) const`, `std::size_t bytes() const`.
template <typename Entry, typename Packed, std::size_t kChunkSize, std::size_t kOpen>
class PackedLog {
    static_assert((kChunkSize & (kChunkSize - 1)) == 0);

    /// Either is there.
    struct Chunk {
        std::unique_ptr<Entry[]> open;
        std::shared_ptr<const Packed> packed;

        [[nodiscard]] Entry at(std::size_t i, std::size_t position) const {
            return open ? open[i] : packed->at(i, position);
        }
        [[nodiscard]] std::size_t bytes() const { return open ? kChunk * sizeof(Entry) : packed->bytes(); }
    };
    using Chunks = std::vector<std::shared_ptr<const Chunk>>;

public:
    static constexpr std::size_t kChunk = kChunkSize;
    static constexpr std::size_t kOpenChunks = kOpen;

    /// As ChunkedLog::View.
    class View {
    public:
        [[nodiscard]] std::size_t size() const { return m_size; }
        [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }
        Entry operator[](std::size_t i) const { return m_chunks[i / kChunk - m_firstChunk]->at(i % kChunk, i); }
        /// Asks the processor to fetch the entry.
        void prefetch(std::size_t i) const {
            const Chunk& chunk = *m_chunks[i / kChunk - m_firstChunk];
            if (chunk.open)
                __builtin_prefetch(&chunk.open[i % kChunk]);
            else
                chunk.packed->prefetch(i % kChunk);
        }

    private:
        friend class PackedLog;
        std::shared_ptr<const Chunks> m_owner;
        const std::shared_ptr<const Chunk>* m_chunks = nullptr; ///< of m_owner
        std::size_t m_firstChunk = 0;
        std::size_t m_size = 0;
    };

    PackedLog() = default;
    /// Of several that share their numbers, as ChunkedLog; letGoBefore() is not for these.
    explicit PackedLog(Lane lane) : m_lane(lane) {}

    /// Appends and returns the entry's position. Amortised constant.
    std::size_t append(const Entry& entry) {
        if (m_size % kChunk == 0)
            openChunk();
        const std::size_t place = m_size++;
        m_open.back()[place % kChunk] = entry;
        return positionOf(place);
    }
    Entry operator[](std::size_t i) const {
        const Entry* const open = atHand(i);
        return open != nullptr ? *open : m_chunks[chunkOf(i)]->at(i % kChunk, i);
    }
    /// The entry itself, valid until the next is appended; null where it is packed.
    [[nodiscard]] const Entry* atHand(std::size_t i) const {
        const Entry* const open = m_open[chunkOf(i)];
        return open != nullptr ? &open[i % kChunk] : nullptr;
    }
    /// Calls `change(Entry&)` with the entry. Only LateValues may be changed of one that views may hold.
    template <typename Change>
    void change(std::size_t i, Change change) {
        const std::size_t chunk = chunkOf(i);
        if (m_open[chunk] != nullptr)
            change(m_open[chunk][i % kChunk]);
        else
            changePacked(chunk, i, change);
    }

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t end() const { return m_size == 0 ? 0 : positionOf(m_size - 1) + 1; }
    [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }

    void letGoBefore(std::size_t i) {
        const std::size_t chunk = std::min(i, m_size) / kChunk;
        if (chunk <= m_firstChunk)
            return;
        const auto gone = static_cast<std::ptrdiff_t>(chunk - m_firstChunk);
        for (auto it = m_chunks.begin(); it != m_chunks.begin() + gone; ++it)
            m_bytes -= (*it)->bytes();
        m_chunks.erase(m_chunks.begin(), m_chunks.begin() + gone);
        m_open.erase(m_open.begin(), m_open.begin() + gone);
        m_firstChunk = chunk;
    }

    /// Cost: one pointer a chunk.
    [[nodiscard]] View view() const {
        return viewOver(std::make_shared<const Chunks>(m_chunks.begin(), chunksToView()), m_firstChunk, m_size);
    }
    [[nodiscard]] static View viewOf(const std::vector<const PackedLog*>& logs) {
        std::size_t most = 0;
        for (const PackedLog* log : logs)
            most = std::max(most, static_cast<std::size_t>(log->chunksToView() - log->m_chunks.begin()));
        auto chunks = std::make_shared<Chunks>();
        for (std::size_t i = 0; i < most * logs.size(); ++i) {
            const PackedLog& log = *logs[i % logs.size()];
            const std::size_t chunk = i / logs.size();
            chunks->push_back(chunk < log.m_chunks.size() ? log.m_chunks[chunk] : nullptr);
        }
        return viewOver(std::move(chunks), 0, most * logs.size() * kChunk);
    }

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    [[nodiscard]] std::size_t positionOf(std::size_t place) const { return m_lane.positionOf<kChunk>(place); }
    [[nodiscard]] std::size_t chunkOf(std::size_t i) const { return m_lane.chunkOf<kChunk>(i) - m_firstChunk; }
    [[nodiscard]] std::size_t firstPositionOf(std::size_t chunk) const {
        return positionOf((m_firstChunk + chunk) * kChunk);
    }

    /// The end of the chunks; from now on a view has them all.
    [[nodiscard]] auto chunksToView() const {
        m_viewedChunks = m_firstChunk + m_chunks.size();
        return m_chunks.end();
    }
    [[nodiscard]] static View viewOver(std::shared_ptr<const Chunks> chunks, std::size_t firstChunk, std::size_t size) {
        View v;
        v.m_chunks = chunks->data();
        v.m_owner = std::move(chunks);
        v.m_firstChunk = firstChunk;
        v.m_size = size;
        return v;
    }

    [[gnu::noinline]] void openChunk() {
        if (m_chunks.size() >= kOpen)
            packChunk(m_chunks.size() - kOpen);
        auto chunk = std::make_shared<Chunk>();
        chunk->open = m_spare ? std::move(m_spare) : std::make_unique_for_overwrite<Entry[]>(kChunk);
        m_bytes += chunk->bytes();
        m_open.push_back(chunk->open.get());
        m_chunks.push_back(std::move(chunk));
    }

    /// Views that hold the chunk go on with it as it is.
    void packChunk(std::size_t i) {
        const std::shared_ptr<Chunk> open = m_chunks[i];
        replace(i, Packed::of(open->open.get(), firstPositionOf(i)));
        if (m_firstChunk + i >= m_viewedChunks)
            m_spare = std::move(open->open);
        m_open[i] = nullptr;
    }

    template <typename Change>
    [[gnu::noinline]] void changePacked(std::size_t chunk, std::size_t i, Change change) {
        const std::shared_ptr<const Packed>& packed = m_chunks[chunk]->packed;
        Entry entry = packed->at(i % kChunk, i);
        change(entry);
        replace(chunk, packed->with(i % kChunk, entry, firstPositionOf(chunk)));
    }

    void replace(std::size_t chunk, std::shared_ptr<const Packed> packed) {
        auto replaced = std::make_shared<Chunk>();
        replaced->packed = std::move(packed);
        m_bytes = m_bytes - m_chunks[chunk]->bytes() + replaced->bytes();
        m_chunks[chunk] = std::move(replaced);
    }

    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::vector<Entry*> m_open;             ///< of each chunk; null: packed
    std::unique_ptr<Entry[]> m_spare;       ///< of a chunk that was packed and that no view ever had
    std::size_t m_firstChunk = 0;           ///< how many have been let go
    mutable std::size_t m_viewedChunks = 0; ///< these many, with those let go, some view has had
    std::size_t m_size = 0;
    std::size_t m_bytes = 0;
    Lane m_lane;
};

} // namespace synscope
