// SPDX-License-Identifier: Apache-2.0
//
// Descriptors of processes on Linux: how many there are of how many allowed, and which lead to dead sockets.
#include "core/sockets/linux/descriptor.h"
#include "core/sockets/linux/process_facts.h"
#include "core/sockets/system_sockets.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <unordered_set>

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace synscope {
namespace {

constexpr std::size_t kMostLimits = 16384;

/// The protocol of the socket behind a descriptor, "TCP" or "TCPv6" for instance, as the kernel's socket file system
/// names it; empty where that may not be read.
std::string protocolBehind(const std::string& path) {
    std::array<char, 32> buffer{};
    const ssize_t length = ::getxattr(path.c_str(), "system.sockprotoname", buffer.data(), buffer.size());
    const std::string_view text(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    return std::string(text.substr(0, text.find('\0')));
}

/// What the kernel knows of the TCP socket behind another process's descriptor. Empty where that process may not be
/// looked into (as a debugger would), or where the descriptor leads elsewhere by now.
std::optional<tcp_info> tcpInfoBehind(std::int32_t pid, const HeldSocket& socket) {
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!process.isOpen())
        return std::nullopt;
    const Descriptor copy(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), socket.descriptor, 0)));
    struct stat status {};
    if (!copy.isOpen() || ::fstat(copy.get(), &status) != 0 || status.st_ino != socket.inode)
        return std::nullopt;
    tcp_info info{};
    socklen_t length = sizeof info;
    if (::getsockopt(copy.get(), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return std::nullopt;
    constexpr socklen_t kNeeded = offsetof(tcp_info, tcpi_segs_in) + sizeof info.tcpi_segs_in;
    return length >= kNeeded ? std::optional(info) : std::nullopt;
}

/// A socket that is made, or bound, and has sent and received nothing. Where that may not be known, it is none.
bool wasNeverConnected(std::int32_t pid, const HeldSocket& socket) {
    const std::optional<tcp_info> info = tcpInfoBehind(pid, socket);
    return info && info->tcpi_segs_out == 0 && info->tcpi_segs_in == 0;
}

std::unordered_set<std::uint64_t> inodesOf(const SocketTable& first, const SocketTable& second) {
    std::unordered_set<std::uint64_t> inodes;
    for (const SocketTable* table : {&first, &second})
        for (const SocketEntry& entry : table->entries)
            inodes.insert(entry.inode);
    return inodes;
}

} // namespace

std::vector<GhostDescriptor> ghostDescriptors(const SocketTable& first, const SocketTable& second,
                                              const std::string& procRoot) {
    const std::unordered_set<std::uint64_t> alive = inodesOf(first, second);
    const std::unordered_set<std::uint64_t> covered(first.netNamespaces.begin(), first.netNamespaces.end());
    std::unordered_set<std::uint64_t> found;
    std::vector<GhostDescriptor> ghosts;
    for (const Process& process : first.processes->all()) {
        if (process.netNamespace == 0 || !covered.contains(process.netNamespace))
            continue;
        for (const HeldSocket& socket : process.sockets) {
            if (alive.contains(socket.inode) || found.contains(socket.inode))
                continue;
            const std::string path =
                procRoot + "/" + std::to_string(process.pid) + "/fd/" + std::to_string(socket.descriptor);
            const std::string protocol = protocolBehind(path);
            if ((protocol != "TCP" && protocol != "TCPv6") || numberInLink(AT_FDCWD, path, "socket") != socket.inode)
                continue;
            if (wasNeverConnected(process.pid, socket))
                continue;
            ghosts.push_back({process.pid, socket.descriptor, socket.inode, protocol == "TCPv6"});
            found.insert(socket.inode);
        }
    }
    return ghosts;
}

Result<DescriptorUse> descriptorUse(std::int32_t pid, const std::string& procRoot) {
    const std::string path = procRoot + "/" + std::to_string(pid);
    std::string text;
    if (const int error = readSmallFile(AT_FDCWD, path + "/limits", kMostLimits, text); error != 0)
        return Error{"cannot read " + path + "/limits: " + errorText(error), {}, {}};
    const auto limit = parseOpenFilesLimit(text);
    if (!limit)
        return Error{path + "/limits does not name the limit of open files", {}, {}};
    DescriptorUse use;
    use.softLimit = *limit;
    std::error_code error;
    std::filesystem::directory_iterator entry(path + "/fd", error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        ++use.open;
    if (error)
        return Error{"cannot read " + path + "/fd: " + error.message(), {}, {}};
    return use;
}

std::optional<Duration> timeUntilLimit(const DescriptorUse& use, double growthPerSecond) {
    constexpr double kMostSeconds = 1e9; // thirty years
    if (!use.softLimit || !(growthPerSecond > 0))
        return std::nullopt;
    if (use.open >= *use.softLimit)
        return Duration::zero();
    const double seconds = static_cast<double>(*use.softLimit - use.open) / growthPerSecond;
    if (seconds > kMostSeconds)
        return std::nullopt;
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace synscope
