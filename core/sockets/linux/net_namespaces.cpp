// SPDX-License-Identifier: Apache-2.0
//
// Entering a namespace, or reading its text: see net_namespaces.h.
#include "core/sockets/linux/net_namespaces.h"

#include "core/sockets/linux/proc_net_tcp.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace synscope {
namespace {

constexpr std::size_t kMostText = 256U << 20; ///< a line has 150 bytes

void appendTable(SocketDump& dump, const ProcTable& table, SocketStates states, const std::string& path) {
    std::copy_if(table.entries.begin(), table.entries.end(), std::back_inserter(dump.entries),
                 [states](const SocketEntry& entry) { return states.has(entry.state); });
    dump.malformed += table.malformed;
    if (table.malformed > 0)
        dump.notes.push_back(std::to_string(table.malformed) + " lines of " + path + " could not be read");
}

} // namespace

std::vector<NetNamespace> otherNamespaces(const ProcessTable& processes, std::uint64_t own) {
    std::vector<NetNamespace> found;
    for (const Process& process : processes.all()) { // oldest first
        const std::uint64_t inode = process.netNamespace;
        const bool isKnown =
            std::any_of(found.begin(), found.end(), [inode](const NetNamespace& n) { return n.inode == inode; });
        if (inode != 0 && inode != own && !isKnown)
            found.push_back({inode, process.pid});
    }
    return found;
}

std::uint64_t ownNamespace(const std::string& procRoot) {
    return numberInLink(AT_FDCWD, procRoot + "/thread-self/ns/net", "net");
}

Result<SocketDump> readTextTables(const std::string& procRoot, const std::string& process, SocketStates states) {
    const auto ticks = static_cast<std::uint32_t>(std::max(::sysconf(_SC_CLK_TCK), 1L));
    SocketDump dump;
    int error = 0;
    int tablesRead = 0;
    for (const char* name : {"/net/tcp", "/net/tcp6"}) {
        const std::string path = procRoot + "/" + process + name;
        std::string text;
        if (const int failed = readSmallFile(AT_FDCWD, path, kMostText, text); failed != 0) {
            error = failed; // a kernel without IPv6 has no tcp6
            continue;
        }
        ++tablesRead;
        appendTable(dump, parseProcNetTcp(text, ticks), states, path);
    }
    if (tablesRead == 0)
        return Error{"cannot read " + procRoot + "/" + process + "/net/tcp: " + errorText(error), {}, {}};
    return dump;
}

Result<SocketDump> readNamespace(const std::string& procRoot, const NetNamespace& netNamespace,
                                 const DumpOptions& options) {
    const std::string process = std::to_string(netNamespace.pid);
    const Descriptor door(::open((procRoot + "/" + process + "/ns/net").c_str(), O_RDONLY | O_CLOEXEC));
    const OpenChannel open = [&door] { return openSockDiagIn(door.get()); };
    Result<SocketDump> dump = dumpSockets(open, options);
    if (!dump)
        dump = readTextTables(procRoot, process, options.states);
    if (!dump)
        return dump;
    for (SocketEntry& entry : dump.value().entries)
        entry.netNamespace = netNamespace.inode;
    return dump;
}

} // namespace synscope
