// SPDX-License-Identifier: Apache-2.0
//
// A capture that was cut into several files says the same as the whole, however it was cut.
#include "core/engine/engine.h"
#include "core/engine/issue_report_folder.h"
#include "core/export/ndjson.h"
#include "core/store/replay.h"
#include "tests/bench/capture_generator.h"
#include "tests/engine/loading.h"

#include <gtest/gtest.h>

#include <zlib.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

constexpr std::size_t kHeaderBytes = 24;
constexpr std::size_t kRecordBytes = 16;

/// Its records, each at a time of its own, 250 us after the one before.
struct Capture {
    std::string header;
    std::vector<std::string> records;
};

Capture generated(const std::string& path) {
    EXPECT_GT(bench::writeCapture(path, {.connections = 200, .packets = 5000, .concurrent = 40}).packets, 0U);
    std::ifstream in(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    Capture capture{bytes.substr(0, kHeaderBytes), {}};
    for (std::size_t at = kHeaderBytes; at < bytes.size();) {
        std::uint32_t captured = 0;
        std::memcpy(&captured, bytes.data() + at + 8, sizeof captured);
        const std::uint64_t micros = capture.records.size() * 250;
        const std::uint32_t time[2] = {static_cast<std::uint32_t>(1700000000 + micros / 1'000'000),
                                       static_cast<std::uint32_t>(micros % 1'000'000)};
        capture.records.push_back(bytes.substr(at, kRecordBytes + captured));
        std::memcpy(capture.records.back().data(), time, sizeof time);
        at += kRecordBytes + captured;
    }
    return capture;
}

class MergedCaptures : public testing::Test {
protected:
    MergedCaptures() {
        std::string folder = (std::filesystem::temp_directory_path() / "synscope-merged-XXXXXX").string();
        m_folder = ::mkdtemp(folder.data());
        m_capture = generated((m_folder / "generated").string());
        m_whole = write("whole", 1, [](std::size_t) { return std::size_t{0}; }).front();
        m_expected = describedBy({m_whole});
    }
    ~MergedCaptures() override { std::filesystem::remove_all(m_folder); }

    /// Files of which `fileOf` says which has the i-th packet; every third is compressed.
    template <typename FileOf>
    std::vector<std::string> write(const std::string& name, std::size_t files, FileOf fileOf) const {
        std::vector<std::string> contents(files, m_capture.header);
        for (std::size_t i = 0; i < m_capture.records.size(); ++i)
            contents[fileOf(i)] += m_capture.records[i];
        std::vector<std::string> paths;
        for (std::size_t i = 0; i < files; ++i) {
            paths.push_back((m_folder / (name + std::to_string(i))).string());
            const gzFile file = ::gzopen(paths.back().c_str(), i % 3 == 2 ? "wb" : "wbT"); // T: as it is
            EXPECT_EQ(::gzwrite(file, contents[i].data(), static_cast<unsigned>(contents[i].size())),
                      static_cast<int>(contents[i].size()));
            EXPECT_EQ(::gzclose(file), Z_OK);
        }
        return paths;
    }

    /// All that NDJSON says of the connections, and of the segments of some.
    static std::string describedBy(const std::vector<std::string>& paths) {
        const Result<LoadedCapture> loaded = loadCaptures(paths, {});
        if (!loaded)
            return loaded.error().message;
        const Snapshot& snapshot = *loaded.value().snapshot;
        std::string text;
        for (const ConnectionId id : snapshot.connections()) {
            appendConnectionNdjson(text, snapshot, id, {});
            if (indexOf(id) % 10 != 0)
                continue;
            const Result<ConnectionDetail> detail = replay(snapshot, id, loaded.value().fetch, {});
            if (!detail)
                return detail.error().message;
            for (std::size_t i = 0; i < detail.value().segments.size(); ++i)
                appendSegmentNdjson(text, detail.value(), i);
        }
        return text;
    }

    std::filesystem::path m_folder;
    Capture m_capture;
    std::string m_whole;
    std::string m_expected;
};

TEST_F(MergedCaptures, cutInTimeTheySayWhatTheWholeSays) {
    const std::size_t packets = m_capture.records.size();
    for (const std::size_t files : {2U, 7U, 100U}) {
        std::vector<std::string> paths =
            write("cut", files, [&](std::size_t packet) { return packet * files / packets; });
        EXPECT_EQ(describedBy(paths), m_expected);
        std::reverse(paths.begin(), paths.end());
        EXPECT_EQ(describedBy(paths), m_expected);
    }
}

TEST_F(MergedCaptures, capturedAtSeveralInterfacesTheySayWhatTheWholeSays) {
    EXPECT_EQ(describedBy(write("by", 2, [](std::size_t packet) { return packet % 2; })), m_expected);
    EXPECT_EQ(describedBy(write("by", 9, [](std::size_t packet) { return packet * packet % 9; })), m_expected);
    const std::size_t half = m_capture.records.size() / 2;
    EXPECT_EQ(describedBy(write("by", 4, [half](std::size_t i) { return i < half ? i % 2 : 2 + i % 2; })), m_expected);
}

TEST_F(MergedCaptures, theyOpenInTheBackgroundToo) {
    const std::vector<std::string> paths = write("by", 3, [](std::size_t packet) { return packet % 3; });
    auto session = openSessionOf(paths, {});
    ASSERT_TRUE(session);
    EXPECT_EQ(session.value()->name, "by0 and 2 more");
    EXPECT_EQ(session.value()->path, paths[0]);
    const SnapshotPtr snapshot = finished(*session.value());
    EXPECT_EQ(describe(*snapshot), describe(*loadCapture(m_whole, {}).value().snapshot));
    EXPECT_EQ(snapshot->load.bytesRead, snapshot->load.bytesTotal);
    EXPECT_FALSE(openSessionOf(std::vector<std::string>{m_whole, m_whole}, {}));
}

TEST_F(MergedCaptures, anIssueReportHoldsPacketsOfAllOfThem) {
    const std::vector<std::string> paths = write("by", 3, [](std::size_t packet) { return packet % 3; });
    const auto reportOf = [&](const std::vector<std::string>& captures, const std::string& name) {
        const LoadedCapture loaded = loadCaptures(captures, {}).value();
        IssueReportRequest request;
        request.snapshot = loaded.snapshot;
        request.fetch = loaded.fetch;
        request.connections = {ConnectionId{3}, ConnectionId{70}};
        request.directory = (m_folder / name).string();
        request.origin.name = "capture";
        EXPECT_TRUE(writeIssueReport(request));
        std::ifstream in(m_folder / name / "connections.pcapng", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const std::string whole = reportOf({m_whole}, "whole-report");
    EXPECT_GT(whole.size(), 1000U);
    EXPECT_EQ(reportOf(paths, "merged-report"), whole);
}

TEST_F(MergedCaptures, damageNamesItsFile) {
    const std::vector<std::string> paths = write("by", 2, [](std::size_t packet) { return packet % 2; });
    std::filesystem::resize_file(paths[1], std::filesystem::file_size(paths[1]) - 1);
    const LoadState load = loadCaptures(paths, {}).value().snapshot->load;
    ASSERT_TRUE(load.damage);
    EXPECT_EQ(load.damage->file, paths[1]);
    EXPECT_EQ(load.damage->packet, m_capture.records.size() / 2);
    EXPECT_EQ(load.packets, m_capture.records.size() - 1);
}

} // namespace
} // namespace synscope::test
