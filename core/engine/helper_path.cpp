// SPDX-License-Identifier: Apache-2.0
#include "core/engine/helper_path.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace synscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "synscope-capture";
constexpr std::array<const char*, 8> kUsualFolders{"/usr/bin",
                                                   "/usr/sbin",
                                                   "/usr/local/bin",
                                                   "/usr/local/sbin",
                                                   "/usr/libexec/synscope",
                                                   "/usr/lib/synscope",
                                                   "/usr/local/libexec/synscope",
                                                   "/usr/local/lib/synscope"};

/// In a folder that is sticky, /tmp for instance, others can add files and change none.
bool isOursAlone(const fs::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || (status.st_uid != 0 && status.st_uid != ::geteuid()))
        return false;
    const bool isSticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
    return isSticky || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// The file capability as the kernel writes it: little-endian, of the second revision or a later one.
bool hasNetRaw(const fs::path& path) {
    constexpr std::size_t kPermitted = 4; // behind the revision
    std::array<unsigned char, 64> value{};
    const ssize_t size = ::getxattr(path.c_str(), "security.capability", value.data(), value.size());
    static_assert(CAP_NET_RAW == 13);
    return size >= static_cast<ssize_t>(kPermitted + sizeof(std::uint32_t)) && (value[kPermitted + 1] & 0x20U) != 0;
}

bool mayCapture(const fs::path& file) {
    std::error_code error;
    return fs::is_regular_file(file, error) && ::faccessat(AT_FDCWD, file.c_str(), X_OK, AT_EACCESS) == 0 &&
           (::geteuid() == 0 || hasNetRaw(file));
}

} // namespace

std::vector<std::string> helperPlaces(const std::string& ownFolder, std::string_view searchPath) {
    std::vector<std::string> places;
    const auto add = [&places](const fs::path& folder) {
        std::string place = (folder / kName).string();
        if (std::ranges::find(places, place) == places.end())
            places.push_back(std::move(place));
    };
    add(ownFolder);
    while (!searchPath.empty()) {
        const std::string_view folder = searchPath.substr(0, searchPath.find(':'));
        searchPath.remove_prefix(std::min(searchPath.size(), folder.size() + 1));
        if (folder.starts_with('/')) // a folder that depends on where the user is may be anybody's
            add(folder);
    }
    for (const char* const folder : kUsualFolders)
        add(folder);
    return places;
}

bool isAuthorisedHelper(const std::string& path) {
    std::error_code error;
    const fs::path file = fs::canonical(path, error);
    if (error || !mayCapture(file))
        return false;
    for (fs::path part = file; part != part.parent_path(); part = part.parent_path())
        if (!isOursAlone(part))
            return false;
    return true;
}

std::string chosenHelper(std::span<const std::string> places) {
    if (mayCapture(places.front())) // as trusted as the program that is running
        return places.front();
    const auto found = std::ranges::find_if(places.subspan(1), isAuthorisedHelper);
    if (found == places.end())
        return places.front();
    std::error_code error;
    return fs::canonical(*found, error).string();
}

std::string helperPath() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    const char* const searchPath = std::getenv("PATH");
    return chosenHelper(helperPlaces(self.parent_path().string(), searchPath == nullptr ? "" : searchPath));
}

} // namespace synscope
