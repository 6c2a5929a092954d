// SPDX-License-Identifier: Apache-2.0
//
// An open capture as its readers see it: the mailbox where snapshots arrive, and a way to get packets back.
// The engine makes one; the window and the command line only read it.
#pragma once

#include "core/store/live_capture.h"
#include "core/store/mailbox.h"
#include "core/store/snapshot.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace synscope {

using SnapshotMailbox = Mailbox<Snapshot>;

/// Closing: destroying the session cancels the load and joins its threads.
struct Session {
    std::string name; ///< file name for titles, "standard input"
    std::string path; ///< as opened
    std::shared_ptr<SnapshotMailbox> mailbox = std::make_shared<SnapshotMailbox>();
    FetchPacket fetch;               ///< works while the load goes on, and after it
    std::function<void()> cancel;    ///< stops loading; what was read stays. Thread-safe; may be empty
    std::optional<LiveCapture> live; ///< of a live capture only
    std::shared_ptr<void> threads;   ///< of the engine; letting go of it cancels and joins
};

/// Opens a file (or "-") and begins loading in the background. A pipe is waited for until its first bytes come,
/// or until a stop is requested: then it fails.
using OpenSession = std::function<Result<std::unique_ptr<Session>>(const std::string& path, std::stop_token stop)>;

/// Several regular files as one, merged by time; otherwise the same.
using OpenTogether =
    std::function<Result<std::unique_ptr<Session>>(std::span<const std::string> paths, std::stop_token stop)>;

/// Files of a capture that was cut into several, as their names tell.
struct CaptureSet {
    std::vector<std::string> paths; ///< by number or name; their order in time is found when they are opened
    std::string missing;            ///< the numbers that are skipped between: "00003, 00005 to 00007"; mostly empty
};
/// The set that a file belongs to; the file alone where there is none.
using FindCaptureSet = std::function<CaptureSet(const std::string& path)>;

/// Opens what a live capture left behind; it stays where it is until it is discarded.
using RecoverCapture = std::function<Result<std::unique_ptr<Session>>(const LeftCapture&)>;
/// Deletes it; an empty answer: done.
using DiscardCapture = std::function<std::optional<Error>(const LeftCapture&)>;

/// Begins a live capture and waits until it has begun, or until a stop is requested: then it fails.
using StartCapture =
    std::function<std::variant<std::unique_ptr<Session>, CaptureTrouble>(const CaptureRequest&, std::stop_token)>;

} // namespace synscope
