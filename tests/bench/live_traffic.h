// SPDX-License-Identifier: Apache-2.0
//
// A server's traffic over days, made up second by second and decoded already, so that a day passes in a minute:
// connections that come and go, openings nobody answers, resets, some that stay open, and now and then a leak. The
// spool that the packets would lie in is made up, too.
#pragma once

#include "core/engine/tracker.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace synscope::bench {

struct TrafficShape {
    std::uint32_t connectionsPerSecond = 200;
    std::uint32_t stayOpen = 50;         ///< connections, a packet a minute each
    std::uint32_t leakEverySeconds = 60; ///< every other one is ended by the server, after three minutes
    std::uint64_t spoolBytes = std::uint64_t{64} << 20;
};

/// A close that the server owes, or owed.
struct MadeLeak {
    SocketAddress client;
    std::uint32_t isn = 0;
    Timestamp since{};
    std::optional<Timestamp> ended = {};
};

class LiveTraffic {
public:
    explicit LiveTraffic(TrafficShape shape);

    /// The packets of the next second.
    const DecodedBatch& nextSecond();
    [[nodiscard]] const std::deque<MadeLeak>& leaks() const { return m_leaks; }
    [[nodiscard]] std::uint64_t connections() const { return m_connections; }

private:
    struct Flow {
        SocketAddress client;
        std::uint32_t isn = 0;
    };
    Flow newFlow();
    void openings();
    void whole(const Flow& flow);
    void open(const Flow& flow);
    void leak();
    void keepOpen();
    void endLeaks();
    void send(const Flow& flow, bool fromClient, std::uint16_t flags, std::uint32_t seq, std::uint32_t ack,
              std::uint32_t payload = 0);
    void tellProgress();

    TrafficShape m_shape;
    DecodedBatch m_batch;
    Timestamp m_now{};
    std::uint64_t m_second = 0;
    std::uint64_t m_packets = 0;
    std::uint64_t m_connections = 0;
    std::deque<std::uint64_t> m_parts; ///< number of the packet that each sixteenth of the kept spool begins with
    std::vector<Flow> m_open;
    std::deque<MadeLeak> m_leaks;
    std::size_t m_firstToEnd = 0; ///< in m_leaks
};

/// What of a snapshot is wrong: a leak that is missing or has another age, a row that cannot be read. Empty: nothing.
[[nodiscard]] std::string faultsOf(const Snapshot& snapshot, const LiveTraffic& traffic);

} // namespace synscope::bench
