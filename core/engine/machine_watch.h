// SPDX-License-Identifier: Apache-2.0
//
// Watches this machine's sockets: polls the socket table in a thread of its own, keeps the ledger of what owes closes,
// and publishes both after each reading. Needs no privilege.
#pragma once

#include "core/sockets/leaks.h"
#include "core/sockets/socket_poller.h"
#include "core/store/machine_watch.h"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace synscope {

/// One reading of the socket table, for whoever else wants it: as the kernel told it, and as the window shows it.
using OnReading = std::function<void(const SocketTable& table, const MachineReading& reading)>;

struct MachineWatchOptions {
    PollOptions poll = {};
    DiagnosePolicy policy = {};
    std::string procRoot = "/proc"; ///< for descriptors
    OnReading onReading = {};       ///< called in the watch's thread after each that succeeded, before it is published
};

/// The sockets of this machine, for a watch: who holds them is looked at as often as the poller's rests allow.
[[nodiscard]] std::unique_ptr<SocketSource> openSocketsToWatch(std::function<Timestamp()> now);
/// Of this machine. `now` is asked in the watch's thread for the time of each reading.
[[nodiscard]] std::unique_ptr<MachineWatch> watchThisMachine(std::function<Timestamp()> now);
/// Of any source. `source` is read in the watch's thread alone.
[[nodiscard]] std::unique_ptr<MachineWatch> watchSockets(std::unique_ptr<SocketSource> source,
                                                         const MachineWatchOptions& options = {});

/// The table for readers. `earlier` is an older table of the same machine, to see what moves; it may be null.
[[nodiscard]] MachineReading machineReadingOf(const SocketTable& table, const SocketTable* earlier,
                                              std::span<const GhostDescriptor> ghosts, const DiagnosePolicy& policy);

} // namespace synscope
