// SPDX-License-Identifier: Apache-2.0
//
// From a laid-out diagram to shapes: bands first, then rows, each only where it is visible. Every sign that a
// colour gives is given a second time: by a word, a dash, a cross or a hatch.
#include "core/diagram/ladder_bands.h"
#include "core/diagram/ladder_frame.h"
#include "core/diagram/ladder_layout.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace synscope {
namespace {

using namespace ladder;

constexpr Brush kText{Ink::Text};
constexpr Brush kMuted{Ink::MutedText};
constexpr Brush kFaint{Ink::FaintText};
constexpr double kBeyond = 16;           ///< bands are cut this far outside of what is visible
constexpr double kStateLine = 13;        ///< between an undecided state and what it may be instead
constexpr double kLabelEvery = 600;      ///< a longer band repeats its state's name
constexpr double kShortestLabelled = 15; ///< a shorter band goes without
constexpr double kAboveArrow = 6;        ///< from the arrow to its label's baseline
constexpr double kLabelInset = 10;       ///< a label stays this far from its arrow's ends
constexpr double kLabelGapX = 7;         ///< between the parts of a label
constexpr double kWidestFont = 1.08;     ///< of the letters that are drawn to the estimate
constexpr double kCrossShort = 16;       ///< a discarded segment ends this far before the lifeline

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// The look of an arrow: what colour, dash, width and end say of its segment.
struct ArrowLook {
    Brush brush{Ink::Arrow};
    Dash dash = Dash::Solid;
    double width = 1.4;
    bool cross = false;
};

ArrowLook lookOf(const DetailSegment& segment) {
    const Marks marks = segment.marks;
    ArrowLook look;
    look.cross = marks.has(Mark::Stale) || marks.has(Mark::Discarded);
    const bool odd = look.cross || marks.has(Mark::Retransmission) || marks.has(Mark::OutOfOrder) ||
                     marks.has(Mark::DuplicateAck) || marks.has(Mark::ZeroWindow) || marks.has(Mark::BadFlags) ||
                     marks.has(Mark::DuplicateFrame);
    if (odd)
        look.brush = {Ink::Anomaly};
    if (marks.has(Mark::Retransmission) || marks.has(Mark::DuplicateFrame))
        look.dash = Dash::Dashed;
    if (marks.has(Mark::KeepAlive) || marks.has(Mark::KeepAliveAck) || marks.has(Mark::WindowProbe))
        look.dash = Dash::Dotted;
    if (segment.flags.rst()) {
        look.brush = {Ink::Reset};
        look.width = 2;
    }
    return look;
}

class Painter {
public:
    Painter(const LadderLayout& layout, double top, double bottom)
        : m_layout(layout), m_detail(*layout.detail), m_top(top), m_bottom(bottom) {}

    Picture paint(std::optional<std::size_t> selectedRow) {
        m_picture.width = m_layout.width;
        m_picture.height = m_layout.height;
        m_picture.title =
            "TCP connection " + toText(m_detail.endpoint[0].address) + " to " + toText(m_detail.endpoint[1].address);
        m_picture.description = m_layout.summary;
        paintSelection(selectedRow);
        paintHeader(m_picture, m_layout, m_top, m_bottom);
        for (const Side side : {Side::Initiator, Side::Responder})
            paintBands(side);
        paintRows();
        paintEnd(m_picture, m_layout, m_top, m_bottom);
        return std::move(m_picture);
    }

private:
    void paintSelection(std::optional<std::size_t> selectedRow) {
        if (!selectedRow || *selectedRow >= m_layout.rows.size())
            return;
        const LadderRow& row = m_layout.rows[*selectedRow];
        if (row.y < m_bottom && row.y + row.height > m_top)
            addBox(m_picture, {4, row.y + 2, m_layout.width - 8, row.height}, {Ink::AccentSurface}, 6);
    }

    void paintBands(Side side) {
        const auto& bands = m_layout.bands[at(side)];
        auto band =
            std::partition_point(bands.begin(), bands.end(), [this](const LadderBand& b) { return b.bottom <= m_top; });
        for (; band != bands.end() && band->y < m_bottom; ++band) {
            paintBand(side, *band);
            paintStateName(side, *band);
        }
    }

    void paintBand(Side side, const LadderBand& band) {
        const double y = std::max(band.y, m_top - kBeyond);
        const double bottom = std::min(band.bottom, m_bottom + kBeyond);
        BoxShape box;
        box.rect = {m_layout.lifelineX[at(side)] - kBandWidth / 2, y, kBandWidth, bottom - y};
        box.fill = {Ink::State, band.claim.state};
        box.radius = kBandRadius;
        box.hatched = band.claim.state == State::Unknown;
        if (!band.claim.isSure())
            makeDoubtful(box, band.claim);
        box.tip = bandText(m_detail, band);
        m_picture.shapes.emplace_back(std::move(box));
    }

