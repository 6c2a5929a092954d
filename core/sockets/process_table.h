// SPDX-License-Identifier: Apache-2.0
//
// Which processes hold which sockets, as plain values. A socket may have several holders: descriptors are inherited
// at fork() and can be sent to other processes. What may not be read is told apart from what is not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace synscope {

/// What a process runs in, as far as the names of its control groups tell.
struct Confinement {
    enum class Kind : std::uint8_t { None, Docker, Podman, Kubernetes, Container, SystemdUnit };
    Kind kind = Kind::None;
    std::string id; ///< a container's whole id, or the name of the unit: "nginx.service"

    friend bool operator==(const Confinement&, const Confinement&) = default;
};

/// A descriptor that leads to a socket, of whatever protocol.
struct HeldSocket {
    std::uint64_t inode = 0;
    std::int32_t descriptor = -1;

    friend bool operator==(const HeldSocket&, const HeldSocket&) = default;
};

struct Process {
    std::int32_t pid = 0;
    std::int32_t parent = 0;
    std::uint64_t startTicks = 0; ///< clock ticks since boot; with the pid it names a process for good
    std::string name;             ///< as the kernel keeps it: at most 15 bytes
    std::string commandLine;      ///< arguments joined by spaces, at most 4096 bytes; empty of kernel threads
    std::uint32_t uid = 0;
    std::string userName; ///< empty where the system knows no name
    Confinement confinement;
    std::uint64_t netNamespace = 0; ///< 0: may not be read
    std::size_t descriptors = 0;    ///< open ones, of any kind; 0 where they may not be read
    bool isReadable = true;         ///< false: its descriptors may be seen by root and its own user only
    std::vector<HeldSocket> sockets;
};

/// All processes at one moment, found by socket. Immutable once made.
class ProcessTable {
public:
    ProcessTable() = default;
    /// `processes` in any order; `isComplete` is false where a scan ran out of its budget.
    explicit ProcessTable(std::vector<Process> processes, bool isComplete = true);

    /// Oldest first.
    [[nodiscard]] const std::vector<Process>& all() const { return m_processes; }
    /// Positions in all() of the processes that hold this socket, oldest first. Empty: none that may be seen.
    [[nodiscard]] std::span<const std::uint32_t> holdersOf(std::uint64_t inode) const;
    /// Null where there is none.
    [[nodiscard]] const Process* find(std::int32_t pid) const;
    /// Processes whose descriptors may not be read, of any user.
    [[nodiscard]] std::size_t unreadable() const { return m_unreadable; }
    /// The same, of one user.
    [[nodiscard]] std::size_t unreadableOf(std::uint32_t uid) const;
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

private:
    std::vector<Process> m_processes;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_holders;
    std::size_t m_unreadable = 0;
    bool m_isComplete = true;
};

struct SocketEntry;

/// What is known of a socket's owner.
struct Ownership {
    enum class Kind : std::uint8_t {
        Known,         ///< `holders` name it
        NeverAccepted, ///< no descriptor leads to it: the program has not called accept()
        NoDescriptor,  ///< closed by its program, or a request or TIME_WAIT: the kernel alone holds it
        MayNotBeRead,  ///< there are processes whose descriptors may not be read
        NotFound,      ///< all processes were read and none holds it: newer than the scan, or in use by the kernel
    };
    Kind kind = Kind::NotFound;
    std::vector<const Process*> holders; ///< oldest first; live as long as the table
    std::string text;                    ///< for people; says how to see more, where more can be seen
};

/// The owner of an entry. In the accept queue a socket has inode 0: then ESTABLISHED and CLOSE_WAIT mean that it was
/// never accepted, since a close() leads out of both.
[[nodiscard]] Ownership ownershipOf(const SocketEntry& socket, const ProcessTable& processes);

/// "docker 0123456789ab", "nginx.service"; empty for none. Ids of containers are cut to 12 characters.
[[nodiscard]] std::string toText(const Confinement& confinement);

} // namespace synscope
