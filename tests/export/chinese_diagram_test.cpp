// SPDX-License-Identifier: Apache-2.0
//
// Diagrams of a detail in Chinese say everything in Chinese. What stays are the names of states, flags, fields and
// units, which no lower-case English word is among but these.
#include "core/diagram/ladder_lanes.h"
#include "core/export/diagram_formats.h"
#include "core/export/svg.h"
#include "core/export/text_ladder.h"

#include "tests/diagram/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace synscope::test {
namespace {

/// The conversation as a Chinese program reads it. What the programs said is theirs, and is left out.
std::shared_ptr<ConnectionDetail> inChinese(const Detail& english) {
    auto detail = std::make_shared<ConnectionDetail>(*english);
    detail->language = Language::Chinese;
    if (!detail->quality.empty()) {
        ConnectionRow row;
        row.origin = static_cast<std::uint8_t>(detail->origin) & 3U;
        detail->quality = qualityOf(row, Language::Chinese);
    }
    for (DetailSegment& segment : detail->segments)
        segment.setPreview({});
    return detail;
}

std::vector<std::shared_ptr<ConnectionDetail>> conversations() {
    std::vector<std::shared_ptr<ConnectionDetail>> all;
    for (Detail (*make)() :
         {closedInFour, closedInThree, leak, refused, reset, unanswered, troubled, midstream, finLost, undecided})
        all.push_back(inChinese(make()));
    all.push_back(inChinese(longRun(213)));
    return all;
}

/// Conversations that say what the others do not: the kernel's word, parts, limits, rare options, earlier uses.
std::vector<std::shared_ptr<ConnectionDetail>> rareConversations() {
    auto part = inChinese(longRun(30));
    part->part = SegmentPart{5, 5 + part->segments.size() - 1, 100};
    part->isPartial = true;
    auto limited = inChinese(closedInFour());
    limited->omittedSegments = 12;
    limited->incarnation = 1;
    auto odd = inChinese(troubled());
    odd->segments[3].flags = {};
    TcpOptions options = odd->segments[4].options();
    options.hasFastOpen = options.hasMultipath = options.malformed = options.cut = true;
    odd->segments[4].setOptions(options);
    odd->segments[5].marks.add(Mark::DuplicateFrame);
    odd->segments[6].marks.add(Mark::BadFlags);
    auto empty = inChinese(leak());
    empty->segments.clear();
    empty->transitions.clear();
    auto kernel = std::make_shared<ConnectionDetail>(*empty);
    kernel->origin = Origin::SocketTable;
    auto kernelSays = inChinese(leak());
    kernelSays->transitions.back().basis = Basis::Kernel;
    return {part, limited, odd, empty, kernel, kernelSays};
}

/// Text of an SVG, its markup and entities blank.
std::string withoutMarkup(std::string svg) {
    const std::size_t style = svg.find("<style>");
    if (style != std::string::npos)
        svg.erase(style, svg.find("</style>") - style);
    std::string text;
    char until = 0;
    for (const char c : svg) {
        if (until == 0 && (c == '<' || c == '&'))
            until = c == '<' ? '>' : ';';
        text += until == 0 ? c : ' ';
        if (c == until)
            until = 0;
    }
    return text;
}

/// Text of PlantUML without its colours, as in "#9a5b00".
std::string withoutColours(std::string text) {
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at))
        text.replace(at, 7, 1, ' ');
    return text;
}

/// Words with a lower-case letter that are no names.
std::set<std::string> englishIn(const std::string& text) {
    static const std::set<std::string> kNames{
        "seq",      "ack",  "win", "mss", "ws", "sack", "ts", "mptcp", // fields
        "s",        "ms",   "ns",  "min", "h",  "d",    "kB",          // units; of "µs" the s
        "k",                                                           // the sign of an answer to a keep-alive
        "synscope", "close"};                                          // the program, close()
    std::set<std::string> found;
    std::string word;
    for (const char c : text + ' ') {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            word += c;
            continue;
        }
        const bool hasLower = std::any_of(word.begin(), word.end(), [](char l) { return l >= 'a' && l <= 'z'; });
        if (hasLower && !kNames.contains(word))
            found.insert(word);
        word.clear();
    }
    return found;
}

