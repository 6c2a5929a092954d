// SPDX-License-Identifier: Apache-2.0
//
// What is worth telling of a capture as a whole: floods of openings that no connection shows alone, and faults of
// the capture with what they mean for everything said about its connections. Pure over a few counts.
#pragma once

#include "core/base/time.h"
#include "core/diagnose/finding.h"
#include "core/tcp/connection_row.h"
#include "core/wire/ip_address.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// A listener with at least DiagnosePolicy::floodOpenings openings that never completed, in one window of time.
struct FloodedListener {
    SocketAddress listener;
    std::uint64_t openings = 0;          ///< in its busiest window, each from another port or address
    std::optional<IpAddress> onlySource; ///< where all of them came from; none when from several
    Timestamp since{};                   ///< beginning of that window
};

/// Packets of one interface that two processors take in and stamp reach the capture some microseconds out of order,
/// under load some hundreds. Clocks that differ, or were set, are farther apart than this.
inline constexpr Duration kStampsOutOfOrder = std::chrono::milliseconds(1);

/// Counts of a whole capture.
struct CaptureFacts {
    std::uint64_t connections = 0;
    std::uint64_t oneDirection = 0;      ///< connections of which one side only was captured
    std::uint64_t duplicatedFrames = 0;  ///< connections with frames captured twice
    std::uint64_t missingPackets = 0;    ///< connections whose packets were not all captured
    std::uint64_t clockBackwards = 0;    ///< packets earlier than their predecessor
    Duration farthestBackwards{};        ///< of these, behind the latest before them
    std::uint64_t cutPackets = 0;        ///< packets captured shorter than on the wire
    std::uint64_t lostHeaders = 0;       ///< packets cut so short that their TCP header is not whole
    std::uint64_t superSegments = 0;     ///< packets with more payload than the peer's MSS
    std::uint64_t kernelDrops = 0;       ///< packets that the capturing kernel dropped
    std::vector<FloodedListener> floods; ///< the most openings first
};

enum class CaptureTopic : std::uint8_t {
    Traffic, ///< what happened on the network
    Quality, ///< how good the capture is
};

struct CaptureFinding {
    std::string_view kind; ///< "syn-flood", "one-direction"...; a literal
    CaptureTopic topic = CaptureTopic::Quality;
    Severity severity = Severity::Note; ///< Warning where it touches states or durations
    std::uint64_t count = 0;            ///< of what the text names first: openings, connections or packets
    std::string text;                   ///< what it is, what it means for the verdicts, what to look for
};

/// An opening that the responder never saw completed: evidence of a flood when there are many.
[[nodiscard]] bool isUncompletedOpening(const ConnectionRow& row);

/// What is worth telling: traffic first, then quality, the gravest first.
[[nodiscard]] std::vector<CaptureFinding> captureFindings(const CaptureFacts& facts, const DiagnosePolicy& policy);

/// Every kind there is, in that order.
[[nodiscard]] std::span<const std::string_view> captureFindingKinds();

} // namespace synscope
