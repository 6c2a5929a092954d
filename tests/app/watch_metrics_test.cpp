// SPDX-License-Identifier: Apache-2.0
//
// From a socket table to the text of its metrics: what is there, what adds up, and what must never be there.
#include "app/cli/watch_metrics.h"

#include <gtest/gtest.h>
#include <sstream>

namespace synscope::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kOpen = MetricDialect::OpenMetrics;

/// Sockets in CLOSE_WAIT of twelve processes, to peers at 192.168.77.x; process 7 has seven of them.
SocketTable leakyTable() {
    SocketTable table;
    std::vector<Process> processes;
    for (std::uint8_t i = 1; i <= 12; ++i) {
        Process process;
        process.pid = i;
        process.startTicks = i;
        process.name = "p\"" + std::to_string(i);
        for (std::uint64_t k = 1; k <= i; ++k) {
            SocketEntry entry;
            entry.local = {IpAddress::fromV4(0x0a000001), static_cast<std::uint16_t>(8000 + i)};
            entry.remote = {IpAddress::fromV4(0xc0a84d00U + i), static_cast<std::uint16_t>(50000 + k)};
            entry.state = SocketState::CloseWait;
            entry.inode = 100 * i + k;
            entry.tcp = TcpFacts{};
            entry.tcp->lastAckReceivedMs = 20'000;
            process.sockets.push_back({entry.inode, 3});
            table.entries.push_back(entry);
        }
        processes.push_back(process);
    }
    table.processes = std::make_shared<ProcessTable>(processes);
    return table;
}

cli::WatchState stateOf(const SocketTable& table, std::size_t mostNamed) {
    cli::WatchState state;
    state.census = takeCensus(table, findLeaks(table, nullptr, {}), mostNamed);
    state.scans = 1;
    state.lastSuccess = timestampFromNs(1'700'000'000'500'000'000);
    return state;
}

std::string textOf(const cli::WatchState& state, MetricDialect dialect = kOpen) {
    return metricsText(cli::watchMetrics(state, {}), dialect);
}

double sumOf(const std::vector<MetricFamily>& families, std::string_view name) {
    double sum = 0;
    for (const MetricFamily& family : families)
        if (family.name == name)
            for (const MetricSample& sample : family.samples)
                sum += sample.value;
    return sum;
}

std::size_t linesWith(const std::string& text, const std::string& begin) {
    std::istringstream lines(text);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);)
        count += line.rfind(begin, 0) == 0 ? 1 : 0;
    return count;
}

