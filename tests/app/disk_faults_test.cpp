// SPDX-License-Identifier: Apache-2.0
//
// Disks that are full or may not be written to, and inputs that fall silent: each program says so in one line, leaves
// what was there, nothing half-written, and ends when it is told to.
#include "app/capture/confinement.h"
#include "core/capture/capture_file.h"
#include "tests/app/cli_runner.h"
#include "tests/app/running_program.h"
#include "tests/app/scratch_folder.h"
#include "tests/app/small_disk.h"
#include "tests/sockets/loopback.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;

const std::string kLesson = SYNSCOPE_SOURCE_DIR "/resources/lessons/04-close-wait-leak.pcap";

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::ptrdiff_t entriesIn(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), {});
}

/// For the time of a block, files cannot grow over so many bytes, here and in the programs started.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

/// Whatever writes a file by name: its arguments, up to the name.
struct Writer {
    const char* program;
    std::vector<std::string> before;
    std::string name;
};

std::vector<Writer> writers() {
    return {
#ifdef SYNSCOPE_PROGRAM
        {SYNSCOPE_PROGRAM, {"--export"}, "a.svg"},
        {SYNSCOPE_PROGRAM, {"--export"}, "a.pdf"},
        {SYNSCOPE_PROGRAM, {"--export"}, "a.png"},
        {SYNSCOPE_PROGRAM, {"--picture"}, "window.png"},
#endif
        {SYNSCOPE_CLI, {"report", "--output"}, "report"}};
}

/// Fails with a line that holds `reason`, and leaves the folder as it is.
void expectRefused(const Writer& writer, const fs::path& folder, const std::string& reason) {
    std::vector<std::string> arguments = writer.before;
    arguments.push_back((folder / writer.name).string());
    arguments.push_back(kLesson);
    const std::ptrdiff_t entries = entriesIn(folder);
    const std::string old = contentOf(folder / writer.name);
    const CliResult result = runProgram(writer.program, arguments);
    EXPECT_EQ(result.status, 1) << writer.name;
    EXPECT_NE(result.errors.find(reason), std::string::npos) << writer.name << ": " << result.errors;
    EXPECT_NE(result.errors.find(writer.name), std::string::npos) << result.errors;
    EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
    EXPECT_EQ(contentOf(folder / writer.name), old) << writer.name;
    EXPECT_EQ(entriesIn(folder), entries) << writer.name;
}

TEST(DiskFull, LeavesTheOldFileAndNothingHalfWritten) {
    if (helper::kCountsLines)
        GTEST_SKIP() << "the counts of lines would find no room either, and be lost";
    for (const Writer& writer : writers()) {
        for (const rlim_t bytes : {1000U, 4096U}) {
            const ScratchFolder scratch;
            if (writer.name != "report") // a report replaces nothing
                std::ofstream(scratch.path() / writer.name) << "old";
            const FullDisk full(bytes);
            expectRefused(writer, scratch.path(), "File too large");
        }
    }
}

TEST(DiskFull, ASaveLeavesTheOldFileAndNothingHalfWritten) {
    const ScratchFolder scratch;
    const Result<LiveStream> left = openLeftSpool(kLesson);
    ASSERT_TRUE(left);
    std::vector<RawPacket> batch;
    while (left.value().source->read(batch, 100) == ReadStatus::More) {
    }
    const fs::path target = scratch.path() / "saved.pcap";
    std::ofstream(target) << "old";
    const std::atomic<bool> notCancelled = false;
    {
        const FullDisk full(100);
        const std::optional<Error> error = left.value().copy.writeTo(target.string(), notCancelled);
        ASSERT_TRUE(error);
        EXPECT_EQ(error->message, target.string() + " cannot be written: File too large");
    }
    EXPECT_EQ(contentOf(target), "old");
    EXPECT_EQ(entriesIn(scratch.path()), 1);
}

TEST(DiskFull, WhatWasUnpackedBeforeIsReported) {
    const std::string plain = pcapOf(manyConversations(2000)); // more than a MiB, of which a block is spooled at a time
    const ScratchFolder scratch;
    const std::string packed = (scratch.path() / "packed.pcap.gz").string();
    const gzFile file = ::gzopen(packed.c_str(), "wb");
    ASSERT_EQ(::gzwrite(file, plain.data(), static_cast<unsigned>(plain.size())), static_cast<int>(plain.size()));
    ASSERT_EQ(::gzclose(file), Z_OK);
    const FullDisk full(std::min<rlim_t>(plain.size() / 2, rlim_t{1} << 20));
    const CliResult result = runCli({"segments", packed, "--connection", "0"}); // which keeps packets
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(result.errors.find("File too large"), std::string::npos) << result.errors;
    EXPECT_NE(result.errors.find("set TMPDIR to a directory with room"), std::string::npos) << result.errors;
    EXPECT_NE(result.output.find("CLOSE_WAIT"), std::string::npos) << result.output;
}

