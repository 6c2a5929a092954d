// SPDX-License-Identifier: Apache-2.0
//
// What the text forms of the sequence diagram share: the words of a row and what begins with it.
#pragma once

#include "core/diagram/ladder_rows.h"
#include "core/diagram/ladder_text.h"
#include "core/diagram/state_claims.h"

#include <array>
#include <string>

namespace synscope {

/// Of each endpoint what begins to be said of it; null where nothing new is. Points into the claims.
using BegunClaims = std::array<const StateClaim*, 2>;

/// Before the first segment.
[[nodiscard]] BegunClaims claimsAtStart(const StateClaims& claims);
/// With the row's segments.
[[nodiscard]] BegunClaims claimsBegunBy(const StateClaims& claims, const ConnectionDetail& detail,
                                        const LadderRow& row);
/// After the last segment, by timers.
[[nodiscard]] BegunClaims claimsBegunAtEnd(const StateClaims& claims, const ConnectionDetail& detail);
/// A remark in one line: "CLOSE_WAIT believed until packet 14…" or the incident's label and packet.
[[nodiscard]] std::string remarkWords(const LadderRemark& remark, Language language);
/// "PSH + ACK (retransmission) seq 1 1000 B ack 1", in full.
[[nodiscard]] std::string segmentWords(const DetailSegment& segment, Language language);
/// The same with what the options ask to be told of it.
[[nodiscard]] std::string segmentWords(const DetailSegment& segment, const LadderOptions& options, Language language);
/// The options of a text form: its cards, and what it shows.
[[nodiscard]] LadderOptions textOptions(const LadderCards& cards, const LadderOptions& shown);
/// The rows of a text form; in true time with their heights, else without.
[[nodiscard]] LadderPlan placedPlan(const ConnectionDetail& detail, const LadderOptions& options);
/// "⋮ 213 segments in 1.2 s, 290 kB from the server": a row's text in one line.
[[nodiscard]] std::string oneLine(const std::string& text, Language language);
/// Time since the connection's first segment: "0.021 340 s".
[[nodiscard]] std::string timeWords(const ConnectionDetail& detail, const DetailSegment& segment);
/// It was sent but did not count: stale or discarded.
[[nodiscard]] bool isDiscarded(const DetailSegment& segment);
/// A broken line says: sent again.
[[nodiscard]] bool isRepeated(const DetailSegment& segment);

} // namespace synscope
