// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram of one connection: rows (segments, folded runs, idle gaps, notes) with their
// places, lifelines cut into state bands, and the arrows. Layout happens once per detail and width;
// painting a stretch of it costs what is visible (binary search over rows), not what exists.
#pragma once

#include "core/base/boxed.h"
#include "core/diagram/picture.h"
#include "core/diagram/segment_look.h"
#include "core/diagram/state_claims.h"
#include "core/diagram/time_axis.h"
#include "core/store/replay.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// Something told beside the connection's own notes: a box between the lifelines.
struct LadderCard {
    std::size_t next = 0;        ///< it stands before this segment: 0 at the beginning, n after segment n - 1
    bool isAtEnd = false;        ///< behind everything; `next` does not count
    Side side = Side::Initiator; ///< who it is about
    std::string title;
    std::string body;
};
/// In the order in which they stand; null for none.
using LadderCards = std::shared_ptr<const std::vector<LadderCard>>;

/// What vertical distance means.
enum class LadderTime : std::uint8_t {
    Rows, ///< nothing: one row a segment
    True, ///< time
};
/// "rows", "true"; empty for anything else.
[[nodiscard]] std::optional<LadderTime> ladderTimeFromText(std::string_view text);

/// What a line of its own tells below each segment.
struct SegmentExtras {
    bool window = false;  ///< the receive window, scaled where the scale is known
    bool sack = false;    ///< SACK blocks
    bool options = false; ///< the other TCP options, timestamps among them
    [[nodiscard]] bool any() const { return window || sack || options; }
};

struct LadderOptions {
    double width = 460; ///< of the whole diagram; narrower than minimumLadderWidth() is widened
    LadderTime time = LadderTime::Rows;
    bool compressGaps = true; ///< of true time: idle stretches become short, labelled breaks
    double stretch = 1;       ///< of true time: px per second, as a factor to what suits the connection
    double tallestTime = 4e6; ///< px: true time is shrunk to stay below, unless it is stretched
    bool slant = true;        ///< arrows lean by the time they travel, where the place of capture is known
    SegmentExtras extras;
    bool showFootnotes = true;            ///< of exports: what lowers the trust, and where it was captured
    bool showLegend = true;               ///< the looks of segments in use, below
    bool relativeNumbers = true;          ///< sequence numbers relative to the ISNs
    bool foldRuns = true;                 ///< long data runs become one row "... 213 segments, 290 kB ..."
    std::size_t foldOver = 8;             ///< runs up to this many segments are drawn whole
    bool showTimes = true;                ///< packet number and time in a gutter at the left
    bool timesGiveWay = false;            ///< where there is no room for the gutter: else the diagram is wider
    bool showParameters = false;          ///< "What the handshake agreed" box below (exports)
    bool showHeading = false;             ///< title and subtitle above, origin of the picture below (exports)
    bool showTips = true;                 ///< what SVG tells of a shape below the pointer
    bool showNotes = true;                ///< explanatory boxes: opened in..., CLOSE_WAIT for..., FIN not seen
    std::array<std::string, 2> processes; ///< by Side: the program that holds the socket, where that is known
    LadderCards cards;                    ///< they stand in for the notes of their steps
};

enum class LadderRowKind : std::uint8_t { Segment, FoldedRun, Gap, Note, Missing, Remark };

inline constexpr std::uint32_t kNoLadderNote = 0xffffffffU;

/// Where an arrow's label stands. In true time arrows may be too close for theirs.
enum class LabelPlace : std::uint8_t { OnArrow, Below, None };

