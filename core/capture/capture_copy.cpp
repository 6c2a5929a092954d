// SPDX-License-Identifier: Apache-2.0
//
// Copying through a file beside the one wanted, which then takes its name.
#include "core/capture/capture_copy.h"

#include "core/base/told.h"
#include "core/capture/pcapng_format.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <span>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

/// With a name of its own only while it takes the one wanted: until then nothing stays of it, however the program ends.
/// Where the file system knows no files without a name, it is its user's alone.
class UnfinishedFile {
public:
    explicit UnfinishedFile(const std::string& path)
        : m_path(path),
          m_folder(path.find('/') == std::string::npos ? "." : path.substr(0, path.rfind('/') + 1)),
          m_name(path + ".unfinished-" + std::to_string(::getpid())) {
        constexpr mode_t kUsual = 0666; // less what the user's mask takes
        m_file = FileDescriptor(::open(m_folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kUsual));
        if (!m_file.isOpen() && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
            m_file = FileDescriptor(::open(m_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kUsual));
            m_isNamed = m_file.isOpen();
        }
        const int errorNumber = errno;
        m_mode = modeOf(m_file);
        if (m_isNamed)
            ::fchmod(m_file.get(), kUsersAlone);
        errno = errorNumber;
    }
    ~UnfinishedFile() {
        if (m_isNamed)
            ::unlink(m_name.c_str());
    }
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    [[nodiscard]] bool isOpen() const { return m_file.isOpen(); }

    /// 0, or the errno that says why it cannot be written.
    [[nodiscard]] int append(std::span<const std::byte> bytes) const {
        return writeAll(m_file.get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }

    /// Gives it the name wanted, and the rights of the file it replaces. False with errno set.
    [[nodiscard]] bool finish() {
        struct stat before {};
        if (::stat(m_path.c_str(), &before) == 0)
            m_mode = before.st_mode;
        if (::fchmod(m_file.get(), m_mode & 0777U) != 0 || ::fsync(m_file.get()) != 0 || !takeAName() ||
            std::rename(m_name.c_str(), m_path.c_str()) != 0)
            return false;
        m_isNamed = false;
        const FileDescriptor folder(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.isOpen())
            (void)::fsync(folder.get()); // some file systems cannot: then the file is there all the same
        return true;
    }

private:
    static constexpr mode_t kUsersAlone = 0600;

    static mode_t modeOf(const FileDescriptor& file) {
        struct stat status {};
        return ::fstat(file.get(), &status) == 0 ? status.st_mode : kUsersAlone;
    }

    bool takeAName() {
        const std::string descriptor = "/proc/self/fd/" + std::to_string(m_file.get());
        m_isNamed =
            m_isNamed || ::linkat(AT_FDCWD, descriptor.c_str(), AT_FDCWD, m_name.c_str(), AT_SYMLINK_FOLLOW) == 0;
        return m_isNamed;
    }

    std::string m_path;
    std::string m_folder;
    std::string m_name; ///< for the moment before it is renamed
    FileDescriptor m_file;
    mode_t m_mode = kUsersAlone;
    bool m_isNamed = false;
};

Error refusal(const std::string& path, const std::string& reason) {
    return Error{told("{0} cannot be written: {1}", {path, reason}), std::nullopt, std::nullopt};
}

/// The spool's bytes from `at` to `end`; a sentence where they cannot be copied.
std::string copyRange(const FileDescriptor& spool, std::uint64_t at, std::uint64_t end, const UnfinishedFile& file,
                      const std::atomic<bool>& cancelled) {
    std::vector<std::byte> block(kBlockBytes);
    while (at < end) {
        if (cancelled.load(std::memory_order_relaxed))
            return "given up";
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), end - at));
        const std::ptrdiff_t n = readAt(spool.get(), at, std::span(block).first(wanted));
        if (n <= 0)
            return told("the temporary file cannot be read: {0}", {systemMessage(n < 0 ? errno : EIO)});
        if (const int error = file.append(std::span(block).first(static_cast<std::size_t>(n))); error != 0)
            return systemMessage(error);
        at += static_cast<std::uint64_t>(n);
    }
    return {};
}

/// The whole block at a position; empty where there is none that could be a packet.
std::vector<std::byte> blockAt(const FileDescriptor& spool, std::uint64_t at) {
    std::vector<std::byte> block(kBlockHeaderBytes);
    if (readAt(spool.get(), at, block) != static_cast<std::ptrdiff_t>(block.size()))
        return {};
    const std::uint32_t bytes = load32(block.data() + 4, kNativeOrder);
    if (bytes < kBlockOverheadBytes || bytes > kMostBlockBytes)
        return {};
    block.resize(bytes);
    return readAt(spool.get(), at, block) == static_cast<std::ptrdiff_t>(bytes) ? block : std::vector<std::byte>();
}

/// As copyRange, with comments on packets. What cannot take its comment is copied as it is.
std::string copyCommented(const FileDescriptor& spool, std::uint64_t at, std::uint64_t end, const UnfinishedFile& file,
                          const std::atomic<bool>& cancelled, std::span<const PacketComment> comments) {
    for (const PacketComment& comment : comments) {
        if (comment.position < at || comment.position >= end)
            continue;
        const std::vector<std::byte> block = blockAt(spool, comment.position);
        const std::vector<std::byte> commented = withComment(block, kNativeOrder, comment.text);
        if (commented.empty())
            continue;
        if (std::string obstacle = copyRange(spool, at, comment.position, file, cancelled); !obstacle.empty())
            return obstacle;
        if (const int error = file.append(commented); error != 0)
            return systemMessage(error);
        at = comment.position + block.size();
    }
    return copyRange(spool, at, end, file, cancelled);
}

} // namespace

std::optional<Error> CaptureCopy::writeTo(const std::string& path, const std::atomic<bool>& cancelled,
                                          std::span<const PacketComment> comments) const {
    UnfinishedFile file(path);
    if (!file.isOpen())
        return refusal(path, systemMessage(errno));
    const std::lock_guard lock(m_kept->copying);
    const std::uint64_t from = m_kept->from;
    std::string obstacle;
    if (from > 0)
        obstacle = copyRange(*m_spool, 0, m_kept->headEnd, file, cancelled);
    if (obstacle.empty())
        obstacle = copyCommented(*m_spool, from, m_kept->end, file, cancelled, comments);
    if (!obstacle.empty())
        return refusal(path, obstacle);
    if (!file.finish())
        return refusal(path, systemMessage(errno));
    return std::nullopt;
}

} // namespace synscope
