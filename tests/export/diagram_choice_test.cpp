// SPDX-License-Identifier: Apache-2.0
//
// What of a connection goes into a file: a stretch of it, stand-ins for its addresses, its steps told.
#include "core/export/anonymised_detail.h"
#include "core/export/diagram_choice.h"
#include "core/export/diagram_formats.h"
#include "core/store/detail_part.h"
#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

namespace synscope {
namespace {

using test::closedInFour;
using test::leak;

std::string written(std::string_view format, const ChosenDiagram& chosen) {
    std::ostringstream out;
    for (const DiagramFormat& one : diagramFormats()) {
        if (one.name == format)
            one.write(out, chosen.detail, DiagramStyle{.cards = chosen.cards});
    }
    return std::move(out).str();
}

ChosenDiagram chosen(const test::Detail& detail, const DiagramChoice& choice) {
    AnonymisedAddresses addresses;
    return chooseDiagram(*detail, choice, addresses).value();
}

TEST(SegmentRange, IsReadAsPeopleWriteIt) {
    const auto range = [](std::string_view text) {
        const Result<SegmentRange> parsed = parseSegmentRange(text);
        return parsed ? std::pair(parsed.value().first, parsed.value().last)
                      : std::pair<std::size_t, std::size_t>{9, 9};
    };
    constexpr auto kEnd = std::numeric_limits<std::size_t>::max();
    EXPECT_EQ(range("10-20"), std::pair(std::size_t{9}, std::size_t{19}));
    EXPECT_EQ(range("7"), std::pair(std::size_t{6}, std::size_t{6}));
    EXPECT_EQ(range("10-"), std::pair(std::size_t{9}, kEnd));
    EXPECT_EQ(range("-20"), std::pair(std::size_t{0}, std::size_t{19}));
}

TEST(SegmentRange, RefusesWhatIsNone) {
    for (const char* text : {"", "-", "0", "0-3", "5-4", "a-b", "1-2-3", "1 - 2", "99999999999999999999"})
        EXPECT_FALSE(parseSegmentRange(text)) << text;
}

TEST(DetailPart, BeginsInTheStatesOfBefore) {
    const test::Detail whole = closedInFour();
    const ConnectionDetail part = detailPart(*whole, 3, 7); // data, and the first half of the close
    EXPECT_EQ(part.segments.size(), 5U);
    EXPECT_EQ(part.initialState, whole->segments[2].stateAfter);
    EXPECT_EQ(part.endpoint[0].state, whole->segments[7].stateAfter[0]);
    EXPECT_EQ(part.captureBegin, whole->segments[3].time);
    EXPECT_EQ(part.captureEnd, whole->segments[7].time);
    for (const DetailTransition& transition : part.transitions) {
        EXPECT_GE(transition.packet, whole->segments[3].packet);
        EXPECT_LE(transition.packet, whole->segments[7].packet);
    }
    ASSERT_TRUE(part.part);
    EXPECT_EQ(part.part->of, whole->segments.size());
}

TEST(DetailPart, OfEverythingIsTheWhole) {
    EXPECT_FALSE(detailPart(*leak(), 0, 1'000).part);
    EXPECT_EQ(detailPart(*leak(), 0, 1'000).captureEnd, leak()->captureEnd);
}

TEST(DetailPart, IsKeptWithinTheSegments) {
    EXPECT_EQ(detailPart(*leak(), 1'000, 2'000).segments.size(), 1U);
    EXPECT_TRUE(detailPart(ConnectionDetail{}, 3, 4).segments.empty());
}

TEST(DetailPart, CountsWhatItShows) {
    const ConnectionDetail part = detailPart(*closedInFour(), 3, 4);
    EXPECT_EQ(part.endpoint[0].bytes, 312U);
    EXPECT_EQ(part.endpoint[1].bytes, 1204U);
    EXPECT_EQ(part.endpoint[0].segments + part.endpoint[1].segments, 2U);
}

TEST(DiagramChoice, SaysWhatIsLeftOutAndClaimsNothingAboutIt) {
    const std::string text = written("text", chosen(leak(), {.segments = {3, 4}}));
    EXPECT_NE(text.find("3 segments before"), std::string::npos) << text;
    EXPECT_NE(text.find("2 segments after"), std::string::npos) << text;
    EXPECT_EQ(text.find("FIN not seen"), std::string::npos) << text;
    EXPECT_NE(written("svg", chosen(leak(), {.segments = {3, 4}})).find("only segments 4 to 5 of 7"),
              std::string::npos);
}

TEST(DiagramChoice, RefusesSegmentsThatAreNotThere) {
    AnonymisedAddresses addresses;
    const auto none = chooseDiagram(*leak(), {.segments = {7, 9}}, addresses);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message, "the connection has no segment 8: it has 7, counted from 1");
}

TEST(DiagramChoice, TellsTheStepsOfThePartAtTheirPlaces) {
    const ChosenDiagram whole = chosen(closedInFour(), {.explains = true});
    const ChosenDiagram part = chosen(closedInFour(), {.segments = {0, 2}, .explains = true});
    ASSERT_TRUE(part.cards);
    EXPECT_LT(part.cards->size(), whole.cards->size());
    EXPECT_FALSE(part.cards->empty());
    EXPECT_TRUE(std::all_of(part.cards->begin(), part.cards->end(),
                            [](const LadderCard& card) { return !card.isAtEnd && card.next <= 3; }));
    const ChosenDiagram later = chosen(closedInFour(), {.segments = {6, 9}, .explains = true});
    EXPECT_TRUE(std::all_of(later.cards->begin(), later.cards->end(),
                            [](const LadderCard& card) { return card.isAtEnd || card.next <= 4; }));
}

TEST(DiagramChoice, ShowsNoAddressAndNoPayloadWhereItAnonymises) {
    for (const test::Detail& detail : {leak(), closedInFour(), test::finLost()}) {
        for (const DiagramFormat& format : diagramFormats()) {
            const std::string text = written(format.name, chosen(detail, {.explains = true, .anonymises = true}));
            for (const char* original : {"192.0.2.10", "198.51.100.7", "GET /orders"})
                EXPECT_EQ(text.find(original), std::string::npos) << format.name << ": " << original << '\n' << text;
            EXPECT_NE(text.find(":51812"), std::string::npos) << format.name;
        }
    }
}

TEST(AnonymisedDetail, ReplacesAddressesInSentences) {
    ConnectionDetail detail = *leak();
    detail.findings.emplace_back();
    detail.findings.back().text = "198.51.100.7:80 owes 192.0.2.10 a close().";
    AnonymisedAddresses addresses;
    const std::string text = anonymisedDetail(detail, addresses).findings.front().text;
    EXPECT_EQ(text.find("198.51.100.7"), std::string::npos) << text;
    EXPECT_EQ(text.find("192.0.2.10"), std::string::npos) << text;
    EXPECT_NE(text.find(":80 owes "), std::string::npos) << text;
}

TEST(AnonymisedDetail, LeavesLongerAddressesAlone) {
    std::string text = "10.0.0.1, 10.0.0.12, 110.0.0.1, 10.0.0.1:80, 10.0.0.1.";
    replaceAddress(text, "10.0.0.1", "192.0.2.1");
    EXPECT_EQ(text, "192.0.2.1, 10.0.0.12, 110.0.0.1, 192.0.2.1:80, 192.0.2.1.");
    std::string six = "2001:db8::1 and 2001:db8::1:2 and [2001:db8::1]:80";
    replaceAddress(six, "2001:db8::1", "2001:db8::99");
    EXPECT_EQ(six, "2001:db8::99 and 2001:db8::1:2 and [2001:db8::99]:80");
}

} // namespace
} // namespace synscope
