// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_bands.h"

#include "core/diagram/evidence_text.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>

namespace synscope::ladder {
namespace {

constexpr std::array kSides{Side::Initiator, Side::Responder};

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// Cuts one lifeline into bands. Claims are placed where their segment leaves or arrives; timers by their time.
class BandBuilder {
public:
    BandBuilder(LadderLayout& layout, Side side) : m_layout(layout), m_detail(*layout.detail), m_side(side) {}

    /// Bands without their last bottom, which depends on the other side too.
    void build(const std::vector<StateClaim>& claims) {
        auto& bands = m_layout.bands[at(m_side)];
        bands.push_back({m_layout.headerBottom, 0, claims.front(), {}});
        for (std::size_t i = 1; i < claims.size(); ++i)
            add(bands, claims[i]);
        bands.back().to = m_detail.captureEnd;
    }

private:
    void add(std::vector<LadderBand>& bands, const StateClaim& claim) {
        const double y = std::max(bands.back().y, placeOf(claim));
        if (y == bands.back().y) { // two claims at one place: the later is the one that lasts
            bands.back() = {y, 0, claim, {}};
            return;
        }
        bands.back().bottom = y;
        bands.back().to = claim.from;
        bands.push_back({y, 0, claim, {}});
    }

    double placeOf(const StateClaim& claim) {
        return claim.fromSegment ? placeOfSegment(*claim.fromSegment) : placeOfTime(claim.from);
    }

    double placeOfSegment(std::size_t index) const {
        const auto row = m_layout.rowOfSegment(index);
        if (!row)
            return m_layout.rowsBottom;
        const LadderRow& shown = m_layout.rows[*row];
        if (shown.kind != LadderRowKind::Segment && m_layout.isTrueTime())
            return m_layout.axis.lowerAt(m_detail.segments[index].time);
        if (shown.kind != LadderRowKind::Segment)
            return shown.y + shown.height / 2;
        return m_detail.segments[index].sender == m_side ? shown.tail : shown.head;
    }

    double placeOfTime(Timestamp time) {
        if (m_layout.isTrueTime() && !m_layout.axis.stretches().empty())
            return m_layout.axis.upperAt(time);
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

} // namespace

void placeBands(LadderLayout& layout) {
    for (const Side side : kSides)
        BandBuilder(layout, side).build(layout.claims[at(side)]);
    layout.lifelineBottom = layout.rowsBottom + kTail;
    for (const auto& bands : layout.bands)
        layout.lifelineBottom = std::max(layout.lifelineBottom, bands.back().y + kClosedTail);
    for (auto& bands : layout.bands) {
        LadderBand& last = bands.back();
        const bool over = last.claim.state == State::Closed && bands.size() > 1;
        const double closedBottom = std::max(last.y + kClosedTail, segmentsBottom(layout));
        last.bottom = over ? std::min(closedBottom, layout.lifelineBottom) : layout.lifelineBottom;
    }
}

std::vector<std::string> alternativeLines(const StateClaim& claim, Language language) {
    std::vector<std::string> lines;
    const int others = claim.possible.size() - 1;
    for (std::size_t i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        if (state == claim.state || !claim.possible.has(state))
            continue;
        const int left = others - static_cast<int>(lines.size());
        if (left > 1 && static_cast<int>(lines.size()) == kMostAlternatives - 1) {
            lines.push_back(say(language, "or {0} others", {std::to_string(left)}));
            break;
        }
        lines.push_back(say(language, "or {0}", {toText(state)}));
    }
    return lines;
}

} // namespace synscope::ladder

namespace synscope {

std::string bandText(const ConnectionDetail& detail, const LadderBand& band) {
    const StateClaim& claim = band.claim;
    std::string text = claim.isUndecided() ? undecidedText(claim.state, claim.possible, detail.language)
                                           : std::string(toText(claim.state));
    const bool isAtLatest = claim.transition && detail.transitions[*claim.transition].basis == Basis::Kernel;
    text += say(detail.language, isAtLatest ? phrase(", at least {0}, from {1}") : phrase(", {0}, from {1}"),
                {durationText(band.to - claim.from), clockText(claim.from)});
    if (claim.transition)
        text += say(detail.language, "; {0}", {transitionText(detail, detail.transitions[*claim.transition])});
    return text;
}

} // namespace synscope
