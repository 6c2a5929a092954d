// SPDX-License-Identifier: Apache-2.0
//
// Which rows a diagram has, in order and without places: the one folding rule that pictures, Mermaid,
// PlantUML and the text ladder share.
//
// A run is a stretch of segments that change no state, open, close or reset nothing and carry no anomaly but
// duplicate ACKs, window updates and keep-alives; silence of a fiftieth of the connection's life (and notable,
// see ConversationFacts::quiet) cuts it. Of a run over `foldOver` segments the first two are drawn, the rest is one
// row.
#pragma once

#include "core/diagram/ladder_facts.h"
#include "core/diagram/ladder_layout.h"

namespace synscope {

struct LadderPlan {
    ConversationFacts facts;
    std::vector<LadderRow> rows; ///< y and height are 0
    std::vector<LadderNote> notes;
    std::vector<LadderRemark> remarks;
};

/// Linear in the segments; allocates rows, nothing else that grows with them.
[[nodiscard]] LadderPlan planLadder(const ConnectionDetail& detail, const LadderOptions& options);

} // namespace synscope
