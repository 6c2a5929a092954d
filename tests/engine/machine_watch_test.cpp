// SPDX-License-Identifier: Apache-2.0
//
// Socket tables made by hand as readings, and a watch over them; and one real leak of this very process.
#include "core/engine/machine_watch.h"

#include "tests/sockets/loopback.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <mutex>
#include <semaphore>

#include <unistd.h>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kNamespace = 4026531840;

SocketAddress address(const char* text, std::uint16_t port) {
    return {*parseIpAddress(text), port};
}

SocketEntry entryOf(SocketState state, const SocketAddress& local, const SocketAddress& remote, std::uint64_t inode) {
    SocketEntry entry;
    entry.state = state;
    entry.local = local;
    entry.remote = remote;
    entry.inode = inode;
    entry.cookie = inode + 1'000'000;
    entry.netNamespace = kNamespace;
    entry.uid = 998;
    return entry;
}

/// A listener at any address, port 8080, and the process that holds it and the inodes given.
SocketTable tableWith(std::vector<SocketEntry> entries, std::vector<HeldSocket> held) {
    SocketEntry listener = entryOf(SocketState::Listen, address("::", 8080), address("::", 0), 7);
    listener.receiveQueue = 2;
    listener.backlogLimit = 5;
    held.push_back({7, 3});
    Process process;
    process.pid = 4711;
    process.uid = 998;
    process.name = "orders-api";
    process.userName = "orders";
    process.sockets = std::move(held);
    SocketTable table;
    table.time = timestampFromNs(1'700'000'000'000'000'000);
    table.entries = std::move(entries);
    table.entries.push_back(listener);
    table.netNamespaces = {kNamespace};
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{process});
    return table;
}

SocketEntry serverSide(SocketState state, std::uint64_t inode) {
    return entryOf(state, address("10.2.0.1", 8080), address("10.2.0.42", 51812), inode);
}

MachineReading readingOf(const SocketTable& table) {
    return machineReadingOf(table, nullptr, {}, {});
}

TEST(MachineReading, NamesTheProcessAndTheUserOfASocket) {
    const MachineReading reading = readingOf(tableWith({serverSide(SocketState::Established, 88)}, {{88, 5}}));
    ASSERT_EQ(reading.sockets.size(), 2U);
    EXPECT_EQ(reading.sockets[0].state, State::Established);
    EXPECT_TRUE(reading.sockets[0].isServerSide);
    EXPECT_EQ(reading.sockets[0].holder, SocketHolder::Known);
    ASSERT_NE(reading.processOf(reading.sockets[0]), nullptr);
    EXPECT_EQ(reading.processOf(reading.sockets[0])->name, "orders-api");
    EXPECT_EQ(reading.userName(998), "orders");
    EXPECT_EQ(reading.userName(0), "");
    EXPECT_TRUE(reading.owed.empty());
    EXPECT_EQ(reading.processes.size(), 1U) << "both sockets are of one process";
}

TEST(MachineReading, SaysWhyASocketOwesAClose) {
    SocketEntry entry = serverSide(SocketState::CloseWait, 88);
    entry.receiveQueue = 1001;
    entry.tcp = TcpFacts{};
    entry.tcp->lastAckReceivedMs = 5000;
    entry.tcp->lastDataReceivedMs = 5000;
    const MachineReading reading = readingOf(tableWith({entry}, {{88, 5}}));
    ASSERT_EQ(reading.owed.size(), 1U);
    EXPECT_EQ(reading.owed[0].cause, OwedCause::UnreadData);
    EXPECT_EQ(reading.owed[0].atLeast, 5s);
    EXPECT_TRUE(reading.owed[0].isAgeKnown);
    EXPECT_EQ(reading.owed[0].socket.peer, address("10.2.0.42", 51812));
}

TEST(MachineReading, ASocketThatWaitsToBeAcceptedIsItsListenersMatter) {
    const MachineReading reading = readingOf(tableWith({serverSide(SocketState::CloseWait, 0)}, {}));
    ASSERT_EQ(reading.owed.size(), 1U);
    EXPECT_EQ(reading.owed[0].cause, OwedCause::NeverAccepted);
    EXPECT_EQ(reading.owed[0].socket.holder, SocketHolder::NeverAccepted);
    ASSERT_NE(reading.processOf(reading.owed[0].socket), nullptr);
    EXPECT_EQ(reading.processOf(reading.owed[0].socket)->pid, 4711);
}

TEST(MachineReading, AGhostHasTheProcessThatHoldsItsDescriptor) {
    const std::vector<GhostDescriptor> ghosts{{.pid = 4711, .descriptor = 9, .inode = 99, .isV6Socket = false}};
    const MachineReading reading = machineReadingOf(tableWith({}, {}), nullptr, ghosts, {});
    ASSERT_EQ(reading.owed.size(), 1U);
    EXPECT_TRUE(reading.owed[0].isGhost());
    EXPECT_EQ(reading.owed[0].descriptor, 9);
    ASSERT_NE(reading.processOf(reading.owed[0].socket), nullptr);
    EXPECT_EQ(reading.processOf(reading.owed[0].socket)->name, "orders-api");
}

TEST(MachineReading, AListenerForIpv6AloneListensForNoIpv4) {
    SocketTable table = tableWith({serverSide(SocketState::Established, 88)}, {});
    table.entries.back().refusesV4 = true;
    EXPECT_FALSE(readingOf(table).sockets[0].isServerSide);
}

