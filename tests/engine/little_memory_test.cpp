// SPDX-License-Identifier: Apache-2.0
//
// Loading where memory is limited: a capture larger than the memory there is, and one whose connections do not fit.
#include "core/base/sanitized.h"
#include "core/engine/engine.h"
#include "core/engine/memory_room.h"
#include "tests/bench/capture_generator.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace synscope::test {
namespace {

constexpr std::uint64_t kRoomBytes = std::uint64_t{64} << 20;
constexpr int kLoaded = 3;
constexpr int kOutOfMemory = 4;
constexpr int kKept = 5;
constexpr unsigned kPatienceSeconds = 240; ///< so that what hangs ends: a busy machine may take a minute

class LittleMemory : public testing::Test {
protected:
    void SetUp() override {
        if (kIsSanitized)
            GTEST_SKIP() << "the sanitizers reserve addresses by the terabyte";
        std::string folder = (std::filesystem::temp_directory_path() / "synscope-memory-XXXXXX").string();
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        m_folder = folder;
        m_path = (m_folder / "made.pcap").string();
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }
    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    std::filesystem::path m_folder;
    std::string m_path;
};

/// No more than so many bytes beyond what the process has.
void limitMemory(std::uint64_t room) {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    rlimit limit{};
    ::getrlimit(RLIMIT_AS, &limit);
    limit.rlim_cur = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + room;
    ::setrlimit(RLIMIT_AS, &limit);
}

/// All of it, or a beginning, and that is said.
int outcomeOf(const Snapshot& snapshot, std::uint64_t packets) {
    if (snapshot.counts.total() == packets)
        return kLoaded;
    const bool isTold = snapshot.load.damage && snapshot.load.damage->reason.find("memory") != std::string::npos;
    return isTold && snapshot.size() > 0 ? kKept : 0;
}

/// Never returns: the exit status tells how it went.
[[noreturn]] void loadWithin(const std::string& path, std::uint64_t packets, std::uint64_t room = kRoomBytes,
                             unsigned threads = 1) {
    ::alarm(kPatienceSeconds);
    limitMemory(room);
    const auto loaded = loadCapture(path, {.threads = threads});
    if (loaded)
        ::_exit(outcomeOf(*loaded.value().snapshot, packets));
    ::_exit(loaded.error().message.find("not enough memory") != std::string::npos ? kOutOfMemory : 0);
}

/// As a window does: what was there before the memory was used up stays.
[[noreturn]] void loadInBackgroundWithin(const std::string& path, std::uint64_t packets) {
    ::alarm(kPatienceSeconds);
    limitMemory(kRoomBytes);
    const auto session = openSession(path, {.threads = 1});
    ::_exit(outcomeOf(*finished(*session.value()), packets));
}

TEST_F(LittleMemory, aCaptureMayBeLargerThanIt) {
    const bench::CaptureCounts made =
        bench::writeCapture(path(), {.connections = 100, .packets = 800'000, .concurrent = 20});
    ASSERT_GT(std::filesystem::file_size(path()), kRoomBytes);
    EXPECT_EXIT(loadWithin(path(), made.packets), testing::ExitedWithCode(kLoaded), "");
}

TEST_F(LittleMemory, whatFitsIsKeptWhereAllConnectionsDoNot) {
    const bench::CaptureCounts made =
        bench::writeCapture(path(), {.connections = 1, .packets = 10, .floodSyns = 900'000});
    EXPECT_EXIT(loadWithin(path(), made.packets), testing::ExitedWithCode(kKept), "");
}

/// A thread needs 8 MiB of addresses for its stack.
TEST_F(LittleMemory, severalThreadsKeepWhatFits) {
    const bench::CaptureCounts made =
        bench::writeCapture(path(), {.connections = 1, .packets = 10, .floodSyns = 1'200'000});
    EXPECT_EXIT(loadWithin(path(), made.packets, kRoomBytes * 2, 4), testing::ExitedWithCode(kKept), "");
}

/// Threads that cannot be had are done without.
TEST_F(LittleMemory, aCaptureIsLoadedWithoutTheThreadsThatThereAreNot) {
    const bench::CaptureCounts made = bench::writeCapture(path(), {.connections = 100, .packets = 5000});
    EXPECT_EXIT(loadWithin(path(), made.packets, kRoomBytes, 8), testing::ExitedWithCode(kLoaded), "");
}

/// The reader, on a thread of its own, needs more for one packet than there is.
TEST_F(LittleMemory, loadingFailsWhereAPacketDoesNotFit) {
    constexpr std::uint32_t kPacketBytes = 15U << 20;
    std::ofstream file(path(), std::ios::binary);
    const auto put = [&file](std::uint32_t word) { file.write(reinterpret_cast<const char*>(&word), sizeof word); };
    for (const std::uint32_t word : {0x0a0d0d0aU, 28U, 0x1a2b3c4dU, 1U, ~0U, ~0U, 28U, 1U, 20U, 1U, 0U, 20U, 6U,
                                     kPacketBytes + 32, 0U, 0U, 0U, kPacketBytes, kPacketBytes})
        put(word);
    file << std::string(kPacketBytes, '\0');
    put(kPacketBytes + 32);
    file.close();
    constexpr std::uint64_t kRoomForAThread = std::uint64_t{28} << 20;
    EXPECT_EXIT(loadWithin(path(), 1, kRoomForAThread), testing::ExitedWithCode(kOutOfMemory), "");
}

TEST_F(LittleMemory, isKnownFromTheLimitOfAddresses) {
    const auto ask = [] {
        limitMemory(kRoomBytes);
        const std::optional<std::uint64_t> left = addressesLeft();
        ::_exit(left && *left <= kRoomBytes && *left > kRoomBytes / 2 && *memoryLeft() <= *left ? kKept : 0);
    };
    EXPECT_FALSE(addressesLeft());
    EXPECT_EXIT(ask(), testing::ExitedWithCode(kKept), "");
}

/// Whatever is left: a small capture is loaded.
TEST(MemoryRoom, isUsedUpWhereTheMachineHasLess) {
    const std::optional<std::uint64_t> left = memoryLeft();
    if (!left)
        GTEST_SKIP() << "this system does not tell how much memory is available";
    MemoryRoom room;
    MemoryRoom other;
    int asked = 1;
    while (!room.isUsedUp(*left * 2) && asked < 1000)
        ++asked;
    EXPECT_EQ(asked, 64);
    while (!other.isUsedUp(0) && asked < 1000)
        ++asked;
    EXPECT_EQ(asked, 1000);
}

TEST_F(LittleMemory, aWindowKeepsWhatFitted) {
    const bench::CaptureCounts made =
        bench::writeCapture(path(), {.connections = 1, .packets = 10, .floodSyns = 900'000});
    EXPECT_EXIT(loadInBackgroundWithin(path(), made.packets), testing::ExitedWithCode(kKept), "");
}

} // namespace
} // namespace synscope::test
