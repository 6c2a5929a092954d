// SPDX-License-Identifier: Apache-2.0
//
// The words of an issue report: its title, the order of connections, advice, and text that is no Markdown.
#include "core/diagnose/detectors.h"
#include "core/export/escape.h"
#include "core/export/issue_report.h"
#include "core/export/issue_report_advice.h"
#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>
#include <numeric>

namespace synscope::test {
namespace {

ConnectionSpec leak(const char* client, std::int64_t ageSeconds) {
    return {.client = client,
            .clientState = State::FinWait2,
            .serverState = State::CloseWait,
            .stateAgeSeconds = ageSeconds,
            .durationSeconds = ageSeconds + 1};
}

IssueDigest digestOfAll(const Snapshot& snapshot) {
    std::vector<ConnectionId> ids;
    for (std::uint32_t i = 0; i < snapshot.size(); ++i)
        ids.push_back(ConnectionId{i});
    return digestOf(snapshot, ids, {});
}

std::string titleOf(const Snapshot& snapshot) {
    return issueTitle(snapshot, digestOfAll(snapshot));
}

TEST(IssueTitle, SaysWhoOwesACloseToHowMany) {
    EXPECT_EQ(titleOf(SnapshotBuilder().add(leak("10.0.0.1", 90)).build()),
              "10.0.0.2:80 owes a close() on 1 connection for 1 min 30 s");
    EXPECT_EQ(titleOf(SnapshotBuilder().add(leak("10.0.0.1", 90)).add(leak("10.0.0.3", 700)).build()),
              "10.0.0.2:80 owes a close() on 2 connections, the oldest for 11 min 40 s");
}

TEST(IssueTitle, CountsThoseWhoOweWhereTheyAreSeveral) {
    ConnectionSpec other = leak("10.0.0.1", 90);
    other.serverPort = 443;
    EXPECT_EQ(titleOf(SnapshotBuilder().add(leak("10.0.0.1", 100)).add(other).build()),
              "2 endpoints owe a close() on 2 connections, the oldest for 1 min 40 s");
}

TEST(IssueTitle, TakesAClientsPortsForOneProgram) {
    ConnectionSpec owing{
        .clientState = State::CloseWait, .serverState = State::FinWait2, .stateAgeSeconds = 90, .durationSeconds = 95};
    ConnectionSpec again = owing;
    again.clientPort = 40001;
    EXPECT_EQ(titleOf(SnapshotBuilder().add(owing).add(again).build()),
              "10.0.0.1 owes a close() on 2 connections, the oldest for 1 min 30 s");
}

TEST(IssueTitle, NamesTheGravestElse) {
    const ConnectionSpec unanswered{.clientState = State::SynSent, .serverState = State::Listen, .segments = {3, 0}};
    EXPECT_EQ(titleOf(SnapshotBuilder().add(unanswered).add({}).build()), "2 TCP connections: unanswered on 1");
    EXPECT_EQ(titleOf(SnapshotBuilder().add({}).build()), "1 TCP connection without findings");
}

TEST(IssueDigest, PutsTheOldestLeakFirstAndTheHarmlessLast) {
    const Snapshot snapshot =
        SnapshotBuilder().add({}).add(leak("10.0.0.1", 90)).add(leak("10.0.0.3", 700)).add({}).build();
    const IssueDigest digest = digestOfAll(snapshot);
    EXPECT_EQ(digest.connections, (std::vector{ConnectionId{2}, ConnectionId{1}, ConnectionId{0}, ConnectionId{3}}));
    ASSERT_EQ(digest.tallies.size(), 1U);
    EXPECT_EQ(digest.tallies.front().connections, 2U);
    EXPECT_EQ(digest.tallies.front().oldest.since, snapshot.end - std::chrono::seconds(700));
    EXPECT_EQ(digest.tallies.front().newest, snapshot.end - std::chrono::seconds(90));
}

TEST(NamesOfPrograms, MayHoldAddresses) {
    for (const char* name : {"10.0.0.2", "w 10.0.0.2:80", "srv-10.255.255.", "worker-10.255.2", "fe80::1",
                             "2001:db8:0:1", "ip-10-0-0-5", "w_10_0_0_5"})
        EXPECT_TRUE(mayHoldAddress(name)) << name;
    for (const char* name : {"nginx", "orders3", "python3.11", "java-17.0.2", "kworker/0:1", "a.b.c.d"})
        EXPECT_FALSE(mayHoldAddress(name)) << name;
}

TEST(IssueGroup, SaysHowTheNumberChangesWhereThatIsKnown) {
    LeakGroup group;
    EXPECT_EQ(issueGroupOf(group).growth, "");
    group.perMinute = 3.14;
    EXPECT_EQ(issueGroupOf(group).growth, "The number of closes owed changed by +3.1 a minute.");
    group.ended = 2;
    group.longestEnded = std::chrono::minutes(5);
    EXPECT_EQ(issueGroupOf(group).growth, "The number of closes owed changed by +3.1 a minute. 2 closes that had been "
                                          "owed for long ended, the longest after 5 min 0 s.");
}

TEST(IssueAdvice, IsThereForAllThatWantsActionOrALook) {
    for (const Detector& detector : detectors())
        EXPECT_EQ(issueAdvice(detector.kind).empty(), detector.severity == Severity::Note) << detector.kind;
}

TEST(IssueReportText, SaysHowWellThePacketsWereCaptured) {
    IssueFacts facts;
    facts.load.packets = 12;
    facts.load.kernelDrops = 3;
    facts.load.damage = Damage{77, 13, "the file ends inside packet 13"};
    facts.captureFindings = {
        {"kernel-drops", CaptureTopic::Quality, Severity::Warning, 3, "The kernel dropped 3 packets."},
        {"syn-flood", CaptureTopic::Traffic, Severity::Warning, 200, "10.0.0.2:80 was asked to open 200."}};
    facts.origin = {"trace.pcap", "eth0", "tcp port 80"};
    std::string text;
    appendIssueCapture(text, {}, facts, {});
    for (const char* part : {"- file: `trace.pcap`\n- filter: `tcp port 80`\n- interface: `eth0`\n",
                             "- packets dropped by the kernel: 3\n", "- The kernel dropped 3 packets.\n",
                             "- reading stopped: at byte 77, packet 13: the file ends inside packet 13\n"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
    EXPECT_EQ(text.find("10.0.0.2"), std::string::npos) << "what a flood was about is not about these connections";
}

TEST(IssueReportText, NamesTheDamagedFileOfSeveral) {
    IssueFacts facts;
    facts.load.damage = Damage{77, 13, "it ends", "a.pcap", {Damage{4, 2, "it is cut", "b.pcap"}}};
    std::string text;
    appendIssueCapture(text, {}, facts, {});
    EXPECT_NE(text.find("- reading stopped: at byte 77, packet 13 of `a.pcap`: it ends\n"
                        "- reading stopped: at byte 4, packet 2 of `b.pcap`: it is cut\n"),
              std::string::npos)
        << text;
}

TEST(IssueReportText, KeepsNamesToItselfWhenAnonymised) {
    IssueFacts facts;
    facts.anonymised = true;
    facts.origin = {"10.0.0.1.pcap", "vpn-10.0.0.1", "host 10.0.0.1"};
    std::string text;
    appendIssueCapture(text, {}, facts, {});
    EXPECT_EQ(text.find("10.0.0.1"), std::string::npos);
    EXPECT_NE(text.find("Payloads were cut away"), std::string::npos);
    facts.load.damage =
        Damage{77, 13, "it ends", "10.0.0.1.pcap", {Damage{0, 1, "10.0.0.2.pcap is empty", "10.0.0.2.pcap"}}};
    text.clear();
    appendIssueCapture(text, {}, facts, {});
    EXPECT_EQ(text.find("10.0.0."), std::string::npos);
    EXPECT_NE(text.find("- reading stopped: at byte 77, packet 13 of one of the files: it ends\n"), std::string::npos);
    facts.payloadKept = true;
    text.clear();
    appendIssueCapture(text, {}, facts, {});
    EXPECT_NE(text.find("they may hold addresses and names"), std::string::npos);
}

TEST(EscapeMarkdown, LeavesNothingThatBeginsMarkup) {
    EXPECT_EQ(escapeMarkdown("a|b *c* `d` [e](f) <g> \\ CLOSE_WAIT"),
              "a\\|b \\*c\\* \\`d\\` \\[e\\](f) \\<g\\> \\\\ CLOSE_WAIT");
    EXPECT_EQ(escapeMarkdown("line\nbreak"), "line\xef\xbf\xbd"
                                             "break");
}

} // namespace
} // namespace synscope::test
