// SPDX-License-Identifier: Apache-2.0
//
// One connection in two captures, made at two places on its way. The other capture's clock is set by this one's, each
// segment is found in both, and a segment that only one of them holds was lost between them, or not captured.
#pragma once

#include "core/store/replay.h"

#include <optional>

namespace synscope {

/// The same connection in another capture: the same addresses, and initial sequence numbers as far as both know them;
/// where neither is known, the only one of these addresses. Cost: a pass over the other's rows.
[[nodiscard]] std::optional<ConnectionId> sameConnection(const ConnectionDetail& here, const Snapshot& there);

/// Fills `here.ends`, the segments' `elsewhere` and `isLost`, and `here.seenElsewhere`; the far side's transitions get
/// the times at which their packets were there.
///
/// The offset of the clocks is the one by which the shortest way there takes as long as the shortest way back: how a
/// round trip divides is not to be known. The drift is the trend of that offset, where the connection lasts
/// kLeastForDrift. Segments are the same where sender, numbers, flags, length and the timestamp option are; a copy that
/// arrived belongs to the last one that left before. Segments that hosts put together or take apart (offload) are
/// matched by their last byte. Leaves `here` as it is where no segment is in both.
void joinEnds(ConnectionDetail& here, const ConnectionDetail& there);

/// Finds the connection in the other capture, reads it there and joins it. An Error where it cannot be read again.
[[nodiscard]] std::optional<Error> joinCapture(ConnectionDetail& here, const Snapshot& there, const FetchPacket& fetch,
                                               const ReplayOptions& options);

inline constexpr Duration kLeastForDrift = std::chrono::seconds(10);

} // namespace synscope
