// SPDX-License-Identifier: Apache-2.0
//
// Walking /proc: see process_scanner.h. A process may end at any moment; then it is simply not there.
#include "core/sockets/linux/process_scanner.h"

#include "core/sockets/linux/process_facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>

namespace synscope {
namespace {

constexpr std::size_t kMostText = 65536;
constexpr std::size_t kMostCommandLine = 4096;

struct FolderCloser {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, FolderCloser>;

Folder openFolder(int root, const std::string& path) {
    Descriptor descriptor(::openat(root, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    Folder folder(descriptor.isOpen() ? ::fdopendir(descriptor.get()) : nullptr);
    if (folder)
        static_cast<void>(descriptor.release()); // the folder closes it
    return folder;
}

/// The number that a file name is; empty for any other name.
std::optional<std::int32_t> numberName(const char* name) {
    std::int32_t value = 0;
    const char* last = name + std::strlen(name);
    const auto [end, error] = std::from_chars(name, last, value);
    return error == std::errc{} && end == last && value >= 0 ? std::optional(value) : std::nullopt;
}

/// What stays as it is until the process becomes another program.
void readLastingFacts(int root, const std::string& path, Process& process) {
    std::string text;
    if (readSmallFile(root, path + "/status", kMostText, text) == 0)
        process.uid = parseEffectiveUid(text).value_or(0);
    if (readSmallFile(root, path + "/cmdline", kMostCommandLine, text) == 0)
        process.commandLine = joinArguments(text);
    if (readSmallFile(root, path + "/cgroup", kMostText, text) == 0)
        process.confinement = parseConfinement(text);
    process.netNamespace = numberInLink(root, path + "/ns/net", "net");
}

void readDescriptors(int root, const std::string& path, Process& process) {
    process.sockets.clear();
    process.descriptors = 0;
    const Folder folder = openFolder(root, path + "/fd");
    process.isReadable = folder != nullptr;
    if (!folder)
        return;
    while (const dirent* entry = ::readdir(folder.get())) {
        const std::optional<std::int32_t> descriptor = numberName(entry->d_name);
        if (!descriptor)
            continue;
        ++process.descriptors;
        if (const unsigned long inode = numberInLink(::dirfd(folder.get()), entry->d_name, "socket"); inode != 0)
            process.sockets.push_back({inode, *descriptor});
    }
}

} // namespace

ProcessScanner::ProcessScanner(std::string procRoot, std::size_t mostDescriptors)
    : m_procRoot(std::move(procRoot)), m_mostDescriptors(mostDescriptors) {}

std::vector<std::int32_t> ProcessScanner::listProcesses() const {
    std::vector<std::int32_t> pids;
    const Folder folder = openFolder(AT_FDCWD, m_procRoot);
    if (!folder)
        return pids;
    while (const dirent* entry = ::readdir(folder.get()))
        if (const std::optional<std::int32_t> pid = numberName(entry->d_name))
            pids.push_back(*pid);
    std::sort(pids.begin(), pids.end());
    return pids;
}

std::shared_ptr<const ProcessTable> ProcessScanner::scan() {
    const std::vector<std::int32_t> pids = listProcesses();
    std::erase_if(m_known,
                  [&pids](const auto& known) { return !std::binary_search(pids.begin(), pids.end(), known.first); });
    const Descriptor root(::open(m_procRoot.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const auto begin = std::lower_bound(pids.begin(), pids.end(), m_resumeAt) - pids.begin();
    m_descriptorsRead = 0;
    m_resumeAt = 0;
    for (std::size_t i = 0; i < pids.size(); ++i) {
        const std::int32_t pid = pids[(static_cast<std::size_t>(begin) + i) % pids.size()];
        if (m_descriptorsRead >= m_mostDescriptors) {
            m_resumeAt = pid;
            break;
        }
        scanProcess(root.get(), pid);
    }
    std::vector<Process> processes;
    processes.reserve(m_known.size());
    for (const auto& [pid, process] : m_known)
        processes.push_back(process);
    return std::make_shared<ProcessTable>(std::move(processes), m_resumeAt == 0);
}

void ProcessScanner::scanProcess(int root, std::int32_t pid) {
    const std::string path = std::to_string(pid);
    std::string text;
    const bool isThere = readSmallFile(root, path + "/stat", kMostText, text) == 0;
    std::optional<ProcessStat> stat = isThere ? parseProcessStat(text) : std::nullopt;
    if (!stat) {
        m_known.erase(pid);
        return;
    }
    Process& process = m_known[pid];
    // The name changes when a process becomes another program; then all else may have changed as well.
    if (process.startTicks != stat->startTicks || process.name != stat->name) {
        process = Process{};
        process.pid = pid;
        process.startTicks = stat->startTicks;
        process.name = std::move(stat->name);
        readLastingFacts(root, path, process);
        process.userName = userName(process.uid);
    }
    process.parent = stat->parent;
    readDescriptors(root, path, process);
    m_descriptorsRead += process.descriptors;
}

const std::string& ProcessScanner::userName(std::uint32_t uid) {
    const auto [place, isNew] = m_userNames.try_emplace(uid);
    if (!isNew)
        return place->second;
    std::array<char, 16384> buffer;
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        place->second = found->pw_name;
    return place->second;
}

} // namespace synscope
