// SPDX-License-Identifier: Apache-2.0
//
// Packets of an interface, followed while `synscope-cli watch` runs: a live capture that is looked at again and again
// in a thread of its own. A capture that has grown to its limit is followed by a fresh one, so that neither disk nor
// memory fill up; its connections are then met half-way.
#pragma once

#include "core/capture/file_descriptor.h"
#include "core/export/summary.h"
#include "core/sockets/socket_poller.h"
#include "core/store/session.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace synscope::cli {

/// After a look at the capture.
struct CaptureCount {
    std::optional<CaptureSummary> summary; ///< of the present capture; empty while there is none
    std::uint64_t packets = 0;             ///< of all captures
    std::uint64_t dropped = 0;             ///< by the system, of all captures
    std::uint64_t captures = 0;            ///< begun so far
    std::optional<std::string> fault;      ///< why there is none now
};

class WatchCapture {
public:
    /// Begins at once. `rest` bounds how often the capture is looked at, as with the socket table; where there is none,
    /// it is tried again after the longest rest.
    WatchCapture(StartCapture start, CaptureRequest request, const PollOptions& rest);
    /// Ends the capture; waits for what is under way.
    ~WatchCapture();
    WatchCapture(const WatchCapture&) = delete;
    WatchCapture& operator=(const WatchCapture&) = delete;

    /// Readable after a look, until count() is asked.
    [[nodiscard]] int fd() const { return m_event.get(); }
    /// After the last look; before the first one, all zero. From any thread.
    [[nodiscard]] std::shared_ptr<const CaptureCount> count();
    [[nodiscard]] const CaptureRequest& request() const { return m_request; }

private:
    void run(const std::stop_token& stop);
    void follow(const Session& session, const std::stop_token& stop);
    void add(const Snapshot& snapshot);
    void publish();
    void rest(std::chrono::nanoseconds time, const std::stop_token& stop);

    const StartCapture m_start;
    const CaptureRequest m_request;
    const PollOptions m_rest;
    FileDescriptor m_event;
    CaptureCount m_now;                ///< this and the next two in the thread alone
    std::uint64_t m_packetsBefore = 0; ///< of captures that have ended
    std::uint64_t m_droppedBefore = 0;
    std::mutex m_mutex; ///< guards the next
    std::shared_ptr<const CaptureCount> m_count = std::make_shared<CaptureCount>();
    std::mutex m_restMutex; ///< guards nothing: a rest ends with the program's end alone
    std::condition_variable_any m_wakeUp;
    std::jthread m_thread; ///< last: it uses all of the above
};

} // namespace synscope::cli
