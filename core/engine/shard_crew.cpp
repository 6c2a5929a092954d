// SPDX-License-Identifier: Apache-2.0
#include "core/engine/shard_crew.h"

#include <algorithm>

namespace synscope {

ShardCrew::ShardCrew(ShardedTracker& tracker, DecodedBatches& queue)
    : m_tracker(tracker), m_queue(queue), m_progress(std::make_unique<Progress[]>(tracker.shards())) {
    try {
        for (std::uint32_t shard = 0; shard < tracker.shards(); ++shard)
            m_threads.emplace_back([this, shard] { run(shard); });
    } catch (...) { // those that there are would wait for ever
        m_queue.close();
        throw;
    }
}

ShardCrew::~ShardCrew() {
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_released.notify_all();
    m_queue.close();
}

void ShardCrew::run(std::uint32_t shard) {
    bool isLast = false;
    for (std::uint32_t n = 0; !isLast; ++n) {
        const DecodedBatch* const batch = m_queue.waitFor(n);
        if (batch == nullptr || batch->failure || !begin(shard, n))
            return;
        isLast = batch->isLast;
        try {
            m_tracker.trackShare(shard, *batch, n);
        } catch (...) { // out of memory: it is for who gathers to say so
            fail(shard);
            return;
        }
        m_progress[shard].tracked.store(n + 1, std::memory_order_release);
        m_progress[shard].tracked.notify_one();
    }
}

bool ShardCrew::begin(std::uint32_t shard, std::uint32_t n) {
    std::unique_lock lock(m_mutex);
    m_released.wait(lock, [&] { return m_ends || n < m_heldFrom; });
    m_progress[shard].begun = n + 1;
    return !m_ends;
}

void ShardCrew::fail(std::uint32_t shard) {
    {
        const std::lock_guard lock(m_mutex);
        m_failure = std::current_exception();
    }
    m_progress[shard].tracked.store(kNever, std::memory_order_release);
    m_progress[shard].tracked.notify_one();
}

void ShardCrew::waitFor(std::uint32_t n) {
    for (std::uint32_t shard = 0; shard < m_tracker.shards(); ++shard) {
        std::atomic<std::uint32_t>& tracked = m_progress[shard].tracked;
        std::uint32_t now = tracked.load(std::memory_order_acquire);
        for (; now <= n; now = tracked.load(std::memory_order_acquire))
            tracked.wait(now, std::memory_order_acquire);
        if (now != kNever)
            continue;
        const std::lock_guard lock(m_mutex);
        std::rethrow_exception(m_failure);
    }
}

std::uint32_t ShardCrew::hold() {
    const std::lock_guard lock(m_mutex);
    m_heldFrom = 0;
    for (std::uint32_t shard = 0; shard < m_tracker.shards(); ++shard)
        m_heldFrom = std::max(m_heldFrom, m_progress[shard].begun);
    return m_heldFrom;
}

void ShardCrew::release() {
    {
        const std::lock_guard lock(m_mutex);
        m_heldFrom = kNever;
    }
    m_released.notify_all();
}

} // namespace synscope
