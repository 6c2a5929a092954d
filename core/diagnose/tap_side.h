// SPDX-License-Identifier: Apache-2.0
//
// Where a connection was captured, estimated from its handshake: the SYN's answer comes back to the capture point after
// the round trip to the responder, the answer's acknowledgement after the round trip to the initiator.
#pragma once

#include "core/base/time.h"
#include "core/tcp/connection_row.h"

#include <optional>
#include <span>
#include <string>

namespace synscope {

/// Nearness of the capture point. A side is near when its round trip is at most kNearRoundTrip.
enum class TapPlace : std::uint8_t {
    NearInitiator, ///< near it, and the other round trip is at least kFarFactor times as long
    NearResponder,
    Between, ///< both round trips are longer than kNearRoundTrip
    NearBoth ///< both are short: one machine, or one fast switch
};

inline constexpr Duration kNearRoundTrip = std::chrono::microseconds(200);
inline constexpr int kFarFactor = 10;

struct TapSide {
    TapPlace place = TapPlace::NearBoth;
    Duration toInitiator{}; ///< from the capture point to the initiator and back, its answering time included
    Duration toResponder{};
};

/// Nothing where the handshake does not tell: not seen whole, repeated, packets missing, the clock went backwards, or
/// round trips too alike to choose.
[[nodiscard]] std::optional<TapSide> tapSideOf(const ConnectionRow& row, std::span<const Transition> transitions);

/// "a", "b", "middle", "both".
[[nodiscard]] std::string_view toText(TapPlace place);

/// A sentence: where, and whose times are early or late by how much.
[[nodiscard]] std::string inWords(const TapSide& tap);

} // namespace synscope
