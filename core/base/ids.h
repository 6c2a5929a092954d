// SPDX-License-Identifier: Apache-2.0
//
// Index types that cannot be mixed up. Each is an enum class over its integer: no arithmetic by accident,
// no cost. `indexOf` gives the plain number back; kNone... marks "no such thing".
#pragma once

#include <cstdint>
#include <type_traits>

namespace synscope {

enum class PacketNumber : std::uint64_t {}; ///< counts every packet of the capture, from 1; 0 = none
enum class SegmentId : std::uint32_t {};    ///< counts TCP segments of the capture, from 0
enum class FlowId : std::uint32_t {};       ///< one per 4-tuple, from 0, in order of first segment
enum class ConnectionId : std::uint32_t {}; ///< one per incarnation of a 4-tuple, from 0, in order of first segment
enum class TransitionId : std::uint32_t {}; ///< position in the transition log
enum class AnomalyId : std::uint32_t {};    ///< position among the rows of rare counters
enum class IncidentId : std::uint32_t {};   ///< position in the incident log

inline constexpr PacketNumber kNoPacket{0};
inline constexpr SegmentId kNoSegment{0xffffffffU};
inline constexpr ConnectionId kNoConnection{0xffffffffU};
inline constexpr FlowId kNoFlow{0xffffffffU};
inline constexpr TransitionId kNoTransition{0xffffffffU};
inline constexpr AnomalyId kNoAnomaly{0xffffffffU};
inline constexpr IncidentId kNoIncident{0xffffffffU};

/// The plain number behind an id.
template <typename Id>
requires std::is_enum_v<Id>
constexpr auto indexOf(Id id) {
    return static_cast<std::underlying_type_t<Id>>(id);
}

} // namespace synscope
