// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_arrows.h"

#include "core/diagram/ladder_frame.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace synscope::ladder {
namespace {

constexpr Brush kText{Ink::Text};
constexpr Brush kMuted{Ink::MutedText};
constexpr Brush kFaint{Ink::FaintText};
constexpr double kLabelInset = 10;   ///< a label stays this far from its arrow's ends
constexpr double kLabelGapX = 7;     ///< between the parts of a label
constexpr double kWidestFont = 1.08; ///< of the letters that are drawn to the estimate
constexpr double kLabelHeight = 17;  ///< with some air
constexpr double kCrossShort = 16;   ///< a discarded segment ends this far before the lifeline
constexpr double kSignRadius = 6.5;
constexpr double kSignAway = 9; ///< from the arrow's beginning to the middle of its sign
constexpr double kSignSize = 9;
constexpr double kSignRoom = 2 * kSignRadius; ///< that a label leaves free
constexpr double kExtrasBelow = 12;           ///< from an arrow to the baseline of what is told below

struct ArrowEnds {
    Point from;
    Point to;
    [[nodiscard]] Point left() const { return from.x < to.x ? from : to; }
    [[nodiscard]] Point right() const { return from.x < to.x ? to : from; }
    [[nodiscard]] double slope() const { return (right().y - left().y) / (right().x - left().x); }
    [[nodiscard]] double degrees() const { return std::atan(slope()) * 180 / std::numbers::pi; }
};

ArrowEnds endsOf(const LadderLayout& layout, Side sender, const LadderRow& row, double shortBy) {
    const double inset = kBandWidth / 2 + kArrowInset;
    const double left = layout.lifelineX[0] + inset;
    const double right = layout.lifelineX[1] - inset;
    if (sender == Side::Initiator)
        return {{left, row.tail}, {right - shortBy, row.head}};
    return {{right, row.tail}, {left + shortBy, row.head}};
}

/// Widths of a label's parts, each with the gap before it; 0 for a part that is missing.
struct LabelWidths {
    double flags = 0;
    double marks = 0;
    double figures = 0;
    [[nodiscard]] double sum() const { return flags + marks + figures; }
};

LabelWidths widthsOf(const SegmentLabel& label) {
    const auto part = [](const std::string& text, Face face) {
        const double widest = face == Face::Words ? kWidestFont : 1;
        return text.empty() ? 0 : kLabelGapX + widest * estimateTextWidth(text, face, kSmallSize);
    };
    return {estimateTextWidth(label.flags, Face::WordsBold, kFlagsSize), part(label.marks, Face::Words),
            part(label.figures, Face::Numbers)};
}

/// Room for a label on the arrow.
double roomOn(const ArrowEnds& ends, const LookStyle& style) {
    return ends.right().x - ends.left().x - 2 * kLabelInset - (style.sign.empty() ? 0 : kSignRoom);
}

class ArrowPainter {
public:
    ArrowPainter(Picture& picture, const LadderLayout& layout, const LadderRow& row)
        : m_picture(picture),
          m_layout(layout),
          m_row(row),
          m_segment(layout.detail->segments[row.firstSegment]),
          m_style(styleOf(m_segment)),
          m_ends(endsOf(layout, m_segment.sender, row, m_style.cross ? kCrossShort : 0)) {}

    void paint() {
        LineShape line = arrowIn(m_style, m_ends.from, m_ends.to);
        if (m_layout.options.showTips)
            line.tip = segmentTip(*m_layout.detail, m_segment);
        m_picture.shapes.emplace_back(std::move(line));
        const double direction = m_segment.sender == Side::Initiator ? 1 : -1;
        const double along = m_ends.slope() * direction * kSignAway;
        paintSign(m_picture, {m_ends.from.x + direction * kSignAway, m_ends.from.y + along}, m_style);
        if (m_row.label == LabelPlace::OnArrow)
            paintLabel();
        else if (m_row.label == LabelPlace::Below)
            paintLabelBelow();
        if (m_row.hasExtras)
            paintExtras();
        if (m_row.showsTime)
            paintGutter();
    }

private:
    [[nodiscard]] Point on(double x, double below) const {
        return {x, m_ends.left().y + (x - m_ends.left().x) * m_ends.slope() + below};
    }
    [[nodiscard]] double middle() const { return (m_ends.left().x + m_ends.right().x) / 2; }
    [[nodiscard]] Brush marksBrush() const { return m_style.ink == Ink::Arrow ? kMuted : Brush{m_style.ink}; }

    /// In true time, answers leave where their question arrived: towards that end there is no room between the two.
    [[nodiscard]] double roomBesideArrows() const {
        const double lean = m_row.head - m_row.tail;
        const double width = m_ends.right().x - m_ends.left().x;
        return m_layout.isTrueTime() && lean > kLabelHeight ? width * (1 - kLabelHeight / lean) : width;
    }

