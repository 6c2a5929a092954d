// SPDX-License-Identifier: Apache-2.0
//
// This machine's sockets, watched: the socket table is read again and again, and each reading is published with the
// ledger of what owes closes. The engine makes one; the window only reads it.
#pragma once

#include "core/base/result.h"
#include "core/store/machine_sockets.h"
#include "core/store/mailbox.h"
#include "core/store/socket_ledger.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace synscope {

/// After a reading. Immutable.
struct MachineView {
    std::uint64_t readings = 0; ///< that succeeded; 0: `reading` and `leaks` hold nothing yet
    MachineReading reading;
    SocketLeaks leaks;
    DiagnosePolicy policy;
    Duration took{};              ///< the latest reading
    Duration rest{};              ///< until the next
    std::optional<Error> trouble; ///< why the latest reading failed; the rest is of the last one that did not
};
using MachineViewPtr = std::shared_ptr<const MachineView>;
using MachineMailbox = Mailbox<MachineView>;

/// Ending: destroying the watch ends its thread.
struct MachineWatch {
    std::shared_ptr<MachineMailbox> mailbox = std::make_shared<MachineMailbox>();
    std::function<void()> readNow;                        ///< ends the rest; any thread
    std::function<void(const DiagnosePolicy&)> setPolicy; ///< judges by it from the next reading on; any thread
    std::shared_ptr<void> threads; ///< of the engine; none where the watch is another's, who ends it
};

/// Begins to watch; never fails: a view says what went wrong.
using WatchMachine = std::function<std::unique_ptr<MachineWatch>()>;

} // namespace synscope
