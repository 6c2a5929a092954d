// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_lanes.h"

#include "core/diagram/ladder_frame.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_places.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <utility>

namespace synscope {
namespace {

using namespace ladder;

constexpr double kLaneGap = 12;

Timestamp beginOf(const ConnectionDetail& detail) {
    return detail.segments.empty() ? detail.captureEnd : detail.segments.front().time;
}

/// All lifelines that are alive at the end end together.
void endTogether(std::vector<LadderLane>& lanes) {
    double bottom = 0;
    for (const LadderLane& lane : lanes)
        bottom = std::max(bottom, lane.layout.lifelineBottom);
    for (LadderLane& lane : lanes) {
        for (auto& bands : lane.layout.bands) {
            if (bands.back().bottom == lane.layout.lifelineBottom)
                bands.back().bottom = bottom;
        }
        lane.layout.lifelineBottom = bottom;
    }
}

void addMoved(Picture& picture, Picture&& lane, double x) {
    for (Shape& shape : lane.shapes) {
        if (auto* box = std::get_if<BoxShape>(&shape))
            box->rect.x += x;
        else if (auto* text = std::get_if<TextShape>(&shape))
            text->at.x += x;
        else if (auto* line = std::get_if<LineShape>(&shape)) {
            line->from.x += x;
            line->to.x += x;
        }
        picture.shapes.push_back(std::move(shape));
    }
}

std::string captionOf(const ConnectionDetail& detail) {
    const std::string number = groupedNumber(static_cast<std::uint64_t>(indexOf(detail.id)));
    if (detail.incarnation == 0)
        return say(detail.language, "connection {0}", {number});
    return say(detail.language, "connection {0}, use {1} of these ports",
               {number, groupedNumber(detail.incarnation + 1U)});
}

} // namespace

LadderLanes layoutLanes(std::span<const std::shared_ptr<const ConnectionDetail>> details,
                        const LadderOptions& options) {
    LadderLanes all;
    std::vector<std::shared_ptr<const ConnectionDetail>> sorted(details.begin(), details.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return beginOf(*a) < beginOf(*b); });
    LadderOptions ofLane = options;
    const auto count = static_cast<double>(sorted.size());
    if (sorted.size() > 1) {
        ofLane.width = (options.width - kLaneGap * (count - 1)) / count;
        ofLane.showParameters = false;
        ofLane.showFootnotes = false;
        ofLane.cards = {};
    }
    std::vector<LadderLayout*> placed;
    all.lanes.reserve(sorted.size());
    for (auto& detail : sorted) {
        all.lanes.push_back({0, prepareLadder(std::move(detail), ofLane)});
        placed.push_back(&all.lanes.back().layout);
        LadderLayout& layout = all.lanes.back().layout;
        layout.start = all.lanes.front().layout.start;
        if (sorted.size() > 1)
            layout.caption = captionOf(*layout.detail);
        layout.headerBottom += sorted.size() > 1 ? kCaptionHeight : 0;
    }
    if (placed.empty())
        return all;
    placeRows(placed);
    for (LadderLane& lane : all.lanes)
        placeLifelines(lane.layout);
    endTogether(all.lanes);
    double x = 0;
    for (LadderLane& lane : all.lanes) {
        lane.x = std::exchange(x, x + lane.layout.width + kLaneGap);
        setHeight(lane.layout);
        all.height = std::max(all.height, lane.layout.height);
    }
    all.width = x - kLaneGap;
    all.headerBottom = all.lanes.front().layout.headerBottom;
    return all;
}

Picture paintLanes(const LadderLanes& lanes, double top, double bottom) {
    Picture picture;
    for (const LadderLane& lane : lanes.lanes) {
        Picture part = paintLadder(lane.layout, top, bottom);
        if (picture.title.empty())
            picture.title = std::move(part.title);
        picture.description += picture.description.empty()
                                   ? part.description
                                   : say(lane.layout.detail->language, "; {0}", {part.description});
        addMoved(picture, std::move(part), lane.x);
    }
    if (lanes.lanes.size() > 1)
        picture.title = say(lanes.lanes.front().layout.detail->language, "{0} TCP connections side by side",
                            {groupedNumber(lanes.lanes.size())});
    picture.width = lanes.width;
    picture.height = lanes.height;
    return picture;
}

Picture paintLanes(const LadderLanes& lanes) {
    return paintLanes(lanes, 0, lanes.height);
}

} // namespace synscope
