// SPDX-License-Identifier: Apache-2.0
//
// Real connections on the loopback interface, as the kernel's socket table shows them.
#include "core/sockets/leaks.h"
#include "core/sockets/linux/net_namespaces.h"
#include "core/sockets/system_sockets.h"
#include "tests/sockets/loopback.h"
#include "tests/sockets/proc_tree.h"

#include <algorithm>
#include <csignal>
#include <gtest/gtest.h>
#include <optional>

#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

SystemSocketOptions alwaysScanning() {
    SystemSocketOptions options;
    options.scanAtMostEvery = {};
    options.scanAtLeastEvery = {};
    return options;
}

std::optional<SocketEntry> find(const SocketTable& table, const SocketAddress& local, const SocketAddress& remote) {
    const auto found = std::find_if(table.entries.begin(), table.entries.end(), [&](const SocketEntry& entry) {
        return entry.local == local && entry.remote == remote;
    });
    return found == table.entries.end() ? std::nullopt : std::optional(*found);
}

class Sockets : public ::testing::Test {
protected:
    SocketTable read() {
        Result<SocketTable> table = m_source->read();
        EXPECT_TRUE(table.hasValue()) << (table ? "" : table.error().message);
        return table ? std::move(table).value() : SocketTable{};
    }
    /// The server's side of a connection, once it is in this state with so much in its receive queue.
    std::optional<SocketEntry> serverSide(const Listener& listener, const Descriptor& client, SocketState state,
                                          std::uint32_t receiveQueue) {
        std::optional<SocketEntry> entry;
        const bool isThere = eventually([&] {
            m_table = read();
            entry = find(m_table, listener.address(), localAddress(client));
            return entry && entry->state == state && entry->receiveQueue == receiveQueue;
        });
        return isThere ? entry : std::nullopt;
    }
    std::unique_ptr<SocketSource> m_source = openSystemSockets(alwaysScanning());
    SocketTable m_table;
};

class EachFamily : public Sockets, public ::testing::WithParamInterface<Family> {};

std::string familyName(const ::testing::TestParamInfo<Family>& test) {
    constexpr const char* kNames[] = {"Ipv4", "Ipv6", "Ipv4ToAnIpv6Listener"};
    return kNames[static_cast<int>(test.param)];
}

INSTANTIATE_TEST_SUITE_P(Sockets, EachFamily, ::testing::Values(Family::V4, Family::V6, Family::V4OverV6), familyName);

TEST_P(EachFamily, AConnectionIsSeenFromBothEndsWithItsOwner) {
    const Listener listener(GetParam());
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    sendText(client, "hello");
    const auto entry = serverSide(listener, client, SocketState::Established, 5);
    ASSERT_TRUE(entry.has_value());
    EXPECT_EQ(entry->inode, inodeOf(server));
    EXPECT_EQ(entry->uid, ::getuid());
    EXPECT_NE(entry->cookie, 0U);
    EXPECT_EQ(entry->netNamespace, ownNamespace("/proc"));
    EXPECT_EQ(entry->isV6Socket, GetParam() != Family::V4);
    ASSERT_TRUE(entry->tcp.has_value());
    EXPECT_EQ(entry->tcp->bytesReceived, 5U);
    const Ownership owner = ownershipOf(*entry, *m_table.processes);
    ASSERT_EQ(owner.kind, Ownership::Kind::Known);
    EXPECT_EQ(owner.holders[0]->pid, ::getpid());

    const auto other = find(m_table, localAddress(client), listener.address());
    ASSERT_TRUE(other.has_value());
    EXPECT_EQ(other->state, SocketState::Established);
    EXPECT_EQ(other->inode, inodeOf(client));
}

TEST_P(EachFamily, TheQueueOfACloseWaitCountsUnreadBytesAndTheFin) {
    const Listener listener(GetParam());
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    sendText(client, "abc");
    finish(client);
    EXPECT_TRUE(serverSide(listener, client, SocketState::CloseWait, 4).has_value());
    EXPECT_TRUE(eventually([&] {
        m_table = read();
        const auto other = find(m_table, localAddress(client), listener.address());
        return other && other->state == SocketState::FinWait2;
    }));
}

TEST_P(EachFamily, TheFinIsCountedUntilTheEndOfTheStreamIsRead) {
    const Listener listener(GetParam());
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    sendText(client, "abc");
    EXPECT_EQ(receiveText(server, 3), "abc");
    finish(client);
    EXPECT_TRUE(serverSide(listener, client, SocketState::CloseWait, 1).has_value());
    EXPECT_EQ(receiveText(server, 1), "");
    const auto read = serverSide(listener, client, SocketState::CloseWait, 0);
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(closeWaitAge(*read).has_value());
}

