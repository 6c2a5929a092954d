// SPDX-License-Identifier: Apache-2.0
//
// A bounded lock-free ring between one producer and one consumer. Slots are reused, so in the long run
// nothing is allocated; whoever has nothing to do sleeps on an atomic. Others may read what the consumer has not given
// back yet, ahead of it.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace synscope {

template <typename Batch, std::size_t kSlots>
class BatchQueue {
public:
    /// Producer: the next free slot to fill; waits for one. Null once the consumer has closed the queue.
    Batch* beginPush() {
        std::uint32_t taken = m_popped.load(std::memory_order_acquire);
        while (m_pushedByProducer - taken >= kSlots && !m_closed.load(std::memory_order_acquire)) {
            m_popped.wait(taken, std::memory_order_acquire);
            taken = m_popped.load(std::memory_order_acquire);
        }
        if (m_closed.load(std::memory_order_acquire))
            return nullptr;
        return &m_slots[m_pushedByProducer % kSlots];
    }

    /// Producer: hands the slot from beginPush over.
    void endPush() {
        m_pushed.store(++m_pushedByProducer, std::memory_order_release);
        m_pushed.notify_all();
    }

    /// Consumer: the oldest filled slot; waits for one.
    Batch& beginPop() {
        while (m_pushed.load(std::memory_order_acquire) == m_poppedByConsumer)
            m_pushed.wait(m_poppedByConsumer, std::memory_order_acquire);
        return m_slots[m_poppedByConsumer % kSlots];
    }

    /// Others: the n-th batch pushed, from 0; waits for it. Null once the consumer has closed the queue. The consumer
    /// does not give it back before they have done with it.
    const Batch* waitFor(std::uint32_t n) {
        std::uint32_t pushed = m_pushed.load(std::memory_order_acquire);
        while (pushed <= n && !m_closed.load(std::memory_order_acquire)) {
            m_pushed.wait(pushed, std::memory_order_acquire);
            pushed = m_pushed.load(std::memory_order_acquire);
        }
        return m_closed.load(std::memory_order_acquire) ? nullptr : &m_slots[n % kSlots];
    }

    /// Consumer: waits until there is something to pop or `deadline` has come; true when there is.
    bool waitUntil(std::chrono::steady_clock::time_point deadline) const {
        constexpr std::chrono::milliseconds kNap(1); // an atomic cannot be waited for with a deadline
        while (m_pushed.load(std::memory_order_acquire) == m_poppedByConsumer) {
            if (std::chrono::steady_clock::now() >= deadline)
                return false;
            std::this_thread::sleep_for(kNap);
        }
        return true;
    }

    /// Consumer: gives the slot back.
    void endPop() {
        m_popped.store(++m_poppedByConsumer, std::memory_order_release);
        m_popped.notify_one();
    }

    /// Consumer: no more is wanted; whoever waits wakes and gets null.
    void close() {
        m_closed.store(true, std::memory_order_release);
        m_popped.fetch_add(kSlots, std::memory_order_acq_rel); // changes the value a producer sleeps on
        m_popped.notify_one();
        m_pushed.fetch_add(kSlots, std::memory_order_acq_rel); // and others
        m_pushed.notify_all();
    }

private:
    std::array<Batch, kSlots> m_slots;
    std::atomic<std::uint32_t> m_pushed{0};
    std::atomic<std::uint32_t> m_popped{0};
    std::atomic<bool> m_closed{false};
    std::uint32_t m_pushedByProducer = 0;
    std::uint32_t m_poppedByConsumer = 0;
};

} // namespace synscope
