// SPDX-License-Identifier: Apache-2.0
//
// Killed at any moment while they capture, save, export and report: what was there before is whole, or what is new is,
// captured packets are found again, and what stays of unfinished files is for their user alone.
#include "app/capture/confinement.h"
#include "core/base/sanitized.h"
#include "core/capture/capture_file.h"
#include "core/capture/pcapng_writer.h"
#include "core/capture/spool_folder.h"
#include "tests/app/cli_runner.h"
#include "tests/app/killed_run.h"
#include "tests/app/scratch_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>

#include <sys/socket.h>
#include <sys/syscall.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;

const std::string kLesson = SYNSCOPE_SOURCE_DIR "/resources/lessons/04-close-wait-leak.pcap";
constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What lies in a folder: names and contents.
std::map<std::string, std::string> contentsIn(const fs::path& folder) {
    std::map<std::string, std::string> contents;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        contents[entry.path().filename().string()] = contentOf(entry.path());
    return contents;
}

/// That what else lies beside `target` can be seen by its user alone, or holds nothing yet. It goes.
void expectPrivateAndRemove(const fs::path& target) {
    for (const fs::directory_entry& entry : fs::directory_iterator(target.parent_path())) {
        if (entry.path() == target)
            continue;
        EXPECT_TRUE((entry.status().permissions() & kOthers) == fs::perms::none || fs::is_empty(entry.path()))
            << entry.path();
        fs::remove_all(entry.path());
    }
}

constexpr const char* kWritesOfItsOwn = "a sanitizer writes to pipes of its own, and these writes are counted";
constexpr const char* kWritesCounts = "who counts lines writes the counts at the end, and is not to be killed then";

/// Kills the work at one moment after the other, until it ends by itself; `check` looks at what each left. How often.
std::size_t killAtEach(const std::function<int()>& work, const std::function<void(const TracedRun&)>& check) {
    constexpr std::size_t kMost = 2000;
    for (std::size_t call = 0; call < kMost; ++call) {
        const TracedRun run = runUntil(call, work);
        if (!run.obstacle.empty())
            return 0;
        check(run);
        if (!run.wasKilled) {
            EXPECT_EQ(run.status, 0);
            return call;
        }
        if (testing::Test::HasFailure()) {
            ADD_FAILURE() << "killed before call " << call;
            return call;
        }
    }
    ADD_FAILURE() << "it does not end";
    return kMost;
}

/// A folder that goes with this.
class RemovedAtEnd {
public:
    explicit RemovedAtEnd(fs::path folder) : m_folder(std::move(folder)) {}
    ~RemovedAtEnd() { fs::remove_all(m_folder); }
    RemovedAtEnd(const RemovedAtEnd&) = delete;
    RemovedAtEnd& operator=(const RemovedAtEnd&) = delete;

private:
    fs::path m_folder;
};

std::string packetText(std::size_t number) {
    std::string text = std::to_string(number);
    text.resize(100, '.');
    return text;
}

std::string capture(std::size_t first, std::size_t count) {
    std::string bytes;
    if (first == 0) {
        appendSectionHeader(bytes, "test");
        appendInterfaceDescription(bytes, {"eth0", LinkType::Ethernet, 160, ""});
    }
    for (std::size_t i = first; i < first + count; ++i) {
        const std::string text = packetText(i);
        appendEnhancedPacket(bytes,
                             {0, timestampFromNs(static_cast<std::int64_t>(i)), 100, std::as_bytes(std::span(text))});
    }
    return bytes;
}

/// The numbers of the packets, which must follow each other; first and one behind the last.
std::pair<std::size_t, std::size_t> rangeOf(PacketSource& source) {
    std::pair<std::size_t, std::size_t> range{0, 0};
    std::vector<RawPacket> batch;
    for (ReadStatus status = ReadStatus::More; status == ReadStatus::More;) {
        status = source.read(batch, 100);
        EXPECT_NE(status, ReadStatus::Damaged) << source.damage()->reason;
        for (const RawPacket& packet : batch) {
            const auto number = static_cast<std::size_t>(nsSinceEpoch(packet.time));
            range.first = range.second == 0 ? number : range.first;
            EXPECT_TRUE(range.second == 0 || range.second == number) << range.second << " " << number;
            EXPECT_EQ(std::string(reinterpret_cast<const char*>(packet.bytes.data()), packet.bytes.size()),
                      packetText(number));
            range.second = number + 1;
        }
    }
    return range;
}

