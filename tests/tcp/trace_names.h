// SPDX-License-Identifier: Apache-2.0
//
// The names that traces use for the tracker's words, in both directions. A name that is none throws
// std::invalid_argument, so that a slip of the pen in a trace never passes for an expectation that holds.
#pragma once

#include "core/store/snapshot.h"
#include "core/tcp/marks.h"

#include <string>
#include <string_view>
#include <vector>

namespace synscope::test {

/// "ESTABLISHED|CLOSED" or "ESTABLISHED,CLOSED", in that order.
[[nodiscard]] std::vector<State> statesNamed(std::string_view names);
/// "ESTABLISHED|CLOSED": the likeliest first.
[[nodiscard]] std::string toPipedText(State likeliest, StateSet possible);

[[nodiscard]] Mark markNamed(std::string_view name);
/// "retransmission, stale"; "none".
[[nodiscard]] std::string toText(Marks marks);

void requireIncidentName(std::string_view name);

/// "after-close"...
[[nodiscard]] std::string_view toText(ReuseReason reason);

/// "missed-from-client", "duplicate-frames"...
[[nodiscard]] QualityBit qualityNamed(std::string_view name, bool clientOpened);

/// A field of AnomalyCounters, or "bytes" or "segments" of the endpoint.
[[nodiscard]] std::uint64_t counterNamed(const std::string& name, const Snapshot& snapshot, const ConnectionRow& row,
                                         Side side);

/// The number in "#7" or "c0".
[[nodiscard]] std::size_t numberAfter(char letter, const std::string& word);

} // namespace synscope::test
