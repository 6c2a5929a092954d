// SPDX-License-Identifier: Apache-2.0
//
// A program run beside this one: its standard input is held open as a sign that it is still wanted, its output is
// the caller's, what it says on standard error is kept. A thread minds it, so nothing here waits unless it says so,
// and it is always reaped.
#pragma once

#include "core/capture/file_descriptor.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace synscope {

class ChildProcess {
public:
    struct End {
        int status = 0;         ///< exit status, or 128 and the signal's number
        bool wasForced = false; ///< it did not end in time after stop()
    };

    /// Runs words[0] with the other words; an errno where it cannot be run. `patience` is how long it may take to
    /// end once stop() was called.
    [[nodiscard]] static std::variant<std::unique_ptr<ChildProcess>, int> start(std::vector<std::string> words,
                                                                                std::chrono::milliseconds patience);
    /// Kills it where it still runs.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// What it writes to standard output. Once only.
    [[nodiscard]] FileDescriptor takeOutput() { return std::move(m_output); }
    /// Closes its standard input, and kills it when that does not end it in time. Any thread; does not wait.
    void stop();
    /// Ends it at once. Any thread; does not wait.
    void kill();
    /// Waits until it has ended.
    [[nodiscard]] End wait() const;
    /// What it has said on standard error so far, without line ends; the first 64 KiB. Any thread.
    [[nodiscard]] std::vector<std::string> errorLines() const;

private:
    struct Pipes;
    ChildProcess(int pid, FileDescriptor pidFile, Pipes pipes, std::chrono::milliseconds patience);

    void mind();
    void obey();
    void enforce();
    void readErrors();
    void reap();

    int m_pid;
    FileDescriptor m_pidFile; ///< readable once it has ended
    FileDescriptor m_input;
    FileDescriptor m_output;
    FileDescriptor m_errors;
    FileDescriptor m_orders; ///< readable when there is something to obey
    std::chrono::milliseconds m_patience;
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::time_point::max();
    std::atomic<bool> m_stopWanted = false;
    std::atomic<bool> m_killWanted = false;
    bool m_wasForced = false;
    mutable std::mutex m_mutex; ///< of what follows
    mutable std::condition_variable m_ended;
    std::string m_said;
    bool m_isOver = false;
    End m_end;
    std::jthread m_minder; // last: it uses all of the above, and is joined first
};

} // namespace synscope
