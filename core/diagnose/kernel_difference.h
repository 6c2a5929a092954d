// SPDX-License-Identifier: Apache-2.0
//
// Where the kernel's socket table and the packets disagreed about an end of a connection, and no packet between two
// readings explained it. Plain values; the engine compares, a detector tells.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/tcp/state.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace synscope {

/// The kind of its findings.
inline constexpr std::string_view kKernelDiffers = "kernel-differs";

struct KernelDifference {
    ConnectionId connection = kNoConnection;
    Side side = Side::Initiator;       ///< whose socket is this machine's
    State kernelSays = State::Unknown; ///< CLOSED: the socket is gone
    State packetsSay = State::Unknown; ///< the likeliest
    Timestamp since{};                 ///< of the first reading that said so: it may have begun before
    std::optional<Timestamp> until;    ///< when they agreed again, or a packet came; empty: it lasts
    std::uint64_t dropped = 0;         ///< packets that the capture had dropped by then
    bool mayBeFiltered = false;        ///< the capture has a filter
};

/// In order of connections, and of what came first; immutable.
using KernelDifferences = std::vector<KernelDifference>;
using KernelDifferencesPtr = std::shared_ptr<const KernelDifferences>;

} // namespace synscope
