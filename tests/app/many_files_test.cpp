// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli with a capture that lies in several files: given one by one, as a rotated set, or in a folder.
#include "tests/app/cli_runner.h"
#include "tests/app/scratch_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

using Words = std::vector<std::string>;

class ManyFiles : public testing::Test {
protected:
    std::string file(const std::string& name, const std::string& content) const {
        const std::string path = (m_folder.path() / name).string();
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    /// Ten conversations in one file, and the same cut into files of `packets` each: cap_00001.pcap and so on.
    std::string whole() const { return file("whole.pcap", pcapOf(manyConversations(10))); }
    Words cut(std::size_t packets) const {
        const std::vector<SegmentSpec> all = manyConversations(10);
        Words paths;
        for (std::size_t at = 0; at < all.size(); at += packets) {
            const std::string number = std::to_string(100001 + at / packets).substr(1);
            const auto end = std::min(at + packets, all.size());
            paths.push_back(file("cap_" + number + ".pcap", pcapOf({all.begin() + static_cast<std::ptrdiff_t>(at),
                                                                    all.begin() + static_cast<std::ptrdiff_t>(end)})));
        }
        return paths;
    }
    static Words with(Words words, const Words& more) {
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    ScratchFolder m_folder;
};

void expectSame(const CliResult& one, const CliResult& other) {
    EXPECT_EQ(one.status, other.status);
    EXPECT_EQ(one.output, other.output);
    EXPECT_EQ(one.errors, other.errors);
}

TEST_F(ManyFiles, SayWhatTheWholeSays) {
    const std::string one = whole();
    for (const std::size_t packets : {7U, 40U}) {
        const Words files = cut(packets);
        for (const Words& command :
             {Words{"connections", "--format", "ndjson"}, Words{"connections", "--format", "csv"}, Words{"connections"},
              Words{"segments", "--connection", "4", "--format", "ndjson"},
              Words{"diagram", "--connection", "9", "--format", "text"}, Words{"check", "--fail-on", "close_wait"},
              Words{"leaks", "--leak-after", "1", "--format", "ndjson"}})
            expectSame(runCli(with(command, files)), runCli(with(command, {one})));
    }
    EXPECT_EQ(runCli(with({"summary"}, cut(40))).output.substr(0, 5), runCli({"summary", one}).output.substr(0, 5));
}

TEST_F(ManyFiles, AReportHoldsPacketsOfAllOfThem) {
    const std::string output = (m_folder.path() / "report").string();
    const CliResult result = runCli(with({"report", "--output", output, "--connection", "4"}, cut(4)));
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.errors, "");
    const Words list{"connections", "--format", "ndjson", output + "/connections.pcapng"};
    EXPECT_NE(runCli(list).output.find("\"packets\":9"), std::string::npos) << runCli(list).output;
}

TEST_F(ManyFiles, ASetIsFoundByOneOfItsFilesAndInAFolder) {
    const Words files = cut(40);
    const CliResult all = runCli(with({"connections", "--format", "ndjson"}, files));
    expectSame(runCli({"connections", "--format", "ndjson", "--set", files.back()}), all);
    expectSame(runCli({"connections", "--format", "ndjson", "--set", m_folder.path().string()}), all);
    EXPECT_NE(runCli({"connections", "--format", "ndjson", files.back()}).output, all.output);
    std::ofstream(m_folder.path() / "README") << "not a capture";
    expectSame(runCli({"connections", "--format", "ndjson", "--set", m_folder.path().string()}), all);
}

TEST_F(ManyFiles, WhatASetLacksIsTold) {
    const Words files = cut(20);
    std::filesystem::remove(files[2]);
    const CliResult result = runCli({"connections", "--set", files[0]});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.errors, "synscope-cli: the set of " + files[0] + " lacks 00003\n");
    const std::string none = (m_folder.path() / "none").string();
    EXPECT_EQ(runCli({"connections", "--set", none}).errors,
              "synscope-cli: cannot open " + none + ": No such file or directory\n");
}

TEST_F(ManyFiles, DamageNamesEachFile) {
    const Words files = cut(40);
    std::filesystem::resize_file(files[0], std::filesystem::file_size(files[0]) - 1);
    const CliResult one = runCli(with({"connections"}, files));
    EXPECT_EQ(one.status, 3);
    EXPECT_EQ(one.errors.find("synscope-cli: " + files[0] + ": reading stopped at byte "), 0U) << one.errors;
    EXPECT_NE(one.errors.find(", packet 40: the file ends inside packet 40: "), std::string::npos) << one.errors;
    std::ofstream(files[1], std::ios::binary | std::ios::trunc).close();
    const CliResult two = runCli(with({"summary", "--format", "json"}, files));
    EXPECT_EQ(two.status, 3);
    EXPECT_TRUE(isJson(two.output));
    EXPECT_NE(two.output.find("\"damage\":{\"file\":\"" + files[1] + "\",\"byte\":0,\"packet\":1,"), std::string::npos)
        << two.output;
    EXPECT_NE(two.output.find("\"others\":[{\"file\":\"" + files[0] + "\","), std::string::npos) << two.output;
    EXPECT_NE(two.errors.find(files[1] + " is empty: it holds no capture\n"), std::string::npos) << two.errors;
    EXPECT_NE(two.errors.find(files[0] + ": reading stopped"), std::string::npos) << two.errors;
}

TEST_F(ManyFiles, ThousandsThatFollowEachOtherNeedFewDescriptors) {
    const std::vector<SegmentSpec> all = manyConversations(334);
    Words paths;
    for (std::size_t i = 0; i < 3000; ++i)
        paths.push_back(file("cap_" + std::to_string(100001 + i).substr(1) + ".pcap", pcapOf({all[i]})));
    const std::string one = file("whole", pcapOf({all.begin(), all.begin() + 3000}));
    const auto limited = [](const Words& words) {
        return runProgram("/bin/sh", with({"-c", "ulimit -n 64 && exec " SYNSCOPE_CLI " \"$@\"", "sh"}, words));
    };
    const Words connections{"connections", "--format", "ndjson"};
    expectSame(limited(with(connections, {"--set", paths[1500]})), runCli(with(connections, {one})));
    const Words diagram{"diagram", "--connection", "300", "--format", "svg"};
    expectSame(limited(with(diagram, paths)), runCli(with(diagram, {one})));
}

} // namespace
} // namespace synscope::test
