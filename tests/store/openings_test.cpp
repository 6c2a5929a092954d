// SPDX-License-Identifier: Apache-2.0
//
// Connections that are not open yet, by listener and over time.
#include "core/store/openings.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

#include <string>

namespace synscope::test {
namespace {

using std::chrono::seconds;

/// A SYN that nobody answered, sent so many times since so many seconds before the end.
ConnectionSpec unanswered(std::int64_t ago, std::uint32_t syns, const char* server = "10.0.0.2") {
    return {.server = server,
            .clientState = State::SynSent,
            .serverState = State::Listen,
            .durationSeconds = ago,
            .segments = {syns, 0},
            .syn = syns};
}

ConnectionSpec halfOpen(std::int64_t ago, const char* server = "10.0.0.2") {
    return {.server = server,
            .clientState = State::SynSent,
            .serverState = State::SynReceived,
            .stateAgeSeconds = ago,
            .durationSeconds = ago};
}

Openings openingsIn(const std::vector<ConnectionSpec>& specs, const OpeningsOptions& options = {}) {
    SnapshotBuilder builder;
    for (const ConnectionSpec& spec : specs)
        builder.add(spec);
    return openingsOf(builder.build(), options);
}

/// "10.0.0.2:80 half-open 2 (1 expired) unanswered 0 x0 not taken 0", a line a listener.
std::string listenersIn(const std::vector<ConnectionSpec>& specs) {
    std::string lines;
    for (const ListenerOpenings& one : openingsIn(specs).listeners)
        lines += toText(one.listener) + " half-open " + std::to_string(one.halfOpen) + " (" +
                 std::to_string(one.expired) + " expired) unanswered " + std::to_string(one.unanswered) + " x" +
                 std::to_string(one.mostSyns) + " not taken " + std::to_string(one.notTaken) + "\n";
    return lines;
}

TEST(Openings, AreGatheredByListenerTheMostWaitingFirst) {
    EXPECT_EQ(listenersIn({unanswered(9, 3, "10.0.0.3"),
                           halfOpen(70),
                           halfOpen(5),
                           unanswered(9, 1, "10.0.0.3"),
                           unanswered(9, 1, "10.0.0.3"),
                           {}}),
              "10.0.0.3:80 half-open 0 (0 expired) unanswered 3 x3 not taken 0\n"
              "10.0.0.2:80 half-open 2 (1 expired) unanswered 0 x0 not taken 0\n");
}

TEST(Openings, HaveTheirSumsAndTheOldest) {
    const Openings openings = openingsIn({halfOpen(5), halfOpen(70), halfOpen(7, "10.0.0.3"), unanswered(3, 4)});
    EXPECT_EQ(openings.all.halfOpen, 3U);
    EXPECT_EQ(openings.all.expired, 1U);
    EXPECT_EQ(openings.all.unanswered, 1U);
    EXPECT_EQ(openings.all.mostSyns, 4U);
    EXPECT_EQ(openings.samples.end - openings.all.oldestHalfOpen, seconds(70));
}

TEST(Openings, CountHandshakesThatTheListenerDidNotTake) {
    ConnectionSpec ignored;
    ignored.incident = IncidentKind::HandshakeAckIgnored;
    ConnectionSpec withdrawn = ignored;
    withdrawn.isIncidentWithdrawn = true;
    ConnectionSpec other;
    other.incident = IncidentKind::ChallengedSyn;
    EXPECT_EQ(listenersIn({ignored, withdrawn, other}),
              "10.0.0.2:80 half-open 0 (0 expired) unanswered 0 x0 not taken 1\n");
}

TEST(Openings, ListAFullAcceptQueueBeforeAFewThatWait) {
    ConnectionSpec ignored{.server = "10.0.0.3"};
    ignored.incident = IncidentKind::HandshakeAckIgnored;
    EXPECT_EQ(listenersIn({halfOpen(1), ignored, ignored}),
              "10.0.0.3:80 half-open 0 (0 expired) unanswered 0 x0 not taken 2\n"
              "10.0.0.2:80 half-open 1 (0 expired) unanswered 0 x0 not taken 0\n");
}

TEST(Openings, AreNotWhatWasRefusedOrMetLater) {
    ConnectionSpec refused{.clientState = State::Closed, .serverState = State::Closed, .rst = 1};
    EXPECT_EQ(listenersIn({refused, {.origin = Origin::Midstream}}), "");
}

TEST(Openings, TellOfAFlood) {
    std::vector<ConnectionSpec> specs;
    for (int i = 0; i < 12; ++i)
        specs.push_back(halfOpen(5));
    OpeningsOptions options;
    options.policy.floodOpenings = 10;
    EXPECT_EQ(openingsIn(specs, options).listeners.at(0).flooding, 12U);
    EXPECT_EQ(openingsIn(specs).listeners.at(0).flooding, 0U);
}

TEST(Openings, AreCountedAtMomentsUntilTheyAreOverOrGivenUp) {
    ConnectionSpec slow{.durationSeconds = 500,
                        .moves = {{500, Side::Initiator, State::Closed, State::SynSent},
                                  {400, Side::Responder, State::Listen, State::SynReceived},
                                  {300, Side::Initiator, State::SynSent, State::Established},
                                  {200, Side::Responder, State::SynReceived, State::Established}}};
    OpeningsOptions options;
    options.samples = 10; // a moment each 100 s, the last at the end
    EXPECT_EQ(openingsIn({slow}, options).overTime, (std::vector<std::uint32_t>{0, 0, 0, 0, 1, 1, 1, 0, 0, 0}));
    EXPECT_EQ(openingsIn({unanswered(500, 7)}, options).overTime,
              (std::vector<std::uint32_t>{0, 0, 0, 0, 1, 1, 0, 0, 0, 0}));
    EXPECT_EQ(openingsIn({unanswered(50, 6), halfOpen(20)}, options).overTime,
              (std::vector<std::uint32_t>{0, 0, 0, 0, 0, 0, 0, 0, 0, 2}));
}

TEST(Openings, ListAsManyListenersAsWantedAndCountTheRest) {
    OpeningsOptions options;
    options.most = 1;
    const Openings openings = openingsIn({halfOpen(1), halfOpen(1, "10.0.0.3"), halfOpen(1, "10.0.0.4")}, options);
    EXPECT_EQ(openings.listeners.size(), 1U);
    EXPECT_EQ(openings.moreListeners, 2U);
    EXPECT_EQ(openings.all.halfOpen, 3U);
}

TEST(Openings, CanBeCancelled) {
    OpeningsOptions options;
    options.isCancelled = [] { return true; };
    EXPECT_FALSE(openingsIn({halfOpen(1)}, options).isWhole);
}

} // namespace
} // namespace synscope::test
