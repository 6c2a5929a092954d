// SPDX-License-Identifier: Apache-2.0
//
// Connections that are not open yet, by the listener they are for: half-open ones, which wait in its SYN queue, SYNs
// that nobody answered, and connections that it did not take although the client had finished opening them, as a full
// accept queue does; and how many were on their way at each moment of the capture. Pure.
#pragma once

#include "core/store/count_over_time.h"
#include "core/store/row_pass.h"

#include <cstdint>
#include <vector>

namespace synscope {

/// What one listener was asked.
struct ListenerOpenings {
    SocketAddress listener;
    std::uint64_t halfOpen = 0;   ///< in SYN_RECEIVED at the end of the capture
    Timestamp oldestHalfOpen{};   ///< valid with `halfOpen`
    std::uint64_t expired = 0;    ///< of the half-open: for so long that a host has usually given them up
    std::uint64_t unanswered = 0; ///< SYN_SENT at the end, and the listener has not said a word
    std::uint32_t mostSyns = 0;   ///< of one that nobody answered
    std::uint64_t notTaken = 0;   ///< SYN+ACK sent again after the handshake's final ACK
    std::uint64_t flooding = 0;   ///< openings in the busiest window of a flood; 0: none

    [[nodiscard]] std::uint64_t waiting() const { return halfOpen + unanswered; }
};

struct Openings {
    std::vector<ListenerOpenings> listeners; ///< the most waiting or not taken first, as many as wanted
    std::uint64_t moreListeners = 0;         ///< beyond these
    ListenerOpenings all;                    ///< sums, and the extremes, of all of them, without a listener
    SampleTimes samples;                     ///< of `overTime`
    std::vector<std::uint32_t> overTime;     ///< openings on their way at each moment
    bool isWhole = true;                     ///< false: cancelled; the rest means nothing
};

struct OpeningsOptions {
    DiagnosePolicy policy = {};
    /// How long a host waits for the final ACK: Linux sends its SYN+ACK six times (tcp_synack_retries).
    Duration listenerGivesUp = std::chrono::seconds(63);
    /// How long a host waits for an answer: Linux sends its SYN seven times (tcp_syn_retries).
    Duration openerGivesUp = std::chrono::seconds(127);
    std::uint32_t samples = 120; ///< moments to count at, at most
    std::size_t most = 20;
    IsCancelled isCancelled = {};
};

/// Cost: two passes over the rows, and one over the transitions of those that took their time to open; memory: the
/// listeners.
[[nodiscard]] Openings openingsOf(const Snapshot& snapshot, const OpeningsOptions& options);

} // namespace synscope
