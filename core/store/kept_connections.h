// SPDX-License-Identifier: Apache-2.0
//
// Which connections of a live capture stay however old they are, where others go to make room. Pure.
#pragma once

#include "core/store/snapshot.h"

#include <vector>

namespace synscope {

/// Longer than Linux sends anything again without an answer (tcp_retries2: 924.6 s).
inline constexpr Duration kSurelyOver = std::chrono::minutes(16);

/// The connection may not be over: an endpoint is, or perhaps is, in ESTABLISHED or CLOSE_WAIT, or it opens or closes
/// and has not been silent for kSurelyOver.
[[nodiscard]] bool mayGoOn(const Snapshot& snapshot, const ConnectionRow& row);

/// Of the connections before `before`, those that may go on or that the leak ledger tells of, the oldest first. Cost:
/// a pass over them.
[[nodiscard]] std::vector<ConnectionId> keptBefore(const Snapshot& snapshot, ConnectionId before,
                                                   const DiagnosePolicy& policy);

} // namespace synscope
