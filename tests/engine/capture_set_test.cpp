// SPDX-License-Identifier: Apache-2.0
//
// Which files are a rotated set, by their names, and which are not.
#include "core/engine/capture_set.h"
#include "tests/bench/capture_generator.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

using Names = std::vector<std::string>;

class CaptureSets : public testing::Test {
protected:
    CaptureSets() {
        std::string folder = (std::filesystem::temp_directory_path() / "synscope-sets-XXXXXX").string();
        m_folder = ::mkdtemp(folder.data());
    }
    ~CaptureSets() override { std::filesystem::remove_all(m_folder); }

    void make(const Names& names) const {
        for (const std::string& name : names)
            std::ofstream(m_folder / name) << "x";
    }
    Names setOf(const std::string& name) const {
        Names names;
        for (const std::string& path : captureSetOf((m_folder / name).string()).paths)
            names.push_back(std::filesystem::path(path).filename().string());
        return names;
    }
    std::string missingIn(const std::string& name) const { return captureSetOf((m_folder / name).string()).missing; }

    std::filesystem::path m_folder;
};

TEST_F(CaptureSets, ofDumpcap) {
    const Names set{"cap_00009_20240131120000.pcapng", "cap_00010_20240131120100.pcapng.gz",
                    "cap_00011_20240131120200.pcapng"};
    make(set);
    make({"cap.pcapng", "cap_00001.txt", "other_00012_20240131120300.pcapng", "cap_00012_20240131120300.pcap"});
    for (const std::string& name : set)
        EXPECT_EQ(setOf(name), set);
    EXPECT_EQ(setOf("other_00012_20240131120300.pcapng"), Names{"other_00012_20240131120300.pcapng"});
    EXPECT_EQ(missingIn(set[0]), "");
}

TEST_F(CaptureSets, ofDumpcapWithTheTimeFirstOrWithoutOne) {
    const Names timeFirst{"cap_20240131120000_00001.pcapng", "cap_20240131120000_00002.pcapng"};
    const Names plain{"cap_00001.pcapng", "cap_00002.pcapng"};
    make(timeFirst);
    make(plain);
    EXPECT_EQ(setOf(timeFirst[1]), timeFirst);
    EXPECT_EQ(setOf(plain[0]), plain);
}

TEST_F(CaptureSets, aSecondRunUnderTheSameNameIsAnotherSet) {
    const Names first{"cap_00001_20240131120000.pcap", "cap_00002_20240131120100.pcap",
                      "cap_00003_20240131120200.pcap"};
    const Names second{"cap_00001_20240201090000.pcap", "cap_00002_20240201090100.pcap"};
    make(first);
    make(second);
    EXPECT_EQ(setOf(first[0]), first);
    EXPECT_EQ(setOf(first[2]), first);
    EXPECT_EQ(setOf(second[0]), second);
    EXPECT_EQ(setOf(second[1]), second);
}

TEST_F(CaptureSets, ofTcpdumpBySize) {
    const Names set{"trace.pcap", "trace.pcap1", "trace.pcap2", "trace.pcap10"};
    make(set);
    EXPECT_EQ(setOf("trace.pcap"), set);
    EXPECT_EQ(setOf("trace.pcap10"), set);
    EXPECT_EQ(missingIn("trace.pcap"), "3 to 9");
    const Names ring{"ring.pcap00", "ring.pcap01", "ring.pcap02"};
    make(ring);
    EXPECT_EQ(setOf("ring.pcap01"), ring);
}

TEST_F(CaptureSets, ofTcpdumpByTime) {
    const Names set{"net-2024-01-31_12:00:00.pcap", "net-2024-01-31_13:00:00.pcap", "net-2024-02-01_00:00:00.pcap"};
    const Names epoch{"t1700000000.pcap", "t1700003600.pcap", "t1700003600.pcap1"};
    make(set);
    make(epoch);
    make({"net-2024-01-31.pcap", "net-2024-13-31_12:00:00.pcap", "other-2024-01-31_12:00:00.pcap"});
    EXPECT_EQ(setOf(set[1]), set);
    EXPECT_EQ(setOf(epoch[0]), epoch);
    EXPECT_EQ(setOf(epoch[2]), epoch);
    EXPECT_EQ(setOf("other-2024-01-31_12:00:00.pcap"), Names{"other-2024-01-31_12:00:00.pcap"});
}

