// SPDX-License-Identifier: Apache-2.0
//
// SVG: well-formed, escaped, text left as text, short numbers.
#include "core/export/svg.h"

#include "core/diagram/ladder_layout.h"
#include "core/export/escape.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <sstream>

namespace synscope::test {
namespace {

std::string svgOf(const Picture& picture, Theme theme = Theme::Light) {
    std::ostringstream out;
    writeSvg(out, picture, theme);
    return out.str();
}

std::string svgOf(const Detail& detail, Theme theme = Theme::Light) {
    return svgOf(paintLadder(layoutLadder(detail, {})), theme);
}

Picture pictureOf(Shape shape) {
    Picture picture;
    picture.width = 100;
    picture.height = 50.5;
    picture.title = "a < b";
    picture.shapes.push_back(std::move(shape));
    return picture;
}

/// What is wrong with the nesting of tags and the escaping of text; empty when nothing is.
std::string faultOf(const std::string& xml) {
    std::vector<std::string> open;
    for (std::size_t at = 0; (at = xml.find('<', at)) != std::string::npos;) {
        const std::size_t end = xml.find('>', at);
        if (end == std::string::npos)
            return "tag without end";
        const std::string tag = xml.substr(at + 1, end - at - 1);
        const std::string name = tag.substr(0, tag.find_first_of(" /", 1));
        if (tag.find('<') != std::string::npos)
            return "bare < in " + tag;
        if (tag[0] == '/') {
            if (open.empty() || open.back() != tag.substr(1))
                return "unexpected " + tag;
            open.pop_back();
        } else if (tag.back() != '/') {
            open.push_back(name);
        }
        at = end;
    }
    return open.empty() ? "" : "left open: " + open.back();
}

TEST(Svg, IsWellFormed) {
    for (const Detail& detail : {closedInFour(), leak(), troubled(), reset(), midstream(), longRun(213)})
        EXPECT_EQ(faultOf(svgOf(detail)), "");
}

TEST(Svg, HasTitleAndDescription) {
    const std::string svg = svgOf(leak());
    EXPECT_NE(svg.find("<title id=\"title\">TCP connection 192.0.2.10:51812 to 198.51.100.7:80</title>"),
              std::string::npos);
    EXPECT_NE(svg.find("<desc id=\"desc\">half-closed for 6 min 58 s"), std::string::npos);
}

TEST(Svg, KeepsTextAsText) {
    EXPECT_NE(svgOf(closedInFour()).find(">SYN + ACK</text>"), std::string::npos);
}

TEST(Svg, EscapesWhatPayloadsHold) {
    const std::string svg = svgOf(reset());
    EXPECT_NE(svg.find("EHLO &lt;mail&gt; &amp; &quot;more&quot;; #1"), std::string::npos);
}

TEST(Svg, WritesShortNumbers) {
    TextShape text;
    text.at = {1.0 / 3, -2.5};
    text.text = "x";
    const std::string svg = svgOf(pictureOf(text));
    EXPECT_NE(svg.find("x=\"0.33\" y=\"-2.5\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("width=\"100\" height=\"50.5\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("a &lt; b"), std::string::npos) << svg;
}

TEST(Svg, AnchorsAndTurnsText) {
    TextShape text;
    text.at = {10, 20};
    text.text = "seq 0";
    text.anchor = Anchor::End;
    text.degrees = -4.25;
    const std::string svg = svgOf(pictureOf(text));
    EXPECT_NE(svg.find("text-anchor=\"end\" transform=\"rotate(-4.25 10 20)\""), std::string::npos) << svg;
}

TEST(Svg, HatchesWithAPattern) {
    const std::string svg = svgOf(midstream());
    EXPECT_NE(svg.find("<pattern id=\"hatch-d5d9de\""), std::string::npos);
    EXPECT_NE(svg.find("fill=\"url(#hatch-d5d9de)\""), std::string::npos);
    EXPECT_EQ(svgOf(leak()).find("<pattern"), std::string::npos) << "only where it is used";
}

TEST(Svg, FollowsTheTheme) {
    EXPECT_NE(svgOf(leak(), Theme::Dark), svgOf(leak(), Theme::Light));
    EXPECT_NE(svgOf(leak(), Theme::Dark).find("#e2571e"), std::string::npos) << "CLOSE_WAIT is vermilion everywhere";
}

TEST(Svg, IsTheSameTwice) {
    EXPECT_EQ(svgOf(troubled()), svgOf(troubled()));
}

TEST(CleanText, ReplacesWhatIsNoText) {
    EXPECT_EQ(cleanText("GET /\x01\xff µ"), "GET /\xef\xbf\xbd\xef\xbf\xbd µ");
    EXPECT_EQ(cleanText("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd") << "overlong";
    EXPECT_EQ(cleanText("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd") << "surrogate";
    EXPECT_EQ(cleanText("握手 😀"), "握手 😀");
}

TEST(EscapePlantuml, LeavesOrdinaryTextAlone) {
    EXPECT_EQ(escapePlantuml("GET /orders/17 FIN_WAIT_1"), "GET /orders/17 FIN_WAIT_1");
    EXPECT_EQ(escapePlantuml("http://x ~<b>"), "http:/<U+002F>x <U+007E><U+003C>b<U+003E>");
}

} // namespace
} // namespace synscope::test
