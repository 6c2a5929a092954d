// SPDX-License-Identifier: Apache-2.0
//
// Several connections side by side in one diagram: a lane each with its own two lifelines, on one time order. What
// comes later in any of them stands lower in all.
#pragma once

#include "core/diagram/ladder_layout.h"

#include <span>

namespace synscope {

struct LadderLane {
    double x = 0;        ///< left edge, in the picture
    LadderLayout layout; ///< its heights are the picture's, its widths count from `x`
};

struct LadderLanes {
    std::vector<LadderLane> lanes; ///< in order of their first segments
    double width = 0;
    double height = 0;
    double headerBottom = 0;
};

inline constexpr std::size_t kMostLanes = 12; ///< more are too narrow to read, and a picture of them too wide

/// All of `options.width` is shared out; the picture is wider where lanes would be too narrow. Parameters and footnotes
/// are left out. Cards tell of one connection, so only of one where there is just one. None: no lanes.
[[nodiscard]] LadderLanes layoutLanes(std::span<const std::shared_ptr<const ConnectionDetail>> details,
                                      const LadderOptions& options);

/// What lies in [top, bottom).
[[nodiscard]] Picture paintLanes(const LadderLanes& lanes, double top, double bottom);
[[nodiscard]] Picture paintLanes(const LadderLanes& lanes);

} // namespace synscope
