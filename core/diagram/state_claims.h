// SPDX-License-Identifier: Apache-2.0
//
// What a diagram says of an endpoint's state from moment to moment, and how sure that is. Told with hindsight:
// a state that a later packet proves to have been left is no longer a possible one, though it was at its time.
#pragma once

#include "core/store/replay.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

/// From its beginning to the next claim of the same endpoint.
struct StateClaim {
    State state = State::Unknown;           ///< the likeliest
    StateSet possible{};                    ///< every state it may be in, `state` among them
    std::optional<std::size_t> transition;  ///< what began `state`, into ConnectionDetail::transitions
    bool isTakenAsDelivered = false;        ///< no later packet proves that what began `state` arrived
    std::optional<std::size_t> fromSegment; ///< segment with which it begins; empty: before the first, or a timer
    Timestamp from{};

    /// More than one state is possible.
    [[nodiscard]] bool isUndecided() const { return !possible.isCertain(); }
    [[nodiscard]] bool isSure() const { return !isUndecided() && !isTakenAsDelivered; }
    /// The same words would be said of both.
    [[nodiscard]] bool saysTheSameAs(const StateClaim& other) const {
        return state == other.state && possible == other.possible && isTakenAsDelivered == other.isTakenAsDelivered;
    }
};

/// By Side; each in time order and never empty: the first is about the time before the first segment.
using StateClaims = std::array<std::vector<StateClaim>, 2>;

/// Linear in the segments.
[[nodiscard]] StateClaims stateClaims(const ConnectionDetail& detail);

/// What is said of the endpoint after a segment. Logarithmic.
[[nodiscard]] const StateClaim& claimAfter(const StateClaims& claims, Side side, const ConnectionDetail& detail,
                                           std::size_t segment);

/// "ESTABLISHED", "CLOSED?" where it is only taken as delivered, "ESTABLISHED? or CLOSE_WAIT" where undecided.
[[nodiscard]] std::string claimText(const StateClaim& claim, Language language = Language::English);
/// The name with the sign of doubt, without the other states: "ESTABLISHED?".
[[nodiscard]] std::string claimName(const StateClaim& claim);

/// The lines that explain the signs used, none where every claim is sure.
[[nodiscard]] std::vector<std::string> claimLegend(const StateClaims& claims, Language language = Language::English);

/// "ESTABLISHED or CLOSE_WAIT: the packets captured do not decide"; empty where the state is certain.
[[nodiscard]] std::string undecidedText(State best, StateSet possible, Language language = Language::English);

} // namespace synscope
