// SPDX-License-Identifier: Apache-2.0
//
// What `synscope-cli watch` publishes: the names, types and meanings of its metrics. They are a contract; dashboards
// and alert rules are written against them. No label ever holds the address of a peer.
#pragma once

#include "app/cli/watch_scan.h"
#include "core/export/openmetrics.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace synscope::cli {

/// `textFileFailures`: empty where no file is written.
[[nodiscard]] std::vector<MetricFamily> watchMetrics(const WatchState& state,
                                                     std::optional<std::uint64_t> textFileFailures);

} // namespace synscope::cli
