// SPDX-License-Identifier: Apache-2.0
//
// All that a detector may know of one connection, and the questions that detectors share.
#pragma once

#include "core/diagnose/finding.h"
#include "core/diagnose/kernel_difference.h"
#include "core/tcp/connection_row.h"
#include "core/tcp/incident.h"
#include "core/wire/ip_address.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace synscope {

struct ConnectionFacts {
    const ConnectionRow& row;
    const ConnectionRow* earlier = nullptr;  ///< the connection of the same ports before it; null for the first
    std::span<const Transition> transitions; ///< oldest first; none that was disproved
    std::span<const Incident> incidents;     ///< oldest first
    AnomalyCounters counters;
    std::array<SocketAddress, 2> address; ///< by Side
    Timestamp captureEnd{};
    DiagnosePolicy policy;
    std::function<PacketNumber(SegmentId)> packetOf;    ///< kNoPacket for kNoSegment
    std::span<const KernelDifference> differences = {}; ///< of this connection, what came first first
    bool areWordsWanted = true;                         ///< else findings are left without a text, which costs most

    /// The address and port of the endpoint as text.
    [[nodiscard]] std::string name(Side side) const { return toText(address[static_cast<std::size_t>(side)]); }
    /// The newest transition of the endpoint into `state`, null when there is none.
    [[nodiscard]] const Transition* lastInto(Side side, State state) const;
    /// The first incident of the kind, null when there is none.
    [[nodiscard]] const Incident* incident(IncidentKind kind) const;
    /// The segment is the one that shows an incident of the kind.
    [[nodiscard]] bool shows(SegmentId segment, IncidentKind kind) const;
    /// When the segment was seen, where it moved a state: times of other segments are not kept.
    [[nodiscard]] std::optional<Timestamp> timeOf(SegmentId segment) const;
    /// Of the endpoint, by its segments.
    [[nodiscard]] const AnomalyCounters::PerSide& countersOf(Side side) const {
        return counters.side[static_cast<std::size_t>(side)];
    }

    /// A finding without words about what moved an endpoint: its packet, its proof and its time.
    [[nodiscard]] Finding about(const Transition& transition) const;
    /// A finding without words about an incident: its endpoint and both its packets.
    [[nodiscard]] Finding about(const Incident& incident) const;
};

} // namespace synscope