constexpr std::size_t kPieces = 60;
constexpr std::size_t kPacketsAPiece = 8;

/// Captures what a program sends in pieces, into a spool that keeps the newest alone.
int captureInto(const std::string& folder) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return 1;
    {
        const FileDescriptor writer(ends[1]);
        for (std::size_t piece = 0; piece < kPieces; ++piece) {
            const std::string bytes = capture(piece * kPacketsAPiece, kPacketsAPiece);
            if (::send(writer.get(), bytes.data(), bytes.size(), MSG_DONTWAIT) < 0)
                return 2;
        }
    }
    Result<Spool> spool = makeNamedSpool(folder, timestampFromNs(1));
    if (!spool)
        return 3;
    constexpr std::uint64_t kMostBytes = 16 * 1024;
    const Result<LiveStream> stream =
        openLiveStream(FileDescriptor(ends[0]), "test", {}, {std::move(spool).value(), kMostBytes});
    if (!stream)
        return 4;
    std::vector<RawPacket> batch;
    while (stream.value().source->read(batch, 100) == ReadStatus::More) {
    }
    return stream.value().source->progress().packetsLetGo > 0 ? 0 : 5;
}

TEST(Killed, WhileCapturingItLeavesASpoolWithAllThatWasWritten) {
    if (kIsSanitized)
        GTEST_SKIP() << kWritesOfItsOwn;
    const ScratchFolder scratch;
    const std::string folder = (scratch.path() / "spool").string();
    const std::size_t moments = killAtEach(
        [&] { return captureInto(folder); },
        [&](const TracedRun& run) {
            const auto written = static_cast<std::size_t>(std::count(run.calls.begin(), run.calls.end(), SYS_write));
            const std::size_t isCounted = run.wasKilled && !run.calls.empty() && run.calls.back() == SYS_write ? 1 : 0;
            const std::size_t pieces = written - isCounted;
            const std::vector<std::string> left = leftSpools(folder);
            const RemovedAtEnd removed(folder);
            ASSERT_LE(left.size(), 1U);
            ASSERT_TRUE(left.size() == 1 || pieces == 0 || !run.wasKilled) << pieces;
            if (left.empty() || pieces == 0)
                return;
            EXPECT_EQ(fs::status(left[0]).permissions() & kOthers, fs::perms::none);
            const Result<LiveStream> spool = openLeftSpool(left[0]);
            ASSERT_TRUE(spool) << spool.error().message;
            const auto [first, end] = rangeOf(*spool.value().source);
            EXPECT_EQ(end, pieces * kPacketsAPiece);
            EXPECT_EQ(first, spool.value().source->progress().packetsLetGo);
            fs::remove(left[0]);
        });
    if (moments == 0)
        GTEST_SKIP() << "processes may not be traced";
    EXPECT_GT(moments, kPieces);
}

/// A spool of which a copy is saved.
std::function<int()> savingOf(const std::string& spool, const std::string& target) {
    return [spool, target] {
        const Result<LiveStream> left = openLeftSpool(spool);
        std::vector<RawPacket> batch;
        while (left && left.value().source->read(batch, 100) == ReadStatus::More) {
        }
        const std::atomic<bool> notCancelled = false;
        return left && !left.value().copy.writeTo(target, notCancelled) ? 0 : 1;
    };
}

