// SPDX-License-Identifier: Apache-2.0
//
// Which connections are worth seeing beside one: those that used the same ports before or after, and those between the
// same two hosts.
#pragma once

#include "core/store/snapshot.h"

#include <vector>

namespace synscope {

enum class Relation : std::uint8_t { SamePorts, SameHosts };

/// The others, in order, at most `most` of them and of more the nearest. Cost: a pass over the rows.
[[nodiscard]] std::vector<ConnectionId> relatedTo(const Snapshot& snapshot, ConnectionId id, Relation relation,
                                                  std::size_t most);

} // namespace synscope
