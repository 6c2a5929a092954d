// SPDX-License-Identifier: Apache-2.0
//
// One file of the formats that a diagram is written in, and its limits.
#pragma once

#include "core/base/result.h"
#include "core/diagram/ladder_layout.h"
#include "core/diagram/theme.h"
#include "core/export/diagram_choice.h"

#include <QImage>
#include <QSize>
#include <QString>

class QIODevice;

namespace synscope::ui {

/// One diagram in a file.
struct WrittenDiagram {
    QSize size; ///< px of a PNG; px at scale 1 of the others; empty for source text
    int pages = 1;
};

/// Fails where the picture is too large for a PNG, with what to do instead.
[[nodiscard]] Result<QImage> layoutImage(const LadderLayout& layout, double scale, Theme theme);

[[nodiscard]] Result<WrittenDiagram> writePng(QIODevice& file, const LadderLayout& layout, double scale, Theme theme);
/// One page of the diagram's size; sheets of A4 where it is too tall for that.
[[nodiscard]] Result<WrittenDiagram> writePdf(QIODevice& file, const LadderLayout& layout, Theme theme);
/// The format whose files end so: svg, mmd, puml, txt.
[[nodiscard]] Result<WrittenDiagram> writeSource(QIODevice& file, const QString& ending, const ChosenDiagram& diagram,
                                                 Theme theme);

} // namespace synscope::ui
