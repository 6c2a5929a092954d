// SPDX-License-Identifier: Apache-2.0
//
// What the painted picture holds: everything inside, labels between the lifelines, only what is visible.
#include "core/diagram/ladder_layout.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace synscope::test {
namespace {

template <typename T>
std::vector<T> shapesOf(const Picture& picture) {
    std::vector<T> found;
    for (const Shape& shape : picture.shapes) {
        if (const auto* s = std::get_if<T>(&shape))
            found.push_back(*s);
    }
    return found;
}

double leftOf(const TextShape& text) {
    const double width = estimateTextWidth(text.text, text.face, text.size);
    switch (text.anchor) {
    case Anchor::Start:
        return text.at.x;
    case Anchor::Middle:
        return text.at.x - width / 2;
    case Anchor::End:
        return text.at.x - width;
    }
    return text.at.x;
}

double rightOf(const TextShape& text) {
    return leftOf(text) + estimateTextWidth(text.text, text.face, text.size);
}

std::optional<TextShape> textOf(const Picture& picture, std::string_view words) {
    for (const TextShape& text : shapesOf<TextShape>(picture)) {
        if (text.text == words)
            return text;
    }
    return std::nullopt;
}

struct Case {
    Detail (*make)();
    double width;
};

class EveryPicture : public testing::TestWithParam<Case> {
protected:
    LadderLayout layout() const {
        LadderOptions options;
        options.width = GetParam().width;
        options.showLegend = false; // its arrows stand elsewhere
        options.showHeading = options.showParameters = GetParam().width > 600;
        return layoutLadder(GetParam().make(), options);
    }
};

TEST_P(EveryPicture, KeepsArrowsBetweenTheLifelines) {
    const LadderLayout laid = layout();
    for (const LineShape& line : shapesOf<LineShape>(paintLadder(laid))) {
        for (const Point end : {line.from, line.to}) {
            EXPECT_GT(end.x, laid.lifelineX[0]);
            EXPECT_LT(end.x, laid.lifelineX[1]);
        }
        EXPECT_GE(line.to.y, line.from.y) << "time goes downwards";
    }
}

TEST_P(EveryPicture, KeepsTurnedLabelsBetweenTheLifelines) {
    const LadderLayout laid = layout();
    for (const TextShape& text : shapesOf<TextShape>(paintLadder(laid))) {
        if (text.degrees == 0)
            continue;
        EXPECT_GT(leftOf(text), laid.lifelineX[0]) << text.text;
        EXPECT_LT(rightOf(text), laid.lifelineX[1]) << text.text;
    }
}

TEST_P(EveryPicture, KeepsAllTextInside) {
    const Picture picture = paintLadder(layout());
    for (const TextShape& text : shapesOf<TextShape>(picture)) {
        EXPECT_GE(leftOf(text), 0) << text.text;
        EXPECT_LE(rightOf(text), picture.width) << text.text;
        EXPECT_GE(text.at.y, 0) << text.text;
        EXPECT_LE(text.at.y, picture.height) << text.text;
    }
}

TEST_P(EveryPicture, KeepsStateNamesApart) {
    const LadderLayout laid = layout();
    std::array<double, 2> lastY{-100, -100};
    for (const TextShape& text : shapesOf<TextShape>(paintLadder(laid))) {
        const bool stateName = text.face == Face::WordsBold && text.size == 10.5 && !text.struck;
        if (!stateName)
            continue;
        double& last = lastY[text.anchor == Anchor::End ? 0 : 1];
        EXPECT_GE(text.at.y - last, 12) << text.text;
        last = text.at.y;
    }
}

TEST_P(EveryPicture, IsTheSameTwice) {
    const Picture first = paintLadder(layout());
    const Picture second = paintLadder(layout());
    ASSERT_EQ(first.shapes.size(), second.shapes.size());
    EXPECT_EQ(first.description, second.description);
    EXPECT_EQ(first.height, second.height);
}

INSTANTIATE_TEST_SUITE_P(Ladder, EveryPicture,
                         testing::Values(Case{closedInFour, 460}, Case{closedInFour, 800}, Case{closedInThree, 460},
                                         Case{leak, 300}, Case{leak, 800}, Case{refused, 460}, Case{reset, 460},
                                         Case{unanswered, 460}, Case{troubled, 460}, Case{troubled, 800},
                                         Case{midstream, 460}, Case{finLost, 300}, Case{finLost, 800},
                                         Case{undecided, 300}, Case{undecided, 460}, Case{undecided, 800}));

TEST(PaintLadder, OfAStretchReturnsOnlyWhatIsThere) {
    LadderOptions options;
    options.foldRuns = false;
    const LadderLayout layout = layoutLadder(longRun(20'000), options);
    const double top = layout.height / 2;
    const Picture picture = paintLadder(layout, top, top + 600);
    for (const LineShape& line : shapesOf<LineShape>(picture)) {
        EXPECT_GT(line.to.y, top - 50);
        EXPECT_LT(line.from.y, top + 650);
    }
    for (const BoxShape& box : shapesOf<BoxShape>(picture)) {
        EXPECT_GE(box.rect.y, top - 50);
        EXPECT_LE(box.rect.bottom(), top + 650);
    }
    EXPECT_FALSE(shapesOf<LineShape>(picture).empty());
}

TEST(PaintLadder, OfAStretchCostsWhatIsVisibleAndNotWhatExists) {
    LadderOptions options;
    options.foldRuns = false;
    const LadderLayout shortOne = layoutLadder(longRun(100), options);
    const LadderLayout longOne = layoutLadder(longRun(100'000), options);
    const auto shapesIn = [](const LadderLayout& layout) {
        const double top = layout.height / 2;
        return paintLadder(layout, top, top + 600).shapes.size();
    };
    EXPECT_LE(shapesIn(longOne), shapesIn(shortOne) + 8);
}

TEST(PaintLadder, OfAdjacentStretchesShowsEveryArrow) {
    const LadderLayout layout = layoutLadder(closedInFour(), {});
    const double middle = layout.height / 2;
    const auto upper = shapesOf<LineShape>(paintLadder(layout, 0, middle));
    const auto lower = shapesOf<LineShape>(paintLadder(layout, middle, layout.height));
    EXPECT_GE(upper.size() + lower.size(), 10U);
    EXPECT_LE(upper.size() + lower.size(), 11U);
}

TEST(PaintLadder, HighlightsTheSelectedRowOnly) {
    const LadderLayout layout = layoutLadder(closedInFour(), {});
    const auto plain = shapesOf<BoxShape>(paintLadder(layout, 0, layout.height));
    const auto selected = shapesOf<BoxShape>(paintLadder(layout, 0, layout.height, 4));
    ASSERT_EQ(selected.size(), plain.size() + 1);
    EXPECT_EQ(selected.front().fill.ink, Ink::AccentSurface);
    EXPECT_NEAR(selected.front().rect.y, layout.rows[4].y, 3);
}

TEST(PaintLadder, DrawsTheMissingFinInTheColourOfTheLeak) {
    LadderOptions options;
    options.showLegend = false;
    const auto lines = shapesOf<LineShape>(paintLadder(layoutLadder(leak(), options)));
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines.back().brush.ink, Ink::Attention);
    EXPECT_EQ(lines.back().dash, Dash::Dashed);
    EXPECT_LT(lines.back().to.x, lines.back().from.x) << "the server owes it";
}

TEST(PaintLadder, GivesEveryAnomalyASecondSign) {
    LadderOptions options;
    options.width = 800;
    const LadderLayout layout = layoutLadder(troubled(), options);
    const Picture picture = paintLadder(layout);
    for (const auto* words : {"retransmission", "out of order", "dup ACK", "window 0", "keep-alive", "stale"})
        EXPECT_TRUE(textOf(picture, words).has_value()) << words;
    const auto lines = shapesOf<LineShape>(picture);
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const LineShape& line) { return line.cross; }));
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const LineShape& l) { return l.dash == Dash::Dotted; }));
}

