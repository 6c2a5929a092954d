// SPDX-License-Identifier: Apache-2.0
//
// One capture after another: see watch_capture.h.
#include "app/cli/watch_capture.h"

#include "app/cli/capture_fault.h"

#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>
#include <variant>

namespace synscope::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// Why a capture ended; empty where it only was full.
std::optional<std::string> faultOf(const LiveState& state, const LoadState& load) {
    if (state.end == CaptureEnd::LimitReached)
        return std::nullopt;
    return endText(state, load);
}

} // namespace

WatchCapture::WatchCapture(StartCapture start, CaptureRequest request, const PollOptions& rest)
    : m_start(std::move(start)),
      m_request(std::move(request)),
      m_rest(rest),
      m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

WatchCapture::~WatchCapture() {
    m_thread.request_stop();
    m_thread.join();
}

std::shared_ptr<const CaptureCount> WatchCapture::count() {
    std::uint64_t looks = 0;
    (void)::read(m_event.get(), &looks, sizeof looks); // nothing to read: no look since
    const std::lock_guard lock(m_mutex);
    return m_count;
}

void WatchCapture::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        m_now.fault.reset();
        m_now.summary.reset();
        auto started = m_start(m_request, stop);
        if (const CaptureTrouble* const trouble = std::get_if<CaptureTrouble>(&started)) {
            m_now.fault = faultText(*trouble);
        } else {
            const std::unique_ptr<Session> session = std::move(std::get<0>(started));
            ++m_now.captures;
            follow(*session, stop);
            m_packetsBefore = m_now.packets;
            m_droppedBefore = m_now.dropped;
        }
        if (!m_now.fault)
            continue;
        m_now.summary.reset();
        publish();
        rest(m_rest.atMost, stop);
    }
}

void WatchCapture::follow(const Session& session, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const SteadyClock::time_point begin = SteadyClock::now();
        const SnapshotPtr snapshot = session.mailbox->latest();
        add(*snapshot);
        publish();
        if (snapshot->load.finished) {
            m_now.fault = faultOf(session.live->state(), snapshot->load);
            return;
        }
        rest(restAfter(SteadyClock::now() - begin, m_rest), stop);
    }
}

void WatchCapture::add(const Snapshot& snapshot) {
    m_now.summary = summarise(snapshot, {});
    m_now.packets = m_packetsBefore + m_now.summary->packets.total();
    m_now.dropped = m_droppedBefore + m_now.summary->load.kernelDrops;
}

void WatchCapture::publish() {
    {
        const std::lock_guard lock(m_mutex);
        m_count = std::make_shared<const CaptureCount>(m_now);
    }
    constexpr std::uint64_t kOne = 1;
    (void)::write(m_event.get(), &kOne, sizeof kOne); // full: it is readable already
}

void WatchCapture::rest(std::chrono::nanoseconds time, const std::stop_token& stop) {
    std::unique_lock lock(m_restMutex);
    m_wakeUp.wait_for(lock, stop, time, [] { return false; });
}

} // namespace synscope::cli
