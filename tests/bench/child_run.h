// SPDX-License-Identifier: Apache-2.0
//
// Runs a program to its end and says what it cost, as the kernel counts it.
#pragma once

#include <string>
#include <vector>

namespace synscope::bench {

struct RunCost {
    bool worked = false; ///< it ran, and ended with status 0; else nothing else here is known
    double cpuMs = 0;    ///< of all its threads, user and system
    double elapsedMs = 0;
    double peakBytes = 0; ///< of memory that was resident
};

/// What it prints is dropped. The program is sought in PATH unless it has a slash.
[[nodiscard]] RunCost runToEnd(const std::vector<std::string>& command);

/// Each figure's median by itself; not worked where any of them has not. At least one.
[[nodiscard]] RunCost medianOf(const std::vector<RunCost>& runs);

[[nodiscard]] bool isInPath(const std::string& program);

} // namespace synscope::bench
