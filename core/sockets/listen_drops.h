// SPDX-License-Identifier: Apache-2.0
//
// Openings that listeners dropped, counted from table to table, so that the counts only grow: what the kernel counts
// begins anew with each listener and each network namespace. Pure.
#pragma once

#include "core/sockets/socket_census.h"
#include "core/sockets/socket_table.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace synscope {

struct ListenerDrops {
    CensusKey key;
    std::uint64_t drops = 0;
};

class ListenDrops {
public:
    /// The first `mostNamed` listeners that drop are named, the others are taken together.
    explicit ListenDrops(std::size_t mostNamed) : m_mostNamed(mostNamed) {}

    /// What was dropped since the table before. Of the first table nothing counts, nor what a namespace or listener
    /// has when it is first seen but for a listener that was not there in the table before.
    void add(const SocketTable& table);

    [[nodiscard]] const ListenCounters& counters() const { return m_counters; }
    /// In order of their keys; last "other", where there are others.
    [[nodiscard]] std::vector<ListenerDrops> listeners() const;

private:
    using Sockets = std::map<std::uint64_t, std::uint32_t>; ///< drops by cookie

    void addCounters(const SocketTable& table);
    void addListener(const SocketEntry& entry, const ProcessTable& processes, std::uint32_t drops);

    std::size_t m_mostNamed;
    bool m_isFirst = true;
    std::map<std::uint64_t, ListenCounters> m_before; ///< by namespace
    Sockets m_sockets;                                ///< of the table before
    ListenCounters m_counters;
    std::map<CensusKey, std::uint64_t> m_named;
    std::uint64_t m_other = 0;
};

} // namespace synscope
