// SPDX-License-Identifier: Apache-2.0
#include "core/engine/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostSaid = 65536;
constexpr int kSignalled = 128;

struct Pipe {
    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

/// Neither end is inherited by programs that are started.
std::optional<Pipe> makePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::nullopt;
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// The three standard streams of the program to be started, and signals as a fresh program has them.
class SpawnPlan {
public:
    SpawnPlan(int input, int output, int errors) {
        ::posix_spawn_file_actions_init(&m_files);
        ::posix_spawnattr_init(&m_attributes);
        ::posix_spawn_file_actions_adddup2(&m_files, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&m_files, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&m_files, errors, STDERR_FILENO);
        sigset_t signals;
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&m_attributes, &signals);
        ::sigaddset(&signals, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&m_attributes, &signals);
        ::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&m_files);
        ::posix_spawnattr_destroy(&m_attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    /// 0 and the process, or an errno.
    [[nodiscard]] int run(std::vector<std::string>& words, int& pid) const {
        std::vector<char*> pointers;
        pointers.reserve(words.size() + 1);
        for (std::string& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        return ::posix_spawn(&pid, words.front().c_str(), &m_files, &m_attributes, pointers.data(), environ);
    }

private:
    posix_spawn_file_actions_t m_files{};
    posix_spawnattr_t m_attributes{};
};

void reapNow(int pid, int& state) {
    while (::waitpid(pid, &state, 0) < 0 && errno == EINTR) {
    }
}

} // namespace

struct ChildProcess::Pipes {
    FileDescriptor input;
    FileDescriptor output;
    FileDescriptor errors;
    FileDescriptor orders;
};

std::variant<std::unique_ptr<ChildProcess>, int> ChildProcess::start(std::vector<std::string> words,
                                                                     std::chrono::milliseconds patience) {
    std::optional<Pipe> input = makePipe();
    std::optional<Pipe> output = makePipe();
    std::optional<Pipe> errors = makePipe();
    FileDescriptor orders(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!input || !output || !errors || !orders.isOpen())
        return EMFILE;
    ::fcntl(errors->readEnd.get(), F_SETFL, O_NONBLOCK);
    int pid = 0;
    const SpawnPlan plan(input->readEnd.get(), output->writeEnd.get(), errors->writeEnd.get());
    if (const int error = plan.run(words, pid); error != 0)
        return error;
    FileDescriptor pidFile(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!pidFile.isOpen()) {
        const int error = errno;
        int state = 0;
        ::kill(pid, SIGKILL);
        reapNow(pid, state);
        return error;
    }
    Pipes pipes{std::move(input->writeEnd), std::move(output->readEnd), std::move(errors->readEnd), std::move(orders)};
    return std::unique_ptr<ChildProcess>(new ChildProcess(pid, std::move(pidFile), std::move(pipes), patience));
}

ChildProcess::ChildProcess(int pid, FileDescriptor pidFile, Pipes pipes, std::chrono::milliseconds patience)
    : m_pid(pid),
      m_pidFile(std::move(pidFile)),
      m_input(std::move(pipes.input)),
      m_output(std::move(pipes.output)),
      m_errors(std::move(pipes.errors)),
      m_orders(std::move(pipes.orders)),
      m_patience(patience),
      m_minder([this] { mind(); }) {}

ChildProcess::~ChildProcess() {
    kill();
}

void ChildProcess::stop() {
    m_stopWanted.store(true);
    ::eventfd_write(m_orders.get(), 1);
}

void ChildProcess::kill() {
    m_killWanted.store(true);
    ::eventfd_write(m_orders.get(), 1);
}

ChildProcess::End ChildProcess::wait() const {
    std::unique_lock lock(m_mutex);
    m_ended.wait(lock, [this] { return m_isOver; });
    return m_end;
}

std::vector<std::string> ChildProcess::errorLines() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < m_said.size();) {
        const std::size_t end = std::min(m_said.find('\n', at), m_said.size());
        if (end > at)
            lines.push_back(m_said.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

void ChildProcess::mind() {
    bool isOver = false;
    while (!isOver) {
        std::array<pollfd, 3> questions{
            {{m_pidFile.get(), POLLIN, 0}, {m_orders.get(), POLLIN, 0}, {m_errors.get(), POLLIN, 0}}};
        const bool hasDeadline = m_deadline != SteadyClock::time_point::max();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_deadline - SteadyClock::now());
        ::poll(questions.data(), questions.size(),
               hasDeadline ? static_cast<int>(std::max<std::int64_t>(left.count(), 0)) : -1);
        if (questions[1].revents != 0)
            obey();
        if (questions[2].revents != 0)
            readErrors();
        isOver = (questions[0].revents & POLLIN) != 0;
        if (!isOver)
            enforce();
    }
    readErrors();
    reap();
}

void ChildProcess::obey() {
    eventfd_t orders = 0;
    ::eventfd_read(m_orders.get(), &orders);
    if (m_stopWanted.load() && m_input.isOpen()) {
        m_input = FileDescriptor();
        m_deadline = SteadyClock::now() + m_patience;
    }
    if (m_killWanted.load())
        ::kill(m_pid, SIGKILL); // not reaped yet, so the number is still its own
}

void ChildProcess::enforce() {
    if (SteadyClock::now() < m_deadline)
        return;
    m_deadline = SteadyClock::time_point::max();
    m_wasForced = !m_killWanted.load();
    ::kill(m_pid, SIGKILL);
}

void ChildProcess::readErrors() {
    std::array<char, 4096> bytes{};
    ssize_t n = 0;
    while ((n = ::read(m_errors.get(), bytes.data(), bytes.size())) > 0) {
        const std::lock_guard lock(m_mutex);
        m_said.append(bytes.data(), std::min(static_cast<std::size_t>(n), kMostSaid - m_said.size()));
    }
    if (n == 0)
        m_errors = FileDescriptor(); // closed by it: poll() skips what is negative
}

void ChildProcess::reap() {
    int state = 0;
    reapNow(m_pid, state);
    const std::lock_guard lock(m_mutex);
    m_end.status = WIFEXITED(state) ? WEXITSTATUS(state) : kSignalled + WTERMSIG(state);
    m_end.wasForced = m_wasForced;
    m_isOver = true;
    m_ended.notify_all();
}

} // namespace synscope
