// SPDX-License-Identifier: Apache-2.0
#include "core/store/related_connections.h"

#include <algorithm>

namespace synscope {
namespace {

bool sameAddresses(const Snapshot& snapshot, const ConnectionRow& a, const ConnectionRow& b, Relation relation) {
    const SocketAddress from = snapshot.addressOf(a, Side::Initiator);
    const SocketAddress to = snapshot.addressOf(a, Side::Responder);
    const SocketAddress otherFrom = snapshot.addressOf(b, Side::Initiator);
    const SocketAddress otherTo = snapshot.addressOf(b, Side::Responder);
    if (relation == Relation::SamePorts)
        return (from == otherFrom && to == otherTo) || (from == otherTo && to == otherFrom);
    return (from.address == otherFrom.address && to.address == otherTo.address) ||
           (from.address == otherTo.address && to.address == otherFrom.address);
}

std::uint32_t distance(ConnectionId a, ConnectionId b) {
    return indexOf(a) < indexOf(b) ? indexOf(b) - indexOf(a) : indexOf(a) - indexOf(b);
}

} // namespace

std::vector<ConnectionId> relatedTo(const Snapshot& snapshot, ConnectionId id, Relation relation, std::size_t most) {
    std::vector<ConnectionId> related;
    if (id == kNoConnection || !snapshot.has(id))
        return related;
    const ConnectionRow& row = snapshot.row(id);
    for (const ConnectionId other : snapshot.connections()) {
        if (other != id && sameAddresses(snapshot, row, snapshot.row(other), relation))
            related.push_back(other);
    }
    if (related.size() > most) {
        std::stable_sort(related.begin(), related.end(),
                         [id](ConnectionId a, ConnectionId b) { return distance(id, a) < distance(id, b); });
        related.resize(most);
        std::sort(related.begin(), related.end(),
                  [](ConnectionId a, ConnectionId b) { return indexOf(a) < indexOf(b); });
    }
    return related;
}

} // namespace synscope
