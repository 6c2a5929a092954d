// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli report from outside: what it makes, what it is about, and how it ends when it cannot.
#include "tests/app/cli_runner.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Report : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "synscope-report-XXXXXX").string();
        m_directory = ::mkdtemp(name.data());
    }
    void TearDown() override { std::filesystem::remove_all(m_directory); }

    [[nodiscard]] std::string path(const std::string& name) const { return (m_directory / name).string(); }
    [[nodiscard]] std::string file(const std::string& content) const {
        std::ofstream(path("10.0.0.1.pcap"), std::ios::binary) << content;
        return path("10.0.0.1.pcap");
    }
    [[nodiscard]] std::string contentOf(const std::string& name) const {
        std::ifstream stream(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    [[nodiscard]] std::string leaks() const { return file(pcapOf(manyConversations(100))); }

private:
    std::filesystem::path m_directory;
};

void expectIn(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST_F(Report, IsAboutTheConnectionsThatAreOwedAClose) {
    const CliResult result = runCli({"report", leaks(), "--output", path("out")});
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_EQ(result.errors, "");
    // One began a second; sixty of them are owed a close for less than a minute.
    expectIn(result.output, path("out") + ": 40 connections, 360 packets, addresses as captured\n");
    expectIn(contentOf("out/report.md"), "# 10.0.0.2:80 owes a close() on 40 connections, the oldest for ");
    expectIn(contentOf("out/report.md"), "file: `10.0.0.1.pcap`");
    expectIn(contentOf("out/report.md"), "```mermaid\nsequenceDiagram\n");
    expectIn(contentOf("out/diagram.svg"), "<svg");
    expectIn(contentOf("out/diagram-3.mmd"), "sequenceDiagram");
}

TEST_F(Report, HidesAddressesWhenAsked) {
    const CliResult result =
        runCli({"report", leaks(), "--output", path("out"), "--anonymise", "--connection", "0,2", "--connection=1"});
    EXPECT_EQ(result.status, 0) << result.errors;
    expectIn(result.output, ": 3 connections, 27 packets, addresses anonymised\n");
    for (const char* name : {"out/report.md", "out/diagram.svg", "out/diagram.mmd", "out/connections.pcapng"}) {
        EXPECT_EQ(contentOf(name).find("10.0.0."), std::string::npos) << name;
        EXPECT_EQ(contentOf(name).find("GET"), std::string::npos) << name;
    }
    const CliResult again = runCli({"connections", path("out/connections.pcapng"), "--format", "csv"});
    expectIn(again.output, "192.0.2.1");
    expectIn(again.output, "CLOSE_WAIT");
}

TEST_F(Report, KeepsPayloadWhenToldTo) {
    const std::vector<std::string> words{"report", leaks(), "--output", path("out"), "--anonymise"};
    std::vector<std::string> keeping = words;
    keeping.emplace_back("--keep-payload");
    ASSERT_EQ(runCli(keeping).status, 0);
    expectIn(contentOf("out/connections.pcapng"), "GET");
    expectIn(contentOf("out/report.md"), "they may hold addresses and names");
}

TEST_F(Report, IsAboutWhatTheFilterChooses) {
    const CliResult result = runCli({"report", leaks(), "--output", path("out"), "--filter", "client.port < 20003"});
    EXPECT_EQ(result.status, 0) << result.errors;
    expectIn(result.output, ": 3 connections, 27 packets");
}

TEST_F(Report, SaysThatTheInputWasDamagedAndReportsUpToThere) {
    std::string content = pcapOf(leakedConversation());
    content.resize(content.size() - 10);
    const CliResult result =
        runCli({"report", file(content), "--output", path("out"), "--connection", "0", "--anonymise"});
    EXPECT_EQ(result.status, 3);
    expectIn(result.errors, "reading stopped at byte");
    expectIn(contentOf("out/report.md"), "- reading stopped: at byte");
}

TEST_F(Report, FailsWhereThereIsNothingToReport) {
    const std::string path1 = file(pcapOf(leakedConversation()));
    const CliResult none = runCli({"report", path1, "--output", path("out")});
    EXPECT_EQ(none.status, 1);
    expectIn(none.errors, "is known to be owed a close; choose others with --connection or --filter\n");
    EXPECT_EQ(runCli({"report", path1, "--output", path("out"), "--filter", "port == 1"}).status, 1);
    const CliResult unknown = runCli({"report", path1, "--output", path("out"), "--connection", "5"});
    EXPECT_EQ(unknown.status, 1);
    expectIn(unknown.errors, "has no connection 5; its only one is 0");
    EXPECT_FALSE(std::filesystem::exists(path("out")));
}

TEST_F(Report, DoesNotTouchWhatIsThere) {
    const std::string capture = leaks();
    const CliResult onFile = runCli({"report", capture, "--output", capture});
    EXPECT_EQ(onFile.status, 1);
    EXPECT_EQ(onFile.errors, "synscope-cli: " + capture + " exists and is no folder\n");
    ASSERT_EQ(runCli({"report", capture, "--output", path("out")}).status, 0);
    const CliResult again = runCli({"report", capture, "--output", path("out")});
    EXPECT_EQ(again.status, 1);
    expectIn(again.errors, "exists and is not empty: give another name");
    const CliResult missing = runCli({"report", capture, "--output", path("no/such")});
    EXPECT_EQ(missing.status, 1);
    expectIn(missing.errors, "No such file or directory");
}

void expectUsageError(const std::vector<std::string>& words, std::string_view part) {
    const CliResult result = runCli(words);
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output, "");
    expectIn(result.errors, part);
}

TEST_F(Report, RefusesWrongUsage) {
    const std::string capture = leaks();
    const std::string out = path("out");
    expectUsageError({"report", capture}, "--output is missing");
    expectUsageError({"report", capture, "--output", ""}, "--output is empty");
    expectUsageError({"report", capture, "--output", out, "--connection", "1,x"}, "are no whole numbers");
    expectUsageError({"report", capture, "--output", out, "--connection", "1,"}, "are no whole numbers");
    expectUsageError({"report", capture, "--output", out, "--anonymise=no"}, "--anonymise takes no value");
    expectUsageError({"report", capture, "--output", out, "--keep-payload"}, "belongs to --anonymise");
    expectUsageError({"report", capture, "--output", out, "--filter", "(("}, "--filter: ");
    expectUsageError({"report", capture, "--output", out, "--filter", "syn_sent", "--connection", "1"}, "not both");
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(Report, ExplainsItsFlagsWithoutValues) {
    const CliResult help = runCli({"report", "--help"});
    EXPECT_EQ(help.status, 0);
    expectIn(help.output,
             "report FILE... --output DIR [--connection N,...] [--filter EXPR] [--anonymise] [--keep-payload]");
}

} // namespace
} // namespace synscope::test
