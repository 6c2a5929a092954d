// SPDX-License-Identifier: Apache-2.0
//
// One JSON object a line: connections (the schema of `synscope-cli connections --format ndjson`, a contract)
// and the segments of one connection. Each function appends whole lines; the caller flushes.
#pragma once

#include "core/store/replay.h"
#include "core/store/snapshot.h"

#include <cstddef>
#include <string>

namespace synscope {

/// Appends the line of one connection. Cost: its transitions and the detectors.
void appendConnectionNdjson(std::string& out, const Snapshot& snapshot, ConnectionId id, const DiagnosePolicy& policy);

/// Appends the line of `detail.segments[index]`.
void appendSegmentNdjson(std::string& out, const ConnectionDetail& detail, std::size_t index);
/// Appends the line of `detail.seenElsewhere[index]`: its packet is null, for it is none of this capture.
void appendElsewhereNdjson(std::string& out, const ConnectionDetail& detail, std::size_t index);

} // namespace synscope
