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
#include <unistd.h>

namespace synscope {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

/// Unless it got its name, the file goes when this does.
class UnfinishedFile {
public:
    explicit UnfinishedFile(const std::string& path)
        : m_path(path), m_name(path + ".unfinished-" + std::to_string(::getpid())) {
        m_file = FileDescriptor(::open(m_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    }
    ~UnfinishedFile() {
        if (m_file.isOpen() && !m_isNamed)
            ::unlink(m_name.c_str());
    }
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    [[nodiscard]] bool isOpen() const { return m_file.isOpen(); }

    /// 0, or the errno that says why it cannot be written.
    [[nodiscard]] int append(std::span<const std::byte> bytes) const {
        return writeAll(m_file.get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }

    /// Gives it the name wanted. False with errno set.
    [[nodiscard]] bool finish() {
        m_isNamed = ::fsync(m_file.get()) == 0 && std::rename(m_name.c_str(), m_path.c_str()) == 0;
        return m_isNamed;
    }

private:
    std::string m_path;
    std::string m_name;
    FileDescriptor m_file;
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
