// SPDX-License-Identifier: Apache-2.0
//
// The columns of the segment table: one row each of title, tip, alignment and text. To add a column, add
// a row in segment_columns.cpp.
#pragma once

#include "core/diagram/state_claims.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <span>

namespace synscope::ui {

/// Which time the time column shows. Clock is UTC.
enum class SegmentTime { SinceFirst, SincePrevious, Clock, LocalClock, SinceBegin };

/// What to call them, in their order.
[[nodiscard]] QStringList segmentTimeNames();

/// What a cell's text depends on besides its segment.
struct SegmentCell {
    const ConnectionDetail& detail;
    const StateClaims& claims;
    std::size_t index = 0;
    bool relativeNumbers = true;
    SegmentTime time = SegmentTime::SinceFirst;
    [[nodiscard]] const DetailSegment& segment() const { return detail.segments[index]; }
};

enum class SegmentColumnKind { Number, Words, ClientState, ServerState };

struct SegmentColumn {
    const char* title; ///< to be translated in context "Segment"
    const char* tip;
    SegmentColumnKind kind;
    int widthInLetters;
    QString (*text)(const SegmentCell& cell);
};

[[nodiscard]] std::span<const SegmentColumn> segmentColumns();

} // namespace synscope::ui
