// SPDX-License-Identifier: Apache-2.0
//
// Why a connection is owed a close: see leaks.h.
#include "core/sockets/leaks.h"

#include "core/base/told.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace synscope {
namespace {

using std::chrono::milliseconds;

/// Sockets of one network namespace on one local port.
using PortKey = std::pair<std::uint64_t, std::uint16_t>;
/// Network namespace, local and remote address.
using FlowTuple = std::tuple<std::uint64_t, SocketAddress, SocketAddress>;
/// Network namespace, user, process or 0 where it is not known, remote address.
using PeerKey = std::tuple<std::uint64_t, std::uint32_t, std::int32_t, SocketAddress>;

PeerKey peerKeyOf(const SocketEntry& socket, const ProcessTable& processes) {
    const auto holders = socket.inode == 0 ? std::span<const std::uint32_t>() : processes.holdersOf(socket.inode);
    const std::int32_t pid = holders.empty() ? 0 : processes.all()[holders.front()].pid;
    return {socket.netNamespace, socket.uid, pid, socket.remote};
}

/// The table, arranged for the questions of LeakEvidence.
class TableIndex {
public:
    TableIndex(const SocketTable& table, const SocketTable* earlier)
        : m_processes(*table.processes),
          m_sinceEarlier(earlier == nullptr ? Duration::zero() : table.time - earlier->time) {
        for (const SocketEntry& entry : table.entries) {
            if (entry.state == SocketState::Listen)
                m_listeners.emplace(PortKey(entry.netNamespace, entry.local.port), &entry);
            else if (entry.state == SocketState::SynSent)
                m_connecting.emplace(FlowTuple(entry.netNamespace, entry.local, entry.remote), &entry);
            else if (entry.state == SocketState::CloseWait)
                ++m_samePeer[peerKeyOf(entry, m_processes)];
        }
        if (earlier == nullptr)
            return;
        for (const SocketEntry& entry : earlier->entries)
            if (entry.state == SocketState::CloseWait)
                m_earlier.emplace(FlowTuple(entry.netNamespace, entry.local, entry.remote), &entry);
    }

    [[nodiscard]] LeakEvidence evidenceFor(const SocketEntry& socket) const {
        LeakEvidence evidence;
        addListeners(socket, evidence);
        evidence.peerConnectsAgain = m_connecting.contains(FlowTuple(socket.netNamespace, socket.remote, socket.local));
        evidence.sameOwnerAndPeer = m_samePeer.at(peerKeyOf(socket, m_processes));
        const auto before = m_earlier.find(FlowTuple(socket.netNamespace, socket.local, socket.remote));
        if (before != m_earlier.end() && before->second->inode == socket.inode) {
            evidence.seenFor = m_sinceEarlier;
            evidence.receiveQueueEarlier = before->second->receiveQueue;
            if (before->second->tcp)
                evidence.bytesAckedEarlier = before->second->tcp->bytesAcked;
        }
        return evidence;
    }

    /// The listener that a connection to this address came from, the one of the address itself before one of all.
    [[nodiscard]] const SocketEntry* listenerOf(const SocketEntry& socket) const {
        const SocketEntry* found = nullptr;
        const auto [begin, end] = m_listeners.equal_range(PortKey(socket.netNamespace, socket.local.port));
        for (auto place = begin; place != end; ++place) {
            const SocketEntry& listener = *place->second;
            if (isListening(listener, socket.local) &&
                (found == nullptr || listener.local.address == socket.local.address))
                found = &listener;
        }
        return found;
    }

private:
    static bool isListening(const SocketEntry& listener, const SocketAddress& local) {
        const IpAddress& address = listener.local.address;
        if (address == local.address)
            return true;
        const bool isAny = address == IpAddress{} || address == IpAddress{{}, true};
        return isAny && (address.isV6 == local.address.isV6 || (address.isV6 && !listener.refusesV4));
    }

    void addListeners(const SocketEntry& socket, LeakEvidence& evidence) const {
        const auto [begin, end] = m_listeners.equal_range(PortKey(socket.netNamespace, socket.local.port));
        for (auto place = begin; place != end; ++place) {
            const SocketEntry& listener = *place->second;
            if (!isListening(listener, socket.local))
                continue;
            evidence.isServerSide = true;
            evidence.waitingToBeAccepted += listener.receiveQueue; // SO_REUSEPORT: several listeners, a queue each
            if (listener.backlogLimit)
                evidence.backlogLimit = evidence.backlogLimit.value_or(0) + *listener.backlogLimit;
        }
    }

