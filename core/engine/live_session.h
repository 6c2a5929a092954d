// SPDX-License-Identifier: Apache-2.0
//
// Live captures: synscope-capture runs beside this program and its output is read like a pipe that is still being
// written. Packets lie in a spool until somebody saves them.
#pragma once

#include "core/sockets/socket_source.h"
#include "core/store/session.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace synscope {

struct LiveOptions {
    std::string program;                                          ///< path of synscope-capture
    Duration timeWait = std::chrono::seconds(60);                 ///< 2MSL
    std::chrono::milliseconds patience = std::chrono::seconds(3); ///< for it to end when asked, before it is killed
    std::string spoolFolder = {}; ///< where a crash leaves the packets; empty: they go with the program
    /// Socket tables that tell whose connections are, read while the capture runs; they are saved with it and followed
    /// by the window. None: without.
    std::function<std::unique_ptr<SocketSource>()> sockets = {};
    std::function<Timestamp()> now = {}; ///< the time in the name of a spool; without it that is the epoch
};

/// See StartCapture. The session's cancel() asks the program to end and reads what it still writes; destroying the
/// session kills it and never waits for its goodwill.
[[nodiscard]] std::variant<std::unique_ptr<Session>, CaptureTrouble>
startCapture(const CaptureRequest& request, const LiveOptions& options, const std::stop_token& stop);

/// See AskHelper.
[[nodiscard]] HelperAnswer askHelper(const LiveOptions& options, const std::vector<std::string>& words,
                                     const std::atomic<bool>& cancelled);

} // namespace synscope
