// SPDX-License-Identifier: Apache-2.0
//
// Looking up holders, and saying in words why there is none.
#include "core/sockets/process_table.h"

#include "core/sockets/socket_table.h"

#include <algorithm>
#include <utility>

namespace synscope {
namespace {

std::string nameWithPid(const Process& process) {
    return process.name + " (" + std::to_string(process.pid) + ")";
}

std::string holdersText(const std::vector<const Process*>& holders) {
    std::string text = nameWithPid(*holders.front());
    if (holders.size() == 1)
        return text;
    text += ", shared with ";
    for (std::size_t i = 1; i < holders.size(); ++i)
        text.append(i > 1 ? ", " : "").append(nameWithPid(*holders[i]));
    return text;
}

Ownership withoutDescriptor(SocketState state) {
    if (state == SocketState::Established || state == SocketState::CloseWait)
        return {Ownership::Kind::NeverAccepted, {}, "no process: the program has not called accept()"};
    return {Ownership::Kind::NoDescriptor, {}, "no process: the kernel alone holds it"};
}

} // namespace

ProcessTable::ProcessTable(std::vector<Process> processes, bool isComplete)
    : m_processes(std::move(processes)), m_isComplete(isComplete) {
    std::sort(m_processes.begin(), m_processes.end(), [](const Process& a, const Process& b) {
        return std::pair(a.startTicks, a.pid) < std::pair(b.startTicks, b.pid);
    });
    for (std::uint32_t i = 0; i < m_processes.size(); ++i) {
        if (!m_processes[i].isReadable)
            ++m_unreadable;
        for (const HeldSocket& socket : m_processes[i].sockets) {
            std::vector<std::uint32_t>& holders = m_holders[socket.inode];
            if (holders.empty() || holders.back() != i) // a process may hold it twice
                holders.push_back(i);
        }
    }
}

std::span<const std::uint32_t> ProcessTable::holdersOf(std::uint64_t inode) const {
    const auto found = m_holders.find(inode);
    return found == m_holders.end() ? std::span<const std::uint32_t>() : found->second;
}

const Process* ProcessTable::find(std::int32_t pid) const {
    const auto found =
        std::find_if(m_processes.begin(), m_processes.end(), [pid](const Process& p) { return p.pid == pid; });
    return found == m_processes.end() ? nullptr : &*found;
}

std::size_t ProcessTable::unreadableOf(std::uint32_t uid) const {
    return static_cast<std::size_t>(std::count_if(m_processes.begin(), m_processes.end(),
                                                  [uid](const Process& p) { return !p.isReadable && p.uid == uid; }));
}

Ownership ownershipOf(const SocketEntry& socket, const ProcessTable& processes) {
    if (socket.inode == 0)
        return withoutDescriptor(socket.state);
    Ownership ownership;
    for (const std::uint32_t index : processes.holdersOf(socket.inode))
        ownership.holders.push_back(&processes.all()[index]);
    if (!ownership.holders.empty()) {
        ownership.kind = Ownership::Kind::Known;
        ownership.text = holdersText(ownership.holders);
    } else if (processes.unreadable() > 0) {
        ownership.kind = Ownership::Kind::MayNotBeRead;
        ownership.text = "a process of user " + std::to_string(socket.uid) +
                         ", whose descriptors you may not read; run as that user or as root to see it";
    } else {
        ownership.text = processes.isComplete() ? "no process was found that holds it" : "not looked for yet";
    }
    return ownership;
}

std::string toText(const Confinement& confinement) {
    constexpr std::size_t kShortId = 12;
    switch (confinement.kind) {
    case Confinement::Kind::None:
        return {};
    case Confinement::Kind::Docker:
        return "docker " + confinement.id.substr(0, kShortId);
    case Confinement::Kind::Podman:
        return "podman " + confinement.id.substr(0, kShortId);
    case Confinement::Kind::Kubernetes:
        return "kubernetes " + confinement.id.substr(0, kShortId);
    case Confinement::Kind::Container:
        return "container " + confinement.id.substr(0, kShortId);
    case Confinement::Kind::SystemdUnit:
        return confinement.id;
    }
    return {};
}

} // namespace synscope
