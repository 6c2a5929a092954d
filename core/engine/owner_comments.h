// SPDX-License-Identifier: Apache-2.0
//
// Which processes the connections of a live capture belong to, as comments on its packets when it is saved.
#pragma once

#include "core/capture/capture_copy.h"
#include "core/store/snapshot.h"

#include <vector>

namespace synscope {

/// For each connection whose owner is known a comment on its first packet that is kept. In order of position. Cost: the
/// rows, and the chains of connections whose first packet is gone.
[[nodiscard]] std::vector<PacketComment> ownerComments(const Snapshot& snapshot);

} // namespace synscope
