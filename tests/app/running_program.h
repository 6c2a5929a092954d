// SPDX-License-Identifier: Apache-2.0
//
// A program that goes on running while a test talks to it. It is killed at the end of its scope.
#pragma once

#include "core/sockets/linux/descriptor.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace synscope::test {

class RunningProgram {
public:
    RunningProgram(const char* program, const std::vector<std::string>& arguments);
    ~RunningProgram();
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;

    /// The next line of its standard error, without the end; waits for it. Empty when there are no more.
    [[nodiscard]] std::string errorLine() const;
    /// Sends a signal and waits for the end: the exit status, or 128 + the signal that ended it.
    [[nodiscard]] int end(int signal);

private:
    pid_t m_child = -1;
    Descriptor m_errors;
};

} // namespace synscope::test
