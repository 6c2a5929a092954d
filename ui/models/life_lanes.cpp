// SPDX-License-Identifier: Apache-2.0
#include "ui/models/life_lanes.h"

#include <algorithm>
#include <cmath>

namespace synscope::ui {
namespace {

bool isDrawn(State state) {
    return state != State::Closed && state != State::Listen;
}

constexpr int kWorst = 9; // ranks

/// Who wins a pixel that several spans share. A CLOSE_WAIT that passed is as good as any other closing
/// state; one that lasts is worse than everything.
int rankOf(const LifeSpan& span) {
    switch (span.state) {
    case State::CloseWait:
        return span.isPresent ? kWorst : 6;
    case State::LastAck:
        return 7;
    case State::SynSent:
    case State::SynReceived:
        return 5;
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
        return 4;
    case State::Established:
        return 3;
    case State::TimeWait:
        return 2;
    case State::Unknown:
        return 1;
    case State::Closed:
    case State::Listen:
        return 0;
    }
    return 0;
}

struct PixelSpan {
    int left = 0;
    int right = 0;
    int rank = 0;
    bool isShort = false; ///< widened to be visible at all
    State state = State::Unknown;
    bool isUndecided = false;
};

PixelSpan pixelsOf(const LifeSpan& span, const TimeRange& axis, int widthPx, int minimumPx) {
    PixelSpan out;
    const double from = axis.xOf(span.from, widthPx);
    const double to = axis.xOf(span.to, widthPx);
    out.left = static_cast<int>(std::floor(std::clamp(from, 0.0, static_cast<double>(widthPx))));
    out.right = static_cast<int>(std::ceil(std::clamp(to, 0.0, static_cast<double>(widthPx))));
    out.state = span.state;
    out.isUndecided = span.isUndecided;
    out.rank = rankOf(span);
    if (out.right - out.left >= minimumPx)
        return out;
    out.isShort = true;
    out.left = std::min(out.left, std::max(0, widthPx - minimumPx));
    out.right = std::min(widthPx, out.left + minimumPx);
    return out;
}

bool continues(const LanePiece& before, const LanePiece& piece) {
    return before.right == piece.left && before.state == piece.state && before.isUndecided == piece.isUndecided;
}

} // namespace

LifeLanes lifeLanes(std::span<const Transition> transitions, Timestamp captureEnd, std::array<bool, 2> isUndecided) {
    LifeLanes lanes;
    for (const Transition& transition : transitions) {
        auto& lane = lanes[static_cast<std::size_t>(transition.side())];
        if (!lane.empty())
            lane.back().to = transition.time();
        lane.push_back({transition.time(), captureEnd, transition.to(), false, false});
    }
    for (std::size_t side = 0; side < lanes.size(); ++side) {
        auto& lane = lanes[side];
        if (!lane.empty()) {
            lane.back().isPresent = true;
            lane.back().isUndecided = isUndecided[side];
            lane.back().to = std::max(lane.back().from, captureEnd);
        }
        std::erase_if(lane, [](const LifeSpan& span) { return !isDrawn(span.state); });
    }
    return lanes;
}

std::vector<LanePiece> lanePieces(std::span<const LifeSpan> spans, const TimeRange& axis, int widthPx, int minimumPx) {
    std::vector<LanePiece> pieces;
    if (widthPx <= 0)
        return pieces;
    std::vector<PixelSpan> pixels;
    for (const LifeSpan& span : spans)
        if (span.to >= axis.begin && span.from <= axis.end)
            pixels.push_back(pixelsOf(span, axis, widthPx, minimumPx));
    // Long spans first, the short ones over them, the worse over the better, and over all a CLOSE_WAIT that lasts.
    const auto layer = [](const PixelSpan& span) { return span.rank == kWorst ? 2 : span.isShort ? 1 : 0; };
    std::stable_sort(pixels.begin(), pixels.end(), [&layer](const PixelSpan& a, const PixelSpan& b) {
        return layer(a) != layer(b) ? layer(a) < layer(b) : a.rank < b.rank;
    });
    const PixelSpan blank{.state = State::Closed};
    std::vector<const PixelSpan*> column(static_cast<std::size_t>(widthPx), &blank);
    for (const PixelSpan& span : pixels)
        std::fill(column.begin() + span.left, column.begin() + span.right, &span);
    for (int x = 0; x < widthPx; ++x) {
        const PixelSpan& seen = *column[static_cast<std::size_t>(x)];
        if (!isDrawn(seen.state))
            continue;
        const LanePiece piece{x, x + 1, seen.state, seen.isUndecided};
        if (!pieces.empty() && continues(pieces.back(), piece))
            ++pieces.back().right;
        else
            pieces.push_back(piece);
    }
    return pieces;
}

} // namespace synscope::ui
