// SPDX-License-Identifier: Apache-2.0
//
// What a network namespace counts of its listeners, out of the text of /proc/net/netstat (snmp_counter.rst of the
// kernel's documentation). Parsing is a pure function over text.
#pragma once

#include "core/sockets/socket_table.h"

#include <optional>
#include <string>
#include <string_view>

namespace synscope {

/// Empty where the text has none of the counters; one that an older kernel does not know is 0.
[[nodiscard]] std::optional<ListenCounters> parseNetstat(std::string_view text);

/// Of the namespace of a process, or of "thread-self"; empty where its text may not be read.
[[nodiscard]] std::optional<ListenCounters> readListenCounters(const std::string& procRoot, const std::string& process);

} // namespace synscope
