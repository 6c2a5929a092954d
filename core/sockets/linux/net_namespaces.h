// SPDX-License-Identifier: Apache-2.0
//
// Sockets of other network namespaces: containers have their own. Where the namespace may be entered, the kernel is
// asked inside it; elsewhere the text of /proc/PID/net is read, which needs no right but to see the process.
#pragma once

#include "core/base/result.h"
#include "core/sockets/linux/sock_diag.h"
#include "core/sockets/process_table.h"

#include <cstdint>
#include <string>
#include <vector>

namespace synscope {

struct NetNamespace {
    std::uint64_t inode = 0;
    std::int32_t pid = 0; ///< its oldest process
};

/// The namespaces of the processes whose namespace may be read, but for `own`; by age of their oldest process.
[[nodiscard]] std::vector<NetNamespace> otherNamespaces(const ProcessTable& processes, std::uint64_t own);

/// The namespace of the calling thread; 0 where it cannot be told.
[[nodiscard]] std::uint64_t ownNamespace(const std::string& procRoot);

/// Sockets out of the text files of the folder `net` of a process, or of "thread-self".
[[nodiscard]] Result<SocketDump> readTextTables(const std::string& procRoot, const std::string& process,
                                                SocketStates states);

/// Sockets of a namespace; each entry names it. Fails when its process has ended or may not be read.
[[nodiscard]] Result<SocketDump> readNamespace(const std::string& procRoot, const NetNamespace& netNamespace,
                                               const DumpOptions& options);

} // namespace synscope
