// SPDX-License-Identifier: Apache-2.0
#include "core/export/diagram_formats.h"

#include "core/export/mermaid.h"
#include "core/export/plantuml.h"
#include "core/export/svg.h"
#include "core/export/text_ladder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace synscope {
namespace {

using DetailPtr = std::shared_ptr<const ConnectionDetail>;

void writeSvgDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writeLanesSvg(out, std::span(&detail, 1), style);
}

void writeMermaidDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writeMermaid(out, *detail, style.cards, style.shown);
}

void writePlantumlDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writePlantuml(out, *detail, style.cards, style.shown);
}

void writeTextDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writeTextLadder(out, *detail, style.cards, style.shown);
}

constexpr std::array kFormats{
    DiagramFormat{"svg", "svg", "SVG picture", writeSvgDiagram},
    DiagramFormat{"mermaid", "mmd", "Mermaid source", writeMermaidDiagram},
    DiagramFormat{"plantuml", "puml", "PlantUML source", writePlantumlDiagram},
    DiagramFormat{"text", "txt", "Plain text", writeTextDiagram},
};

} // namespace

LadderLanes exportLanes(std::span<const std::shared_ptr<const ConnectionDetail>> details, const DiagramStyle& style) {
    constexpr double kLaneWidth = 520;
    LadderOptions options = exportLadderOptions(style.cards, style.shown);
    options.width = std::max(options.width, kLaneWidth * static_cast<double>(details.size()));
    options.showHeading = details.size() == 1;
    return layoutLanes(details, options);
}

void writeLanesSvg(std::ostream& out, std::span<const std::shared_ptr<const ConnectionDetail>> details,
                   const DiagramStyle& style) {
    writeSvg(out, paintLanes(exportLanes(details, style)), style.theme);
}

LadderOptions exportLadderOptions(LadderCards cards, LadderOptions shown) {
    constexpr double kTallestTime = 16'000; // of true time: a PNG of twice the size is still possible
    LadderOptions options = std::move(shown);
    options.tallestTime = kTallestTime;
    options.width = 880;
    options.showHeading = true;
    options.showParameters = true;
    options.cards = std::move(cards);
    return options;
}

std::span<const DiagramFormat> diagramFormats() {
    return kFormats;
}

} // namespace synscope
