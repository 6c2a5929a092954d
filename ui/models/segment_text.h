// SPDX-License-Identifier: Apache-2.0
//
// A segment in words, one place for all who say it: table cells, tips of the diagram, screen readers.
// What the diagram says too comes from core, so that both say the same. Times are the capture's, in UTC.
#pragma once

#include "core/diagram/state_claims.h"

#include <QString>

namespace synscope::ui {

/// "SYN + ACK"; "no flags" where there are none.
[[nodiscard]] QString flagWords(TcpFlags flags);
/// "retransmission, zero window"; empty without marks worth saying.
[[nodiscard]] QString markWordsOf(Marks marks);
/// "mss 1460, window scale × 128, sack permitted, timestamps 17 / 0"; empty without options.
[[nodiscard]] QString optionWords(const TcpOptions& options);
/// "client", "server"; other words where no opening was seen.
[[nodiscard]] QString roleWord(const ConnectionDetail& detail, Side side);
/// "client → server".
[[nodiscard]] QString directionWords(const ConnectionDetail& detail, Side sender);
/// Seconds with microseconds: "0.021 340"; grouped as in the diagram's gutter.
[[nodiscard]] QString secondsWords(Duration duration);
/// "17:02:13.114208" of the day, UTC.
[[nodiscard]] QString dayTimeText(Timestamp time);
/// The same in the time zone of this machine.
[[nodiscard]] QString localDayTimeText(Timestamp time);
/// "2023-11-14 22:13:20.000000000 UTC".
[[nodiscard]] QString fullTimeText(Timestamp time);
/// "CLOSE_WAIT"; "unknown" before an endpoint has shown itself.
[[nodiscard]] QString stateWord(State state);
/// As stateWord(), and what else it may be: "ESTABLISHED? or CLOSE_WAIT".
[[nodiscard]] QString claimWords(const StateClaim& claim);
/// "ESTABLISHED?", where it is not sure; "ESTABLISHED" where it is.
[[nodiscard]] QString claimWord(const StateClaim& claim);
/// All that is known of one segment, several lines. Cost: the connection's transitions.
[[nodiscard]] QString segmentText(const ConnectionDetail& detail, const StateClaims& claims, std::size_t index);
/// The same in one short line, for screen readers.
[[nodiscard]] QString segmentSummary(const ConnectionDetail& detail, std::size_t index);

} // namespace synscope::ui
