// SPDX-License-Identifier: Apache-2.0
//
// Processes for tests: see running_program.h.
#include "tests/app/running_program.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {

RunningProgram::RunningProgram(const char* program, const std::vector<std::string>& arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        std::abort();
    m_errors = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    std::vector<char*> words{const_cast<char*>(program)};
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    m_child = ::fork();
    if (m_child == 0) {
        ::dup2(theirs.get(), STDERR_FILENO);
        ::execv(program, words.data());
        ::_exit(127);
    }
}

RunningProgram::~RunningProgram() {
    if (m_child > 0)
        (void)end(SIGKILL);
}

std::string RunningProgram::errorLine() const {
    std::string line;
    for (char c = 0; ::read(m_errors.get(), &c, 1) == 1 && c != '\n';)
        line.push_back(c);
    return line;
}

int RunningProgram::end(int signal) {
    int state = 0;
    ::kill(m_child, signal);
    ::waitpid(m_child, &state, 0);
    m_child = -1;
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

} // namespace synscope::test
