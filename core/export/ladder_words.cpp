// SPDX-License-Identifier: Apache-2.0
#include "core/export/ladder_words.h"

#include "core/export/diagram_formats.h"

#include <memory>
#include <utility>

namespace synscope {

BegunClaims claimsAtStart(const StateClaims& claims) {
    return {&claims[0].front(), &claims[1].front()};
}

BegunClaims claimsBegunBy(const StateClaims& claims, const ConnectionDetail& detail, const LadderRow& row) {
    BegunClaims begun{};
    if (row.segmentCount == 0)
        return begun;
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const auto s = static_cast<std::size_t>(side);
        const StateClaim& before =
            row.firstSegment > 0 ? claimAfter(claims, side, detail, row.firstSegment - 1) : claims[s].front();
        const StateClaim& after = claimAfter(claims, side, detail, row.firstSegment + row.segmentCount - 1);
        if (!after.saysTheSameAs(before))
            begun[s] = &after;
    }
    return begun;
}

BegunClaims claimsBegunAtEnd(const StateClaims& claims, const ConnectionDetail& detail) {
    BegunClaims begun{};
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const auto s = static_cast<std::size_t>(side);
        const StateClaim& before =
            detail.segments.empty() ? claims[s].front() : claimAfter(claims, side, detail, detail.segments.size() - 1);
        if (!claims[s].back().saysTheSameAs(before))
            begun[s] = &claims[s].back();
    }
    return begun;
}

std::string remarkWords(const LadderRemark& remark, Language language) {
    return remark.struck.empty() ? remark.label : say(language, "not {0}: {1}", {remark.struck, remark.label});
}

std::string segmentWords(const DetailSegment& segment, Language language) {
    const SegmentLabel label = segmentLabel(
        segment, true, [](const SegmentLabel&) { return true; }, language);
    std::string words = label.flags;
    if (!label.marks.empty())
        words += " (" + label.marks + ")";
    if (!label.figures.empty())
        words += ' ' + label.figures;
    return words;
}

std::string segmentWords(const DetailSegment& segment, const LadderOptions& options, Language language) {
    const std::string extras = segmentExtras(segment, options, language);
    return segmentWords(segment, language) + (extras.empty() ? "" : " · " + extras);
}

LadderOptions textOptions(const LadderCards& cards, const LadderOptions& shown) {
    LadderOptions options = shown;
    options.cards = cards;
    return options;
}

LadderPlan placedPlan(const ConnectionDetail& detail, const LadderOptions& options) {
    LadderPlan plan = planLadder(detail, options);
    if (options.time == LadderTime::Rows)
        return plan;
    LadderOptions wide = exportLadderOptions(options.cards, options);
    wide.slant = false;
    const std::shared_ptr<const ConnectionDetail> borrowed(std::shared_ptr<void>(), &detail);
    LadderLayout layout = layoutLadder(borrowed, wide);
    plan.rows = std::move(layout.rows);
    return plan;
}

std::string oneLine(const std::string& text, Language language) {
    std::string line;
    for (const char c : text) {
        if (c == '\n')
            line += separatorIn(language);
        else
            line += c;
    }
    return line;
}

std::string timeWords(const ConnectionDetail& detail, const DetailSegment& segment) {
    return secondsText(segment.time - detail.segments.front().time) + " s";
}

bool isDiscarded(const DetailSegment& segment) {
    return segment.isLost || segment.marks.has(Mark::Stale) || segment.marks.has(Mark::Discarded);
}

bool isRepeated(const DetailSegment& segment) {
    return segment.marks.has(Mark::Retransmission) || segment.marks.has(Mark::DuplicateFrame);
}

} // namespace synscope