/// Dates and times of the day are no running numbers: nothing is missing between them.
TEST_F(CaptureSets, ofTcpdumpByDayAndByMinute) {
    const Names days{"trace_20240130.pcap", "trace_20240131.pcap", "trace_20240201.pcap", "trace_20240202.pcap"};
    const Names minutes{"t_000000.pcap", "t_000100.pcap", "t_235800.pcap", "t_235900.pcap"};
    make(days);
    make(minutes);
    EXPECT_EQ(setOf(days[2]), days);
    EXPECT_EQ(missingIn(days[2]), "");
    EXPECT_EQ(setOf(minutes[2]), minutes);
    EXPECT_EQ(missingIn(minutes[2]), "");
}

TEST_F(CaptureSets, ofLogRotation) {
    const Names set{"name.pcap", "name.pcap.1", "name.pcap.2.gz", "name.pcap.3.gz"};
    make(set);
    EXPECT_EQ(setOf("name.pcap"), set);
    EXPECT_EQ(setOf("name.pcap.3.gz"), set);
    const Names dated{"day.pcap", "day.pcap-20240130.gz", "day.pcap-20240131"};
    make(dated);
    EXPECT_EQ(setOf("day.pcap-20240131"), dated);
    EXPECT_EQ(setOf("day.pcap"), dated);
}

TEST_F(CaptureSets, gapsAreTold) {
    make({"cap_00002.pcap", "cap_00004.pcap", "cap_00005.pcap", "cap_00009.pcap"});
    EXPECT_EQ(missingIn("cap_00002.pcap"), "00003, 00006 to 00008");
}

TEST_F(CaptureSets, aFileThatIsThereTwiceCountsOnce) {
    make({"name.pcap.1", "name.pcap.2", "name.pcap.2.gz"});
    EXPECT_EQ(setOf("name.pcap.1"), (Names{"name.pcap.1", "name.pcap.2"}));
    EXPECT_EQ(setOf("name.pcap.2.gz"), (Names{"name.pcap.1", "name.pcap.2.gz"}));
}

TEST_F(CaptureSets, otherFilesAreAlone) {
    make({"a.pcap", "b.pcap", "a1.pcap", "a2.pcap", "client.pcap", "server.pcap", "trace1", "trace2", "10.0.0.1.pcap",
          "10.0.0.2.pcap", "x.pcap.gz", "cap_00001", "cap_00002"});
    std::filesystem::create_directory(m_folder / "a.pcap1");
    for (const char* name : {"a.pcap", "a1.pcap", "client.pcap", "trace1", "10.0.0.1.pcap", "x.pcap.gz", "cap_00001"})
        EXPECT_EQ(setOf(name), Names{name});
}

TEST_F(CaptureSets, aFolderIsAllItsCaptures) {
    ASSERT_GT(bench::writeCapture((m_folder / "b").string(), {.connections = 1, .packets = 8, .concurrent = 1}).packets,
              0U);
    std::filesystem::copy_file(m_folder / "b", m_folder / "a.data");
    make({"README.pcap"});
    std::filesystem::create_directory(m_folder / "inner");
    const Result<CaptureSet> set = findCaptureSet(m_folder.string());
    ASSERT_TRUE(set);
    EXPECT_EQ(set.value().paths, (Names{(m_folder / "a.data").string(), (m_folder / "b").string()}));
    const std::string inner = (m_folder / "inner").string();
    EXPECT_EQ(findCaptureSet(inner).error().message, inner + " holds no capture");
    EXPECT_EQ(findCaptureSet(inner + "/none").error().message,
              "cannot open " + inner + "/none: No such file or directory");
}

} // namespace
} // namespace synscope::test
