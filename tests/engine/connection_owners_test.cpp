// SPDX-License-Identifier: Apache-2.0
//
// Whose connections are, seen beside a live capture and saved with it: from a socket table made by hand, over a
// stand-in for the capturing program.
#include "core/capture/capture_file.h"
#include "core/engine/engine.h"
#include "core/engine/kernel_reading.h"
#include "core/engine/live_session.h"
#include "core/engine/machine_watch.h"
#include "core/engine/tracker.h"
#include "tests/engine/kernel_readings.h"
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
    nginx.commandLine = "nginx: worker";
    nginx.uid = 33;
    nginx.confinement = {Confinement::Kind::SystemdUnit, "nginx.service"};
    nginx.sockets = {{77, 5}};
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{nginx});
    return table;
}

/// The stand-in's connections, tracked, with what one reading tells of their owners.
SnapshotPtr trackedWith(const KernelReading& reading) {
    Tracker tracker(std::chrono::seconds(60));
    DecodedBatch batch;
    for (const std::uint16_t port : {std::uint16_t{10000}, std::uint16_t{10001}}) {
        Segment segment;
        segment.time = kCaptured;
        segment.source = address(1, port);
        segment.destination = address(2, 80);
        segment.flags = {static_cast<std::uint16_t>(TcpFlag::Syn)};
        batch.segments.push_back(segment);
        batch.hashes.push_back(FlowKeyTable::hashOf(segment));
    }
    batch.clock = batch.firstTime = kCaptured;
    tracker.consume(batch);
    tracker.noteOwners(reading);
    return tracker.snapshot();
}

std::string serverOf(const Snapshot& snapshot, std::uint32_t number = 0) {
    return toText(snapshot.owners.of(ConnectionId{number}, Side::Responder));
}

TEST(Owners, AreThoseOfTheTable) {
    const SnapshotPtr snapshot = trackedWith(readingOf(tableAt(kCaptured + std::chrono::seconds(1))));
    EXPECT_EQ(serverOf(*snapshot), "nginx[4711]");
    EXPECT_EQ(serverOf(*snapshot, 1), "");
    const SocketOwner* const owner = snapshot->owners.of(ConnectionId{0}, Side::Responder);
    EXPECT_EQ(owner->commandLine, "nginx: worker");
    EXPECT_EQ(owner->userName, "33");
    EXPECT_EQ(owner->confinement, "nginx.service");
}

TEST(Owners, AreUsersAloneWhereProcessesMayNotBeRead) {
    SocketTable table = tableAt(kCaptured);
    Process unreadable;
    unreadable.pid = 9;
    unreadable.isReadable = false;
    unreadable.uid = 1000;
    unreadable.userName = "alice";
    table.entries[1].uid = 1000;
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{unreadable});
    const SnapshotPtr snapshot = trackedWith(readingOf(table));
    const SocketOwner* const owner = snapshot->owners.of(ConnectionId{1}, Side::Responder);
    ASSERT_NE(owner, nullptr);
    EXPECT_FALSE(owner->isKnown());
    EXPECT_EQ(owner->userName, "alice");
}

TEST(Owners, AreNotTheOwnersOfALaterConnectionOfTheSamePorts) {
    EXPECT_EQ(serverOf(*trackedWith(readingOf(tableAt(kCaptured - std::chrono::seconds(1))))), "");
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
    EXPECT_EQ(serverOf(*live), "nginx[4711]");
    const SnapshotPtr saved = loadCapture(path, {}).value().snapshot;
    EXPECT_EQ(describe(*saved), describe(*live));
    EXPECT_EQ(serverOf(*saved), "nginx[4711]");
    EXPECT_EQ(serverOf(*saved, 1), "");
    EXPECT_EQ(saved->owners.of(ConnectionId{0}, Side::Responder)->confinement, "nginx.service");
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_NE(bytes.str().find("process of 10.0.0.2:80: nginx (pid 4711, user 33, nginx.service)"), std::string::npos);
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