TEST_P(EachFamily, AConnectionThatIsNeverAcceptedHasNoInodeAndWaitsAtTheListener) {
    const Listener listener(GetParam(), 5);
    const Descriptor client = listener.connect();
    finish(client);
    const auto entry = serverSide(listener, client, SocketState::CloseWait, 1);
    ASSERT_TRUE(entry.has_value());
    EXPECT_EQ(entry->inode, 0U);
    EXPECT_EQ(ownershipOf(*entry, *m_table.processes).kind, Ownership::Kind::NeverAccepted);
    const std::vector<Leak> leaks = findLeaks(m_table, nullptr, {});
    const auto leak =
        std::find_if(leaks.begin(), leaks.end(), [&](const Leak& l) { return l.socket.cookie == entry->cookie; });
    ASSERT_NE(leak, leaks.end());
    EXPECT_EQ(leak->cause, LeakCause::NeverAccepted);
    EXPECT_EQ(leak->text, "the program has not called accept() while 1 connection waits for it (5 may)");
    EXPECT_TRUE(leak->isServerSide);
}

TEST_F(Sockets, OnlyTheStatesAskedForAreListed) {
    SystemSocketOptions options = alwaysScanning();
    options.states = SocketStates::none().with(SocketState::Listen);
    m_source = openSystemSockets(options);
    const Listener listener;
    const Descriptor client = listener.connect();
    const SocketTable table = read();
    EXPECT_TRUE(find(table, listener.address(), {}).has_value());
    EXPECT_FALSE(find(table, localAddress(client), listener.address()).has_value());
}

TEST_F(Sockets, TheTimeIsTheCallers) {
    EXPECT_EQ(read().time, Timestamp{});
    SystemSocketOptions options;
    options.now = [] { return timestampFromNs(42); };
    m_source = openSystemSockets(options);
    EXPECT_EQ(read().time, timestampFromNs(42));
}

TEST_F(Sockets, ProcessesAreReadAgainWhenTimeHasPassedOnly) {
    SystemSocketOptions options;
    options.scanAtMostEvery = std::chrono::hours(1);
    options.scanAtLeastEvery = std::chrono::hours(1);
    m_source = openSystemSockets(options);
    const auto processes = read().processes;
    const Listener listener;
    EXPECT_EQ(read().processes, processes);
}

TEST_F(Sockets, ProcessesAreReadAgainForANewSocketOnly) {
    SystemSocketOptions options;
    options.scanAtMostEvery = {};
    options.scanAtLeastEvery = std::chrono::hours(1);
    m_source = openSystemSockets(options);
    const auto processes = read().processes;
    const Listener listener;
    SocketTable table = read();
    EXPECT_NE(table.processes, processes);
    EXPECT_EQ(table.processes->holdersOf(find(table, listener.address(), {})->inode).size(), 1U);
}

TEST_F(Sockets, ADescriptorOfAResetConnectionIsAGhost) {
    const Listener listener;
    const Descriptor client = listener.connect();
    Descriptor server = listener.accept();
    const Descriptor alive = listener.connect();
    reset(server);
    const SocketAddress local = localAddress(client);
    ASSERT_TRUE(eventually([&] { return !find(m_table = read(), local, listener.address()).has_value(); }));
    const std::vector<GhostDescriptor> ghosts = ghostDescriptors(m_table, read());
    const auto ghost = std::find_if(ghosts.begin(), ghosts.end(),
                                    [&](const GhostDescriptor& g) { return g.inode == inodeOf(client); });
    ASSERT_NE(ghost, ghosts.end());
    EXPECT_EQ(ghost->pid, ::getpid());
    EXPECT_EQ(ghost->descriptor, client.get());
    EXPECT_FALSE(ghost->isV6Socket);
    EXPECT_TRUE(std::none_of(ghosts.begin(), ghosts.end(),
                             [&](const GhostDescriptor& g) { return g.inode == inodeOf(alive); }));
}

