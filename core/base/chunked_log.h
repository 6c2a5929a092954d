// SPDX-License-Identifier: Apache-2.0
//
// An append-only log in fixed chunks that never move. A View (chunk pointers and a length) taken by the
// writer stays valid and constant in any thread while the writer goes on appending: entries below a
// view's length are never written again, but for their LateValues. The oldest chunks may be let go: views
// that hold them keep them. One writer; hand views over through something that synchronises (the snapshot
// mailbox). Several logs, each with a writer of its own, may share their numbers: then each has every n-th chunk, and
// one view has the entries of all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace synscope {

/// Of 2^shift logs that share their numbers: which of them this is.
struct Lane {
    std::uint32_t index = 0;
    std::uint32_t shift = 0;

    /// The shared number of the log's entry at `place`, and which of its chunks has the entry of a shared number, where
    /// a chunk has `kChunk` entries.
    template <std::size_t kChunk>
    [[nodiscard]] std::size_t positionOf(std::size_t place) const {
        return (((place / kChunk) << shift) + index) * kChunk + place % kChunk;
    }
    template <std::size_t kChunk>
    [[nodiscard]] std::size_t chunkOf(std::size_t position) const {
        return (position / kChunk) >> shift;
    }
};

/// `kChunk` entries a chunk, a power of two.
template <typename T, std::size_t kChunk = 16384>
class ChunkedLog {
    static_assert((kChunk & (kChunk - 1)) == 0);
    struct Chunk {
        T entries[kChunk];
    };

public:
    /// The entries [first(), size()) of the log as they were when the view was taken. Copies share its pointers to the
    /// chunks, so that they cost nothing worth naming.
    class View {
    public:
        [[nodiscard]] std::size_t size() const { return m_size; }
        /// The oldest entry that is kept; no entry before it may be read.
        [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }
        const T& operator[](std::size_t i) const { return m_chunks[i / kChunk - m_firstChunk]->entries[i % kChunk]; }

    private:
        friend class ChunkedLog;
        using Chunks = std::vector<std::shared_ptr<const Chunk>>;
        std::shared_ptr<const Chunks> m_owner;
        const std::shared_ptr<const Chunk>* m_chunks = nullptr; ///< of m_owner
        std::size_t m_firstChunk = 0;
        std::size_t m_size = 0;
    };

    ChunkedLog() = default;
    /// Of several that share their numbers; letGoBefore() is not for these.
    explicit ChunkedLog(Lane lane) : m_lane(lane) {}

    /// Appends and returns the entry's position. Amortised constant; never moves earlier entries.
    std::size_t append(const T& value) {
        const std::size_t place = m_size++;
        if (place % kChunk == 0)
            m_chunks.push_back(std::shared_ptr<Chunk>(new Chunk)); // entries are written before they are seen
        m_chunks.back()->entries[place % kChunk] = value;
        return positionOf(place);
    }

    /// How many were appended.
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// No position lies beyond; size(), where there is one lane.
    [[nodiscard]] std::size_t end() const { return m_size == 0 ? 0 : positionOf(m_size - 1) + 1; }
    /// The oldest entry that is kept; no entry before it may be read.
    [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }
    const T& operator[](std::size_t i) const { return m_chunks[chunkOf(i)]->entries[i % kChunk]; }
    /// For the entry's LateValues only: views may hold it.
    T& late(std::size_t i) { return m_chunks[chunkOf(i)]->entries[i % kChunk]; }

    /// Lets go of the chunks that lie wholly before the entry: positions stay what they are.
    void letGoBefore(std::size_t i) {
        const std::size_t chunk = std::min(i, m_size) / kChunk;
        if (chunk <= m_firstChunk)
            return;
        m_chunks.erase(m_chunks.begin(), m_chunks.begin() + static_cast<std::ptrdiff_t>(chunk - m_firstChunk));
        m_firstChunk = chunk;
    }

    /// Cost: one pointer a chunk.
    [[nodiscard]] View view() const {
        View v;
        v.m_owner = std::make_shared<const typename View::Chunks>(m_chunks.begin(), m_chunks.end());
        v.m_chunks = v.m_owner->data();
        v.m_firstChunk = m_firstChunk;
        v.m_size = m_size;
        return v;
    }

    /// Of all that share their numbers, in the order of their lanes: every position that append() returned can be read.
    [[nodiscard]] static View viewOf(const std::vector<const ChunkedLog*>& logs) {
        std::size_t most = 0;
        for (const ChunkedLog* log : logs)
            most = std::max(most, log->m_chunks.size());
        auto chunks = std::make_shared<typename View::Chunks>();
        for (std::size_t i = 0; i < most * logs.size(); ++i) {
            const ChunkedLog& log = *logs[i % logs.size()];
            const std::size_t chunk = i / logs.size();
            chunks->push_back(chunk < log.m_chunks.size() ? log.m_chunks[chunk] : nullptr);
        }
        View v;
        v.m_chunks = chunks->data();
        v.m_owner = std::move(chunks);
        v.m_size = most * logs.size() * kChunk;
        return v;
    }

    [[nodiscard]] std::size_t bytes() const { return m_chunks.size() * sizeof(Chunk); }

private:
    [[nodiscard]] std::size_t positionOf(std::size_t place) const { return m_lane.positionOf<kChunk>(place); }
    [[nodiscard]] std::size_t chunkOf(std::size_t i) const { return m_lane.chunkOf<kChunk>(i) - m_firstChunk; }

    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::size_t m_firstChunk = 0; ///< how many have been let go
    std::size_t m_size = 0;
    Lane m_lane;
};

} // namespace synscope
