// SPDX-License-Identifier: Apache-2.0
//
// How what an engine publishes reaches its readers: one slot, from any thread to any thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace synscope {

/// One slot: the latest value wins, so a slow reader never slows the engine.
template <typename T>
class Mailbox {
public:
    using Value = std::shared_ptr<const T>;

    /// Never null.
    [[nodiscard]] Value latest() const {
        const std::lock_guard lock(m_mutex);
        return m_latest;
    }

    /// Engine thread. Calls the listener, if any, after storing.
    void publish(Value value) {
        {
            const std::lock_guard lock(m_mutex);
            m_latest.swap(value); // the old one, if last, dies outside the lock
        }
        const std::lock_guard lock(m_listenerMutex);
        if (m_listener)
            m_listener();
    }

    /// Called on the engine's thread after each publish; must not block. An empty function removes it;
    /// when setListener returns, the old one is not running any more.
    void setListener(std::function<void()> listener) {
        const std::lock_guard lock(m_listenerMutex);
        m_listener = std::move(listener);
    }

private:
    mutable std::mutex m_mutex;
    std::mutex m_listenerMutex;
    Value m_latest = std::make_shared<const T>();
    std::function<void()> m_listener;
};

} // namespace synscope
