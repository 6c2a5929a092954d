// SPDX-License-Identifier: Apache-2.0
//
// What one reading of the socket table says of the connections that a capture can see: states of this machine's ends,
// how old they are at least, and the connections that they make. Pure functions over tables.
#pragma once

#include "core/sockets/socket_table.h"
#include "core/store/connection_owners.h"
#include "core/store/machine_sockets.h"
#include "core/tcp/known_connection.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace synscope {

/// By the name of the interface.
using InterfaceAddresses = std::map<std::string, std::vector<IpAddress>>;

/// Which of this machine's connections have their packets on the captured interfaces, as far as addresses tell: what
/// stays within the machine is on the loopback interface, everything else where its local address belongs.
class CaptureScope {
public:
    CaptureScope(std::span<const std::string> interfaces, const InterfaceAddresses& addresses);
    [[nodiscard]] bool sees(const SocketAddress& local, const SocketAddress& peer) const;

private:
    [[nodiscard]] bool isOfThisMachine(const IpAddress& address) const;

    bool m_isEverything = false; ///< `any`
    bool m_hasLoopback = false;
    std::vector<IpAddress> m_captured; ///< sorted
    std::vector<IpAddress> m_own;      ///< sorted, of all interfaces
};

/// One end of a connection.
struct KernelEnd {
    SocketAddress local;
    SocketAddress peer;
    State state = State::Unknown;
    Duration age{}; ///< of the state, at least
    bool isServerSide = false;
};

/// An end of a connection whose process, or at least whose user, is known.
struct OwnedEnd {
    SocketAddress local;
    SocketAddress peer;
    std::uint32_t owner = 0; ///< in KernelReading::owners
};

/// A socket that owes a close, or the ghost of one.
struct OwingEnd {
    OwedSocket owed;
    std::shared_ptr<const SocketOwner> listener; ///< of one that was never accepted: who ought to; null: not known
};

struct KernelReading {
    Timestamp time{};
    std::vector<KernelEnd> ends; ///< by their addresses
    std::vector<OwnedEnd> owned; ///< whatever interface they use
    std::vector<SocketOwner> owners;
    std::vector<OwingEnd> owing; ///< whatever interface they use

    /// Null where there is no such socket.
    [[nodiscard]] const KernelEnd* find(const SocketAddress& local, const SocketAddress& peer) const;
};

/// Of this program's own network namespace. `reading` is the table's.
[[nodiscard]] KernelReading kernelReadingOf(const SocketTable& table, const MachineReading& reading,
                                            const CaptureScope& scope);

/// The connections in states that last, each once: also where both ends are this machine's. In order of their
/// addresses.
[[nodiscard]] std::vector<KnownConnection> knownConnections(const KernelReading& reading);

/// How long the socket has been in its state at least, by the kernel's own clocks.
[[nodiscard]] Duration stateAge(const SocketEntry& socket);

} // namespace synscope
