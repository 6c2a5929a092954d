// SPDX-License-Identifier: Apache-2.0
#include "core/export/mermaid.h"

#include "core/diagram/certainty_text.h"
#include "core/export/escape.h"
#include "core/export/ladder_words.h"

#include <string>
#include <string_view>

namespace synscope {
namespace {

constexpr std::size_t kReserve = 1'500; ///< for the frame around the rows, its notes included
constexpr std::array<std::string_view, 2> kNames{"A", "B"};
constexpr std::array<std::string_view, 2> kBeside{"left of A", "right of B"};

std::string noteLine(std::string_view place, const std::string& text) {
    return "    Note " + std::string(place) + ": " + escapeMermaid(text) + '\n';
}

std::string stateLines(const BegunClaims& begun, Language language) {
    std::string lines;
    for (std::size_t side = 0; side < 2; ++side) {
        if (begun[side] != nullptr)
            lines += noteLine(kBeside[side], claimText(*begun[side], language));
    }
    return lines;
}

std::string messageLine(Side sender, std::string_view arrow, const std::string& text) {
    const auto from = static_cast<std::size_t>(sender);
    return "    " + std::string(kNames[from]) + std::string(arrow) + std::string(kNames[1 - from]) + ": " +
           escapeMermaid(text) + '\n';
}

std::string segmentLine(const ConnectionDetail& detail, const DetailSegment& segment, const LadderOptions& options) {
    const bool broken = isRepeated(segment);
    const std::string_view arrow = isDiscarded(segment) ? (broken ? "--x" : "-x") : (broken ? "-->>" : "->>");
    return messageLine(segment.sender, arrow,
                       segmentWords(segment, options, detail.language) + " · " + timeWords(detail, segment));
}

std::string ladderNoteLine(const LadderNote& note) {
    std::string line = "    Note over A,B: " + escapeMermaid(note.title);
    for (const std::string* part : {&note.body, &note.figure}) {
        if (!part->empty())
            line += "<br/>" + escapeMermaid(*part);
    }
    return line + '\n';
}

/// What the lines are made from.
struct Ladder {
    const ConnectionDetail& detail;
    LadderPlan plan;
    StateClaims claims;
    LadderOptions options;
};

std::string rowLines(const Ladder& ladder, const LadderRow& row) {
    const ConnectionDetail& detail = ladder.detail;
    switch (row.kind) {
    case LadderRowKind::Segment:
        return segmentLine(detail, detail.segments[row.firstSegment], ladder.options) +
               stateLines(claimsBegunBy(ladder.claims, detail, row), detail.language);
    case LadderRowKind::FoldedRun:
    case LadderRowKind::Gap:
        return noteLine("over A,B", oneLine(*row.text, detail.language));
    case LadderRowKind::Missing:
        return messageLine(row.side, "--)", *row.text);
    case LadderRowKind::Note:
        return ladderNoteLine(ladder.plan.notes[row.note]);
    case LadderRowKind::Remark:
        return noteLine(kBeside[static_cast<std::size_t>(row.side)],
                        remarkWords(ladder.plan.remarks[row.note], detail.language));
    }
    return {};
}

/// All rows when they fit `room` bytes, else as many as fit from both ends with a note between them.
std::string body(const Ladder& ladder, std::size_t room) {
    const std::vector<LadderRow>& rows = ladder.plan.rows;
    std::string head;
    std::size_t begin = 0;
    for (; begin < rows.size(); ++begin) {
        const std::string lines = rowLines(ladder, rows[begin]);
        if (head.size() + lines.size() > room / 2)
            break;
        head += lines;
    }
    std::string tail;
    std::size_t end = rows.size();
    for (; end > begin; --end) {
        const std::string lines = rowLines(ladder, rows[end - 1]);
        if (head.size() + tail.size() + lines.size() > room)
            break;
        tail.insert(0, lines);
    }
    if (begin == end)
        return head + tail;
    std::size_t segments = 0;
    for (std::size_t i = begin; i < end; ++i)
        segments += rows[i].segmentCount;
    const Language language = ladder.detail.language;
    return head +
           noteLine("over A,B", "⋮ " + say(language, "{0} left out for length", {segmentsText(segments, language)})) +
           tail;
}

std::size_t rowsLength(const Ladder& ladder, std::size_t enough) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < ladder.plan.rows.size() && length <= enough; ++i)
        length += rowLines(ladder, ladder.plan.rows[i]).size();
    return length;
}

} // namespace

void writeMermaid(std::ostream& out, const ConnectionDetail& detail, const LadderCards& cards,
                  const LadderOptions& shown) {
    const std::size_t room = kMermaidLimit - kReserve;
    LadderOptions options = textOptions(cards, shown);
    options.time = LadderTime::Rows; // Mermaid has no distances: silence is told in words
    Ladder ladder{detail, planLadder(detail, options), stateClaims(detail), options};
    if (rowsLength(ladder, room) > room) {
        options.foldRuns = true;
        options.foldOver = 0;
        ladder.plan = planLadder(detail, options);
    }
    out << "sequenceDiagram\n";
    for (std::size_t side = 0; side < 2; ++side)
        out << "    participant " << kNames[side] << " as " << escapeMermaid(toText(detail.endpoint[side].address))
            << "<br/>" << roleText(detail, static_cast<Side>(side)) << '\n';
    out << noteLine("over A,B", summaryText(detail, ladder.plan.facts));
    out << stateLines(claimsAtStart(ladder.claims), detail.language);
    out << body(ladder, room);
    out << stateLines(claimsBegunAtEnd(ladder.claims, detail), detail.language);
    for (const std::string& line : footnotes(detail, ladder.claims))
        out << noteLine("over A,B", line);
    out << noteLine("over A,B", endText(detail));
}

} // namespace synscope