TEST(PaintLadder, HatchesTheUnknownState) {
    const auto boxes = shapesOf<BoxShape>(paintLadder(layoutLadder(midstream(), {})));
    EXPECT_TRUE(boxes.at(0).hatched);
    EXPECT_FALSE(boxes.at(1).hatched);
}

TEST(PaintLadder, OutlinesWhatIsNotSureAndHatchesWhatIsNotDecided) {
    const auto boxes = shapesOf<BoxShape>(paintLadder(layoutLadder(undecided(), {})));
    const auto find = [&](std::string_view begin) {
        return std::find_if(boxes.begin(), boxes.end(), [&](const BoxShape& b) { return b.tip.rfind(begin, 0) == 0; });
    };
    const auto open = find("ESTABLISHED or CLOSE_WAIT: the packets captured do not decide");
    ASSERT_NE(open, boxes.end());
    EXPECT_TRUE(open->hatched);
    EXPECT_EQ(open->hatch.ink, Ink::State);
    const auto sure = find("ESTABLISHED, ");
    ASSERT_NE(sure, boxes.end());
    EXPECT_FALSE(sure->hatched || sure->bordered);

    const auto ends = shapesOf<BoxShape>(paintLadder(layoutLadder(closedInFour(), {})));
    const auto taken = std::find_if(ends.begin(), ends.end(), [](const BoxShape& b) { return b.bordered; });
    ASSERT_NE(taken, ends.end());
    EXPECT_EQ(taken->tip.rfind("CLOSED, ", 0), 0U);
    EXPECT_EQ(taken->borderDash, Dash::Dashed);
    EXPECT_FALSE(taken->hatched);
}

