// SPDX-License-Identifier: Apache-2.0
//
// What the system this program runs on says of its sockets: the one door to the folder of that system.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/sockets/socket_source.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

struct SystemSocketOptions {
    /// What time it is, as the table's `time`; without it that stays the epoch.
    std::function<Timestamp()> now;
    SocketStates states = SocketStates::all();
    /// Processes are looked at again when an unknown socket shows up, but never sooner after the last time than this,
    std::chrono::nanoseconds scanAtMostEvery = std::chrono::seconds(5);
    /// and after this in any case: descriptors wander without a new socket.
    std::chrono::nanoseconds scanAtLeastEvery = std::chrono::seconds(30);
    /// Other network namespaces too, as far as they can be seen.
    bool otherNamespaces = true;
    std::string procRoot = "/proc";
};

/// The sockets of this machine. Needs no privilege; with more of it, more owners and namespaces are seen.
[[nodiscard]] std::unique_ptr<SocketSource> openSystemSockets(SystemSocketOptions options = {});

/// A descriptor that leads to a TCP socket which no socket table holds: the connection was reset, by the answer to a
/// keep-alive probe for instance, or both sides finished it with shutdown(), and the program never closed the
/// descriptor. A socket that never was connected looks the same from outside: it is left out where its process may be
/// looked into, as by its own user or by root.
struct GhostDescriptor {
    std::int32_t pid = 0;
    std::int32_t descriptor = -1;
    std::uint64_t inode = 0;
    bool isV6Socket = false;
};

/// The ghosts among the processes of `first` that `second`, read after it, has not brought to life and that still lead
/// to the same socket: two tables, since a socket may be opened between reading the processes and the sockets. Both
/// must hold all states. Only processes whose network namespace `first` covers are looked at.
[[nodiscard]] std::vector<GhostDescriptor> ghostDescriptors(const SocketTable& first, const SocketTable& second,
                                                            const std::string& procRoot = "/proc");

/// How near a process is to "too many open files".
struct DescriptorUse {
    std::size_t open = 0;
    std::optional<std::uint64_t> softLimit; ///< empty: unlimited
};

/// Fails when the process is gone or may not be read.
[[nodiscard]] Result<DescriptorUse> descriptorUse(std::int32_t pid, const std::string& procRoot = "/proc");

/// How long until the limit, if it goes on like this. Empty: never, since nothing grows or there is no limit.
[[nodiscard]] std::optional<Duration> timeUntilLimit(const DescriptorUse& use, double growthPerSecond);

} // namespace synscope
