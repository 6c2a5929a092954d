// SPDX-License-Identifier: Apache-2.0
//
// In true time arrows may be closer than their labels are high. A label stands on its arrow, else below it, level and
// with a sign of its direction, else it is left to the tip. Of arrows that stand very close the gravest is drawn. One
// walk over the rows.
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_places.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <cmath>

namespace synscope::ladder {
namespace {

constexpr std::size_t kMostTogether = 4; ///< arrows
constexpr double kTogether = 12;         ///< within so many px
constexpr double kAscent = 11;           ///< of a label above its baseline
constexpr double kDescent = 3;
constexpr double kFarthest = 42; ///< px between an arrow and its label below
constexpr double kGutterLine = 12;
constexpr double kRunWords = 20; ///< px from a run's middle to the end of its words

double middleOf(const LadderRow& row) {
    return (row.tail + row.head) / 2;
}

class LabelPlacer {
public:
    explicit LabelPlacer(LadderLayout& layout) : m_layout(layout), m_segments(layout.detail->segments) {}

    void place() {
        chooseDrawn();
        for (std::size_t i = 0; i < m_layout.drawn.size(); ++i) {
            LadderRow& row = m_layout.rows[m_layout.drawn[i]];
            m_layout.reach = std::max({m_layout.reach, row.y - row.tail + kFarthest, row.head - row.y + kFarthest});
            if (row.kind != LadderRowKind::Segment) {
                const bool isRun = row.kind == LadderRowKind::FoldedRun; // its words stand in its middle
                m_textBottom = isRun ? row.y + row.height / 2 + kRunWords : row.y + row.height;
                m_lastArrow = -1e9;
                continue;
            }
            placeTime(row);
            placeLabel(row, i);
            m_lastArrow = middleOf(row);
        }
    }

private:
    void chooseDrawn() {
        for (std::size_t i = 0; i < m_layout.rows.size(); ++i) {
            const LadderRow& row = m_layout.rows[i];
            if (!hasRoom(row)) {
                std::uint32_t& last = m_layout.drawn.back();
                if (gravityOf(row) > gravityOf(m_layout.rows[last]))
                    last = static_cast<std::uint32_t>(i);
                continue;
            }
            m_layout.drawn.push_back(static_cast<std::uint32_t>(i));
        }
    }

    /// Only many are thinned out: of two or three at one place, as in a handshake, each counts.
    [[nodiscard]] bool hasRoom(const LadderRow& row) const {
        const auto& drawn = m_layout.drawn;
        if (row.kind != LadderRowKind::Segment || drawn.size() < kMostTogether)
            return true;
        for (std::size_t back = 1; back <= kMostTogether; ++back) {
            const LadderRow& shown = m_layout.rows[drawn[drawn.size() - back]];
            if (shown.kind != LadderRowKind::Segment || row.y - shown.y >= kTogether)
                return true;
        }
        return false;
    }

    [[nodiscard]] int gravityOf(const LadderRow& row) const {
        const DetailSegment& segment = m_segments[row.firstSegment];
        const bool isTurn = segment.flags.syn() || segment.flags.fin();
        return std::max(static_cast<int>(lookOf(segment)), isTurn ? static_cast<int>(Look::BadFlags) : 0);
    }

    /// Packet and time stand where the arrow touches the left lifeline.
    void placeTime(LadderRow& row) {
        const double y = m_segments[row.firstSegment].sender == Side::Initiator ? row.tail : row.head;
        const double needed = m_layout.stackedGutter ? 2 * kGutterLine : kGutterLine;
        row.showsTime = std::abs(y - m_lastTime) >= needed;
        if (row.showsTime)
            m_lastTime = y;
    }

    void placeLabel(LadderRow& row, std::size_t drawn) {
        const double middle = middleOf(row);
        const double lean = std::abs(row.head - row.tail) * kLabelShare;
        const double baseline = middle - kAboveArrow;
        const bool isFree = baseline - kAscent - lean / 2 >= m_textBottom && middle - m_lastArrow >= kAscent + lean;
        if (isFree) {
            row.label = LabelPlace::OnArrow;
            m_textBottom = baseline + kDescent + lean / 2;
            const double room = drawn + 1 < m_layout.drawn.size() ? m_layout.rows[m_layout.drawn[drawn + 1]].tail -
                                                                        kAscent - std::max(row.head, middle)
                                                                  : kExtrasLine;
            row.hasExtras = room >= kExtrasLine && hasExtras(row);
            if (row.hasExtras)
                m_textBottom = std::max(row.tail, row.head) + kExtrasLine;
            return;
        }
        const double y = clearOfArrows(std::max(std::max(row.tail, row.head), m_textBottom) + kAscent + kDescent, drawn,
                                       middle + kFarthest);
        row.label = y - middle <= kFarthest ? LabelPlace::Below : LabelPlace::None;
        row.labelY = y;
        if (row.label == LabelPlace::Below)
            m_textBottom = y + kDescent;
    }

    [[nodiscard]] bool hasExtras(const LadderRow& row) const {
        return !segmentExtras(m_segments[row.firstSegment], m_layout.options).empty();
    }

    /// A baseline at `y` or below it, where none of the next arrows crosses the words; below `lowest` where there is
    /// none.
    [[nodiscard]] double clearOfArrows(double y, std::size_t drawn, double lowest) const {
        for (std::size_t i = drawn + 1; i < m_layout.drawn.size() && y <= lowest; ++i) {
            const LadderRow& row = m_layout.rows[m_layout.drawn[i]];
            const double top = std::min(row.tail, row.head);
            if (row.kind != LadderRowKind::Segment)
                return row.y < y ? y + kFarthest : y; // no way past a note
            if (top >= lowest + kAscent)
                break;
            if (top - kDescent < y && y - kAscent < std::max(row.tail, row.head))
                y = std::max(row.tail, row.head) + kAscent + kDescent;
        }
        return y;
    }

    static constexpr double kLabelShare = 0.5; ///< of its arrow's width that a label takes

    LadderLayout& m_layout;
    const std::vector<DetailSegment>& m_segments;
    double m_textBottom = 0;
    double m_lastArrow = -1e9;
    double m_lastTime = -1e9;
};

} // namespace

void placeLabels(LadderLayout& layout) {
    LabelPlacer(layout).place();
}

} // namespace synscope::ladder
