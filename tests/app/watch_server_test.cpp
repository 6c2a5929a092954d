// SPDX-License-Identifier: Apache-2.0
//
// The HTTP server of `watch`, its clients in the same thread: what it answers, and what it does not put up with.
#include "app/cli/watch_server.h"
#include "tests/app/http_client.h"

#include <array>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <vector>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;
using cli::MetricsServer;

std::unique_ptr<MetricsServer> serverOn(const char* address, const cli::ServerLimits& limits = {},
                                        std::string more = "") {
    auto server = MetricsServer::listen(
        *cli::parseListenAddress(address),
        [more](MetricDialect dialect) { return (dialect == MetricDialect::OpenMetrics ? "open\n" : "older\n") + more; },
        limits);
    EXPECT_TRUE(server) << (server ? "" : server.error().message);
    return server ? std::move(server).value() : nullptr;
}

/// Serves until the server closes this connection.
std::string answerTo(MetricsServer& server, HttpClient& client) {
    std::array<pollfd, 2> wanted{{{server.fd(), POLLIN, 0}, {client.fd(), POLLIN, 0}}};
    while (!client.take()) {
        const auto wait = server.timeout();
        ::poll(wanted.data(), wanted.size(), wait ? static_cast<int>(wait->count()) : -1);
        server.serve();
    }
    return client.taken();
}

std::string answerTo(MetricsServer& server, const std::string& text) {
    HttpClient client(server.address());
    client.send(text);
    return answerTo(server, client);
}

