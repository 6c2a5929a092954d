// SPDX-License-Identifier: Apache-2.0
//
// What a cell of the connections table offers to filter by: terms of the filter's language that hold for its
// connection, the closest to what the cell shows first. Pure functions; columns name theirs.
#pragma once

#include "core/store/snapshot.h"

#include <QString>

#include <vector>

namespace synscope::ui {

using FilterTerms = std::vector<QString>;

[[nodiscard]] FilterTerms numberTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms clientTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms serverTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms statesTerms(const Snapshot& snapshot, ConnectionId id);
/// The states that the lanes show, and the time of the first packet.
[[nodiscard]] FilterTerms lifeTerms(const Snapshot& snapshot, ConnectionId id);
/// None where the connection is over.
[[nodiscard]] FilterTerms ageTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms packetsTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms bytesTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms durationTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms retransmissionsTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms startTerms(const Snapshot& snapshot, ConnectionId id);
[[nodiscard]] FilterTerms findingsTerms(const Snapshot& snapshot, ConnectionId id);

/// None where no process is known.
[[nodiscard]] FilterTerms processTerms(const Snapshot& snapshot, ConnectionId id);

} // namespace synscope::ui
