// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_layout.h"

#include "core/diagram/certainty_text.h"
#include "core/diagram/ladder_bands.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_rows.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <utility>

namespace synscope {
namespace {

using namespace ladder;

constexpr std::array kSides{Side::Initiator, Side::Responder};

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// Room for the names of the states that occur on one side.
double stateColumnWidth(const std::vector<StateClaim>& claims) {
    double width = 0;
    for (const StateClaim& claim : claims) {
        width = std::max(width, estimateTextWidth(claimName(claim), Face::WordsBold, kStateSize));
        for (const std::string& line : alternativeLines(claim))
            width = std::max(width, estimateTextWidth(line, Face::Words, kStateSize));
    }
    return width;
}

struct GutterWidths {
    double number = 0;
    double time = 0;
};

GutterWidths gutterWidths(const ConnectionDetail& detail, const LadderOptions& options) {
    if (!options.showTimes || detail.segments.empty())
        return {};
    const auto& segments = detail.segments;
    const std::string number = std::to_string(indexOf(std::max(segments.front().packet, segments.back().packet)));
    const std::string time = secondsText(segments.back().time - segments.front().time);
    return {estimateTextWidth(number, Face::Numbers, kSmallSize), estimateTextWidth(time, Face::Numbers, kSmallSize)};
}

/// Everything beside the lane, without the gutter.
double sidesWidth(const StateClaims& claims) {
    return stateColumnWidth(claims[0]) + stateColumnWidth(claims[1]) + 2 * (kMargin + kLabelGap) + kBandWidth;
}

double stackedGutterWidth(GutterWidths gutter) {
    return gutter.time > 0 ? std::max(gutter.number, gutter.time) + kMargin : 0;
}

double minimumWidth(const ConnectionDetail& detail, const StateClaims& claims, const LadderOptions& options) {
    return sidesWidth(claims) + stackedGutterWidth(gutterWidths(detail, options)) + kMinimumLane;
}

/// Puts gutter, state names and lifelines side by side.
void placeColumns(LadderLayout& layout) {
    const ConnectionDetail& detail = *layout.detail;
    const StateClaims& claims = layout.claims;
    const GutterWidths gutter = gutterWidths(detail, layout.options);
    const double oneLine = gutter.time > 0 ? gutter.number + kGutterGap + gutter.time + kMargin : 0;
    layout.width = std::max(layout.options.width, minimumWidth(detail, claims, layout.options));
    layout.stackedGutter = layout.width - sidesWidth(claims) - oneLine < kRoomyLane;
    const double gutterWidth = layout.stackedGutter ? stackedGutterWidth(gutter) : oneLine;
    layout.timeRight = kMargin + gutterWidth - kMargin;
    layout.numberRight = layout.stackedGutter ? layout.timeRight : kMargin + gutter.number;
    layout.lifelineX[0] = kMargin + gutterWidth + stateColumnWidth(claims[0]) + kLabelGap + kBandWidth / 2;
    layout.lifelineX[1] = layout.width - kMargin - stateColumnWidth(claims[1]) - kLabelGap - kBandWidth / 2;
}

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
        note.title.resize(std::min(note.title.size(), note.title.find(": ")));
    const std::size_t howLong = loud && isTooWide() ? note.title.find(" for ") : std::string::npos;
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

double rowHeight(const LadderRow& row) {
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
        return 0; // depends on its words: fitNote()
    }
    return 0;
}

void placeRows(LadderLayout& layout) {
    const double lane = layout.lifelineX[1] - layout.lifelineX[0];
    double y = layout.headerBottom + kFirstRowGap;
    for (LadderRow& row : layout.rows) {
        row.y = y;
        row.height = row.kind == LadderRowKind::Note ? fitNote(layout.notes[row.note], lane) : rowHeight(row);
        y += row.height;
    }
    layout.rowsBottom = y;
}

std::array<std::string, 2> rolesOf(const ConnectionDetail& detail, const ConversationFacts& facts) {
    std::array<std::string, 2> roles;
    for (const Side side : kSides) {
        roles[at(side)] = roleText(detail, side);
        if (facts.closedFirst == side && !facts.closedTogether)
            roles[at(side)] += " · closed first";
    }
    return roles;
}

/// Broken where the picture is too narrow for them.
std::vector<std::string> fittedFootnotes(const LadderLayout& layout) {
    std::vector<std::string> fitted;
    for (const std::string& note : footnotes(*layout.detail, layout.claims)) {
        for (std::string& line : wrapText(note, Face::Words, kBodySize, layout.width - 2 * kHeadingMargin))
            fitted.push_back(std::move(line));
    }
    return fitted;
}

double footnotesHeight(const LadderLayout& layout) {
    return layout.footnotes.empty() ? 0 : kFootnoteLine * static_cast<double>(layout.footnotes.size()) + kFootnotesGap;
}

double parametersHeight() {
    return kParametersLines * kParametersLine + 2 * kParametersPadding;
}

} // namespace

std::optional<std::size_t> LadderLayout::rowAt(double y) const {
    const auto after =
        std::upper_bound(rows.begin(), rows.end(), y, [](double value, const LadderRow& row) { return value < row.y; });
    if (after == rows.begin() || y >= std::prev(after)->y + std::prev(after)->height)
        return std::nullopt;
    return static_cast<std::size_t>(after - rows.begin()) - 1;
}

const LadderBand* LadderLayout::bandAt(Side side, double y) const {
    const auto& ofSide = bands[at(side)];
    const auto found =
        std::partition_point(ofSide.begin(), ofSide.end(), [y](const LadderBand& b) { return b.bottom <= y; });
    return found != ofSide.end() && found->y <= y ? &*found : nullptr;
}

std::optional<std::size_t> LadderLayout::rowOfSegment(std::size_t segmentIndex) const {
    const auto found = std::partition_point(rows.begin(), rows.end(), [segmentIndex](const LadderRow& row) {
        return row.firstSegment + row.segmentCount <= segmentIndex;
    });
    if (found == rows.end() || found->segmentCount == 0)
        return std::nullopt;
    return static_cast<std::size_t>(found - rows.begin());
}

double minimumLadderWidth(const ConnectionDetail& detail, const LadderOptions& options) {
    return minimumWidth(detail, stateClaims(detail), options);
}

LadderLayout layoutLadder(std::shared_ptr<const ConnectionDetail> detail, const LadderOptions& options) {
    LadderLayout layout;
    layout.options = options;
    layout.detail = std::move(detail);
    LadderPlan plan = planLadder(*layout.detail, options);
    layout.rows = std::move(plan.rows);
    layout.notes = std::move(plan.notes);
    layout.remarks = std::move(plan.remarks);
    layout.summary = summaryText(*layout.detail, plan.facts);
    layout.roles = rolesOf(*layout.detail, plan.facts);
    layout.headerBottom = (options.showHeading ? kHeadingHeight : 0) + kHeaderHeight;
    layout.claims = stateClaims(*layout.detail);
    placeColumns(layout);
    if (options.showHeading)
        layout.footnotes = fittedFootnotes(layout);
    placeRows(layout);
    placeBands(layout);
    layout.height = layout.lifelineBottom + kEndHeight + footnotesHeight(layout) +
                    (options.showParameters ? parametersHeight() + kMargin : 0) +
                    (options.showHeading ? kFooterHeight : 0);
    return layout;
}

} // namespace synscope
