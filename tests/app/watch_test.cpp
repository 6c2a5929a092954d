// SPDX-License-Identifier: Apache-2.0
//
// synscope-cli watch, on connections that this test makes and does not close.
#include "tests/app/cli_runner.h"
#include "tests/app/http_client.h"
#include "tests/app/running_program.h"
#include "tests/app/scratch_folder.h"
#include "tests/sockets/loopback.h"
#include "tests/sockets/own_network.h"

#include <csignal>
#include <fstream>
#include <functional>
#include <future>
#include <gtest/gtest.h>
#include <iterator>
#include <regex>
#include <sstream>

namespace synscope::test {
namespace {

void expectIn(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

/// Where it says that it serves.
SocketAddress addressIn(const std::string& line) {
    std::smatch found;
    const std::regex pattern(R"(synscope-cli: metrics at http://(127\.0\.0\.1|\[::1\]):([0-9]+)/metrics)");
    if (!std::regex_match(line, found, pattern)) {
        ADD_FAILURE() << line;
        std::abort();
    }
    return {*parseIpAddress(found[1] == "127.0.0.1" ? "127.0.0.1" : "::1"),
            static_cast<std::uint16_t>(std::stoi(found[2]))};
}

std::string metricsFrom(const SocketAddress& server) {
    HttpClient client(server);
    client.send(request("GET", "/metrics"));
    return bodyIn(client.answer());
}

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Watch, PublishesAConnectionThatIsNotClosed) {
    const Listener listener;
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    finish(client);
    RunningProgram watch(SYNSCOPE_CLI, {"watch", "--metrics", "127.0.0.1:0", "--interval", "0.1", "--top", "1000"});
    const SocketAddress address = addressIn(watch.errorLine());
    const std::string wanted = R"(synscope_owed_closes{process="app_tests",listener=")" + toText(listener.address()) +
                               R"(",cause="not-closed"} 1)" + "\n";
    std::string text;
    EXPECT_TRUE(eventually([&] {
        text = metricsFrom(address);
        return text.find(wanted) != std::string::npos;
    })) << wanted
        << "is not in\n"
        << text;
    expectIn(text,
             R"(synscope_listen_queue_limit{process="app_tests",listener=")" + toText(listener.address()) + "\"} 8\n");
    expectIn(text, R"(synscope_process_open_descriptors{process="app_tests"} )");
    EXPECT_EQ(text.find(toText(localAddress(client))), std::string::npos) << text;
    EXPECT_EQ(text.substr(text.size() - 6), "# EOF\n");
    EXPECT_EQ(watch.end(SIGTERM), 0);
}

TEST(Watch, CountsAPoolAsItWasTold) {
    const Listener listener;
    const Descriptor client = listener.connect();
    const Descriptor server = listener.accept();
    finish(server); // the client's side owes the close
    const std::string cause[] = {"idle-in-pool", "not-closed"};
    const char* const most[] = {"1", "0"};
    for (int i = 0; i < 2; ++i) {
        RunningProgram watch(SYNSCOPE_CLI, {"watch", "--metrics", "127.0.0.1:0", "--interval", "0.1", "--top", "1000",
                                            "--most-in-pool", most[i]});
        const SocketAddress address = addressIn(watch.errorLine());
        const auto isCounted = [&] {
            std::istringstream lines(metricsFrom(address));
            for (std::string line; std::getline(lines, line);)
                if (line.starts_with(R"(synscope_owed_closes{process="app_tests")") &&
                    line.find("cause=\"" + cause[i] + "\"} 1") != std::string::npos)
                    return true;
            return false;
        };
        EXPECT_TRUE(eventually(isCounted)) << cause[i];
        EXPECT_EQ(watch.end(SIGTERM), 0);
    }
}

/// The value of a metric without labels; -1 where it is not there.
long counted(const std::string& text, const std::string& name) {
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stol(text.substr(at + name.size() + 2));
}

/// The metrics once a listener with room for two has been asked by eight; `obstacle`: why it could not be tried.
std::string metricsOfAnOverflow(std::string& obstacle) {
    obstacle = enterOwnNetwork();
    if (!obstacle.empty())
        return {};
    const Listener listener(Family::V4, 1);
    RunningProgram watch(SYNSCOPE_CLI, {"watch", "--metrics", "127.0.0.1:0", "--interval", "0.1"});
    const SocketAddress address = addressIn(watch.errorLine());
    std::string text;
    EXPECT_TRUE(
        eventually([&] { return metricsFrom(address).find("\nsynscope_scans_total 1\n") != std::string::npos; }));
    std::vector<Descriptor> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(listener.ask());
    const std::string wanted =
        "synscope_listener_drops_total{process=\"app_tests\",listener=\"" + toText(listener.address()) + "\"} ";
    EXPECT_TRUE(eventually([&] {
        text = metricsFrom(address);
        return text.find(wanted) != std::string::npos;
    })) << wanted
        << "is not in\n"
        << text;
    EXPECT_EQ(watch.end(SIGTERM), 0);
    return text;
}