    /// Flags end and figures begin at one point, so that estimated widths cannot make them overlap.
    void paintLabel() {
        const double room = std::min(roomOn(m_ends, m_style), roomBesideArrows());
        const SegmentLabel label = segmentLabel(
            m_segment, m_layout.options.relativeNumbers,
            [room](const SegmentLabel& l) { return widthsOf(l).sum() <= room; }, m_layout.detail->language);
        const LabelWidths widths = widthsOf(label);
        const double degrees = m_ends.degrees();
        double x = middle() - widths.sum() / 2 + widths.flags;
        const Brush bold = m_segment.flags.rst() ? Brush{Ink::Reset} : kText;
        addText(m_picture, on(x, -kAboveArrow), label.flags, bold, Face::WordsBold, kFlagsSize, Anchor::End, degrees);
        if (!label.marks.empty()) {
            addText(m_picture, on(x + kLabelGapX, -kAboveArrow), label.marks, marksBrush(), Face::Words, kSmallSize,
                    Anchor::Start, degrees);
            x += widths.marks;
        }
        if (!label.figures.empty())
            addText(m_picture, on(x + kLabelGapX, -kAboveArrow), label.figures, kMuted, Face::Numbers, kSmallSize,
                    Anchor::Start, degrees);
    }

    /// Level, with the direction, for it does not stand on its arrow.
    void paintLabelBelow() {
        const std::string way = m_segment.sender == Side::Initiator ? "→ " : "← ";
        const auto text = [&](const SegmentLabel& label) {
            std::string words = way + label.flags;
            for (const std::string* part : {&label.marks, &label.figures})
                words += part->empty() ? "" : "  " + *part;
            return words;
        };
        const double room = roomOn(m_ends, styleOf(Look::Plain));
        const SegmentLabel label = segmentLabel(
            m_segment, m_layout.options.relativeNumbers,
            [&](const SegmentLabel& l) { return estimateTextWidth(text(l), Face::Words, kSmallSize) <= room; },
            m_layout.detail->language);
        const Brush brush = m_segment.flags.rst() ? Brush{Ink::Reset} : marksBrush();
        addText(m_picture, {middle(), m_row.labelY}, text(label), brush, Face::Words, kSmallSize, Anchor::Middle);
    }

    void paintExtras() {
        const std::string text =
            elideEnd(segmentExtras(m_segment, m_layout.options, m_layout.detail->language), Face::Numbers, kExtrasSize,
                     m_ends.right().x - m_ends.left().x - 2 * kLabelInset);
        addText(m_picture, on(middle(), kExtrasBelow), text, kMuted, Face::Numbers, kExtrasSize, Anchor::Middle,
                m_ends.degrees());
    }

    /// Packet and time stand where the arrow touches the left lifeline.
    void paintGutter() {
        if (!m_layout.options.showTimes)
            return;
        const double y = m_segment.sender == Side::Initiator ? m_ends.from.y : m_ends.to.y;
        const double baseline = y + kSmallSize * 0.35;
        const double numberBaseline = m_layout.stackedGutter ? baseline - kSmallSize : baseline;
        addText(m_picture, {m_layout.numberRight, numberBaseline}, std::to_string(indexOf(m_segment.packet)), kFaint,
                Face::Numbers, m_layout.stackedGutter ? kSmallSize - 1.5 : kSmallSize, Anchor::End);
        addText(m_picture, {m_layout.timeRight, baseline}, secondsText(m_segment.time - m_layout.start), kMuted,
                Face::Numbers, kSmallSize, Anchor::End);
    }

    Picture& m_picture;
    const LadderLayout& m_layout;
    const LadderRow& m_row;
    const DetailSegment& m_segment;
    LookStyle m_style;
    ArrowEnds m_ends;
};

} // namespace

LineShape arrowIn(const LookStyle& style, Point from, Point to) {
    LineShape line;
    line.from = from;
    line.to = to;
    line.brush = {style.ink};
    line.width = style.width;
    line.dash = style.dash;
    line.arrowHead = !style.cross;
    line.isOpenHead = style.isOpenHead;
    line.cross = style.cross;
    return line;
}

void paintSign(Picture& picture, Point centre, const LookStyle& style) {
    if (style.sign.empty())
        return;
    BoxShape circle;
    circle.rect = {centre.x - kSignRadius, centre.y - kSignRadius, 2 * kSignRadius, 2 * kSignRadius};
    circle.fill = {Ink::Surface};
    circle.border = {style.ink};
    circle.bordered = true;
    circle.radius = kSignRadius;
    picture.shapes.emplace_back(std::move(circle));
    addText(picture, {centre.x, centre.y + kSignSize * 0.36}, std::string(style.sign), {style.ink}, Face::WordsBold,
            kSignSize, Anchor::Middle);
}

void paintArrow(Picture& picture, const LadderLayout& layout, const LadderRow& row) {
    ArrowPainter(picture, layout, row).paint();
}

void paintMissing(Picture& picture, const LadderLayout& layout, const LadderRow& row) {
    LookStyle style = styleOf(Look::NotCaptured);
    if (row.attention)
        style.ink = Ink::Attention;
    const ArrowEnds ends = endsOf(layout, row.side, row, 0);
    LineShape line = arrowIn(style, ends.from, ends.to);
    line.tip = *row.text;
    picture.shapes.emplace_back(std::move(line));
    const double middle = (ends.from.x + ends.to.x) / 2;
    addText(picture, {middle, (ends.from.y + ends.to.y) / 2 - kAboveArrow}, *row.text, {style.ink},
            row.attention ? Face::WordsBold : Face::Words, kBodySize, Anchor::Middle, ends.degrees());
}

} // namespace synscope::ladder
