// SPDX-License-Identifier: Apache-2.0
//
// Packet time: nanoseconds since the Unix epoch, UTC. Core never asks a wall clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace synscope {

using Duration = std::chrono::nanoseconds;
using Timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

constexpr Timestamp timestampFromNs(std::int64_t nanoseconds) {
    return Timestamp(Duration(nanoseconds));
}

constexpr std::int64_t nsSinceEpoch(Timestamp time) {
    return time.time_since_epoch().count();
}

} // namespace synscope