TEST_F(Sockets, ASocketThatWasNeverConnectedIsNoGhost) {
    const Descriptor made(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Descriptor bound(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in any{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {}, .sin_zero = {}};
    ASSERT_EQ(::bind(bound.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any), 0);
    m_table = read();
    const std::vector<GhostDescriptor> ghosts = ghostDescriptors(m_table, read());
    for (const Descriptor* descriptor : {&made, &bound})
        EXPECT_TRUE(std::none_of(ghosts.begin(), ghosts.end(),
                                 [&](const GhostDescriptor& g) { return g.inode == inodeOf(*descriptor); }));
}

TEST_F(Sockets, AGhostThatWasClosedMeanwhileIsNone) {
    const Listener listener;
    Descriptor client = listener.connect();
    const std::uint64_t inode = inodeOf(client);
    Descriptor server = listener.accept();
    const SocketAddress local = localAddress(client);
    reset(server);
    ASSERT_TRUE(eventually([&] { return !find(m_table = read(), local, listener.address()).has_value(); }));
    client = Descriptor();
    const std::vector<GhostDescriptor> ghosts = ghostDescriptors(m_table, read());
    EXPECT_TRUE(std::none_of(ghosts.begin(), ghosts.end(), [&](const GhostDescriptor& g) { return g.inode == inode; }));
}

TEST_F(Sockets, TheTextOfProcTellsTheSame) {
    const Listener listener(Family::V4OverV6);
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    finish(client);
    const auto asked = serverSide(listener, client, SocketState::CloseWait, 1);
    ASSERT_TRUE(asked.has_value());
    const Result<SocketDump> text = readTextTables("/proc", "thread-self", SocketStates::all());
    ASSERT_TRUE(text.hasValue());
    SocketTable table;
    table.entries = text.value().entries;
    const auto read = find(table, listener.address(), localAddress(client));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(text.value().malformed, 0U);
    EXPECT_EQ(read->state, asked->state);
    EXPECT_EQ(read->inode, asked->inode);
    EXPECT_EQ(read->receiveQueue, asked->receiveQueue);
    EXPECT_EQ(read->isV6Socket, asked->isV6Socket);
}

TEST(TextTables, AMissingFileIsAnErrorAndOneOfTwoIsEnough) {
    ProcTree tree;
    const auto missing = readTextTables(tree.path(), "10", SocketStates::all());
    ASSERT_FALSE(missing.hasValue());
    EXPECT_EQ(missing.error().message, "cannot read " + tree.path() + "/10/net/tcp: No such file or directory");
    tree.write("10/net/tcp", "title\n"
                             "   0: 0100007F:872B 00000000:0000 0A 00000000:00000002 00:00000000 00000000  0  0 1 3\n"
                             "damaged\n");
    const auto table = readTextTables(tree.path(), "10", SocketStates::all());
    ASSERT_TRUE(table.hasValue());
    EXPECT_EQ(table.value().entries.size(), 1U);
    EXPECT_EQ(table.value().notes[0], "1 lines of " + tree.path() + "/10/net/tcp could not be read");
    EXPECT_TRUE(readTextTables(tree.path(), "10", SocketStates::none()).value().entries.empty());
}

TEST(NetNamespaces, EachForeignOneIsNamedOnceByItsOldestProcess) {
    std::vector<Process> processes(4);
    const std::uint64_t namespaces[] = {1, 7, 7, 0};
    const std::uint64_t starts[] = {10, 30, 20, 40};
    for (std::size_t i = 0; i < processes.size(); ++i) {
        processes[i].pid = static_cast<std::int32_t>(i + 100);
        processes[i].netNamespace = namespaces[i];
        processes[i].startTicks = starts[i];
    }
    const auto others = otherNamespaces(ProcessTable(processes), 1);
    ASSERT_EQ(others.size(), 1U);
    EXPECT_EQ(others[0].inode, 7U);
    EXPECT_EQ(others[0].pid, 102);
}

TEST_F(Sockets, SocketsOfAnotherNetworkNamespaceAreRead) {
    int ready[2];
    ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
    const Descriptor readEnd(ready[0]);
    Descriptor writeEnd(ready[1]);
    const pid_t child = ::fork();
    if (child == 0) {
        if (::unshare(CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
            ::_exit(1);
        const Listener listener(Family::V4OverV6);
        const std::uint16_t port = listener.port();
        if (::write(writeEnd.get(), &port, sizeof port) != sizeof port)
            ::_exit(1);
        for (;;)
            ::pause();
    }
    writeEnd = Descriptor();
    std::uint16_t port = 0;
    const bool isReady = ::read(readEnd.get(), &port, sizeof port) == sizeof port;
    const SocketTable table = isReady ? read() : SocketTable{};
    const Process* process = table.processes->find(child);
    const std::uint64_t inode = process == nullptr ? 0 : process->netNamespace;
    const auto text = readTextTables("/proc", std::to_string(child), SocketStates::all());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    if (!isReady)
        GTEST_SKIP() << "no network namespace may be made here";
    const auto listens = [port](const SocketEntry& entry) {
        return entry.state == SocketState::Listen && entry.local.port == port;
    };
    const auto found = std::find_if(table.entries.begin(), table.entries.end(), [&](const SocketEntry& entry) {
        return listens(entry) && entry.netNamespace == inode;
    });
    ASSERT_NE(found, table.entries.end());
    EXPECT_NE(inode, ownNamespace("/proc"));
    ASSERT_EQ(table.netNamespaces.front(), ownNamespace("/proc"));
    EXPECT_EQ(std::count(table.netNamespaces.begin(), table.netNamespaces.end(), inode), 1);
    EXPECT_EQ(ownershipOf(*found, *table.processes).holders[0]->pid, child);
    ASSERT_TRUE(text.hasValue());
    EXPECT_EQ(std::count_if(text.value().entries.begin(), text.value().entries.end(), listens), 1);
}

} // namespace
} // namespace synscope::test
