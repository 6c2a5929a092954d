// SPDX-License-Identifier: Apache-2.0
//
// The looks of segments: each with a sign besides its colour, and a legend of those in use.
#include "core/diagram/ladder_layout.h"
#include "core/diagram/ladder_show.h"
#include "core/diagram/ladder_text.h"
#include "core/diagram/segment_look.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace synscope::test {
namespace {

DetailSegment marked(std::initializer_list<Mark> marks) {
    DetailSegment segment;
    for (const Mark mark : marks)
        segment.marks.add(mark);
    return segment;
}

std::vector<std::string> textsOf(const Picture& picture) {
    std::vector<std::string> texts;
    for (const Shape& shape : picture.shapes) {
        if (const auto* text = std::get_if<TextShape>(&shape))
            texts.push_back(text->text);
    }
    return texts;
}

bool holds(const Picture& picture, std::string_view words) {
    const std::vector<std::string> texts = textsOf(picture);
    return std::find(texts.begin(), texts.end(), words) != texts.end();
}

TEST(SegmentLook, DiffersWithoutColour) {
    std::set<std::tuple<int, double, bool, bool, std::string>> seen;
    for (const LookStyle& style : lookStyles())
        EXPECT_TRUE(seen.emplace(static_cast<int>(style.dash), style.width, style.isOpenHead, style.cross,
                                 std::string(style.sign))
                        .second)
            << style.name;
}

TEST(SegmentLook, StandsInItsPlaceOfTheTable) {
    for (const LookStyle& style : lookStyles())
        EXPECT_EQ(styleOf(style.look).name, style.name);
}

TEST(SegmentLook, TellsWhatMattersMost) {
    EXPECT_EQ(lookOf(marked({Mark::Stale, Mark::Retransmission})), Look::Stale);
    EXPECT_EQ(lookOf(marked({Mark::Retransmission, Mark::OutOfOrder})), Look::Retransmission);
    EXPECT_EQ(lookOf(marked({Mark::ZeroWindow, Mark::DuplicateAck})), Look::ZeroWindow);
    EXPECT_EQ(lookOf(marked({})), Look::Plain);
}

TEST(SegmentLook, KeepsTheColourOfAResetThatWasDiscarded) {
    DetailSegment segment = marked({Mark::Discarded});
    segment.flags.bits |= static_cast<std::uint16_t>(TcpFlag::Rst);
    EXPECT_EQ(styleOf(segment).ink, Ink::Reset);
    EXPECT_TRUE(styleOf(segment).cross);
}

TEST(Legend, ListsWhatIsInUseAndNothingElse) {
    LadderOptions options;
    options.width = 800;
    const Picture picture = paintLadder(layoutLadder(troubled(), options));
    for (const auto* name : {"retransmission", "out of order", "window 0", "keep-alive", "window probe",
                             "stale, of before", "must exist, not captured", "duplicate ACK", "challenge ACK"})
        EXPECT_TRUE(holds(picture, name)) << name;
    EXPECT_FALSE(holds(picture, "captured twice"));
}

TEST(Legend, IsNotThereWhereAllIsPlainOrNobodyWantsIt) {
    EXPECT_TRUE(layoutLadder(closedInFour(), {}).looks.empty());
    LadderOptions options;
    const double with = layoutLadder(troubled(), options).height;
    options.showLegend = false;
    EXPECT_LT(layoutLadder(troubled(), options).height, with);
}

TEST(SegmentExtras, TellWhatIsAskedFor) {
    DetailSegment segment;
    segment.flags.bits = static_cast<std::uint16_t>(TcpFlag::Ack);
    segment.ack = SeqNum(5'001);
    segment.relativeAck = 1;
    segment.window = 64'240;
    TcpOptions sent;
    sent.sackCount = 1;
    sent.sack[0] = {SeqNum(6'449), SeqNum(7'897)};
    sent.hasTimestamps = true;
    sent.tsValue = 17;
    sent.tsEcho = 4;
    segment.setOptions(sent);
    LadderOptions options;
    EXPECT_EQ(segmentExtras(segment, options), "");
    EXPECT_EQ(applyLadderWords(options, "window,sack,options"), "");
    EXPECT_EQ(segmentExtras(segment, options), "win 64 240 · sack 1449-2897 · ts 17/4");
    options.relativeNumbers = false;
    options.extras = {false, true, false};
    EXPECT_EQ(segmentExtras(segment, options), "sack 6449-7897");
}

TEST(SegmentExtras, StandBelowTheirArrows) {
    LadderOptions options;
    options.extras.window = true;
    options.width = 800;
    const LadderLayout layout = layoutLadder(closedInFour(), options);
    EXPECT_TRUE(holds(paintLadder(layout), "win 64 240"));
    EXPECT_GT(layout.height, layoutLadder(closedInFour(), {}).height);
}

TEST(LadderWords, AreRefusedWhereTheyAreNone) {
    LadderOptions options;
    EXPECT_EQ(applyLadderWords(options, "window,wndow"), "wndow");
    EXPECT_TRUE(options.extras.window);
    EXPECT_EQ(applyLadderWords(options, "idle,level,all,no-legend"), "");
    EXPECT_FALSE(options.compressGaps || options.slant || options.foldRuns || options.showLegend);
}

TEST(LadderTime, IsReadFromItsName) {
    EXPECT_EQ(ladderTimeFromText("rows"), LadderTime::Rows);
    EXPECT_EQ(ladderTimeFromText("true"), LadderTime::True);
    EXPECT_FALSE(ladderTimeFromText("True"));
}

TEST(LadderEnd, DoesNotClaimTheEndWhereOnlyPartIsShown) {
    auto part = std::make_shared<ConnectionDetail>(*closedInFour());
    part->isPartial = true;
    EXPECT_EQ(endText(*part).find("end of capture"), std::string::npos);
    for (const std::string& text : textsOf(paintLadder(layoutLadder(part, {}))))
        EXPECT_EQ(text.find("end of"), std::string::npos) << text;
}

TEST(LadderFacts, CountNoWaitForALostSynAsTimeOfThePath) {
    DetailBuilder b;
    b.send(kClient, "S").becomes(kClient, State::SynSent);
    b.wait(1s).send(kClient, "S").atSequence(0).mark(Mark::Retransmission);
    b.wait(10ms).send(kServer, "SA").becomes(kServer, State::SynReceived).becomes(kClient, State::Established);
    b.wait(1ms).send(kClient, "A").becomes(kServer, State::Established);
    for (int i = 0; i < 10; ++i)
        b.wait(1ms).send(kClient, "PA", 10);
    b.wait(400ms).send(kClient, "PA", 10);
    const LadderLayout layout = layoutLadder(b.endAfter(0s), {});
    EXPECT_TRUE(std::any_of(layout.rows.begin(), layout.rows.end(), [](const LadderRow& row) {
        return row.kind == LadderRowKind::Gap && row.text->find("400 ms") != std::string::npos;
    }));
}

} // namespace
} // namespace synscope::test