    /// Pale with an outline: dashed for what is only taken as delivered, hatched where several states are possible.
    static void makeDoubtful(BoxShape& box, const StateClaim& claim) {
        box.fill = {Ink::StateSurface, claim.state};
        box.hatch = box.border = {Ink::State, claim.state};
        box.hatched = claim.isUndecided();
        box.bordered = true;
        box.borderDash = claim.isUndecided() ? Dash::Solid : Dash::Dashed;
        box.rect = {box.rect.x + 0.5, box.rect.y + 0.5, box.rect.width - 1, std::max(0.0, box.rect.height - 1)};
    }

    /// Beside the band's middle; long bands repeat it evenly, at places that do not depend on what is visible.
    void paintStateName(Side side, const LadderBand& band) {
        const double height = band.bottom - band.y;
        if (height < kShortestLabelled)
            return;
        std::vector<std::string> more = alternativeLines(band.claim);
        more.resize(std::min(more.size(), static_cast<std::size_t>(height / kShortestLabelled) - 1));
        const double count = std::ceil(height / kLabelEvery);
        const double step = height / count;
        const double first = std::max(0.0, std::floor((m_top - band.y) / step - 1));
        for (double i = first; i < count; ++i) {
            const double lines = static_cast<double>(more.size()) * kStateLine;
            const double y = band.y + step * (i + 0.5) + kStateSize * 0.35 - lines / 2;
            if (y > m_bottom + kStateSize)
                return;
            if (y + lines >= m_top - kStateSize)
                addStateName(side, band.claim, more, y);
        }
    }

    void addStateName(Side side, const StateClaim& claim, const std::vector<std::string>& more, double y) {
        const bool left = side == Side::Initiator;
        const double away = kBandWidth / 2 + kLabelGap;
        const Anchor anchor = left ? Anchor::End : Anchor::Start;
        const double x = m_layout.lifelineX[at(side)] + (left ? -away : away);
        const Brush brush = claim.state == State::CloseWait ? Brush{Ink::Attention} : kMuted;
        addText(m_picture, {x, y}, claimName(claim), brush, Face::WordsBold, kStateSize, anchor);
        for (const std::string& line : more)
            addText(m_picture, {x, y += kStateLine}, line, kMuted, Face::Words, kStateSize, anchor);
    }

    void paintRows() {
        auto row = std::partition_point(m_layout.rows.begin(), m_layout.rows.end(),
                                        [this](const LadderRow& r) { return r.y + r.height <= m_top; });
        for (; row != m_layout.rows.end() && row->y < m_bottom; ++row)
            paintRow(*row);
    }

    void paintRow(const LadderRow& row) {
        switch (row.kind) {
        case LadderRowKind::Segment:
            paintSegment(row);
            return;
        case LadderRowKind::FoldedRun:
            paintRun(row);
            return;
        case LadderRowKind::Gap:
            paintGap(row);
            return;
        case LadderRowKind::Missing:
            paintMissing(row);
            return;
        case LadderRowKind::Note:
            paintNote(row);
            return;
        case LadderRowKind::Remark:
            paintRemark(row);
            return;
        }
    }

    /// The ends of an arrow from `side` between two heights.
    std::pair<Point, Point> arrowEnds(Side side, double startY, double endY, double shortBy) const {
        const double inset = kBandWidth / 2 + kArrowInset;
        const double left = m_layout.lifelineX[0] + inset;
        const double right = m_layout.lifelineX[1] - inset;
        if (side == Side::Initiator)
            return {{left, startY}, {right - shortBy, endY}};
        return {{right, startY}, {left + shortBy, endY}};
    }

    void paintSegment(const LadderRow& row) {
        const DetailSegment& segment = m_detail.segments[row.firstSegment];
        const ArrowLook look = lookOf(segment);
        const auto [from, to] =
            arrowEnds(segment.sender, row.y + kArrowStart, row.y + kArrowEnd, look.cross ? kCrossShort : 0);
        LineShape line;
        line.from = from;
        line.to = to;
        line.brush = look.brush;
        line.width = look.width;
        line.dash = look.dash;
        line.arrowHead = !look.cross;
        line.cross = look.cross;
        line.tip = segmentTip(m_detail, segment);
        m_picture.shapes.emplace_back(std::move(line));
        paintLabel(segment, look, from, to);
        paintGutter(segment, segment.sender == Side::Initiator ? from.y : to.y);
    }

    /// Widths of a label's parts, each with the gap before it; 0 for a part that is missing.
    struct LabelWidths {
        double flags = 0;
        double marks = 0;
        double figures = 0;
        [[nodiscard]] double sum() const { return flags + marks + figures; }
    };

