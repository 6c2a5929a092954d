// SPDX-License-Identifier: Apache-2.0
//
// A capture's figures: what is counted, and how text and JSON say it.
#include "core/export/summary.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

Snapshot fourConnections() {
    Snapshot snapshot =
        SnapshotBuilder()
            .add({.clientState = State::FinWait2, .serverState = State::CloseWait, .stateAgeSeconds = 90})
            .add({.incarnation = 1})
            .add({.segments = {5, 0}, .origin = Origin::Midstream})
            .add({.clientState = State::SynSent, .serverState = State::Closed, .segments = {2, 0}})
            .build();
    for (int i = 0; i < 20; ++i)
        snapshot.counts.add(PacketFate::Tracked);
    snapshot.counts.add(PacketFate::NotIp);
    snapshot.load.packets = 21;
    snapshot.load.cutPackets = 3;
    snapshot.load.finished = true;
    return snapshot;
}

std::string textOf(const Snapshot& snapshot) {
    std::string text;
    appendSummaryText(text, summarise(snapshot, {}), "some.pcap", {std::chrono::milliseconds(12), 30'000'000});
    return text;
}

TEST(Summary, CountsConnectionsByStateOriginAndFinding) {
    const CaptureSummary summary = summarise(fourConnections(), {});
    EXPECT_EQ(summary.connections, 4U);
    EXPECT_EQ(summary.reused, 1U);
    EXPECT_EQ(summary.byState[0][static_cast<std::size_t>(State::Established)], 2U);
    EXPECT_EQ(summary.byState[1][static_cast<std::size_t>(State::CloseWait)], 1U);
    EXPECT_EQ(summary.byOrigin[static_cast<std::size_t>(Origin::Midstream)], 1U);
    EXPECT_EQ(summary.findings.at("close-wait-leak"), 1U);
}

TEST(Summary, TakesUnansweredOpeningsForNoOneDirectionCapture) {
    EXPECT_EQ(summarise(fourConnections(), {}).oneDirection, 1U) << "the mid-stream one, not the two lone SYNs";
}

TEST(Summary, SaysInTextWhatIsNotZero) {
    const std::string text = textOf(fourConnections());
    EXPECT_TRUE(text.starts_with("some.pcap: 21 packets, 4 TCP connections, 1000.000000 s\n")) << text;
    EXPECT_NE(text.find("  total                             21\n"
                        "  tracked                           20\n"
                        "  not-ip                             1\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("  ESTAB                              2           2\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  cut packets                        3\n"), std::string::npos) << text;
    EXPECT_NE(text.find("Loaded in 0.012 s with at most 30 MB of memory.\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("malformed"), std::string::npos) << text;
}

TEST(Summary, SaysInTextWhereReadingStopped) {
    Snapshot snapshot = fourConnections();
    snapshot.load.damage = Damage{4096, 22, "the file ends inside packet 22"};
    EXPECT_NE(textOf(snapshot).find("  damaged at byte 4096, packet 22: the file ends inside packet 22\n"),
              std::string::npos);
}

TEST(Summary, NamesEachDamagedFileOfSeveral) {
    Snapshot snapshot = fourConnections();
    snapshot.load.damage = Damage{4096, 22, "it ends", "a.pcap", {Damage{77, 3, "it is cut", "b.pcap"}}};
    EXPECT_NE(textOf(snapshot).find("  a.pcap damaged at byte 4096, packet 22: it ends\n"
                                    "  b.pcap damaged at byte 77, packet 3: it is cut\n"),
              std::string::npos)
        << textOf(snapshot);
    std::string json;
    appendSummaryJson(json, summarise(snapshot, {}), {});
    EXPECT_NE(json.find(R"("damage":{"file":"a.pcap","byte":4096,"packet":22,"reason":"it ends",)"
                        R"("others":[{"file":"b.pcap","byte":77,"packet":3,"reason":"it is cut"}]})"),
              std::string::npos)
        << json;
}

TEST(Summary, SaysInWordsWhatAFaultOfTheCaptureMeans) {
    EXPECT_NE(textOf(fourConnections())
                  .find("  cut packets                        3\n"
                        "  one direction only                 1\n"
                        "  Only one direction of 1 of 4 connections was captured: "),
              std::string::npos)
        << textOf(fourConnections());
}

TEST(Summary, TellsOfAFloodAmongTheFindings) {
    SnapshotBuilder builder;
    for (std::uint16_t port = 1; port <= 100; ++port)
        builder.add(
            {.clientPort = port, .clientState = State::SynSent, .serverState = State::Listen, .segments = {1, 0}});
    const Snapshot flooded = builder.build();
    EXPECT_NE(textOf(flooded).find("  unanswered                       100\n"
                                   "  10.0.0.2:80 was asked to open 100 connections within 10.0 s "),
              std::string::npos)
        << textOf(flooded);
    std::string json;
    appendSummaryJson(json, summarise(flooded, {}), {});
    EXPECT_NE(json.find(R"("capture_findings":[{"kind":"syn-flood","text":"10.0.0.2:80 was asked to open )"),
              std::string::npos)
        << json;
    EXPECT_NE(json.find(R"("count":100}])"), std::string::npos) << json;
}

TEST(Summary, SaysInJsonWhatIsZeroToo) {
    std::string json;
    appendSummaryJson(json, summarise(fourConnections(), {}), {std::chrono::milliseconds(12), 30'000'000});
    EXPECT_TRUE(json.starts_with(R"({"packets":{"total":21,"tracked":20,"not_ip":1,"not_tcp":0,)")) << json;
    EXPECT_NE(json.find(R"("findings":{"close-wait-leak":1)"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("capture_findings":[{"kind":"one-direction","text":"Only)"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("damage":null)"), std::string::npos) << json;
    EXPECT_TRUE(json.ends_with("\"load\":{\"packets\":21,\"seconds\":0.012000000,\"peak_rss_bytes\":30000000}}\n"))
        << json;
}

TEST(Summary, OfAnEmptyCaptureHasNoTimes) {
    std::string json;
    appendSummaryJson(json, summarise(Snapshot(), {}), {});
    EXPECT_NE(json.find(R"("capture_findings":[],)"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("time":{"begin":null,"end":null,"seconds":0.000000000})"), std::string::npos) << json;
}

} // namespace
} // namespace synscope::test
