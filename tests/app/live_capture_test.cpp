// SPDX-License-Identifier: Apache-2.0
//
// A live capture as it really is: the capturing program on the loopback interface of a network namespace of its own.
// Needs the right to make one (root); skipped without.
#include "core/engine/engine.h"
#include "core/engine/live_session.h"
#include "core/sockets/system_sockets.h"
#include "tests/engine/loading.h"
#include "tests/sockets/loopback.h"
#include "tests/sockets/own_network.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace synscope::test {
namespace {

struct Outcome {
    std::string obstacle; ///< why nothing could be tried
    std::string trouble;  ///< why it did not begin, or what it said at its end
    SnapshotPtr live;     ///< while the server owes its close
    SnapshotPtr end;
    std::string saved; ///< what the saved file holds
};

/// A client says a word, gets an answer and closes; the server does not.
void leakOnce(Session& session, Outcome& outcome) {
    const Listener listener;
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    sendText(client, "hello");
    (void)receiveText(server, 5);
    finish(client);
    outcome.live = waitFor(session, [](const Snapshot& snapshot) {
        return snapshot.size() == 1 && snapshot.endpoint(ConnectionId{0}, Side::Responder).state == State::CloseWait;
    });
}

Outcome captureALeak(const std::string& path) {
    Outcome outcome;
    outcome.obstacle = enterOwnNetwork();
    if (!outcome.obstacle.empty())
        return outcome;
    auto started = startCapture({.interfaces = {"lo"}, .filter = "tcp"}, {.program = SYNSCOPE_CAPTURE}, {});
    if (const auto* const trouble = std::get_if<CaptureTrouble>(&started)) {
        outcome.trouble = trouble->message;
        return outcome;
    }
    Session& session = *std::get<0>(started);
    leakOnce(session, outcome);
    session.cancel();
    outcome.end = finished(session);
    for (const CaptureTrouble& trouble : session.live->state().troubles)
        outcome.trouble += trouble.message;
    const std::atomic<bool> notCancelled = false;
    if (!session.live->save(path, notCancelled))
        outcome.saved = describe(*loadCapture(path, {}).value().snapshot);
    return outcome;
}

/// A server owes a close and a client is idle before the capture begins; then the server closes, too.
struct KnownOutcome {
    std::string obstacle;
    std::string trouble;
    SnapshotPtr first; ///< with both connections
    SnapshotPtr end;
    ConnectionId leak = kNoConnection;
};

std::unique_ptr<SocketSource> ownSockets() {
    return openSystemSockets(
        {.now = [] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); },
         .otherNamespaces = false});
}

ConnectionId connectionOf(const Snapshot& snapshot, const SocketAddress& client) {
    for (std::uint32_t i = 0; i < snapshot.size(); ++i)
        if (snapshot.addressOf(snapshot.row(ConnectionId{i}), Side::Initiator) == client)
            return ConnectionId{i};
    return kNoConnection;
}

bool isInFinWait2(const Descriptor& socket) {
    tcp_info info{};
    socklen_t length = sizeof info;
    return ::getsockopt(socket.get(), IPPROTO_TCP, TCP_INFO, &info, &length) == 0 && info.tcpi_state == TCP_FIN_WAIT2;
}

KnownOutcome captureAfterALeak() {
    KnownOutcome outcome;
    outcome.obstacle = enterOwnNetwork();
    if (!outcome.obstacle.empty())
        return outcome;
    const Listener listener;
    const Descriptor client = listener.connect();
    Descriptor server = listener.accept();
    const Descriptor idleClient = listener.connect();
    const Descriptor idleServer = listener.accept();
    const SocketAddress clientAddress = localAddress(client);
    finish(client);
    if (!eventually([&client] { return isInFinWait2(client); })) { // ACKs are delayed
        outcome.trouble = "the FIN was not acknowledged";
        return outcome;
    }
    auto started = startCapture({.interfaces = {"lo"}}, {.program = SYNSCOPE_CAPTURE, .sockets = ownSockets}, {});
    if (const auto* const trouble = std::get_if<CaptureTrouble>(&started)) {
        outcome.trouble = trouble->message;
        return outcome;
    }
    Session& session = *std::get<0>(started);
    outcome.first = waitFor(session, [](const Snapshot& snapshot) { return snapshot.size() == 2; });
    outcome.leak = connectionOf(*outcome.first, clientAddress);
    finish(server);
    outcome.end = waitFor(session, [&](const Snapshot& snapshot) { return snapshot.row(outcome.leak).packets() >= 2; });
    return outcome;
}

TEST(LiveCapture, BeginsWithWhatTheKernelHasAndGoesOnWithPackets) {
    const KnownOutcome outcome = std::async(std::launch::async, captureAfterALeak).get();
    if (!outcome.obstacle.empty())
        GTEST_SKIP() << outcome.obstacle;
    ASSERT_EQ(outcome.trouble, "");
    ASSERT_NE(outcome.leak, kNoConnection);
    const ConnectionRow& before = outcome.first->row(outcome.leak);
    EXPECT_EQ(static_cast<Origin>(before.origin), Origin::SocketTable);
    EXPECT_EQ(before.packets(), 0U);
    EXPECT_EQ(before.possibleOf(Side::Initiator), StateSet{State::FinWait2});
    EXPECT_EQ(before.possibleOf(Side::Responder), StateSet{State::CloseWait});
    const ConnectionId idle{1 - indexOf(outcome.leak)};
    EXPECT_EQ(outcome.first->row(idle).possibleOf(Side::Initiator), StateSet{State::Established});
    EXPECT_EQ(outcome.first->row(idle).possibleOf(Side::Responder), StateSet{State::Established});
    const ConnectionRow& after = outcome.end->row(outcome.leak);
    EXPECT_EQ(after.stateOf(Side::Initiator), State::TimeWait);
    EXPECT_EQ(after.stateOf(Side::Responder), State::Closed);
    EXPECT_EQ(outcome.end->size(), 2U);
}

TEST(LiveCapture, ShowsALeakOnLoopbackAndSavesIt) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("synscope-live-" + std::to_string(::getpid()))).string();
    const Outcome outcome = std::async(std::launch::async, captureALeak, path).get(); // the namespace is that thread's
    std::filesystem::remove(path);
    if (!outcome.obstacle.empty())
        GTEST_SKIP() << outcome.obstacle;
    ASSERT_EQ(outcome.trouble, "");
    EXPECT_FALSE(outcome.live->load.finished);
    EXPECT_EQ(outcome.live->endpoint(ConnectionId{0}, Side::Responder).state, State::CloseWait);
    EXPECT_EQ(outcome.end->size(), 1U);
    EXPECT_FALSE(outcome.end->load.damage);
    EXPECT_EQ(outcome.saved, describe(*outcome.end));
}

} // namespace
} // namespace synscope::test
