// SPDX-License-Identifier: Apache-2.0
//
// The spool file. Without a name: O_TMPFILE where the file system knows it, a file unlinked at once elsewhere.
#include "core/capture/spool.h"

#include "core/base/told.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace synscope {

namespace {

std::string spoolDirectory() {
    const char* chosen = std::getenv("TMPDIR");
    return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

int openUnnamed(const std::string& directory) {
    const int fd = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    std::string name = directory + "/synscope-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0)
        ::unlink(name.c_str());
    return named;
}

} // namespace

Spool::Spool(std::string directory, FileDescriptor file)
    : m_directory(std::move(directory)), m_file(std::make_shared<const FileDescriptor>(std::move(file))) {}

Result<Spool> Spool::create() {
    const std::string directory = spoolDirectory();
    FileDescriptor file(openUnnamed(directory));
    if (!file.isOpen())
        return Error{told("cannot make a temporary file in {0} ({1}): set TMPDIR to a directory with room",
                          {directory, systemMessage(errno)}),
                     std::nullopt, std::nullopt};
    Spool spool(directory, std::move(file));
    spool.m_leavesRoom = true;
    spool.m_remedy = told("set TMPDIR to a directory with room");
    return spool;
}

Spool Spool::named(std::string directory, const std::string& path, FileDescriptor file) {
    Spool spool(std::move(directory), std::move(file));
    spool.m_remedy = told("make room, or set XDG_STATE_HOME to a directory with room");
    spool.m_name = {new std::string(path), [](const std::string* name) {
                        ::unlink(name->c_str());
                        delete name;
                    }};
    return spool;
}

std::string Spool::obstacleTo(std::size_t bytes) const {
    constexpr std::uint64_t kMostLeft = std::uint64_t{1} << 30;
    constexpr std::uint64_t kPart = 20;
    constexpr std::uint64_t kAnyway = std::uint64_t{64} << 20; // a small capture hurts nobody
    struct statvfs disk {};
    if (!m_leavesRoom || m_appended + bytes <= kAnyway || ::fstatvfs(m_file->get(), &disk) != 0 || disk.f_blocks == 0)
        return {};
    const std::uint64_t left = std::min(kMostLeft, std::uint64_t{disk.f_blocks} * disk.f_frsize / kPart);
    if (std::uint64_t{disk.f_bavail} * disk.f_frsize >= left + bytes)
        return {};
    return told("less than {0} MiB would be left for others", {std::to_string((left >> 20) + 1)});
}

Error Spool::unwritable(const std::string& reason) const {
    return {told("the temporary file in {0} cannot be written ({1}): {2}", {m_directory, reason, m_remedy}), {}, {}};
}

Spool::Appended Spool::append(std::span<const std::byte> bytes) {
    if (const std::string obstacle = obstacleTo(bytes.size()); !obstacle.empty())
        return {0, unwritable(obstacle)};
    const off_t before = ::lseek(m_file->get(), 0, SEEK_CUR);
    const int error = writeAll(m_file->get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    m_appended += bytes.size();
    if (error == 0)
        return {bytes.size(), std::nullopt};
    const off_t after = ::lseek(m_file->get(), 0, SEEK_CUR);
    return {before >= 0 && after > before ? static_cast<std::size_t>(after - before) : 0,
            unwritable(systemMessage(error))};
}

} // namespace synscope