void expectIn(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST(WatchMetrics, NamedAndOtherClosesAddUpHoweverFewAreNamed) {
    const SocketTable table = leakyTable();
    for (const std::size_t mostNamed : {0U, 1U, 5U, 12U, 100U})
        EXPECT_EQ(sumOf(cli::watchMetrics(stateOf(table, mostNamed), {}), "synscope_owed_closes"), 78) << mostNamed;
}

TEST(WatchMetrics, NumberOfSeriesIsBounded) {
    const std::string text = textOf(stateOf(leakyTable(), 3));
    EXPECT_EQ(linesWith(text, "synscope_owed_closes{"), 3 + kLeakCauses) << text;
    EXPECT_EQ(linesWith(text, "synscope_owed_close_oldest_age_seconds{"), 4U) << text;
    expectIn(text, "synscope_owed_closes{process=\"p\\\"12\",listener=\"none\",cause=\"not-closed\"} 12\n");
    expectIn(text, "synscope_owed_closes{process=\"other\",listener=\"other\",cause=\"not-closed\"} 45\n");
}

TEST(WatchMetrics, NeverTellAPeersAddressOrPort) {
    SocketTable table = leakyTable();
    SocketEntry pending = table.entries[0];
    pending.state = SocketState::Established;
    table.entries.push_back(pending);
    for (const MetricDialect dialect : {kOpen, MetricDialect::Prometheus}) {
        const std::string text = textOf(stateOf(table, 100), dialect);
        EXPECT_EQ(text.find("192.168.77"), std::string::npos) << text;
        EXPECT_EQ(text.find("5000"), std::string::npos) << text;
    }
}

TEST(WatchMetrics, AgesAreABucketedSumOfEveryClose) {
    const std::string text = textOf(stateOf(leakyTable(), 1));
    expectIn(text, "synscope_owed_close_age_seconds_bucket{le=\"10.0\"} 0\n");
    expectIn(text, "synscope_owed_close_age_seconds_bucket{le=\"60.0\"} 78\n");
    expectIn(text, "synscope_owed_close_age_seconds_gcount 78\n");
    expectIn(text, "synscope_owed_close_age_seconds_gsum 1560\n");
    expectIn(text, "synscope_owed_close_oldest_age_seconds{process=\"p\\\"12\",listener=\"none\"} 20\n");
}

TEST(WatchMetrics, KernelStatesOfOneNameAreOneSeries) {
    SocketTable table;
    for (const SocketState state : {SocketState::SynReceived, SocketState::NewSynReceived, SocketState::Closed,
                                    SocketState::BoundInactive, SocketState::Listen}) {
        table.entries.emplace_back();
        table.entries.back().state = state;
    }
    const std::string text = textOf(stateOf(table, 1));
    expectIn(text, "synscope_sockets{state=\"SYN_RECEIVED\"} 2\n");
    expectIn(text, "synscope_sockets{state=\"CLOSED\"} 2\n");
    expectIn(text, "synscope_sockets{state=\"LISTEN\"} 1\n");
    EXPECT_EQ(linesWith(text, "synscope_sockets{"), 11U) << "as many as RFC 9293 has";
}

TEST(WatchMetrics, AFailedScanIsCountedAndLeavesNoOldNumbers) {
    cli::WatchState state;
    state.fault = "the kernel is silent";
    state.scans = 3;
    state.failures = 1;
    state.lastSuccess = timestampFromNs(1'700'000'000'500'000'000);
    const std::string text = textOf(state);
    expectIn(text, "synscope_scans_total 3\n");
    expectIn(text, "synscope_scan_failures_total 1\n");
    expectIn(text, "synscope_last_scan_timestamp_seconds 1700000000.5\n");
    EXPECT_EQ(text.find("synscope_owed"), std::string::npos) << text;
    EXPECT_EQ(text.find("synscope_sockets"), std::string::npos) << text;
}

TEST(WatchMetrics, DescriptorsAndTextFilesAreThereWhereTheyAre) {
    cli::WatchState state = stateOf({}, 1);
    state.processes = {{"orders", {900, 1024}}, {"free", {3, std::nullopt}}};
    const std::string text = metricsText(cli::watchMetrics(state, {.textFileFailures = 7}), kOpen);
    expectIn(text, "synscope_process_open_descriptors{process=\"orders\"} 900\n");
    expectIn(text, "synscope_process_open_descriptors{process=\"free\"} 3\n");
    expectIn(text, "synscope_process_descriptor_limit{process=\"orders\"} 1024\n");
    EXPECT_EQ(linesWith(text, "synscope_process_descriptor_limit{"), 1U);
    expectIn(text, "synscope_textfile_failures_total 7\n");
    EXPECT_EQ(textOf(state).find("textfile"), std::string::npos);
}

TEST(WatchMetrics, ACaptureIsCountedByStateAndFinding) {
    cli::CaptureCount count;
    count.packets = 1000;
    count.dropped = 20;
    count.captures = 2;
    count.summary = CaptureSummary{};
    count.summary->byState[1][static_cast<std::size_t>(State::CloseWait)] = 3;
    count.summary->findings["close-wait-leak"] = 4;
    const cli::WatchExtras extras{.capture = std::make_shared<const cli::CaptureCount>(count), .interface = "eth0"};
    const std::string text = metricsText(cli::watchMetrics({}, extras), kOpen);
    expectIn(text, "synscope_capture_running{interface=\"eth0\"} 1\n");
    expectIn(text, "synscope_captures_total 2\n");
    expectIn(text, "synscope_capture_packets_total 1000\n");
    expectIn(text, "synscope_capture_dropped_packets_total 20\n");
    expectIn(text, "synscope_capture_connections{side=\"server\",state=\"CLOSE_WAIT\"} 3\n");
    expectIn(text, "synscope_capture_connections{side=\"client\",state=\"CLOSE_WAIT\"} 0\n");
    expectIn(text, "synscope_capture_findings{kind=\"close-wait-leak\"} 4\n");
    expectIn(text, "synscope_capture_findings{kind=\"half-open\"} 0\n");
    EXPECT_EQ(linesWith(text, "synscope_capture_connections{"), 24U);

    const cli::WatchExtras none{.capture = std::make_shared<const cli::CaptureCount>(), .interface = "eth0"};
    const std::string before = metricsText(cli::watchMetrics({}, none), kOpen);
    expectIn(before, "synscope_capture_running{interface=\"eth0\"} 0\n");
    EXPECT_EQ(linesWith(before, "synscope_capture_connections{"), 0U);
}

} // namespace
} // namespace synscope::test
