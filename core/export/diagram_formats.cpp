// SPDX-License-Identifier: Apache-2.0
#include "core/export/diagram_formats.h"

#include "core/export/mermaid.h"
#include "core/export/plantuml.h"
#include "core/export/svg.h"
#include "core/export/text_ladder.h"

#include <array>
#include <utility>

namespace synscope {
namespace {

using DetailPtr = std::shared_ptr<const ConnectionDetail>;

void writeSvgDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writeSvg(out, paintLadder(layoutLadder(std::move(detail), exportLadderOptions(style.cards))), style.theme);
}

void writeMermaidDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writeMermaid(out, *detail, style.cards);
}

void writePlantumlDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writePlantuml(out, *detail, style.cards);
}

void writeTextDiagram(std::ostream& out, DetailPtr detail, const DiagramStyle& style) {
    writeTextLadder(out, *detail, style.cards);
}

constexpr std::array kFormats{
    DiagramFormat{"svg", "svg", "SVG picture", writeSvgDiagram},
    DiagramFormat{"mermaid", "mmd", "Mermaid source", writeMermaidDiagram},
    DiagramFormat{"plantuml", "puml", "PlantUML source", writePlantumlDiagram},
    DiagramFormat{"text", "txt", "Plain text", writeTextDiagram},
};

} // namespace

LadderOptions exportLadderOptions(LadderCards cards) {
    LadderOptions options;
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