/// Gives the tables it was given, then fails.
class ScriptedSource : public SocketSource {
public:
    explicit ScriptedSource(std::vector<SocketTable> tables) : m_tables(std::move(tables)) {}
    Result<SocketTable> read() override {
        if (m_next == m_tables.size())
            return Error{"the kernel is silent", {}, {}};
        return m_tables[m_next++];
    }

private:
    std::vector<SocketTable> m_tables;
    std::size_t m_next = 0;
};

class Watch : public testing::Test {
protected:
    /// Reads the tables, a reading each time read() is called.
    void watch(std::vector<SocketTable> tables) {
        m_watch = watchSockets(std::make_unique<ScriptedSource>(std::move(tables)), {.poll = {1h, 1h}});
    }
    bool waitForReading(std::uint64_t number) {
        return eventually([&] { return m_watch->mailbox->latest()->readings >= number; });
    }
    std::unique_ptr<MachineWatch> m_watch;
};

TEST_F(Watch, PublishesEachReadingAndWhatOwesACloseInIt) {
    SocketTable before = tableWith({serverSide(SocketState::Established, 88)}, {{88, 5}});
    SocketTable after = tableWith({serverSide(SocketState::CloseWait, 88)}, {{88, 5}});
    after.time += 1s;
    watch({before, after});
    ASSERT_TRUE(waitForReading(1));
    const MachineViewPtr first = m_watch->mailbox->latest();
    EXPECT_EQ(first->leaks.owed(), 0U);
    EXPECT_EQ(first->rest, 1h);
    m_watch->readNow();
    ASSERT_TRUE(waitForReading(2));
    const MachineViewPtr second = m_watch->mailbox->latest();
    ASSERT_EQ(second->leaks.groups.size(), 1U);
    EXPECT_EQ(second->leaks.groups[0].owner, address("10.2.0.1", 8080));
    EXPECT_FALSE(second->leaks.leaks[0].isOlder);
    EXPECT_EQ(first->leaks.owed(), 0U) << "a view never changes";
}

TEST_F(Watch, JudgesByTheThresholdsItWasToldSince) {
    const SocketTable before = tableWith({serverSide(SocketState::CloseWait, 88)}, {{88, 5}});
    SocketTable after = before;
    after.time += 10s;
    watch({before, after, after});
    ASSERT_TRUE(waitForReading(1));
    m_watch->readNow();
    ASSERT_TRUE(waitForReading(2));
    EXPECT_EQ(m_watch->mailbox->latest()->leaks.groups.at(0).mature, 0U) << "a minute is needed";
    DiagnosePolicy policy;
    policy.leakAfter = 10s;
    m_watch->setPolicy(policy);
    m_watch->readNow();
    ASSERT_TRUE(waitForReading(3));
    const MachineViewPtr view = m_watch->mailbox->latest();
    EXPECT_EQ(view->leaks.groups.at(0).mature, 1U);
    EXPECT_EQ(view->policy.leakAfter, 10s);
}

TEST_F(Watch, KeepsWhatWasReadWhenAReadingFails) {
    watch({tableWith({serverSide(SocketState::CloseWait, 88)}, {{88, 5}})});
    ASSERT_TRUE(waitForReading(1));
    m_watch->readNow();
    ASSERT_TRUE(eventually([&] { return m_watch->mailbox->latest()->trouble.has_value(); }));
    const MachineViewPtr view = m_watch->mailbox->latest();
    EXPECT_EQ(view->trouble->message, "the kernel is silent");
    EXPECT_EQ(view->readings, 1U);
    EXPECT_EQ(view->leaks.owed(), 1U);
}

TEST_F(Watch, EndsInTheMiddleOfItsRest) {
    watch({tableWith({}, {})});
    const std::function<void()> readNow = m_watch->readNow;
    const std::shared_ptr<MachineMailbox> mailbox = m_watch->mailbox;
    ASSERT_TRUE(waitForReading(1));
    m_watch.reset(); // would take an hour
    readNow();
    EXPECT_EQ(mailbox->latest()->readings, 1U);
}

TEST(WatchThisMachine, SeesALeakOfThisVeryProcess) {
    const Listener listener;
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    const std::unique_ptr<MachineWatch> watch =
        watchThisMachine([] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); });
    ASSERT_TRUE(eventually([&] { return watch->mailbox->latest()->readings > 0; }));
    finish(client);
    MachineViewPtr view;
    const auto isOurs = [&](const SocketLeak& leak) {
        return leak.owed.socket.local == listener.address() && leak.owed.socket.peer == localAddress(client);
    };
    ASSERT_TRUE(eventually([&] {
        watch->readNow();
        view = watch->mailbox->latest();
        return std::ranges::any_of(view->leaks.leaks, isOurs);
    }));
    const SocketLeak& leak = *std::ranges::find_if(view->leaks.leaks, isOurs);
    const SocketLeakGroup& group = view->leaks.groups[leak.group];
    EXPECT_EQ(group.owner, listener.address());
    ASSERT_TRUE(group.process.has_value());
    EXPECT_EQ(group.process->pid, ::getpid());
    EXPECT_EQ(group.uid, ::getuid());
    EXPECT_FALSE(leak.isOlder);
    ASSERT_TRUE(group.room.has_value());
    EXPECT_GT(group.room->open, 2U);
}

} // namespace
} // namespace synscope::test
