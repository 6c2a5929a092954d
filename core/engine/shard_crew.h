// SPDX-License-Identifier: Apache-2.0
//
// The threads of a ShardedTracker: each takes every batch of the queue as soon as it is there and tracks its share.
// They run ahead of who gathers, who can hold them all before the same batch, so that everything stands still for a
// snapshot.
#pragma once

#include "core/engine/sharded_tracker.h"
#include "core/store/batch_queue.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace synscope {

using DecodedBatches = BatchQueue<DecodedBatch, ShardedTracker::kBatches>;

class ShardCrew {
public:
    static constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

    /// Throws std::system_error where there are no further threads; then the queue is closed.
    ShardCrew(ShardedTracker& tracker, DecodedBatches& queue);
    /// Closes the queue.
    ~ShardCrew();
    ShardCrew(const ShardCrew&) = delete;
    ShardCrew& operator=(const ShardCrew&) = delete;

    /// Until all have tracked the n-th batch. Throws what one of them has failed with.
    void waitFor(std::uint32_t n);

    /// From the batch whose number it returns on, none is begun until release(): the earliest that is possible.
    std::uint32_t hold();
    void release();

private:
    struct alignas(64) Progress { // a cache line each
        std::atomic<std::uint32_t> tracked{0};
        std::uint32_t begun = 0; ///< guarded by m_mutex
    };

    void run(std::uint32_t shard);
    bool begin(std::uint32_t shard, std::uint32_t n);
    void fail(std::uint32_t shard);

    ShardedTracker& m_tracker;
    DecodedBatches& m_queue;
    std::unique_ptr<Progress[]> m_progress;
    std::mutex m_mutex;
    std::condition_variable m_released;
    std::uint32_t m_heldFrom = kNever;
    bool m_ends = false;
    std::exception_ptr m_failure; ///< guarded by m_mutex
    std::vector<std::jthread> m_threads;
};

} // namespace synscope
