// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli leaks FILE: the closes owed at the end of a capture, as tables and as ndjson.
#include "tests/app/cli_runner.h"

#include <gtest/gtest.h>
#include <sstream>

namespace synscope::test {
namespace {

const std::string kLesson = SYNSCOPE_SOURCE_DIR "/resources/lessons/04-close-wait-leak.pcap";

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

void expectIn(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

/// Leaks of this capture on standard input.
CliResult leaksOf(const std::vector<SegmentSpec>& segments, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"leaks", "-"});
    return runCli(options, pcapOf(segments));
}

TEST(FileLeaks, AreOneObjectALineOldestFirst) {
    const CliResult result = runCli({"leaks", kLesson, "--format", "ndjson"});
    EXPECT_EQ(result.status, 0) << result.errors;
    const std::vector<std::string> lines = linesOf(result.output);
    ASSERT_EQ(lines.size(), 5U);
    for (const std::string& line : lines)
        EXPECT_TRUE(isJson(line)) << line;
    EXPECT_EQ(
        lines.front(),
        R"({"local":{"addr":"192.0.2.80","port":8080},"peer":{"addr":"192.0.2.11","port":40041},"listener":true,)"
        R"("process":null,"uid":null,"inode":null,"since":1795375325.016133708,"age":88.969783616,)"
        R"("age_is_lower_bound":false,"cause":"not-closed","receive_queue":null,"send_queue":null,)"
        R"("first_closer":"peer","text":"192.0.2.80:8080 got FIN from 192.0.2.11:40041 1 min 28 s before the end )"
        R"(of the capture (packet 15) and was not closed: its kernel acknowledged the FIN, but its program never )"
        "called close()\"}");
    expectIn(lines.back(), R"("port":40045})");
}

TEST(FileLeaks, GoByTheThresholdsGiven) {
    const CliResult usual = runCli({"leaks", kLesson, "--format", "ndjson"});
    expectIn(usual.output, R"("cause":"not-closed")");
    const CliResult patient = runCli({"leaks", kLesson, "--format", "ndjson", "--leak-after", "3600"});
    EXPECT_EQ(patient.status, 0) << patient.errors;
    EXPECT_EQ(patient.output.find(R"("cause":"not-closed")"), std::string::npos) << patient.output;
    EXPECT_EQ(runCli({"leaks", kLesson, "--leak-after", "soon"}).status, 2);
}

TEST(FileLeaks, AreTablesOfWhoOwesAndOfWhatIsOwed) {
    const CliResult result = runCli({"leaks", kLesson});
    EXPECT_EQ(result.status, 0) << result.errors;
    const std::vector<std::string> lines = linesOf(result.output);
    ASSERT_EQ(lines.size(), 9U);
    EXPECT_EQ(lines[0], "owes the close   owed  perhaps  no leak      oldest  per minute  ended  longest ended");
    EXPECT_EQ(lines[1], "192.0.2.80:8080     5        0        0  1 min 28 s         0.0      0              -");
    EXPECT_EQ(lines[2], "");
    EXPECT_EQ(lines[3].rfind("age ", 0), 0U) << lines[3];
    expectIn(lines[4], "1 min 28 s  not-closed  192.0.2.80:8080  192.0.2.11:40041  1 ");
}

TEST(FileLeaks, LeaveOutWhatIsYounger) {
    const CliResult result = runCli({"leaks", kLesson, "--older-than", "80", "--format", "ndjson"});
    EXPECT_EQ(linesOf(result.output).size(), 3U) << result.output;
}

TEST(FileLeaks, SayInWordsThatNobodyOwesAClose) {
    const CliResult result = runCli({"leaks", SYNSCOPE_SOURCE_DIR "/resources/lessons/01-open-and-close.pcap"});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.output, "Nobody owes a close at the end of this capture.\n");
    EXPECT_EQ(leaksOf({}, {"--format", "ndjson"}).output, "");
}

TEST(FileLeaks, TakeOneConnectionThatAClientForgotForItsPool) {
    std::vector<SegmentSpec> segments = leakedConversation();
    segments[7] = {0.070, false, 0x11, 5020, 1019};
    segments[8] = {0.080, true, 0x10, 1019, 5021};
    const CliResult table = leaksOf(segments);
    expectIn(table.output, "10.0.0.1 -> 10.0.0.2:80     1 ");
    expectIn(table.output, "let the client's idle time-out be shorter than the server's");
    const CliResult ndjson = leaksOf(segments, {"--format", "ndjson"});
    expectIn(ndjson.output, R"({"local":{"addr":"10.0.0.1","port":40000},"peer":{"addr":"10.0.0.2","port":80},)"
                            R"("listener":false,)");
    expectIn(ndjson.output, R"("cause":"idle-in-pool",)");
}

TEST(FileLeaks, CallAYoungOneNoLeak) {
    expectIn(leaksOf(leakedConversation()).output, "not yet for so long that it is a leak");
}

TEST(FileLeaks, ReportWhatCameBeforeTheDamage) {
    std::string bytes = pcapOf(leakedConversation());
    bytes.resize(bytes.size() - 3);
    const CliResult result = runCli({"leaks", "-", "--format", "ndjson"}, bytes);
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(linesOf(result.output).size(), 1U);
    expectIn(result.errors, "standard input");
}

TEST(FileLeaks, FailWithoutACapture) {
    const CliResult result = runCli({"leaks", "/nonexistent/capture.pcap"});
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.output, "");
}

} // namespace
} // namespace synscope::test
