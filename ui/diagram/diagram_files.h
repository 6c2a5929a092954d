// SPDX-License-Identifier: Apache-2.0
//
// One file of the formats that a diagram is written in, and its limits.
#pragma once

#include "core/base/result.h"
#include "core/diagram/ladder_lanes.h"
#include "core/diagram/theme.h"
#include "core/export/diagram_choice.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <vector>

class QIODevice;

namespace synscope::ui {

/// One diagram in a file.
struct WrittenDiagram {
    QSize size; ///< px of a PNG; px at scale 1 of the others; empty for source text
    int pages = 1;
};

/// Fails where the picture is too large for a PNG, with what to do instead.
[[nodiscard]] Result<QImage> lanesImage(const LadderLanes& lanes, double scale, Theme theme);

[[nodiscard]] Result<WrittenDiagram> writePng(QIODevice& file, const LadderLanes& lanes, double scale, Theme theme);
/// One page of the diagram's size; sheets of A4 where it is too tall for that.
[[nodiscard]] Result<WrittenDiagram> writePdf(QIODevice& file, const LadderLanes& lanes, Theme theme);
/// The format whose files end so: svg, mmd, puml, txt. Several connections stand side by side, in svg only.
[[nodiscard]] Result<WrittenDiagram> writeSource(QIODevice& file, const QString& ending,
                                                 const std::vector<ChosenDiagram>& diagrams, Theme theme);

/// As they are drawn in a picture.
[[nodiscard]] LadderLanes lanesOf(const std::vector<ChosenDiagram>& diagrams);

} // namespace synscope::ui
