// SPDX-License-Identifier: Apache-2.0
//
// How `leaks` prints what the kernel's socket table tells, with what packets add to it. The ndjson is a contract.
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "core/base/ids.h"
#include "core/sockets/leaks.h"

#include <span>

namespace synscope::cli {

struct ListedLeak {
    Leak leak;
    PacketNumber fin = kNoPacket; ///< the FIN that began it, where it was captured
};

/// `now`: when the table was read.
void writeLeaks(Output& output, std::span<const ListedLeak> leaks, Timestamp now, bool asNdjson);

/// On standard error: what the list cannot show, and how to see it.
void tellGaps(const SocketTable& table, std::span<const ListedLeak> leaks);

/// As the options of `leaks` and `watch` say; the defaults where a command has none.
[[nodiscard]] LeakPolicy leakPolicyOf(const Arguments& arguments);

/// Owed for at least as long; of ghost descriptors nobody knows.
[[nodiscard]] bool isAtLeast(const Leak& leak, Duration wanted);

} // namespace synscope::cli
