// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernel_owing.h"

#include <algorithm>
#include <tuple>

namespace synscope {
namespace {

KernelOwed owedFrom(const OwingEnd& owing, const FlowTable::End& end, Timestamp read) {
    const MachineSocket& socket = owing.owed.socket;
    KernelOwed owed;
    owed.connection = end.connection;
    owed.side = end.side;
    owed.cause = owing.owed.cause;
    owed.text = owing.owed.text;
    owed.read = read;
    owed.receiveQueue = socket.receiveQueue;
    owed.sendQueue = socket.sendQueue;
    owed.sent = socket.sent;
    owed.received = socket.received;
    if (socket.sinceSent)
        owed.lastSent = read - *socket.sinceSent;
    if (socket.sinceReceived)
        owed.lastReceived = read - *socket.sinceReceived;
    owed.listener = owing.listener;
    return owed;
}

} // namespace

std::optional<FlowTable::End> KernelOwing::endOf(const FlowTable& table, const OwedSocket& owed, Timestamp when) {
    const MachineSocket& socket = owed.socket;
    if (owed.isGhost()) {
        const auto known = m_byInode.find(socket.inode);
        if (known == m_byInode.end())
            return std::nullopt;
        known->second.reading = m_readings;
        return known->second.end;
    }
    const std::optional<FlowTable::End> end = table.endAt(socket.local, socket.peer, when);
    if (end && socket.inode != 0)
        m_byInode.insert_or_assign(socket.inode, Seen{*end, m_readings});
    return end;
}

void KernelOwing::add(const FlowTable& table, const KernelReading& reading) {
    ++m_readings;
    KernelOwedEnds ends;
    for (const OwingEnd& owing : reading.owing)
        if (const std::optional<FlowTable::End> end = endOf(table, owing.owed, reading.time))
            ends.push_back(owedFrom(owing, *end, reading.time));
    // A socket that is reset is known to be a ghost one reading later.
    std::erase_if(m_byInode, [this](const auto& known) { return known.second.reading + 1 < m_readings; });
    std::ranges::sort(ends, {}, [](const KernelOwed& end) { return std::tuple(end.connection, end.side); });
    m_newest = ends.empty() ? nullptr : std::make_shared<const KernelOwedEnds>(std::move(ends));
}

} // namespace synscope