TEST(PaintLadder, NamesEveryPossibleStateBesideItsBand) {
    LadderOptions options;
    options.width = 800;
    const Picture picture = paintLadder(layoutLadder(undecided(), options));
    for (const auto* words : {"ESTABLISHED?", "or CLOSE_WAIT", "or CLOSED", "or FIN_WAIT_1", "or FIN_WAIT_2"})
        EXPECT_TRUE(textOf(picture, words).has_value()) << words;
}

TEST(PaintLadder, StrikesOutWhatWasBelievedInVain) {
    LadderOptions options;
    options.width = 800;
    const Picture picture = paintLadder(layoutLadder(finLost(), options));
    const auto texts = shapesOf<TextShape>(picture);
    const auto struck = std::find_if(texts.begin(), texts.end(), [](const TextShape& t) { return t.struck; });
    ASSERT_NE(struck, texts.end());
    EXPECT_EQ(struck->text, "CLOSE_WAIT");
    EXPECT_TRUE(textOf(picture, "believed until packet 7").has_value());
}

TEST(PaintLadder, ExplainsItsSignsOnPaperOnly) {
    LadderOptions options;
    EXPECT_FALSE(
        textOf(paintLadder(layoutLadder(undecided(), options)), "STATE? or STATE: the packets captured do not decide"));
    options.showHeading = true;
    EXPECT_TRUE(
        textOf(paintLadder(layoutLadder(undecided(), options)), "STATE? or STATE: the packets captured do not decide"));
}

TEST(PaintLadder, PutsTimesBesideTheLeftLifeline) {
    const LadderLayout layout = layoutLadder(closedInFour(), {});
    const auto time = textOf(paintLadder(layout), "0.021 340");
    ASSERT_TRUE(time.has_value());
    EXPECT_EQ(time->anchor, Anchor::End);
    LadderOptions options;
    options.showTimes = false;
    EXPECT_FALSE(textOf(paintLadder(layoutLadder(closedInFour(), options)), "0.021 340").has_value());
}

TEST(PaintLadder, ElidesLongAddressesAndKeepsThemApart) {
    DetailBuilder b;
    const SocketAddress client{*parseIpAddress("2001:db8:1111:2222:3333:4444:5555:6666"), 51812};
    const SocketAddress server{*parseIpAddress("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff"), 443};
    b.addresses(client, server).handshake();
    const LadderLayout layout = layoutLadder(b.endAfter(1ms), {});
    std::vector<TextShape> names;
    for (const TextShape& text : shapesOf<TextShape>(paintLadder(layout))) {
        if (text.face == Face::NumbersBold)
            names.push_back(text);
    }
    ASSERT_EQ(names.size(), 2U);
    EXPECT_GE(leftOf(names[0]), 0);
    EXPECT_LT(rightOf(names[0]), leftOf(names[1]));
    EXPECT_LE(rightOf(names[1]), layout.width);
}

TEST(PaintLadder, ShowsWhatTheHandshakeAgreed) {
    LadderOptions options;
    options.showParameters = options.showHeading = true;
    options.width = 800;
    const Picture picture = paintLadder(layoutLadder(closedInFour(), options));
    for (const auto* words : {"What the handshake agreed", "2 914 220 117", "× 128", "yes / yes", "no / no"})
        EXPECT_TRUE(textOf(picture, words).has_value()) << words;
    EXPECT_TRUE(textOf(picture, "192.0.2.10:51812 → 198.51.100.7:80").has_value());
}

} // namespace
} // namespace synscope::test
