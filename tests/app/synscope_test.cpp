// SPDX-License-Identifier: Apache-2.0
//
// The desktop program from outside, where it needs no display: exports, pictures, exit statuses.
#include "tests/app/cli_runner.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

namespace synscope::test {
namespace {

const std::string kLesson = SYNSCOPE_SOURCE_DIR "/resources/lessons/04-close-wait-leak.pcap";

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class SynscopeProgram : public testing::Test {
protected:
    SynscopeProgram() { std::filesystem::create_directories(m_folder); }
    ~SynscopeProgram() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] std::string file(const std::string& name) const { return (m_folder / name).string(); }
    static CliResult run(const std::vector<std::string>& arguments) { return runProgram(SYNSCOPE_PROGRAM, arguments); }

private:
    std::filesystem::path m_folder =
        std::filesystem::temp_directory_path() /
        (std::string("synscope-program-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(SynscopeProgram, WritesEachFormatWithoutADisplay) {
    for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
        const CliResult result = run({"--export", file(name), kLesson});
        EXPECT_EQ(result.status, 0) << result.errors;
    }
    EXPECT_TRUE(contentOf(file("a.png")).starts_with("\x89PNG"));
    EXPECT_NE(contentOf(file("a.svg")).find("CLOSE_WAIT for"), std::string::npos);
    EXPECT_TRUE(contentOf(file("a.pdf")).starts_with("%PDF"));
}

TEST_F(SynscopeProgram, WritesTheSameSvgAsTheCommandLine) {
    ASSERT_EQ(run({"--export", file("a.svg"), "--connection", "1", kLesson}).status, 0);
    const CliResult cli = runCli({"diagram", kLesson, "--connection", "1", "--format", "svg"});
    EXPECT_EQ(contentOf(file("a.svg")), cli.output);
    ASSERT_EQ(run({"--export", file("both.svg"), "--connection", "0,1", kLesson}).status, 0);
    const CliResult both = runCli({"diagram", kLesson, "--connection", "0,1", "--format", "svg"});
    EXPECT_EQ(contentOf(file("both.svg")), both.output);
}

TEST_F(SynscopeProgram, WritesAllThatMatch) {
    const CliResult pdf = run({"--export", file("all.pdf"), "--filter", "close_wait > 1s", kLesson});
    EXPECT_EQ(pdf.status, 0) << pdf.errors;
    EXPECT_TRUE(contentOf(file("all.pdf")).starts_with("%PDF"));
    const CliResult none = run({"--export", file("none.pdf"), "--filter", "port == 1", kLesson});
    EXPECT_EQ(none.status, 1);
    EXPECT_NE(none.errors.find("no connection of"), std::string::npos) << none.errors;
    const CliResult wrong = run({"--export", file("none.pdf"), "--filter", "port ==", kLesson});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.errors.find("at character"), std::string::npos) << wrong.errors;
}

TEST_F(SynscopeProgram, WritesAPartWithoutAddresses) {
    const CliResult result = run({"--export", file("part.txt"), "--segments", "2-4", "--anonymise", kLesson});
    EXPECT_EQ(result.status, 0) << result.errors;
    const std::string text = contentOf(file("part.txt"));
    EXPECT_NE(text.find("1 segment before"), std::string::npos) << text;
    EXPECT_EQ(text.find("192.0.2.80"), std::string::npos) << text;
    EXPECT_NE(text.find(":8080"), std::string::npos) << text;
}

TEST_F(SynscopeProgram, DrawsTheWholeWindow) {
    const CliResult result = run({"--picture", file("window.png"), kLesson});
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_GT(contentOf(file("window.png")).size(), 20'000U);
}

TEST_F(SynscopeProgram, SaysWhereADamagedFileStopsAndDrawsWhatCameBefore) {
    std::string bytes = contentOf(kLesson);
    bytes.resize(bytes.size() - 7);
    std::ofstream(file("cut.pcap"), std::ios::binary) << bytes;
    const CliResult result = run({"--export", file("a.svg"), file("cut.pcap")});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(result.errors.find("reading stopped at byte"), std::string::npos) << result.errors;
    EXPECT_FALSE(contentOf(file("a.svg")).empty());
}

TEST_F(SynscopeProgram, FailsWithOneLineOnWhatIsNoCapture) {
    std::ofstream(file("text.pcap")) << "just text";
    for (const char* option : {"--export", "--picture"}) {
        const CliResult result = run({option, file("a.png"), file("text.pcap")});
        EXPECT_EQ(result.status, 1);
        EXPECT_NE(result.errors.find("not a pcap or pcapng capture"), std::string::npos) << result.errors;
        EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
    }
}

TEST_F(SynscopeProgram, WrongUsageEndsWithTwo) {
    EXPECT_EQ(run({"--nonsense"}).status, 2);
    EXPECT_EQ(run({"--export", file("a.svg")}).status, 2);
}

TEST_F(SynscopeProgram, HelpNamesItsOptions) {
    const CliResult result = run({"--help"});
    EXPECT_EQ(result.status, 0);
    for (const char* option : {"--filter", "--theme", "--export", "--picture", "--connection", "--scale", "--explain"})
        EXPECT_NE(result.output.find(option), std::string::npos) << option;
}

} // namespace
} // namespace synscope::test
