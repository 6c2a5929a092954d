// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli leaks, on connections that this test makes and does not close.
#include "tests/app/cli_runner.h"
#include "tests/sockets/loopback.h"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <sstream>
#include <thread>

#include <unistd.h>

namespace synscope::test {
namespace {

/// The line about the server's end of a connection, or an empty one.
std::string lineAbout(const std::string& output, const std::string& local, const std::string& peer) {
    std::istringstream stream(output);
    for (std::string line; std::getline(stream, line);)
        if (line.find(local) != std::string::npos && line.find(peer) != std::string::npos)
            return line;
    return {};
}

std::string jsonAddress(const SocketAddress& address) {
    return R"({"addr":")" + toText(address.address) + R"(","port":)" + std::to_string(address.port) + "}";
}

std::string ndjsonAbout(const Listener& listener, const Descriptor& client) {
    const CliResult result = runCli({"leaks", "--format", "ndjson"});
    EXPECT_EQ(result.status, 0) << result.errors;
    return lineAbout(result.output, R"({"local":)" + jsonAddress(listener.address()),
                     R"("peer":)" + jsonAddress(localAddress(client)));
}

void expectIn(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

class Leaks : public ::testing::Test {
protected:
    Listener m_listener;
    Descriptor m_client = m_listener.connect();
};

TEST_F(Leaks, NameTheProcessThatLeftDataUnread) {
    const Descriptor server = m_listener.accept();
    sendText(m_client, "abc");
    finish(m_client);
    std::string line;
    ASSERT_TRUE(eventually([&] {
        line = ndjsonAbout(m_listener, m_client);
        return line.find(R"("receive_queue":4,)") != std::string::npos;
    })) << line;
    EXPECT_TRUE(isJson(line)) << line;
    expectIn(line, R"("listener":true,"process":{"pid":)" + std::to_string(::getpid()) + R"(,"name":"app_tests"},)");
    expectIn(line, R"("uid":)" + std::to_string(::getuid()) + R"(,"inode":)" + std::to_string(inodeOf(server)) + ",");
    expectIn(line, R"("age_is_lower_bound":false,"cause":"unread-data","receive_queue":4,"send_queue":0,)"
                   R"("first_closer":"peer","text":")" +
                       toText(m_listener.address()) + " got FIN from " + toText(localAddress(m_client)));
    expectIn(line, "the program stopped reading: 3 bytes lie unread");

    const std::string table = runCli({"leaks"}).output;
    EXPECT_EQ(table.rfind("age ", 0), 0U);
    const std::string row = lineAbout(table, toText(m_listener.address()), toText(localAddress(m_client)));
    expectIn(row, "  unread-data ");
    expectIn(row, "  app_tests (" + std::to_string(::getpid()) + ")");
}

TEST_F(Leaks, KnowAConnectionThatNobodyAccepts) {
    finish(m_client);
    std::string line;
    ASSERT_TRUE(eventually([&] { return !(line = ndjsonAbout(m_listener, m_client)).empty(); }));
    expectIn(line, R"("process":null,)");
    expectIn(line, R"("inode":0,)");
    expectIn(line, R"("cause":"never-accepted",)");
}

TEST_F(Leaks, FindADescriptorWhoseConnectionWasReset) {
    Descriptor server = m_listener.accept();
    reset(server);
    const std::string inode = R"("inode":)" + std::to_string(inodeOf(m_client)) + ",";
    std::string line;
    ASSERT_TRUE(eventually([&] {
        return !(line = lineAbout(runCli({"leaks", "--format", "ndjson"}).output, inode, "ghost-descriptor")).empty();
    }));
    EXPECT_TRUE(isJson(line)) << line;
    EXPECT_EQ(line.rfind(R"({"local":null,"peer":null,"listener":false,"process":{"pid":)", 0), 0U) << line;
    expectIn(line, R"("since":null,"age":0.000000000,"age_is_lower_bound":true,)");
    expectIn(line, R"("receive_queue":null,"send_queue":null,"first_closer":null,)");
    EXPECT_FALSE(lineAbout(runCli({"leaks", "--older-than", "1e8"}).output, "ghost-descriptor", "app_tests").empty());
}

TEST_F(Leaks, AServerThatGoesOnSendingAfterTheFinIsNoLeakBetweenItsSends) {
    const Descriptor server = m_listener.accept();
    finish(m_client);
    EXPECT_EQ(receiveText(server, 1), "");
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    sendText(server, "still here");
    EXPECT_EQ(receiveText(m_client, 10), "still here");
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    expectIn(ndjsonAbout(m_listener, m_client), R"("cause":"still-sending",)");
    expectIn(lineAbout(runCli({"leaks", "--leak-after", "0.5"}).output, toText(m_listener.address()),
                       toText(localAddress(m_client))),
             "not-closed");
}

TEST_F(Leaks, LeaveOutWhatIsYounger) {
    const Descriptor server = m_listener.accept();
    finish(m_client);
    ASSERT_TRUE(eventually([&] { return !ndjsonAbout(m_listener, m_client).empty(); }));
    const CliResult result = runCli({"leaks", "--older-than", "100000000", "--format", "ndjson"});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(lineAbout(result.output, jsonAddress(m_listener.address()), jsonAddress(localAddress(m_client))), "");
}

TEST(LeaksUsage, TakesFilesOrNone) {
    const CliResult help = runCli({"leaks", "--help"});
    EXPECT_EQ(help.status, 0);
    expectIn(help.output,
             "Usage:\n  synscope-cli leaks [FILE...] [-i INTERFACE] [--seconds SECONDS] [--older-than SECONDS]\n"
             "               [--leak-after SECONDS] [--half-close-from SECONDS] [--most-in-pool N] [--format "
             "table|ndjson]\n"
             "               [--set] [--threads COUNT]\n");
    expectIn(help.output, "\n  --half-close-from SECONDS\n                        data that long ");
    const CliResult both = runCli({"leaks", "-i", "lo", "--set"});
    EXPECT_EQ(both.status, 2);
    expectIn(both.errors, "synscope-cli: leaks: --set needs one FILE: any of the set, or a folder");
    const CliResult empty = runCli({"leaks", ""});
    EXPECT_EQ(empty.status, 2);
    expectIn(empty.errors, "synscope-cli: leaks: FILE is empty: give a capture, or - for standard input");
}

TEST(LeaksUsage, InterfacesTakeNoFile) {
    const CliResult result = runCli({"interfaces", "capture.pcap"});
    EXPECT_EQ(result.status, 2);
    expectIn(result.errors, "synscope-cli: interfaces: it takes no FILE; 'capture.pcap' is one too many");
}

} // namespace
} // namespace synscope::test
