// SPDX-License-Identifier: Apache-2.0
//
// How long segments travel between the capture point and the two endpoints, so that arrows can lean by it. Known only
// where the handshake tells where it was captured (core/diagnose/tap_side.h).
#pragma once

#include "core/store/replay.h"

#include <array>
#include <optional>

namespace synscope {

/// By Side: from the capture point to the endpoint, taken as half of the way there and back.
using PathDelays = std::array<Duration, 2>;

/// Nothing where the place of capture is not known. Never more than half of the shortest time in which an endpoint
/// answered anywhere in the connection, so that no answer is drawn before its question. Linear in the segments.
/// Where a second capture tells, a way between the two places is half of the shortest round trip, and the rest nothing.
[[nodiscard]] std::optional<PathDelays> pathDelays(const ConnectionDetail& detail);

/// Of one segment: from leaving until it was captured, and from then until it arrives.
struct SegmentWay {
    Duration before{};
    Duration after{};
};
/// As two captures measured it; else as usual, by `delays`.
[[nodiscard]] SegmentWay wayOf(const DetailSegment& segment, const PathDelays& delays);

} // namespace synscope
