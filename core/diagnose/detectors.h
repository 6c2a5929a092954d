// SPDX-License-Identifier: Apache-2.0
//
// The list of detectors. Each looks at the facts of one connection and may add one finding; to add one,
// write core/diagnose/NAME.cpp, declare it here and put it into the list.
#pragma once

#include "core/diagnose/finding.h"
#include "core/tcp/connection_row.h"
#include "core/tcp/incident.h"
#include "core/wire/ip_address.h"

#include <array>
#include <functional>
#include <span>
#include <vector>

namespace synscope {

/// All that a detector may know of a connection.
struct ConnectionFacts {
    const ConnectionRow& row;
    std::span<const Transition> transitions; ///< oldest first; none that was disproved
    std::span<const Incident> incidents;     ///< oldest first
    std::array<SocketAddress, 2> address;    ///< by Side
    Timestamp captureEnd{};
    DiagnosePolicy policy;
    std::function<PacketNumber(SegmentId)> packetOf;

    /// The newest transition of the endpoint into `state`, null when there is none.
    [[nodiscard]] const Transition* lastInto(Side side, State state) const;
    /// The first incident of the kind, null when there is none.
    [[nodiscard]] const Incident* incident(IncidentKind kind) const;
};

using Detector = void (*)(const ConnectionFacts&, std::vector<Finding>&);

void detectCloseWaitLeak(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectRefused(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectUnanswered(const ConnectionFacts& facts, std::vector<Finding>& findings);
void detectAborted(const ConnectionFacts& facts, std::vector<Finding>& findings);

[[nodiscard]] std::span<const Detector> detectors();

/// "12 min 3 s", "1.2 s", "41 µs": two units at most.
[[nodiscard]] std::string durationInWords(Duration duration);

} // namespace synscope