    const ProcessTable& m_processes;
    Duration m_sinceEarlier;
    std::multimap<PortKey, const SocketEntry*> m_listeners;
    std::map<FlowTuple, const SocketEntry*> m_connecting;
    std::map<FlowTuple, const SocketEntry*> m_earlier;
    std::map<PeerKey, std::size_t> m_samePeer;
};

std::string neverAcceptedText(const LeakEvidence& evidence) {
    const std::string waiting = std::to_string(evidence.waitingToBeAccepted);
    const bool isOne = evidence.waitingToBeAccepted == 1;
    if (!evidence.backlogLimit)
        return isOne ? told("the program has not called accept() while 1 connection waits for it")
                     : told("the program has not called accept() while {0} connections wait for it", {waiting});
    const std::string limit = std::to_string(*evidence.backlogLimit);
    return isOne ? told("the program has not called accept() while 1 connection waits for it ({0} may)", {limit})
                 : told("the program has not called accept() while {0} connections wait for it ({1} may)",
                        {waiting, limit});
}

std::string unreadText(std::uint32_t bytes) {
    return bytes == 1 ? told("the program stopped reading: 1 byte lies unread; look for a blocked thread or event loop")
                      : told("the program stopped reading: {0} bytes lie unread; look for a blocked thread or event "
                             "loop",
                             {std::to_string(bytes)});
}

/// "25 min"
std::string roughly(milliseconds time) {
    using namespace std::chrono;
    if (time >= hours(2))
        return std::to_string(duration_cast<hours>(time).count()) + " h";
    if (time >= minutes(2))
        return std::to_string(duration_cast<minutes>(time).count()) + " min";
    return std::to_string(duration_cast<seconds>(time).count()) + " s";
}

/// Too small for what is to be sent next, mostly zero: then the kernel asks for room again and again.
bool isWindowClosed(const SocketEntry& socket) {
    const bool isZero = socket.tcp && socket.tcp->sendWindow == 0U;
    return socket.sendQueue > 0 && (socket.timer == SocketTimer::ZeroWindowProbe || isZero);
}

std::string stuckText(const SocketEntry& socket) {
    const std::string bytes = std::to_string(socket.sendQueue);
    const bool isOne = socket.sendQueue == 1;
    if (!socket.tcp)
        return isOne
                   ? told("the peer does not read: its window is closed, and 1 byte waits to be sent or acknowledged; "
                          "look at the peer's program, this is not a leak")
                   : told("the peer does not read: its window is closed, and {0} bytes wait to be sent or "
                          "acknowledged; look at the peer's program, this is not a leak",
                          {bytes});
    const std::string ago = roughly(milliseconds(socket.tcp->lastDataSentMs));
    return isOne ? told("the peer does not read: its window is closed, and 1 byte waits to be sent or acknowledged, "
                        "the last data went {0} ago; look at the peer's program, this is not a leak",
                        {ago})
                 : told("the peer does not read: its window is closed, and {0} bytes wait to be sent or acknowledged, "
                        "the last data went {1} ago; look at the peer's program, this is not a leak",
                        {bytes, ago});
}

std::string sendingText(const SocketEntry& socket) {
    return isWindowClosed(socket) ? stuckText(socket)
                                  : told("data still goes to the peer, a half-close in use and not a leak");
}

std::string textFor(LeakCause cause, const SocketEntry& socket, const LeakEvidence& evidence) {
    switch (cause) {
    case LeakCause::NotClosed:
        return socket.receiveQueue == 0
                   ? told("the program has read everything and never called close()")
                   : told("the program has read all data, but never came back to see the end of the stream");
    case LeakCause::UnreadData:
        return unreadText(socket.receiveQueue - 1);
    case LeakCause::NeverAccepted:
        return neverAcceptedText(evidence);
    case LeakCause::StillSending:
        return sendingText(socket);
    case LeakCause::IdleInPool:
        return told("an idle connection of a client, closed by the server; let the client's idle time-out be shorter "
                    "than the server's");
    case LeakCause::PortCollision:
        return told("the peer opens a new connection from the same port, and this socket is in its way");
    case LeakCause::GhostDescriptor:
    case LeakCause::Unknown:
        break;
    }
    return told("what it waits for cannot be told from the socket table");
}

Leak ghostLeak(const GhostDescriptor& ghost, const ProcessTable& processes) {
    Leak leak;
    leak.cause = LeakCause::GhostDescriptor;
    leak.ghost = ghost;
    leak.socket.inode = ghost.inode;
    leak.socket.isV6Socket = ghost.isV6Socket;
    leak.owner = ownershipOf(leak.socket, processes);
    if (const Process* process = processes.find(ghost.pid))
        leak.socket.uid = process->uid;
    leak.text = told("the connection is over or was never made, but descriptor {0} still holds its socket; the program "
                     "never called close()",
                     {std::to_string(ghost.descriptor)});
    return leak;
}

} // namespace

