// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli leaks -i INTERFACE`: a short capture beside the kernel's socket table, and what both know of the closes
// that are owed on the interface's addresses.
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/machine_leaks.h"
#include "core/engine/kernel_reading.h"
#include "core/sockets/socket_source.h"
#include "core/store/snapshot.h"

#include <memory>
#include <vector>

namespace synscope::cli {

[[nodiscard]] ExitStatus runInterfaceLeaks(const Arguments& arguments, Output& output);

/// This machine's sockets, with who holds them looked at anew by each reading.
[[nodiscard]] std::unique_ptr<SocketSource> openLeakTables();

/// The leaks that the interface sees, oldest first. Where the FIN was captured, the age is exact, and the packet named.
[[nodiscard]] std::vector<ListedLeak> joinLeaks(std::vector<Leak> leaks, const SocketTable& table,
                                                const Snapshot& snapshot, const CaptureScope& scope);

} // namespace synscope::cli
