// SPDX-License-Identifier: Apache-2.0
//
// The lifelines of a sequence diagram: what is said of each endpoint's state, cut into bands beside the rows.
#pragma once

#include "core/diagram/ladder_layout.h"

#include <string>
#include <vector>

namespace synscope::ladder {

/// Places the bands and the end of the lifelines. The rows have their places already.
void placeBands(LadderLayout& layout);

/// The lines below an undecided state's name: "or CLOSE_WAIT", at most kMostAlternatives, the last "or 3 others".
[[nodiscard]] std::vector<std::string> alternativeLines(const StateClaim& claim, Language language);

inline constexpr int kMostAlternatives = 3;

} // namespace synscope::ladder