/// Without the words of the format's own grammar.
std::set<std::string> englishBut(const std::string& text, const std::set<std::string>& grammar) {
    std::set<std::string> found = englishIn(text);
    std::erase_if(found, [&](const std::string& word) { return grammar.contains(word); });
    return found;
}

std::vector<LadderOptions> appearances() {
    LadderOptions all;
    all.extras = {true, true, true};
    all.foldRuns = false;
    LadderOptions trueTime = all;
    trueTime.time = LadderTime::True;
    trueTime.foldRuns = true;
    LadderOptions toScale = trueTime;
    toScale.compressGaps = false;
    return {{}, all, trueTime, toScale};
}

std::string written(std::string_view format, const Detail& detail, const LadderOptions& shown) {
    for (const DiagramFormat& candidate : diagramFormats()) {
        if (candidate.name == format) {
            std::ostringstream out;
            candidate.write(out, detail, {Theme::Print, {}, shown});
            return out.str();
        }
    }
    return {};
}

void expectChinese(const Detail& detail) {
    const std::set<std::string> none;
    const std::set<std::string> mermaid{"sequenceDiagram", "participant", "as", "Note", "over", "left",
                                        "right",           "of",          "br", "xA",   "xB"};
    const std::set<std::string> plantuml{"startuml", "enduml", "title", "participant", "as", "hnote",
                                         "note",     "over",   "end",   "n",           "x"};
    for (const LadderOptions& shown : appearances()) {
        EXPECT_EQ(englishIn(withoutMarkup(written("svg", detail, shown))), none);
        EXPECT_EQ(englishBut(written("text", detail, shown), {"x"}), none); // the head of an arrow nobody took
        EXPECT_EQ(englishBut(written("mermaid", detail, shown), mermaid), none);
        EXPECT_EQ(englishBut(withoutColours(written("plantuml", detail, shown)), plantuml), none);
    }
}

TEST(ChineseDiagram, SaysNothingInEnglish) {
    for (const auto& detail : conversations())
        expectChinese(detail);
}

TEST(ChineseDiagram, SaysRareThingsInChineseToo) {
    for (const auto& detail : rareConversations())
        expectChinese(detail);
}

TEST(ChineseDiagram, TellsWhatTheEnglishOneTells) {
    const std::string text = written("text", inChinese(leak()), {});
    EXPECT_NE(text.find("客户端先关闭"), std::string::npos) << text;
    EXPECT_NE(text.find("*** CLOSE_WAIT 已 6 min 58 s ***"), std::string::npos) << text;
    EXPECT_NE(text.find("抓包结束 22:20:18"), std::string::npos) << text;
}

TEST(ChineseDiagram, HasLanesInChinese) {
    auto first = inChinese(closedInFour());
    first->id = ConnectionId{0};
    auto second = inChinese(leak());
    second->id = ConnectionId{1};
    second->incarnation = 1;
    const std::vector<Detail> details{first, second};
    std::ostringstream out;
    writeSvg(out, paintLanes(layoutLanes(details, LadderOptions{})), Theme::Print);
    EXPECT_EQ(englishIn(withoutMarkup(out.str())), std::set<std::string>());
    EXPECT_NE(out.str().find("2 条 TCP 连接并列"), std::string::npos);
}

/// Of a terminal, where Chinese letters are two columns wide.
std::size_t columnsOf(const std::string& line) {
    std::size_t columns = 0;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        columns += (byte & 0xc0U) == 0x80U ? 0 : byte >= 0xe3U ? 2 : 1;
    }
    return columns;
}

TEST(ChineseDiagram, KeepsTheLifelinesOfTextUpright) {
    for (const auto& detail : conversations()) {
        std::istringstream text(written("text", detail, {}));
        for (std::string line; std::getline(text, line);) {
            EXPECT_LE(columnsOf(line), kTextLadderColumns) << line;
            const std::size_t left = line.find(" |");
            const std::size_t right = line.rfind('|');
            if (left != std::string::npos && left + 1 < right) {
                EXPECT_EQ(columnsOf(line.substr(left + 1, right - left - 1)), 46U) << line;
            }
        }
    }
}

} // namespace
} // namespace synscope::test
