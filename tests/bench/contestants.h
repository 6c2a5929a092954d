// SPDX-License-Identifier: Apache-2.0
//
// What synscope is compared with, that can be written in a few lines: each reads one capture from begin to end.
#pragma once

#include <cstdint>
#include <string>

namespace synscope::bench {

/// Counts the packets with libpcap, and nothing else. 0 where it cannot be read.
[[nodiscard]] std::uint64_t countWithLibpcap(const std::string& path);

/// The least that a tracker does: reads, decodes and finds the 4-tuple of each segment. The number of 4-tuples.
[[nodiscard]] std::uint64_t countFlows(const std::string& path);

} // namespace synscope::bench
