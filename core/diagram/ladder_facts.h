// SPDX-License-Identifier: Apache-2.0
//
// What a diagram needs to know of a connection as a whole: which segments open, close and reset it, who closed
// first, how long silence is before it deserves a row. Derived in one pass from the replayed segments.
#pragma once

#include "core/store/replay.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace synscope {

/// Positions in ConnectionDetail::segments; empty where there was none.
struct ConversationFacts {
    std::optional<std::size_t> syn;                   ///< the initiator's first SYN
    std::size_t answeredSyn = 0;                      ///< the last one before the SYN+ACK: others may have been lost
    std::optional<std::size_t> synAck;                ///< the first SYN+ACK
    std::optional<std::size_t> opened;                ///< after it both sides are ESTABLISHED for the first time
    std::array<std::optional<std::size_t>, 2> fin{};  ///< first accepted FIN, by Side
    std::optional<std::size_t> finAnswer;             ///< first segment that acknowledges the first FIN
    std::optional<std::size_t> reset;                 ///< first accepted RST
    std::optional<Side> closedFirst;                  ///< sender of the first FIN
    bool closedTogether = false;                      ///< the second FIN left before the first was acknowledged
    std::array<std::size_t, 2> sent{};                ///< segments by Side
    std::array<std::optional<std::size_t>, 2> last{}; ///< last segment, by Side
    Duration quiet{};                                 ///< silence from here on gets a row of its own
};

/// Linear in the segments.
/// `quiet` is the largest of 1 ms, 20 times the median spacing of (at most 4096 evenly picked) segments,
/// and twice the time the handshake took from the SYN that was answered: the wait before a SYN is sent again is no
/// time of the path.
[[nodiscard]] ConversationFacts factsOf(const ConnectionDetail& detail);

/// "opened and closed in 1.284 s · client closed first · 14 segments".
[[nodiscard]] std::string summaryText(const ConnectionDetail& detail, const ConversationFacts& facts);

} // namespace synscope
