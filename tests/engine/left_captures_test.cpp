// SPDX-License-Identifier: Apache-2.0
//
// Live captures whose program is killed: what they leave is found, opened, saved and deleted. The program is a process
// of its own that captures from a stand-in.
#include "core/capture/spool_folder.h"
#include "core/engine/engine.h"
#include "core/engine/left_captures.h"
#include "core/engine/live_session.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

const std::atomic<bool> kNotCancelled = false;

class LeftCaptures : public testing::Test {
protected:
    ~LeftCaptures() override { std::filesystem::remove_all(m_root); }

    [[nodiscard]] LiveOptions options() const {
        return {.program = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py",
                .patience = std::chrono::minutes(1),
                .spoolFolder = m_folder,
                .now = [] { return Timestamp{std::chrono::seconds(1)}; }};
    }
    /// A process that captures so many packets and is killed.
    void captureAndBeKilled(const std::string& behaviour, std::uint64_t packets) const {
        int ready[2];
        ASSERT_EQ(::pipe(ready), 0);
        const pid_t pid = ::fork();
        if (pid == 0) {
            const auto session = startCapture({.interfaces = {behaviour}}, options(), {});
            (void)waitFor(*std::get<0>(session), [packets](const Snapshot& s) { return s.load.packets >= packets; });
            (void)!::write(ready[1], "y", 1);
            for (;;)
                ::pause();
        }
        char answer = 0;
        EXPECT_EQ(::read(ready[0], &answer, 1), 1);
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        ::close(ready[0]);
        ::close(ready[1]);
    }
    [[nodiscard]] std::vector<LeftCapture> found() const { return findLeftCaptures(m_folder, kNotCancelled); }

    std::filesystem::path m_root =
        std::filesystem::temp_directory_path() / ("synscope-left-" + std::to_string(::getpid()));
    std::string m_folder = (m_root / "spool").string();
};

TEST_F(LeftCaptures, AreRecoveredAndSaved) {
    captureAndBeKilled("steady", 3);
    const std::vector<LeftCapture> left = found();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].packets, 3U);
    EXPECT_EQ(left[0].interfaces, std::vector<std::string>{"fake0"});
    EXPECT_EQ(left[0].begin, Timestamp{std::chrono::seconds(1'700'000'000)});
    auto session = recoverCapture(left[0], std::chrono::seconds(60));
    ASSERT_TRUE(session) << session.error().message;
    const SnapshotPtr snapshot = finished(*session.value());
    EXPECT_EQ(snapshot->load.packets, 3U);
    EXPECT_FALSE(snapshot->load.damage);
    EXPECT_EQ(session.value()->live->state().end, CaptureEnd::Recovered);
    EXPECT_TRUE(found().empty()) << "it is in use now";
    const std::string saved = (m_root / "saved.pcapng").string();
    ASSERT_FALSE(session.value()->live->save(saved, kNotCancelled));
    EXPECT_EQ(describe(*loadCapture(saved, {}).value().snapshot), describe(*snapshot));
    EXPECT_FALSE(session.value()->live->discard());
    session.value().reset();
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(LeftCaptures, EndWithTheirLastWholePacket) {
    captureAndBeKilled("cut", 1);
    auto session = recoverCapture(found().at(0), std::chrono::seconds(60));
    ASSERT_TRUE(session) << session.error().message;
    const SnapshotPtr snapshot = finished(*session.value());
    EXPECT_EQ(snapshot->load.packets, 1U);
    EXPECT_FALSE(snapshot->load.damage);
}

TEST_F(LeftCaptures, StayUntilTheyAreDiscarded) {
    captureAndBeKilled("steady", 3);
    { const auto session = recoverCapture(found().at(0), std::chrono::seconds(60)); }
    ASSERT_EQ(found().size(), 1U);
    EXPECT_FALSE(discardLeftCapture(found().at(0)));
    EXPECT_TRUE(found().empty());
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(LeftCaptures, LeaveAloneWhatIsNoCapture) {
    std::filesystem::create_directories(m_folder);
    std::ofstream(m_folder + "/live-1-1.pcapng") << "this is no capture at all";
    std::ofstream(m_folder + "/live-2-2.pcapng").flush();
    EXPECT_TRUE(found().empty());
    EXPECT_TRUE(std::filesystem::exists(m_folder + "/live-1-1.pcapng"));
    EXPECT_FALSE(std::filesystem::exists(m_folder + "/live-2-2.pcapng")) << "it holds nothing to lose";
}

TEST_F(LeftCaptures, AreNoneAfterACaptureThatEndsInOrder) {
    { const auto session = startCapture({.interfaces = {"steady"}}, options(), {}); }
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(LeftCaptures, AreNotPromisedWhereTheFolderCannotBeMade) {
    std::ofstream(m_root.string()) << "a file, where a folder should be";
    const auto started = startCapture({.interfaces = {"steady"}}, options(), {});
    const auto& session = std::get<0>(started);
    EXPECT_EQ(waitFor(*session, [](const Snapshot& s) { return s.load.packets >= 3; })->load.packets, 3U);
    const LiveState state = session->live->state();
    ASSERT_EQ(state.troubles.size(), 1U);
    EXPECT_EQ(state.troubles[0].code, "not-recoverable");
    EXPECT_NE(state.troubles[0].message.find("Not a directory"), std::string::npos);
}

TEST_F(LeftCaptures, CannotBeOpenedOnceTheyAreGone) {
    EXPECT_FALSE(recoverCapture({.path = m_folder + "/live-1-1.pcapng"}, std::chrono::seconds(60)));
}

} // namespace
} // namespace synscope::test
