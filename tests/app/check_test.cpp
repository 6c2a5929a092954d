// SPDX-License-Identifier: Apache-2.0
//
// `synscope-cli check` as scripts use it: its exit status, the connections it names, and what it says of expressions
// that are none.
#include "tests/app/cli_runner.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace synscope::test {
namespace {

class Check : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "synscope-check-XXXXXX").string();
        m_directory = ::mkdtemp(name.data());
        m_capture = pcapOf(manyConversations(3));
    }
    void TearDown() override { std::filesystem::remove_all(m_directory); }

    /// The first `bytes` of a capture with three leaks.
    std::string leaks(std::size_t bytes = std::string::npos) {
        const std::string path = (m_directory / "capture.pcap").string();
        std::ofstream(path, std::ios::binary | std::ios::trunc) << m_capture.substr(0, bytes);
        return path;
    }
    [[nodiscard]] std::size_t size() const { return m_capture.size(); }

private:
    std::filesystem::path m_directory;
    std::string m_capture;
};

void expectIn(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST_F(Check, PassesWhereNothingHolds) {
    const CliResult result = runCli({"check", leaks(), "--fail-on", "close_wait > 1h", "--fail-on", "reset"});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.output, "close_wait > 1h: none of 3 connections\nreset: none of 3 connections\n");
    EXPECT_EQ(result.errors, "");
}

TEST_F(Check, FailsAndNamesTheConnectionsForWhichAnExpressionHolds) {
    const CliResult result =
        runCli({"check", leaks(), "--fail-on", "close_wait && client.port == 20001", "--fail-on", "reset"});
    EXPECT_EQ(result.status, 4);
    expectIn(result.output, "close_wait && client.port == 20001: 1 of 3 connections\n");
    expectIn(result.output, "10.0.0.1:20001");
    expectIn(result.output, "reset: none of 3 connections\n");
    EXPECT_EQ(result.output.find("20002"), std::string::npos);
}

TEST_F(Check, WritesWhatItFoundAsJson) {
    const CliResult result = runCli({"check", leaks(), "--format", "ndjson", "--fail-on", "client.port == 20001",
                                     "--fail-on", "state == \"close_wait\""});
    EXPECT_EQ(result.status, 4);
    expectIn(result.output, R"({"fail_on":["client.port == 20001","state == \"close_wait\""],"stream":)");
    const std::string firstLine = result.output.substr(0, result.output.find('\n'));
    EXPECT_TRUE(isJson(firstLine)) << firstLine;
    EXPECT_EQ(runCli({"check", leaks(), "--format=ndjson", "--fail-on", "reset"}).output, "");
}

TEST_F(Check, ReadsStandardInput) {
    EXPECT_EQ(runCli({"check", "-", "--fail-on=close_wait"}, pcapOf(manyConversations(1))).status, 4);
}

TEST_F(Check, FindsInADamagedCaptureWhatIsThere) {
    const CliResult result = runCli({"check", leaks(size() - 10), "--fail-on", "ip == 10.0.0.1"});
    EXPECT_EQ(result.status, 4);
    expectIn(result.errors, "reading stopped at byte");
}

TEST_F(Check, CannotVouchForADamagedCapture) {
    const CliResult result = runCli({"check", leaks(size() - 10), "--fail-on", "reset"});
    EXPECT_EQ(result.status, 3);
    expectIn(result.errors, "reading stopped at byte");
}

TEST_F(Check, FailsWhereThereIsNothingToCheck) {
    EXPECT_EQ(runCli({"check", "/no/such/file", "--fail-on", "reset"}).status, 1);
}

TEST_F(Check, FoundIsFoundEvenIfNobodyReadsTheList) {
    EXPECT_EQ(runCli({"check", leaks(), "--fail-on", "close_wait"}, {}, CliOutput::ClosedPipe).status, 4);
    EXPECT_EQ(runCli({"check", leaks(), "--fail-on", "close_wait"}, {}, CliOutput::FullDevice).status, 1);
}

TEST_F(Check, PointsAtTheMistakeInAnExpression) {
    const CliResult result = runCli({"check", leaks(), "--fail-on", "reset", "--fail-on", "port in {80"});
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors, "synscope-cli: --fail-on: this '{' is not closed\n"
                             "  port in {80\n"
                             "          ^\n");
}

TEST_F(Check, RefusesToCheckNothing) {
    EXPECT_EQ(runCli({"check", leaks()}).status, 2);
    const CliResult blank = runCli({"check", leaks(), "--fail-on", " "});
    EXPECT_EQ(blank.status, 2);
    EXPECT_EQ(blank.errors, "synscope-cli: --fail-on: an empty expression would hold for every connection\n");
}

} // namespace
} // namespace synscope::test
