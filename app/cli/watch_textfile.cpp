// SPDX-License-Identifier: Apache-2.0
//
// Replacing a file as a whole: see watch_textfile.h.
#include "app/cli/watch_textfile.h"

#include "core/capture/file_descriptor.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope::cli {
namespace {

constexpr mode_t kReadableByAll = 0644; // node_exporter is another user

/// Makes the folder's entries last. Some file systems cannot: then the file is there all the same.
void syncFolder(const std::string& folder) {
    const FileDescriptor entry(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (entry.isOpen())
        (void)::fsync(entry.get());
}

/// 0, or the errno of what failed.
int writeWhole(int fd, std::string_view text) {
    if (const int error = writeAll(fd, text); error != 0)
        return error;
    return ::fchmod(fd, kReadableByAll) == 0 && ::fsync(fd) == 0 ? 0 : errno;
}

/// 0, or the errno of what failed. The name until it is whole does not end in .prom, so that no collector reads it.
int replaceFile(const std::string& folder, const std::string& path, std::string_view text) {
    std::string unfinished = folder + "/.synscope.prom.XXXXXX";
    const FileDescriptor file(::mkostemp(unfinished.data(), O_CLOEXEC));
    if (!file.isOpen())
        return errno;
    int error = writeWhole(file.get(), text);
    if (error == 0 && ::rename(unfinished.c_str(), path.c_str()) != 0)
        error = errno;
    if (error != 0)
        (void)::unlink(unfinished.c_str());
    else
        syncFolder(folder);
    return error;
}

} // namespace

std::optional<std::string> TextFile::replace(std::string_view text) {
    const int error = replaceFile(m_folder, path(), text);
    const std::string before = m_fault;
    m_fault = error == 0 ? "" : systemMessage(error);
    m_failures += error == 0 ? 0 : 1;
    if (m_fault == before)
        return std::nullopt;
    if (error == 0)
        return path() + " is written again";
    return "cannot write " + path() + ": " + m_fault + "; trying again after each scan";
}

} // namespace synscope::cli
