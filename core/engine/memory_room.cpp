// SPDX-License-Identifier: Apache-2.0
#include "core/engine/memory_room.h"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace synscope {
namespace {

using Bytes = std::optional<std::uint64_t>;

constexpr std::uint64_t kBatchesBetween = 8;       // some megabytes
constexpr std::uint64_t kBatchesBetweenFiles = 64; // some thirty
constexpr std::uint64_t kReserve = std::uint64_t{16} << 20;
constexpr std::uint64_t kReserveOfMachine = std::uint64_t{48} << 20; // others take some, too, between two looks

Bytes least(std::initializer_list<Bytes> all) {
    Bytes result;
    for (const Bytes& one : all)
        if (one && (!result || *one < *result))
            result = one;
    return result;
}

std::uint64_t less(std::uint64_t limit, std::uint64_t used) {
    return limit - std::min(limit, used);
}

/// MemAvailable: what can be had without swapping.
Bytes machineLeft() {
    std::ifstream in("/proc/meminfo");
    for (std::string name, rest; in >> name; std::getline(in, rest)) {
        std::uint64_t kibibytes = 0;
        if (name == "MemAvailable:" && in >> kibibytes)
            return kibibytes * 1024;
    }
    return std::nullopt;
}

Bytes numberIn(const std::string& path) {
    std::uint64_t number = 0;
    std::ifstream in(path);
    return in >> number ? Bytes(number) : std::nullopt; // "max" is none
}

/// Files' pages, which are given up where memory is wanted.
std::uint64_t cachedBy(const std::string& folder) {
    std::uint64_t sum = 0;
    std::ifstream in(folder + "/memory.stat");
    std::uint64_t bytes = 0;
    for (std::string name; in >> name >> bytes;)
        if (name == "active_file" || name == "inactive_file")
            sum += bytes;
    return sum;
}

/// How a version of control groups tells of memory.
struct GroupFiles {
    std::string_view root;
    std::string_view limit;
    std::string_view used;
};
constexpr GroupFiles kVersion2{"/sys/fs/cgroup", "/memory.max", "/memory.current"};
constexpr GroupFiles kVersion1{"/sys/fs/cgroup/memory", "/memory.limit_in_bytes", "/memory.usage_in_bytes"};

/// Of the group and of those above it.
Bytes leftIn(const GroupFiles& files, std::string group) {
    Bytes result;
    for (;; group.erase(group.rfind('/'))) {
        const std::string folder = std::string(files.root) + group;
        const Bytes limit = numberIn(folder + std::string(files.limit)); // without one, version 1 has a huge number
        const Bytes used = numberIn(folder + std::string(files.used));
        if (limit && used)
            result = least({result, less(*limit, less(*used, cachedBy(folder)))});
        if (group.find('/') == std::string::npos)
            return result;
    }
}

/// Of this process's control groups: lines are "0::/group" in version 2, "9:memory:/group" in version 1.
Bytes groupLeft() {
    std::ifstream in("/proc/self/cgroup");
    Bytes result;
    for (std::string line; std::getline(in, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string controllers = ',' + line.substr(first + 1, second - first - 1) + ',';
        if (controllers == ",,")
            result = least({result, leftIn(kVersion2, line.substr(second + 1))});
        else if (controllers.find(",memory,") != std::string::npos)
            result = least({result, leftIn(kVersion1, line.substr(second + 1))});
    }
    return result;
}

} // namespace

Bytes addressesLeft() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::nullopt;
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return less(limit.rlim_cur, pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
}

Bytes memoryLeft() {
    return least({addressesLeft(), groupLeft(), machineLeft()});
}

void shareOneHeapWhereAddressesAreLimited() {
#ifdef __GLIBC__
    if (addressesLeft())
        ::mallopt(M_ARENA_MAX, 1);
#endif
}

bool MemoryRoom::isUsedUp(std::uint64_t atEnd) {
    const std::uint64_t asked = ++m_asked; // a small capture is never refused
    if (asked % kBatchesBetween != 0)
        return false;
    if (const Bytes left = addressesLeft(); left && *left < kReserve + atEnd)
        return true;
    if (asked % kBatchesBetweenFiles != 0)
        return false;
    const Bytes left = least({groupLeft(), machineLeft()});
    return left && *left < kReserveOfMachine + atEnd;
}

} // namespace synscope
