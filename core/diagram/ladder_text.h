// SPDX-License-Identifier: Apache-2.0
//
// The words and figures of sequence diagrams: durations, byte counts, sequence numbers, the parts of an
// arrow's label. Pure and independent of the locale; pictures and text exports say the same.
#pragma once

#include "core/diagram/picture.h"
#include "core/store/replay.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

struct LadderOptions;

/// "850 ns", "41 µs", "4 ms", "1.189 s", "59.98 s", "6 min 58 s", "3 h 12 min", "2 d 3 h". Negative: with a minus.
[[nodiscard]] std::string durationText(Duration duration);
/// "312 B", "1 204 B", "290 kB", "1.2 MB" (decimal units).
[[nodiscard]] std::string byteCountText(std::uint64_t bytes);
/// Digits in groups of three from the right: "2 914 220 117".
[[nodiscard]] std::string groupedNumber(std::uint64_t value);
/// "1 segment", "213 segments", "1 204 segments".
[[nodiscard]] std::string segmentsText(std::uint64_t count, Language language);
/// What stands between the parts of a list: ", ".
[[nodiscard]] std::string_view separatorIn(Language language);
/// Seconds with six decimals, digits grouped: "0.021 340". Rounded down to the microsecond.
[[nodiscard]] std::string secondsText(Duration sinceStart);
/// "end of capture 17:09:11.402"; where only part of it was shown, "17:09:11.402, the capture goes on".
[[nodiscard]] std::string endText(const ConnectionDetail& detail);
/// Time of day in UTC: "17:09:11.402".
[[nodiscard]] std::string clockText(Timestamp time);

/// "SYN + ACK", "PSH + ACK", "RST", in the order SYN FIN RST PSH URG ECE CWR ACK; "no flags" for none.
[[nodiscard]] std::string flagsText(TcpFlags flags, Language language = Language::English);
/// The words beside an arrow that colour and dash say too: "retransmission", "dup ACK", "window 0"; often empty.
[[nodiscard]] std::vector<std::string> markWords(Marks marks, Language language = Language::English);

/// "client" and "server"; "first sender" and "second sender" where no opening was seen.
[[nodiscard]] std::string_view roleText(const ConnectionDetail& detail, Side side);
/// The same with its article: "the client".
[[nodiscard]] std::string theRole(const ConnectionDetail& detail, Side side);

/// An arrow's label in its parts.
struct SegmentLabel {
    std::string flags;   ///< "SYN + ACK"
    std::string marks;   ///< "retransmission, window 0"; often empty
    std::string figures; ///< "seq 0 ack 1 mss 1460"; the least important parts are missing when room was short
};

/// Whether a label has room where it is to stand.
using LabelFits = std::function<bool(const SegmentLabel&)>;

/// The longest label that `fits`; its flags always stay. Figures go in this order: timestamps, SACK, window
/// scale, MSS, ack of data, seq of data, preview, then the rest.
[[nodiscard]] SegmentLabel segmentLabel(const DetailSegment& segment, bool relativeNumbers, const LabelFits& fits,
                                        Language language = Language::English);
/// What the options ask to be told below a segment: "win 64 240 · sack 1001-2449 · ts 17/4 mss 1460"; often empty.
[[nodiscard]] std::string segmentExtras(const DetailSegment& segment, const LadderOptions& options,
                                        Language language = Language::English);
/// What two captures tell of its way: "travelled 12 ms", "lost on its way"; empty without a second one.
[[nodiscard]] std::string wayText(const DetailSegment& segment, Language language);
/// One sentence with everything known of a segment, for tips.
[[nodiscard]] std::string segmentTip(const ConnectionDetail& detail, const DetailSegment& segment);

/// `text` broken at spaces into lines of at most `width` px; a word that is too long stays whole.
[[nodiscard]] std::vector<std::string> wrapText(std::string_view text, Face face, double size, double width);
/// `text`, shortened at the end with "…" so that it fits; a word is not cut.
[[nodiscard]] std::string elideEnd(std::string_view text, Face face, double size, double width);
/// `text`, shortened in the middle with "…" so that it fits.
[[nodiscard]] std::string elideMiddle(std::string_view text, Face face, double size, double width);

} // namespace synscope
