// SPDX-License-Identifier: Apache-2.0
//
// Which closes are owed, by whom, since when, how many there were before, and what is said of one.
#include "core/store/owed_close.h"

#include "tests/store/snapshot_builder.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

using std::chrono::seconds;

MoveSpec move(double secondsBeforeEnd, Side side, State from, State to, Basis basis = Basis::Proven) {
    return {.secondsBeforeEnd = secondsBeforeEnd, .side = side, .from = from, .to = to, .basis = basis};
}

/// The client closed so many seconds before the end; the server owes its close since.
ConnectionSpec leak(double secondsBeforeEnd, std::uint16_t clientPort = 40000) {
    return {.clientPort = clientPort,
            .clientState = State::FinWait2,
            .serverState = State::CloseWait,
            .durationSeconds = 1000,
            .packet = 7,
            .moves = {move(secondsBeforeEnd, Side::Initiator, State::Established, State::FinWait1),
                      move(secondsBeforeEnd, Side::Responder, State::Established, State::CloseWait)},
            .quietSeconds = secondsBeforeEnd};
}

/// As a leak, but the server left CLOSE_WAIT for `to`.
ConnectionSpec ended(double closedBeforeEnd, double leftBeforeEnd, State to = State::LastAck) {
    ConnectionSpec spec = leak(closedBeforeEnd);
    spec.clientState = State::Closed;
    spec.serverState = to;
    spec.moves.push_back(move(leftBeforeEnd, Side::Responder, State::CloseWait, to));
    spec.quietSeconds = leftBeforeEnd;
    return spec;
}

LeakLedger ledgerOf(const std::vector<ConnectionSpec>& specs, const LedgerOptions& options = {}) {
    SnapshotBuilder builder;
    for (const ConnectionSpec& spec : specs)
        builder.add(spec);
    return synscope::ledgerOf(builder.build(), options);
}

OwedClose owedCloseOf(const ConnectionSpec& spec) {
    const Snapshot snapshot = SnapshotBuilder().add(spec).build();
    const LeakLedger ledger = synscope::ledgerOf(snapshot, {});
    return synscope::owedCloseOf(snapshot, ledger, ledger.entries.at(0), {});
}

TEST(LeakLedger, ListsEachOwedCloseOldestFirst) {
    const LeakLedger ledger = ledgerOf({leak(30), {}, leak(500), ended(400, 399)});
    ASSERT_EQ(ledger.entries.size(), 2U);
    EXPECT_EQ(ledger.entries[0].connection, ConnectionId{2});
    EXPECT_EQ(ledger.entries[1].connection, ConnectionId{0});
    EXPECT_EQ(ledger.end - ledger.entries[0].since, seconds(500));
    EXPECT_FALSE(ledger.entries[0].isPerhaps || ledger.entries[0].isOlder || ledger.entries[0].isInUse);
}

