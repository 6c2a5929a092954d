// SPDX-License-Identifier: Apache-2.0
#include "core/engine/machine_watch.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace synscope {
namespace {

State stateOf(SocketState state) {
    switch (state) {
    case SocketState::Established:
        return State::Established;
    case SocketState::SynSent:
        return State::SynSent;
    case SocketState::SynReceived:
    case SocketState::NewSynReceived:
        return State::SynReceived;
    case SocketState::FinWait1:
        return State::FinWait1;
    case SocketState::FinWait2:
        return State::FinWait2;
    case SocketState::TimeWait:
        return State::TimeWait;
    case SocketState::Closed:
    case SocketState::BoundInactive:
        return State::Closed;
    case SocketState::CloseWait:
        return State::CloseWait;
    case SocketState::LastAck:
        return State::LastAck;
    case SocketState::Listen:
        return State::Listen;
    case SocketState::Closing:
        return State::Closing;
    }
    return State::Unknown;
}

OwedCause causeFor(LeakCause cause) {
    switch (cause) {
    case LeakCause::NotClosed:
        return OwedCause::NotClosed;
    case LeakCause::UnreadData:
        return OwedCause::UnreadData;
    case LeakCause::NeverAccepted:
        return OwedCause::NeverAccepted;
    case LeakCause::GhostDescriptor:
        return OwedCause::GhostDescriptor;
    case LeakCause::StillSending:
        return OwedCause::StillSending;
    case LeakCause::IdleInPool:
        return OwedCause::IdleInPool;
    case LeakCause::PortCollision:
        return OwedCause::PortCollision;
    case LeakCause::Unknown:
        break;
    }
    return OwedCause::Unknown;
}

SocketHolder holderFor(Ownership::Kind kind) {
    switch (kind) {
    case Ownership::Kind::Known:
        return SocketHolder::Known;
    case Ownership::Kind::NeverAccepted:
        return SocketHolder::NeverAccepted;
    case Ownership::Kind::NoDescriptor:
        return SocketHolder::KernelAlone;
    case Ownership::Kind::MayNotBeRead:
        return SocketHolder::MayNotBeRead;
    case Ownership::Kind::NotFound:
        break;
    }
    return SocketHolder::NotFound;
}

MachineProcess processFor(const Process& process) {
    return {process.pid, process.uid, process.name, process.commandLine, process.userName, toText(process.confinement)};
}

void addTo(std::optional<ListenTotals>& totals, const ListenCounters& counters) {
    if (!totals)
        totals.emplace();
    totals->overflows += counters.overflows;
    totals->drops += counters.drops;
    totals->fullSynQueues += counters.fullSynQueues;
}

/// Turns the entries of one table into a reading.
class ReadingWriter {
public:
    explicit ReadingWriter(const SocketTable& table) : m_processes(*table.processes) {
        m_reading.time = table.time;
        m_reading.netNamespaces = table.netNamespaces;
        m_reading.notes = table.notes;
        for (const auto& [netNamespace, counters] : table.listenCounters)
            addTo(m_reading.listenTotals, counters);
        for (const Process& process : m_processes.all())
            if (!process.userName.empty())
                m_reading.userNames.emplace(process.uid, process.userName);
        for (const SocketEntry& entry : table.entries)
            if (entry.state == SocketState::Listen)
                m_listeners.emplace(std::pair(entry.netNamespace, entry.local), &entry);
    }

    void add(const SocketEntry& entry) { m_reading.sockets.push_back(socketFor(entry)); }

    void add(const Leak& leak) {
        OwedSocket owed;
        owed.socket = socketFor(leak.socket);
        owed.cause = causeFor(leak.cause);
        owed.text = leak.text;
        if (leak.age) {
            owed.atLeast = leak.age->atLeast;
            owed.isAgeKnown = !leak.age->isLowerBound;
        }
        if (leak.ghost) {
            owed.descriptor = leak.ghost->descriptor;
            owed.socket.holder = SocketHolder::Known;
            if (const Process* const process = m_processes.find(leak.ghost->pid))
                owed.socket.process = indexOf(*process);
        }
        m_reading.owed.push_back(std::move(owed));
    }

