// SPDX-License-Identifier: Apache-2.0
//
// Live captures from a stand-in for the capturing program: begin, follow, stop, the size limit, and all the ways it
// can go wrong. Nothing here needs a right or a network.
#include "core/engine/child_process.h"
#include "core/engine/engine.h"
#include "core/engine/helper_trouble.h"
#include "core/engine/live_session.h"
#include "core/store/replay.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <sys/wait.h>

namespace synscope::test {
namespace {

const std::string kHelper = SYNSCOPE_SOURCE_DIR "/tests/engine/fake_helper.py";
const std::atomic<bool> kNotCancelled = false;

LiveOptions options(std::chrono::milliseconds patience = std::chrono::minutes(1)) {
    return {.program = kHelper, .patience = patience};
}

std::variant<std::unique_ptr<Session>, CaptureTrouble>
start(const std::string& behaviour, std::chrono::milliseconds patience = std::chrono::minutes(1),
      std::uint64_t mostBytes = std::uint64_t{1} << 30) {
    return startCapture({.interfaces = {behaviour}, .mostBytes = mostBytes}, options(patience), {});
}

std::unique_ptr<Session> started(const std::string& behaviour,
                                 std::chrono::milliseconds patience = std::chrono::minutes(1),
                                 std::uint64_t mostBytes = std::uint64_t{1} << 30) {
    auto result = start(behaviour, patience, mostBytes);
    const auto* const trouble = std::get_if<CaptureTrouble>(&result);
    EXPECT_EQ(trouble, nullptr) << trouble->message;
    return std::move(std::get<0>(result));
}

CaptureTrouble refused(const std::string& behaviour) {
    auto result = start(behaviour);
    EXPECT_EQ(result.index(), 1U);
    return std::get<1>(result);
}

SnapshotPtr withPackets(Session& session, std::uint64_t packets) {
    return waitFor(session, [packets](const Snapshot& s) { return s.load.packets >= packets; });
}

bool hasChildren() {
    return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD;
}

TEST(LiveSession, showsPacketsWhileItRuns) {
    const auto session = started("steady");
    const SnapshotPtr snapshot = withPackets(*session, 3);
    EXPECT_EQ(snapshot->size(), 3U);
    EXPECT_FALSE(snapshot->load.finished);
    EXPECT_EQ(session->name, "steady");
    EXPECT_EQ(session->live->state().end, CaptureEnd::Running);
}

TEST(LiveSession, measuresHowFarTimesGoBack) {
    const auto session = started("shuffled");
    const SnapshotPtr snapshot = finished(*session);
    EXPECT_EQ(snapshot->load.clockBackwards, 1U);
    EXPECT_EQ(snapshot->load.farthestBackwards, std::chrono::microseconds(1));
}

TEST(LiveSession, readsWhatIsStillWrittenWhenStopped) {
    const auto session = started("steady");
    (void)withPackets(*session, 3);
    session->cancel();
    const SnapshotPtr snapshot = finished(*session);
    EXPECT_EQ(snapshot->load.packets, 4U);
    EXPECT_FALSE(snapshot->load.damage);
    EXPECT_EQ(session->live->state().end, CaptureEnd::Asked);
    EXPECT_TRUE(session->live->state().troubles.empty());
}

TEST(LiveSession, itsClockGoesOnWhenNoPacketComes) {
    const auto session = started("idle");
    const SnapshotPtr snapshot = waitFor(*session, [](const Snapshot& s) { return s.load.kernelDrops > 0; });
    EXPECT_EQ(snapshot->end - snapshot->begin, std::chrono::seconds(90));
    EXPECT_EQ(snapshot->load.kernelDrops, 7U);
    EXPECT_EQ(snapshot->load.packets, 1U);
}

TEST(LiveSession, endsByForceWhatDoesNotEnd) {
    const auto session = started("deaf", std::chrono::milliseconds(1));
    (void)withPackets(*session, 1);
    session->cancel();
    EXPECT_EQ(finished(*session)->load.packets, 1U);
    const LiveState state = session->live->state();
    ASSERT_EQ(state.troubles.size(), 1U);
    EXPECT_EQ(state.troubles.front().code, "not-ended");
    EXPECT_EQ(state.end, CaptureEnd::Asked);
}

TEST(LiveSession, closingDoesNotWaitForADeafProgramAndLeavesNoZombie) {
    (void)started("deaf"); // its patience is longer than a test may take
    EXPECT_FALSE(hasChildren());
}

TEST(LiveSession, stopsAtTheSizeLimitAndSaysSo) {
    const auto result = startCapture(
        {.interfaces = {"endless"}, .mostBytes = 100'000, .whenFull = CaptureRequest::WhenFull::End}, options(), {});
    const auto& session = std::get<0>(result);
    const SnapshotPtr snapshot = finished(*session);
    EXPECT_EQ(session->live->state().end, CaptureEnd::LimitReached);
    EXPECT_GE(snapshot->load.bytesRead, 100'000U);
    EXPECT_FALSE(snapshot->load.damage);
}

TEST(LiveSession, goesOnBeyondItsLimitWithoutTheOldestPackets) {
    const auto session = started("endless", std::chrono::minutes(1), 500'000);
    const SnapshotPtr snapshot = waitFor(*session, [](const Snapshot& s) { return s.load.bytesRead > 5'000'000; });
    EXPECT_EQ(session->live->state().end, CaptureEnd::Running);
    EXPECT_GT(snapshot->load.packetsLetGo, 0U);
    EXPECT_LE(snapshot->load.bytesKept, 500'000U);
    EXPECT_GT(snapshot->load.keptSince, snapshot->begin);
    const Result<ConnectionDetail> first = replay(*snapshot, ConnectionId{0}, session->fetch, {});
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_GT(first.value().goneSegments, 0U);
    session->cancel();
    EXPECT_FALSE(finished(*session)->load.damage);
}

TEST(LiveSession, tellsWhyItMayNot) {
    const CaptureTrouble trouble = refused("forbidden");
    EXPECT_EQ(trouble.code, "no-permission");
    EXPECT_EQ(trouble.message, "no right to capture from \"forbidden\"");
    EXPECT_EQ(trouble.interface, "forbidden");
    EXPECT_EQ(trouble.hint, "sudo setcap cap_net_raw=ep /a\u00e9/b");
    EXPECT_FALSE(hasChildren());
}

TEST(LiveSession, goesOnWhenOneInterfaceFails) {
    const auto session = started("partly");
    (void)withPackets(*session, 3);
    EXPECT_EQ(session->live->state().end, CaptureEnd::Running);
    session->cancel(); // what is told comes on a way of its own, and may be later than the packets
    (void)finished(*session);
    const LiveState state = session->live->state();
    ASSERT_EQ(state.troubles.size(), 1U);
    EXPECT_EQ(state.troubles.front().code, "interface-vanished");
}

TEST(LiveSession, saysThatTheProgramEndedByItself) {
    const auto session = started("dies");
    EXPECT_EQ(finished(*session)->load.packets, 1U);
    const LiveState state = session->live->state();
    EXPECT_EQ(state.end, CaptureEnd::ByItself);
    ASSERT_EQ(state.troubles.size(), 1U);
    EXPECT_NE(state.troubles.front().message.find("exit status 7"), std::string::npos);
}

TEST(LiveSession, saysWhereAStreamIsTorn) {
    const auto session = started("torn");
    const SnapshotPtr snapshot = finished(*session);
    ASSERT_TRUE(snapshot->load.damage);
    EXPECT_EQ(snapshot->load.damage->packet, 2U);
    EXPECT_EQ(session->live->state().end, CaptureEnd::ByItself);
    EXPECT_TRUE(session->live->state().troubles.empty());
}

TEST(LiveSession, refusesWhatIsNoCapture) {
    EXPECT_NE(refused("garbage").message.find("not a pcap or pcapng capture"), std::string::npos);
}

TEST(LiveSession, givesUpWaitingWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto result = startCapture({.interfaces = {"silent"}}, options(), stop.get_token());
    ASSERT_EQ(result.index(), 1U);
    EXPECT_FALSE(hasChildren());
}

TEST(LiveSession, saysWhatIsMissingWhereThereIsNoProgram) {
    const auto result = startCapture({.interfaces = {"lo"}}, {.program = "/no/such/program"}, {});
    ASSERT_EQ(result.index(), 1U);
    EXPECT_EQ(std::get<1>(result).code, "no-helper");
    EXPECT_EQ(std::get<1>(result).message, "/no/such/program: No such file or directory");
}

class SavedLiveSession : public testing::Test {
protected:
    SavedLiveSession() { std::filesystem::create_directory(m_folder); }
    ~SavedLiveSession() override { std::filesystem::remove_all(m_folder); }

    std::filesystem::path m_folder =
        std::filesystem::temp_directory_path() / ("synscope-save-" + std::to_string(::getpid()));
    std::string m_path = (m_folder / "saved.pcapng").string();
};

TEST_F(SavedLiveSession, isAFileThatHoldsTheSame) {
    const auto session = started("steady");
    (void)withPackets(*session, 3);
    session->cancel();
    const SnapshotPtr live = finished(*session);
    const std::optional<Error> error = session->live->save(m_path, kNotCancelled);
    ASSERT_FALSE(error) << error->message;
    EXPECT_EQ(describe(*loadCapture(m_path, {}).value().snapshot), describe(*live));
}

TEST_F(SavedLiveSession, endsWithAWholePacketWhileMoreIsOnItsWay) {
    const auto session = started("cut");
    (void)withPackets(*session, 1);
    ASSERT_FALSE(session->live->save(m_path, kNotCancelled));
    const SnapshotPtr saved = loadCapture(m_path, {}).value().snapshot;
    EXPECT_EQ(saved->load.packets, 1U);
    EXPECT_FALSE(saved->load.damage);
}

TEST_F(SavedLiveSession, leavesNothingBehindWhereItCannotBeWritten) {
    const auto session = started("steady");
    (void)withPackets(*session, 3);
    EXPECT_TRUE(session->live->save((m_folder / "no/such/folder.pcapng").string(), kNotCancelled));
    const std::atomic<bool> cancelled = true;
    EXPECT_TRUE(session->live->save(m_path, cancelled));
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST(AskHelper, givesItsAnswer) {
    const HelperAnswer answer = askHelper(options(), {"--echo", "a b", "c"}, kNotCancelled);
    EXPECT_EQ(answer.output, "a b c\n");
    EXPECT_EQ(answer.status, 0);
    EXPECT_FALSE(answer.trouble);
}

TEST(AskHelper, givesUpWhenCancelled) {
    const std::atomic<bool> cancelled = true;
    (void)askHelper(options(), {"-i", "silent"}, cancelled);
    EXPECT_FALSE(hasChildren());
}

TEST(HelperTrouble, isReadFromALineOfJson) {
    const CaptureTrouble trouble = parseTrouble(R"({"code":"bad-filter","message":"no \"x\"\u00e9"})");
    EXPECT_EQ(trouble.code, "bad-filter");
    EXPECT_EQ(trouble.message, "no \"x\"\u00e9");
    EXPECT_EQ(parseTrouble(R"({"code":"x","message":"\u6ca1\u6709"})").message, "\u6ca1\u6709");
}

TEST(HelperTrouble, keepsALineThatIsNoJsonAsItIs) {
    for (const char* line : {"Segmentation fault", "{\"code\":\"x\"", "{\"code\":\"x\",\"message\":\"\\u12\"}", "{}"})
        EXPECT_EQ(parseTrouble(line).message, line);
}

} // namespace
} // namespace synscope::test