TEST(LeakLedger, GathersByListenerWithTheMostOwedFirst) {
    ConnectionSpec elsewhere = leak(900);
    elsewhere.serverPort = 9200;
    const LeakLedger ledger = ledgerOf({elsewhere, leak(30, 1), leak(700, 2)});
    ASSERT_EQ(ledger.groups.size(), 2U);
    EXPECT_EQ(ownerText(ledger.groups[0]), "10.0.0.2:80");
    EXPECT_EQ(ledger.groups[0].owed, 2U);
    EXPECT_EQ(ledger.end - ledger.groups[0].oldest, seconds(700));
    EXPECT_EQ(ownerText(ledger.groups[1]), "10.0.0.2:9200");
    EXPECT_EQ(ledger.entriesOf(0), (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(ledger.entriesOf(1), (std::vector<std::uint32_t>{0}));
}

TEST(LeakLedger, GathersWhatAClientLeaksByItsServer) {
    const auto leakOfClient = [](std::uint16_t port) {
        return ConnectionSpec{.clientPort = port,
                              .clientState = State::CloseWait,
                              .serverState = State::FinWait2,
                              .moves = {move(90, Side::Initiator, State::Established, State::CloseWait)},
                              .closedFirst = Side::Responder};
    };
    const LeakLedger ledger = ledgerOf({leakOfClient(1), leakOfClient(2)});
    ASSERT_EQ(ledger.groups.size(), 1U);
    EXPECT_FALSE(ledger.groups[0].ownerListens());
    EXPECT_EQ(ownerText(ledger.groups[0]), "10.0.0.1 -> 10.0.0.2:80");
    EXPECT_EQ(ledger.groups[0].owed, 2U);
}

TEST(LeakLedger, CountsAgesByStepsOfTen) {
    const LeakLedger ledger = ledgerOf({leak(0.5, 1), leak(1, 2), leak(59.9, 3), leak(60, 4), leak(999, 5)});
    EXPECT_EQ(ledger.groups.at(0).ages, (std::array<std::uint64_t, 8>{1, 1, 1, 1, 1, 0, 0, 0}));
    EXPECT_EQ(ageStepOf(std::chrono::hours(100)), 7U);
}

TEST(LeakLedger, CountsHowManyWereOwedAtEachMoment) {
    const LeakLedger ledger = ledgerOf({leak(800, 1), leak(600, 2), leak(100, 3), ended(900, 500)}, {.samples = 5});
    ASSERT_EQ(ledger.samples.count, 5U); // 800, 600, 400, 200, 0 seconds before the end
    EXPECT_EQ(ledger.countsOf(ledger.groups.at(0)), (std::vector<std::uint32_t>{2, 3, 2, 2, 3}));
}

TEST(LeakLedger, KnowsWhetherAGroupGrows) {
    std::vector<ConnectionSpec> specs;
    for (int i = 1; i < 20; ++i)
        specs.push_back(leak(i * 50, static_cast<std::uint16_t>(i)));
    const LeakLedger growing = ledgerOf(specs);
    EXPECT_NEAR(growing.groups.at(0).perMinute.value(), 1.2, 0.01);
    EXPECT_TRUE(growing.isGrowing(growing.groups[0], {}));
    const LeakLedger constant = ledgerOf({leak(1000, 1), leak(1000, 2), leak(1000, 3), leak(1000, 4)});
    EXPECT_DOUBLE_EQ(constant.groups.at(0).perMinute.value(), 0);
    EXPECT_FALSE(constant.isGrowing(constant.groups[0], {}));
    const LeakLedger two = ledgerOf(specs, {.samples = 2});
    EXPECT_FALSE(two.groups.at(0).perMinute);
    EXPECT_FALSE(two.isGrowing(two.groups[0], {}));
}

TEST(LeakLedger, RemembersLeaksThatEnded) {
    const LeakLedger ledger = ledgerOf({ended(900, 500), ended(300, 200, State::Closed)});
    EXPECT_TRUE(ledger.entries.empty());
    ASSERT_EQ(ledger.groups.size(), 1U);
    EXPECT_EQ(ledger.groups[0].owed, 0U);
    EXPECT_EQ(ledger.groups[0].ended, 2U);
    EXPECT_EQ(ledger.groups[0].endedByReset, 1U);
    EXPECT_EQ(ledger.groups[0].longestEnded, seconds(400));
}

TEST(LeakLedger, DoesNotBlameWhoClosesInTimeOrUsesAHalfClose) {
    ConnectionSpec used = ended(900, 500);
    used.lastDataSecondsBeforeEnd = {-1, 501};
    EXPECT_TRUE(ledgerOf({ended(900, 841), used}).groups.empty());
    EXPECT_EQ(ledgerOf({ended(900, 840)}).groups.size(), 1U);
}

TEST(LeakLedger, TakesAResetAfterLateDataForTheEndOfALeak) {
    ConnectionSpec late = ended(900, 500, State::Closed);
    late.lastDataSecondsBeforeEnd = {-1, 500};
    EXPECT_EQ(ledgerOf({late}).groups.at(0).ended, 1U);
}

TEST(LeakLedger, SaysPerhapsWhereThePacketsDoNotDecide) {
    ConnectionSpec undecided = leak(90, 1);
    undecided.serverPossible = {State::Established};
    ConnectionSpec lessLikely = leak(70, 2);
    lessLikely.serverState = State::Established;
    lessLikely.serverPossible = {State::CloseWait};
    lessLikely.moves.pop_back();
    const LeakLedger ledger = ledgerOf({undecided, lessLikely, leak(50, 3)});
    ASSERT_EQ(ledger.entries.size(), 3U);
    EXPECT_TRUE(ledger.entries[0].isPerhaps && ledger.entries[1].isPerhaps);
    EXPECT_FALSE(ledger.entries[2].isPerhaps);
    EXPECT_EQ(ledger.end - ledger.entries[1].since, seconds(70));
    EXPECT_EQ(ledger.groups.at(0).perhaps, 2U);
}

TEST(LeakLedger, CountsOnlyWhatIsCertain) {
    ConnectionSpec undecided = leak(90, 1);
    undecided.serverPossible = {State::Established};
    const LeakLedger ledger = ledgerOf({undecided, leak(50, 2)});
    const LeakGroup& group = ledger.groups.at(0);
    EXPECT_EQ(group.owed, 1U);
    EXPECT_EQ(ledger.end - group.oldest, seconds(50));
    EXPECT_EQ(group.ages, (std::array<std::uint64_t, 8>{0, 0, 1, 0, 0, 0, 0, 0}));
    EXPECT_EQ(ledger.countsOf(group).back(), 1U);
}

TEST(LeakLedger, ForgetsWhatNeverHappened) {
    ConnectionSpec spec = ended(900, 500);
    spec.clientState = State::Established;
    spec.serverState = State::Established;
    EXPECT_EQ(ledgerOf({spec}).groups.size(), 1U);
    for (MoveSpec& move : spec.moves)
        move.isDisproved = true;
    EXPECT_TRUE(ledgerOf({spec}).groups.empty());
}

TEST(LeakLedger, SuspectsNobodyWithoutAFin) {
    ConnectionSpec oneDirection;
    oneDirection.serverPossible = {State::CloseWait};
    EXPECT_TRUE(ledgerOf({oneDirection}).entries.empty());
}

TEST(LeakLedger, KeepsWhatPerhapsLastsOutOfWhatEnded) {
    ConnectionSpec spec = ended(900, 500, State::Closed);
    spec.serverPossible = {State::CloseWait};
    const LeakLedger ledger = ledgerOf({spec});
    EXPECT_EQ(ledger.entries.size(), 1U);
    EXPECT_EQ(ledger.groups.at(0).perhaps, 1U);
    EXPECT_EQ(ledger.groups.at(0).owed, 0U);
    EXPECT_EQ(ledger.groups.at(0).ended, 0U);
}

TEST(LeakLedger, LeavesYoungerOnesOutOfEverything) {
    LedgerOptions options{.olderThan = seconds(450), .samples = 5};
    const LeakLedger ledger = ledgerOf({leak(800, 1), leak(100, 2), ended(900, 500)}, options);
    EXPECT_EQ(ledger.entries.size(), 1U);
    EXPECT_EQ(ledger.groups.at(0).ended, 0U);
    EXPECT_EQ(ledger.countsOf(ledger.groups[0]), (std::vector<std::uint32_t>{1, 1, 1, 1, 1}));
}

TEST(LeakLedger, StopsWhenCancelled) {
    const LeakLedger ledger = ledgerOf({leak(800)}, {.isCancelled = [] { return true; }});
    EXPECT_FALSE(ledger.isWhole);
    EXPECT_TRUE(ledger.entries.empty());
}

TEST(OwedClose, TellsWhoOwesWhatToWhom) {
    ConnectionSpec spec = leak(90);
    spec.lastDataSecondsBeforeEnd = {95, 94};
    const OwedClose owed = owedCloseOf(spec);
    EXPECT_EQ(toText(owed.owner), "10.0.0.2:80");
    EXPECT_EQ(toText(owed.peer), "10.0.0.1:40000");
    EXPECT_EQ(owed.ownersBytes, 200U);
    EXPECT_EQ(owed.peersBytes, 100U);
    EXPECT_EQ(owed.since - owed.ownersLastData.value(), seconds(4));
    EXPECT_EQ(owed.since - owed.peersLastData.value(), seconds(5));
    EXPECT_EQ(owed.firstCloser, FirstCloser::Peer);
    EXPECT_EQ(owed.cause, OwedCause::NotClosed);
    EXPECT_EQ(owedSentence(owed),
              "10.0.0.2:80 got FIN from 10.0.0.1:40000 1 min 30 s before the end of the capture (packet 7) and was not "
              "closed: its kernel acknowledged the FIN, but its program never called close()");
}

TEST(OwedClose, CountsFromNowWhileTheCaptureGoesOn) {
    Snapshot snapshot = SnapshotBuilder().add(leak(90)).build();
    snapshot.load.finished = false;
    const LeakLedger ledger = synscope::ledgerOf(snapshot, {});
    OwedClose owed = synscope::owedCloseOf(snapshot, ledger, ledger.entries.at(0), {});
    EXPECT_EQ(owedSentence(owed), "10.0.0.2:80 got FIN from 10.0.0.1:40000 1 min 30 s ago (packet 7) and was not "
                                  "closed: its kernel acknowledged the FIN, but its program never called close()");
    EXPECT_EQ(owedSentence(owed, Language::Chinese),
              "10.0.0.2:80 在1 min 30 s前（分组 7）收到 10.0.0.1:40000 的 FIN，一直没有关闭：它的内核确认了 FIN，"
              "它的程序却没有调用 close()");
    owed.ageIsLowerBound = true;
    EXPECT_NE(owedSentence(owed).find("at least 1 min 30 s ago"), std::string::npos);
    snapshot.load.bytesTotal = 1000; // a file that is still being read
    EXPECT_FALSE(synscope::owedCloseOf(snapshot, ledger, ledger.entries.at(0), {}).isGoingOn);
}

TEST(OwedClose, KnowsAHalfCloseInUse) {
    ConnectionSpec spec = leak(90);
    spec.lastDataSecondsBeforeEnd = {-1, 59};
    EXPECT_EQ(owedCloseOf(spec).cause, OwedCause::StillSending);
    spec.lastDataSecondsBeforeEnd = {-1, 60}; // silent for a minute
    EXPECT_FALSE(owedCloseOf(spec).isInUse);
    spec = leak(30);
    spec.lastDataSecondsBeforeEnd = {-1, 29.9}; // was only on its way
    EXPECT_FALSE(owedCloseOf(spec).isInUse);
}

TEST(OwedClose, CallsNothingALeakBeforeItsTime) {
    const OwedClose owed = owedCloseOf(leak(59));
    EXPECT_EQ(owed.cause, OwedCause::Unknown);
    EXPECT_EQ(causeSentence(owed), "not yet for so long that it is a leak");
}

TEST(OwedClose, TakesFewConnectionsOfAClientForItsPool) {
    const auto client = [](std::uint16_t port) {
        return ConnectionSpec{.clientPort = port,
                              .clientState = State::CloseWait,
                              .serverState = State::FinWait2,
                              .moves = {move(1000, Side::Initiator, State::Established, State::CloseWait)},
                              .closedFirst = Side::Responder};
    };
    EXPECT_EQ(owedCloseOf(client(1)).cause, OwedCause::IdleInPool);
    SnapshotBuilder builder;
    for (std::uint16_t port = 0; port < 17; ++port)
        builder.add(client(port));
    const Snapshot snapshot = builder.build();
    const LeakLedger ledger = synscope::ledgerOf(snapshot, {});
    EXPECT_EQ(synscope::owedCloseOf(snapshot, ledger, ledger.entries[0], {}).cause, OwedCause::NotClosed);
}

TEST(OwedClose, SaysWhatPassedSince) {
    ConnectionSpec spec = leak(600);
    spec.keepAlives = {4, 5};
    EXPECT_EQ(owedCloseOf(spec).onlyKeepAlives, 0U); // before the FIN: nothing followed it
    spec.quietSeconds = 10;
    EXPECT_EQ(owedCloseOf(spec).onlyKeepAlives, 9U);
    EXPECT_NE(causeSentence(owedCloseOf(spec)).find("only keep-alives pass (9)"), std::string::npos);
}

TEST(OwedClose, BlamesNobodyWhosePeerDoesNotRead) {
    ConnectionSpec spec = leak(600);
    spec.windowsClosed = 2; // its own: that keeps nobody from closing
    EXPECT_EQ(owedCloseOf(spec).cause, OwedCause::NotClosed);
    spec.windowsClosed = 1; // the peer's
    EXPECT_EQ(owedCloseOf(spec).cause, OwedCause::StillSending);
    EXPECT_NE(causeSentence(owedCloseOf(spec)).find("its peer does not read"), std::string::npos);
    EXPECT_EQ(ledgerOf({spec}).groups.at(0).harmless(), 1U);
}

TEST(OwedClose, IsInTheWayOfAPeerThatConnectsAgainFromThatPort) {
    ConnectionSpec spec = leak(90);
    spec.incident = IncidentKind::ChallengedSyn;
    EXPECT_EQ(owedCloseOf(spec).cause, OwedCause::NotClosed) << "the owner itself connects";
    spec.incidentSide = Side::Initiator;
    EXPECT_EQ(owedCloseOf(spec).cause, OwedCause::PortCollision);
    EXPECT_EQ(causeSentence(owedCloseOf(spec)),
              "the peer opens a new connection from the same port, and this one is in its way");
}

TEST(OwedClose, MaySaySoWhereDataStillGoes) {
    ConnectionSpec spec = leak(90);
    spec.lastDataSecondsBeforeEnd = {-1, 59};
    EXPECT_EQ(causeSentence(owedCloseOf(spec)), "data still goes to the peer, a half-close in use and not a leak");
}

/// As the lines of `synscope-cli leaks` have them, of captures and of sockets alike.
TEST(OwedClose, CausesHaveNames) {
    EXPECT_EQ(toText(OwedCause::NotClosed), "not-closed");
    EXPECT_EQ(toText(OwedCause::UnreadData), "unread-data");
    EXPECT_EQ(toText(OwedCause::NeverAccepted), "never-accepted");
    EXPECT_EQ(toText(OwedCause::GhostDescriptor), "ghost-descriptor");
    EXPECT_EQ(toText(OwedCause::StillSending), "still-sending");
    EXPECT_EQ(toText(OwedCause::IdleInPool), "idle-in-pool");
    EXPECT_EQ(toText(OwedCause::PortCollision), "port-collision");
    EXPECT_EQ(toText(OwedCause::Unknown), "unknown");
}

TEST(OwedClose, KnowsOnlyALowerBoundWhereTheFinWasNotCaptured) {
    ConnectionSpec spec = leak(90);
    spec.moves = {move(90, Side::Responder, State::Unknown, State::CloseWait, Basis::Sent)};
    const OwedClose owed = owedCloseOf(spec);
    EXPECT_TRUE(owed.ageIsLowerBound);
    EXPECT_NE(owedSentence(owed).find("at least 1 min 30 s before the end"), std::string::npos);
}

TEST(OwedClose, DoesNotClaimThatAFinArrivedWithoutProof) {
    ConnectionSpec spec = leak(90);
    spec.moves[1].basis = Basis::Received;
    EXPECT_NE(causeSentence(owedCloseOf(spec)).find("no acknowledgement of the FIN was captured"), std::string::npos);
}

TEST(LeakLedger, KnowsOnlyALowerBoundOfWhatTheKernelToldOf) {
    ConnectionSpec spec;
    spec.serverState = State::CloseWait;
    spec.origin = Origin::SocketTable;
    spec.moves = {move(90, Side::Responder, State::Established, State::CloseWait, Basis::Kernel)};
    const Snapshot snapshot = SnapshotBuilder().add(spec).build();
    const LeakLedger ledger = ledgerOf(snapshot, {});
    ASSERT_EQ(ledger.entries.size(), 1U);
    const OwedClose owed = owedCloseOf(snapshot, ledger, ledger.entries[0], {});
    EXPECT_TRUE(owed.ageIsLowerBound);
    EXPECT_EQ(owed.fin, kNoPacket);
    EXPECT_EQ(owed.cause, OwedCause::NotClosed);
}

TEST(LeakLedger, EndsALeakWhoseSocketIsGoneAndNotByReset) {
    ConnectionSpec spec;
    spec.serverState = State::Closed;
    spec.moves = {move(300, Side::Responder, State::Unknown, State::CloseWait, Basis::Kernel),
                  move(100, Side::Responder, State::CloseWait, State::Closed, Basis::Kernel)};
    const LeakLedger ledger = ledgerOf(SnapshotBuilder().add(spec).build(), {});
    ASSERT_EQ(ledger.groups.size(), 1U);
    EXPECT_EQ(ledger.groups[0].owed, 0U);
    EXPECT_EQ(ledger.groups[0].ended, 1U);
    EXPECT_EQ(ledger.groups[0].endedByReset, 0U);
}

} // namespace
} // namespace synscope::test
