// SPDX-License-Identifier: Apache-2.0
//
// What holds for every diagram format, and the limits and escapes of each.
#include "core/export/diagram_formats.h"
#include "core/export/mermaid.h"
#include "core/export/plantuml.h"
#include "core/export/text_ladder.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <locale>
#include <sstream>

namespace synscope::test {
namespace {

std::string written(const DiagramFormat& format, const Detail& detail, Theme theme = Theme::Print) {
    std::ostringstream out;
    format.write(out, detail, {theme, {}});
    return out.str();
}

std::string mermaidOf(const Detail& detail) {
    std::ostringstream out;
    writeMermaid(out, *detail);
    return out.str();
}

/// Groups digits with commas and separates decimals with commas.
class CommaLocale : public std::numpunct<char> {
protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

/// A connection of `count` segments none of which folds.
Detail unfoldable(std::size_t count) {
    DetailBuilder b;
    b.handshake();
    for (std::size_t i = 0; i < count; ++i)
        b.wait(10us).send(kServer, "A", 1448).mark(Mark::OutOfOrder);
    return b.endAfter(1ms);
}

TEST(DiagramFormats, AreTheFourOfTheCommandLine) {
    std::vector<std::string_view> names;
    for (const DiagramFormat& format : diagramFormats())
        names.push_back(format.name);
    EXPECT_EQ(names, (std::vector<std::string_view>{"svg", "mermaid", "plantuml", "text"}));
}

TEST(DiagramFormats, GiveTheSameBytesTwice) {
    for (const DiagramFormat& format : diagramFormats())
        EXPECT_EQ(written(format, troubled()), written(format, troubled())) << format.name;
}

TEST(DiagramFormats, DoNotDependOnTheStreamsLocale) {
    for (const DiagramFormat& format : diagramFormats()) {
        std::ostringstream out;
        out.imbue(std::locale(out.getloc(), new CommaLocale));
        format.write(out, longRun(2'000), {});
        EXPECT_EQ(out.str(), written(format, longRun(2'000))) << format.name;
    }
}

TEST(DiagramFormats, NameTheLeakInEachOfThem) {
    for (const DiagramFormat& format : diagramFormats()) {
        const std::string text = written(format, leak());
        EXPECT_NE(text.find("CLOSE_WAIT for 6 min 58 s"), std::string::npos) << format.name;
        EXPECT_NE(text.find("FIN not seen"), std::string::npos) << format.name;
    }
}

TEST(DiagramFormats, HoldTheCardsTheyAreGiven) {
    const std::vector<LadderCard> cards{
        {1, false, kClient, "It begins", "The client asks; nobody knows anything yet."}};
    for (const DiagramFormat& format : diagramFormats()) {
        DiagramStyle style;
        style.cards = std::make_shared<const std::vector<LadderCard>>(cards);
        std::ostringstream out;
        format.write(out, leak(), style);
        EXPECT_NE(out.str().find("It begins"), std::string::npos) << format.name;
        EXPECT_NE(out.str().find("nobody knows anything yet."), std::string::npos) << format.name;
        EXPECT_EQ(written(format, leak()).find("It begins"), std::string::npos) << format.name;
    }
}

TEST(TextLadder, IndentsCardsBelowTheirSteps) {
    const std::vector<LadderCard> cards{{1, false, kClient, "It begins", "The client asks."}};
    std::ostringstream out;
    writeTextLadder(out, *leak(), std::make_shared<const std::vector<LadderCard>>(cards));
    EXPECT_NE(
        out.str().find("\n\n                          It begins\n                            The client asks.\n\n"),
        std::string::npos)
        << out.str();
}

TEST(DiagramFormats, SurviveAConnectionWithoutSegments) {
    for (const DiagramFormat& format : diagramFormats()) {
        DetailBuilder b;
        EXPECT_FALSE(written(format, b.endAfter(1s)).empty()) << format.name;
    }
}

TEST(Mermaid, StaysBelowItsLimitForAMillionSegments) {
    EXPECT_LT(mermaidOf(longRun(1'000'000)).size(), kMermaidLimit);
}

TEST(Mermaid, LeavesOutTheMiddleWhenNothingFoldsAndSaysSo) {
    const std::string text = mermaidOf(unfoldable(5'000));
    EXPECT_LT(text.size(), kMermaidLimit);
    EXPECT_GT(text.size(), kMermaidLimit / 2);
    EXPECT_NE(text.find("segments left out for length"), std::string::npos);
    EXPECT_NE(text.find("end of capture"), std::string::npos);
}

TEST(Mermaid, CountsEverySegmentAsShownOrLeftOut) {
    const std::string text = mermaidOf(unfoldable(5'000));
    std::istringstream lines(text);
    std::size_t shown = 0;
    std::size_t leftOut = 0;
    for (std::string line; std::getline(lines, line);) {
        shown += line.find("->>") != std::string::npos ? 1 : 0;
        if (const std::size_t at = line.find("⋮ "); at != std::string::npos && line.find("left out") != at) {
            std::string digits = line.substr(at, line.find(" segments") - at);
            digits.erase(std::remove_if(digits.begin(), digits.end(), [](char c) { return c < '0' || c > '9'; }),
                         digits.end());
            leftOut = std::stoul(digits);
        }
    }
    EXPECT_EQ(shown + leftOut, 5'003U);
}

TEST(Mermaid, HoldsNoBareSemicolonOrHash) {
    const std::string text = mermaidOf(reset());
    EXPECT_NE(text.find("EHLO #60;mail#62; #38; #34;more#34;#59; #35;1"), std::string::npos) << text;
}

TEST(Mermaid, EndsDiscardedSegmentsWithACross) {
    EXPECT_NE(mermaidOf(troubled()).find("B-xA: PSH + ACK (stale)"), std::string::npos);
}

TEST(Plantuml, DrawsRetransmissionsBroken) {
    std::ostringstream out;
    writePlantuml(out, *unanswered());
    EXPECT_NE(out.str().find("A --> B : SYN (retransmission)"), std::string::npos);
    EXPECT_EQ(out.str().rfind("@startuml\n", 0), 0U);
}

TEST(TextLadder, IsNeverWiderThanAHundredColumns) {
    for (const Detail& detail : {closedInFour(), leak(), troubled(), reset(), longRun(213), unfoldable(50)}) {
        std::stringstream out;
        writeTextLadder(out, *detail);
        for (std::string line; std::getline(out, line);) {
            const auto columns = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; });
            EXPECT_LE(columns, static_cast<std::ptrdiff_t>(kTextLadderColumns)) << line;
        }
    }
}

} // namespace
} // namespace synscope::test
