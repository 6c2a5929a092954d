// SPDX-License-Identifier: Apache-2.0
//
// Issue reports about leaks of a live capture: of what was there before it began, with the kernel's word on why, and of
// the programs. From socket tables made by hand.
#include "core/engine/issue_report_folder.h"
#include "core/engine/tracker.h"
#include "core/store/owed_close.h"
#include "tests/engine/kernel_readings.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace synscope::test {
namespace {

namespace fs = std::filesystem;

constexpr Timestamp kBegin{std::chrono::seconds(1'700'000'000)};

/// orders3 stopped reading on 10.0.0.2:80, for two clients.
SocketTable tableOf(const std::string& name) {
    SocketTable table;
    table.time = kBegin;
    SocketEntry listener;
    listener.state = SocketState::Listen;
    listener.local = address(2, 80);
    listener.inode = 5;
    SocketEntry leak = socketIn(SocketState::CloseWait, address(2, 80), address(1, 40000));
    leak.receiveQueue = 1515;
    SocketEntry other = socketIn(SocketState::CloseWait, address(2, 80), address(3, 40000), 30'000);
    other.receiveQueue = 1515;
    other.inode = 78;
    table.entries = {listener, leak, other};
    Process orders;
    orders.pid = 4711;
    orders.name = name;
    orders.userName = "olga";
    orders.commandLine = "/srv/orders --bind 10.0.0.2:80";
    orders.sockets = {{5, 3}, {77, 7}, {78, 8}};
    table.processes = std::make_shared<ProcessTable>(std::vector<Process>{orders});
    return table;
}

class LiveReport : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "synscope-live-report-XXXXXX").string();
        m_directory = ::mkdtemp(name.data());
    }
    void TearDown() override { fs::remove_all(m_directory); }

    [[nodiscard]] IssueReportRequest requestFor(const std::string& process) const {
        Tracker tracker(std::chrono::seconds(60));
        tracker.beginWith(readingOf(tableOf(process)));
        IssueReportRequest request;
        request.snapshot = tracker.snapshot();
        request.fetch = [](std::uint64_t, FetchBuffer&) -> Result<RawPacket> { return Error{"no packets", {}, {}}; };
        request.connections = {ConnectionId{0}, ConnectionId{1}};
        request.directory = (m_directory / "report").string();
        request.program = "synscope of tests";
        return request;
    }

    std::string reportOn(const IssueReportRequest& request) {
        const Result<IssueReportResult> result = writeIssueReport(request);
        EXPECT_TRUE(result) << result.error().message;
        m_files = result ? result.value().files : std::vector<std::string>{};
        std::ifstream file(m_directory / "report" / "report.md");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    static void expectIn(const std::string& text, const std::string& wanted) {
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nis not in\n" << text;
    }

    fs::path m_directory;
    std::vector<std::string> m_files;
};

TEST_F(LiveReport, IsWrittenWithoutAPacket) {
    const std::string text = reportOn(requestFor("orders3"));
    EXPECT_EQ(m_files, std::vector<std::string>{"report.md"});
    expectIn(text, "# 10.0.0.2:80 owes a close() on 1 connection for at least 1 min 30 s");
    expectIn(text, "No packet of these connections was captured");
    expectIn(text, "**unread-data**: 2 closes.");
    expectIn(text, "got FIN from 10.0.0.1:40000 at least 1 min 30 s before the end of the capture and was not closed: "
                   "the program stopped reading: 1514 bytes lie unread");
    expectIn(text, "| `10.0.0.2:80` | `10.0.0.1:40000` | CLOSE_WAIT | at least 1 min 30 s | unread-data | 1515 | 0 |");
    expectIn(text, "**What to look for.** The program stopped reading with data there for it");
    EXPECT_EQ(text.find("connections.pcapng"), std::string::npos);
    EXPECT_EQ(text.find("every path after read"), std::string::npos) << "advice on another cause";
}

TEST_F(LiveReport, NamesTheProgram) {
    expectIn(reportOn(requestFor("orders3")),
             "- the server's: orders3 (4711), user olga, command `/srv/orders --bind 10.0.0.2:80`: 2 connections");
}

TEST_F(LiveReport, HoldsNoAddressWhereNoneIsWanted) {
    IssueReportRequest request = requestFor("orders3");
    request.anonymise = true;
    const std::string text = reportOn(request);
    for (const char* address : {"10.0.0.1", "10.0.0.2", "10.0.0.3", "olga", "/srv"})
        EXPECT_EQ(text.find(address), std::string::npos) << address << "\n" << text;
    expectIn(text, "- the server's: orders3 (4711): 2 connections");
    expectIn(text, "they may hold addresses and names");
    expectIn(text, ":80` | `192.0.2.");
    expectIn(text, "1514 bytes lie unread");
}

TEST_F(LiveReport, HidesANameThatMayHoldAnAddress) {
    IssueReportRequest request = requestFor("w 10.0.0.2:80");
    request.anonymise = true;
    const std::string text = reportOn(request);
    EXPECT_EQ(text.find("10.0.0.2"), std::string::npos) << text;
    expectIn(text, "a program whose name may hold an address (4711)");
}

} // namespace
} // namespace synscope::test
