// SPDX-License-Identifier: Apache-2.0
//
// What the window is given to capture with, and to watch this machine's sockets: it never sees the engine that does it.
#pragma once

#include "core/store/machine_watch.h"
#include "core/store/session.h"

namespace synscope::ui {

struct CaptureTools {
    StartCapture start;             ///< called on a thread of its own
    AskHelper ask;                  ///< called on a worker
    CountTraffic countTraffic = {}; ///< called on a worker; may be missing
    FindLeftCaptures findLeft = {}; ///< called on a worker; the three are there together or not at all
    RecoverCapture recover = {};    ///< called on the window's thread
    DiscardCapture discard = {};    ///< called on the window's thread
    WatchMachine watch = {};        ///< called on the window's thread
};

} // namespace synscope::ui
