// SPDX-License-Identifier: Apache-2.0
//
// Sockets to processes, on trees like /proc and on the real one.
#include "core/sockets/linux/process_scanner.h"
#include "core/sockets/socket_table.h"
#include "core/sockets/system_sockets.h"
#include "tests/sockets/loopback.h"
#include "tests/sockets/proc_tree.h"

#include <csignal>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

/// "first second": the names of those who hold it, in order.
std::string holders(const ProcessTable& table, std::uint64_t inode) {
    std::string names;
    for (const std::uint32_t index : table.holdersOf(inode))
        names.append(names.empty() ? "" : " ").append(table.all()[index].name);
    return names;
}

TEST(ProcessScanner, AHolderHasItsFacts) {
    ProcTree tree;
    tree.put({.pid = 4711,
              .startTicks = 5,
              .name = "orders-api",
              .sockets = {88123, 88124},
              .netNamespace = 77,
              .cgroup = "0::/system.slice/orders.service\n"});
    const auto table = ProcessScanner(tree.path()).scan();
    ASSERT_EQ(table->holdersOf(88123).size(), 1U);
    const Process& process = table->all()[table->holdersOf(88123)[0]];
    EXPECT_EQ(process.pid, 4711);
    EXPECT_EQ(process.parent, 1);
    EXPECT_EQ(process.startTicks, 5U);
    EXPECT_EQ(process.name, "orders-api");
    EXPECT_EQ(process.commandLine, "orders-api --serve");
    EXPECT_EQ(process.uid, 0U);
    EXPECT_EQ(process.userName, "root");
    EXPECT_EQ(toText(process.confinement), "orders.service");
    EXPECT_EQ(process.netNamespace, 77U);
    EXPECT_EQ(process.descriptors, 3U);
    EXPECT_EQ(process.sockets, (std::vector<HeldSocket>{{88123, 3}, {88124, 4}}));
    EXPECT_TRUE(process.isReadable);
    EXPECT_EQ(table->find(4711), &process);
    EXPECT_EQ(table->find(4712), nullptr);
}

TEST(ProcessScanner, ProcessesThatShareASocketAreListedOldestFirst) {
    ProcTree tree;
    tree.put({.pid = 10, .startTicks = 300, .name = "youngest", .sockets = {5}});
    tree.put({.pid = 20, .startTicks = 100, .name = "oldest", .sockets = {5, 5}});
    tree.put({.pid = 30, .startTicks = 200, .name = "middle", .sockets = {6, 5}});
    const auto table = ProcessScanner(tree.path()).scan();
    EXPECT_EQ(holders(*table, 5), "oldest middle youngest");
    EXPECT_EQ(holders(*table, 6), "middle");
    EXPECT_EQ(holders(*table, 7), "");
}

TEST(ProcessScanner, WhatMayNotBeReadIsCountedByUser) {
    ProcTree tree;
    tree.put({.pid = 10, .uid = 33, .sockets = {5}});
    tree.put({.pid = 20, .uid = 0, .sockets = {6}});
    tree.hideDescriptors(10);
    const auto table = ProcessScanner(tree.path()).scan();
    EXPECT_EQ(table->unreadable(), 1U);
    EXPECT_EQ(table->unreadableOf(33), 1U);
    EXPECT_EQ(table->unreadableOf(0), 0U);
    EXPECT_EQ(holders(*table, 5), "");

    SocketEntry socket;
    socket.inode = 5;
    socket.uid = 33;
    const Ownership ownership = ownershipOf(socket, *table);
    EXPECT_EQ(ownership.kind, Ownership::Kind::MayNotBeRead);
    EXPECT_EQ(ownership.text,
              "a process of user 33, whose descriptors you may not read; run as that user or as root to see it");
}

TEST(ProcessScanner, AScanSeesNewSocketsAndEndedProcesses) {
    ProcTree tree;
    tree.put({.pid = 10, .name = "stays", .sockets = {5}});
    tree.put({.pid = 20, .name = "ends", .sockets = {6}});
    ProcessScanner scanner(tree.path());
    static_cast<void>(scanner.scan());
    tree.put({.pid = 10, .name = "stays", .sockets = {7}});
    tree.remove(20);
    const auto table = scanner.scan();
    EXPECT_EQ(table->all().size(), 1U);
    EXPECT_EQ(holders(*table, 7), "stays");
    EXPECT_EQ(holders(*table, 5), "");
}

TEST(ProcessScanner, AnotherProcessOfTheSamePidIsReadAnew) {
    ProcTree tree;
    tree.put({.pid = 10, .startTicks = 100, .name = "worker", .cgroup = "0::/a.service\n"});
    ProcessScanner scanner(tree.path());
    static_cast<void>(scanner.scan());
    tree.put({.pid = 10, .startTicks = 200, .name = "worker", .cgroup = "0::/b.service\n"});
    EXPECT_EQ(toText(scanner.scan()->find(10)->confinement), "b.service");
}

