// SPDX-License-Identifier: Apache-2.0
//
// Below a diagram: the looks of segments that it uses, each as it is drawn, and in true time what the axis' ticks are.
#pragma once

#include "core/diagram/ladder_layout.h"

namespace synscope::ladder {

/// px; 0 where there is nothing to explain, or the options ask for none.
[[nodiscard]] double legendHeight(const LadderLayout& layout);
void paintLegend(Picture& picture, const LadderLayout& layout, double y);

} // namespace synscope::ladder
