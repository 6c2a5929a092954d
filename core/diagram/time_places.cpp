// SPDX-License-Identifier: Apache-2.0
//
// True time: each segment stands where its moment is. What has no moment of its own (notes, segments that were not
// captured) interrupts the axis, where no arrow is under way if that can be had; long silence is a labelled break.
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_places.h"
#include "core/diagram/ladder_text.h"
#include "core/diagram/path_delays.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace synscope::ladder {
namespace {

constexpr std::size_t kIntervalSamples = 4096;
constexpr double kTypicalInterval = 44;   ///< px of the median time between two rows
constexpr double kShortestRoundTrip = 76; ///< px: arrows there and back have room for their labels
constexpr double kLongestRoundTrip = 120; ///< px
constexpr double kLongestIdle = 170;      ///< px; a longer one is compressed
constexpr double kShownRoundTrip = 1e6;   ///< ns: shorter ones are not what the picture is about
constexpr std::size_t kIdleShare = 16;    ///< room for so many idle stretches: one in so many rows
constexpr double kTallestStretched = 4e8; ///< px; four times as tall is still a scroll bar's number
constexpr std::size_t kMostWaiting = 6;   ///< rows that a note waits for a moment without arrows

/// A level label needs this much above its arrow.
constexpr double kRoomAbove = kLabelRoom + 2;

/// The time a step takes, as seen at the capture point.
struct Moment {
    Timestamp from{};
    Timestamp to{};
};

Moment momentOf(const LadderLayout& layout, const LadderRow& row) {
    const auto& segments = layout.detail->segments;
    const Timestamp from = segments[row.firstSegment].time;
    return {from, std::max(from, segments[row.firstSegment + row.segmentCount - 1].time)};
}

class TimePlacer {
public:
    TimePlacer(std::span<LadderLayout* const> lanes, const std::vector<LadderStep>& steps,
               const std::vector<std::size_t>& ends)
        : m_lanes(lanes), m_steps(steps), m_ends(ends), m_placed(lanes.size()), m_delays(lanes.size()) {
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            const std::size_t rows = lanes[lane]->rows.size();
            m_placed[lane].reserve(rows + rows / kIdleShare + 1);
            if (lanes[lane]->isSlanted)
                m_delays[lane] = pathDelays(*lanes[lane]->detail).value_or(PathDelays{});
        }
    }

    void place() {
        const LadderOptions& options = m_lanes.front()->options;
        m_longestIdle = options.compressGaps ? kLongestIdle * std::max(1.0, options.stretch) : 1e300;
        const Timestamp begin = leaves(m_steps.front(), momentOf(m_steps.front()).from);
        m_axis = TimeAxis(begin, m_lanes.front()->headerBottom + kFirstRowGap + kRoomAbove, scale());
        m_reach = begin;
        for (const LadderStep& step : m_steps)
            addStep(step);
        flush();
        addEnd();
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane)
            finish(lane);
    }

