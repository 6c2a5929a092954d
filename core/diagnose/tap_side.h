// SPDX-License-Identifier: Apache-2.0
//
// Where a connection was captured, estimated from its handshake: the SYN's answer comes back to the capture point after
// the round trip to the responder, the answer's acknowledgement after the round trip to the initiator.
#pragma once

#include "core/base/say.h"
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
/// A SYN unanswered for that long is sent again (RFC 6298, section 2): where it was not, and yet the handshake took
/// longer, the packet that ended it was not the first, which was not captured.
inline constexpr Duration kFirstRetransmission = std::chrono::seconds(1);

struct TapSide {
    TapPlace place = TapPlace::NearBoth;
    Duration toInitiator{}; ///< from the capture point to the initiator and back, its answering time included
    Duration toResponder{};
};

/// Nothing where the handshake does not tell: not seen whole, repeated, packets missing, the clock went backwards, it
/// took kFirstRetransmission or longer, or round trips too alike to choose.
[[nodiscard]] std::optional<TapSide> tapSideOf(const ConnectionRow& row, std::span<const Transition> transitions);

/// "a", "b", "middle", "both".
[[nodiscard]] std::string_view toText(TapPlace place);

/// "Captured beside the server: 42 µs of the round trip lie on its side, 8.1 ms on the client's."
[[nodiscard]] std::string placeInWords(const TapSide& tap, Language language = Language::English);
/// "Times of the server's moves are its own; the client's are off by up to 8.1 ms.": at most the whole round trip, for
/// how it divides into there and back is not known.
[[nodiscard]] std::string meaningInWords(const TapSide& tap, Language language = Language::English);

} // namespace synscope
