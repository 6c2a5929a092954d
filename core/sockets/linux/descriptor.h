// SPDX-License-Identifier: Apache-2.0
//
// An owned file descriptor, and small files read whole: /proc is made of them.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace synscope {

/// Closes its descriptor when it goes. Negative: none.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Descriptor();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    /// Leaves the descriptor to the caller.
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd = -1;
};

/// Reads at most `most` bytes of the file at `path`, counted from the folder open as `folder` (or AT_FDCWD), into
/// `text`. 0, or the errno of what failed; `text` is empty then.
[[nodiscard]] int readSmallFile(int folder, const std::string& path, std::size_t most, std::string& text);

/// The number in a link's text such as "socket:[123]" or "net:[4026531833]", of the kind asked for; 0 otherwise, and
/// where the link may not be read.
[[nodiscard]] unsigned long numberInLink(int folder, const std::string& path, const char* kind);

/// What the system calls an errno value: "Permission denied".
[[nodiscard]] std::string errorText(int errorNumber);

} // namespace synscope
