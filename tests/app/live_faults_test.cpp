// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong with a live capture, for real: the capturing program on interfaces of a network namespace of its
// own. Each fault is told, nothing that was captured is lost, and saving works. Needs root; skipped without.
#include "core/engine/engine.h"
#include "core/engine/live_session.h"
#include "core/sockets/system_sockets.h"
#include "tests/app/scratch_folder.h"
#include "tests/app/small_disk.h"
#include "tests/engine/loading.h"
#include "tests/sockets/loopback.h"
#include "tests/sockets/own_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <future>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

/// Runs in a thread whose network it may change; what kept it from that.
std::string inOwnNetwork(const std::function<void()>& test) {
    return std::async(std::launch::async,
                      [&test] {
                          std::string obstacle = enterOwnNetwork();
                          if (obstacle.empty())
                              test();
                          return obstacle;
                      })
        .get();
}

void run(const std::string& command) {
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

/// An interface that takes everything for 10.99.0.2 and answers nothing: the other end of its cable has no address.
void addInterface(const std::string& name) {
    run("ip link add " + name + " type veth peer name end0");
    run("ip link set end0 up");
    run("ip link set " + name + " up");
    run("ip address add 10.99.0.1/24 dev " + name);
    run("ip neighbour replace 10.99.0.2 lladdr 02:00:00:00:00:02 dev " + name + " nud permanent");
}

void sendDatagrams(const char* address, int count) {
    const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(7000);
    ::inet_pton(AF_INET, address, &to.sin_addr);
    const std::string bytes(100, 'x');
    for (int i = 0; i < count; ++i) // where nobody listens, every other one is refused
        (void)::sendto(socket.get(), bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

/// Both ends close in order.
void converse() {
    const Listener listener;
    Descriptor client = listener.connect();
    Descriptor server = listener.accept();
    sendText(client, "hello");
    (void)receiveText(server, 5);
    finish(client);
    finish(server);
}

CaptureRequest of(std::vector<std::string> interfaces) {
    return {.interfaces = std::move(interfaces)};
}

std::unique_ptr<Session> started(const CaptureRequest& request, const std::string& spoolFolder = {}) {
    auto result = startCapture(request, {.program = SYNSCOPE_CAPTURE, .spoolFolder = spoolFolder}, {});
    if (const auto* const trouble = std::get_if<CaptureTrouble>(&result)) {
        ADD_FAILURE() << trouble->message;
        return nullptr;
    }
    return std::move(std::get<0>(result));
}

std::string troublesOf(const Session& session) {
    std::string text;
    for (const CaptureTrouble& trouble : session.live->state().troubles)
        text += trouble.code + " " + trouble.interface + ": " + trouble.message + "\n";
    return text;
}

bool hasPackets(Session& session, std::uint64_t count) {
    return waitFor(session, [count](const Snapshot& s) {
               return s.load.packets >= count || s.load.finished;
           })->load.packets >= count;
}

/// Saves, reads what was saved, and compares it with what is shown.
void expectSavedWhole(Session& session) {
    const ScratchFolder folder;
    const std::string path = (folder.path() / "saved.pcapng").string();
    const std::atomic<bool> notCancelled = false;
    const std::optional<Error> error = session.live->save(path, notCancelled);
    ASSERT_FALSE(error) << error->message;
    const SnapshotPtr shown = session.mailbox->latest();
    const Result<LoadedCapture> saved = loadCapture(path, {});
    ASSERT_TRUE(saved) << saved.error().message;
    EXPECT_FALSE(saved.value().snapshot->load.damage) << saved.value().snapshot->load.damage->reason;
    EXPECT_EQ(saved.value().snapshot->load.packets, shown->load.packets - shown->load.packetsLetGo);
    if (shown->load.packetsLetGo == 0) {
        EXPECT_EQ(describe(*saved.value().snapshot), describe(*shown));
    }
}

TEST(LiveFaults, OneOfTwoInterfacesIsRemovedAndTheOtherGoesOn) {
    const std::string obstacle = inOwnNetwork([] {
        addInterface("gone0");
        const auto session = started(of({"lo", "gone0"}));
        ASSERT_NE(session, nullptr);
        sendDatagrams("10.99.0.2", 3);
        converse();
        ASSERT_TRUE(hasPackets(*session, 10));
        run("ip link del gone0");
        EXPECT_TRUE(eventually([&] { return !session->live->state().troubles.empty(); }));
        EXPECT_NE(troublesOf(*session).find("interface-vanished gone0: gone0 is gone"), std::string::npos)
            << troublesOf(*session);
        EXPECT_EQ(session->live->state().end, CaptureEnd::Running);
        const std::uint64_t before = session->mailbox->latest()->load.packets;
        converse();
        EXPECT_TRUE(hasPackets(*session, before + 7));
        session->cancel();
        const SnapshotPtr end = finished(*session);
        EXPECT_FALSE(end->load.damage);
        EXPECT_EQ(end->size(), 2U);
        EXPECT_EQ(session->live->state().end, CaptureEnd::Asked);
        expectSavedWhole(*session);
    });
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
}

TEST(LiveFaults, TheOnlyInterfaceIsRemoved) {
    const std::string obstacle = inOwnNetwork([] {
        addInterface("gone0");
        const auto session = started(of({"gone0"}));
        ASSERT_NE(session, nullptr);
        sendDatagrams("10.99.0.2", 5);
        ASSERT_TRUE(hasPackets(*session, 5));
        run("ip link del gone0");
        const SnapshotPtr end = finished(*session);
        ASSERT_TRUE(end->load.finished);
        EXPECT_FALSE(end->load.damage);
        EXPECT_EQ(session->live->state().end, CaptureEnd::ByItself);
        EXPECT_NE(troublesOf(*session).find("interface-vanished gone0: gone0 is gone"), std::string::npos)
            << troublesOf(*session);
        expectSavedWhole(*session);
    });
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
}

/// Of this process; the thread that started it may have ended.
std::vector<pid_t> children() {
    std::vector<pid_t> found;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream file(task.path() / "children");
        for (pid_t pid = 0; file >> pid;)
            found.push_back(pid);
    }
    return found;
}

TEST(LiveFaults, TheCapturingProgramIsKilled) {
    const std::string obstacle = inOwnNetwork([] {
        const auto session = started(of({"lo"}));
        ASSERT_NE(session, nullptr);
        converse();
        ASSERT_TRUE(hasPackets(*session, 7));
        const std::vector<pid_t> programs = children();
        ASSERT_EQ(programs.size(), 1U);
        ASSERT_EQ(::kill(programs.front(), SIGKILL), 0);
        const SnapshotPtr end = finished(*session);
        ASSERT_TRUE(end->load.finished);
        EXPECT_EQ(end->size(), 1U);
        EXPECT_EQ(session->live->state().end, CaptureEnd::ByItself);
        EXPECT_NE(troublesOf(*session).find("the capturing program was killed from outside (signal 9)"),
                  std::string::npos)
            << troublesOf(*session);
        expectSavedWhole(*session);
    });
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
}

TEST(LiveFaults, TheDiskIsFull) {
    bool hasDisk = true;
    const std::string obstacle = inOwnNetwork([&hasDisk] {
        const SmallDisk disk("512k");
        hasDisk = disk.isThere();
        if (!hasDisk)
            return;
        const auto session = started(of({"lo"}), disk.path());
        ASSERT_NE(session, nullptr);
        converse();
        ASSERT_TRUE(hasPackets(*session, 7));
        sendDatagrams("127.0.0.1", 20'000);
        const SnapshotPtr end = finished(*session);
        ASSERT_TRUE(end->load.finished);
        ASSERT_TRUE(end->load.damage);
        EXPECT_NE(end->load.damage->reason.find("No space left on device"), std::string::npos)
            << end->load.damage->reason;
        EXPECT_NE(end->load.damage->reason.find("make room"), std::string::npos) << end->load.damage->reason;
        EXPECT_EQ(end->size(), 1U);
        EXPECT_GT(end->load.packets, 1'000U);
        EXPECT_NE(session->live->state().end, CaptureEnd::Running);
        expectSavedWhole(*session);
    });
    if (!obstacle.empty() || !hasDisk)
        GTEST_SKIP() << (hasDisk ? obstacle : "no file system may be mounted");
}

TEST(LiveFaults, AtItsLimitItEndsWhereThatIsWanted) {
    const std::string obstacle = inOwnNetwork([] {
        CaptureRequest request = of({"lo"});
        request.mostBytes = 256 * 1024;
        request.whenFull = CaptureRequest::WhenFull::End;
        const auto session = started(request);
        ASSERT_NE(session, nullptr);
        converse();
        sendDatagrams("127.0.0.1", 5'000);
        const SnapshotPtr end = finished(*session);
        ASSERT_TRUE(end->load.finished);
        EXPECT_FALSE(end->load.damage);
        EXPECT_EQ(session->live->state().end, CaptureEnd::LimitReached);
        EXPECT_EQ(troublesOf(*session), "");
        EXPECT_EQ(end->load.packetsLetGo, 0U);
        EXPECT_EQ(end->size(), 1U);
        expectSavedWhole(*session);
    });
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
}

TEST(LiveFaults, AtItsLimitTheOldestGoesWhereThatIsWanted) {
    const std::string obstacle = inOwnNetwork([] {
        CaptureRequest request = of({"lo"});
        request.mostBytes = 256 * 1024;
        const auto session = started(request);
        ASSERT_NE(session, nullptr);
        converse();
        ASSERT_TRUE(hasPackets(*session, 7));
        for (int i = 0; i < 10; ++i) {
            const std::uint64_t before = session->mailbox->latest()->load.packets;
            sendDatagrams("127.0.0.1", 500);
            ASSERT_TRUE(hasPackets(*session, before + 500));
        }
        converse();
        session->cancel();
        const SnapshotPtr end = finished(*session);
        EXPECT_FALSE(end->load.damage);
        EXPECT_EQ(session->live->state().end, CaptureEnd::Asked);
        EXPECT_EQ(troublesOf(*session), "");
        EXPECT_GT(end->load.packetsLetGo, 1'000U);
        EXPECT_EQ(end->size(), 2U);
        EXPECT_TRUE(end->has(ConnectionId{0}));
        expectSavedWhole(*session);
    });
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
}

/// Children with a socket each, that come and go.
void storm(const std::atomic<bool>& isOver, std::uint64_t& made) {
    constexpr std::size_t kAtOnce = 20;
    std::vector<pid_t> alive;
    while (!isOver.load()) {
        if (alive.size() >= kAtOnce) {
            ::waitpid(alive.front(), nullptr, 0);
            alive.erase(alive.begin());
        }
        const pid_t child = ::fork();
        if (child == 0) { // only what is safe after fork() in a program with threads
            (void)::socket(AF_INET, SOCK_STREAM, 0);
            ::_exit(0);
        }
        if (child > 0)
            alive.push_back(child);
        ++made;
    }
    for (const pid_t child : alive)
        ::waitpid(child, nullptr, 0);
}

TEST(LiveFaults, ProcessesComeAndGoWhileTheSocketTableIsRead) {
    const std::string obstacle = inOwnNetwork([] {
        const Listener listener;
        SystemSocketOptions always;
        always.scanAtMostEvery = {};
        always.scanAtLeastEvery = {};
        const std::unique_ptr<SocketSource> source = openSystemSockets(always);
        std::atomic<bool> isOver = false;
        std::uint64_t made = 0;
        std::thread children([&] { storm(isOver, made); });
        constexpr int kReadings = 10;
        int whole = 0;
        for (int i = 0; i < kReadings; ++i) {
            const Result<SocketTable> table = source->read();
            const bool isKnown =
                table &&
                std::any_of(table.value().entries.begin(), table.value().entries.end(), [&](const auto& entry) {
                    const auto& processes = *table.value().processes;
                    return entry.state == SocketState::Listen && entry.local.port == listener.port() &&
                           ownershipOf(entry, processes).kind == Ownership::Kind::Known;
                });
            whole += isKnown ? 1 : 0;
        }
        isOver = true;
        children.join();
        EXPECT_EQ(whole, kReadings);
        EXPECT_GT(made, 20U);
    });
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
}

} // namespace
} // namespace synscope::test
