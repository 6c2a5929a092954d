// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_order.h"

#include "ui/models/connection_columns.h"

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr std::uint32_t kLookEvery = 4096; // connections between two looks at the flag

struct Keyed {
    SortKey key;
    std::uint32_t id = 0;
};

bool isOver(State state) {
    return state == State::Closed || state == State::Listen;
}

std::optional<Order> matching(const OrderRequest& request, const std::atomic<bool>& cancelled) {
    const Snapshot& snapshot = *request.snapshot;
    Order order;
    order.reserve(request.filter || request.timeRange ? 0 : snapshot.connections().size());
    std::uint32_t seen = 0;
    for (const ConnectionId id : snapshot.connections()) {
        if (seen++ % kLookEvery == 0 && cancelled.load())
            return std::nullopt;
        if (request.timeRange && !isAliveIn(snapshot, snapshot.row(id), *request.timeRange))
            continue;
        if (request.filter && !request.filter->matches(snapshot, id))
            continue;
        order.push_back(indexOf(id));
    }
    return order;
}

bool sort(Order& order, const OrderRequest& request, const std::atomic<bool>& cancelled) {
    const auto key = connectionColumns()[static_cast<std::size_t>(request.column)].key;
    std::vector<Keyed> keyed;
    keyed.reserve(order.size());
    for (const std::uint32_t id : order) {
        if (keyed.size() % kLookEvery == 0 && cancelled.load())
            return false;
        keyed.push_back({key(*request.snapshot, ConnectionId{id}), id});
    }
    if (request.descending)
        std::sort(keyed.begin(), keyed.end(),
                  [](const Keyed& a, const Keyed& b) { return a.key != b.key ? a.key > b.key : a.id < b.id; });
    else
        std::sort(keyed.begin(), keyed.end(),
                  [](const Keyed& a, const Keyed& b) { return a.key != b.key ? a.key < b.key : a.id < b.id; });
    std::transform(keyed.begin(), keyed.end(), order.begin(), [](const Keyed& k) { return k.id; });
    return true;
}

} // namespace

bool isAliveIn(const Snapshot& snapshot, const ConnectionRow& row, const TimeRange& range) {
    const bool over = isOver(row.stateOf(Side::Initiator)) && isOver(row.stateOf(Side::Responder));
    const Timestamp until = over ? row.last : snapshot.end;
    return row.first < range.end && until >= range.begin;
}

std::optional<Order> orderedConnections(const OrderRequest& request, const std::atomic<bool>& cancelled) {
    std::optional<Order> order = matching(request, cancelled);
    if (order && request.column != OrderRequest::kNaturalOrder && !sort(*order, request, cancelled))
        return std::nullopt;
    return order;
}

} // namespace synscope::ui
