// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_groups.h"

#include "ui/models/connection_columns.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace synscope::ui {
namespace {

constexpr std::size_t kLookEvery = 4096; // connections between two looks at the flag

struct KeyHash {
    std::size_t operator()(const GroupKey& key) const {
        const auto* bytes = reinterpret_cast<const char*>(key.address.address.bytes.data());
        return std::hash<std::string_view>()({bytes, key.address.address.bytes.size()}) ^ key.address.port ^
               std::hash<std::string>()(key.process);
    }
};

/// Of the server's end, else of the client's: in a capture made here mostly one of them is known.
std::string processOf(const Snapshot& snapshot, ConnectionId id) {
    std::string process = toText(snapshot.owners.of(id, Side::Responder));
    return process.empty() ? toText(snapshot.owners.of(id, Side::Initiator)) : process;
}

GroupKey keyOf(const Snapshot& snapshot, ConnectionId id, GroupBy by) {
    if (by == GroupBy::Process)
        return {{}, processOf(snapshot, id)};
    const ConnectionRow& row = snapshot.row(id);
    if (by == GroupBy::Server)
        return {snapshot.addressOf(row, Side::Responder), {}};
    return {{snapshot.addressOf(row, Side::Initiator).address, 0}, {}};
}

/// The worst of both ends, as the States column ranks them.
struct Worst {
    std::uint64_t rank = 0;
    State state = State::Closed;
};
Worst worstOf(const Snapshot& snapshot, ConnectionId id) {
    static const auto key = connectionColumns()[static_cast<std::size_t>(columnOf(ColumnLook::States))].key;
    const SortKey ranks = key(snapshot, id);
    const ConnectionRow& row = snapshot.row(id);
    return {ranks.major, row.stateOf(ranks.middle == ranks.major ? Side::Initiator : Side::Responder)};
}

/// Groups as they are met, and which of them each place of the order belongs to.
class Sorter {
public:
    void add(const Snapshot& snapshot, ConnectionId id, GroupBy by) {
        const ConnectionRow& row = snapshot.row(id);
        const auto [found, isNew] =
            m_places.try_emplace(keyOf(snapshot, id, by), static_cast<std::uint32_t>(m_groups.size()));
        if (isNew) {
            m_groups.emplace_back();
            m_groups.back().key = found->first;
            m_worst.push_back(0);
        }
        ConnectionGroup& group = m_groups[found->second];
        ++group.count;
        group.inCloseWait += sideInCloseWait(row) ? 1 : 0;
        const Worst worst = worstOf(snapshot, id);
        if (worst.rank >= m_worst[found->second]) {
            m_worst[found->second] = worst.rank;
            group.worst = worst.state;
        }
        m_groupOf.push_back(found->second);
    }

    GroupedOrder sorted(const Order& order) const {
        std::vector<std::uint32_t> places(m_groups.size());
        std::iota(places.begin(), places.end(), 0U);
        std::sort(places.begin(), places.end(), [this](std::uint32_t a, std::uint32_t b) {
            const auto weight = [this](std::uint32_t at) {
                return std::tuple(m_groups[at].inCloseWait, m_worst[at], m_groups[at].count);
            };
            return weight(a) != weight(b) ? weight(a) > weight(b) : m_groups[a].key < m_groups[b].key;
        });
        GroupedOrder out;
        std::vector<std::size_t> next(m_groups.size());
        std::size_t first = 0;
        for (const std::uint32_t place : places) {
            out.groups.push_back(m_groups[place]);
            out.groups.back().first = next[place] = first;
            first += m_groups[place].count;
        }
        out.order.resize(order.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            out.order[next[m_groupOf[i]]++] = order[i];
        return out;
    }

private:
    std::unordered_map<GroupKey, std::uint32_t, KeyHash> m_places;
    std::vector<ConnectionGroup> m_groups;
    std::vector<std::uint64_t> m_worst;   // ranks, by group
    std::vector<std::uint32_t> m_groupOf; // by place of the order
};

} // namespace

std::optional<GroupedOrder> groupedOrder(const Snapshot& snapshot, Order order, GroupBy by,
                                         const std::atomic<bool>& cancelled) {
    if (by == GroupBy::Nothing)
        return GroupedOrder{std::move(order), {}};
    Sorter sorter;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i % kLookEvery == 0 && cancelled.load())
            return std::nullopt;
        sorter.add(snapshot, ConnectionId{order[i]}, by);
    }
    return sorter.sorted(order);
}

Order rowsOf(const GroupedOrder& grouped, const FoldedGroups& folded) {
    if (grouped.groups.empty())
        return grouped.order;
    Order rows;
    rows.reserve(grouped.order.size() + grouped.groups.size());
    for (std::size_t g = 0; g < grouped.groups.size(); ++g) {
        const ConnectionGroup& group = grouped.groups[g];
        rows.push_back(kGroupRow | static_cast<std::uint32_t>(g));
        const auto first = grouped.order.begin() + static_cast<std::ptrdiff_t>(group.first);
        if (!folded.contains(group.key))
            rows.insert(rows.end(), first, first + group.count);
    }
    return rows;
}

QString groupName(const ConnectionGroup& group, GroupBy by) {
    if (by != GroupBy::Process)
        return QString::fromStdString(by == GroupBy::Client ? toText(group.key.address.address)
                                                            : toText(group.key.address));
    return group.key.process.empty() ? QCoreApplication::translate("ConnectionGroups", "process not known")
                                     : QString::fromStdString(group.key.process);
}

} // namespace synscope::ui
