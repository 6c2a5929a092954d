// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernel_watch.h"

#include <utility>

namespace synscope {
namespace {

constexpr std::size_t kMostWaiting = 8;
constexpr Duration kReadingTakes = std::chrono::milliseconds(200); ///< a packet this near may be before it or after

/// Two clocks run TIME_WAIT out, and not at once.
bool isOfClocks(State kernelSays, State packetsSay) {
    return (kernelSays == State::TimeWait && packetsSay == State::Closed) ||
           (kernelSays == State::Closed && packetsSay == State::TimeWait);
}

/// Or was let go.
bool isOver(const FlowTable& table, ConnectionId id, Side side) {
    if (!table.rows().has(indexOf(id)))
        return true;
    const ConnectionRow& row = table.row(id);
    return row.stateOf(side) == State::Closed && row.possibleOf(side).isCertain();
}

} // namespace

void KernelFeed::put(KernelReading reading) {
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back(std::move(reading));
    if (m_waiting.size() > kMostWaiting)
        m_waiting.pop_front();
}

std::optional<KernelReading> KernelFeed::take(Timestamp clock) {
    const std::lock_guard lock(m_mutex);
    if (m_waiting.empty() || m_waiting.front().time > clock)
        return std::nullopt;
    KernelReading reading = std::move(m_waiting.front());
    m_waiting.pop_front();
    return reading;
}

void KernelWatch::begin(FlowTable& table, const KernelReading& first, SegmentId next) {
    for (const KnownConnection& known : knownConnections(first)) {
        const ConnectionId id = table.addKnown(known, next);
        if (id == kNoConnection)
            continue;
        for (const std::size_t side : {0U, 1U})
            if (known.end[side].isInTable)
                m_watched.push_back({id,
                                     static_cast<Side>(side),
                                     known.end[side].address,
                                     known.end[1 - side].address,
                                     State::Unknown,
                                     {}});
    }
}

void KernelWatch::heed(FlowTable& table, const KernelReading& reading, SegmentId next) {
    std::erase_if(m_watched, [&](const Watched& one) { return isOver(table, one.connection, one.side); });
    for (Watched& one : m_watched)
        heedOne(table, reading, one, next);
}

void KernelWatch::heedOne(FlowTable& table, const KernelReading& reading, Watched& watched, SegmentId next) {
    const ConnectionRow& row = table.row(watched.connection);
    const KernelEnd* const end = reading.find(watched.local, watched.peer);
    const State says = end == nullptr ? State::Closed : end->state;
    const State thought = row.stateOf(watched.side);
    const bool isKnown = says == State::Closed || isLastingState(says); // else another connection opens here
    const bool isBesidePacket = row.packets() > 0 && row.last + kReadingTakes > reading.time;
    const State before = std::exchange(watched.doubt, State::Unknown);
    if (!isKnown || says == thought || isOfClocks(says, thought) || isBesidePacket)
        return;
    if (before == says && watched.lastPacket == row.last)
        table.heedKernel(watched.connection, watched.side, says, reading.time, next);
    else
        watched.doubt = says;
    watched.lastPacket = row.last;
}

} // namespace synscope