TEST(Watch, CountsWhatARealListenerDrops) {
    std::string obstacle;
    const std::string text = std::async(std::launch::async, metricsOfAnOverflow, std::ref(obstacle)).get();
    if (!obstacle.empty())
        GTEST_SKIP() << obstacle;
    EXPECT_GE(counted(text, "synscope_listen_overflows_total"), 6);
    EXPECT_GE(counted(text, "synscope_listen_drops_total"), counted(text, "synscope_listen_overflows_total"));
}

TEST(Watch, KeepsATextFileAndLeavesItThere) {
    const ScratchFolder folder;
    const std::filesystem::path file = folder.path() / "synscope.prom";
    RunningProgram watch(SYNSCOPE_CLI, {"watch", "--textfile", folder.path().string(), "--interval", "0.1"});
    EXPECT_TRUE(eventually([&] { return contentOf(file).find("\nsynscope_scans_total 3\n") != std::string::npos; }))
        << contentOf(file);
    EXPECT_EQ(watch.end(SIGINT), 0);
    EXPECT_EQ(watch.errorLine(), "");
    expectIn(contentOf(file), "# TYPE synscope_scans_total counter\n");
    EXPECT_EQ(contentOf(file).find("# EOF"), std::string::npos);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Watch, CountsATextFileThatCannotBeWrittenAndGoesOn) {
    const ScratchFolder folder;
    const std::string missing = (folder.path() / "missing").string();
    RunningProgram watch(SYNSCOPE_CLI, {"watch", "--textfile", missing, "--metrics", "[::1]:0", "--interval", "0.1"});
    const SocketAddress address = addressIn(watch.errorLine());
    EXPECT_EQ(watch.errorLine(), "synscope-cli: cannot write " + missing +
                                     "/synscope.prom: No such file or directory; trying again after each scan");
    EXPECT_TRUE(eventually(
        [&] { return metricsFrom(address).find("\nsynscope_textfile_failures_total 2\n") != std::string::npos; }));
    EXPECT_EQ(watch.end(SIGTERM), 0);
    EXPECT_EQ(watch.errorLine(), "") << "told once";
}

TEST(Watch, WarnsWhereOthersMayRead) {
    RunningProgram watch(SYNSCOPE_CLI, {"watch", "--metrics", "0.0.0.0:0"});
    expectIn(watch.errorLine(), "synscope-cli: metrics at http://0.0.0.0:");
    expectIn(watch.errorLine(), "reads the names of this machine's processes there: nothing asks for a password");
    EXPECT_EQ(watch.end(SIGTERM), 0);
}

TEST(WatchUsage, SaysWhatIsWrong) {
    const auto errorsOf = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "watch");
        const CliResult result = runCli(arguments);
        EXPECT_EQ(result.status, 2);
        return result.errors;
    };
    EXPECT_EQ(errorsOf({}), "synscope-cli: watch: --metrics or --textfile is missing: where the numbers go; see "
                            "'synscope-cli watch --help'\n");
    expectIn(errorsOf({"--metrics", "localhost:9470"}), "--metrics: 'localhost:9470' is no address and port such as ");
    expectIn(errorsOf({"--metrics", "127.0.0.1:0", "--interval", "0"}), "--interval: at least 0.1 seconds");
    expectIn(errorsOf({"--metrics", "127.0.0.1:0", "--top", "1001"}), "--top: at most 1000");
    expectIn(errorsOf({"capture.pcap"}), "it takes no FILE");
}

TEST(WatchUsage, AnInterfaceThatCannotBeCapturedFromIsAFailure) {
    const CliResult result = runCli({"watch", "--metrics", "127.0.0.1:0", "-i", "nosuch0"});
    EXPECT_EQ(result.status, 1);
    expectIn(result.errors, "nosuch0");
}

TEST(WatchUsage, AnAddressInUseIsAFailure) {
    const Listener listener;
    const CliResult result = runCli({"watch", "--metrics", toText(listener.address())});
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.errors,
              "synscope-cli: cannot listen on " + toText(listener.address()) + ": Address already in use\n");
}

} // namespace
} // namespace synscope::test
