// SPDX-License-Identifier: Apache-2.0
//
// Reads under /proc which processes hold which sockets. A scan costs a system call for each open descriptor of each
// process that may be read, so it has a budget, and goes on where the last one ended when that was not enough. What
// does not change in a process's life is read once.
#pragma once

#include "core/sockets/linux/descriptor.h"
#include "core/sockets/process_table.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace synscope {

/// Used in one thread at a time.
class ProcessScanner {
public:
    /// `mostDescriptors` a scan; the process that crosses it is still read whole.
    explicit ProcessScanner(std::string procRoot = "/proc", std::size_t mostDescriptors = 200'000);

    /// All processes now. Those that the budget did not reach are as they were at the scan before, or not known yet.
    [[nodiscard]] std::shared_ptr<const ProcessTable> scan();
    /// Descriptors looked at by the last scan.
    [[nodiscard]] std::size_t descriptorsRead() const { return m_descriptorsRead; }

private:
    [[nodiscard]] std::vector<std::int32_t> listProcesses() const;
    void scanProcess(int root, std::int32_t pid);
    const std::string& userName(std::uint32_t uid);

    std::string m_procRoot;
    std::size_t m_mostDescriptors;
    std::size_t m_descriptorsRead = 0;
    std::int32_t m_resumeAt = 0; ///< the first process that the last scan did not reach; 0: it reached all
    std::unordered_map<std::int32_t, Process> m_known;
    std::unordered_map<std::uint32_t, std::string> m_userNames;
};

} // namespace synscope