private:
    [[nodiscard]] LadderLayout& layoutOf(const LadderStep& step) const { return *m_lanes[step.lane]; }
    [[nodiscard]] LadderRow& mainOf(const LadderStep& step) const { return layoutOf(step).rows[step.main]; }
    [[nodiscard]] Moment momentOf(const LadderStep& step) const {
        return ladder::momentOf(layoutOf(step), mainOf(step));
    }
    [[nodiscard]] SegmentWay wayOf(const LadderStep& step) const {
        return way(layoutOf(step), m_delays[step.lane], mainOf(step));
    }
    [[nodiscard]] static SegmentWay way(const LadderLayout& layout, const PathDelays& delays, const LadderRow& row) {
        return layout.isSlanted ? synscope::wayOf(layout.detail->segments[row.firstSegment], delays) : SegmentWay{};
    }
    [[nodiscard]] Timestamp leaves(const LadderStep& step, Timestamp seen) const { return seen - wayOf(step).before; }
    [[nodiscard]] Timestamp arrives(const LadderStep& step, Timestamp seen) const { return seen + wayOf(step).after; }

    /// px for a ns: the median interval gets some room, a round trip not too much, and all of it ends somewhere.
    [[nodiscard]] double scale() const {
        std::vector<double> intervals;
        const std::size_t stride = m_steps.size() / kIntervalSamples + 1;
        for (std::size_t i = 1; i < m_steps.size(); i += stride) {
            const auto ns = static_cast<double>((momentOf(m_steps[i]).from - momentOf(m_steps[i - 1]).to).count());
            if (ns > 0)
                intervals.push_back(ns);
        }
        const LadderOptions& options = m_lanes.front()->options;
        double pxPerNs = 1e-4;
        if (!intervals.empty()) {
            const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
            std::nth_element(intervals.begin(), middle, intervals.end());
            pxPerNs = kTypicalInterval / *middle;
        }
        for (const PathDelays& delays : m_delays) {
            const auto roundTrip = 2 * static_cast<double>((delays[0] + delays[1]).count());
            if (roundTrip > kShownRoundTrip)
                pxPerNs = std::max(pxPerNs, kShortestRoundTrip / roundTrip);
            if (roundTrip > 0)
                pxPerNs = std::min(pxPerNs, kLongestRoundTrip / roundTrip);
        }
        const double usual = noTallerThan(options.tallestTime, pxPerNs);
        return noTallerThan(std::max(options.tallestTime, kTallestStretched), usual * options.stretch);
    }

    /// The scale, or a smaller one with which all is so tall.
    [[nodiscard]] double noTallerThan(double tallest, double pxPerNs) const {
        const double height = heightAt(pxPerNs);
        return height > tallest ? pxPerNs * tallest / height : pxPerNs;
    }

    /// Of all time together.
    [[nodiscard]] double heightAt(double pxPerNs) const {
        const auto most = m_longestIdle / pxPerNs;
        double ns = 0;
        for (std::size_t i = 1; i < m_steps.size(); ++i)
            ns += std::clamp(static_cast<double>((momentOf(m_steps[i]).from - momentOf(m_steps[i - 1]).from).count()),
                             0.0, most);
        const auto rest = static_cast<double>((lastTime() - momentOf(m_steps.back()).from).count());
        return (ns + std::clamp(rest, 0.0, most)) * pxPerNs;
    }

    /// Until then something may change: a timer runs out, or a connection is still there.
    [[nodiscard]] Timestamp lastTime() const {
        Timestamp last{};
        for (const LadderLayout* layout : m_lanes) {
            const ConnectionDetail& detail = *layout->detail;
            const bool isOver = detail.endpoint[0].state == State::Closed && detail.endpoint[1].state == State::Closed;
            if (!isOver && !detail.isPartial && detail.omittedSegments == 0)
                last = std::max(last, detail.captureEnd);
            if (!detail.transitions.empty())
                last = std::max(last, std::min(detail.transitions.back().time, detail.captureEnd));
        }
        return last;
    }

    void addStep(const LadderStep& step) {
        const Moment moment = momentOf(step);
        const Timestamp from = std::max(moment.from, m_axis.time());
        const Timestamp to = std::max(moment.to, from);
        const Timestamp left = leaves(step, from);
        if (!m_waiting.empty() && (left >= m_reach || ++m_waited > kMostWaiting))
            flush();
        addIdle(left, phrase("idle {0}"));
        if (step.begin < step.main) {
            m_axis.runTo(std::max(left, m_reach));
            for (std::size_t row = step.begin; row < step.main; ++row)
                addStanding(step.lane, row);
            m_axis.breakTo(m_axis.time(), kRoomAbove);
        }
        LadderRow& row = mainOf(step);
        if (row.kind == LadderRowKind::FoldedRun)
            addRun(row, from, to);
        else
            row.tail = row.head = row.y = m_axis.runTo(from);
        m_placed[step.lane].push_back(std::move(row));
        m_reach = std::max({m_reach, to, arrives(step, to)});
        for (std::size_t after = step.main + 1; after < step.end; ++after)
            m_waiting.emplace_back(step.lane, after);
    }

    /// Silence up to `until`, where it is long enough to be compressed.
    void addIdle(Timestamp until, std::string_view words) {
        const Duration idle = until - std::max(m_reach, m_axis.time());
        if (static_cast<double>(idle.count()) * m_axis.pxPerNs() <= m_longestIdle)
            return;
        m_axis.runTo(m_reach);
        m_axis.breakTo(m_axis.time(), kAfterArrow);
        const double y = m_axis.breakTo(until, kIdleRow);
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
            LadderRow gap;
            gap.kind = LadderRowKind::Gap;
            gap.text.set("⋮ " + say(m_lanes[lane]->detail->language, words, {durationText(idle)}));
            gap.y = y;
            gap.height = kIdleRow;
            m_placed[lane].push_back(std::move(gap));
        }
        m_axis.breakTo(m_axis.time(), kRoomAbove);
    }

    void addRun(LadderRow& row, Timestamp from, Timestamp to) {
        row.y = m_axis.runTo(from);
        const double length = static_cast<double>((to - from).count()) * m_axis.pxPerNs();
        const bool isBroken = length < kRunRow || length > m_longestIdle;
        if (isBroken) {
            row.y = m_axis.runTo(std::min(m_reach, to)); // no arrow goes through its words
            m_axis.breakTo(to, kRunRow + kLabelRoom);
        }
        m_axis.runTo(to);
        row.height = m_axis.bottom() - row.y;
    }

    /// Time stands still while it is told.
    void addStanding(std::size_t lane, std::size_t index) {
        LadderRow& row = m_lanes[lane]->rows[index];
        row.height = fitRow(*m_lanes[lane], row);
        row.y = m_axis.breakTo(m_axis.time(), row.height);
        const bool slanted = m_lanes[lane]->isSlanted;
        row.tail = row.y + (slanted ? kMissingStart : kMissingLevel);
        row.head = row.y + (slanted ? kMissingEnd : kMissingLevel);
        m_placed[lane].push_back(std::move(row));
    }

    void flush() {
        if (m_waiting.empty())
            return;
        m_axis.runTo(m_reach);
        m_axis.breakTo(m_axis.time(), kAfterArrow);
        for (const auto& [lane, row] : m_waiting)
            addStanding(lane, row);
        m_axis.breakTo(m_axis.time(), kRoomAbove);
        m_waiting.clear();
        m_waited = 0;
    }

    void addEnd() {
        m_axis.runTo(m_reach);
        const Timestamp last = lastTime();
        addIdle(last, phrase("then nothing for {0}"));
        m_axis.runTo(last);
        m_axis.breakTo(m_axis.time(), kAfterArrow);
        const double top = m_axis.bottom();
        double bottom = top;
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
            double y = top;
            for (std::size_t index = m_ends[lane]; index < m_lanes[lane]->rows.size(); ++index) {
                addStanding(lane, index);
                LadderRow& row = m_placed[lane].back();
                row.tail += y - row.y;
                row.head += y - row.y;
                row.y = std::exchange(y, y + row.height);
            }
            bottom = std::max(bottom, y);
        }
        for (LadderLayout* layout : m_lanes)
            layout->rowsBottom = bottom;
    }

    /// Arrows lean, and rows get their extent; what stands after them is found by the next segment, as before.
    void finish(std::size_t lane) {
        LadderLayout& layout = *m_lanes[lane];
        layout.rows = std::move(m_placed[lane]);
        layout.axis = m_axis;
        Timestamp before{};
        std::uint32_t next = 0;
        double floor = layout.headerBottom;
        for (LadderRow& row : layout.rows) {
            if (row.kind == LadderRowKind::Segment) {
                before = std::max(before, layout.detail->segments[row.firstSegment].time);
                lean(layout, m_delays[lane], before, row);
                row.y = std::max(floor, row.y - kLabelRoom);
                floor = row.y;
            } else {
                floor = row.y + row.height;
            }
            next = row.segmentCount > 0 ? row.firstSegment + row.segmentCount : next;
            row.firstSegment = row.segmentCount > 0 ? row.firstSegment : next;
        }
        for (std::size_t i = 0; i < layout.rows.size(); ++i) {
            LadderRow& row = layout.rows[i];
            if (row.kind == LadderRowKind::Segment) {
                const double bottom = std::max(row.tail, row.head) + kAfterArrow;
                row.height = (i + 1 < layout.rows.size() ? std::min(bottom, layout.rows[i + 1].y) : bottom) - row.y;
                row.height = std::max(0.0, row.height);
            }
        }
    }

    void lean(const LadderLayout& layout, const PathDelays& delays, Timestamp seen, LadderRow& row) const {
        const SegmentWay travels = way(layout, delays, row);
        if (travels.before > Duration{0})
            row.tail = std::min(row.y, m_axis.lowerAt(seen - travels.before));
        if (travels.after > Duration{0})
            row.head = std::max(row.y, m_axis.upperAt(seen + travels.after));
    }

    std::span<LadderLayout* const> m_lanes;
    const std::vector<LadderStep>& m_steps;
    const std::vector<std::size_t>& m_ends;
    std::vector<std::vector<LadderRow>> m_placed; ///< by diagram
    std::vector<PathDelays> m_delays;             ///< by diagram; zeros where arrows are level
    TimeAxis m_axis;
    Timestamp m_reach{}; ///< no arrow is under way any more
    double m_longestIdle = 0;
    std::vector<std::pair<std::size_t, std::size_t>> m_waiting; ///< diagram and row: they follow when no arrow is on
    std::size_t m_waited = 0;
};

} // namespace

void placeByTime(std::span<LadderLayout* const> lanes, const std::vector<LadderStep>& steps,
                 const std::vector<std::size_t>& ends) {
    TimePlacer(lanes, steps, ends).place();
}

} // namespace synscope::ladder
