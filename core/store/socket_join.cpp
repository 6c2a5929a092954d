// SPDX-License-Identifier: Apache-2.0
#include "core/store/socket_join.h"

#include "core/tcp/known_connection.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace synscope {

std::size_t SocketJoin::HashOfEnds::operator()(const Ends& ends) const {
    constexpr std::uint64_t kPrime = 0x9e3779b97f4a7c15U;
    std::uint64_t hash = (std::uint64_t{ends.local.port} << 16) | ends.peer.port;
    for (std::size_t i = 0; i < ends.local.address.bytes.size(); ++i)
        hash = (hash ^ ends.local.address.bytes[i] ^ (std::uint64_t{ends.peer.address.bytes[i]} << 8)) * kPrime;
    return static_cast<std::size_t>(hash ^ hash >> 32);
}

void SocketJoin::add(const MachineReading& reading, const Snapshot& snapshot) {
    addRows(snapshot);
    m_joined.clear();
    std::unordered_map<Ends, Doubt, HashOfEnds> doubts;
    for (const MachineSocket& socket : reading.sockets) {
        bind(reading, socket);
        m_joined.push_back(join(socket, snapshot, doubts));
    }
    m_doubts = std::move(doubts);
    if (m_bindings.size() > m_mostBindings)
        forgetBindings(reading);
}

/// Of sockets that are gone, and of which no connection is kept.
void SocketJoin::forgetBindings(const MachineReading& reading) {
    std::unordered_set<Ends, HashOfEnds> open;
    for (const MachineSocket& socket : reading.sockets)
        open.insert({socket.local, socket.peer});
    std::erase_if(m_bindings, [&](const auto& binding) {
        return !m_places.contains(binding.first) && !open.contains(binding.first);
    });
    std::unordered_set<const MachineProcess*> named;
    for (const auto& [ends, binding] : m_bindings)
        named.insert(binding.process);
    std::erase_if(m_processes, [&named](const auto& process) { return !named.contains(&process.second); });
    m_mostBindings = std::max(kLeastBindings, 2 * m_bindings.size());
}

void SocketJoin::addRows(const Snapshot& snapshot) {
    const ConnectionIds ids = snapshot.connections();
    for (std::size_t rank = ids.rankOf(m_next); rank < ids.size(); ++rank) {
        const ConnectionId id = ids.at(rank);
        const ConnectionRow& row = snapshot.row(id);
        for (const Side side : {Side::Initiator, Side::Responder})
            m_places.insert_or_assign(Ends{snapshot.addressOf(row, side), snapshot.addressOf(row, other(side))},
                                      Place{id, side});
    }
    m_next = ConnectionId{static_cast<std::uint32_t>(snapshot.size())};
    if (snapshot.connectionsLetGo() == m_letGo)
        return;
    m_letGo = snapshot.connectionsLetGo();
    std::erase_if(m_places, [&snapshot](const auto& place) { return !snapshot.has(place.second.connection); });
}

/// At open or accept: who holds a socket later, when it is closed, may be somebody else.
void SocketJoin::bind(const MachineReading& reading, const MachineSocket& socket) {
    const MachineProcess* const process = reading.processOf(socket);
    if (process == nullptr || socket.holder != SocketHolder::Known)
        return;
    Binding& binding = m_bindings[{socket.local, socket.peer}];
    if (binding.process != nullptr && binding.inode == socket.inode)
        return;
    binding = {socket.inode, keep(*process)};
}

JoinedSocket SocketJoin::join(const MachineSocket& socket, const Snapshot& snapshot,
                              std::unordered_map<Ends, Doubt, HashOfEnds>& doubts) const {
    const Ends ends{socket.local, socket.peer};
    const auto place = m_places.find(ends);
    JoinedSocket joined;
    if (place == m_places.end())
        return joined;
    const ConnectionRow& row = snapshot.row(place->second.connection);
    joined.connection = place->second.connection;
    joined.side = place->second.side;
    joined.packetsSay = row.stateOf(joined.side);
    joined.isUndecided = !row.possibleOf(joined.side).isCertain();
    joined.hasPackets = row.packets() > 0;
    if (!joined.hasPackets || !contradicts(socket.state, row, joined.side))
        return joined;
    doubts.insert_or_assign(ends, Doubt{socket.state, row.last});
    const auto before = m_doubts.find(ends);
    joined.isApart =
        before != m_doubts.end() && before->second.kernelSays == socket.state && before->second.lastPacket == row.last;
    return joined;
}

/// Addresses in m_processes stay as they are while others come and go.
const MachineProcess* SocketJoin::keep(const MachineProcess& process) {
    return &m_processes.try_emplace(std::pair(process.pid, process.name), process).first->second;
}

std::uint64_t SocketJoin::apart() const {
    return static_cast<std::uint64_t>(std::ranges::count(m_joined, true, &JoinedSocket::isApart));
}

ConnectionId SocketJoin::connectionOf(const SocketAddress& local, const SocketAddress& peer) const {
    const auto place = m_places.find(Ends{local, peer});
    return place == m_places.end() ? kNoConnection : place->second.connection;
}

const MachineProcess* SocketJoin::processOf(const SocketAddress& local, const SocketAddress& peer) const {
    const auto found = m_bindings.find({local, peer});
    return found == m_bindings.end() ? nullptr : found->second.process;
}

std::string apartSentence(State kernelSays, State packetsSay) {
    return "The kernel says " + std::string(toText(kernelSays)) + ", the packets say " +
           std::string(toText(packetsSay)) + ": packets were missed.";
}

} // namespace synscope
