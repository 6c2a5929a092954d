// SPDX-License-Identifier: Apache-2.0
//
// What the newest reading of the kernel's socket table tells, beside a live capture, of the ends of its connections
// that owe a close: why, what lies in their queues, and what passed before the capture began. Immutable once published.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/store/connection_owners.h"
#include "core/store/owed_cause.h"
#include "core/tcp/state.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

struct KernelOwed {
    ConnectionId connection = kNoConnection;
    Side side = Side::Initiator; ///< the socket's own
    OwedCause cause = OwedCause::Unknown;
    std::string text;               ///< what the program does not do
    Timestamp read{};               ///< when
    std::uint32_t receiveQueue = 0; ///< as MachineSocket
    std::uint32_t sendQueue = 0;
    std::optional<std::uint64_t> sent;           ///< bytes that the peer acknowledged, since the connection was opened
    std::optional<std::uint64_t> received;       ///< bytes
    std::optional<Timestamp> lastSent;           ///< data; empty where not told or never
    std::optional<Timestamp> lastReceived;       ///< the same
    std::shared_ptr<const SocketOwner> listener; ///< of one that was never accepted: who ought to; null: not known
};

/// Sorted by connection and side.
using KernelOwedEnds = std::vector<KernelOwed>;
using KernelOwedPtr = std::shared_ptr<const KernelOwedEnds>; ///< null: nothing is told

/// Null where the table tells nothing of that end. Cost: the logarithm of `ends`.
[[nodiscard]] const KernelOwed* kernelWordOn(const KernelOwedPtr& ends, ConnectionId connection, Side side);

} // namespace synscope
