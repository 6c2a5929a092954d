// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram of one connection: rows (segments, folded runs, idle gaps, notes) with their
// places, lifelines cut into state bands, and the arrows. Layout happens once per detail and width;
// painting a stretch of it costs what is visible (binary search over rows), not what exists.
#pragma once

#include "core/diagram/picture.h"
#include "core/store/replay.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

struct LadderOptions {
    double width = 460;          ///< of the whole diagram; narrower than minimumLadderWidth() is widened
    bool relativeNumbers = true; ///< sequence numbers relative to the ISNs
    bool foldRuns = true;        ///< long data runs become one row "... 213 segments, 290 kB ..."
    std::size_t foldOver = 8;    ///< runs up to this many segments are drawn whole
    bool showTimes = true;       ///< packet number and time in a gutter at the left
    bool showParameters = false; ///< "What the handshake agreed" box below (exports)
    bool showHeading = false;    ///< title and subtitle above, origin of the picture below (exports)
    bool showNotes = true;       ///< explanatory boxes: opened in..., CLOSE_WAIT for..., FIN not seen
};

enum class LadderRowKind : std::uint8_t { Segment, FoldedRun, Gap, Note, Missing };

inline constexpr std::uint32_t kNoLadderNote = 0xffffffffU;

/// One row, in time order; y grows and rows do not overlap: [y, y + height).
struct LadderRow {
    LadderRowKind kind = LadderRowKind::Segment;
    Side side = Side::Initiator;        ///< of Missing: who would have sent it; of Note: who it is about
    bool attention = false;             ///< of Missing: the FIN that CLOSE_WAIT waits for
    std::uint32_t note = kNoLadderNote; ///< index into LadderLayout::notes
    double y = 0;
    double height = 0;
    std::size_t firstSegment = 0; ///< index into ConnectionDetail::segments; of the next one when none is shown
    std::size_t segmentCount = 0; ///< 1 for Segment, the run's length for FoldedRun, else 0
    std::string text;             ///< label of gap, run, note, missing segment; a run's has two lines
};

enum class NoteTone : std::uint8_t { Accent, Attention, Reset, Muted };

/// An explanation between the lifelines. Lines are broken at '\n' once laid out.
struct LadderNote {
    NoteTone tone = NoteTone::Muted;
    std::string title;
    std::string body;     ///< a sentence; often empty
    std::string figure;   ///< a closing line of figures; often empty
    double titleSize = 0; ///< px, once laid out
};

/// A stretch of a lifeline in one state: [y, bottom).
struct LadderBand {
    double y = 0;
    double bottom = 0;
    State state = State::Unknown;
    Timestamp from{};
    Timestamp to{};
    Basis basis = Basis::Sent;
};

struct LadderLayout {
    LadderOptions options;
    double width = 0;
    double height = 0;
    double headerBottom = 0;           ///< lifeline names end here; rows begin at or below
    double rowsBottom = 0;             ///< the last row ends here
    double lifelineBottom = 0;         ///< lifelines that are still alive end here
    double numberRight = 0;            ///< gutter: packet numbers end here
    double timeRight = 0;              ///< gutter: times end here
    bool stackedGutter = false;        ///< packet numbers stand above the times, for want of room
    std::array<double, 2> lifelineX{}; ///< by Side
    std::vector<LadderRow> rows;
    std::vector<LadderNote> notes;
    std::array<std::vector<LadderBand>, 2> bands;
    std::shared_ptr<const ConnectionDetail> detail;
    std::string summary;              ///< "opened and closed in 1.284 s · client closed first · 14 segments"
    std::array<std::string, 2> roles; ///< "client · closed first", by Side

    /// Row at y, empty when outside. Logarithmic.
    [[nodiscard]] std::optional<std::size_t> rowAt(double y) const;
    /// Row showing the segment (the folded run that holds it, if any). Logarithmic.
    [[nodiscard]] std::optional<std::size_t> rowOfSegment(std::size_t segmentIndex) const;
};

/// Width below which labels would have no room; layoutLadder widens to it.
[[nodiscard]] double minimumLadderWidth(const ConnectionDetail& detail, const LadderOptions& options);

/// Linear in the segments.
[[nodiscard]] LadderLayout layoutLadder(std::shared_ptr<const ConnectionDetail> detail, const LadderOptions& options);

/// What lies in [top, bottom), in the layout's coordinates; the selected row, if any, is highlighted.
[[nodiscard]] Picture paintLadder(const LadderLayout& layout, double top, double bottom,
                                  std::optional<std::size_t> selectedRow = std::nullopt);

/// The whole diagram, for exports.
[[nodiscard]] Picture paintLadder(const LadderLayout& layout);

} // namespace synscope
