// SPDX-License-Identifier: Apache-2.0
//
// An append-only log in fixed chunks that never move. A View (chunk pointers and a length) taken by the
// writer stays valid and constant in any thread while the writer goes on appending: entries below a
// view's length are never written again, but for their LateValues. The oldest chunks may be let go: views
// that hold them keep them. One writer; hand views over through something that synchronises (the snapshot
// mailbox).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synscope {

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

    /// Appends and returns the entry's position. Amortised constant; never moves earlier entries.
    std::size_t append(const T& value) {
        if (m_size % kChunk == 0)
            m_chunks.push_back(std::shared_ptr<Chunk>(new Chunk)); // entries are written before they are seen
        m_chunks.back()->entries[m_size % kChunk] = value;
        return m_size++;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }
    /// The oldest entry that is kept; no entry before it may be read.
    [[nodiscard]] std::size_t first() const { return m_firstChunk * kChunk; }
    const T& operator[](std::size_t i) const { return m_chunks[i / kChunk - m_firstChunk]->entries[i % kChunk]; }
    /// For the entry's LateValues only: views may hold it.
    T& late(std::size_t i) { return m_chunks[i / kChunk - m_firstChunk]->entries[i % kChunk]; }

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

    [[nodiscard]] std::size_t bytes() const { return m_chunks.size() * sizeof(Chunk); }

private:
    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::size_t m_firstChunk = 0; ///< how many have been let go
    std::size_t m_size = 0;
};

} // namespace synscope