    MachineReading finish() { return std::move(m_reading); }

private:
    MachineSocket socketFor(const SocketEntry& entry) {
        MachineSocket socket;
        socket.local = entry.local;
        socket.peer = entry.remote;
        socket.state = stateOf(entry.state);
        socket.receiveQueue = entry.receiveQueue;
        socket.sendQueue = entry.sendQueue;
        socket.backlogLimit = entry.backlogLimit;
        socket.drops = entry.drops;
        socket.uid = entry.uid;
        socket.inode = entry.inode;
        socket.cookie = entry.cookie;
        socket.netNamespace = entry.netNamespace;
        if (entry.tcp && entry.tcp->dataSegmentsSent != 0U)
            socket.sinceSent = std::chrono::milliseconds(entry.tcp->lastDataSentMs);
        if (entry.tcp && entry.tcp->bytesReceived.value_or(0) > 1) // a FIN counts one
            socket.sinceReceived = std::chrono::milliseconds(entry.tcp->lastDataReceivedMs);
        const SocketEntry* const listener = listenerOf(entry);
        socket.isServerSide = listener != nullptr;
        if (entry.tcp && entry.state == SocketState::CloseWait)
            setBytes(*entry.tcp, socket);
        setHolder(entry, socket);
        if (socket.holder == SocketHolder::NeverAccepted && listener != nullptr)
            setProcess(*listener, socket);
        return socket;
    }

    /// The kernel counts the SYN of the side that opened, and the FIN received.
    static void setBytes(const TcpFacts& tcp, MachineSocket& socket) {
        const std::uint64_t syn = socket.isServerSide ? 0 : 1;
        if (tcp.dataSegmentsSent == 0U)
            socket.sent = 0;
        else if (tcp.bytesAcked)
            socket.sent = *tcp.bytesAcked - std::min(*tcp.bytesAcked, syn);
        if (tcp.bytesReceived)
            socket.received = *tcp.bytesReceived - std::min<std::uint64_t>(*tcp.bytesReceived, 1);
    }

    void setHolder(const SocketEntry& entry, MachineSocket& socket) {
        socket.holder = holderFor(ownershipOf(entry, m_processes).kind);
        setProcess(entry, socket);
    }

    void setProcess(const SocketEntry& entry, MachineSocket& socket) {
        const auto holders = entry.inode == 0 ? std::span<const std::uint32_t>() : m_processes.holdersOf(entry.inode);
        if (holders.empty())
            return;
        socket.process = indexOf(m_processes.all()[holders.front()]);
        socket.otherHolders = static_cast<std::uint32_t>(holders.size() - 1);
    }

    std::uint32_t indexOf(const Process& process) {
        const auto next = static_cast<std::uint32_t>(m_reading.processes.size());
        const auto [place, isNew] = m_positions.emplace(process.pid, next);
        if (isNew)
            m_reading.processes.push_back(processFor(process));
        return place->second;
    }

    /// Null where none listens on the entry's own address and port.
    [[nodiscard]] const SocketEntry* listenerOf(const SocketEntry& entry) const {
        for (const IpAddress& address : {entry.local.address, IpAddress{{}, entry.local.address.isV6}, kAnyV6}) {
            const auto found = m_listeners.find({entry.netNamespace, {address, entry.local.port}});
            const bool isDeaf = address.isV6 && !entry.local.address.isV6; // unless it takes IPv4, too
            if (found != m_listeners.end() && !(isDeaf && found->second->refusesV4))
                return found->second;
        }
        return nullptr;
    }

    static constexpr IpAddress kAnyV6{{}, true};
    const ProcessTable& m_processes;
    MachineReading m_reading;
    std::map<std::pair<std::uint64_t, SocketAddress>, const SocketEntry*> m_listeners;
    std::unordered_map<std::int32_t, std::uint32_t> m_positions; ///< of processes in the reading, by pid
};

/// What the watch's thread does after each reading.
class Bookkeeper {
public:
    Bookkeeper(std::shared_ptr<MachineMailbox> mailbox, MachineWatchOptions options)
        : m_mailbox(std::move(mailbox)),
          m_options(std::move(options)),
          m_wanted(m_options.policy),
          m_ledger(m_options.policy) {}

    /// Any thread.
    void setPolicy(const DiagnosePolicy& policy) {
        const std::lock_guard lock(m_mutex);
        m_wanted = policy;
    }

