// SPDX-License-Identifier: Apache-2.0
//
// How many of its local ports a client has in use towards one server. A connection is known by its four numbers, so a
// client's host may have as many connections to one address and port of a server as it has local ports; those in
// TIME_WAIT still hold theirs. Pure.
#pragma once

#include "core/store/local_ports.h"
#include "core/store/row_pass.h"

#include <cstdint>
#include <vector>

namespace synscope {

/// One host towards one server.
struct PortUse {
    IpAddress client;
    SocketAddress server;
    std::uint32_t used = 0;     ///< ports of the client in any state but CLOSED and TIME_WAIT
    std::uint32_t timeWait = 0; ///< ports that TIME_WAIT of the client still holds
    std::uint32_t outside = 0;  ///< of both, those that the range does not have
    std::uint32_t size = 0;     ///< of the range
    bool isAssumed = true;      ///< that range: it is not known of this client

    [[nodiscard]] std::uint32_t taken() const { return used + timeWait; }
    [[nodiscard]] std::uint32_t takenInRange() const { return taken() - outside; }
    [[nodiscard]] std::uint32_t free() const { return size - takenInRange(); }
    /// Of the range, 0 to 1.
    [[nodiscard]] double share() const { return size == 0 ? 0 : static_cast<double>(takenInRange()) / size; }
    /// Little is left: 80 % of the range or more are taken.
    [[nodiscard]] bool isScarce() const { return share() >= 0.8; }
};

struct PortUses {
    std::vector<PortUse> uses; ///< the largest part of the range first, at most as many as wanted
    std::uint64_t more = 0;    ///< beyond these
    bool isWhole = true;       ///< false: cancelled; the rest means nothing
};

struct PortUseOptions {
    std::optional<ThisHost> host = {}; ///< its ports are known
    /// The capture is being made by this host, so its loopback addresses are meant, too.
    bool isHere = false;
    LocalPorts assumed = {}; ///< of all other clients
    std::size_t most = 20;
};

/// Where no opening was seen, the end with the higher port is taken for the client. Cost: one pass over the rows and a
/// sort; memory: 24 bytes a 4-tuple.
[[nodiscard]] PortUses portUsesOf(const Snapshot& snapshot, const PortUseOptions& options,
                                  const IsCancelled& isCancelled = {});

} // namespace synscope