TEST(Killed, WhileSavingItLeavesTheOldFileOrTheNewOne) {
    const ScratchFolder scratch;
    const std::string spool = (scratch.path() / "live-1-1.pcapng").string();
    const std::string whole = capture(0, 30'000); // some megabytes: several writes
    std::ofstream(spool, std::ios::binary) << whole;
    fs::create_directory(scratch.path() / "saved");
    const fs::path target = scratch.path() / "saved" / "capture.pcapng";
    const std::size_t moments = killAtEach(savingOf(spool, target.string()), [&](const TracedRun& run) {
        const std::string content = contentOf(target);
        EXPECT_TRUE(content == whole || (run.wasKilled && (content == "old" || content.empty())));
        EXPECT_TRUE(content != "" || !fs::exists(target) || run.calls.empty());
        expectPrivateAndRemove(target);
        std::ofstream(target, std::ios::binary | std::ios::trunc) << "old";
        fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
    });
    if (moments == 0)
        GTEST_SKIP() << "processes may not be traced";
    EXPECT_GT(moments, 5U);
}

TEST(Killed, WhileItReportsItLeavesTheWholeReportOrNone) {
    if (helper::kCountsLines)
        GTEST_SKIP() << kWritesCounts;
    const ScratchFolder scratch;
    const std::string expected = (scratch.path() / "expected").string();
    ASSERT_EQ(runCli({"report", kLesson, "--output", expected}).status, 0);
    fs::create_directory(scratch.path() / "killed");
    const fs::path target = scratch.path() / "killed" / "report";
    const auto work = programOf(SYNSCOPE_CLI, {"report", kLesson, "--output", target.string()});
    const std::size_t moments = killAtEach(work, [&](const TracedRun& run) {
        EXPECT_TRUE(run.wasKilled || fs::exists(target));
        if (fs::exists(target)) {
            EXPECT_EQ(contentsIn(target), contentsIn(expected));
            EXPECT_TRUE(run.wasKilled || fs::status(target).permissions() == fs::status(expected).permissions());
        }
        expectPrivateAndRemove(target);
        fs::remove_all(target);
    });
    if (moments == 0)
        GTEST_SKIP() << "processes may not be traced";
    EXPECT_GT(moments, 10U);
}

#ifdef SYNSCOPE_PROGRAM
TEST(Killed, WhileItDrawsItLeavesTheOldPictureOrTheNewOne) {
    for (const std::string name : {"a.svg", "a.pdf", "a.png"}) {
        for (const std::string old : {"old", ""}) {
            const ScratchFolder scratch;
            const fs::path target = scratch.path() / name;
            const auto begin = [&] {
                fs::remove(target);
                if (!old.empty())
                    std::ofstream(target, std::ios::binary) << old;
            };
            begin();
            const auto work = programOf(SYNSCOPE_PROGRAM, {"--export", target.string(), kLesson});
            const std::size_t moments = killAtEach(work, [&](const TracedRun& run) {
                const std::string content = contentOf(target);
                EXPECT_TRUE(content == old || content.size() > 1000) << content.size();
                EXPECT_TRUE(run.wasKilled || content != old);
                expectPrivateAndRemove(target);
                begin();
            });
            if (moments == 0)
                GTEST_SKIP() << "processes may not be traced";
            EXPECT_GT(moments, 2U) << name;
        }
    }
}
#endif

/// Before the file gets its name its bytes are on the disk: a power cut leaves it whole, too.
TEST(PowerCut, FindsWhatIsNewOnTheDiskBeforeItTakesItsName) {
    if (kIsSanitized)
        GTEST_SKIP() << kWritesOfItsOwn;
    if (helper::kCountsLines)
        GTEST_SKIP() << kWritesCounts;
    const ScratchFolder scratch;
    const std::string spool = (scratch.path() / "live-1-1.pcapng").string();
    std::ofstream(spool, std::ios::binary) << capture(0, 10);
    const std::vector<std::function<int()>> works{
        savingOf(spool, (scratch.path() / "saved.pcapng").string()),
#ifdef SYNSCOPE_PROGRAM
        programOf(SYNSCOPE_PROGRAM, {"--export", (scratch.path() / "a.svg").string(), kLesson}),
#endif
        programOf(SYNSCOPE_CLI, {"report", kLesson, "--output", (scratch.path() / "report").string()})};
    for (const auto& work : works) {
        const TracedRun run = runTraced(work);
        if (!run.obstacle.empty())
            GTEST_SKIP() << run.obstacle;
        ASSERT_EQ(run.status, 0);
        const auto isSync = [](long call) { return call == SYS_fsync || call == SYS_fdatasync; };
        const auto isWrite = [](long call) { return call == SYS_write || call == SYS_pwrite64; };
        const auto isNaming = [](long call) {
#ifdef SYS_rename
            if (call == SYS_rename || call == SYS_link)
                return true;
#endif
            return call == SYS_renameat || call == SYS_renameat2 || call == SYS_linkat;
        };
        const auto named = std::find_if(run.calls.begin(), run.calls.end(), isNaming);
        ASSERT_NE(named, run.calls.end());
        EXPECT_NE(std::find_if(run.calls.begin(), named, isSync), named);
        const auto lastWrite = std::find_if(std::make_reverse_iterator(named), run.calls.rend(), isWrite);
        EXPECT_NE(std::find_if(lastWrite.base(), named, isSync), named) << "written after it was synced";
        EXPECT_EQ(std::find_if(named, run.calls.end(), isWrite), run.calls.end()) << "written after it was named";
    }
}

} // namespace
} // namespace synscope::test