void expectIn(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST(ListenAddress, IsAnAddressAndAPort) {
    const auto v4 = cli::parseListenAddress("127.0.0.1:9470");
    ASSERT_TRUE(v4);
    EXPECT_EQ(toText(*v4), "127.0.0.1:9470");
    EXPECT_TRUE(cli::isLoopback(v4->address));
    const auto v6 = cli::parseListenAddress("[::1]:0");
    ASSERT_TRUE(v6);
    EXPECT_EQ(toText(*v6), "[::1]:0");
    EXPECT_TRUE(cli::isLoopback(v6->address));
    EXPECT_FALSE(cli::isLoopback(cli::parseListenAddress("0.0.0.0:1")->address));
    EXPECT_FALSE(cli::isLoopback(cli::parseListenAddress("[::]:1")->address));
    for (const char* wrong : {"", "9470", ":9470", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:9x",
                              "::1:9470", "[127.0.0.1]:9470", "[]:1", "localhost:9470", "127.0.0.1:-1"})
        EXPECT_FALSE(cli::parseListenAddress(wrong)) << wrong;
}

TEST(MetricsServerTest, AnswersInTheDialectThatIsAskedFor) {
    const auto server = serverOn("127.0.0.1:0");
    EXPECT_NE(server->address().port, 0);
    const std::string open = answerTo(*server, request("GET", "/metrics"));
    EXPECT_EQ(statusIn(open), "200");
    expectIn(open, "\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n");
    EXPECT_EQ(bodyIn(open), "open\n");
    const std::string older = answerTo(*server, request("GET", "/metrics", "Accept: text/plain\r\n"));
    expectIn(older, "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n");
    EXPECT_EQ(bodyIn(older), "older\n");
}

TEST(MetricsServerTest, ListensOnIpv6Too) {
    const auto server = serverOn("[::1]:0");
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/metrics"))), "open\n");
}

TEST(MetricsServerTest, GivesTheHeadersAloneToHead) {
    const auto server = serverOn("127.0.0.1:0");
    const std::string answer = answerTo(*server, request("HEAD", "/metrics"));
    EXPECT_EQ(statusIn(answer), "200");
    expectIn(answer, "\r\nContent-Length: 5\r\n");
    EXPECT_EQ(bodyIn(answer), "");
}

TEST(MetricsServerTest, KnowsThreePathsAndTwoMethods) {
    const auto server = serverOn("127.0.0.1:0");
    expectIn(bodyIn(answerTo(*server, request("GET", "/"))), "<a href=\"/metrics\">");
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/-/healthy"))), "healthy\n");
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/metrics?x=1"))), "open\n");
    EXPECT_EQ(statusIn(answerTo(*server, request("GET", "/metrics/"))), "404");
    EXPECT_EQ(statusIn(answerTo(*server, request("GET", "/../metrics"))), "404");
    const std::string refused = answerTo(*server, request("POST", "/metrics", "Content-Length: 3\r\n") + "a=b");
    EXPECT_EQ(statusIn(refused), "405");
    expectIn(refused, "\r\nAllow: GET, HEAD\r\n");
}

TEST(MetricsServerTest, ReadsPastTheBodyOfARequest) {
    const auto server = serverOn("127.0.0.1:0");
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/metrics", "Content-Length: 3\r\n") + "abc")), "open\n");
}

TEST(MetricsServerTest, RefusesWhatIsNoRequestOrTooLong) {
    cli::ServerLimits limits;
    limits.mostRequestBytes = 4096;
    const auto server = serverOn("127.0.0.1:0", limits);
    EXPECT_EQ(statusIn(answerTo(*server, "GET /metrics HTTP/1.1\r\n\r\n")), "400") << "no Host";
    EXPECT_EQ(statusIn(answerTo(*server, request("GET", "/metrics", "X: " + std::string(5000, 'x') + "\r\n"))), "431");
    EXPECT_EQ(statusIn(answerTo(*server, request("GET", "/" + std::string(5000, 'x')))), "414");
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/metrics"))), "open\n") << "and goes on";
}

TEST(MetricsServerTest, EndsARequestThatNeverEnds) {
    cli::ServerLimits limits;
    limits.patience = 20ms;
    const auto server = serverOn("127.0.0.1:0", limits);
    EXPECT_EQ(answerTo(*server, "GET /metrics HTTP/1.1\r\nHost: syn"), "");
    EXPECT_EQ(answerTo(*server, ""), "");
    EXPECT_EQ(server->timeout(), std::nullopt) << "nothing is kept of them";
}

TEST(MetricsServerTest, CutsOffTheOldestOfTooMany) {
    cli::ServerLimits limits;
    limits.mostConnections = 2;
    limits.patience = 1h;
    const auto server = serverOn("127.0.0.1:0", limits);
    std::vector<std::unique_ptr<HttpClient>> idle;
    for (int i = 0; i < 20; ++i)
        idle.push_back(std::make_unique<HttpClient>(server->address()));
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/metrics"))), "open\n");
    EXPECT_EQ(answerTo(*server, *idle.front()), "");
}

TEST(MetricsServerTest, ALongAnswerArrivesWhole) {
    const auto server = serverOn("127.0.0.1:0", {}, std::string(8'000'000, 'm'));
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/metrics"))).size(), 8'000'005U);
}

TEST(MetricsServerTest, AReaderWhoStopsReadingIsCutOff) {
    cli::ServerLimits limits;
    limits.patience = 20ms;
    const auto server = serverOn("127.0.0.1:0", limits, std::string(50'000'000, 'm'));
    const HttpClient client(server->address());
    client.send(request("GET", "/metrics"));
    std::array<pollfd, 1> wanted{{{server->fd(), POLLIN, 0}}};
    do {
        const auto wait = server->timeout();
        ::poll(wanted.data(), wanted.size(), wait ? static_cast<int>(wait->count()) : -1);
        server->serve();
    } while (server->timeout());
    EXPECT_EQ(bodyIn(answerTo(*server, request("GET", "/-/healthy"))), "healthy\n");
}

TEST(MetricsServerTest, SaysWhyItCannotListen) {
    const auto first = serverOn("127.0.0.1:0");
    const auto second = MetricsServer::listen(first->address(), [](MetricDialect) { return std::string(); });
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message, "cannot listen on " + toText(first->address()) + ": Address already in use");
}

} // namespace
} // namespace synscope::test
