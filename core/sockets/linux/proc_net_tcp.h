// SPDX-License-Identifier: Apache-2.0
//
// The text of /proc/net/tcp and /proc/net/tcp6 (proc(5)): the second source of sockets, for network namespaces that
// may not be entered and kernels without NETLINK_SOCK_DIAG. It has no ages, cookies or limits of backlogs, and costs
// more. Parsing is a pure function over text.
#pragma once

#include "core/base/result.h"
#include "core/sockets/socket_table.h"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

struct ProcTable {
    std::vector<SocketEntry> entries;
    std::uint64_t malformed = 0; ///< lines that could not be read
};

/// Reads either file; which one it is shows in the addresses. `order` is the byte order of the machine that wrote the
/// text, and `ticksPerSecond` what it counts times in (sysconf(_SC_CLK_TCK)).
[[nodiscard]] ProcTable parseProcNetTcp(std::string_view text, std::uint32_t ticksPerSecond = 100,
                                        std::endian order = std::endian::native);

} // namespace synscope
