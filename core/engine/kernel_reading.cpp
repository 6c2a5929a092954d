// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernel_reading.h"

#include "core/sockets/leaks.h"

#include <algorithm>
#include <tuple>

namespace synscope {
namespace {

using std::chrono::milliseconds;

constexpr Duration kKernelsTimeWait = std::chrono::seconds(60); ///< of Linux (TCP_TIMEWAIT_LEN)

bool isLoopback(const IpAddress& address) {
    if (!address.isV6)
        return address.bytes[0] == 127; // 127.0.0.0/8
    IpAddress one{{}, true};
    one.bytes.back() = 1;
    return address == one;
}

bool isBefore(const KernelEnd& a, const KernelEnd& b) {
    return std::tie(a.local, a.peer) < std::tie(b.local, b.peer);
}

KnownConnection::End knownEnd(const KernelEnd& end, Timestamp now) {
    return {end.local, end.state, now - end.age, true};
}

/// The end that no socket of this machine is. Where one of this machine's sockets had to be there, it is gone.
KnownConnection::End unseenEnd(const KernelEnd& end, Timestamp now) {
    const bool isGone = isLoopback(end.peer.address) || end.peer.address == end.local.address;
    return {end.peer, isGone ? State::Closed : State::Unknown, isGone ? now : now - end.age, false};
}

SocketOwner ownerFrom(const Ownership& ownership) {
    const Process& first = *ownership.holders.front();
    SocketOwner owner{first.pid, first.name, first.commandLine, first.userName, toText(first.confinement), {}};
    if (owner.userName.empty())
        owner.userName = std::to_string(first.uid);
    for (const Process* const process : std::span(ownership.holders).subspan(1))
        owner.also.push_back({process->pid, process->name});
    return owner;
}

SocketOwner userAlone(std::uint32_t uid, const MachineReading& reading) {
    SocketOwner owner;
    owner.userName = reading.userName(uid);
    if (owner.userName.empty())
        owner.userName = std::to_string(uid);
    return owner;
}

/// Of sockets that no process holds, or whose process nobody knows, nothing is said.
class OwnerWriter {
public:
    OwnerWriter(const SocketTable& table, const MachineReading& reading, KernelReading& result)
        : m_table(table), m_reading(reading), m_result(result) {}

    void add(const SocketEntry& entry) {
        if (entry.inode == 0)
            return;
        const Ownership ownership = ownershipOf(entry, *m_table.processes);
        if (ownership.kind == Ownership::Kind::Known)
            put(entry, m_byHolders, ownership.holders, [&] { return ownerFrom(ownership); });
        else if (ownership.kind == Ownership::Kind::MayNotBeRead)
            put(entry, m_byUser, entry.uid, [&] { return userAlone(entry.uid, m_reading); });
    }

private:
    template <typename Positions, typename Key, typename Make>
    void put(const SocketEntry& entry, Positions& positions, const Key& key, Make make) {
        const auto [place, isNew] = positions.emplace(key, static_cast<std::uint32_t>(m_result.owners.size()));
        if (isNew)
            m_result.owners.push_back(make());
        m_result.owned.push_back({entry.local, entry.remote, place->second});
    }

