// SPDX-License-Identifier: Apache-2.0
//
// The memory of who watches: see owed_since.h.
#include "core/sockets/owed_since.h"

#include <algorithm>
#include <utility>

namespace synscope {

OwedSince::Key OwedSince::keyOf(const SocketEntry& socket) {
    if (socket.cookie != 0)
        return {socket.netNamespace, socket.cookie, socket.inode, {}, {}};
    return {socket.netNamespace, 0, socket.inode, socket.local, socket.remote};
}

void OwedSince::raiseAges(std::span<Leak> leaks, Clock::time_point now) {
    std::map<Key, Clock::time_point> still;
    for (Leak& leak : leaks) {
        LeakAge age = leak.age.value_or(LeakAge{});
        Clock::time_point since = now - age.atLeast;
        const Key key = keyOf(leak.socket);
        if (const auto before = m_since.find(key); before != m_since.end())
            since = std::min(since, before->second);
        age.atLeast = now - since;
        leak.age = age;
        still.emplace(key, since);
    }
    m_since = std::move(still);
}

} // namespace synscope
