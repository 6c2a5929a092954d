// SPDX-License-Identifier: Apache-2.0
//
// The system calls behind descriptor.h, each repeated when a signal interrupts it.
#include "core/sockets/linux/descriptor.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace synscope {

Descriptor::~Descriptor() {
    if (m_fd >= 0)
        ::close(m_fd);
}

int readSmallFile(int folder, const std::string& path, std::size_t most, std::string& text) {
    text.clear();
    const Descriptor file(::openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return errno;
    std::array<char, 4096> block;
    while (text.size() < most) {
        const std::size_t wanted = std::min(block.size(), most - text.size());
        const ssize_t count = ::read(file.get(), block.data(), wanted);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            const int error = errno;
            text.clear();
            return error;
        }
        if (count == 0)
            break;
        text.append(block.data(), static_cast<std::size_t>(count));
    }
    return 0;
}

unsigned long numberInLink(int folder, const std::string& path, const char* kind) {
    std::array<char, 64> buffer;
    const ssize_t length = ::readlinkat(folder, path.c_str(), buffer.data(), buffer.size());
    if (length <= 0)
        return 0;
    std::string_view text(buffer.data(), static_cast<std::size_t>(length));
    const std::string_view wanted(kind);
    if (text.substr(0, wanted.size()) != wanted || text.substr(wanted.size(), 2) != ":[" || text.back() != ']')
        return 0;
    text.remove_prefix(wanted.size() + 2);
    unsigned long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && *end == ']' ? number : 0;
}

std::string errorText(int errorNumber) {
    return std::system_category().message(errorNumber);
}

} // namespace synscope
