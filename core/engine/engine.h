// SPDX-License-Identifier: Apache-2.0
//
// The threads: source -> decode -> track -> publish. loadCapture does it on the calling thread and returns
// when all is read; openSession does it on threads of its own and publishes snapshots as it goes.
#pragma once

#include "core/base/result.h"
#include "core/engine/tracker.h"
#include "core/store/session.h"

#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace synscope {

class KernelFeed;
class PacketSource;

struct LoadOptions {
    Duration timeWait = std::chrono::seconds(60); ///< 2MSL
    bool keepPackets = true;                      ///< false: no replay wanted, so pipes are not spooled
    /// That track, at most eight and a power of two, rounded down; 0: as many as processors, and one where the first
    /// thousand segments are of a few 4-tuples.
    unsigned threads = 0;
};

struct LoadedCapture {
    SnapshotPtr snapshot; ///< finished; damage, if any, in snapshot->load.damage
    FetchPacket fetch;    ///< empty unless keepPackets
};

/// Reads everything. Fails only when nothing is usable.
[[nodiscard]] Result<LoadedCapture> loadCapture(const std::string& path, const LoadOptions& options);

/// Several files as one, merged by time (capture/merged_capture.h).
[[nodiscard]] Result<LoadedCapture> loadCaptures(std::span<const std::string> paths, const LoadOptions& options);

/// Opens the file and loads it in the background. Fails when it cannot be opened or holds no capture.
/// `stop` gives up waiting for a pipe's first bytes.
[[nodiscard]] Result<std::unique_ptr<Session>> openSession(const std::string& path, const LoadOptions& options,
                                                           std::stop_token stop = {});

/// The same for several files as one. The session has the first one's path, and a name that says how many there are.
[[nodiscard]] Result<std::unique_ptr<Session>> openSessionOf(std::span<const std::string> paths,
                                                             const LoadOptions& options, std::stop_token stop = {});

/// Loads from a source in the background; name and path of the session are the caller's to fill. `kernel`: of a live
/// capture, what the socket table told before it and tells while it runs; null without.
[[nodiscard]] std::unique_ptr<Session> beginSession(std::unique_ptr<PacketSource> source, Duration timeWait,
                                                    std::shared_ptr<KernelFeed> kernel = nullptr,
                                                    TrackerLimits limits = {});

} // namespace synscope
