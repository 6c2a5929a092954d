// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli from outside: every subcommand and format, every exit status, and what it says when it fails.
#include "tests/app/cli_runner.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace synscope::test {
namespace {

using Words = std::vector<std::string>;

class Cli : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "synscope-cli-XXXXXX").string();
        m_directory = ::mkdtemp(name.data());
    }
    void TearDown() override { std::filesystem::remove_all(m_directory); }

    std::string file(const std::string& content) {
        const std::string path = (m_directory / "capture.pcap").string();
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
        return path;
    }
    std::string leaks() { return file(pcapOf(manyConversations(100))); }

private:
    std::filesystem::path m_directory;
};

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        all.push_back(line);
    return all;
}

void expectIn(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

/// Wrong usage: status 2, nothing on standard output, and this at the beginning of one line on standard error.
void expectUsageError(const Words& words, const std::string& message) {
    const CliResult result = runCli(words);
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors.substr(0, message.size()), message);
    EXPECT_EQ(lines(result.errors).size(), 1U) << result.errors;
}

TEST_F(Cli, ExplainsItselfAndItsCommands) {
    const CliResult help = runCli({"--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_EQ(help.errors, "");
    for (const char* command : {"summary", "connections", "segments", "diagram"}) {
        expectIn(help.output, std::string("synscope-cli ") + command + " FILE");
        const CliResult own = runCli({command, "--help"});
        EXPECT_EQ(own.status, 0);
        expectIn(own.output, "--format");
        EXPECT_EQ(runCli({command, "--version"}).output, runCli({"--version"}).output);
    }
    expectIn(runCli({"connections", "--help"}).output, "client.port");
    EXPECT_EQ(runCli({"--version"}).output.rfind("synscope-cli ", 0), 0U);
}

TEST_F(Cli, SumsACaptureUp) {
    const std::string path = leaks();
    const CliResult text = runCli({"summary", path});
    EXPECT_EQ(text.status, 0);
    expectIn(text.output, ": 900 packets, 100 TCP connections, ");
    expectIn(text.output, "close-wait-leak");

    const CliResult json = runCli({"summary", "--format", "json", path});
    EXPECT_EQ(json.status, 0);
    EXPECT_TRUE(isJson(json.output)) << json.output;
    expectIn(json.output, R"("packets":{"total":900,"tracked":900,)");
    expectIn(json.output, R"("CLOSE_WAIT":100,)");
    expectIn(json.output, R"("load":{"packets":900,"seconds":)");
}

TEST_F(Cli, ListsConnectionsAsNdjson) {
    const CliResult result = runCli({"connections", leaks(), "--format", "ndjson"});
    EXPECT_EQ(result.status, 0);
    const auto connections = lines(result.output);
    ASSERT_EQ(connections.size(), 100U);
    EXPECT_TRUE(std::all_of(connections.begin(), connections.end(), isJson));
    EXPECT_EQ(connections[0].rfind(R"({"stream":0,"incarnation":0,"first":1700000000.000000000,)", 0), 0U);
    expectIn(connections[99], R"("a":{"addr":"10.0.0.1","port":20099,"final":"FIN_WAIT_2",)");
    expectIn(connections[0], R"({"t":1700000000.000000000,"packet":1,"from":"CLOSED","to":"SYN_SENT","basis":"sent"})");
    expectIn(connections[0], R"({"kind":"close-wait-leak","endpoint":"b","packet":8,)");
}

TEST_F(Cli, ListsConnectionsAsCsvAndTable) {
    const std::string path = leaks();
    const CliResult csv = runCli({"connections", path, "--format=csv"});
    EXPECT_EQ(csv.status, 0);
    ASSERT_EQ(lines(csv.output).size(), 101U);
    EXPECT_EQ(csv.output.rfind("stream,incarnation,", 0), 0U);

    const CliResult table = runCli({"connections", path});
    EXPECT_EQ(table.status, 0);
    ASSERT_EQ(lines(table.output).size(), 101U);
    expectIn(lines(table.output)[1], "0  10.0.0.1:20000  10.0.0.2:80  FIN_WAIT_2    CLOSE_WAIT          9     37");
}

TEST_F(Cli, FiltersConnections) {
    const std::string path = leaks();
    const auto count = [&](const std::string& filter) {
        const CliResult result = runCli({"connections", path, "--format", "ndjson", "--filter", filter});
        EXPECT_EQ(result.status, 0) << result.errors;
        return lines(result.output).size();
    };
    EXPECT_EQ(count(""), 100U);
    EXPECT_EQ(count("client.port >= 20090"), 10U);
    EXPECT_EQ(count("close_wait > 1m"), 40U);
    EXPECT_EQ(count("state == established"), 0U);
}

TEST_F(Cli, PointsAtTheMistakeInAFilter) {
    const CliResult result = runCli({"connections", leaks(), "--filter", "port == 80 and prot == 1"});
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors, "synscope-cli: --filter: there is no field 'prot'; did you mean port?\n"
                             "  port == 80 and prot == 1\n"
                             "                 ^\n");
}

TEST_F(Cli, LetsTimeWaitRunOut) {
    std::vector<SegmentSpec> segments = leakedConversation();
    segments.push_back({0.090, false, 0x11, 5020, 1020});
    segments.push_back({0.100, true, 0x10, 1020, 5021});
    segments.push_back({30.000, true, 0x02, 7000, 0, "", 40001});
    const std::string path = file(pcapOf(segments));
    const auto output = [&](const char* seconds) {
        return runCli({"connections", path, "--format", "ndjson", "--time-wait", seconds}).output;
    };
    expectIn(output("60"), R"("port":40000,"final":"TIME_WAIT")");
    expectIn(output("10.5"), R"("port":40000,"final":"CLOSED")");
    expectIn(output("10.5"),
             R"({"t":1700000010.590000000,"packet":null,"from":"TIME_WAIT","to":"CLOSED","basis":"timer"})");
}

TEST_F(Cli, ListsTheSegmentsOfAConnection) {
    const std::string path = leaks();
    const CliResult table = runCli({"segments", path, "--connection", "3"});
    EXPECT_EQ(table.status, 0);
    ASSERT_EQ(lines(table.output).size(), 12U); // a title, 9 segments, and what the question mark means
    expectIn(lines(table.output)[1], "28  0.000000  a     SYN ");
    expectIn(lines(table.output)[11], "? the likeliest state: the packets captured do not decide");

    const CliResult ndjson = runCli({"segments", path, "--connection", "3", "--format", "ndjson"});
    EXPECT_EQ(ndjson.status, 0);
    const auto segments = lines(ndjson.output);
    ASSERT_EQ(segments.size(), 9U);
    EXPECT_TRUE(std::all_of(segments.begin(), segments.end(), isJson));
    expectIn(segments[7], R"("flags":["FIN","ACK"],"seq":1019,"seq_relative":19,"ack":5020,"ack_relative":20,)");
    expectIn(segments[8], R"("state_after":{"a":"FIN_WAIT_2","b":"CLOSE_WAIT"})");
}

TEST_F(Cli, DrawsAConnectionInEveryFormat) {
    const std::string path = leaks();
    const auto drawn = [&](const char* format) {
        const CliResult result = runCli({"diagram", path, "--connection", "0", "--format", format});
        EXPECT_EQ(result.status, 0) << result.errors;
        return result.output;
    };
    expectIn(drawn("svg"), "<svg");
    expectIn(drawn("mermaid"), "sequenceDiagram");
    expectIn(drawn("plantuml"), "@startuml");
    expectIn(drawn("text"), "CLOSE_WAIT");
}

TEST_F(Cli, ReadsStandardInput) {
    const std::string capture = pcapOf(leakedConversation());
    expectIn(runCli({"summary", "-"}, capture).output, "standard input: 9 packets, 1 TCP connections");
    EXPECT_EQ(lines(runCli({"connections", "-", "--format", "ndjson"}, capture).output).size(), 1U);
    EXPECT_EQ(lines(runCli({"segments", "-", "--connection", "0", "--format", "ndjson"}, capture).output).size(), 9U);
}

TEST_F(Cli, FailsWithOneLineWhenNothingIsUsable) {
    const std::string text = file("this is no capture, it is a text of some length");
    for (const Words& words : {Words{"summary", "/nowhere/there.pcap"}, Words{"connections", text},
                               Words{"segments", text + ".gone", "--connection", "0"}}) {
        const CliResult result = runCli(words);
        EXPECT_EQ(result.status, 1);
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(lines(result.errors).size(), 1U) << result.errors;
        expectIn(result.errors, words[1]);
    }
}

TEST_F(Cli, SaysWhichConnectionsThereAre) {
    const std::string path = leaks();
    const CliResult result = runCli({"segments", path, "--connection", "100"});
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.errors, "synscope-cli: " + path + " has no connection 100; they are 0 to 99\n");
    const std::string empty = file(pcapOf({}));
    EXPECT_EQ(runCli({"diagram", empty, "--connection", "0", "--format", "svg"}).errors,
              "synscope-cli: " + empty + " has no connection 0; it has no TCP connections\n");
    EXPECT_EQ(runCli({"connections", empty}).status, 0);
}

