// SPDX-License-Identifier: Apache-2.0
//
// Replays a Picture with a QPainter: screen, PNG and PDF. Thin on purpose: what is drawn and where was
// decided in core/diagram; here roles become colours and fonts.
#pragma once

#include "core/diagram/picture.h"
#include "core/diagram/theme.h"

#include <QFont>
#include <QPointF>

class QPainter;

namespace synscope::ui {

/// The family of words is the application's; numbers stand in a typeface of fixed width. `pixelSize` is in whole px.
[[nodiscard]] QFont fontOf(Face face, int pixelSize);

/// Draws every shape, moved by `offset`. The ground is not filled. A text wider than core's estimate allows is
/// narrowed to it, so that labels keep their places with any typeface.
void paint(QPainter& painter, const Picture& picture, Theme theme, QPointF offset = {});

} // namespace synscope::ui
