// SPDX-License-Identifier: Apache-2.0
//
// The TCP sockets of a machine at one moment, as their readers see them: what the kernel says of each, who holds it,
// and why it owes a close. Plain values; the engine fills them.
#pragma once

#include "core/base/time.h"
#include "core/store/owed_cause.h"
#include "core/tcp/state.h"
#include "core/wire/ip_address.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

/// What is known of who holds a socket.
enum class SocketHolder : std::uint8_t {
    Known,
    NeverAccepted, ///< the program has not called accept(): no descriptor leads to it yet
    KernelAlone,   ///< its program closed it, or it is a request or TIME_WAIT
    MayNotBeRead,  ///< another user's process: root and that user may see it
    NotFound,      ///< newer than the last look at the processes, or in use by the kernel
};

struct MachineProcess {
    std::int32_t pid = 0;
    std::uint32_t uid = 0;
    std::string name; ///< as the kernel keeps it: at most 15 bytes
    std::string commandLine;
    std::string userName;    ///< empty where the system knows no name
    std::string confinement; ///< "docker 0123456789ab", "nginx.service"; empty: none
};

inline constexpr std::uint32_t kNoProcess = std::numeric_limits<std::uint32_t>::max();

struct MachineSocket {
    SocketAddress local;
    SocketAddress peer; ///< LISTEN: the unspecified address and port 0
    State state = State::Closed;
    bool isServerSide = false;      ///< a socket listens on its address and port
    std::uint32_t receiveQueue = 0; ///< bytes not read, and one for a FIN not reached; LISTEN: waiting connections
    std::uint32_t sendQueue = 0;    ///< bytes not acknowledged
    std::optional<std::uint32_t> backlogLimit; ///< LISTEN: how many connections may wait
    std::optional<std::uint32_t> drops;        ///< LISTEN: openings dropped since it listens; goes round after 2^32
    std::uint32_t uid = 0;
    std::uint64_t inode = 0;        ///< 0: no descriptor leads to it
    std::uint64_t cookie = 0;       ///< the kernel's own id, never used again; 0 where it is not told
    std::uint64_t netNamespace = 0; ///< 0: not known
    SocketHolder holder = SocketHolder::NotFound;
    std::uint32_t process =
        kNoProcess; ///< position in MachineReading::processes: the oldest that holds it, or else its listener
    std::uint32_t otherHolders = 0;        ///< fork() shares descriptors
    std::optional<Duration> sinceSent;     ///< data, before the reading; empty where not told or never
    std::optional<Duration> sinceReceived; ///< the same
    std::optional<std::uint64_t> sent;     ///< CLOSE_WAIT: bytes that the peer acknowledged
    std::optional<std::uint64_t> received; ///< CLOSE_WAIT: bytes, read or not
};

/// A socket that owes a close. Of a ghost, whose connection is gone, `socket` has its inode and its holder alone.
struct OwedSocket {
    MachineSocket socket;
    OwedCause cause = OwedCause::Unknown;
    std::optional<Duration> atLeast; ///< in CLOSE_WAIT, as the kernel tells it
    bool isAgeKnown = false;         ///< `atLeast` is the age, to a second
    std::int32_t descriptor = -1;    ///< of a ghost
    std::string text;                ///< what the program does not do

    [[nodiscard]] bool isGhost() const { return cause == OwedCause::GhostDescriptor; }
};

/// What the kernel counts of all listeners of the network namespaces read, since these exist.
struct ListenTotals {
    std::uint64_t overflows = 0;     ///< the accept queue was full
    std::uint64_t drops = 0;         ///< of SYNs and final ACKs, these among them
    std::uint64_t fullSynQueues = 0; ///< SYNs dropped since too many were under way
};

struct MachineReading {
    Timestamp time{};
    std::vector<MachineSocket> sockets;
    std::vector<OwedSocket> owed;
    std::vector<MachineProcess> processes;          ///< that hold sockets, oldest first
    std::vector<std::uint64_t> netNamespaces;       ///< those read, this program's own first
    std::optional<ListenTotals> listenTotals;       ///< empty where the kernel does not tell
    std::map<std::uint32_t, std::string> userNames; ///< of processes, readable or not
    std::vector<std::string> notes;                 ///< what is missing and why; empty: complete

    [[nodiscard]] const MachineProcess* processOf(const MachineSocket& socket) const {
        return socket.process < processes.size() ? &processes[socket.process] : nullptr;
    }
    /// Empty where the system knows no name.
    [[nodiscard]] std::string userName(std::uint32_t uid) const {
        const auto found = userNames.find(uid);
        return found == userNames.end() ? std::string() : found->second;
    }
};

} // namespace synscope
