// SPDX-License-Identifier: Apache-2.0
//
// A connection as far as somebody has watched it: what came later is not known yet. For lessons, which show
// a capture packet by packet.
#pragma once

#include "core/store/replay.h"

namespace synscope {

/// The detail without what came after the packet, and without what later packets proved, disproved or gave reason to
/// judge: findings and notes on the quality come with the connection's last segment. The clock stands at the last
/// segment that is left. Without segments where the connection began later. Cost: a copy.
[[nodiscard]] ConnectionDetail detailUntil(const ConnectionDetail& whole, PacketNumber last);

} // namespace synscope