    void take(const PolledTable& polled) {
        takePolicy();
        auto view = std::make_shared<MachineView>(*m_mailbox->latest());
        view->trouble = polled.error;
        view->took = polled.took;
        view->rest = restAfter(polled.took, m_options.poll);
        view->policy = m_options.policy;
        if (!polled.error) {
            view->reading = read(*polled.table);
            ++view->readings;
            if (m_options.onReading)
                m_options.onReading(*polled.table, view->reading);
            m_ledger.add(view->reading);
            view->leaks = m_ledger.leaks();
            measureRoom(view->leaks);
            m_earlier = polled.table;
        }
        m_mailbox->publish(std::move(view));
    }

private:
    void takePolicy() {
        const std::lock_guard lock(m_mutex);
        m_options.policy = m_wanted;
        m_ledger.setPolicy(m_wanted);
    }

    MachineReading read(const SocketTable& table) const {
        std::vector<GhostDescriptor> ghosts;
        if (m_earlier)
            ghosts = ghostDescriptors(*m_earlier, table, m_options.procRoot);
        return machineReadingOf(table, m_earlier.get(), ghosts, m_options.policy);
    }

    /// A process runs out of descriptors by all that it leaks.
    void measureRoom(SocketLeaks& leaks) const {
        std::map<std::int32_t, double> perSecond;
        for (const SocketLeakGroup& group : leaks.groups)
            if (group.process && leaks.isGrowing(group, m_options.policy))
                perSecond[group.process->pid] += *group.perMinute / 60;
        for (SocketLeakGroup& group : leaks.groups) {
            if (!group.process || group.owed == 0)
                continue;
            const Result<DescriptorUse> use = descriptorUse(group.process->pid, m_options.procRoot);
            if (use)
                group.room = DescriptorRoom{use.value().open, use.value().softLimit,
                                            timeUntilLimit(use.value(), perSecond[group.process->pid])};
        }
    }

    std::shared_ptr<MachineMailbox> m_mailbox;
    MachineWatchOptions m_options;
    std::mutex m_mutex; ///< guards the next
    DiagnosePolicy m_wanted;
    SocketLedger m_ledger;
    std::shared_ptr<const SocketTable> m_earlier;
};

} // namespace

MachineReading machineReadingOf(const SocketTable& table, const SocketTable* earlier,
                                std::span<const GhostDescriptor> ghosts, const DiagnosePolicy& policy) {
    ReadingWriter writer(table);
    for (const SocketEntry& entry : table.entries)
        writer.add(entry);
    const LeakPolicy leakPolicy{
        .mostInPool = policy.mostInPool, .halfCloseFrom = policy.halfCloseFrom, .leakAfter = policy.leakAfter};
    for (const Leak& leak : findLeaks(table, earlier, ghosts, leakPolicy))
        writer.add(leak);
    return writer.finish();
}

std::unique_ptr<SocketSource> openSocketsToWatch(std::function<Timestamp()> now) {
    SystemSocketOptions options;
    options.now = std::move(now);
    options.scanAtMostEvery = std::chrono::seconds(1); // the poller's rest keeps the cost within bounds
    options.scanAtLeastEvery = std::chrono::seconds(10);
    return openSystemSockets(std::move(options));
}

std::unique_ptr<MachineWatch> watchThisMachine(std::function<Timestamp()> now) {
    return watchSockets(openSocketsToWatch(std::move(now)));
}

std::unique_ptr<MachineWatch> watchSockets(std::unique_ptr<SocketSource> source, const MachineWatchOptions& options) {
    auto watch = std::make_unique<MachineWatch>();
    auto bookkeeper = std::make_shared<Bookkeeper>(watch->mailbox, options);
    auto poller = std::make_shared<SocketPoller>(std::move(source), options.poll,
                                                 [bookkeeper](const PolledTable& polled) { bookkeeper->take(polled); });
    watch->readNow = [weak = std::weak_ptr(poller)] {
        if (const auto alive = weak.lock())
            alive->wake();
    };
    watch->setPolicy = [weak = std::weak_ptr(bookkeeper)](const DiagnosePolicy& policy) {
        if (const auto alive = weak.lock())
            alive->setPolicy(policy);
    };
    watch->threads = std::move(poller);
    return watch;
}

} // namespace synscope
