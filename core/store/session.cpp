// SPDX-License-Identifier: Apache-2.0
#include "core/store/session.h"

#include <utility>

namespace synscope {

SnapshotPtr SnapshotMailbox::latest() const {
    const std::lock_guard lock(m_mutex);
    return m_latest;
}

void SnapshotMailbox::publish(SnapshotPtr snapshot) {
    {
        const std::lock_guard lock(m_mutex);
        m_latest.swap(snapshot); // the old one, if last, dies outside the lock
    }
    const std::lock_guard lock(m_listenerMutex);
    if (m_listener)
        m_listener();
}

void SnapshotMailbox::setListener(std::function<void()> listener) {
    const std::lock_guard lock(m_listenerMutex);
    m_listener = std::move(listener);
}

} // namespace synscope
