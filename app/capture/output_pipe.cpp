// SPDX-License-Identifier: Apache-2.0
//
// Writing without waiting: see output_pipe.h.
#include "app/capture/output_pipe.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <limits>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope::helper {
namespace {

constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();
constexpr int kPipeBytes = 1 << 20; // what the system allows everybody

bool isOfType(int descriptor, mode_t type) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == type;
}

} // namespace

OutputPipe::OutputPipe(int descriptor) : m_descriptor(descriptor), m_mostAtOnce(PIPE_BUF) {
    if (isOfType(descriptor, S_IFREG))
        m_mostAtOnce = kUnlimited;
    if (!isOfType(descriptor, S_IFIFO))
        return;
    (void)::fcntl(descriptor, F_SETPIPE_SZ, kPipeBytes); // a smaller one will do
    const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
    m_ownDescriptor = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (m_ownDescriptor < 0)
        return;
    m_descriptor = m_ownDescriptor;
    m_mostAtOnce = kUnlimited;
}

OutputPipe::~OutputPipe() {
    if (m_ownDescriptor >= 0)
        ::close(m_ownDescriptor);
}

bool OutputPipe::mayWrite() const {
    pollfd question{m_descriptor, POLLOUT, 0};
    return m_mostAtOnce == kUnlimited || ::poll(&question, 1, 0) == 1;
}

OutputPipe::State OutputPipe::write() {
    while (!isEmpty() && mayWrite()) {
        const std::size_t size = std::min(m_buffer.size() - m_written, m_mostAtOnce);
        const ssize_t written = ::write(m_descriptor, m_buffer.data() + m_written, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        if (written < 0) {
            m_error = errno;
            return m_error == EPIPE ? State::ReaderGone : State::Failed;
        }
        m_written += static_cast<std::size_t>(written);
    }
    if (isEmpty() || m_written >= kMostWaiting) {
        m_buffer.erase(0, m_written);
        m_written = 0;
    }
    return State::Open;
}

} // namespace synscope::helper
