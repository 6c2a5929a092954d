// SPDX-License-Identifier: Apache-2.0
//
// The socket table of Linux: NETLINK_SOCK_DIAG, or /proc/net/tcp where that fails, the processes under /proc, and the
// network namespaces that these live in.
#include "core/sockets/linux/listen_counters.h"
#include "core/sockets/linux/net_namespaces.h"
#include "core/sockets/linux/process_scanner.h"
#include "core/sockets/linux/sock_diag.h"
#include "core/sockets/system_sockets.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace synscope {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostNamespaces = 64;

class LinuxSocketSource : public SocketSource {
public:
    explicit LinuxSocketSource(SystemSocketOptions options)
        : m_options(std::move(options)), m_scanner(m_options.procRoot) {}

    Result<SocketTable> read() override {
        SocketTable table;
        Result<SocketDump> own = readOwn();
        if (!own)
            return own.error();
        if (m_options.now)
            table.time = m_options.now();
        const std::uint64_t ownInode = ownNamespace(m_options.procRoot);
        for (SocketEntry& entry : own.value().entries)
            entry.netNamespace = ownInode;
        table.netNamespaces.push_back(ownInode);
        addCounters(ownInode, "thread-self", table);
        take(std::move(own).value(), table);
        if (mustScan(table))
            scan(table);
        if (m_options.otherNamespaces)
            readOthers(ownInode, table);
        table.processes = m_processes;
        return table;
    }

private:
    [[nodiscard]] DumpOptions dumpOptions() const {
        DumpOptions options;
        options.states = m_options.states;
        return options;
    }

    [[nodiscard]] Result<SocketDump> readOwn() const {
        Result<SocketDump> dump = dumpSockets(openSockDiag, dumpOptions());
        if (dump)
            return dump;
        Result<SocketDump> text = readTextTables(m_options.procRoot, "thread-self", m_options.states);
        if (!text)
            return Error{dump.error().message + "; " + text.error().message, {}, {}};
        text.value().notes.push_back(dump.error().message + "; read /proc/net/tcp, which knows no ages");
        return text;
    }

    static void take(SocketDump&& dump, SocketTable& table) {
        table.entries.insert(table.entries.end(), dump.entries.begin(), dump.entries.end());
        table.malformed += dump.malformed;
        for (std::string& note : dump.notes)
            table.notes.push_back(std::move(note));
    }

    void addCounters(std::uint64_t netNamespace, const std::string& process, SocketTable& table) const {
        if (const auto counters = readListenCounters(m_options.procRoot, process))
            table.listenCounters.emplace(netNamespace, *counters);
    }

    [[nodiscard]] bool mustScan(const SocketTable& table) const {
        if (!m_scanned)
            return true;
        const auto sinceScan = SteadyClock::now() - *m_scanned;
        if (sinceScan < m_options.scanAtMostEvery)
            return false;
        const bool somethingIsNew =
            std::any_of(table.entries.begin(), table.entries.end(),
                        [this](const SocketEntry& entry) { return !m_lookedFor.contains(entry.inode); });
        return somethingIsNew || !m_processes->isComplete() || sinceScan >= m_options.scanAtLeastEvery;
    }

    void scan(const SocketTable& table) {
        m_processes = m_scanner.scan();
        m_scanned = SteadyClock::now();
        m_lookedFor.clear();
        for (const SocketEntry& entry : table.entries)
            m_lookedFor.insert(entry.inode);
    }

    void readOthers(std::uint64_t ownInode, SocketTable& table) const {
        std::vector<NetNamespace> others = otherNamespaces(*m_processes, ownInode);
        if (others.size() > kMostNamespaces) {
            table.notes.push_back("only " + std::to_string(kMostNamespaces) + " of " + std::to_string(others.size()) +
                                  " other network namespaces were read");
            others.resize(kMostNamespaces);
        }
        for (const NetNamespace& other : others) {
            Result<SocketDump> dump = readNamespace(m_options.procRoot, other, dumpOptions());
            if (!dump) {
                table.notes.push_back("the network namespace of process " + std::to_string(other.pid) +
                                      " was not read: " + dump.error().message);
                continue;
            }
            table.netNamespaces.push_back(other.inode);
            addCounters(other.inode, std::to_string(other.pid), table);
            take(std::move(dump).value(), table);
        }
    }

    SystemSocketOptions m_options;
    ProcessScanner m_scanner;
    std::shared_ptr<const ProcessTable> m_processes = std::make_shared<ProcessTable>();
    std::optional<SteadyClock::time_point> m_scanned;
    std::unordered_set<std::uint64_t> m_lookedFor; ///< inodes that were there when the processes were read
};

} // namespace

std::unique_ptr<SocketSource> openSystemSockets(SystemSocketOptions options) {
    return std::make_unique<LinuxSocketSource>(std::move(options));
}

} // namespace synscope
