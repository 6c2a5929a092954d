// SPDX-License-Identifier: Apache-2.0
//
// Numbers, sizes, durations and times as the window writes them. Digits are grouped by a thin space, a
// minus is U+2212, times of day are UTC, as in the diagram: a picture means the same everywhere.
#pragma once

#include "core/base/time.h"
#include "core/store/snapshot.h"

#include <QString>

#include <cstdint>

namespace synscope::ui {

/// "18 402".
[[nodiscard]] QString groupedNumber(std::uint64_t value);
/// "812 B", "1.2 kB", "3.4 MB": powers of 1000.
[[nodiscard]] QString byteCount(std::uint64_t bytes);
/// "0:41", "6:58", "1:02:03", "3 d 04:05"; below a second "0:00".
[[nodiscard]] QString ageText(Duration age);
/// "0.41 ms", "12.4 s", "6:58": for lengths that may be short.
[[nodiscard]] QString lengthText(Duration length);
/// "17:02:11", with milliseconds when asked.
[[nodiscard]] QString clockText(Timestamp time, bool milliseconds = false);
/// Two ends of an axis, as short as tells them apart: "17:02" "17:09", or with seconds, or milliseconds.
struct AxisEnds {
    QString begin;
    QString end;
};
[[nodiscard]] AxisEnds axisEnds(Timestamp begin, Timestamp end);
/// "12 480 packets: 12 400 tracked, 80 not TCP": every packet, by what became of it.
[[nodiscard]] QString accountingText(const PacketCounts& counts);
/// The whole accounting, a line a fate and a line for each sign of a poor capture.
[[nodiscard]] QString fullAccountingText(const Snapshot& snapshot);

} // namespace synscope::ui
