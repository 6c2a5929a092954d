// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_layout.h"

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
double stateColumnWidth(const ConnectionDetail& detail, Side side) {
    const auto widthOf = [](State state) { return estimateTextWidth(toText(state), Face::WordsBold, kStateSize); };
    double width = std::max(widthOf(detail.initialState[at(side)]), widthOf(detail.endpoint[at(side)].state));
    for (const DetailTransition& transition : detail.transitions) {
        if (transition.side == side)
            width = std::max(width, widthOf(transition.to));
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
double sidesWidth(const ConnectionDetail& detail) {
    return stateColumnWidth(detail, Side::Initiator) + stateColumnWidth(detail, Side::Responder) +
           2 * (kMargin + kLabelGap) + kBandWidth;
}

double stackedGutterWidth(GutterWidths gutter) {
    return gutter.time > 0 ? std::max(gutter.number, gutter.time) + kMargin : 0;
}

/// Puts gutter, state names and lifelines side by side.
void placeColumns(LadderLayout& layout) {
    const ConnectionDetail& detail = *layout.detail;
    const GutterWidths gutter = gutterWidths(detail, layout.options);
    const double oneLine = gutter.time > 0 ? gutter.number + kGutterGap + gutter.time + kMargin : 0;
    layout.width = std::max(layout.options.width, minimumLadderWidth(detail, layout.options));
    layout.stackedGutter = layout.width - sidesWidth(detail) - oneLine < kRoomyLane;
    const double gutterWidth = layout.stackedGutter ? stackedGutterWidth(gutter) : oneLine;
    layout.timeRight = kMargin + gutterWidth - kMargin;
    layout.numberRight = layout.stackedGutter ? layout.timeRight : kMargin + gutter.number;
    layout.lifelineX[0] =
        kMargin + gutterWidth + stateColumnWidth(detail, Side::Initiator) + kLabelGap + kBandWidth / 2;
    layout.lifelineX[1] =
        layout.width - kMargin - stateColumnWidth(detail, Side::Responder) - kLabelGap - kBandWidth / 2;
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

/// Cuts one lifeline into bands. Changes are placed where their segment leaves or arrives; timers by their time.
class BandBuilder {
public:
    BandBuilder(LadderLayout& layout, Side side) : m_layout(layout), m_detail(*layout.detail), m_side(side) {}

    /// Bands without their last bottom, which depends on the other side too.
    void build() {
        auto& bands = m_layout.bands[at(m_side)];
        const Timestamp begin = m_detail.segments.empty() ? m_detail.captureBegin : m_detail.segments.front().time;
        bands.push_back({m_layout.headerBottom, 0, m_detail.initialState[at(m_side)], begin, {}, Basis::Sent});
        for (const DetailTransition& transition : m_detail.transitions) {
            if (transition.side == m_side)
                add(bands, transition);
        }
        bands.back().to = m_detail.captureEnd;
    }

private:
    void add(std::vector<LadderBand>& bands, const DetailTransition& transition) {
        const double y = std::max(bands.back().y, placeOf(transition));
        LadderBand next{y, 0, transition.to, transition.time, {}, transition.basis};
        if (y == bands.back().y) { // two changes at one place: the later state is the one that lasts
            bands.back() = next;
            return;
        }
        bands.back().bottom = y;
        bands.back().to = transition.time;
        bands.push_back(next);
    }

    double placeOf(const DetailTransition& transition) {
        const auto& segments = m_detail.segments;
        const auto found =
            std::lower_bound(segments.begin(), segments.end(), transition.packet,
                             [](const DetailSegment& segment, PacketNumber packet) { return segment.packet < packet; });
        const bool known =
            transition.packet != kNoPacket && found != segments.end() && found->packet == transition.packet;
        return known ? placeOfSegment(static_cast<std::size_t>(found - segments.begin()))
                     : placeOfTime(transition.time);
    }

    double placeOfSegment(std::size_t index) const {
        const auto row = m_layout.rowOfSegment(index);
        if (!row)
            return m_layout.rowsBottom;
        const LadderRow& shown = m_layout.rows[*row];
        if (shown.kind != LadderRowKind::Segment)
            return shown.y + shown.height / 2;
        return shown.y + (m_detail.segments[index].sender == m_side ? kArrowStart : kArrowEnd);
    }

    double placeOfTime(Timestamp time) {
        const auto& segments = m_detail.segments;
        const auto next = std::upper_bound(segments.begin(), segments.end(), time,
                                           [](Timestamp t, const DetailSegment& segment) { return t < segment.time; });
        if (next == segments.end())
            return m_layout.rowsBottom + kTimerStep * static_cast<double>(++m_timersAfterEnd) - kTimerStep / 2;
        const auto row = m_layout.rowOfSegment(static_cast<std::size_t>(next - segments.begin()));
        if (!row || *row == 0)
            return m_layout.headerBottom;
        const LadderRow& before = m_layout.rows[*row - 1];
        return before.kind == LadderRowKind::Gap ? before.y + before.height / 2 : m_layout.rows[*row].y;
    }

    LadderLayout& m_layout;
    const ConnectionDetail& m_detail;
    Side m_side;
    int m_timersAfterEnd = 0;
};

/// Where the last segment that is shown ends.
double segmentsBottom(const LadderLayout& layout) {
    for (auto row = layout.rows.rbegin(); row != layout.rows.rend(); ++row) {
        if (row->segmentCount > 0)
            return row->y + row->height;
    }
    return layout.headerBottom;
}

void placeBands(LadderLayout& layout) {
    for (const Side side : kSides)
        BandBuilder(layout, side).build();
    layout.lifelineBottom = layout.rowsBottom + kTail;
    for (const auto& bands : layout.bands)
        layout.lifelineBottom = std::max(layout.lifelineBottom, bands.back().y + kClosedTail);
    for (auto& bands : layout.bands) {
        LadderBand& last = bands.back();
        const bool over = last.state == State::Closed && bands.size() > 1;
        const double closedBottom = std::max(last.y + kClosedTail, segmentsBottom(layout));
        last.bottom = over ? std::min(closedBottom, layout.lifelineBottom) : layout.lifelineBottom;
    }
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

std::optional<std::size_t> LadderLayout::rowOfSegment(std::size_t segmentIndex) const {
    const auto found = std::partition_point(rows.begin(), rows.end(), [segmentIndex](const LadderRow& row) {
        return row.firstSegment + row.segmentCount <= segmentIndex;
    });
    if (found == rows.end() || found->segmentCount == 0)
        return std::nullopt;
    return static_cast<std::size_t>(found - rows.begin());
}

double minimumLadderWidth(const ConnectionDetail& detail, const LadderOptions& options) {
    return sidesWidth(detail) + stackedGutterWidth(gutterWidths(detail, options)) + kMinimumLane;
}

LadderLayout layoutLadder(std::shared_ptr<const ConnectionDetail> detail, const LadderOptions& options) {
    LadderLayout layout;
    layout.options = options;
    layout.detail = std::move(detail);
    LadderPlan plan = planLadder(*layout.detail, options);
    layout.rows = std::move(plan.rows);
    layout.notes = std::move(plan.notes);
    layout.summary = summaryText(*layout.detail, plan.facts);
    layout.roles = rolesOf(*layout.detail, plan.facts);
    layout.headerBottom = (options.showHeading ? kHeadingHeight : 0) + kHeaderHeight;
    placeColumns(layout);
    placeRows(layout);
    placeBands(layout);
    layout.height = layout.lifelineBottom + kEndHeight + (options.showParameters ? parametersHeight() + kMargin : 0) +
                    (options.showHeading ? kFooterHeight : 0);
    return layout;
}

} // namespace synscope
