// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli with two captures of one connection, one at each end, whose clocks differ.
#include "tests/app/cli_runner.h"
#include "tests/app/scratch_folder.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace synscope::test {
namespace {

constexpr unsigned kSyn = 0x02, kAck = 0x10, kFin = 0x01;
constexpr double kWay = 0.012;    // seconds, each way
constexpr double kAhead = 1.7;    // the server's clock
constexpr std::uint32_t kA = 100; // the client's ISN
constexpr std::uint32_t kB = 900;

/// As the client saw it: opened, asked and answered, a question sent twice since it was lost, closed.
std::vector<SegmentSpec> atClient() {
    return {{0.000, true, kSyn, kA, 0},
            {0.024, false, kSyn | kAck, kB, kA + 1},
            {0.030, true, kAck, kA + 1, kB + 1},
            {0.040, true, kAck, kA + 1, kB + 1, "GET / one"},
            {0.070, false, kAck, kB + 1, kA + 10, "200 fine"},
            {0.100, true, kAck, kA + 10, kB + 9, "GET / two"},
            {0.400, true, kAck, kA + 10, kB + 9, "GET / two"},
            {0.430, false, kAck, kB + 9, kA + 19, "200 also"},
            {0.500, true, kFin | kAck, kA + 19, kB + 17},
            {0.530, false, kFin | kAck, kB + 17, kA + 20},
            {0.540, true, kAck, kA + 20, kB + 18}};
}

/// As the server saw it, without the segment at `lost`.
std::vector<SegmentSpec> atServer(std::size_t lost) {
    std::vector<SegmentSpec> segments = atClient();
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(lost));
    for (SegmentSpec& one : segments)
        one.second += kAhead + (one.fromClient ? kWay : -kWay);
    std::stable_sort(segments.begin(), segments.end(),
                     [](const auto& a, const auto& b) { return a.second < b.second; });
    return segments;
}

class TwoCaptures : public testing::Test {
protected:
    std::string file(const std::string& name, const std::vector<SegmentSpec>& segments) {
        const std::string path = (m_folder.path() / name).string();
        std::ofstream(path, std::ios::binary) << pcapOf(segments);
        return path;
    }
    static std::vector<std::string> linesOf(const std::string& text) {
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return lines;
    }

    ScratchFolder m_folder;
    std::string m_client = file("client.pcap", atClient());
    std::string m_server = file("server.pcap", atServer(5));
};

TEST_F(TwoCaptures, TellWhenEachSegmentLeftAndArrived) {
    const CliResult result =
        runCli({"segments", m_client, "--connection", "0", "--other", m_server, "--format", "ndjson"});
    ASSERT_EQ(result.status, 0) << result.errors;
    const std::vector<std::string> lines = linesOf(result.output);
    ASSERT_EQ(lines.size(), atClient().size());
    EXPECT_NE(lines[0].find(R"("left":1700000000.000000000,"arrived":1700000000.012000)"), std::string::npos)
        << lines[0];
    EXPECT_NE(lines[1].find(R"("left":1700000000.012)"), std::string::npos) << lines[1];
    EXPECT_NE(lines[5].find(R"("lost":true)"), std::string::npos) << lines[5];
    EXPECT_EQ(lines[5].find(R"("left")"), std::string::npos) << lines[5];
    EXPECT_NE(lines[6].find(R"("lost":false)"), std::string::npos) << lines[6];
    EXPECT_NE(result.errors.find("clock is 1.7 s ahead"), std::string::npos) << result.errors;
    EXPECT_NE(result.errors.find("1 segment lost on the way"), std::string::npos) << result.errors;
}

TEST_F(TwoCaptures, TellOfASegmentThatOnlyTheOtherHolds) {
    const std::string client = file("client.pcap", [] {
        std::vector<SegmentSpec> segments = atClient();
        segments.erase(segments.begin() + 7); // the answer was lost before the client
        return segments;
    }());
    const CliResult result =
        runCli({"segments", client, "--connection", "0", "--other", m_server, "--format", "ndjson"});
    ASSERT_EQ(result.status, 0) << result.errors;
    EXPECT_NE(result.output.find(R"({"packet":null,)"), std::string::npos) << result.output;
    EXPECT_NE(result.output.find(R"("elsewhere_packet":7,"lost":true})"), std::string::npos) << result.output;
}

TEST_F(TwoCaptures, AreDrawnWithWhatWasLostBetweenThem) {
    const auto drawn = [&](const char* format) {
        return runCli(
            {"diagram", m_client, "--connection", "0", "--other", m_server, "--format", format, "--time", "true"});
    };
    const CliResult svg = drawn("svg");
    ASSERT_EQ(svg.status, 0) << svg.errors;
    EXPECT_NE(svg.output.find("lost on its way"), std::string::npos);
    EXPECT_NE(svg.output.find("beside the server in a second capture"), std::string::npos);
    const CliResult text = drawn("text");
    EXPECT_NE(text.output.find(" x|"), std::string::npos) << text.output;
}

TEST_F(TwoCaptures, TellOfDamageInTheOther) {
    std::ofstream(m_server, std::ios::binary | std::ios::trunc)
        << pcapOf(atServer(5)).substr(0, pcapOf(atServer(5)).size() - 10);
    const CliResult result =
        runCli({"segments", m_client, "--connection", "0", "--other", m_server, "--format", "ndjson"});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(result.errors.find(m_server + ": reading stopped at byte"), std::string::npos) << result.errors;
    EXPECT_NE(result.output.find("\"arrived\""), std::string::npos);
    const CliResult drawn = runCli({"diagram", m_client, "--connection", "0", "--other", m_server, "--format", "svg"});
    EXPECT_EQ(drawn.status, 3);
    EXPECT_NE(drawn.output.find("</svg>"), std::string::npos);
}

TEST_F(TwoCaptures, HaveNothingInCommonIsSaid) {
    const std::string stranger = file("stranger.pcap", leakedConversation(50000));
    const CliResult result =
        runCli({"segments", m_client, "--connection", "0", "--other", stranger, "--format", "ndjson"});
    EXPECT_EQ(result.status, 0);
    EXPECT_NE(result.errors.find("does not hold this connection"), std::string::npos) << result.errors;
    EXPECT_EQ(result.output.find("\"lost\""), std::string::npos);
    const CliResult missing = runCli({"segments", m_client, "--connection", "0", "--other", "/no/such/file"});
    EXPECT_EQ(missing.status, 1);
    EXPECT_NE(missing.errors.find("/no/such/file"), std::string::npos) << missing.errors;
}

} // namespace
} // namespace synscope::test
