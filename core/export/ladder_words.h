// SPDX-License-Identifier: Apache-2.0
//
// What the text forms of the sequence diagram share: the words of a row and the states that begin with it.
#pragma once

#include "core/diagram/ladder_rows.h"
#include "core/diagram/ladder_text.h"

#include <array>
#include <optional>
#include <string>

namespace synscope {

/// States that begin with the row's segments, by Side; empty where nothing changes.
[[nodiscard]] std::array<std::optional<State>, 2> statesBegunBy(const ConnectionDetail& detail, const LadderRow& row);
/// States reached after the last segment, by timers; empty where nothing changes.
[[nodiscard]] std::array<std::optional<State>, 2> statesBegunAtEnd(const ConnectionDetail& detail);
/// "PSH + ACK (retransmission) seq 1 1000 B ack 1", in full.
[[nodiscard]] std::string segmentWords(const DetailSegment& segment);
/// "⋮ 213 segments in 1.2 s, 290 kB from the server": a row's text in one line.
[[nodiscard]] std::string oneLine(const std::string& text);
/// Time since the connection's first segment: "0.021 340 s".
[[nodiscard]] std::string timeWords(const ConnectionDetail& detail, const DetailSegment& segment);
/// It was sent but did not count: stale or discarded.
[[nodiscard]] bool isDiscarded(const DetailSegment& segment);
/// A broken line says: sent again.
[[nodiscard]] bool isRepeated(const DetailSegment& segment);

} // namespace synscope
