// SPDX-License-Identifier: Apache-2.0
#include "core/engine/memory_room.h"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <string>

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

/// Of this process's control group and of those above it (version 2).
Bytes groupLeft() {
    std::ifstream in("/proc/self/cgroup");
    std::string line;
    while (std::getline(in, line) && !line.starts_with("0::/")) {
    }
    if (line.size() < 4)
        return std::nullopt;
    Bytes result;
    for (std::string group = line.substr(3);; group.erase(group.rfind('/'))) {
        const std::string folder = "/sys/fs/cgroup" + group;
        const Bytes limit = numberIn(folder + "/memory.max");
        const Bytes used = numberIn(folder + "/memory.current");
        if (limit && used)
            result = least({result, less(*limit, less(*used, cachedBy(folder)))});
        if (group.empty() || group == "/")
            return result;
    }
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
