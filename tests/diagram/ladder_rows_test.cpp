// SPDX-License-Identifier: Apache-2.0
//
// Which rows a conversation gets: rows are printed as lines and lines compared.
#include "core/diagram/ladder_rows.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

namespace synscope::test {
namespace {

std::string_view kindName(LadderRowKind kind) {
    switch (kind) {
    case LadderRowKind::Segment:
        return "segment";
    case LadderRowKind::FoldedRun:
        return "run";
    case LadderRowKind::Gap:
        return "gap";
    case LadderRowKind::Note:
        return "note";
    case LadderRowKind::Missing:
        return "missing";
    case LadderRowKind::Remark:
        return "remark";
    }
    return "";
}

/// A line a row; segments by position, the others with their text.
std::string rowsOf(const Detail& detail, const LadderOptions& options = {}) {
    std::string text;
    for (const LadderRow& row : planLadder(*detail, options).rows) {
        const bool segment = row.kind == LadderRowKind::Segment;
        text += std::string(kindName(row.kind)) + ' ' + (segment ? std::to_string(row.firstSegment) : *row.text) + '\n';
    }
    return text;
}

TEST(LadderRows, RemarkBelowTheSegmentOnWhatHappenedBesides) {
    EXPECT_NE(rowsOf(undecided())
                  .find("segment 5\nremark the server drops the RST of the client: its number is outside the window"),
              std::string::npos)
        << rowsOf(undecided());
}

TEST(LadderRows, OfAFourWayCloseMeasureTheProgramsTime) {
    EXPECT_EQ(rowsOf(closedInFour()), "segment 0\nsegment 1\nsegment 2\n"
                                      "note opened in 21.4 ms: both sides can send and hear\n"
                                      "segment 3\nsegment 4\nsegment 5\nsegment 6\nsegment 7\n"
                                      "gap ⋮ 1.189 s, the program's time\n"
                                      "segment 8\nsegment 9\n"
                                      "note 59.98 s left of 2MSL at the end of the capture\n");
}

LadderOptions withCards(std::vector<LadderCard> cards) {
    LadderOptions options;
    options.cards = std::make_shared<const std::vector<LadderCard>>(std::move(cards));
    return options;
}

TEST(LadderRows, HoldCardsInThePlaceOfTheNotesOfTheirSteps) {
    const LadderOptions options = withCards({{0, false, kClient, "captured here", "words"},
                                             {1, false, kClient, "SYN", "words"},
                                             {3, false, kServer, "open", "words"},
                                             {3, false, kServer, "agreed", "words"},
                                             {0, true, kClient, "at the end", "words"}});
    EXPECT_EQ(rowsOf(closedInFour(), options), "note captured here\n"
                                               "segment 0\nnote SYN\nsegment 1\nsegment 2\n"
                                               "note open\nnote agreed\n"
                                               "segment 3\nsegment 4\nsegment 5\nsegment 6\nsegment 7\n"
                                               "gap ⋮ 1.189 s, the program's time\n"
                                               "segment 8\nsegment 9\n"
                                               "note at the end\n");
}

TEST(LadderRows, KeepTheAlarmOfALeakBesideACard) {
    const std::string rows = rowsOf(leak(), withCards({{0, true, kServer, "look for close()", "words"}}));
    EXPECT_NE(rows.find("note CLOSE_WAIT for 6 min 58 s"), std::string::npos) << rows;
    EXPECT_NE(rows.find("missing FIN not seen\nnote look for close()\n"), std::string::npos) << rows;
}

TEST(LadderRows, FoldNoSegmentThatACardIsAbout) {
    const std::string rows = rowsOf(longRun(213), withCards({{100, false, kServer, "here", "words"}}));
    EXPECT_NE(rows.find("segment 99\nnote here\n"), std::string::npos) << rows;
}

TEST(LadderRows, OfALeakEndWithTheFinThatWasNotSeen) {
    EXPECT_EQ(rowsOf(leak()), "segment 0\nsegment 1\nsegment 2\n"
                              "note opened in 21.4 ms: both sides can send and hear\n"
                              "segment 3\nsegment 4\nsegment 5\nsegment 6\n"
                              "note CLOSE_WAIT for 6 min 58 s\n"
                              "missing FIN not seen\n");
}

TEST(LadderRows, SayWhoOwesTheClose) {
    const LadderPlan plan = planLadder(*leak(), {});
    EXPECT_EQ(plan.notes.back().body,
              "the client closed; the kernel answered ACK; FIN waits for the server's program to call close().");
    EXPECT_EQ(plan.notes.back().figure, "nothing sent since 22:13:20.051");
    EXPECT_EQ(plan.rows.back().side, kServer);
}

TEST(LadderRows, OfARefusalNameThePort) {
    EXPECT_EQ(rowsOf(refused()), "segment 0\nsegment 1\nnote refused: nobody listens on port 80\n");
}

TEST(LadderRows, OfAResetSayWhoResets) {
    EXPECT_EQ(rowsOf(reset()), "segment 0\nsegment 1\nsegment 2\n"
                               "note opened in 21.4 ms: both sides can send and hear\n"
                               "segment 3\nsegment 4\nnote reset by the server\n");
}

TEST(LadderRows, OfAnUnansweredSynCountTheTries) {
    EXPECT_EQ(rowsOf(unanswered()), "segment 0\nsegment 1\nsegment 2\nsegment 3\nnote no answer to 4 SYNs in 10 s\n");
}

TEST(LadderRows, ShowWhatTheCaptureMissed) {
    const std::string rows = rowsOf(troubled());
    EXPECT_NE(rows.find("missing 1 448 B not captured\nsegment 6\n"), std::string::npos) << rows;
    EXPECT_NE(rows.find("missing acked, not captured\nsegment 15\n"), std::string::npos) << rows;
}

TEST(LadderRows, FoldALongRunAfterItsFirstTwoSegments) {
    EXPECT_EQ(rowsOf(longRun(213)), "segment 0\nsegment 1\nsegment 2\n"
                                    "note opened in 21.4 ms: both sides can send and hear\n"
                                    "segment 3\nsegment 4\n"
                                    "run ⋮ 212 segments in 2.53 ms\n204 kB from the server\n"
                                    "segment 217\nsegment 218\nsegment 219\n"
                                    "note 60 s left of 2MSL at the end of the capture\n");
}

TEST(LadderRows, DrawAShortRunWhole) {
    EXPECT_EQ(rowsOf(longRun(7)).find("run"), std::string::npos);
    EXPECT_NE(rowsOf(longRun(8)).find("run"), std::string::npos);
}

TEST(LadderRows, DoNotFoldWhenToldNotTo) {
    LadderOptions options;
    options.foldRuns = false;
    EXPECT_EQ(rowsOf(longRun(213), options).find("run"), std::string::npos);
}

TEST(LadderRows, CutARunWhereTheConnectionFallsSilent) {
    DetailBuilder b;
    b.handshake();
    for (int i = 0; i < 20; ++i)
        b.wait(i == 10 ? 5s : 1ms).send(kClient, "PA", 100);
    const std::string rows = rowsOf(b.endAfter(1ms));
    EXPECT_NE(rows.find("run ⋮ 8 segments in 7 ms\n800 B from the client\ngap ⋮ 5 s quiet\nsegment 13\n"),
              std::string::npos)
        << rows;
}

TEST(LadderRows, FoldKeepAlivesThroughTheirSilence) {
    DetailBuilder b;
    b.handshake();
    for (int i = 0; i < 200; ++i)
        b.wait(75s).send(kClient, "A").mark(Mark::KeepAlive).wait(1ms).send(kServer, "A").mark(Mark::KeepAliveAck);
    const std::string rows = rowsOf(b.endAfter(1ms));
    EXPECT_NE(rows.find("run ⋮ 398 segments in 4 h 7 min\nkeep-alives and their answers\n"), std::string::npos) << rows;
}

TEST(LadderRows, SayHowManySegmentsLieBeyondTheLimit) {
    DetailBuilder b;
    b.handshake().omitted(1'204);
    EXPECT_NE(rowsOf(b.endAfter(1ms)).find("gap ⋮ 1 204 segments more, beyond the limit\n"), std::string::npos);
}

TEST(LadderRows, WithoutNotesStillShowTheMissingFin) {
    LadderOptions options;
    options.showNotes = false;
    const std::string rows = rowsOf(leak(), options);
    EXPECT_EQ(rows.find("note"), std::string::npos);
    EXPECT_NE(rows.find("missing FIN not seen"), std::string::npos);
}

TEST(LadderRows, OfAMillionSegmentsStayFew) {
    EXPECT_LT(planLadder(*longRun(1'000'000), {}).rows.size(), 20U);
}

TEST(ConversationFacts, KnowASimultaneousClose) {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kClient, "FA").wait(1us);
    b.send(kServer, "FA");
    const Detail detail = b.endAfter(1ms);
    EXPECT_FALSE(factsOf(*detail).closedTogether) << "the second FIN acknowledges the first";
    auto crossed = *detail;
    crossed.segments.back().ack = crossed.segments.back().ack - 1U;
    EXPECT_TRUE(factsOf(crossed).closedTogether);
}

TEST(ConversationFacts, IgnoreStaleFins) {
    DetailBuilder b;
    b.handshake();
    b.wait(1ms).send(kServer, "FA").mark(Mark::Stale);
    EXPECT_FALSE(factsOf(*b.endAfter(1ms)).closedFirst.has_value());
}

TEST(Summary, SaysHowAConnectionLived) {
    const auto summary = [](const Detail& detail) { return summaryText(*detail, factsOf(*detail)); };
    EXPECT_EQ(summary(closedInFour()), "opened and closed in 1.262 s · client closed first · 10 segments");
    EXPECT_EQ(summary(leak()), "half-closed for 6 min 58 s · client closed first · 7 segments");
    EXPECT_EQ(summary(refused()), "refused after 300 µs · 2 segments");
    EXPECT_EQ(summary(reset()), "opened and reset in 24.4 ms · 5 segments");
    EXPECT_EQ(summary(unanswered()), "not answered in 10 s · 4 segments");
    EXPECT_EQ(summary(midstream()), "seen for 5.001 s · 2 segments");
}

TEST(Summary, DoesNotCallAnAnsweredConnectionUnanswered) {
    DetailBuilder b; // the server's packets were not captured
    b.send(kClient, "S").becomes(kClient, State::SynSent).becomes(kServer, State::SynReceived);
    b.wait(1ms).send(kClient, "A").becomes(kClient, State::Established).becomes(kServer, State::Established);
    const Detail detail = b.endAfter(1s);
    EXPECT_EQ(summaryText(*detail, factsOf(*detail)), "open for 1.001 s · 2 segments");
}

} // namespace
} // namespace synscope::test
