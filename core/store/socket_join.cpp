// SPDX-License-Identifier: Apache-2.0
#include "core/store/socket_join.h"

#include <algorithm>
#include <utility>

namespace synscope {
namespace {

/// Two clocks run TIME_WAIT out, and not at once.
constexpr bool isOfClocks(State kernelSays, State packetsSay) {
    return (kernelSays == State::TimeWait && packetsSay == State::Closed) ||
           (kernelSays == State::Closed && packetsSay == State::TimeWait);
}

bool contradicts(State kernelSays, const ConnectionRow& row, Side side) {
    const State packetsSay = row.stateOf(side);
    return packetsSay != State::Unknown && kernelSays != State::Unknown && !row.possibleOf(side).has(kernelSays) &&
           !isOfClocks(kernelSays, packetsSay);
}

} // namespace

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
}

void SocketJoin::addRows(const Snapshot& snapshot) {
    for (; m_rowsSeen < snapshot.size(); ++m_rowsSeen) {
        const ConnectionId id{static_cast<std::uint32_t>(m_rowsSeen)};
        const ConnectionRow& row = snapshot.row(id);
        for (const Side side : {Side::Initiator, Side::Responder})
            m_places.insert_or_assign(Ends{snapshot.addressOf(row, side), snapshot.addressOf(row, other(side))},
                                      Place{id, side});
    }
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
    const bool listens = socket.isServerSide;
    const SocketAddress owner = listens ? socket.local : SocketAddress{socket.local.address, 0};
    m_owners.insert_or_assign({owner, listens ? SocketAddress{} : socket.peer}, binding.process);
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

/// Addresses in m_processes stay as they are while it grows.
const MachineProcess* SocketJoin::keep(const MachineProcess& process) {
    const auto [place, isNew] = m_byName.emplace(std::pair(process.pid, process.name), nullptr);
    if (isNew)
        place->second = &m_processes.emplace_back(process);
    return place->second;
}

std::uint64_t SocketJoin::apart() const {
    return static_cast<std::uint64_t>(std::ranges::count(m_joined, true, &JoinedSocket::isApart));
}

const MachineProcess* SocketJoin::processOf(const SocketAddress& local, const SocketAddress& peer) const {
    const auto found = m_bindings.find({local, peer});
    return found == m_bindings.end() ? nullptr : found->second.process;
}

const MachineProcess* SocketJoin::processOf(const LeakGroup& group) const {
    const auto found = m_owners.find({group.owner, group.ownerListens() ? SocketAddress{} : group.peer});
    return found == m_owners.end() ? nullptr : found->second;
}

std::string apartSentence(State kernelSays, State packetsSay) {
    return "The kernel says " + std::string(toText(kernelSays)) + ", the packets say " +
           std::string(toText(packetsSay)) + ": packets were missed.";
}

} // namespace synscope
