// SPDX-License-Identifier: Apache-2.0
//
// Makes captures for benchmarks: deterministic for a seed, Ethernet, IPv4, TCP, 96 bytes captured of each packet.
// Connections overlap; each opens, sends data both ways and closes, but for a share that leaks or is reset.
#pragma once

#include <cstdint>
#include <string>

namespace synscope::bench {

struct CaptureShape {
    std::uint32_t connections = 100'000;
    std::uint64_t packets = 1'000'000; ///< at least 8 a connection are written
    std::uint32_t concurrent = 10'000; ///< connections open at the same time
    std::uint32_t leakPercent = 2;     ///< never closed by the server
    std::uint32_t resetPercent = 3;    ///< ended by RST
    std::uint32_t lossPercent = 1;     ///< data segments sent twice
    std::uint64_t seed = 1;
};

/// Writes a pcap with microsecond stamps; returns the number of packets, 0 when the file cannot be written.
std::uint64_t writeCapture(const std::string& path, const CaptureShape& shape);

} // namespace synscope::bench
