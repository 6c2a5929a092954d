// SPDX-License-Identifier: Apache-2.0
//
// One small value in an entry of an append-only log that its writer may still fill in after readers can see
// the entry: which packet proved it, say. Everything else of the entry stays constant.
#pragma once

#include <atomic>

namespace synscope {

/// A reader sees the value before or after the change, never half of it. What was written before set() is seen
/// by whoever gets the new value. Copying reads.
template <typename T>
class LateValue {
public:
    LateValue() = default;
    explicit LateValue(T value) : m_value(value) {}
    LateValue(const LateValue& other) : m_value(other.get()) {}
    LateValue& operator=(const LateValue& other) {
        m_value.store(other.get(), std::memory_order_relaxed);
        return *this;
    }
    ~LateValue() = default;

    [[nodiscard]] T get() const { return m_value.load(std::memory_order_acquire); }
    void set(T value) { m_value.store(value, std::memory_order_release); }

private:
    std::atomic<T> m_value{};
    static_assert(std::atomic<T>::is_always_lock_free);
};

} // namespace synscope
