// SPDX-License-Identifier: Apache-2.0
//
// A tree like /proc in a temporary folder, with the files that the scanner reads.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace synscope::test {

struct FakeProcess {
    std::int32_t pid = 0;
    std::uint64_t startTicks = 100;
    std::string name = "server";
    std::uint32_t uid = 0;
    std::vector<std::uint64_t> sockets = {}; ///< inodes; their descriptors count from 3
    std::uint64_t netNamespace = 0;
    std::string cgroup = "0::/\n";
};

class ProcTree {
public:
    ProcTree() {
        std::string name = (std::filesystem::temp_directory_path() / "synscope-proc-XXXXXX").string();
        m_root = ::mkdtemp(name.data());
    }
    ~ProcTree() { std::filesystem::remove_all(m_root); }
    ProcTree(const ProcTree&) = delete;
    ProcTree& operator=(const ProcTree&) = delete;

    [[nodiscard]] std::string path() const { return m_root.string(); }

    void put(const FakeProcess& process) {
        remove(process.pid);
        const std::filesystem::path folder = m_root / std::to_string(process.pid);
        std::filesystem::create_directories(folder / "fd");
        std::filesystem::create_directories(folder / "ns");
        write(folder / "stat", std::to_string(process.pid) + " (" + process.name +
                                   ") S 1 1 1 0 -1 1 1 2 3 4 5 6 7 8 20 0 9 0 " + std::to_string(process.startTicks) +
                                   " 99\n");
        const std::string uid = std::to_string(process.uid);
        write(folder / "status", "Uid:\t" + uid + "\t" + uid + "\t" + uid + "\t" + uid + "\n");
        write(folder / "cmdline", process.name + std::string("\0--serve\0", 9));
        write(folder / "cgroup", process.cgroup);
        write(folder / "limits", "Max open files            1024                 4096                 files\n");
        std::filesystem::create_symlink("/dev/null", folder / "fd/0");
        for (std::size_t i = 0; i < process.sockets.size(); ++i)
            std::filesystem::create_symlink("socket:[" + std::to_string(process.sockets[i]) + "]",
                                            folder / "fd" / std::to_string(i + 3));
        if (process.netNamespace != 0)
            std::filesystem::create_symlink("net:[" + std::to_string(process.netNamespace) + "]", folder / "ns/net");
    }

    void remove(std::int32_t pid) { std::filesystem::remove_all(m_root / std::to_string(pid)); }
    /// Its descriptors can no longer be listed.
    void hideDescriptors(std::int32_t pid) { std::filesystem::remove_all(m_root / std::to_string(pid) / "fd"); }
    void write(const std::filesystem::path& path, const std::string& text) {
        std::filesystem::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path, std::ios::binary) << text;
    }

private:
    std::filesystem::path m_root;
};

} // namespace synscope::test
