// SPDX-License-Identifier: Apache-2.0
//
// Names, modes and locks (flock: of an open file, so they go with their process however it ends). Whoever makes or
// looks for spools holds the folder's lock: nobody sees a spool between its making and its locking.
#include "core/capture/spool_folder.h"

#include "core/base/told.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope {
namespace {

constexpr std::string_view kBeginning = "live-";
constexpr std::string_view kEnding = ".pcapng";
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

Error refusal(std::string message) {
    return Error{std::move(message), std::nullopt, std::nullopt};
}

Error refusal(const std::string& path, int errorNumber) {
    return refusal(path + ": " + systemMessage(errorNumber));
}

bool isSpoolName(std::string_view name) {
    return name.size() > kBeginning.size() + kEnding.size() && name.starts_with(kBeginning) && name.ends_with(kEnding);
}

/// "live-1700000000000000000-4711.pcapng": nanoseconds since 1970 and the process, so names sort by time.
std::string nameFor(Timestamp begin) {
    return std::string(kBeginning) + std::to_string(nsSinceEpoch(begin)) + "-" + std::to_string(::getpid()) +
           std::string(kEnding);
}

/// Makes the folder and those above it, as the XDG base directory specification wants them: for their user alone.
void makeFolder(const std::string& path) {
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        ::mkdir(path.substr(0, slash).c_str(), kFolderMode);
    ::mkdir(path.c_str(), kFolderMode); // whether it is there shows when it is opened
}

/// Opens and locks the folder; closed with an errno set where that cannot be. Waits for others who make or look.
FileDescriptor lockFolder(const std::string& path) {
    FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    while (folder.isOpen() && ::flock(folder.get(), LOCK_EX) != 0)
        if (errno != EINTR)
            return {};
    return folder;
}

/// Nobody else may look into the folder.
bool makePrivate(const FileDescriptor& folder) {
    struct stat status {};
    if (::fstat(folder.get(), &status) != 0)
        return false;
    if (status.st_uid != ::geteuid()) {
        errno = EPERM;
        return false;
    }
    return (status.st_mode & 077) == 0 || ::fchmod(folder.get(), kFolderMode) == 0;
}

/// A spool of this user that nobody uses, now locked; else closed, with errno EWOULDBLOCK where somebody does.
FileDescriptor lockSpool(const std::string& path) {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return {};
    if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()) {
        errno = EPERM;
        return {};
    }
    return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 ? std::move(file) : FileDescriptor();
}

} // namespace

std::string usualSpoolFolder() {
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && *state == '/') // the specification: others are to be ignored
        return std::string(state) + "/synscope/spool";
    const char* home = std::getenv("HOME");
    return home != nullptr && *home == '/' ? std::string(home) + "/.local/state/synscope/spool" : std::string();
}

Result<Spool> makeNamedSpool(const std::string& folder, Timestamp begin) {
    makeFolder(folder);
    const FileDescriptor lock = lockFolder(folder);
    if (!lock.isOpen() || !makePrivate(lock))
        return refusal(folder, errno);
    const std::string path = folder + "/" + nameFor(begin);
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
    if (!file.isOpen())
        return refusal(path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
        return Spool::named(folder, path, std::move(file));
    const Error error = refusal(path + " cannot be locked", errno);
    ::unlink(path.c_str());
    return error;
}

std::vector<std::string> leftSpools(const std::string& folder) {
    std::vector<std::string> left;
    const FileDescriptor lock = lockFolder(folder);
    if (!lock.isOpen())
        return left;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (isSpoolName(it->path().filename().native()) && lockSpool(it->path().native()).isOpen())
            left.push_back(it->path().native());
    }
    std::sort(left.begin(), left.end());
    return left;
}

Result<TakenSpool> TakenSpool::take(const std::string& path) {
    FileDescriptor file = lockSpool(path);
    if (file.isOpen())
        return TakenSpool(path, std::move(file));
    return errno == EWOULDBLOCK ? refusal(told("{0} is in use by another synscope", {path})) : refusal(path, errno);
}

std::optional<Error> TakenSpool::remove() const {
    if (::unlink(m_path.c_str()) == 0 || errno == ENOENT)
        return std::nullopt;
    return refusal(m_path + " cannot be deleted", errno);
}

} // namespace synscope
