// SPDX-License-Identifier: Apache-2.0
//
// What is known of the processes at the ends of a connection, as a tip.
#pragma once

#include "core/store/snapshot.h"

#include <QString>

namespace synscope::ui {

/// Rich text with names, command lines, users and containers, a paragraph a side; empty where nothing is known.
[[nodiscard]] QString connectionProcessTip(const Snapshot& snapshot, ConnectionId id);

} // namespace synscope::ui
