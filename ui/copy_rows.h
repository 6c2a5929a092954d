// SPDX-License-Identifier: Apache-2.0
//
// Connections as text for the clipboard.
#pragma once

#include "core/store/snapshot.h"

#include <QString>

#include <span>
#include <vector>

namespace synscope::ui {

/// A line a connection, columns padded with spaces; with a heading.
[[nodiscard]] QString rowsAsText(const Snapshot& snapshot, std::span<const ConnectionId> connections);
/// The table's columns, RFC 4180.
[[nodiscard]] QString rowsAsCsv(const Snapshot& snapshot, std::span<const ConnectionId> connections);
/// One JSON object a line, as the command line writes them.
[[nodiscard]] QString rowsAsJson(const Snapshot& snapshot, std::span<const ConnectionId> connections);

} // namespace synscope::ui
