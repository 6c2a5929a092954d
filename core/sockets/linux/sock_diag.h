// SPDX-License-Identifier: Apache-2.0
//
// Asks the kernel for its TCP sockets over NETLINK_SOCK_DIAG. Any user may; the answer covers one network namespace.
#pragma once

#include "core/base/result.h"
#include "core/sockets/linux/descriptor.h"
#include "core/sockets/socket_table.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace synscope {

struct DumpOptions {
    SocketStates states = SocketStates::all();
    std::size_t mostEntries = 1'000'000; ///< of each family; what is beyond is left out, and said so
    int attempts = 3;                    ///< how often a dump is begun that the kernel could not finish in peace
};

struct SocketDump {
    std::vector<SocketEntry> entries; ///< IPv4 first, then IPv6
    std::uint64_t malformed = 0;
    std::vector<std::string> notes; ///< what is missing; empty: all is there
};

/// A way to the kernel, so that its moods can be played in tests.
class DumpChannel {
public:
    virtual ~DumpChannel() = default;
    /// 0, or errno.
    [[nodiscard]] virtual int send(std::span<const std::byte> request) = 0;
    /// The size of the next datagram of the kernel's, put into `into`; negative: -errno. A datagram cut to the size of
    /// `into` has its full size returned.
    [[nodiscard]] virtual std::ptrdiff_t receive(std::span<std::byte> into) = 0;
};

/// Opens a channel; each attempt has a new one, so that no rest of an earlier answer gets in.
using OpenChannel = std::function<Result<std::unique_ptr<DumpChannel>>()>;

/// A channel to the kernel in the network namespace of the calling thread.
[[nodiscard]] Result<std::unique_ptr<DumpChannel>> openSockDiag();
/// A channel in the namespace open as `netNamespace`, by entering it in a thread that ends: needs privilege.
[[nodiscard]] Result<std::unique_ptr<DumpChannel>> openSockDiagIn(int netNamespace);

/// All TCP sockets, IPv4 and IPv6. Fails when the kernel refuses; an answer that stays broken or interrupted after all
/// attempts is given as it is, with a note.
[[nodiscard]] Result<SocketDump> dumpSockets(const OpenChannel& open, const DumpOptions& options);

} // namespace synscope
