// SPDX-License-Identifier: Apache-2.0
//
// Gathers from a snapshot what the findings of a whole capture are made of.
#pragma once

#include "core/diagnose/capture_findings.h"
#include "core/store/snapshot.h"

namespace synscope {

/// Cost: one pass over the rows, and memory for each listener with openings that never completed.
[[nodiscard]] CaptureFacts captureFactsOf(const Snapshot& snapshot, const DiagnosePolicy& policy);

} // namespace synscope
