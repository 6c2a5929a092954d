// SPDX-License-Identifier: Apache-2.0
#include "core/store/time_waits.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace synscope {
namespace {

bool endsSooner(const TimeWaitEntry& a, const TimeWaitEntry& b) {
    return std::tie(a.ends, a.connection, a.side) < std::tie(b.ends, b.connection, b.side);
}

class TimeWaitCounter {
public:
    TimeWaitCounter(const Snapshot& snapshot, std::size_t most) : m_snapshot(snapshot), m_most(most) {}

    void add(ConnectionId id) {
        const ConnectionRow& row = m_snapshot.row(id);
        for (const Side side : {Side::Initiator, Side::Responder})
            if (row.stateOf(side) == State::TimeWait)
                add(entryOf(id, row, side));
    }

    TimeWaits finish() {
        TimeWaits waits;
        waits.timeWait = m_snapshot.timeWait;
        for (const auto& [key, group] : m_groups) {
            waits.groups.push_back(group);
            waits.count += group.count;
            waits.lastEnds = std::max(waits.lastEnds, group.lastEnds);
        }
        // Those of one size stay in the order of their addresses.
        std::stable_sort(waits.groups.begin(), waits.groups.end(),
                         [](const TimeWaitGroup& a, const TimeWaitGroup& b) { return a.count > b.count; });
        waits.moreGroups = waits.groups.size() - std::min(waits.groups.size(), m_most);
        waits.groups.resize(std::min(waits.groups.size(), m_most));
        std::sort(m_next.begin(), m_next.end(), endsSooner);
        waits.next = std::move(m_next);
        return waits;
    }

private:
    /// The peer's FIN, once more, begins 2MSL anew, and is answered: then the answer is the connection's last packet. A
    /// third FIN may as well be the holder's own, of before; then the last packet followed TIME_WAIT's begin at once.
    [[nodiscard]] TimeWaitEntry entryOf(ConnectionId id, const ConnectionRow& row, Side side) const {
        const std::optional<Transition> began = m_snapshot.newestTransition(row, side);
        const Timestamp entered = began ? began->time() : row.last;
        TimeWaitEntry entry;
        entry.connection = id;
        entry.side = side;
        entry.holder = m_snapshot.addressOf(row, side);
        entry.peer = m_snapshot.addressOf(row, other(side));
        entry.ends = (row.fin > 2 ? std::max(row.last, entered) : entered) + m_snapshot.timeWait;
        return entry;
    }

    void add(const TimeWaitEntry& entry) {
        addToGroup(entry);
        m_next.push_back(entry);
        std::push_heap(m_next.begin(), m_next.end(), endsSooner); // the latest on top
        if (m_next.size() <= m_most)
            return;
        std::pop_heap(m_next.begin(), m_next.end(), endsSooner);
        m_next.pop_back();
    }

    void addToGroup(const TimeWaitEntry& entry) {
        TimeWaitGroup fresh;
        fresh.side = entry.side;
        fresh.holder = entry.holder;
        if (entry.side == Side::Initiator) {
            fresh.holder.port = 0;
            fresh.peer = entry.peer;
        }
        fresh.firstEnds = fresh.lastEnds = entry.ends;
        TimeWaitGroup& group = m_groups.try_emplace({fresh.side, fresh.holder, fresh.peer}, fresh).first->second;
        ++group.count;
        group.firstEnds = std::min(group.firstEnds, entry.ends);
        group.lastEnds = std::max(group.lastEnds, entry.ends);
    }

    const Snapshot& m_snapshot;
    std::size_t m_most;
    std::map<std::tuple<Side, SocketAddress, SocketAddress>, TimeWaitGroup> m_groups;
    std::vector<TimeWaitEntry> m_next; ///< a heap
};

} // namespace

TimeWaits timeWaitsOf(const Snapshot& snapshot, std::size_t most, const IsCancelled& isCancelled) {
    TimeWaitCounter counter(snapshot, most);
    const bool isWhole = passOver(snapshot, isCancelled, [&counter](ConnectionId id) { counter.add(id); });
    TimeWaits waits = isWhole ? counter.finish() : TimeWaits();
    waits.isWhole = isWhole;
    return waits;
}

} // namespace synscope