    const SocketTable& m_table;
    const MachineReading& m_reading;
    KernelReading& m_result;
    std::map<std::vector<const Process*>, std::uint32_t> m_byHolders;
    std::map<std::uint32_t, std::uint32_t> m_byUser;
};

SocketOwner ownerFrom(const MachineProcess& process) {
    SocketOwner owner{process.pid, process.name, process.commandLine, process.userName, process.confinement, {}};
    if (owner.userName.empty())
        owner.userName = std::to_string(process.uid);
    return owner;
}

bool isElsewhere(const SocketTable& table, std::uint64_t netNamespace) {
    return !table.netNamespaces.empty() && netNamespace != table.netNamespaces.front();
}

/// Of ghosts nobody knows the network namespace; those of others are no connection's.
std::vector<OwingEnd> owingOf(const SocketTable& table, const MachineReading& reading) {
    std::map<std::uint32_t, std::shared_ptr<const SocketOwner>> listeners; // by position of the process
    std::vector<OwingEnd> all;
    for (const OwedSocket& owed : reading.owed) {
        const MachineSocket& socket = owed.socket;
        if (!owed.isGhost() && isElsewhere(table, socket.netNamespace))
            continue;
        OwingEnd end{owed, nullptr};
        const MachineProcess* const process = reading.processOf(socket);
        if (socket.holder == SocketHolder::NeverAccepted && process != nullptr) {
            std::shared_ptr<const SocketOwner>& listener = listeners[socket.process];
            if (!listener)
                listener = std::make_shared<const SocketOwner>(ownerFrom(*process));
            end.listener = listener;
        }
        all.push_back(std::move(end));
    }
    return all;
}

} // namespace

CaptureScope::CaptureScope(std::span<const std::string> interfaces, const InterfaceAddresses& addresses) {
    for (const std::string& interface : interfaces) {
        m_isEverything = m_isEverything || interface == "any";
        m_hasLoopback = m_hasLoopback || interface == "lo";
        if (const auto found = addresses.find(interface); found != addresses.end())
            m_captured.insert(m_captured.end(), found->second.begin(), found->second.end());
    }
    for (const auto& [interface, own] : addresses)
        m_own.insert(m_own.end(), own.begin(), own.end());
    std::sort(m_captured.begin(), m_captured.end());
    std::sort(m_own.begin(), m_own.end());
}

bool CaptureScope::isOfThisMachine(const IpAddress& address) const {
    return isLoopback(address) || std::binary_search(m_own.begin(), m_own.end(), address);
}

bool CaptureScope::sees(const SocketAddress& local, const SocketAddress& peer) const {
    if (m_isEverything)
        return true;
    if (isOfThisMachine(peer.address))
        return m_hasLoopback;
    return std::binary_search(m_captured.begin(), m_captured.end(), local.address);
}

const KernelEnd* KernelReading::find(const SocketAddress& local, const SocketAddress& peer) const {
    const KernelEnd wanted{local, peer, {}, {}, false};
    const auto found = std::lower_bound(ends.begin(), ends.end(), wanted, isBefore);
    return found != ends.end() && !isBefore(wanted, *found) ? &*found : nullptr;
}

Duration stateAge(const SocketEntry& socket) {
    if (socket.state == SocketState::TimeWait && socket.timer == SocketTimer::TimeWait)
        return std::max(Duration::zero(), kKernelsTimeWait - milliseconds(socket.timerMs));
    if (!socket.tcp)
        return Duration::zero();
    const TcpFacts& tcp = *socket.tcp;
    switch (socket.state) {
    case SocketState::Established: // these clocks start with it
        return milliseconds(std::max({tcp.lastDataSentMs, tcp.lastDataReceivedMs, tcp.lastAckReceivedMs}));
    case SocketState::CloseWait:
        return closeWaitAge(socket).value_or(LeakAge{}).atLeast;
    case SocketState::FinWait2: // the last ACK was the FIN's, or a later one
        return milliseconds(tcp.lastAckReceivedMs);
    default: // what sends again moves its clocks, and of the others the kernel keeps none
        return Duration::zero();
    }
}

KernelReading kernelReadingOf(const SocketTable& table, const MachineReading& reading, const CaptureScope& scope) {
    KernelReading result;
    result.time = table.time;
    OwnerWriter owners(table, reading, result);
    for (std::size_t i = 0; i < table.entries.size() && i < reading.sockets.size(); ++i) {
        const SocketEntry& entry = table.entries[i];
        const MachineSocket& socket = reading.sockets[i];
        if (isElsewhere(table, entry.netNamespace) || socket.state == State::Listen)
            continue;
        owners.add(entry);
        if (scope.sees(entry.local, entry.remote))
            result.ends.push_back({entry.local, entry.remote, socket.state, stateAge(entry), socket.isServerSide});
    }
    std::sort(result.ends.begin(), result.ends.end(), isBefore);
    result.owing = owingOf(table, reading);
    return result;
}

std::vector<KnownConnection> knownConnections(const KernelReading& reading) {
    std::vector<KnownConnection> all;
    for (const KernelEnd& end : reading.ends) {
        const KernelEnd* const other = reading.find(end.peer, end.local);
        const bool hasOther = other != nullptr && other != &end && isLastingState(other->state);
        if (!isLastingState(end.state) || (hasOther && isBefore(*other, end)))
            continue;
        KnownConnection known;
        known.seen = reading.time;
        known.areRolesGuessed = !end.isServerSide && !(hasOther && other->isServerSide);
        const std::size_t own = end.isServerSide ? 1 : 0;
        known.end[own] = knownEnd(end, reading.time);
        known.end[1 - own] = hasOther ? knownEnd(*other, reading.time) : unseenEnd(end, reading.time);
        all.push_back(known);
    }
    return all;
}

} // namespace synscope
