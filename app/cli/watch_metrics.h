// SPDX-License-Identifier: Apache-2.0
//
// What `synscope-cli watch` publishes: the names, types and meanings of its metrics. They are a contract; dashboards
// and alert rules are written against them. No label ever holds the address of a peer.
#pragma once

#include "app/cli/watch_capture.h"
#include "app/cli/watch_scan.h"
#include "core/export/openmetrics.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synscope::cli {

/// What is known besides the socket table; empty where nobody asked for it.
struct WatchExtras {
    std::optional<std::uint64_t> textFileFailures = {};
    std::shared_ptr<const CaptureCount> capture = {};
    std::string interface = {}; ///< that is captured from
};

[[nodiscard]] std::vector<MetricFamily> watchMetrics(const WatchState& state, const WatchExtras& extras);

} // namespace synscope::cli
