// SPDX-License-Identifier: Apache-2.0
//
// Reads the socket table again and again in a thread of its own and keeps the latest. A table that takes long to read
// is read less often, so that watching never becomes the load.
#pragma once

#include "core/base/result.h"
#include "core/sockets/socket_source.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace synscope {

struct PollOptions {
    std::chrono::nanoseconds atLeast = std::chrono::seconds(1); ///< between the end of one reading and the next
    std::chrono::nanoseconds atMost = std::chrono::seconds(30);
    int restFactor = 20; ///< a reading that took t is followed by a rest of that many times t
};

/// How long to rest after a reading that took `took`.
[[nodiscard]] std::chrono::nanoseconds restAfter(std::chrono::nanoseconds took, const PollOptions& options);

/// What a reading came to.
struct PolledTable {
    std::shared_ptr<const SocketTable> table; ///< the last that could be read; null before the first
    std::optional<Error> error;               ///< why this reading failed
    std::chrono::nanoseconds took{};
};

class SocketPoller {
public:
    /// Called in the poller's thread after each reading, before the rest, which its time counts towards. It must not
    /// call stop().
    using Listener = std::function<void(const PolledTable&)>;

    /// Begins at once. `source` is used in the poller's thread alone.
    explicit SocketPoller(std::unique_ptr<SocketSource> source, PollOptions options = {}, Listener listener = {});
    /// As stop().
    ~SocketPoller();
    SocketPoller(const SocketPoller&) = delete;
    SocketPoller& operator=(const SocketPoller&) = delete;

    /// The last table that was read; null before the first one. It never changes. From any thread.
    [[nodiscard]] std::shared_ptr<const SocketTable> latest() const;
    /// Why the last reading failed; empty when it did not.
    [[nodiscard]] std::optional<Error> lastError() const;
    /// Ends the present rest, so that the table is read now.
    void wake();
    /// Ends a rest at once and waits for a reading that is under way. Nothing is read afterwards.
    void stop();

private:
    void run(const std::stop_token& stop);
    void readOnce();

    std::unique_ptr<SocketSource> m_source;
    const PollOptions m_options;
    const Listener m_listener;
    mutable std::mutex m_mutex; ///< guards the four below
    std::condition_variable_any m_wakeUp;
    bool m_isAwake = false;
    std::shared_ptr<const SocketTable> m_latest;
    std::optional<Error> m_error;
    std::jthread m_thread; ///< last: it uses all of the above
};

} // namespace synscope
