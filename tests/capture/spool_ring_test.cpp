// SPDX-License-Identifier: Apache-2.0
//
// A spool whose oldest part is let go: what is kept is found where it was, what is gone is said to be, the file on the
// disk stays small and a valid capture, also after a crash, and a copy holds what is kept.
#include "core/capture/spool_folder.h"
#include "tests/capture/capture_writer.h"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace synscope::test {
namespace {

constexpr std::uint64_t kMost = 256 * 1024;
constexpr std::size_t kBlockBytes = 132; // of a packet below
const std::atomic<bool> kNotCancelled = false;

class SpoolRing : public ::testing::Test {
protected:
    /// A stream of so many packets, read to its end; each holds its number.
    void capture(std::uint32_t packets, const std::string& among = "") {
        begin(packets, among);
        readAll();
    }
    void begin(std::uint32_t packets, const std::string& among = "") {
        const std::string path = m_directory.path("input");
        std::ofstream input(path, std::ios::binary);
        input << w.section() << w.interface(1, 160);
        for (std::uint32_t i = 0; i < packets; ++i) {
            input << w.enhanced(0, i, text(i), 100);
            if (i == 10)
                input << among;
        }
        input.close();
        auto spool = makeNamedSpool(m_folder, Timestamp{});
        ASSERT_TRUE(spool) << spool.error().message;
        m_file = spool.value().descriptor();
        m_left = std::filesystem::directory_iterator(m_folder)->path();
        // a file that stands for a pipe
        auto stream = openLiveStream(FileDescriptor(::open(path.c_str(), O_RDONLY)), "it", {},
                                     {.spool = std::move(spool).value(), .mostBytes = kMost});
        ASSERT_TRUE(stream) << stream.error().message;
        m_stream = std::make_unique<LiveStream>(std::move(stream).value());
    }
    void readAll() {
        std::vector<RawPacket> batch;
        for (ReadStatus status = ReadStatus::More; status == ReadStatus::More;) {
            status = m_stream->source->read(batch, 100);
            for (const RawPacket& packet : batch)
                m_positions.push_back(packet.position);
        }
    }
    [[nodiscard]] static std::string text(std::uint32_t i) {
        std::string bytes = std::to_string(i);
        bytes.resize(100, '.');
        return bytes;
    }
    [[nodiscard]] std::uint64_t bytesOnDisk() const {
        struct stat status {};
        EXPECT_EQ(::fsync(m_file->get()), 0); // until then, blocks are only reserved
        EXPECT_EQ(::fstat(m_file->get(), &status), 0);
        return static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    /// Numbers of the first and last packet, and how many there are.
    struct Range {
        std::string first;
        std::string last;
        std::uint64_t packets = 0;
    };
    [[nodiscard]] static Range rangeOf(PacketSource& source) {
        Range range;
        std::vector<RawPacket> batch;
        for (ReadStatus status = ReadStatus::More; status == ReadStatus::More;) {
            status = source.read(batch, 100);
            EXPECT_NE(status, ReadStatus::Damaged) << source.damage()->reason;
            if (range.packets == 0 && !batch.empty())
                range.first = textOf(batch.front().bytes);
            if (!batch.empty())
                range.last = textOf(batch.back().bytes);
            range.packets += batch.size();
        }
        return range;
    }

    TemporaryDirectory m_directory;
    std::string m_folder = m_directory.path("spool");
    std::string m_left;
    PcapngWriter w;
    std::shared_ptr<const FileDescriptor> m_file;
    std::unique_ptr<LiveStream> m_stream;
    std::vector<std::uint64_t> m_positions;
};

TEST_F(SpoolRing, KeepsAllBelowItsLimit) {
    capture(1000);
    EXPECT_EQ(m_stream->source->progress().packetsLetGo, 0U);
    EXPECT_EQ(m_stream->source->progress().bytesKept, static_cast<std::uint64_t>(std::filesystem::file_size(m_left)));
    EXPECT_EQ(m_stream->kept->error, 0);
}

TEST_F(SpoolRing, KeepsTheNewestAndSaysSinceWhen) {
    capture(20'000);
    const SourceProgress progress = m_stream->source->progress();
    EXPECT_LE(progress.bytesKept, kMost);
    EXPECT_GE(progress.bytesKept, kMost - 2 * kMost / 16 - 100 * kBlockBytes);
    ASSERT_GT(progress.packetsLetGo, 0U);
    EXPECT_EQ(m_positions.at(progress.packetsLetGo), progress.keptFrom);
    EXPECT_EQ(nsSinceEpoch(progress.keptSince), static_cast<std::int64_t>(progress.packetsLetGo) * 1000);
    EXPECT_LT(bytesOnDisk(), 2 * kMost) << "of " << std::filesystem::file_size(m_left);
}

TEST_F(SpoolRing, FindsWhatIsKeptAndSaysWhatIsGone) {
    capture(20'000);
    const std::uint64_t letGo = m_stream->source->progress().packetsLetGo;
    const FetchPacket fetch = m_stream->source->fetcher();
    FetchBuffer buffer;
    for (const std::uint64_t kept : {letGo, letGo + 1, std::uint64_t{19'999}}) {
        const auto packet = fetch(m_positions.at(kept), buffer);
        ASSERT_TRUE(packet) << packet.error().message;
        EXPECT_FALSE(packet.value().isGone);
        EXPECT_EQ(textOf(packet.value().bytes), text(static_cast<std::uint32_t>(kept)));
    }
    for (const std::uint64_t gone : {std::uint64_t{0}, letGo / 2, letGo - 1}) {
        const auto packet = fetch(m_positions.at(gone), buffer);
        ASSERT_TRUE(packet) << packet.error().message;
        EXPECT_TRUE(packet.value().isGone);
    }
}

TEST_F(SpoolRing, ACopyHoldsWhatIsKept) {
    capture(20'000);
    const std::uint64_t letGo = m_stream->source->progress().packetsLetGo;
    const std::string path = m_directory.path("copy.pcapng");
    const auto error = m_stream->copy.writeTo(path, kNotCancelled);
    ASSERT_FALSE(error) << error->message;
    EXPECT_LE(std::filesystem::file_size(path), kMost);
    const Range range = rangeOf(*openCapture(path, {}).value());
    EXPECT_EQ(range.packets, 20'000 - letGo);
    EXPECT_EQ(range.first, text(static_cast<std::uint32_t>(letGo)));
    EXPECT_EQ(range.last, text(19'999));
}

TEST_F(SpoolRing, IsAValidCaptureAfterACrash) {
    capture(20'000);
    const std::uint64_t letGo = m_stream->source->progress().packetsLetGo;
    auto left = openLeftSpool(m_left);
    ASSERT_TRUE(left) << left.error().message;
    const Range range = rangeOf(*left.value().source);
    EXPECT_EQ(range.first, text(static_cast<std::uint32_t>(letGo)));
    EXPECT_EQ(range.packets, 20'000 - letGo);
    EXPECT_EQ(left.value().source->progress().packetsLetGo, letGo);
    EXPECT_EQ(left.value().source->progress().keptSince, m_stream->source->progress().keptSince);
    const std::string path = m_directory.path("copy.pcapng");
    ASSERT_FALSE(left.value().copy.writeTo(path, kNotCancelled));
    EXPECT_EQ(rangeOf(*openCapture(path, {}).value()).packets, 20'000 - letGo);
    EXPECT_LE(std::filesystem::file_size(path), kMost);
}

TEST_F(SpoolRing, AKillBetweenTheWritesOfTheGapHarmsNothing) {
    capture(20'000);
    const SourceProgress progress = m_stream->source->progress();
    const std::uint32_t other = 4711;
    ASSERT_EQ(::pwrite(m_file->get(), &other, sizeof other, static_cast<off_t>(progress.keptFrom - 4)), 4);
    EXPECT_EQ(rangeOf(*openLeftSpool(m_left).value().source).packets, 20'000 - progress.packetsLetGo);
}

TEST_F(SpoolRing, KeepsNoMoreThanThereIsWhereItEndsInItsGap) {
    capture(20'000);
    const std::uint64_t headEnd = m_stream->kept->headEnd;
    std::filesystem::resize_file(m_left, headEnd + 40);
    const auto left = openLeftSpool(m_left);
    ASSERT_TRUE(left) << left.error().message;
    std::vector<RawPacket> batch;
    while (left.value().source->read(batch, 100) == ReadStatus::More) {
    }
    EXPECT_EQ(left.value().source->progress().packetsLetGo, 0U);
    EXPECT_LE(left.value().source->progress().bytesKept, headEnd);
}

TEST_F(SpoolRing, LetsNothingGoWhileItIsCopied) {
    begin(20'000);
    const std::unique_lock copy(m_stream->kept->copying);
    std::thread([this] { readAll(); }).join();
    EXPECT_EQ(m_stream->source->progress().packetsLetGo, 0U);
    EXPECT_GT(m_stream->source->progress().bytesKept, kMost);
}

TEST_F(SpoolRing, KeepsAllWhereAnInterfaceIsDescribedAmongThePackets) {
    capture(20'000, w.interface(1, 160));
    EXPECT_EQ(m_stream->source->progress().packetsLetGo, 0U);
    EXPECT_EQ(m_stream->kept->error, ENOTSUP);
}

TEST_F(SpoolRing, KeepsAllWhereThereCanBeNoHoles) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0); // no file system makes holes in a pipe
    const FileDescriptor reader(ends[0]);
    const auto kept = std::make_shared<KeptPart>();
    const synscope::SpoolRing ring(std::make_shared<const FileDescriptor>(ends[1]), kept, kMost);
    EXPECT_NE(kept->error, 0);
}

} // namespace
} // namespace synscope::test
