// SPDX-License-Identifier: Apache-2.0
//
// The texts under /proc/PID (proc(5)) as values. Pure functions: whatever the text, they give what it says or nothing.
#pragma once

#include "core/sockets/process_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synscope {

/// Out of /proc/PID/stat.
struct ProcessStat {
    std::string name; ///< may hold spaces and brackets
    std::int32_t parent = 0;
    std::uint64_t startTicks = 0;
};
[[nodiscard]] std::optional<ProcessStat> parseProcessStat(std::string_view text);

/// The effective user id out of /proc/PID/status.
[[nodiscard]] std::optional<std::uint32_t> parseEffectiveUid(std::string_view status);

/// The arguments of /proc/PID/cmdline, which end in NUL, joined by spaces.
[[nodiscard]] std::string joinArguments(std::string_view cmdline);

/// The container or systemd unit that the paths of /proc/PID/cgroup name, in either version of control groups. Seen
/// from inside a container they name nothing.
[[nodiscard]] Confinement parseConfinement(std::string_view cgroup);

/// The soft limit of open files out of /proc/PID/limits. The outer optional: the text names it; the inner one: there is
/// a limit.
[[nodiscard]] std::optional<std::optional<std::uint64_t>> parseOpenFilesLimit(std::string_view limits);

} // namespace synscope
