// SPDX-License-Identifier: Apache-2.0
//
// Makes captures for benchmarks: deterministic for a seed, Ethernet, IPv4 or IPv6, TCP, 96 bytes captured of each
// packet. Connections overlap; each opens, sends data both ways and closes, but for a share that leaks or is reset.
// Elephants send one way, and a flood of SYNs that nobody answers may run through it all.
#pragma once

#include <cstdint>
#include <string>

namespace synscope::bench {

struct CaptureShape {
    std::uint32_t connections = 100'000; ///< elephants among them, the flood not
    std::uint64_t packets = 1'000'000;   ///< of the connections; at least 8 each are written
    std::uint32_t concurrent = 10'000;   ///< connections open at the same time
    std::uint32_t leakPercent = 2;       ///< never closed by the server
    std::uint32_t resetPercent = 3;      ///< ended by RST
    std::uint32_t lossPercent = 1;       ///< data segments sent twice
    std::uint32_t reorderPercent = 0;    ///< data segments in two halves, the second half first
    std::uint32_t v6Percent = 0;         ///< connections over IPv6
    std::uint32_t reusePercent = 0;      ///< connections on the ports of one that has ended, where there is one
    std::uint32_t elephants = 0;         ///< the first connections: servers that send at full speed
    std::uint64_t elephantPackets = 0;   ///< of each elephant, of `packets`; half of all while there are any
    std::uint32_t floodSyns = 0;         ///< SYNs from as many addresses and ports, unanswered
    std::uint64_t seed = 1;
};

/// What was written. Nothing at all, not even a packet, when the file cannot be written.
struct CaptureCounts {
    std::uint64_t packets = 0;
    std::uint64_t connections = 0; ///< SYNs of the flood are connections, too
    std::uint64_t v6 = 0;          ///< connections
    std::uint64_t reused = 0;      ///< connections
    std::uint64_t leaks = 0;       ///< connections
    std::uint64_t resets = 0;      ///< connections
    std::uint64_t repeated = 0;    ///< data segments that were sent a second time
    std::uint64_t reordered = 0;   ///< data segments that came behind their successor
};

/// Writes a pcap with microsecond stamps.
CaptureCounts writeCapture(const std::string& path, const CaptureShape& shape);

} // namespace synscope::bench
