// SPDX-License-Identifier: Apache-2.0
//
// The sequence diagram as Mermaid source, for Markdown. Mermaid refuses more than 50 000 characters: longer
// connections fold harder, then lose their middle, and a note says how much.
#pragma once

#include "core/diagram/ladder_layout.h"
#include "core/store/replay.h"

#include <cstddef>
#include <ostream>

namespace synscope {

inline constexpr std::size_t kMermaidLimit = 50'000;

/// Writes fewer than kMermaidLimit bytes, whatever the connection.
void writeMermaid(std::ostream& out, const ConnectionDetail& detail, const LadderCards& cards = {},
                  const LadderOptions& shown = {});

} // namespace synscope
