// SPDX-License-Identifier: Apache-2.0
//
// From a laid-out diagram to shapes: bands first, then rows, each only where it is visible. Every sign that a
// colour gives is given a second time: by a word, a dash, a cross or a hatch.
#include "core/diagram/ladder_arrows.h"
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
constexpr double kAxisAway = 5; ///< from the times to the time axis
constexpr double kTickLength = 4;
constexpr double kBeyond = 16;                ///< bands are cut this far outside of what is visible
constexpr double kMarkWidth = kBandWidth + 4; ///< of the stroke where a state changes
constexpr double kMarkHeight = 1.5;
constexpr double kStateLine = 13;        ///< between an undecided state and what it may be instead
constexpr double kLabelEvery = 600;      ///< a longer band repeats its state's name
constexpr double kShortestLabelled = 15; ///< a shorter band goes without
constexpr double kLabelGapX = 7;         ///< between the parts of a label
constexpr double kWidestFont = 1.08;     ///< of the letters that are drawn to the estimate

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

class Painter {
public:
    Painter(const LadderLayout& layout, double top, double bottom)
        : m_layout(layout), m_detail(*layout.detail), m_top(top), m_bottom(bottom) {}

    Picture paint(std::optional<std::size_t> selectedRow) {
        m_picture.width = m_layout.width;
        m_picture.height = m_layout.height;
        m_picture.title = say(m_detail.language, "TCP connection {0} to {1}",
                              {toText(m_detail.endpoint[0].address), toText(m_detail.endpoint[1].address)});
        m_picture.description = m_layout.summary;
        paintSelection(selectedRow);
        paintHeader(m_picture, m_layout, m_top, m_bottom);
        for (const Side side : {Side::Initiator, Side::Responder})
            paintBands(side);
        paintAxis();
        paintRows();
        paintEnd(m_picture, m_layout, m_top, m_bottom);
        return std::move(m_picture);
    }

private:
    void paintSelection(std::optional<std::size_t> selectedRow) {
        if (!selectedRow || *selectedRow >= m_layout.rows.size())
            return;
        const LadderRow& row = m_layout.rows[*selectedRow];
        double y = row.y + 2;
        double bottom = y + row.height;
        if (m_layout.isTrueTime() && row.kind == LadderRowKind::Segment) {
            y = row.tail - kLabelRoom;
            bottom = row.head + kAfterArrow;
        }
        if (y < m_bottom && bottom > m_top)
            addBox(m_picture, {4, y, m_layout.width - 8, bottom - y}, {Ink::AccentSurface}, 6);
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
        if (m_layout.options.showTips)
            box.tip = bandText(m_detail, band);
        const std::string tip = box.tip;
        m_picture.shapes.emplace_back(std::move(box));
        if (band.claim.transition && band.y >= m_top - kBeyond)
            paintTransition(side, band, tip);
    }

