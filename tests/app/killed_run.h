// SPDX-License-Identifier: Apache-2.0
//
// Work in a process of its own that is killed when it is about to change files: at the first such system call, the
// second, and so on, which are all the moments that what it leaves on the disk can tell apart.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace synscope::test {

struct TracedRun {
    std::string obstacle;    ///< why processes cannot be traced here; empty: they can
    bool wasKilled = false;  ///< else the work ended before
    int status = -1;         ///< then: what it returned
    std::vector<long> calls; ///< its system calls that change files, but for its writes to standard output and error
};

/// Runs `work` in the child and kills it (SIGKILL) when its main thread is about to make call number `lastCall`,
/// counted from 0. What the child writes to its standard output and error is lost.
[[nodiscard]] TracedRun runUntil(std::size_t lastCall, const std::function<int()>& work);
/// To its end.
[[nodiscard]] TracedRun runTraced(const std::function<int()>& work);
/// Work that is a program.
[[nodiscard]] std::function<int()> programOf(const char* program, const std::vector<std::string>& arguments);

} // namespace synscope::test
