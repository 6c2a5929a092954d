// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/child_run.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <sstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::bench {
namespace {

double millisecondsOf(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
}

pid_t start(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str())); // NOLINT: exec takes them so and leaves them alone
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = -1;
    const int error = ::posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    return error == 0 ? child : -1;
}

double median(const std::vector<RunCost>& runs, double RunCost::*figure) {
    std::vector<double> values;
    for (const RunCost& run : runs)
        values.push_back(run.*figure);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

RunCost runToEnd(const std::vector<std::string>& command) {
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = start(command);
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child)
        return {};
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - begin;
    RunCost cost;
    cost.worked = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    cost.cpuMs = millisecondsOf(usage.ru_utime) + millisecondsOf(usage.ru_stime);
    cost.elapsedMs = elapsed.count();
    cost.peakBytes = static_cast<double>(usage.ru_maxrss) * 1024; // Linux counts in kibibytes
    return cost;
}

RunCost medianOf(const std::vector<RunCost>& runs) {
    RunCost cost;
    cost.worked = std::all_of(runs.begin(), runs.end(), [](const RunCost& run) { return run.worked; });
    cost.cpuMs = median(runs, &RunCost::cpuMs);
    cost.elapsedMs = median(runs, &RunCost::elapsedMs);
    cost.peakBytes = median(runs, &RunCost::peakBytes);
    return cost;
}

bool isInPath(const std::string& program) {
    const char* const path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (::access((folder + "/" + program).c_str(), X_OK) == 0)
            return true;
    return false;
}

} // namespace synscope::bench
