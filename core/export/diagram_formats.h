// SPDX-License-Identifier: Apache-2.0
//
// The formats a connection's diagram can be written in: one list that menus, dialogs and `--format` read.
#pragma once

#include "core/diagram/ladder_lanes.h"
#include "core/diagram/theme.h"
#include "core/store/replay.h"

#include <memory>
#include <ostream>
#include <span>
#include <string_view>

namespace synscope {

/// What a diagram in a file may look like.
struct DiagramStyle {
    Theme theme = Theme::Print; ///< matters to pictures only
    LadderCards cards;          ///< told between the lifelines; null for none
    LadderOptions shown = {};   ///< what the diagram shows; its size, heading and cards do not count
};

struct DiagramFormat {
    std::string_view name;   ///< for `--format`: "svg"
    std::string_view suffix; ///< of files, without a dot
    std::string_view title;  ///< for people: "SVG picture"
    void (*write)(std::ostream& out, std::shared_ptr<const ConnectionDetail> detail, const DiagramStyle& style);
};

/// svg, mermaid, plantuml, text.
[[nodiscard]] std::span<const DiagramFormat> diagramFormats();

/// As they are drawn in a file: one as it is, several side by side, a lane each on one time order.
[[nodiscard]] LadderLanes exportLanes(std::span<const std::shared_ptr<const ConnectionDetail>> details,
                                      const DiagramStyle& style);
void writeLanesSvg(std::ostream& out, std::span<const std::shared_ptr<const ConnectionDetail>> details,
                   const DiagramStyle& style);

/// How a diagram looks in a file, whoever writes it: the same picture from the window and from the command line.
/// `shown` says what it shows.
[[nodiscard]] LadderOptions exportLadderOptions(LadderCards cards = {}, LadderOptions shown = {});

} // namespace synscope