/// In a thread with a small disk of its own; false where that may not be made.
bool onSmallDisk(const std::string& size, const std::function<void(const SmallDisk&)>& test) {
    return std::async(std::launch::async,
                      [&] {
                          const SmallDisk disk(size);
                          if (disk.isThere())
                              test(disk);
                          return disk.isThere();
                      })
        .get();
}

TEST(DiskFull, RoomIsLeftForOthersWhereMuchIsUnpacked) {
    const bool isThere = onSmallDisk("96m", [](const SmallDisk& disk) {
        const ScratchFolder scratch;
        const std::string packed = (scratch.path() / "packed.pcap.gz").string();
        const gzFile file = ::gzopen(packed.c_str(), "wb1");
        const std::string header = pcapOf(leakedConversation());
        ::gzwrite(file, header.data(), static_cast<unsigned>(header.size()));
        const std::string large = pcapOf({{1, true, 0x10, 0, 0, std::string(60'000, '\0'), 40001}}).substr(24);
        for (int i = 0; i < 2000; ++i)
            ::gzwrite(file, large.data(), static_cast<unsigned>(large.size()));
        ::gzclose(file);
        const char* const before = std::getenv("TMPDIR");
        const std::string old = before != nullptr ? before : "";
        ::setenv("TMPDIR", disk.path().c_str(), 1);
        const CliResult result = runCli({"segments", packed, "--connection", "0"});
        before != nullptr ? ::setenv("TMPDIR", old.c_str(), 1) : ::unsetenv("TMPDIR");
        EXPECT_EQ(result.status, 3);
        EXPECT_NE(result.errors.find("less than 5 MiB would be left for others"), std::string::npos) << result.errors;
        EXPECT_NE(result.output.find("CLOSE_WAIT"), std::string::npos) << result.output;
    });
    if (!isThere)
        GTEST_SKIP() << "no file system may be mounted";
}

TEST(ReadOnlyFolder, IsNamed) {
    const bool isThere = onSmallDisk("1m", [](const SmallDisk& disk) {
        ASSERT_TRUE(disk.makeReadOnly());
        for (const Writer& writer : writers())
            expectRefused(writer, disk.path(), "Read-only file system");
        const Result<LiveStream> left = openLeftSpool(kLesson);
        ASSERT_TRUE(left);
        const std::atomic<bool> notCancelled = false;
        const std::optional<Error> error = left.value().copy.writeTo(disk.path() + "/saved.pcap", notCancelled);
        ASSERT_TRUE(error);
        EXPECT_EQ(error->message, disk.path() + "/saved.pcap cannot be written: Read-only file system");
    });
    if (!isThere)
        GTEST_SKIP() << "no file system may be mounted";
}

/// A pipe with a name whose writer says nothing more after `bytes`.
class SilentPipe {
public:
    explicit SilentPipe(const std::string& bytes) : m_path((m_folder.path() / "pipe").string()) {
        if (::mkfifo(m_path.c_str(), 0600) != 0)
            std::abort();
        m_writer = FileDescriptor(::open(m_path.c_str(), O_RDWR | O_CLOEXEC)); // so that nobody waits
        EXPECT_EQ(writeAll(m_writer.get(), bytes), 0);
    }
    [[nodiscard]] const std::string& path() const { return m_path; }
    /// Somebody has read all that was said.
    [[nodiscard]] bool isRead() const {
        int bytes = 0;
        return ::ioctl(m_writer.get(), FIONREAD, &bytes) == 0 && bytes == 0;
    }

private:
    ScratchFolder m_folder;
    std::string m_path;
    FileDescriptor m_writer;
};

TEST(SilentPipe, IsLeftByASignal) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const SilentPipe pipe(pcapOf(leakedConversation()));
        RunningProgram program(SYNSCOPE_CLI, {"connections", pipe.path()});
        EXPECT_TRUE(eventually([&] { return pipe.isRead(); }));
        EXPECT_EQ(program.end(signal), 128 + signal);
    }
}

} // namespace
} // namespace synscope::test
