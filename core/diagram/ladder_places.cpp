// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_places.h"

#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>

namespace synscope::ladder {
namespace {

std::string joinedLines(std::string_view text, Face face, double size, double width) {
    std::string joined;
    for (const std::string& line : wrapText(text, face, size, width))
        joined += (joined.empty() ? "" : "\n") + line;
    return joined;
}

double lineCount(std::string_view text) {
    return text.empty() ? 0 : 1 + static_cast<double>(std::count(text.begin(), text.end(), '\n'));
}

/// Breaks the note's lines to the lane and answers the height of its row.
double fitNote(LadderNote& note, double laneWidth) {
    const bool loud = note.tone == NoteTone::Attention;
    const double width = std::min(kNoteMaxWidth, laneWidth - kBandWidth - 2 * kNoteInset) - 2 * kNoteSidePadding;
    note.titleSize = loud ? kAttentionTitleSize : kTitleSize;
    const auto isTooWide = [&] { return estimateTextWidth(note.title, Face::WordsBold, note.titleSize) > width; };
    while (loud && note.titleSize > kAttentionTitleMinimum && isTooWide())
        note.titleSize -= 0.5;
    if (note.tone == NoteTone::Accent && isTooWide()) // the lifelines say the rest
        note.title.resize(std::min({note.title.size(), note.title.find(": "), note.title.find("：")}));
    const std::size_t howLong =
        loud && isTooWide() ? std::min(note.title.find(" for "), note.title.find(" 已 ")) : std::string::npos;
    if (howLong != std::string::npos)
        note.title[howLong] = '\n'; // a time is not torn apart
    else
        note.title = joinedLines(note.title, Face::WordsBold, note.titleSize, width);
    note.body = joinedLines(note.body, Face::Words, kBodySize, width);
    note.figure = joinedLines(note.figure, Face::Numbers, kFigureSize, width);
    const double lines = lineCount(note.title) * (loud ? kAttentionTitleLine : kTitleLine) +
                         (lineCount(note.body) + lineCount(note.figure)) * kBodyLine;
    return lines + 2 * kNotePadding + 2 * kNoteMargin;
}

void placeArrow(LadderRow& row, bool slanted) {
    const bool isMissing = row.kind == LadderRowKind::Missing;
    if (!slanted)
        row.tail = row.head = row.y + (isMissing ? kMissingLevel : kArrowLevel);
    else
        row.tail = row.y + (isMissing ? kMissingStart : kArrowStart);
    if (slanted)
        row.head = row.y + (isMissing ? kMissingEnd : kArrowEnd);
}

class RowStack {
public:
    explicit RowStack(double top) : m_y(top) {}

    void add(LadderLayout& layout, LadderRow& row) {
        row.y = m_y;
        if (row.kind == LadderRowKind::Segment) {
            row.hasExtras = layout.options.extras.any() &&
                            !segmentExtras(layout.detail->segments[row.firstSegment], layout.options).empty();
            row.height = (layout.isSlanted ? kSegmentRow : kLevelRow) + (row.hasExtras ? kExtrasLine : 0);
        } else {
            row.height = fitRow(layout, row);
        }
        placeArrow(row, layout.isSlanted);
        m_y += row.height;
    }

    [[nodiscard]] double bottom() const { return m_y; }

private:
    double m_y;
};

bool isMain(const LadderRow& row) {
    return row.segmentCount > 0;
}

bool comesAfter(const LadderRow& row) {
    return !row.isAtEnd && (row.kind == LadderRowKind::Note || row.kind == LadderRowKind::Remark);
}

/// Adds a diagram's steps and answers where the rows after its last one begin.
std::size_t addSteps(std::vector<LadderStep>& steps, const LadderLayout& layout, std::uint32_t lane) {
    const std::vector<LadderRow>& rows = layout.rows;
    steps.reserve(steps.size() + rows.size());
    for (std::uint32_t at = 0; at < rows.size();) {
        LadderStep step{0, lane, at, at, at};
        while (step.main < rows.size() && !isMain(rows[step.main]) && !rows[step.main].isAtEnd)
            ++step.main;
        if (step.main == rows.size() || !isMain(rows[step.main]))
            return at;
        step.end = step.main + 1;
        while (step.end < rows.size() && comesAfter(rows[step.end]))
            ++step.end;
        step.order = indexOf(layout.detail->segments[rows[step.main].firstSegment].packet);
        steps.push_back(step);
        at = step.end;
    }
    return rows.size();
}

void placeAlone(LadderLayout& layout) {
    RowStack stack(layout.headerBottom + kFirstRowGap);
    for (LadderRow& row : layout.rows)
        stack.add(layout, row);
    layout.rowsBottom = stack.bottom();
}

void placeOneByOne(std::span<LadderLayout* const> lanes, const std::vector<LadderStep>& steps,
                   const std::vector<std::size_t>& ends) {
    RowStack stack(lanes.front()->headerBottom + kFirstRowGap);
    for (const LadderStep& step : steps) {
        LadderLayout& layout = *lanes[step.lane];
        for (std::size_t row = step.begin; row < step.end; ++row)
            stack.add(layout, layout.rows[row]);
    }
    double bottom = stack.bottom();
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        RowStack below(stack.bottom());
        for (std::size_t row = ends[lane]; row < lanes[lane]->rows.size(); ++row)
            below.add(*lanes[lane], lanes[lane]->rows[row]);
        bottom = std::max(bottom, below.bottom());
    }
    for (LadderLayout* layout : lanes)
        layout->rowsBottom = bottom;
}

} // namespace

double fitRow(LadderLayout& layout, LadderRow& row) {
    switch (row.kind) {
    case LadderRowKind::Segment:
        return kSegmentRow;
    case LadderRowKind::FoldedRun:
        return kRunRow;
    case LadderRowKind::Gap:
        return kGapRow;
    case LadderRowKind::Missing:
        return kMissingRow;
    case LadderRowKind::Remark:
        return kRemarkRow;
    case LadderRowKind::Note:
        return fitNote(layout.notes[row.note], layout.lifelineX[1] - layout.lifelineX[0]);
    }
    return 0;
}

void placeRows(std::span<LadderLayout* const> lanes) {
    if (lanes.size() == 1 && !lanes.front()->isTrueTime())
        return placeAlone(*lanes.front());
    std::vector<LadderStep> steps;
    std::vector<std::size_t> ends;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
        ends.push_back(addSteps(steps, *lanes[lane], static_cast<std::uint32_t>(lane)));
    if (lanes.size() > 1)
        std::stable_sort(steps.begin(), steps.end(),
                         [](const LadderStep& a, const LadderStep& b) { return a.order < b.order; });
    if (!lanes.front()->isTrueTime() || steps.empty()) {
        placeOneByOne(lanes, steps, ends);
        return;
    }
    placeByTime(lanes, steps, ends);
    for (LadderLayout* layout : lanes)
        placeLabels(*layout);
}

} // namespace synscope::ladder
