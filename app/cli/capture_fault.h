// SPDX-License-Identifier: Apache-2.0
//
// Why a live capture did not begin or has ended, as `leaks -i` and `watch -i` tell it.
#pragma once

#include "core/store/live_capture.h"
#include "core/store/snapshot.h"

#include <string>

namespace synscope::cli {

[[nodiscard]] std::string faultText(const CaptureTrouble& trouble);

/// Of a capture that nobody ended: what stopped the reading, a full disk for instance, before what the capturing
/// program said.
[[nodiscard]] std::string endText(const LiveState& state, const LoadState& load);

} // namespace synscope::cli