    /// A stroke across the lifeline where the state changes.
    void paintTransition(Side side, const LadderBand& band, const std::string& tip) {
        BoxShape mark;
        mark.rect = {m_layout.lifelineX[at(side)] - kMarkWidth / 2, band.y - kMarkHeight / 2, kMarkWidth, kMarkHeight};
        mark.fill = kText;
        mark.tip = tip;
        m_picture.shapes.emplace_back(std::move(mark));
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
        std::vector<std::string> more = alternativeLines(band.claim, m_detail.language);
        if (band.claim.transition && band.claim.state != State::Closed && band.to > band.claim.from)
            more.insert(more.begin(), durationText(band.to - band.claim.from));
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

    /// The time axis beside the gutter, with ticks; dotted where it is broken.
    void paintAxis() {
        const auto& stretches = m_layout.axis.stretches();
        if (!m_layout.isTrueTime() || !m_layout.options.showTimes || stretches.empty())
            return;
        const double x = m_layout.timeRight + kAxisAway;
        auto stretch = std::partition_point(stretches.begin(), stretches.end(),
                                            [this](const TimeStretch& s) { return s.bottom <= m_top; });
        for (; stretch != stretches.end() && stretch->y < m_bottom; ++stretch) {
            BoxShape line;
            const double y = std::max(stretch->y, m_top - kBeyond);
            const double bottom = std::min(stretch->bottom, m_bottom + kBeyond);
            line.rect = {x, y, 1, bottom - y};
            line.fill = {Ink::FaintText};
            if (stretch->isToScale)
                m_picture.shapes.emplace_back(std::move(line));
            if (stretch->isToScale)
                paintTicks(*stretch, x);
        }
    }

    void paintTicks(const TimeStretch& stretch, double x) {
        const Duration tick = m_layout.axis.tick();
        const double step = static_cast<double>(tick.count()) * m_layout.axis.pxPerNs();
        const Duration passed = stretch.from - m_layout.start;
        const Duration::rep next = passed.count() <= 0 ? 0 : (passed.count() + tick.count() - 1) / tick.count();
        const auto untilNext = static_cast<double>(next * tick.count() - passed.count());
        double y = stretch.y + untilNext * m_layout.axis.pxPerNs();
        y += std::max(0.0, std::floor((m_top - y) / step)) * step;
        for (; y <= stretch.bottom && y < m_bottom; y += step)
            addBox(m_picture, {x - kTickLength, y - 0.5, kTickLength, 1}, {Ink::FaintText}, 0);
    }

    void paintRows() {
        if (m_layout.isTrueTime() && !m_layout.drawn.empty()) {
            paintDrawnRows();
            return;
        }
        auto row = std::partition_point(m_layout.rows.begin(), m_layout.rows.end(),
                                        [this](const LadderRow& r) { return r.y + r.height <= m_top; });
        for (; row != m_layout.rows.end() && row->y < m_bottom; ++row)
            paintRow(*row);
    }

    /// In true time arrows may reach out of their rows.
    void paintDrawnRows() {
        const auto& drawn = m_layout.drawn;
        auto row = std::partition_point(drawn.begin(), drawn.end(), [this](std::uint32_t r) {
            return m_layout.rows[r].y + std::max(m_layout.rows[r].height, m_layout.reach) <= m_top;
        });
        for (; row != drawn.end() && m_layout.rows[*row].y < m_bottom + m_layout.reach; ++row)
            if (isNear(m_layout.rows[*row]))
                paintRow(m_layout.rows[*row]);
    }

    /// Few arrows reach as far as the longest does.
    [[nodiscard]] bool isNear(const LadderRow& row) const {
        const double highest = std::min({row.y, row.tail, row.head});
        const double lowest = std::max({row.y + row.height, row.tail, row.head, row.labelY});
        const bool isArrow = row.kind == LadderRowKind::Segment || row.kind == LadderRowKind::Missing;
        return !isArrow || (highest - kSegmentRow < m_bottom && lowest + kSegmentRow > m_top);
    }

    void paintRow(const LadderRow& row) {
        switch (row.kind) {
        case LadderRowKind::Segment:
            paintArrow(m_picture, m_layout, row);
            return;
        case LadderRowKind::FoldedRun:
            paintRun(row);
            return;
        case LadderRowKind::Gap:
            paintGap(row);
            return;
        case LadderRowKind::Missing:
            paintMissing(m_picture, m_layout, row);
            return;
        case LadderRowKind::Note:
            paintNote(row);
            return;
        case LadderRowKind::Remark:
            paintRemark(row);
            return;
        }
    }

    [[nodiscard]] double middle() const { return (m_layout.lifelineX[0] + m_layout.lifelineX[1]) / 2; }
    [[nodiscard]] double laneWidth() const {
        return m_layout.lifelineX[1] - m_layout.lifelineX[0] - kBandWidth - 2 * kLabelGap;
    }

    void paintRun(const LadderRow& row) {
        const std::size_t split = row.text->find('\n');
        const double centre = row.y + row.height / 2;
        addText(m_picture, {middle(), centre}, row.text->substr(0, split), kMuted, Face::WordsBold, kBodySize,
                Anchor::Middle);
        std::vector<std::string> lines =
            wrapText(std::string_view(*row.text).substr(split + 1), Face::Words, kBodySize, laneWidth());
        if (lines.size() > 1)
            lines.front() += " …";
        addText(m_picture, {middle(), centre + 16}, lines.front(), kMuted, Face::Words, kBodySize, Anchor::Middle);
    }

    void paintGap(const LadderRow& row) {
        addText(m_picture, {middle(), row.y + row.height / 2 + 6}, *row.text, kFaint, Face::Words, kBodySize,
                Anchor::Middle);
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
