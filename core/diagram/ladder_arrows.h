// SPDX-License-Identifier: Apache-2.0
//
// Arrows between the lifelines: their look, their labels, the time beside them.
#pragma once

#include "core/diagram/ladder_layout.h"

namespace synscope::ladder {

/// A segment's arrow with its label, what was asked to be told below it, and packet and time in the gutter.
void paintArrow(Picture& picture, const LadderLayout& layout, const LadderRow& row);
/// Dashed, for a segment that must exist.
void paintMissing(Picture& picture, const LadderLayout& layout, const LadderRow& row);
/// A look's letter in a circle; nothing where it has none.
void paintSign(Picture& picture, Point centre, const LookStyle& style);
/// An arrow in a look's style, without its letter.
[[nodiscard]] LineShape arrowIn(const LookStyle& style, Point from, Point to);

} // namespace synscope::ladder
