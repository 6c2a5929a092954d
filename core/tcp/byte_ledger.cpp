// SPDX-License-Identifier: Apache-2.0
#include "core/tcp/byte_ledger.h"

#include <algorithm>
#include <utility>

namespace synscope {

void ByteLedger::forgetOldest(std::vector<Hole>& holes) {
    if (holes.size() > kMaxHoles)
        holes.erase(holes.begin(), holes.end() - kMaxHoles);
}

void ByteLedger::addHole(ConnectionId connection, Side side, SeqNum from, SeqNum to) {
    std::vector<Hole>& holes = m_holes[keyOf(connection, side)];
    holes.push_back({from, to});
    forgetOldest(holes);
}

bool ByteLedger::isWhole(ConnectionId connection, Side side, SeqNum from, SeqNum to) const {
    const auto found = m_holes.find(keyOf(connection, side));
    return found == m_holes.end() || std::none_of(found->second.begin(), found->second.end(), [&](const Hole& hole) {
               return hole.from.before(to) && from.before(hole.to);
           });
}

std::uint32_t ByteLedger::fill(ConnectionId connection, Side side, SeqNum from, SeqNum to) {
    if (m_holes.empty())
        return 0;
    const auto found = m_holes.find(keyOf(connection, side));
    if (found == m_holes.end())
        return 0;
    std::uint32_t filled = 0;
    std::vector<Hole> rest;
    rest.reserve(found->second.size() + 1);
    for (const Hole& hole : found->second) {
        const SeqNum start = hole.from.after(from) ? hole.from : from;
        const SeqNum end = hole.to.before(to) ? hole.to : to;
        if (!start.before(end)) {
            rest.push_back(hole);
            continue;
        }
        filled += static_cast<std::uint32_t>(end.distanceFrom(start));
        if (hole.from.before(start))
            rest.push_back({hole.from, start});
        if (end.before(hole.to))
            rest.push_back({end, hole.to});
    }
    forgetOldest(rest); // filling the middle makes two of one
    if (rest.empty())
        m_holes.erase(found);
    else
        found->second = std::move(rest);
    return filled;
}

void ByteLedger::forget(ConnectionId connection) {
    if (m_holes.empty())
        return;
    m_holes.erase(keyOf(connection, Side::Initiator));
    m_holes.erase(keyOf(connection, Side::Responder));
}

} // namespace synscope
