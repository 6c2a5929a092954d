// SPDX-License-Identifier: Apache-2.0
#include "core/sockets/listen_drops.h"

#include <utility>

namespace synscope {
namespace {

std::uint64_t grownBy(std::uint64_t before, std::uint64_t now) {
    return now > before ? now - before : 0;
}

} // namespace

void ListenDrops::add(const SocketTable& table) {
    addCounters(table);
    Sockets sockets;
    for (const SocketEntry& entry : table.entries) {
        if (!entry.drops || entry.cookie == 0)
            continue;
        sockets.emplace(entry.cookie, *entry.drops);
        const auto before = m_sockets.find(entry.cookie);
        const std::uint32_t since = before != m_sockets.end() ? before->second : m_isFirst ? *entry.drops : 0;
        if (*entry.drops != since)
            addListener(entry, *table.processes, *entry.drops - since); // 32 bits that go round
    }
    m_sockets = std::move(sockets);
    m_isFirst = false;
}

void ListenDrops::addCounters(const SocketTable& table) {
    std::map<std::uint64_t, ListenCounters> now;
    for (const auto& [netNamespace, counters] : table.listenCounters) {
        now.emplace(netNamespace, counters);
        const auto before = m_before.find(netNamespace);
        if (before == m_before.end())
            continue;
        m_counters.overflows += grownBy(before->second.overflows, counters.overflows);
        m_counters.drops += grownBy(before->second.drops, counters.drops);
        m_counters.fullSynQueues += grownBy(before->second.fullSynQueues, counters.fullSynQueues);
        m_counters.synCookies += grownBy(before->second.synCookies, counters.synCookies);
    }
    m_before = std::move(now);
}

void ListenDrops::addListener(const SocketEntry& entry, const ProcessTable& processes, std::uint32_t drops) {
    const CensusKey key = listenerKey(entry, processes);
    if (const auto known = m_named.find(key); known != m_named.end())
        known->second += drops;
    else if (m_named.size() < m_mostNamed)
        m_named.emplace(key, drops);
    else
        m_other += drops;
}

std::vector<ListenerDrops> ListenDrops::listeners() const {
    std::vector<ListenerDrops> listeners;
    for (const auto& [key, drops] : m_named)
        listeners.push_back({key, drops});
    if (m_other > 0)
        listeners.push_back({{"other", "other"}, m_other});
    return listeners;
}

} // namespace synscope