TEST_F(Cli, ReportsWhatCameBeforeTheDamage) {
    std::string capture = pcapOf(manyConversations(2));
    capture.resize(capture.size() - 30);
    const std::string path = file(capture);
    const CliResult result = runCli({"connections", path, "--format", "ndjson"});
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(lines(result.output).size(), 2U);
    EXPECT_EQ(lines(result.errors).size(), 1U);
    expectIn(result.errors, path + ": reading stopped at byte ");
    expectIn(result.errors, ", packet 18: ");
    EXPECT_EQ(runCli({"summary", path}).status, 3);
    EXPECT_EQ(runCli({"segments", path, "--connection", "1"}).status, 3);
    EXPECT_EQ(runCli({"diagram", path, "--connection", "1", "--format", "text"}).status, 3);
}

TEST_F(Cli, EndsQuietlyWhenNobodyReads) {
    const std::string path = leaks();
    for (const Words& words : {Words{"connections", path, "--format", "ndjson"}, Words{"summary", path},
                               Words{"diagram", path, "--connection", "0", "--format", "svg"}, Words{"--help"}}) {
        const CliResult result = runCli(words, {}, CliOutput::ClosedPipe);
        EXPECT_EQ(result.status, 0);
        EXPECT_EQ(result.errors, "");
    }
}

