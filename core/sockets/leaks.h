// SPDX-License-Identifier: Apache-2.0
//
// Connections that are owed a close, as far as the socket table alone tells: pure functions over tables. A packet
// capture knows more, who closed when; the table knows who owns the socket and what its program has not read.
#pragma once

#include "core/base/time.h"
#include "core/sockets/socket_table.h"
#include "core/sockets/system_sockets.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

enum class LeakCause : std::uint8_t {
    NotClosed,       ///< everything was read, the program does not call close()
    UnreadData,      ///< the program stopped reading
    NeverAccepted,   ///< it waits in the listener's queue
    GhostDescriptor, ///< the connection is gone, the descriptor is not
    StillSending,    ///< data still goes to the peer, or waits for it to read: a half-close, no leak
    IdleInPool,      ///< a client keeps it for later, not knowing that the server closed
    PortCollision,   ///< the peer opens a new connection from the same port, and finds the old socket in its way
    Unknown,
};

/// "not-closed", "unread-data" and so on: a contract with scripts.
[[nodiscard]] std::string_view toText(LeakCause cause);

/// How long a socket has been in CLOSE_WAIT.
struct LeakAge {
    Duration atLeast = Duration::zero();
    bool isLowerBound = true; ///< false: `atLeast` is the age, to a second
};

/// Of a socket in CLOSE_WAIT. The last ACK received was the FIN's or a later one, so it is at least as old as that; the
/// last data came before the FIN, so it is no older than that. The age is known where the two agree, or where nothing
/// was ever sent that the peer could have acknowledged after its FIN. Empty without TcpFacts; the kernel's clocks start
/// again from 0 after 49 days.
[[nodiscard]] std::optional<LeakAge> closeWaitAge(const SocketEntry& socket);

/// What the rest of the table says of one socket in CLOSE_WAIT.
struct LeakEvidence {
    bool isServerSide = false;                 ///< a socket listens on its address and port
    std::uint32_t waitingToBeAccepted = 0;     ///< connections in the queues of these listeners
    std::optional<std::uint32_t> backlogLimit; ///< how many may wait there
    bool peerConnectsAgain = false;            ///< a socket of the peer's address and port is in SYN_SENT
    std::size_t sameOwnerAndPeer = 1; ///< sockets in CLOSE_WAIT of its process, or else its user, to the same peer
    std::optional<Duration> seenFor;  ///< it was in CLOSE_WAIT so long ago, in an earlier table
    std::optional<std::uint64_t> bytesAckedEarlier;   ///< in an earlier table
    std::optional<std::uint32_t> receiveQueueEarlier; ///< in an earlier table
};

struct LeakPolicy {
    std::size_t mostInPool = 16; ///< more connections than that to one server are no pool left idle
    /// Data that follows the peer's FIN by less was only on its way; by more, a half-close is in use,
    Duration halfCloseFrom = std::chrono::milliseconds(200);
    /// until its program has sent nothing for so long.
    Duration leakAfter = std::chrono::seconds(60);
};

/// Whether the program of a socket in CLOSE_WAIT went on sending after the peer's FIN, not long ago. The kernel has no
/// time of the FIN: it came between the last data and the last ACK received. So data sent after that ACK, or after the
/// socket was seen in CLOSE_WAIT, is certain. One table alone does not tell data that was answered by an ACK from data
/// that was answered by the FIN: then nobody is accused, until the program has sent nothing for as long as a leak
/// takes.
[[nodiscard]] bool isHalfCloseInUse(const SocketEntry& socket, const LeakEvidence& evidence, const LeakPolicy& policy);

/// The rule that fits first decides.
[[nodiscard]] LeakCause causeOf(const SocketEntry& socket, const LeakEvidence& evidence, const LeakPolicy& policy = {});

struct Leak {
    LeakCause cause = LeakCause::Unknown;
    SocketEntry socket; ///< of a ghost: the inode and nothing else
    std::optional<GhostDescriptor> ghost;
    std::optional<LeakAge> age; ///< empty: nothing is known
    bool isServerSide = false;
    const SocketEntry* listener = nullptr; ///< that it came from; null: none is there. Lives as long as the table
    Ownership owner;                       ///< its pointers live as long as the table's processes
    std::string text;                      ///< one sentence for people: what the program does not do
};

/// All sockets in CLOSE_WAIT, and the ghosts, oldest first. `earlier` is an older table of the same machine, to see
/// what moves; it may be null.
[[nodiscard]] std::vector<Leak> findLeaks(const SocketTable& table, const SocketTable* earlier,
                                          std::span<const GhostDescriptor> ghosts, const LeakPolicy& policy = {});

} // namespace synscope
