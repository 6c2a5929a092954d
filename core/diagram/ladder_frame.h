// SPDX-License-Identifier: Apache-2.0
//
// What surrounds the rows of a sequence diagram: heading, names of the lifelines, the end, the parameters
// box; and the three shorthands that painting uses throughout.
#pragma once

#include "core/diagram/ladder_layout.h"

#include <string>

namespace synscope::ladder {

void addText(Picture& picture, Point place, std::string text, Brush brush, Face face, double size,
             Anchor anchor = Anchor::Start, double degrees = 0);
void addBox(Picture& picture, Rect rect, Brush fill, double radius);

/// Each adds what intersects [top, bottom).
void paintHeader(Picture& picture, const LadderLayout& layout, double top, double bottom);
void paintEnd(Picture& picture, const LadderLayout& layout, double top, double bottom);

} // namespace synscope::ladder
