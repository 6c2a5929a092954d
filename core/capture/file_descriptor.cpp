// SPDX-License-Identifier: Apache-2.0
//
// The system calls behind file_descriptor.h, each repeated when a signal interrupts it.
#include "core/capture/file_descriptor.h"

#include <cerrno>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace synscope {

FileDescriptor::~FileDescriptor() {
    if (m_fd >= 0)
        ::close(m_fd);
}

std::ptrdiff_t readAt(int fd, std::uint64_t offset, std::span<std::byte> into) {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t n = ::pread(fd, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return done > 0 ? static_cast<std::ptrdiff_t>(done) : -1; // the next read tells of the error
        done += static_cast<std::size_t>(n);
    }
    return static_cast<std::ptrdiff_t>(done);
}

int writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

std::string systemMessage(int errorNumber) {
    return std::system_category().message(errorNumber);
}

Wakeup::Wakeup(Of what)
    : m_what(what), m_event(what == Of::RegularFile ? -1 : ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Wakeup::request() {
    m_requested.store(true, std::memory_order_release);
    if (m_event.isOpen())
        ::eventfd_write(m_event.get(), 1); // can only fail when it is set already
}

} // namespace synscope
