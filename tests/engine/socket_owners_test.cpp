// SPDX-License-Identifier: Apache-2.0
//
// Whose connections are, saved with a live capture: from a socket table made by hand, over a stand-in for the capturing
// program.
#include "core/capture/capture_file.h"
#include "core/engine/engine.h"
#include "core/engine/live_session.h"
#include "core/engine/machine_watch.h"
#include "core/engine/socket_owners.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include <unistd.h>

namespace synscope::test {
namespace {

const std::atomic<bool> kNotCancelled = false;
constexpr Timestamp kCaptured{std::chrono::seconds(1'700'000'000)};

SocketAddress address(std::uint32_t host, std::uint16_t port) {
    return {IpAddress::fromV4(0x0a000000 + host), port};
}

/// The stand-in's first connection belongs to nginx, the second to nobody who is known.
SocketTable tableAt(Timestamp time) {
    SocketTable table;
    table.time = time;
    SocketEntry owned;
    owned.local = address(2, 80);
    owned.remote = address(1, 10000);
    owned.state = SocketState::Established;
    owned.inode = 77;
    SocketEntry unknown = owned;
    unknown.remote = address(1, 10001);
    unknown.inode = 78;
    table.entries = {owned, unknown};
    Process nginx;
    nginx.pid = 4711;
    nginx.name = "nginx";
    nginx.sockets = {{77, 5}};
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{nginx});
    return table;
}

class Owners : public testing::Test {
protected:
    Owners() {
        auto started = startCapture(
            {.interfaces = {"steady"}},
            {.program = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py", .patience = std::chrono::minutes(1)}, {});
        m_session = std::move(std::get<0>(started));
        m_snapshot = waitFor(*m_session, [](const Snapshot& s) { return s.load.packets >= 3; });
    }

    std::unique_ptr<Session> m_session;
    SnapshotPtr m_snapshot;
};

TEST_F(Owners, AreToldOfTheFirstPacketOfTheirConnections) {
    SocketOwners owners;
    owners.note(tableAt(kCaptured + std::chrono::seconds(1)));
    const std::vector<PacketComment> comments = owners.commentsFor(*m_snapshot);
    ASSERT_EQ(comments.size(), 1U);
    EXPECT_EQ(comments[0].text, "process of 10.0.0.2:80: nginx (pid 4711)");
    EXPECT_EQ(comments[0].position, m_snapshot->segments.place(SegmentId{0}).position);
}

TEST_F(Owners, AreNotTheOwnersOfAnotherConnectionOfTheSamePorts) {
    SocketOwners before;
    before.note(tableAt(kCaptured - std::chrono::seconds(1)));
    EXPECT_TRUE(before.commentsFor(*m_snapshot).empty());
    SocketOwners after;
    after.note(tableAt(kCaptured + std::chrono::minutes(5)));
    EXPECT_TRUE(after.commentsFor(*m_snapshot).empty());
}

TEST_F(Owners, AreNotToldOfPacketsThatAreGone) {
    SocketOwners owners;
    owners.note(tableAt(kCaptured + std::chrono::seconds(1)));
    Snapshot later = *m_snapshot;
    later.load.keptFrom = m_snapshot->segments.place(SegmentId{1}).position;
    EXPECT_TRUE(owners.commentsFor(later).empty());
}

/// Tells when it is read for the third time: once before the capture begins, then for the watch beside it, whose first
/// table was noted and published then.
class TableByHand : public SocketSource {
public:
    explicit TableByHand(std::promise<void>& isNoted) : m_isNoted(isNoted) {}
    Result<SocketTable> read() override {
        if (++m_reads == 3)
            m_isNoted.set_value();
        return tableAt(kCaptured + std::chrono::seconds(1));
    }

private:
    std::promise<void>& m_isNoted;
    int m_reads = 0;
};

TEST(SavedOwners, LieInTheFileAndHarmNoReader) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("synscope-owners-" + std::to_string(::getpid()) + ".pcapng");
    std::promise<void> isNoted;
    auto started = startCapture({.interfaces = {"steady"}},
                                {.program = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py",
                                 .patience = std::chrono::minutes(1),
                                 .sockets = [&isNoted] { return std::make_unique<TableByHand>(isNoted); }},
                                {});
    const auto& session = std::get<0>(started);
    isNoted.get_future().wait();
    session->cancel();
    const SnapshotPtr live = finished(*session);
    ASSERT_FALSE(session->live->save(path, kNotCancelled));
    EXPECT_EQ(describe(*loadCapture(path, {}).value().snapshot), describe(*live));
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_NE(bytes.str().find("process of 10.0.0.2:80: nginx (pid 4711)"), std::string::npos);
    std::filesystem::remove(path);
}

TEST(LiveSockets, AreReadByOnePollerForTheFileAndTheWindow) {
    std::promise<void> isNoted;
    int opened = 0;
    auto started = startCapture({.interfaces = {"steady"}},
                                {.program = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py",
                                 .patience = std::chrono::minutes(1),
                                 .sockets =
                                     [&] {
                                         ++opened;
                                         return std::make_unique<TableByHand>(isNoted);
                                     }},
                                {});
    const auto& session = std::get<0>(started);
    isNoted.get_future().wait();
    ASSERT_NE(session->live->machine, nullptr);
    const std::shared_ptr<MachineMailbox> window = session->live->machine->mailbox;
    EXPECT_GE(window->latest()->readings, 1U);
    EXPECT_EQ(window->latest()->reading.sockets.size(), 2U);
    session->cancel();
    (void)finished(*session);
    const std::uint64_t readings = window->latest()->readings;
    session->live->machine->readNow();
    EXPECT_EQ(window->latest()->readings, readings) << "nothing is read after the capture";
    EXPECT_EQ(opened, 1);
}

TEST(LiveSockets, AreNotReadWithoutASource) {
    auto started = startCapture(
        {.interfaces = {"steady"}},
        {.program = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py", .patience = std::chrono::minutes(1)}, {});
    EXPECT_EQ(std::get<0>(started)->live->machine, nullptr);
}

} // namespace
} // namespace synscope::test
