// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/waiting_syns.h"

namespace synscope {

WaitingSyns::OfConnection& WaitingSyns::at(ConnectionId id, unsigned share, SegmentId now) {
    const auto [place, isNew] = m_waiting.try_emplace(indexOf(id));
    if (isNew) {
        place->second.since = now;
        place->second.share = share;
        m_order[share].emplace(now, id);
    }
    return place->second.syns;
}

std::optional<ConnectionId> WaitingSyns::longestOfFull(unsigned share) const {
    if (m_order[share].size() < kMostConnections)
        return std::nullopt;
    return m_order[share].begin()->second;
}

void WaitingSyns::forget(ConnectionId id) {
    const auto found = m_waiting.find(indexOf(id));
    if (found == m_waiting.end())
        return;
    m_order[found->second.share].erase(found->second.since);
    m_waiting.erase(found);
}

} // namespace synscope