TEST(ProcessScanner, AProcessThatBecameAnotherProgramIsReadAnew) {
    ProcTree tree;
    tree.put({.pid = 10, .name = "sh"});
    ProcessScanner scanner(tree.path());
    static_cast<void>(scanner.scan());
    tree.put({.pid = 10, .name = "nginx"});
    EXPECT_EQ(scanner.scan()->find(10)->commandLine, "nginx --serve");
}

TEST(ProcessScanner, AScanOverItsBudgetGoesOnWhereItEnded) {
    ProcTree tree;
    tree.put({.pid = 10, .name = "a", .sockets = {1, 2}});
    tree.put({.pid = 20, .name = "b", .sockets = {3, 4}});
    tree.put({.pid = 30, .name = "c", .sockets = {5, 6}});
    ProcessScanner scanner(tree.path(), 5); // three descriptors each: two processes a scan
    const auto first = scanner.scan();
    EXPECT_FALSE(first->isComplete());
    EXPECT_EQ(holders(*first, 3), "b");
    EXPECT_EQ(holders(*first, 5), "");
    EXPECT_EQ(scanner.descriptorsRead(), 6U);
    const auto second = scanner.scan();
    EXPECT_EQ(holders(*second, 5), "c");
    EXPECT_EQ(holders(*second, 3), "b") << "what was known stays known";
}

TEST(ProcessScanner, DamagedFilesAndAMissingTreeDoNoHarm) {
    ProcTree tree;
    tree.put({.pid = 10, .name = "whole", .sockets = {1}});
    tree.write("20/stat", "no stat line");
    tree.write("self/stat", "");
    const auto table = ProcessScanner(tree.path()).scan();
    EXPECT_EQ(table->all().size(), 1U);
    EXPECT_TRUE(ProcessScanner(tree.path() + "/nowhere").scan()->all().empty());
}

TEST(ProcessScanner, TheOwnProcessIsFoundByItsSocket) {
    const Listener listener;
    const Descriptor client = listener.connect();
    const auto table = ProcessScanner().scan();
    const auto found = table->holdersOf(inodeOf(client));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(table->all()[found[0]].pid, ::getpid());
    EXPECT_FALSE(table->all()[found[0]].commandLine.empty());
}

TEST(ProcessScanner, AForkedChildSharesTheSocketAndComesSecond) {
    const Listener listener;
    const Descriptor client = listener.connect();
    const pid_t child = ::fork();
    if (child == 0)
        for (;;)
            ::pause();
    const auto table = ProcessScanner().scan();
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto found = table->holdersOf(inodeOf(client));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(table->all()[found[0]].pid, ::getpid());
    EXPECT_EQ(table->all()[found[1]].pid, child);

    SocketEntry socket;
    socket.inode = inodeOf(client);
    EXPECT_NE(ownershipOf(socket, *table).text.find("shared with"), std::string::npos);
}

TEST(Ownership, ASocketWithoutInodeIsNeverAcceptedOrTheKernelsAlone) {
    const ProcessTable processes;
    SocketEntry socket;
    socket.state = SocketState::CloseWait;
    EXPECT_EQ(ownershipOf(socket, processes).kind, Ownership::Kind::NeverAccepted);
    socket.state = SocketState::Established;
    EXPECT_EQ(ownershipOf(socket, processes).kind, Ownership::Kind::NeverAccepted);
    socket.state = SocketState::TimeWait;
    EXPECT_EQ(ownershipOf(socket, processes).kind, Ownership::Kind::NoDescriptor);
    socket.inode = 5;
    EXPECT_EQ(ownershipOf(socket, processes).kind, Ownership::Kind::NotFound);
}

TEST(DescriptorUse, OpenDescriptorsAreCountedAgainstTheLimit) {
    ProcTree tree;
    tree.put({.pid = 10, .sockets = {1, 2}});
    const Result<DescriptorUse> use = descriptorUse(10, tree.path());
    ASSERT_TRUE(use.hasValue());
    EXPECT_EQ(use.value().open, 3U);
    EXPECT_EQ(use.value().softLimit, 1024U);
    const Result<DescriptorUse> missing = descriptorUse(11, tree.path());
    ASSERT_FALSE(missing.hasValue());
    EXPECT_EQ(missing.error().message, "cannot read " + tree.path() + "/11/limits: No such file or directory");
    tree.hideDescriptors(10);
    EXPECT_FALSE(descriptorUse(10, tree.path()).hasValue());
}

TEST(DescriptorUse, TheTimeUntilTheLimitFollowsFromTheGrowth) {
    EXPECT_EQ(timeUntilLimit({1000, 1024}, 2.0), std::chrono::seconds(12));
    EXPECT_EQ(timeUntilLimit({1024, 1024}, 2.0), Duration::zero());
    EXPECT_FALSE(timeUntilLimit({1000, 1024}, 0.0).has_value());
    EXPECT_FALSE(timeUntilLimit({1000, 1024}, -1.0).has_value());
    EXPECT_FALSE(timeUntilLimit({1000, std::nullopt}, 2.0).has_value());
    EXPECT_FALSE(timeUntilLimit({1000, 1'000'000'000}, 1e-6).has_value());
}

} // namespace
} // namespace synscope::test
