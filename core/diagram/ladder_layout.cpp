// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_layout.h"

#include "core/diagram/certainty_text.h"
#include "core/diagram/ladder_bands.h"
#include "core/diagram/ladder_legend.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_places.h"
#include "core/diagram/ladder_rows.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace synscope {
namespace {

using namespace ladder;

constexpr std::array kSides{Side::Initiator, Side::Responder};

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// Room for the names of the states that occur on one side.
double stateColumnWidth(const std::vector<StateClaim>& claims, Language language) {
    double width = 0;
    for (const StateClaim& claim : claims) {
        width = std::max(width, estimateTextWidth(claimName(claim), Face::WordsBold, kStateSize));
        for (const std::string& line : alternativeLines(claim, language))
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
double sidesWidth(const StateClaims& claims, Language language) {
    return stateColumnWidth(claims[0], language) + stateColumnWidth(claims[1], language) + 2 * (kMargin + kLabelGap) +
           kBandWidth;
}

double stackedGutterWidth(GutterWidths gutter) {
    return gutter.time > 0 ? std::max(gutter.number, gutter.time) + kMargin : 0;
}

double minimumWidth(const ConnectionDetail& detail, const StateClaims& claims, const LadderOptions& options) {
    return sidesWidth(claims, detail.language) + stackedGutterWidth(gutterWidths(detail, options)) + kMinimumLane;
}

/// Puts gutter, state names and lifelines side by side.
void placeColumns(LadderLayout& layout) {
    const ConnectionDetail& detail = *layout.detail;
    const StateClaims& claims = layout.claims;
    const GutterWidths gutter = gutterWidths(detail, layout.options);
    const double oneLine = gutter.time > 0 ? gutter.number + kGutterGap + gutter.time + kMargin : 0;
    layout.width = std::max(layout.options.width, minimumWidth(detail, claims, layout.options));
    layout.stackedGutter = layout.width - sidesWidth(claims, detail.language) - oneLine < kRoomyLane;
    const double gutterWidth = layout.stackedGutter ? stackedGutterWidth(gutter) : oneLine;
    layout.timeRight = kMargin + gutterWidth - kMargin;
    layout.numberRight = layout.stackedGutter ? layout.timeRight : kMargin + gutter.number;
    layout.lifelineX[0] =
        kMargin + gutterWidth + stateColumnWidth(claims[0], detail.language) + kLabelGap + kBandWidth / 2;
    layout.lifelineX[1] =
        layout.width - kMargin - stateColumnWidth(claims[1], detail.language) - kLabelGap - kBandWidth / 2;
}

std::array<std::string, 2> rolesOf(const ConnectionDetail& detail, const ConversationFacts& facts,
                                   const std::array<std::string, 2>& processes) {
    std::array<std::string, 2> roles;
    for (const Side side : kSides) {
        roles[at(side)] = roleText(detail, side);
        if (facts.closedFirst == side && !facts.closedTogether)
            roles[at(side)] += " · " + say(detail.language, "closed first");
        if (!processes[at(side)].empty())
            roles[at(side)] += " · " + processes[at(side)];
    }
    return roles;
}

/// Broken where the picture is too narrow for them: they are centred between the lifelines.
std::vector<std::string> fittedFootnotes(const LadderLayout& layout) {
    std::vector<std::string> fitted;
    const double middle = (layout.lifelineX[0] + layout.lifelineX[1]) / 2;
    const double room = 2 * (std::min(middle, layout.width - middle) - kHeadingMargin);
    for (const std::string& note : footnotes(*layout.detail, layout.claims)) {
        for (std::string& line : wrapText(note, Face::Words, kBodySize, room))
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

/// What the rows show, in the legend's order; nothing where all are plain.
std::vector<Look> looksOf(const LadderLayout& layout) {
    std::uint32_t bits = 0;
    for (const LadderRow& row : layout.rows) {
        if (row.kind == LadderRowKind::Segment)
            bits |= 1U << static_cast<unsigned>(lookOf(layout.detail->segments[row.firstSegment]));
        else if (row.kind == LadderRowKind::Missing)
            bits |= 1U << static_cast<unsigned>(Look::NotCaptured);
    }
    std::vector<Look> looks;
    for (const LookStyle& style : lookStyles()) {
        if (style.look != Look::Plain && (bits >> static_cast<unsigned>(style.look) & 1U) != 0)
            looks.push_back(style.look);
    }
    return looks;
}

/// How far a place is from a row's arrow, up and down.
double distanceOf(const LadderLayout& layout, const LadderRow& row, Point place) {
    const double lane = layout.lifelineX[1] - layout.lifelineX[0];
    const double way = std::clamp((place.x - layout.lifelineX[0]) / std::max(1.0, lane), 0.0, 1.0);
    const bool fromLeft = layout.detail->segments[row.firstSegment].sender == Side::Initiator;
    return std::abs(row.tail + (row.head - row.tail) * (fromLeft ? way : 1 - way) - place.y);
}

} // namespace

std::optional<LadderTime> ladderTimeFromText(std::string_view text) {
    if (text == "rows")
        return LadderTime::Rows;
    return text == "true" ? std::optional(LadderTime::True) : std::nullopt;
}

std::optional<std::size_t> LadderLayout::rowAt(Point place) const {
    const std::optional<std::size_t> there = rowAt(place.y);
    if (!isTrueTime() || (there && rows[*there].kind != LadderRowKind::Segment))
        return there;
    constexpr double kNear = 9;
    auto row = std::partition_point(drawn.begin(), drawn.end(),
                                    [&](std::uint32_t r) { return rows[r].y < place.y - reach - kNear; });
    std::optional<std::size_t> nearest = there;
    double least = kNear;
    for (; row != drawn.end() && rows[*row].y < place.y + reach + kNear; ++row) {
        const double distance =
            rows[*row].kind == LadderRowKind::Segment ? distanceOf(*this, rows[*row], place) : least;
        if (distance < least) {
            least = distance;
            nearest = *row;
        }
    }
    return nearest;
}

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

LadderLayout ladder::prepareLadder(std::shared_ptr<const ConnectionDetail> detail, const LadderOptions& options) {
    LadderLayout layout;
    layout.options = options;
    layout.detail = std::move(detail);
    LadderPlan plan = planLadder(*layout.detail, options);
    layout.rows = std::move(plan.rows);
    layout.notes = std::move(plan.notes);
    layout.remarks = std::move(plan.remarks);
    layout.summary = summaryText(*layout.detail, plan.facts);
    layout.roles = rolesOf(*layout.detail, plan.facts, options.processes);
    layout.headerBottom = (options.showHeading ? kHeadingHeight : 0) + kHeaderHeight;
    layout.claims = stateClaims(*layout.detail);
    layout.isSlanted = options.slant && (layout.detail->tap || layout.detail->ends);
    layout.start = layout.detail->segments.empty() ? Timestamp{} : layout.detail->segments.front().time;
    if (options.timesGiveWay && minimumWidth(*layout.detail, layout.claims, options) > options.width)
        layout.options.showTimes = false;
    placeColumns(layout);
    if (options.showHeading && options.showFootnotes)
        layout.footnotes = fittedFootnotes(layout);
    return layout;
}

void ladder::placeLifelines(LadderLayout& layout) {
    layout.looks = looksOf(layout);
    placeBands(layout);
    setHeight(layout);
}

void ladder::setHeight(LadderLayout& layout) {
    const LadderOptions& options = layout.options;
    layout.height = layout.lifelineBottom + kEndHeight + footnotesHeight(layout) + legendHeight(layout) +
                    (options.showParameters ? parametersHeight() + kMargin : 0) +
                    (options.showHeading ? kFooterHeight : 0);
}

LadderLayout layoutLadder(std::shared_ptr<const ConnectionDetail> detail, const LadderOptions& options) {
    LadderLayout layout = prepareLadder(std::move(detail), options);
    LadderLayout* const lane = &layout;
    placeRows(std::span(&lane, 1));
    placeLifelines(layout);
    return layout;
}

} // namespace synscope
