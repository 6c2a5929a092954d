// SPDX-License-Identifier: Apache-2.0
//
// The language of NETLINK_SOCK_DIAG (sock_diag(7)) as pure functions over bytes: one request, and the messages of its
// answer. Nothing here talks to the kernel. The bytes are in the machine's own order, as netlink has them.
#pragma once

#include "core/sockets/socket_table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace synscope {

/// The bytes that ask for all TCP sockets of one family in these states.
[[nodiscard]] std::vector<std::byte> dumpRequest(bool v6, SocketStates states, std::uint32_t sequence);

/// What one piece of an answer said besides its sockets.
struct DumpPiece {
    bool isLast = false;         ///< the answer ended, well or with errorNumber
    bool wasInterrupted = false; ///< the table changed under the kernel's hands (NLM_F_DUMP_INTR)
    bool overran = false;        ///< the kernel dropped messages
    int errorNumber = 0;         ///< errno of a refusal
    std::uint64_t malformed = 0; ///< messages that could not be read, whole or in part
};

/// Reads the messages of one received datagram that belong to the request of this sequence number, and appends their
/// sockets. Any bytes may be given: a message that cannot be read is counted and skipped, a wrong length ends the
/// datagram.
[[nodiscard]] DumpPiece parseDump(std::span<const std::byte> datagram, std::uint32_t sequence,
                                  std::vector<SocketEntry>& into);

} // namespace synscope
