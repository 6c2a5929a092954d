// SPDX-License-Identifier: Apache-2.0
#include "core/store/kept_connections.h"

#include "core/store/leak_ledger.h"

#include <algorithm>

namespace synscope {
namespace {

bool isOver(const ConnectionRow& row, Side side) {
    return row.possibleOf(side).isCertain() &&
           (row.stateOf(side) == State::Closed || row.stateOf(side) == State::Listen);
}

} // namespace

bool mayGoOn(const Snapshot& snapshot, const ConnectionRow& row) {
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const StateSet possible = row.possibleOf(side);
        if (possible.has(State::Established) || possible.has(State::CloseWait))
            return true;
    }
    if (isOver(row, Side::Initiator) && isOver(row, Side::Responder))
        return false;
    return snapshot.end - row.last < std::max(kSurelyOver, snapshot.timeWait);
}

std::vector<ConnectionId> keptBefore(const Snapshot& snapshot, ConnectionId before, const DiagnosePolicy& policy) {
    std::vector<ConnectionId> kept;
    for (const ConnectionId id : snapshot.connections()) {
        if (id >= before)
            break;
        if (mayGoOn(snapshot, snapshot.row(id)) || isInLedger(snapshot, id, policy))
            kept.push_back(id);
    }
    return kept;
}

} // namespace synscope
