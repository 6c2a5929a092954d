// SPDX-License-Identifier: Apache-2.0
//
// One scan after another: see watch_scan.h.
#include "app/cli/watch_scan.h"

#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace synscope::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// Those that still are there and may be read.
std::vector<WatchedProcess> descriptorsOf(const std::vector<OwingProcess>& owing) {
    std::vector<WatchedProcess> processes;
    for (const OwingProcess& process : owing)
        if (const Result<DescriptorUse> use = descriptorUse(process.pid))
            processes.push_back({process.name, use.value()});
    return processes;
}

} // namespace

WatchScanner::WatchScanner(std::unique_ptr<SocketSource> source, const PollOptions& options, std::size_t mostNamed,
                           const LeakPolicy& policy)
    : m_mostNamed(mostNamed),
      m_policy(policy),
      m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_drops(mostNamed),
      m_poller(std::move(source), options, [this](const PolledTable& polled) { evaluate(polled); }) {}

std::shared_ptr<const WatchState> WatchScanner::state() {
    std::uint64_t scans = 0;
    (void)::read(m_event.get(), &scans, sizeof scans); // nothing to read: no scan since
    const std::lock_guard lock(m_mutex);
    return m_state;
}

void WatchScanner::evaluate(const PolledTable& polled) {
    const SteadyClock::time_point begin = SteadyClock::now();
    WatchState state;
    {
        const std::lock_guard lock(m_mutex);
        state.scans = m_state->scans + 1;
        state.failures = m_state->failures;
        state.lastSuccess = m_state->lastSuccess;
    }
    if (polled.error) {
        state.fault = polled.error->message;
        ++state.failures;
    } else {
        count(polled.table, state);
    }
    state.took = polled.took + (SteadyClock::now() - begin);
    {
        const std::lock_guard lock(m_mutex);
        m_state = std::make_shared<const WatchState>(std::move(state));
    }
    constexpr std::uint64_t kOne = 1;
    (void)::write(m_event.get(), &kOne, sizeof kOne); // full: it is readable already
}

void WatchScanner::count(const std::shared_ptr<const SocketTable>& table, WatchState& state) {
    std::vector<GhostDescriptor> ghosts;
    if (m_earlier != nullptr)
        ghosts = ghostDescriptors(*m_earlier, *table);
    std::vector<Leak> leaks = findLeaks(*table, m_earlier.get(), ghosts, m_policy);
    m_since.raiseAges(leaks, SteadyClock::now());
    state.census = takeCensus(*table, leaks, m_mostNamed);
    m_drops.add(*table);
    state.listenCounters = m_drops.counters();
    state.dropping = m_drops.listeners();
    state.processes = descriptorsOf(state.census->owing);
    state.lastSuccess = table->time;
    state.gaps = table->notes.size();
    state.unreadable = table->processes->unreadable();
    m_earlier = table;
}

} // namespace synscope::cli
