// SPDX-License-Identifier: Apache-2.0
//
// Spools with names: who may see them, when they go, and what is found of processes that were really killed.
#include "core/capture/spool_folder.h"
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

#include <csignal>
#include <functional>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace synscope::test {
namespace {

constexpr Timestamp kBegin{std::chrono::seconds(1'700'000'000)};
const std::atomic<bool> kNotCancelled = false;

mode_t modeOf(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
}

class SpoolFolder : public ::testing::Test {
protected:
    [[nodiscard]] Spool made(Timestamp begin = kBegin) const {
        Result<Spool> spool = makeNamedSpool(m_folder, begin);
        EXPECT_TRUE(spool) << spool.error().message;
        return std::move(spool).value();
    }

    /// Another process makes a spool and is killed, or only told of by the pid while `killNow` is false.
    [[nodiscard]] pid_t otherProcess(const std::string& bytes, bool killNow) const {
        int ready[2];
        EXPECT_EQ(::pipe(ready), 0);
        const pid_t pid = ::fork();
        if (pid == 0) {
            Result<Spool> spool = makeNamedSpool(m_folder, kBegin);
            const bool isWritten =
                spool && !spool.value().append({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()}).error;
            (void)!::write(ready[1], isWritten ? "y" : "n", 1);
            for (;;)
                ::pause();
        }
        char answer = 0;
        EXPECT_EQ(::read(ready[0], &answer, 1), 1);
        EXPECT_EQ(answer, 'y');
        ::close(ready[0]);
        ::close(ready[1]);
        if (killNow)
            end(pid);
        return pid;
    }
    static void end(pid_t pid) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
    [[nodiscard]] std::string capture(int packets) const {
        std::string bytes =
            w.section() + w.interface(1, 160, w.option(2, "eth0")) + w.interface(1, 160, w.option(2, "lo"));
        for (int i = 0; i < packets; ++i)
            bytes += w.enhanced(0, 1'700'000'000'000'000 + static_cast<unsigned>(i), "packet", 6);
        return bytes;
    }

    TemporaryDirectory m_directory;
    std::string m_folder = m_directory.path("state/synscope/spool");
    PcapngWriter w;
};

TEST_F(SpoolFolder, IsMadeForItsUserAlone) {
    const Spool spool = made();
    EXPECT_EQ(modeOf(m_folder), 0700U);
    EXPECT_EQ(modeOf(m_folder + "/live-1700000000000000000-" + std::to_string(::getpid()) + ".pcapng"), 0600U);
}

TEST_F(SpoolFolder, IsClosedToOthersWhereItWasOpen) {
    std::filesystem::create_directories(m_folder);
    std::filesystem::permissions(m_folder, std::filesystem::perms::all);
    const Spool spool = made();
    EXPECT_EQ(modeOf(m_folder), 0700U);
}

TEST_F(SpoolFolder, SpoolsGoWhenTheyEndInOrder) {
    (void)made();
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(SpoolFolder, OffersWhatAKilledProcessLeft) {
    const pid_t pid = otherProcess(capture(3), true);
    const std::vector<std::string> left = leftSpools(m_folder);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_NE(left[0].find(std::to_string(pid)), std::string::npos);
    const auto content = surveySpool(left[0], kNotCancelled);
    ASSERT_TRUE(content) << content.error().message;
    EXPECT_EQ(content.value().packets, 3U);
    EXPECT_EQ(content.value().interfaces, (std::vector<std::string>{"eth0", "lo"}));
    EXPECT_EQ(content.value().begin, kBegin);
}

TEST_F(SpoolFolder, DoesNotOfferWhatARunningProcessUses) {
    const pid_t pid = otherProcess(capture(1), false);
    const Spool own = made();
    EXPECT_TRUE(leftSpools(m_folder).empty());
    end(pid);
    EXPECT_EQ(leftSpools(m_folder).size(), 1U);
}

TEST_F(SpoolFolder, IsTakenOnceOnly) {
    (void)otherProcess(capture(1), true);
    const std::string path = leftSpools(m_folder).at(0);
    const auto taken = TakenSpool::take(path);
    ASSERT_TRUE(taken);
    EXPECT_TRUE(leftSpools(m_folder).empty());
    EXPECT_NE(TakenSpool::take(path).error().message.find("in use by another synscope"), std::string::npos);
    EXPECT_FALSE(taken.value().remove());
    EXPECT_TRUE(std::filesystem::is_empty(m_folder));
}

TEST_F(SpoolFolder, LeavesOtherThingsAlone) {
    std::filesystem::create_directories(m_folder + "/live-1-1.pcapng");
    for (const char* name : {"/notes.txt", "/live-.pcapng.bak", "/live-.pcapng"})
        std::ofstream(m_folder + name) << "mine";
    std::filesystem::create_symlink("/etc/passwd", m_folder + "/live-2-2.pcapng");
    ASSERT_EQ(::mkfifo((m_folder + "/live-3-3.pcapng").c_str(), 0600), 0);
    EXPECT_TRUE(leftSpools(m_folder).empty());
    EXPECT_FALSE(TakenSpool::take(m_folder + "/live-2-2.pcapng"));
}

TEST_F(SpoolFolder, IsNotThereBeforeTheFirstSpool) {
    EXPECT_TRUE(leftSpools(m_folder).empty());
    EXPECT_FALSE(std::filesystem::exists(m_folder));
}

TEST_F(SpoolFolder, SaysWhyItCannotBeMade) {
    const std::string file = m_directory.path("file");
    std::ofstream{file} << "no folder";
    const auto spool = makeNamedSpool(file + "/synscope/spool", kBegin);
    ASSERT_FALSE(spool);
    EXPECT_NE(spool.error().message.find("Not a directory"), std::string::npos);
}

TEST_F(SpoolFolder, ATornEndIsNoDamage) {
    std::string bytes = capture(2);
    bytes.resize(bytes.size() - 5);
    (void)otherProcess(bytes, true);
    const std::string path = leftSpools(m_folder).at(0);
    auto left = openLeftSpool(path);
    ASSERT_TRUE(left) << left.error().message;
    std::vector<RawPacket> packets;
    EXPECT_EQ(left.value().source->read(packets, 100), ReadStatus::More);
    EXPECT_EQ(packets.size(), 1U);
    EXPECT_EQ(left.value().source->read(packets, 100), ReadStatus::End);
    const std::string copy = m_directory.path("copy.pcapng");
    ASSERT_FALSE(left.value().copy.writeTo(copy, kNotCancelled));
    EXPECT_EQ(std::filesystem::file_size(copy), capture(1).size());
}

TEST_F(SpoolFolder, SaysThatTheDiskIsFull) {
    const pid_t pid = ::fork(); // the limit stands for a full disk, and is for a process of its own
    if (pid == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        Spool spool = made();
        const std::vector<std::byte> bytes(8192);
        const Spool::Appended kept = spool.append(bytes);
        const bool isSaid =
            kept.bytes == 4096 && kept.error && kept.error->message.find("XDG_STATE_HOME") != std::string::npos;
        ::_exit(isSaid && std::filesystem::file_size(std::filesystem::directory_iterator(m_folder)->path()) == 4096
                    ? 0
                    : 1);
    }
    int status = -1;
    ::waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST(UsualSpoolFolder, IsWhereStateBelongs) {
    ::setenv("HOME", "/home/me", 1);
    ::setenv("XDG_STATE_HOME", "/var/state", 1);
    EXPECT_EQ(usualSpoolFolder(), "/var/state/synscope/spool");
    ::setenv("XDG_STATE_HOME", "relative", 1);
    EXPECT_EQ(usualSpoolFolder(), "/home/me/.local/state/synscope/spool");
    ::unsetenv("HOME");
    EXPECT_EQ(usualSpoolFolder(), "");
}

} // namespace
} // namespace synscope::test
