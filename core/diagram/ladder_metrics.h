// SPDX-License-Identifier: Apache-2.0
//
// The measures that layout and painting of the sequence diagram agree on. px at scale 1.
#pragma once

namespace synscope::ladder {

inline constexpr double kMargin = 14;
inline constexpr double kHeadingMargin = 24;
inline constexpr double kHeadingHeight = 84;
inline constexpr double kHeaderHeight = 50;
inline constexpr double kCaptionHeight = 22; ///< above the header: which of several connections it is
inline constexpr double kBandWidth = 12;
inline constexpr double kBandRadius = 3;
inline constexpr double kLabelGap = 10;  ///< between a lifeline and its state's name
inline constexpr double kArrowInset = 2; ///< between a lifeline and an arrow's tip
inline constexpr double kMinimumLane = 190;
inline constexpr double kRoomyLane = 230; ///< below this packet numbers move above the times

inline constexpr double kFirstRowGap = 4; ///< between header and first row
inline constexpr double kSegmentRow = 38;
inline constexpr double kArrowStart = 16; ///< from the row's top
inline constexpr double kArrowEnd = 33;
inline constexpr double kLevelRow = 32; ///< of an arrow that does not lean
inline constexpr double kArrowLevel = 24;
inline constexpr double kMissingLevel = 28;
inline constexpr double kExtrasLine = 14; ///< below an arrow: window, SACK, options
inline constexpr double kAboveArrow = 6;  ///< from the arrow to its label's baseline
inline constexpr double kRunRow = 48;
inline constexpr double kGapRow = 32;
inline constexpr double kRemarkRow = 24;
inline constexpr double kMissingRow = 40;
inline constexpr double kMissingStart = 20;
inline constexpr double kMissingEnd = 36;

// True time:
inline constexpr double kLabelRoom = 16; ///< above an arrow
inline constexpr double kAfterArrow = 8; ///< below one, before something else
inline constexpr double kIdleRow = 34;   ///< of compressed silence

inline constexpr double kRemarkMargin = 3;  ///< above and below a remark's pill
inline constexpr double kRemarkPadding = 9; ///< inside the pill, left and right
inline constexpr double kRemarkInset = 6;   ///< between a lifeline and the pill

inline constexpr double kNoteMargin = 7;  ///< above and below a note's box
inline constexpr double kNotePadding = 9; ///< inside the box, above and below
inline constexpr double kNoteSidePadding = 10;
inline constexpr double kNoteInset = 8; ///< between a lifeline and the box
inline constexpr double kNoteMaxWidth = 350;
inline constexpr double kTitleLine = 16;
inline constexpr double kAttentionTitleLine = 22;
inline constexpr double kBodyLine = 16;
inline constexpr double kTitleSize = 11.5;
inline constexpr double kAttentionTitleSize = 15;
inline constexpr double kAttentionTitleMinimum = 11.5; ///< smaller letters before a second line
inline constexpr double kBodySize = 11;
inline constexpr double kFigureSize = 10.5;

inline constexpr double kStateSize = 10.5;
inline constexpr double kFlagsSize = 12;
inline constexpr double kSmallSize = 10.5; ///< figures on arrows, the gutter
inline constexpr double kExtrasSize = 9.5; ///< what is told below an arrow
inline constexpr double kGutterGap = 10;

inline constexpr double kTail = 22;       ///< lifelines go on this far below the last row
inline constexpr double kClosedTail = 34; ///< a lifeline in CLOSED ends this far below
inline constexpr double kTimerStep = 42;  ///< between two timers that ran out after the last segment
inline constexpr double kEndHeight = 32;  ///< "end of capture" below the lifelines
inline constexpr double kFootnoteLine = 18;
inline constexpr double kFootnotesGap = 8; ///< below the footnotes
inline constexpr double kLegendLine = 20;
inline constexpr double kLegendItem = 190; ///< the narrowest column
inline constexpr double kParametersLine = 20;
inline constexpr int kParametersLines = 7; ///< title, sides and five rows
inline constexpr double kParametersPadding = 14;
inline constexpr double kFooterHeight = 34;

} // namespace synscope::ladder
