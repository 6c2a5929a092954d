// SPDX-License-Identifier: Apache-2.0
//
// A tracer: see killed_run.h.
#include "tests/app/killed_run.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

/// All that changes files and has been seen in use; opening counts where it makes one.
constexpr std::array kChanging{
    SYS_write,    SYS_writev,  SYS_pwrite64, SYS_fsync,    SYS_fdatasync, SYS_renameat,  SYS_renameat2, SYS_linkat,
    SYS_unlinkat, SYS_mkdirat, SYS_fchmod,   SYS_fchmodat, SYS_ftruncate, SYS_fallocate, SYS_openat,
#ifdef SYS_rename // left out by newer architectures
    SYS_rename,   SYS_link,    SYS_unlink,   SYS_mkdir,    SYS_chmod,     SYS_rmdir,     SYS_open,
#endif
};

bool changesFiles(const __ptrace_syscall_info& call) {
    const auto number = static_cast<long>(call.entry.nr);
    if (std::find(kChanging.begin(), kChanging.end(), number) == kChanging.end())
        return false;
    constexpr std::uint64_t kMaking = O_CREAT | (O_TMPFILE & ~O_DIRECTORY);
    if (number == SYS_openat)
        return (call.entry.args[2] & kMaking) != 0;
#ifdef SYS_open
    if (number == SYS_open)
        return (call.entry.args[1] & kMaking) != 0;
#endif
    return (number != SYS_write && number != SYS_writev) || call.entry.args[0] > STDERR_FILENO;
}

[[noreturn]] void beTraced(const std::function<int()>& work) {
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1); // which traces, too, and only one can
    constexpr int kCannot = 126;
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
        ::_exit(kCannot);
    ::raise(SIGSTOP);
    ::_exit(work());
}

/// Lets the child go on to its next stop; false where it has ended.
bool goOn(pid_t child, int signal, int& state) {
    return ::ptrace(PTRACE_SYSCALL, child, nullptr, static_cast<long>(signal)) == 0 &&
           ::waitpid(child, &state, __WALL) == child && WIFSTOPPED(state);
}

bool isAtChange(pid_t child, std::vector<long>& calls) {
    __ptrace_syscall_info call{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof call, &call) <= 0 || call.op != PTRACE_SYSCALL_INFO_ENTRY ||
        !changesFiles(call))
        return false;
    calls.push_back(static_cast<long>(call.entry.nr));
    return true;
}

} // namespace

TracedRun runUntil(std::size_t lastCall, const std::function<int()>& work) {
    constexpr int kSystemCallStop = SIGTRAP | 0x80;
    TracedRun run;
    const pid_t child = ::fork();
    if (child == 0)
        beTraced(work);
    int state = 0;
    if (::waitpid(child, &state, 0) != child || !WIFSTOPPED(state)) {
        run.obstacle = "processes may not be traced";
        return run;
    }
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, static_cast<long>(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
    for (int signal = 0; goOn(child, signal, state);) {
        signal = WSTOPSIG(state) == kSystemCallStop || WSTOPSIG(state) == SIGTRAP ? 0 : WSTOPSIG(state);
        if (WSTOPSIG(state) == kSystemCallStop && isAtChange(child, run.calls) && run.calls.size() > lastCall) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &state, __WALL);
            run.wasKilled = true;
            return run;
        }
    }
    run.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    return run;
}

TracedRun runTraced(const std::function<int()>& work) {
    return runUntil(std::numeric_limits<std::size_t>::max(), work);
}

std::function<int()> programOf(const char* program, const std::vector<std::string>& arguments) {
    return [program, arguments] {
        std::vector<char*> words{const_cast<char*>(program)};
        for (const std::string& argument : arguments)
            words.push_back(const_cast<char*>(argument.c_str()));
        words.push_back(nullptr);
        ::execv(program, words.data());
        return 127;
    };
}

} // namespace synscope::test
