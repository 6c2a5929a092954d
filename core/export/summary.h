// SPDX-License-Identifier: Apache-2.0
//
// A capture in figures: where every packet went, connections by state, findings by kind, and how good the
// capture is. A value counted once from a snapshot, and its two forms: text and one JSON object.
#pragma once

#include "core/diagnose/capture_findings.h"
#include "core/store/snapshot.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// What loading cost, measured by the program.
struct LoadCost {
    Duration time{};
    std::uint64_t peakRssBytes = 0; ///< largest resident memory of the process; 0 = not known
};

struct CaptureSummary {
    PacketCounts packets;
    std::uint64_t connections = 0;
    std::uint64_t connectionsLetGo = 0; ///< of these, by a live capture: counted nowhere below
    std::array<std::array<std::uint64_t, kStateCount>, 2> byState{}; ///< by Side, by State at the capture's end
    std::array<std::uint64_t, 3> byOrigin{};                         ///< by Origin
    std::uint64_t reused = 0;                                        ///< later uses of ports seen before
    std::uint64_t oneDirection = 0;                     ///< more than a SYN from one side, nothing from the other
    std::map<std::string_view, std::uint64_t> findings; ///< of connections, by kind
    std::vector<CaptureFinding> captureFindings;        ///< of the capture as a whole
    LoadState load;
    Timestamp begin{};
    Timestamp end{};
};

/// Counts. Cost: the detectors on every connection.
[[nodiscard]] CaptureSummary summarise(const Snapshot& snapshot, const DiagnosePolicy& policy);

/// Appends the text people read; `name` is what the capture is called.
void appendSummaryText(std::string& out, const CaptureSummary& summary, std::string_view name, const LoadCost& cost);
/// Appends one JSON object and a newline.
void appendSummaryJson(std::string& out, const CaptureSummary& summary, const LoadCost& cost);

} // namespace synscope
