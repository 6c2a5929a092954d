// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernel_comparison.h"

#include <algorithm>
#include <iterator>

namespace synscope {
namespace {

constexpr Duration kReadingTakes = std::chrono::milliseconds(200); ///< a packet this near may be before it or after

/// Kernels forget sockets in other states by timers, without a packet: a SYN or a FIN that nobody answers, FIN_WAIT_2
/// without a program.
constexpr bool lastsUntilAPacket(State state) {
    return state == State::Established || state == State::CloseWait;
}

bool differs(State says, const ConnectionRow& row, Side side) {
    return contradicts(says, row, side) && (says != State::Closed || lastsUntilAPacket(row.stateOf(side)));
}

} // namespace

bool KernelComparison::isOver(const FlowTable& table, const End& end) {
    if (!table.rows().has(indexOf(end.first)))
        return true;
    const ConnectionRow& row = table.row(end.first);
    return row.stateOf(end.second) == State::Closed && row.possibleOf(end.second).isCertain();
}

void KernelComparison::add(FlowTable& table, const KernelReading& reading, const CaptureLosses& losses) {
    for (const KernelEnd& end : reading.ends)
        if (const auto found = table.endAt(end.local, end.peer, reading.time))
            m_seen.try_emplace({found->connection, found->side},
                               Seen{end.local, end.peer, State::Unknown, {}, {}, false});
    for (auto place = m_seen.begin(); place != m_seen.end();) {
        const KernelEnd* const end = reading.find(place->second.local, place->second.peer);
        compare(table, place->first, place->second, end == nullptr ? State::Closed : end->state, reading, losses);
        place = isOver(table, place->first) && end == nullptr ? m_seen.erase(place) : std::next(place);
    }
}

void KernelComparison::compare(FlowTable& table, const End& end, Seen& seen, State says, const KernelReading& reading,
                               const CaptureLosses& losses) {
    if (!table.rows().has(indexOf(end.first)))
        return;
    const ConnectionRow& row = table.row(end.first);
    const bool isAnothers =
        table.endAt(seen.local, seen.peer, reading.time).value_or(FlowTable::End{}).connection != end.first;
    const bool isBesidePacket = row.last + kReadingTakes > reading.time;
    if (row.packets() == 0 || isAnothers || isBesidePacket || !differs(says, row, end.second))
        return settle(end, seen, isBesidePacket ? std::max(row.last, seen.doubtSince) : reading.time);
    if (seen.doubt != says || seen.lastPacket != row.last) {
        settle(end, seen, reading.time);
        seen.doubt = says;
        seen.doubtSince = reading.time;
        seen.lastPacket = row.last;
        return;
    }
    if (seen.isTold || m_told.size() >= kMostTold)
        return;
    seen.isTold = true;
    const auto place = std::ranges::upper_bound(m_told, end.first, {}, &KernelDifference::connection);
    m_told.insert(place, {end.first, end.second, says, row.stateOf(end.second), seen.doubtSince, std::nullopt,
                          losses.dropped, losses.isFiltered});
    m_published = nullptr;
    table.markKernelDiffers(end.first);
}

void KernelComparison::settle(const End& end, Seen& seen, Timestamp until) {
    seen.doubt = State::Unknown;
    if (!seen.isTold)
        return;
    seen.isTold = false;
    auto one = std::ranges::lower_bound(m_told, end.first, {}, &KernelDifference::connection);
    for (; one != m_told.end() && one->connection == end.first; ++one)
        if (one->side == end.second && !one->until)
            one->until = until;
    m_published = nullptr;
}

void KernelComparison::letGo(const FlowTable& table) {
    std::erase_if(m_seen, [&table](const auto& seen) { return !table.rows().has(indexOf(seen.first.first)); });
    const std::size_t gone = std::erase_if(
        m_told, [&table](const KernelDifference& one) { return !table.rows().has(indexOf(one.connection)); });
    if (gone > 0)
        m_published = nullptr;
}

KernelDifferencesPtr KernelComparison::differences() {
    if (!m_published && !m_told.empty())
        m_published = std::make_shared<const KernelDifferences>(m_told);
    return m_published;
}

} // namespace synscope