TEST_F(Cli, FailsWhenItsOutputCannotBeWritten) {
    const CliResult result = runCli({"connections", leaks()}, {}, CliOutput::FullDevice);
    EXPECT_EQ(result.status, 1);
    expectIn(result.errors, "synscope-cli: standard output cannot be written: ");
}

TEST_F(Cli, RefusesWrongUsageWithAHint) {
    expectUsageError({}, "synscope-cli: a command is missing; see 'synscope-cli --help'");
    expectUsageError({"sumary"}, "synscope-cli: unknown command 'sumary'; see ");
    expectUsageError({"--verbose"}, "synscope-cli: unknown option '--verbose'; see ");
    expectUsageError({"connections"}, "synscope-cli: connections: FILE is missing");
    expectUsageError({"connections", "a", "-"},
                     "synscope-cli: connections: standard input cannot be read together with files");
    for (const Words& words : {Words{"connections", "--set", "-"}, Words{"connections", "--set", "a", "b"}})
        expectUsageError(words, "synscope-cli: connections: --set needs one FILE: any of the set, or a folder");
    expectUsageError({"interfaces", "a"}, "synscope-cli: interfaces: it takes no FILE; 'a' is one too many");
    expectUsageError({"connections", "a", "--fromat", "csv"},
                     "synscope-cli: connections: unknown option '--fromat'; connections has --format, --filter, ");
    expectUsageError({"connections", "a", "--format", "xml"},
                     "synscope-cli: connections: --format: 'xml' is not one of table, ndjson, csv");
    expectUsageError({"connections", "a", "--filter"}, "synscope-cli: connections: --filter needs a value: EXPR");
    expectUsageError({"connections", "a", "--time-wait", "soon"},
                     "synscope-cli: connections: --time-wait: 'soon' is no number of seconds");
    expectUsageError({"segments", "a"}, "synscope-cli: segments: --connection is missing: N");
    expectUsageError({"segments", "a", "--connection", "-1"},
                     "synscope-cli: segments: --connection: '-1' is no whole number from 0");
    expectUsageError({"diagram", "a", "--connection", "0"},
                     "synscope-cli: diagram: --format is missing: svg, mermaid, plantuml, text");
    expectUsageError({"diagram", "a", "--connection", "0", "--format", "text", "--show", "sack,sacks"},
                     "synscope-cli: diagram: --show: 'sacks' is none of window, sack, options, ");
}

} // namespace
} // namespace synscope::test
