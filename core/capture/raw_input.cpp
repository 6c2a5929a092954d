// SPDX-License-Identifier: Apache-2.0
//
// Opening and reading files and pipes. Standard input is duplicated and its flags are left alone: other
// programs may share it.
#include "core/capture/raw_input.h"

#include "core/base/told.h"
#include "core/capture/common_store.h"

#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope {

namespace {

Error refusal(std::string message) {
    return Error{std::move(message), std::nullopt, std::nullopt};
}

FileDescriptor openDescriptor(const std::string& path) {
    if (path == "-")
        return FileDescriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
    // Without O_NONBLOCK, opening a FIFO would wait for its writer.
    return FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

std::pair<std::uint64_t, std::uint64_t> identityOf(const struct stat& status) {
    return {status.st_dev, status.st_ino};
}

} // namespace

RawInput::RawInput(std::string name, FileDescriptor file, const Wakeup& wakeup)
    : m_name(std::move(name)), m_file(std::make_shared<const FileDescriptor>(std::move(file))), m_wakeup(&wakeup) {}

Result<RawInput> RawInput::open(const std::string& path, const Wakeup& wakeup, std::shared_ptr<CommonStore> common) {
    const std::string name = path == "-" ? told("standard input") : path;
    FileDescriptor file = openDescriptor(path);
    if (!file.isOpen())
        return refusal(told("cannot open {0}: {1}", {name, systemMessage(errno)}));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        return refusal(told("cannot open {0}: {1}", {name, systemMessage(errno)}));
    if (S_ISDIR(status.st_mode))
        return refusal(told("{0} is a directory: give the capture file inside it", {name}));
    if (::isatty(file.get()) != 0)
        return refusal(told("{0} is a terminal: give a capture file, or pipe a capture into the program", {name}));
    if (!wakeup.isUsable())
        return refusal(told("cannot open {0}: too many open files", {name}));
    if (common && !S_ISREG(status.st_mode))
        return refusal(told("{0} is no regular file: it cannot be read together with others", {name}));

    RawInput input(name, std::move(file), wakeup);
    input.m_isSeekable = S_ISREG(status.st_mode);
    if (input.m_isSeekable) {
        const off_t start = ::lseek(input.m_file->get(), 0, SEEK_CUR);
        input.m_offset = start > 0 ? static_cast<std::uint64_t>(start) : 0;
        input.m_bytesTotal = static_cast<std::uint64_t>(status.st_size);
    }
    if (common) {
        input.m_common = std::move(common);
        input.m_identity = identityOf(status);
        input.m_file.reset();
    }
    return input;
}

Result<RawInput> RawInput::adopt(FileDescriptor pipe, std::string name, const Wakeup& wakeup) {
    if (!wakeup.isUsable())
        return refusal(told("cannot read {0}: too many open files", {name}));
    return RawInput(std::move(name), std::move(pipe), wakeup);
}

ReadOutcome RawInput::read(std::span<std::byte> into, std::size_t& bytes) {
    bytes = 0;
    if (m_wakeup->isRequested())
        return ReadOutcome::Interrupted;
    const ReadOutcome outcome = m_isSeekable ? readFile(into, bytes) : readStream(into, bytes);
    m_offset += bytes;
    return outcome;
}

ReadOutcome RawInput::fail(int errorNumber) {
    m_failure = told("reading {0} failed: {1}", {m_name, systemMessage(errorNumber)});
    return ReadOutcome::Failed;
}

/// Null where it cannot be opened again: then failure() says why.
std::shared_ptr<const FileDescriptor> RawInput::file() {
    if (!m_common)
        return m_file;
    std::shared_ptr<const FileDescriptor> file = m_common->file(m_name);
    struct stat status {};
    if (file == nullptr || ::fstat(file->get(), &status) != 0) {
        (void)fail(errno);
        return nullptr;
    }
    if (identityOf(status) == m_identity)
        return file;
    m_failure = told("the file was replaced while it was read");
    return nullptr;
}

ReadOutcome RawInput::readFile(std::span<std::byte> into, std::size_t& bytes) {
    const std::shared_ptr<const FileDescriptor> open = file();
    if (open == nullptr)
        return ReadOutcome::Failed;
    const std::ptrdiff_t n = readAt(open->get(), m_offset, into);
    if (n < 0)
        return fail(errno);
    if (n == 0 && m_offset < m_bytesTotal.value_or(0)) {
        m_failure = told("the file became shorter while it was read");
        return ReadOutcome::Failed;
    }
    bytes = static_cast<std::size_t>(n);
    return n == 0 ? ReadOutcome::End : ReadOutcome::Data;
}

ReadOutcome RawInput::readStream(std::span<std::byte> into, std::size_t& bytes) {
    for (;;) {
        pollfd waits[2] = {{m_file->get(), POLLIN, 0}, {m_wakeup->fd(), POLLIN, 0}};
        if (::poll(waits, 2, -1) < 0 && errno != EINTR)
            return fail(errno);
        if (m_wakeup->isRequested())
            return ReadOutcome::Interrupted;
        if (waits[0].revents == 0)
            continue;
        const ssize_t n = ::read(m_file->get(), into.data(), into.size());
        if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
            continue;
        if (n < 0)
            return fail(errno);
        bytes = static_cast<std::size_t>(n);
        return n == 0 ? ReadOutcome::End : ReadOutcome::Data;
    }
}

} // namespace synscope
