// SPDX-License-Identifier: Apache-2.0
//
// The short lines below segments: incidents, and changes of state that a later packet showed not to have happened.
#pragma once

#include "core/diagram/ladder_layout.h"

#include <vector>

namespace synscope {

/// A remark and the packet below which it belongs.
struct PlacedRemark {
    PacketNumber packet = kNoPacket;
    Side side = Side::Initiator; ///< who it is about
    LadderRemark remark;
};

/// By packet. Cost: what is remarked upon, times the logarithm of the segments.
[[nodiscard]] std::vector<PlacedRemark> remarksOf(const ConnectionDetail& detail);

} // namespace synscope