/// One row, in time order; y grows and rows do not overlap: [y, y + height).
struct LadderRow {
    LadderRowKind kind = LadderRowKind::Segment;
    Side side = Side::Initiator;            ///< of Missing: who would have sent it; of Note, Remark: who it is about
    bool isAtEnd = false;                   ///< behind the last segment, about the end of the capture
    bool attention = false;                 ///< of Missing: the FIN that CLOSE_WAIT waits for
    LabelPlace label = LabelPlace::OnArrow; ///< of Segment
    bool showsTime = true;                  ///< of Segment: there is room in the gutter
    bool hasExtras = false;                 ///< of Segment: there is something to be told below it, and room
    std::uint32_t note = kNoLadderNote;     ///< of Note: index into LadderLayout::notes; of Remark: into remarks
    std::uint32_t firstSegment = 0; ///< index into ConnectionDetail::segments; of the next one when none is shown
    std::uint32_t segmentCount = 0; ///< 1 for Segment, the run's length for FoldedRun, else 0
    Boxed<std::string> text;        ///< label of gap, run, note, missing segment; a run's has two lines
    double y = 0;
    double height = 0;
    double tail = 0;   ///< of Segment, Missing: where the arrow leaves the sender's lifeline
    double head = 0;   ///< and where it reaches the receiver's
    double labelY = 0; ///< of LabelPlace::Below: the baseline
};
static_assert(sizeof(LadderRow) <= 72, "a diagram may have millions of them");

enum class NoteTone : std::uint8_t { Accent, Attention, Reset, Muted, Card };

/// An explanation between the lifelines. Lines are broken at '\n' once laid out.
struct LadderNote {
    NoteTone tone = NoteTone::Muted;
    std::string title;
    std::string body;     ///< a sentence; often empty
    std::string figure;   ///< a closing line of figures; often empty
    double titleSize = 0; ///< px, once laid out
};

/// A short line below a segment: an incident, or a change of state that turned out not to have happened.
struct LadderRemark {
    std::string struck;   ///< what was believed and is not any more: "CLOSE_WAIT"; empty for an incident
    std::string label;    ///< "RST ignored: outside the window"
    std::string sentence; ///< all of it, with the packets
};

/// A stretch of a lifeline of which one thing is said: [y, bottom).
struct LadderBand {
    double y = 0;
    double bottom = 0;
    StateClaim claim;
    Timestamp to{};
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
    Timestamp start{};                 ///< times in the gutter count from here
    bool isSlanted = false;            ///< arrows lean, for where it was captured is known
    TimeAxis axis;                     ///< of true time
    double reach = 0;                  ///< px that an arrow or its label may reach out of its row
    std::vector<Look> looks;           ///< in use, as the legend lists them
    std::vector<LadderRow> rows;
    std::vector<std::uint32_t> drawn; ///< of true time: rows that are drawn; others share their place with a graver one
    std::vector<LadderNote> notes;
    std::vector<LadderRemark> remarks;
    std::array<std::vector<LadderBand>, 2> bands; ///< by Side
    StateClaims claims;
    std::vector<std::string> footnotes; ///< lines below the lifelines, of exports: see footnotes(); often empty
    std::shared_ptr<const ConnectionDetail> detail;
    std::string caption;              ///< above the lifelines' names: which of several this is; else empty
    std::string summary;              ///< "opened and closed in 1.284 s · client closed first · 14 segments"
    std::array<std::string, 2> roles; ///< "client · closed first", by Side

    [[nodiscard]] bool isTrueTime() const { return options.time == LadderTime::True; }
    /// Row whose arrow is nearest to a place, else the one at its height. Cost: what lies near.
    [[nodiscard]] std::optional<std::size_t> rowAt(Point place) const;
    /// Row at y, empty when outside. Logarithmic.
    [[nodiscard]] std::optional<std::size_t> rowAt(double y) const;
    /// The stretch of a lifeline at y; null above and below. Logarithmic.
    [[nodiscard]] const LadderBand* bandAt(Side side, double y) const;
    /// Row showing the segment (the folded run that holds it, if any). Logarithmic.
    [[nodiscard]] std::optional<std::size_t> rowOfSegment(std::size_t segmentIndex) const;
};

/// All that is known of a band's state, for tips: how long, since when, why it is believed.
[[nodiscard]] std::string bandText(const ConnectionDetail& detail, const LadderBand& band);

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