    static LabelWidths widthsOf(const SegmentLabel& label) {
        const auto part = [](const std::string& text, Face face) {
            return text.empty() ? 0 : kLabelGapX + estimateTextWidth(text, face, kSmallSize);
        };
        return {estimateTextWidth(label.flags, Face::WordsBold, kFlagsSize), part(label.marks, Face::Words),
                part(label.figures, Face::Numbers)};
    }

    /// Flags end and figures begin at one point, so that estimated widths cannot make them overlap.
    void paintLabel(const DetailSegment& segment, const ArrowLook& look, Point from, Point to) {
        const Point left = from.x < to.x ? from : to;
        const Point right = from.x < to.x ? to : from;
        const double slope = (right.y - left.y) / (right.x - left.x);
        const double degrees = std::atan(slope) * 180 / std::numbers::pi;
        const double room = right.x - left.x - 2 * kLabelInset;
        const SegmentLabel label = segmentLabel(segment, m_layout.options.relativeNumbers,
                                                [room](const SegmentLabel& l) { return widthsOf(l).sum() <= room; });
        const LabelWidths widths = widthsOf(label);
        double x = (left.x + right.x - widths.sum()) / 2 + widths.flags;
        const auto above = [&](double px) { return Point{px, left.y + (px - left.x) * slope - kAboveArrow}; };
        const Brush bold = segment.flags.rst() ? Brush{Ink::Reset} : kText;
        addText(m_picture, above(x), label.flags, bold, Face::WordsBold, kFlagsSize, Anchor::End, degrees);
        if (!label.marks.empty()) {
            const Brush brush = look.brush.ink == Ink::Arrow ? kMuted : look.brush;
            addText(m_picture, above(x + kLabelGapX), label.marks, brush, Face::Words, kSmallSize, Anchor::Start,
                    degrees);
            x += widths.marks;
        }
        if (!label.figures.empty())
            addText(m_picture, above(x + kLabelGapX), label.figures, kMuted, Face::Numbers, kSmallSize, Anchor::Start,
                    degrees);
    }

    /// Packet and time stand where the arrow touches the left lifeline.
    void paintGutter(const DetailSegment& segment, double y) {
        if (!m_layout.options.showTimes)
            return;
        const double baseline = y + kSmallSize * 0.35;
        const double numberBaseline = m_layout.stackedGutter ? baseline - kSmallSize : baseline;
        addText(m_picture, {m_layout.numberRight, numberBaseline}, std::to_string(indexOf(segment.packet)), kFaint,
                Face::Numbers, m_layout.stackedGutter ? kSmallSize - 1.5 : kSmallSize, Anchor::End);
        addText(m_picture, {m_layout.timeRight, baseline}, secondsText(segment.time - m_detail.segments.front().time),
                kMuted, Face::Numbers, kSmallSize, Anchor::End);
    }

    [[nodiscard]] double middle() const { return (m_layout.lifelineX[0] + m_layout.lifelineX[1]) / 2; }
    [[nodiscard]] double laneWidth() const {
        return m_layout.lifelineX[1] - m_layout.lifelineX[0] - kBandWidth - 2 * kLabelGap;
    }

    void paintRun(const LadderRow& row) {
        const std::size_t split = row.text.find('\n');
        addText(m_picture, {middle(), row.y + 24}, row.text.substr(0, split), kMuted, Face::WordsBold, kBodySize,
                Anchor::Middle);
        std::vector<std::string> lines =
            wrapText(std::string_view(row.text).substr(split + 1), Face::Words, kBodySize, laneWidth());
        if (lines.size() > 1)
            lines.front() += " …";
        addText(m_picture, {middle(), row.y + 40}, lines.front(), kMuted, Face::Words, kBodySize, Anchor::Middle);
    }

    void paintGap(const LadderRow& row) {
        addText(m_picture, {middle(), row.y + row.height / 2 + 6}, row.text, kFaint, Face::Words, kBodySize,
                Anchor::Middle);
    }

    void paintMissing(const LadderRow& row) {
        const auto [from, to] = arrowEnds(row.side, row.y + kMissingStart, row.y + kMissingEnd, 0);
        LineShape line;
        line.from = from;
        line.to = to;
        line.brush = {row.attention ? Ink::Attention : Ink::Anomaly};
        line.width = 1.2;
        line.dash = Dash::Dashed;
        line.arrowHead = true;
        line.tip = row.text;
        const Brush brush = line.brush;
        m_picture.shapes.emplace_back(std::move(line));
        const double degrees = std::atan((to.y - from.y) / (to.x - from.x)) * 180 / std::numbers::pi;
        addText(m_picture, {middle(), (from.y + to.y) / 2 - kAboveArrow}, row.text, brush,
                row.attention ? Face::WordsBold : Face::Words, kBodySize, Anchor::Middle, degrees);
    }

