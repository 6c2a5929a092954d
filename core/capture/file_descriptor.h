// SPDX-License-Identifier: Apache-2.0
//
// An owned file descriptor, reading at an offset, writing to the end, and a signal that ends a wait in another thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace synscope {

/// Closes its descriptor when it goes. Negative: none.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~FileDescriptor();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// Bytes read at `offset`, fewer than asked only at the end of the file; negative with errno set when reading fails.
[[nodiscard]] std::ptrdiff_t readAt(int fd, std::uint64_t offset, std::span<std::byte> into);

/// All of the bytes, however the system cuts them: 0, or the errno of the write that failed.
[[nodiscard]] int writeAll(int fd, std::string_view bytes);

/// What the system calls an errno value: "No such file or directory".
[[nodiscard]] std::string systemMessage(int errorNumber);

/// Set once, from any thread; a poll() on fd() then returns at once, now and for good.
class Wakeup {
public:
    /// What is read until then.
    enum class Of : std::uint8_t {
        Anything,
        RegularFile, ///< which nobody polls: fd() is none, and no descriptor is needed
    };
    explicit Wakeup(Of what = Of::Anything);

    /// False when the system gave no descriptor for it.
    [[nodiscard]] bool isUsable() const { return m_event.isOpen() || m_what == Of::RegularFile; }
    void request();
    [[nodiscard]] bool isRequested() const { return m_requested.load(std::memory_order_acquire); }
    [[nodiscard]] int fd() const { return m_event.get(); }

private:
    Of m_what;
    FileDescriptor m_event;
    std::atomic<bool> m_requested = false;
};

} // namespace synscope
