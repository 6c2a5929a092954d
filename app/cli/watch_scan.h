// SPDX-License-Identifier: Apache-2.0
//
// What `synscope-cli watch` knows: the socket table read again and again in a thread of its own, and counted there, so
// that counting lowers the rate as reading does.
#pragma once

#include "core/capture/file_descriptor.h"
#include "core/sockets/listen_drops.h"
#include "core/sockets/owed_since.h"
#include "core/sockets/socket_census.h"
#include "core/sockets/socket_poller.h"
#include "core/sockets/system_sockets.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace synscope::cli {

/// The descriptors of one process that owes closes.
struct WatchedProcess {
    std::string name;
    DescriptorUse use;
};

/// After a scan. What a scan that failed could not count is empty.
struct WatchState {
    std::optional<SocketCensus> census;
    std::vector<WatchedProcess> processes;
    ListenCounters listenCounters;        ///< since the first scan
    std::vector<ListenerDrops> dropping;  ///< since the first scan, or since they listen
    std::optional<Timestamp> lastSuccess; ///< of this scan or an earlier one
    std::optional<std::string> fault;     ///< why the scan failed
    Duration took = Duration::zero();
    std::uint64_t scans = 0;    ///< including those that failed
    std::uint64_t failures = 0; ///< scans that failed
    std::size_t gaps = 0;       ///< notes of the table about what is missing in it
    std::size_t unreadable = 0; ///< processes whose descriptors may not be read
};

class WatchScanner {
public:
    /// Begins at once. `mostNamed` as takeCensus() has it, `policy` as findLeaks().
    WatchScanner(std::unique_ptr<SocketSource> source, const PollOptions& options, std::size_t mostNamed,
                 const LeakPolicy& policy = {});

    /// Readable after a scan, until state() is asked.
    [[nodiscard]] int fd() const { return m_event.get(); }
    /// After the last scan; before the first one, all zero. From any thread.
    [[nodiscard]] std::shared_ptr<const WatchState> state();
    /// As SocketPoller::stop().
    void stop() { m_poller.stop(); }

private:
    void evaluate(const PolledTable& polled);
    void count(const std::shared_ptr<const SocketTable>& table, WatchState& state);

    const std::size_t m_mostNamed;
    const LeakPolicy m_policy;
    FileDescriptor m_event;
    OwedSince m_since; ///< this and the next two in the poller's thread alone
    ListenDrops m_drops;
    std::shared_ptr<const SocketTable> m_earlier;
    std::mutex m_mutex; ///< guards the next
    std::shared_ptr<const WatchState> m_state = std::make_shared<WatchState>();
    SocketPoller m_poller; ///< last: its thread uses all of the above
};

} // namespace synscope::cli
