// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/ladder_legend.h"

#include "core/diagram/ladder_arrows.h"
#include "core/diagram/ladder_frame.h"
#include "core/diagram/ladder_metrics.h"
#include "core/diagram/ladder_text.h"

#include <algorithm>
#include <cmath>

namespace synscope::ladder {
namespace {

constexpr double kSample = 46; ///< width of the arrow that shows a look
constexpr double kSampleGap = 12;
constexpr double kGapBelow = 12;
constexpr double kSide = kHeadingMargin;

std::size_t columnsOf(const LadderLayout& layout) {
    return static_cast<std::size_t>(std::max(1.0, std::floor((layout.width - 2 * kSide) / kLegendItem)));
}

/// In true time, what distances mean.
std::vector<std::string> axisLines(const LadderLayout& layout) {
    if (!layout.isTrueTime() || layout.axis.stretches().empty())
        return {};
    const std::string text =
        say(layout.detail->language,
            layout.options.compressGaps
                ? phrase("Vertical distance is time: a tick every {0}, silence compressed; no measure where the axis "
                         "is broken.")
                : phrase("Vertical distance is time: a tick every {0}; no measure where the axis is broken."),
            {durationText(layout.axis.tick())});
    return wrapText(text, Face::Words, kBodySize, layout.width - 2 * kSide);
}

} // namespace

double legendHeight(const LadderLayout& layout) {
    if (!layout.options.showLegend)
        return 0;
    const std::size_t columns = columnsOf(layout);
    const std::size_t lines = (layout.looks.size() + columns - 1) / columns + axisLines(layout).size();
    return lines == 0 ? 0 : kLegendLine * static_cast<double>(lines) + kGapBelow;
}

void paintLegend(Picture& picture, const LadderLayout& layout, double y) {
    const std::size_t columns = columnsOf(layout);
    const double step = (layout.width - 2 * kSide) / static_cast<double>(columns);
    for (const std::string& line : axisLines(layout)) {
        addText(picture, {kSide, y + kLegendLine / 2 + kBodySize * 0.35}, line, {Ink::MutedText}, Face::Words,
                kBodySize);
        y += kLegendLine;
    }
    for (std::size_t i = 0; i < layout.looks.size(); ++i) {
        const LookStyle& style = styleOf(layout.looks[i]);
        const std::size_t line = i / columns;
        const double x = kSide + step * static_cast<double>(i % columns);
        const double middle = y + kLegendLine * static_cast<double>(line) + kLegendLine / 2;
        picture.shapes.emplace_back(arrowIn(style, {x, middle}, {x + kSample, middle}));
        paintSign(picture, {x + kSample / 3, middle}, style);
        addText(picture, {x + kSample + kSampleGap, middle + kBodySize * 0.35},
                elideEnd(templateIn(layout.detail->language, style.name), Face::Words, kBodySize,
                         step - kSample - 2 * kSampleGap),
                {Ink::MutedText}, Face::Words, kBodySize);
    }
}

} // namespace synscope::ladder
