// SPDX-License-Identifier: Apache-2.0
#include "core/export/mermaid.h"

#include "core/export/escape.h"
#include "core/export/ladder_words.h"

#include <string>
#include <string_view>

namespace synscope {
namespace {

constexpr std::size_t kReserve = 1'000; ///< for the frame around the rows and the note on what was left out
constexpr std::array<std::string_view, 2> kNames{"A", "B"};
constexpr std::array<std::string_view, 2> kBeside{"left of A", "right of B"};

std::string noteLine(std::string_view place, const std::string& text) {
    return "    Note " + std::string(place) + ": " + escapeMermaid(text) + '\n';
}

std::string stateLines(const std::array<std::optional<State>, 2>& states) {
    std::string lines;
    for (std::size_t side = 0; side < 2; ++side) {
        if (states[side])
            lines += noteLine(kBeside[side], std::string(toText(*states[side])));
    }
    return lines;
}

std::string messageLine(Side sender, std::string_view arrow, const std::string& text) {
    const auto from = static_cast<std::size_t>(sender);
    return "    " + std::string(kNames[from]) + std::string(arrow) + std::string(kNames[1 - from]) + ": " +
           escapeMermaid(text) + '\n';
}

std::string segmentLine(const ConnectionDetail& detail, const DetailSegment& segment) {
    const bool broken = isRepeated(segment);
    const std::string_view arrow = isDiscarded(segment) ? (broken ? "--x" : "-x") : (broken ? "-->>" : "->>");
    return messageLine(segment.sender, arrow, segmentWords(segment) + " · " + timeWords(detail, segment));
}

std::string ladderNoteLine(const LadderNote& note) {
    std::string line = "    Note over A,B: " + escapeMermaid(note.title);
    for (const std::string* part : {&note.body, &note.figure}) {
        if (!part->empty())
            line += "<br/>" + escapeMermaid(*part);
    }
    return line + '\n';
}

std::string rowLines(const ConnectionDetail& detail, const LadderPlan& plan, const LadderRow& row) {
    switch (row.kind) {
    case LadderRowKind::Segment:
        return segmentLine(detail, detail.segments[row.firstSegment]) + stateLines(statesBegunBy(detail, row));
    case LadderRowKind::FoldedRun:
    case LadderRowKind::Gap:
        return noteLine("over A,B", oneLine(row.text));
    case LadderRowKind::Missing:
        return messageLine(row.side, "--)", row.text);
    case LadderRowKind::Note:
        return ladderNoteLine(plan.notes[row.note]);
    }
    return {};
}

/// All rows when they fit `room` bytes, else as many as fit from both ends with a note between them.
std::string body(const ConnectionDetail& detail, const LadderPlan& plan, std::size_t room) {
    std::string head;
    std::size_t begin = 0;
    for (; begin < plan.rows.size(); ++begin) {
        const std::string lines = rowLines(detail, plan, plan.rows[begin]);
        if (head.size() + lines.size() > room / 2)
            break;
        head += lines;
    }
    std::string tail;
    std::size_t end = plan.rows.size();
    for (; end > begin; --end) {
        const std::string lines = rowLines(detail, plan, plan.rows[end - 1]);
        if (head.size() + tail.size() + lines.size() > room)
            break;
        tail.insert(0, lines);
    }
    if (begin == end)
        return head + tail;
    std::size_t segments = 0;
    for (std::size_t i = begin; i < end; ++i)
        segments += plan.rows[i].segmentCount;
    return head + noteLine("over A,B", "⋮ " + countText(segments, "segment") + " left out for length") + tail;
}

std::size_t rowsLength(const ConnectionDetail& detail, const LadderPlan& plan, std::size_t enough) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < plan.rows.size() && length <= enough; ++i)
        length += rowLines(detail, plan, plan.rows[i]).size();
    return length;
}

} // namespace

void writeMermaid(std::ostream& out, const ConnectionDetail& detail) {
    const std::size_t room = kMermaidLimit - kReserve;
    LadderOptions options;
    LadderPlan plan = planLadder(detail, options);
    if (rowsLength(detail, plan, room) > room) {
        options.foldOver = 0;
        plan = planLadder(detail, options);
    }
    out << "sequenceDiagram\n";
    for (std::size_t side = 0; side < 2; ++side)
        out << "    participant " << kNames[side] << " as " << escapeMermaid(toText(detail.endpoint[side].address))
            << "<br/>" << roleText(detail, static_cast<Side>(side)) << '\n';
    out << noteLine("over A,B", summaryText(detail, plan.facts));
    out << stateLines({detail.initialState[0], detail.initialState[1]});
    out << body(detail, plan, room);
    out << stateLines(statesBegunAtEnd(detail));
    out << noteLine("over A,B", "end of capture " + clockText(detail.captureEnd));
}

} // namespace synscope
