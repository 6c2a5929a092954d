// SPDX-License-Identifier: Apache-2.0
//
// A connection's life as two lanes of coloured pieces: from transitions to spans of time, and from spans
// to whole pixels. Pure functions. Where several spans share a pixel the worst wins, so that zooming out
// never hides a CLOSE_WAIT that lasts; CLOSED and LISTEN are left blank.
#pragma once

#include "core/store/snapshot.h"
#include "ui/time_range.h"

#include <array>
#include <span>
#include <vector>

namespace synscope::ui {

/// One state of one endpoint: [from, to).
struct LifeSpan {
    Timestamp from{};
    Timestamp to{};
    State state = State::Unknown;
    bool isPresent = false;   ///< still so at the capture's end
    bool isUndecided = false; ///< the packets leave other states possible too
    friend bool operator==(const LifeSpan&, const LifeSpan&) = default;
};

/// By Side.
using LifeLanes = std::array<std::vector<LifeSpan>, 2>;

/// `transitions` oldest first; the last state of each side lasts until `captureEnd`, undecided where `isUndecided`.
[[nodiscard]] LifeLanes lifeLanes(std::span<const Transition> transitions, Timestamp captureEnd,
                                  std::array<bool, 2> isUndecided = {});

/// [left, right) px in one colour.
struct LanePiece {
    int left = 0;
    int right = 0;
    State state = State::Unknown;
    bool isUndecided = false;
    friend bool operator==(const LanePiece&, const LanePiece&) = default;
};

/// The pixels of one lane on an axis `widthPx` wide; neighbours that look alike are one piece. A span that is
/// visible at all gets at least `minimumPx`. Cost: the spans and the width.
[[nodiscard]] std::vector<LanePiece> lanePieces(std::span<const LifeSpan> spans, const TimeRange& axis, int widthPx,
                                                int minimumPx);

} // namespace synscope::ui
