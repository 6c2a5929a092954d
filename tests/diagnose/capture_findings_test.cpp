// SPDX-License-Identifier: Apache-2.0
//
// Findings of a whole capture.
#include "core/diagnose/capture_findings.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synscope::test {
namespace {

std::string kindsOf(const CaptureFacts& facts) {
    std::string kinds;
    for (const CaptureFinding& finding : captureFindings(facts, {}))
        kinds += std::string(finding.kind) + " " + std::to_string(finding.count) + "\n";
    return kinds;
}

std::string wordsOf(const CaptureFacts& facts) {
    const std::vector<CaptureFinding> findings = captureFindings(facts, {});
    return findings.size() == 1 ? findings.front().text : std::to_string(findings.size()) + " findings";
}

FloodedListener flood(std::optional<IpAddress> onlySource) {
    FloodedListener made;
    made.listener = {*parseIpAddress("198.51.100.1"), 443};
    made.openings = 312;
    made.onlySource = onlySource;
    return made;
}

TEST(CaptureFindings, OfAFaultlessCaptureAreNone) {
    CaptureFacts facts;
    facts.connections = 1000;
    EXPECT_EQ(kindsOf(facts), "");
}

TEST(CaptureFindings, TellEachFaultOnItsOwn) {
    const std::pair<std::uint64_t CaptureFacts::*, std::string> faults[] = {
        {&CaptureFacts::kernelDrops, "kernel-drops 3\n"},
        {&CaptureFacts::missingPackets, "packets-missing 3\n"},
        {&CaptureFacts::oneDirection, "one-direction 3\n"},
        {&CaptureFacts::clockBackwards, "clock-backwards 3\n"},
        {&CaptureFacts::duplicatedFrames, "duplicate-frames 3\n"},
        {&CaptureFacts::cutPackets, "cut-packets 3\n"},
        {&CaptureFacts::superSegments, "super-segments 3\n"},
    };
    for (const auto& [count, line] : faults) {
        CaptureFacts facts;
        facts.*count = 3;
        EXPECT_EQ(kindsOf(facts), line);
    }
}

TEST(CaptureFindings, WarnOfACutOnlyWhereHeadersAreLost) {
    CaptureFacts facts;
    facts.cutPackets = 3;
    EXPECT_EQ(captureFindings(facts, {}).at(0).severity, Severity::Note);
    facts.lostHeaders = 1;
    EXPECT_EQ(captureFindings(facts, {}).at(0).severity, Severity::Warning);
}

TEST(CaptureFindings, TakeStampsOutOfOrderForNoClockThatWasSet) {
    CaptureFacts facts;
    facts.clockBackwards = 2;
    facts.farthestBackwards = std::chrono::nanoseconds(1600);
    EXPECT_EQ(captureFindings(facts, {}).at(0).severity, Severity::Note);
    EXPECT_TRUE(wordsOf(facts).starts_with("The times of 2 packets lie before that of an earlier packet, by less than "
                                           "2 µs, as where two processors take in"));
    facts.farthestBackwards = kStampsOutOfOrder;
    EXPECT_EQ(captureFindings(facts, {}).at(0).severity, Severity::Warning);
    EXPECT_TRUE(wordsOf(facts).starts_with("The clock goes backwards at 2 packets: several interfaces"));
}

TEST(CaptureFindings, SayHowManyOfHowMany) {
    CaptureFacts facts;
    facts.connections = 10;
    facts.oneDirection = 4;
    EXPECT_TRUE(wordsOf(facts).starts_with("Only one direction of 4 of 10 connections was captured:"));
}

TEST(CaptureFindings, TellCutPayloadsFromCutHeaders) {
    CaptureFacts facts;
    facts.cutPackets = 9;
    EXPECT_NE(wordsOf(facts).find("states and counts are not affected"), std::string::npos);
    facts.lostHeaders = 2;
    EXPECT_NE(wordsOf(facts).find("2 of them lack part of their TCP header"), std::string::npos);
}

TEST(SynFlood, ComesFirstAndNamesTheListener) {
    CaptureFacts facts;
    facts.floods = {flood(std::nullopt)};
    EXPECT_TRUE(wordsOf(facts).starts_with("198.51.100.1:443 was asked to open 312 connections within 10.0 s that "
                                           "never came about, by many addresses: the mark of a SYN flood"));
    facts.cutPackets = 1;
    EXPECT_EQ(kindsOf(facts), "syn-flood 312\ncut-packets 1\n");
    EXPECT_EQ(captureFindings(facts, {}).front().topic, CaptureTopic::Traffic);
    EXPECT_EQ(captureFindings(facts, {}).back().topic, CaptureTopic::Quality);
}

TEST(SynFlood, NamesASingleSource) {
    CaptureFacts facts;
    facts.floods = {flood(parseIpAddress("192.0.2.7"))};
    EXPECT_NE(wordsOf(facts).find("all of them by 192.0.2.7: a flood from one host"), std::string::npos);
}

ConnectionRow ended(State initiator, State responder) {
    ConnectionRow row;
    row.state = {initiator, responder};
    return row;
}

TEST(UncompletedOpening, IsOneWhoseResponderGotNoFinalAck) {
    EXPECT_TRUE(isUncompletedOpening(ended(State::SynSent, State::Listen)));
    EXPECT_TRUE(isUncompletedOpening(ended(State::Established, State::SynReceived)));
    EXPECT_TRUE(isUncompletedOpening(ended(State::Closed, State::Listen))) << "given up by RST";
    EXPECT_FALSE(isUncompletedOpening(ended(State::Established, State::Established)));
    ConnectionRow refused = ended(State::Closed, State::Listen);
    refused.refused = 1;
    EXPECT_FALSE(isUncompletedOpening(refused));
}

} // namespace
} // namespace synscope::test