    /// A pill beside the lifeline it is about. Struck words end and the others begin at one point, as in labels.
    void paintRemark(const LadderRow& row) {
        const LadderRemark& remark = m_layout.remarks[row.note];
        const double most = m_layout.lifelineX[1] - m_layout.lifelineX[0] - kBandWidth - 2 * kRemarkInset;
        const double struck =
            remark.struck.empty() ? 0 : estimateTextWidth(remark.struck, Face::WordsBold, kSmallSize) + kLabelGapX;
        const std::string label = elideEnd(remark.label, Face::Words, kSmallSize, most - struck - 2 * kRemarkPadding);
        const double width = std::min(most, struck + kWidestFont * estimateTextWidth(label, Face::Words, kSmallSize) +
                                                2 * kRemarkPadding);
        const bool left = row.side == Side::Initiator;
        const double away = kBandWidth / 2 + kRemarkInset;
        const double x = left ? m_layout.lifelineX[0] + away : m_layout.lifelineX[1] - away - width;
        BoxShape box;
        box.rect = {x, row.y + kRemarkMargin, width, row.height - 2 * kRemarkMargin};
        box.fill = {Ink::Surface};
        box.border = {Ink::Border};
        box.bordered = true;
        box.radius = box.rect.height / 2;
        box.tip = remark.sentence;
        m_picture.shapes.emplace_back(std::move(box));
        const double y = row.y + row.height / 2 + kSmallSize * 0.35;
        const double joint = x + kRemarkPadding + struck;
        if (!remark.struck.empty()) {
            addText(m_picture, {joint - kLabelGapX, y}, remark.struck, kMuted, Face::WordsBold, kSmallSize,
                    Anchor::End);
            std::get<TextShape>(m_picture.shapes.back()).struck = true;
        }
        addText(m_picture, {joint, y}, label, {Ink::Anomaly}, Face::Words, kSmallSize);
    }

    static std::pair<Brush, Brush> noteBrushes(NoteTone tone) {
        switch (tone) {
        case NoteTone::Accent:
            return {{Ink::AccentSurface}, {Ink::Accent}};
        case NoteTone::Attention:
            return {{Ink::AttentionSurface}, {Ink::Attention}};
        case NoteTone::Reset:
            return {{Ink::Surface}, {Ink::Reset}};
        case NoteTone::Card:
            return {{Ink::AccentSurface}, {Ink::Accent}};
        case NoteTone::Muted:
            return {{Ink::Surface}, kMuted};
        }
        return {{Ink::Surface}, kMuted};
    }

    void paintNote(const LadderRow& row) {
        const LadderNote& note = m_layout.notes[row.note];
        const bool loud = note.tone == NoteTone::Attention;
        const auto [fill, ink] = noteBrushes(note.tone);
        const double width =
            std::min(kNoteMaxWidth, m_layout.lifelineX[1] - m_layout.lifelineX[0] - kBandWidth - 2 * kNoteInset);
        if (note.tone != NoteTone::Muted) {
            addBox(m_picture, {middle() - width / 2, row.y + kNoteMargin, width, row.height - 2 * kNoteMargin}, fill,
                   6);
            auto& box = std::get<BoxShape>(m_picture.shapes.back());
            box.bordered = note.tone != NoteTone::Accent && note.tone != NoteTone::Card;
            box.border = ink;
        }
        double y = row.y + kNoteMargin + kNotePadding;
        y = paintLines(note.title, y, loud ? kAttentionTitleLine : kTitleLine, ink, Face::WordsBold, note.titleSize);
        const bool isRead = loud || note.tone == NoteTone::Card;
        y = paintLines(note.body, y, kBodyLine, isRead ? kText : kMuted, Face::Words, kBodySize);
        paintLines(note.figure, y, kBodyLine, kMuted, Face::Numbers, kFigureSize);
    }

    /// Centred lines from `y` down; answers where the next one begins.
    double paintLines(std::string_view text, double y, double lineHeight, Brush brush, Face face, double size) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            addText(m_picture, {middle(), y + lineHeight / 2 + size * 0.35}, std::string(text.substr(0, end)), brush,
                    face, size, Anchor::Middle);
            text.remove_prefix(std::min(end + 1, text.size()));
            y += lineHeight;
        }
        return y;
    }

    const LadderLayout& m_layout;
    const ConnectionDetail& m_detail;
    double m_top;
    double m_bottom;
    Picture m_picture;
};

} // namespace

Picture paintLadder(const LadderLayout& layout, double top, double bottom, std::optional<std::size_t> selectedRow) {
    return Painter(layout, top, bottom).paint(selectedRow);
}

Picture paintLadder(const LadderLayout& layout) {
    return paintLadder(layout, 0, layout.height);
}

} // namespace synscope
