// SPDX-License-Identifier: Apache-2.0
//
// The poller's thread: see socket_poller.h.
#include "core/sockets/socket_poller.h"

#include <algorithm>
#include <utility>

namespace synscope {

using SteadyClock = std::chrono::steady_clock;

std::chrono::nanoseconds restAfter(std::chrono::nanoseconds took, const PollOptions& options) {
    if (took >= options.atMost / options.restFactor)
        return options.atMost;
    return std::max(options.atLeast, took * options.restFactor);
}

SocketPoller::SocketPoller(std::unique_ptr<SocketSource> source, PollOptions options, Listener listener)
    : m_source(std::move(source)),
      m_options(options),
      m_listener(std::move(listener)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

SocketPoller::~SocketPoller() {
    stop();
}

std::shared_ptr<const SocketTable> SocketPoller::latest() const {
    const std::lock_guard lock(m_mutex);
    return m_latest;
}

std::optional<Error> SocketPoller::lastError() const {
    const std::lock_guard lock(m_mutex);
    return m_error;
}

void SocketPoller::wake() {
    {
        const std::lock_guard lock(m_mutex);
        m_isAwake = true;
    }
    m_wakeUp.notify_one();
}

void SocketPoller::stop() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void SocketPoller::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const SteadyClock::time_point begin = SteadyClock::now();
        readOnce();
        const SteadyClock::duration rest = restAfter(SteadyClock::now() - begin, m_options);
        std::unique_lock lock(m_mutex);
        m_wakeUp.wait_for(lock, stop, rest, [this] { return m_isAwake; });
        m_isAwake = false;
    }
}

void SocketPoller::readOnce() {
    const SteadyClock::time_point begin = SteadyClock::now();
    Result<SocketTable> table = m_source->read();
    PolledTable polled;
    polled.took = SteadyClock::now() - begin;
    {
        const std::lock_guard lock(m_mutex);
        m_error.reset();
        if (table)
            m_latest = std::make_shared<const SocketTable>(std::move(table).value());
        else
            m_error = table.error();
        polled.table = m_latest;
        polled.error = m_error;
    }
    if (m_listener)
        m_listener(polled);
}

} // namespace synscope
