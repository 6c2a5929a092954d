// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_frame.h"

#include "core/diagram/ladder_legend.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <utility>

namespace synscope::ladder {
namespace {

constexpr Brush kText{Ink::Text};
constexpr Brush kMuted{Ink::MutedText};
constexpr Brush kFaint{Ink::FaintText};
constexpr double kNameSize = 13;
constexpr double kNameMinimum = 9.5;
constexpr double kRoleSize = 11.5;
constexpr double kCaptionSize = 11.5;

/// One lifeline's name. Long addresses (IPv6) get smaller letters first, then lose their middle.
void paintName(Picture& picture, const LadderLayout& layout, std::size_t side, double base) {
    const double x = layout.lifelineX[side];
    const double lane = layout.lifelineX[1] - layout.lifelineX[0];
    const double outside = side == 0 ? x : layout.width - x;
    // Two long names meet in the middle of the lane; each may also lean inwards from the picture's edge.
    const double room = std::min(outside, lane / 2) + lane / 2 - 12;
    const std::string name = toText(layout.detail->endpoint[side].address);
    double size = kNameSize;
    while (size > kNameMinimum && estimateTextWidth(name, Face::NumbersBold, size) > room)
        size -= 0.5;
    const std::string shown = elideMiddle(name, Face::NumbersBold, size, room);
    const double half = estimateTextWidth(shown, Face::NumbersBold, size) / 2;
    const double middle = side == 0 ? std::max(x, half + 6) : std::min(x, layout.width - half - 6);
    addText(picture, {middle, base + 20}, shown, kText, Face::NumbersBold, size, Anchor::Middle);
    addText(picture, {middle, base + 37}, layout.roles[side], kMuted, Face::Words, kRoleSize, Anchor::Middle);
}

struct ParameterRow {
    std::string name;
    std::array<std::string, 2> value;
};

std::string yesNo(Language language, bool yes) {
    return say(language, yes ? phrase("yes") : phrase("no"));
}

std::vector<ParameterRow> parameterRows(const ConnectionDetail& detail) {
    using Bit = HandshakeOffer::Bit;
    const Language language = detail.language;
    std::vector<ParameterRow> rows{{say(language, "initial sequence number"), {}},
                                   {say(language, "maximum segment"), {}},
                                   {say(language, "window scale"), {}},
                                   {say(language, "SACK / timestamps"), {}},
                                   {say(language, "ECN / fast open"), {}}};
    const std::string notOffered = say(language, "not offered");
    const std::string unknown = say(language, "not seen");
    for (std::size_t side = 0; side < 2; ++side) {
        const HandshakeOffer& offer = detail.endpoint[side].offer;
        const bool seen = offer.has(Bit::HasIsn);
        rows[0].value[side] = seen ? groupedNumber(offer.isn) : unknown;
        rows[1].value[side] = offer.mss > 0 ? groupedNumber(offer.mss) + " B" : seen ? notOffered : unknown;
        rows[2].value[side] = offer.has(Bit::HasWindowScale)
                                  ? "× " + std::to_string(1U << std::min<unsigned>(offer.windowScale, 14))
                              : seen ? notOffered
                                     : unknown;
        const bool any = seen || offer.bits != 0;
        rows[3].value[side] =
            any ? yesNo(language, offer.has(Bit::SackPermitted)) + " / " + yesNo(language, offer.has(Bit::Timestamps))
                : unknown;
        rows[4].value[side] =
            any ? yesNo(language, offer.has(Bit::Ecn)) + " / " + yesNo(language, offer.has(Bit::FastOpen)) : unknown;
    }
    return rows;
}

void paintParameters(Picture& picture, const LadderLayout& layout, double y) {
    const double left = kHeadingMargin;
    const double width = layout.width - 2 * kHeadingMargin;
    const double nameX = left + kParametersPadding;
    const std::array<double, 2> valueX{left + width * 0.42, left + width * 0.72};
    addBox(picture, {left, y, width, kParametersLines * kParametersLine + 2 * kParametersPadding - 6},
           {Ink::Background}, 8);
    auto& box = std::get<BoxShape>(picture.shapes.back());
    box.border = {Ink::Border};
    box.bordered = true;
    double line = y + kParametersPadding + 11;
    addText(picture, {nameX, line}, say(layout.detail->language, "What the handshake agreed"), kText, Face::WordsBold,
            12.5);
    line += kParametersLine + 2;
    for (std::size_t side = 0; side < 2; ++side)
        addText(picture, {valueX[side], line}, std::string(roleText(*layout.detail, static_cast<Side>(side))), kMuted,
                Face::WordsBold, 11);
    for (const ParameterRow& row : parameterRows(*layout.detail)) {
        line += kParametersLine;
        addText(picture, {nameX, line}, row.name, kMuted, Face::Words, 11.5);
        for (std::size_t side = 0; side < 2; ++side)
            addText(picture, {valueX[side], line}, row.value[side], kText, Face::Numbers, 11);
    }
}

void paintHeading(Picture& picture, const LadderLayout& layout) {
    const ConnectionDetail& detail = *layout.detail;
    const std::string title = toText(detail.endpoint[0].address) + " → " + toText(detail.endpoint[1].address);
    double size = 20;
    while (size > 12 && estimateTextWidth(title, Face::WordsBold, size) > layout.width - 2 * kHeadingMargin)
        size -= 0.5;
    addText(picture, {kHeadingMargin, 36}, title, kText, Face::WordsBold, size);
    addText(picture, {kHeadingMargin, 58}, layout.summary, kMuted, Face::Words, 12.5);
}

} // namespace

void addText(Picture& picture, Point place, std::string text, Brush brush, Face face, double size, Anchor anchor,
             double degrees) {
    picture.shapes.emplace_back(TextShape{place, std::move(text), brush, face, size, anchor, degrees});
}

void addBox(Picture& picture, Rect rect, Brush fill, double radius) {
    BoxShape box;
    box.rect = rect;
    box.fill = fill;
    box.radius = radius;
    picture.shapes.emplace_back(std::move(box));
}

void paintHeader(Picture& picture, const LadderLayout& layout, double top, double bottom) {
    if (top >= layout.headerBottom || bottom <= 0)
        return;
    if (layout.options.showHeading)
        paintHeading(picture, layout);
    const double names = layout.headerBottom - kHeaderHeight;
    if (!layout.caption.empty())
        addText(picture, {(layout.lifelineX[0] + layout.lifelineX[1]) / 2, names - 4}, layout.caption, kMuted,
                Face::WordsBold, kCaptionSize, Anchor::Middle);
    for (std::size_t side = 0; side < 2; ++side)
        paintName(picture, layout, side, names);
}

void paintEnd(Picture& picture, const LadderLayout& layout, double top, double bottom) {
    if (bottom <= layout.lifelineBottom || top >= layout.height)
        return;
    const double y = layout.lifelineBottom;
    for (std::size_t side = 0; side < 2; ++side) {
        const LadderBand& last = layout.bands[side].back();
        if (last.claim.state != State::Closed && last.bottom == y)
            addText(picture, {layout.lifelineX[side], y + 16}, "⋮", kMuted, Face::WordsBold, 13, Anchor::Middle);
    }
    const double middle = (layout.lifelineX[0] + layout.lifelineX[1]) / 2;
    addText(picture, {middle, y + 16}, endText(*layout.detail), kFaint, Face::Numbers, kSmallSize, Anchor::Middle);
    double below = y + kEndHeight;
    for (const std::string& line : layout.footnotes) {
        addText(picture, {middle, below + kBodySize}, line, kMuted, Face::Words, kBodySize, Anchor::Middle);
        below += kFootnoteLine;
    }
    const double legend = legendHeight(layout);
    if (legend > 0)
        paintLegend(picture, layout, layout.footnotes.empty() ? below : below + kFootnotesGap);
    below += legend;
    if (layout.options.showParameters)
        paintParameters(picture, layout, layout.footnotes.empty() ? below : below + kFootnotesGap);
    if (layout.options.showHeading)
        addText(
            picture, {kHeadingMargin, layout.height - 14},
            say(layout.detail->language, "synscope · states after RFC 9293 · times UTC, as seen at the capture point"),
            kFaint, Face::Words, 11);
}

} // namespace synscope::ladder