std::string_view toText(LeakCause cause) {
    switch (cause) {
    case LeakCause::NotClosed:
        return "not-closed";
    case LeakCause::UnreadData:
        return "unread-data";
    case LeakCause::NeverAccepted:
        return "never-accepted";
    case LeakCause::GhostDescriptor:
        return "ghost-descriptor";
    case LeakCause::StillSending:
        return "still-sending";
    case LeakCause::IdleInPool:
        return "idle-in-pool";
    case LeakCause::PortCollision:
        return "port-collision";
    case LeakCause::Unknown:
        return "unknown";
    }
    return "unknown";
}

std::optional<LeakAge> closeWaitAge(const SocketEntry& socket) {
    constexpr milliseconds kAgree(1000);
    if (!socket.tcp)
        return std::nullopt;
    const milliseconds atLeast(socket.tcp->lastAckReceivedMs);
    const milliseconds atMost(socket.tcp->lastDataReceivedMs);
    const bool sentNothing = socket.tcp->dataSegmentsSent == 0U && socket.timer != SocketTimer::KeepAlive;
    return LeakAge{atLeast, !sentNothing && atMost - atLeast > kAgree};
}

bool isHalfCloseInUse(const SocketEntry& socket, const LeakEvidence& evidence, const LeakPolicy& policy) {
    constexpr milliseconds kAnswer(250);                              // ACKs are delayed by up to 200 ms
    if (!socket.tcp || socket.tcp->dataSegmentsSent.value_or(0) == 0) // then the clock began with the connection
        return false;
    const milliseconds sent(socket.tcp->lastDataSentMs);
    const milliseconds atLeast(socket.tcp->lastAckReceivedMs);
    const milliseconds atMost(socket.tcp->lastDataReceivedMs);
    if (sent >= policy.leakAfter)
        return false;
    const Duration closedFor = std::max<Duration>(atLeast, evidence.seenFor.value_or(Duration::zero()));
    if (closedFor - sent >= policy.halfCloseFrom)
        return true;
    const bool isAnswered = sent - atLeast <= kAnswer + std::chrono::microseconds(socket.tcp->rttUs);
    return isAnswered && atMost - sent >= policy.halfCloseFrom;
}

LeakCause causeOf(const SocketEntry& socket, const LeakEvidence& evidence, const LeakPolicy& policy) {
    if (evidence.peerConnectsAgain)
        return LeakCause::PortCollision;
    if (socket.inode == 0)
        return evidence.waitingToBeAccepted > 0 ? LeakCause::NeverAccepted : LeakCause::Unknown;
    const bool acksMove = evidence.bytesAckedEarlier && socket.tcp && socket.tcp->bytesAcked &&
                          *socket.tcp->bytesAcked != *evidence.bytesAckedEarlier;
    if (socket.sendQueue > 0 || acksMove || isHalfCloseInUse(socket, evidence, policy))
        return LeakCause::StillSending;
    if (evidence.receiveQueueEarlier && *evidence.receiveQueueEarlier > socket.receiveQueue)
        return LeakCause::Unknown; // still reading
    if (socket.receiveQueue > 1)
        return LeakCause::UnreadData;
    const bool isUnnoticed = socket.receiveQueue == 1; // the end of the stream was not read
    if (!evidence.isServerSide && isUnnoticed && evidence.sameOwnerAndPeer <= policy.mostInPool)
        return LeakCause::IdleInPool;
    return LeakCause::NotClosed;
}

std::vector<Leak> findLeaks(const SocketTable& table, const SocketTable* earlier,
                            std::span<const GhostDescriptor> ghosts, const LeakPolicy& policy) {
    const TableIndex index(table, earlier);
    std::vector<Leak> leaks;
    for (const SocketEntry& entry : table.entries) {
        if (entry.state != SocketState::CloseWait)
            continue;
        const LeakEvidence evidence = index.evidenceFor(entry);
        Leak leak;
        leak.cause = causeOf(entry, evidence, policy);
        leak.socket = entry;
        leak.age = closeWaitAge(entry);
        leak.isServerSide = evidence.isServerSide;
        leak.listener = index.listenerOf(entry);
        leak.owner = ownershipOf(entry, *table.processes);
        leak.text = textFor(leak.cause, entry, evidence);
        leaks.push_back(std::move(leak));
    }
    for (const GhostDescriptor& ghost : ghosts)
        leaks.push_back(ghostLeak(ghost, *table.processes));
    std::stable_sort(leaks.begin(), leaks.end(), [](const Leak& a, const Leak& b) {
        return a.age.value_or(LeakAge{}).atLeast > b.age.value_or(LeakAge{}).atLeast;
    });
    return leaks;
}

} // namespace synscope
